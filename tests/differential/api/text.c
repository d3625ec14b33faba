/* SPDX-License-Identifier: MIT */
/* Formatting, parsing and string helpers. Prints only what is the same on each machine. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/glob.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/parser.h>
#include <linux/rtc.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/string_helpers.h>
#include <linux/time.h>
#include <linux/uuid.h>

static char buf[512];

/* Through a pointer: gcc must not work out what the C standard says that the length is. */
static int (*volatile format)(char *, size_t, const char *, ...) = snprintf;

/* F: one format into a large buffer and into a short one. */
#define F(...)                                                                  \
	do {                                                                    \
		int n_, m_;                                                     \
		char s_[8];                                                     \
		n_ = format(buf, sizeof(buf), __VA_ARGS__);                     \
		pr_info("%d:%d [%s]\n", __LINE__, n_, buf);                     \
		m_ = format(s_, sizeof(s_), __VA_ARGS__);                       \
		if (m_ != n_ || strncmp(s_, buf, 7))                            \
			pr_info("%d: short gives %d [%s]\n", __LINE__, m_, s_); \
	} while (0)

#pragma GCC diagnostic ignored "-Wformat"
#pragma GCC diagnostic ignored "-Wformat-truncation"
#pragma GCC diagnostic ignored "-Wformat-overflow"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
#pragma GCC diagnostic ignored "-Wunused-result"
#pragma GCC diagnostic ignored "-Wstringop-truncation"
#pragma GCC diagnostic ignored "-Wstringop-overflow"

static void integers(void)
{
	F("%d %i %u %x %X %o", -1, 5, -1, -1, 0xabcdef, 0777);
	F("%5d|%-5d|%05d|%+d|% d|%+5d|%-+5d|", 42, 42, 42, 42, 42, 42, 42);
	F("%.3d|%8.3d|%-8.3d|%08.3d|%.0d|%.d|", 5, 5, 5, 5, 0, 0);
	F("%#x|%#X|%#o|%#010x|%#-10x|%#x|%#o", 255, 255, 8, 255, 255, 0, 0);
	F("%hhd %hd %ld %lld %Ld %zd %td %zu", 300, 70000, -5L, -6LL, 7LL, (ssize_t)-8,
	  (ptrdiff_t)9, (size_t)10);
	F("%hhu %hu %hhx %hx", 300, 70000, -1, -1);
	F("%lld %llu %llx", S64_MIN, U64_MAX, U64_MAX);
	F("%*d|%-*d|%.*d|%*.*d", 6, 1, 6, 2, 3, 3, 8, 4, 4);
	F("%*d|%.*d", -6, 1, -3, 2);
	F("%c%c%c|%5c|%-5c|", 'a', 'b', 'c', 'd', 'e');
	F("%s|%10s|%-10s|%.2s|%10.2s|%-10.2s|%.0s|", "abc", "abc", "abc", "abc", "abc", "abc",
	  "abc");
	F("%s %10s %.3s", (char *)NULL, (char *)NULL, (char *)NULL);
	F("%.*s|%.*s|%.*s", 3, "abcdef", 0, "abcdef", -1, "abcdef");
	F("100%% %5%|");
	F("%-08d|%+08d|% 08d|%+ d", 7, 7, 7, 7);
	F("%016llx %#018llx", 0xdeadbeefULL, 0xdeadbeefULL);
	F("%300d|", 3);
	F("%.300d|", 3);
	F("%0*x", 8, 0xabc);
}

static void bitmaps(void)
{
	DECLARE_BITMAP(b, 100);
	unsigned long one = 0x8001;
	int i;

	bitmap_zero(b, 100);
	F("%*pb|%*pbl|", 100, b, 100, b);
	for (i = 0; i < 100; i += 7)
		__set_bit(i, b);
	bitmap_set(b, 30, 12);
	F("%*pb", 100, b);
	F("%*pbl", 100, b);
	F("%64pbl|%16pb|%17pb|%4pb|", &one, &one, &one, &one);
	F("%*pb|%*pbl|", 0, b, 0, b);
	pr_info("bitmap_parselist %d\n", bitmap_parselist("1-5,7,10-20:3/5,99", b, 100));
	F("%*pbl", 100, b);
	pr_info("err %d", bitmap_parselist("1-100", b, 100));
	pr_cont(" %d", bitmap_parselist("5-1", b, 100));
	pr_cont(" %d", bitmap_parselist("a", b, 100));
	pr_cont(" %d", bitmap_parselist("", b, 100));
	pr_cont(" %d", bitmap_parselist("1,,2", b, 100));
	pr_cont(" %d", bitmap_parselist("0-N", b, 100));
	pr_cont(" %d", bitmap_parselist("all", b, 100));
	pr_cont(" %d", bitmap_parselist("1-", b, 100));
	pr_cont(" %d\n", bitmap_parselist("0-10:5/2", b, 100));
	pr_info("bitmap_parse %d", bitmap_parse("ff,0000000f", 20, b, 100));
	pr_cont(" %*pbl", 100, b);
	pr_cont(" %d", bitmap_parse("xyz", 4, b, 100));
	pr_cont(" %d\n", bitmap_parse("1,2,3,4,5,6", 12, b, 100));
	pr_info("print_to_pagebuf\n");
}

static void pointers(void)
{
	static const u8 mac[] = {0, 0x1b, 0xfe, 3, 4, 5};
	static const u8 ip[] = {192, 168, 0, 17};
	static const u8 raw[] = "a\tb\n\\\"\x01\xff z";
	guid_t g = GUID_INIT(0x01020304, 0x0506, 0x0708, 9, 10, 11, 12, 13, 14, 15, 16);
	struct resource r = {.start = 0x1000, .end = 0x1fff, .flags = IORESOURCE_MEM, .name = "r"};
	struct resource p = {.start = 0x60, .end = 0x60, .flags = IORESOURCE_IO};
	phys_addr_t pa = 0x123456;
	dma_addr_t da = 0xabc;
	struct va_format vaf;
	time64_t t = 1546615943;
	struct rtc_time tm = {59, 58, 23, 31, 11, 123, 0, 364, 0};

	F("%pM %pm %pMF %pMR %pmR", mac, mac, mac, mac, mac);
	F("%pI4 %pi4 %pI4h %pI4n %pI4b %pI4l", ip, ip, ip, ip, ip, ip);
	F("%*ph|%*phC|%*phD|%*phN", 6, mac, 6, mac, 6, mac, 6, mac);
	F("%3ph|%10ph", mac, raw);
	F("%*ph", 0, mac);
	F("%*pE|%*pEa|%*pEc|%*pEh|%*pEn|%*pEo|%*pEp|%*pEs|%*pEahp", 10, raw, 10, raw, 10, raw, 10,
	  raw, 10, raw, 10, raw, 10, raw, 10, raw, 10, raw);
	F("%pUb %pUB", &g, &g);
	F("%pUl %pUL", &g, &g);
	F("%pr %pR", &r, &r);
	F("%pr %pR", &p, &p);
	r.flags |= IORESOURCE_PREFETCH | IORESOURCE_MEM_64;
	F("%pR %pr", &r, &r);
	r.flags |= IORESOURCE_UNSET | IORESOURCE_DISABLED;
	F("%pR", &r);
	F("%pa %pap %pad", &pa, &pa, &da);
	F("%pe %pe %pe", ERR_PTR(-EINVAL), ERR_PTR(-ENOMEM), ERR_PTR(-517));
	F("%8pe|%-10pe|", ERR_PTR(-EIO), ERR_PTR(-EIO));
	F("%pGg|%pGg", &(gfp_t){GFP_KERNEL}, &(gfp_t){GFP_ATOMIC | __GFP_ZERO});
	F("%ptR", &tm);
	F("%ptRd %ptRt %ptRs %ptRdr %ptRtr", &tm, &tm, &tm, &tm, &tm);
	F("%ptT %ptTd %ptTs", &t, &t, &t);
	F("%p4cc", &(u32){0x34325258});
	F("%px %px|%20px|", (void *)0x1234, NULL, (void *)0x99);
	F("%p|%20p|%-20p|", NULL, NULL, NULL);
	F("%s", (char *)ERR_PTR(-EFAULT));
	F("%ps|%pS|%pB", (void *)0x10, (void *)0x10, (void *)0x10);
	vaf.fmt = "in %d";
	vaf.va = NULL;
	F("%pK", (void *)NULL);
}

static int va(const char *fmt, ...)
{
	struct va_format vaf;
	va_list ap;
	int n;

	va_start(ap, fmt);
	vaf.fmt = fmt;
	vaf.va = &ap;
	n = snprintf(buf, sizeof(buf), "<%pV> after", &vaf);
	va_end(ap);
	return n;
}

static void other_printf(void)
{
	char s[16] = "zzzzzzzzzzzzzzz", *k;
	int n;

	n = va("%d-%s", 5, "x");
	pr_info("pV %d %s\n", n, buf);
	n = snprintf(s, 0, "hello");
	pr_info("size 0: %d %c\n", n, s[0]);
	n = scnprintf(s, 0, "hello");
	pr_info("scn size 0: %d %c\n", n, s[0]);
	n = scnprintf(s, 4, "hello");
	pr_info("scn %d %s\n", n, s);
	n = scnprintf(s, 1, "hello");
	pr_info("scn %d [%s]\n", n, s);
	k = kasprintf(GFP_KERNEL, "%s-%04d", "name", 12);
	pr_info("kasprintf %s %zu\n", k, ksize(k));
	kfree(k);
	pr_info("bin %d\n", sprintf(buf, "%s", ""));
}

#define K(fn, type, fmt, str, base)                                                              \
	do {                                                                                     \
		type v_ = 77;                                                                    \
		int e_ = fn(str, base, &v_);                                                     \
		pr_info(#fn "(%*pEp, %d) = %d, " fmt "\n", (int)strlen(str), str, base, e_, v_); \
	} while (0)

static const char *const numbers[] = {
	"0",
	"1",
	"-1",
	"+1",
	"",
	" 1",
	"1 ",
	"1\n",
	"1\n\n",
	"\n",
	"0x",
	"0x1f",
	"0X1F",
	"010",
	"08",
	"127",
	"128",
	"-128",
	"-129",
	"255",
	"256",
	"32767",
	"32768",
	"-32769",
	"65535",
	"65536",
	"2147483647",
	"2147483648",
	"-2147483648",
	"-2147483649",
	"4294967295",
	"4294967296",
	"9223372036854775807",
	"9223372036854775808",
	"-9223372036854775808",
	"-9223372036854775809",
	"18446744073709551615",
	"18446744073709551616",
	"99999999999999999999999",
	"1a",
	"a",
	"+",
	"-",
	"--1",
	"+-1",
	"1_000",
	"0b1",
};

static void numbers_all(void)
{
	int i, b;
	bool t;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		const char *s = numbers[i];

		K(kstrtoint, int, "%d", s, 0);
		K(kstrtou8, u8, "%u", s, 0);
		K(kstrtos8, s8, "%d", s, 10);
		K(kstrtou16, u16, "%u", s, 16);
		K(kstrtos16, s16, "%d", s, 0);
		K(kstrtouint, unsigned int, "%u", s, 0);
		K(kstrtoll, long long, "%lld", s, 0);
		K(kstrtoull, unsigned long long, "%llu", s, 0);
		K(kstrtoul, unsigned long, "%lu", s, 8);
		K(kstrtol, long, "%ld", s, 16);
		b = kstrtobool(s, (t = true, &t));
		pr_info("kstrtobool %d %d\n", b, t);
	}
	for (i = 0; i < 256; i++) {
		char s[3] = {i, 0, 0};

		t = false;
		b = kstrtobool(s, &t);
		if (!b)
			pr_info("bool %c %d\n", i, t);
		s[1] = 'n', s[0] = "oO"[i & 1], s[1] = i;
		if (!kstrtobool(s, &t))
			pr_info("bool %s %d\n", s, t);
	}
	pr_info("kstrtobool(NULL) %d\n", kstrtobool(NULL, &t));
}

static void simple(void)
{
	static const char *const s[] = {
		"12abc", "0x1fz", "-5", "077", "zz", "0x", "18446744073709551617"};
	char *end;
	int i;

	for (i = 0; i < ARRAY_SIZE(s); i++) {
		pr_info("simple_strtoul %lu", simple_strtoul(s[i], &end, 0));
		pr_cont(" [%s]", end);
		pr_cont(" l %ld", simple_strtol(s[i], &end, 0));
		pr_cont(" [%s]", end);
		pr_cont(" ll %lld", simple_strtoll(s[i], NULL, 16));
		pr_cont(" ull %llu\n", simple_strtoull(s[i], NULL, 0));
	}
	for (i = 0; i < 12; i++) {
		static const char *const m[] = {"1",  "1k", "2K",    "3M", "1G", "1T",
						"1P", "1E", "0x10k", "5x", "",	 "010K"};

		pr_info("memparse %s %llu", m[i], memparse(m[i], &end));
		pr_cont(" [%s]\n", end);
	}
	{
		char o[] = "3-5,7";
		int v[6], n;
		char *p = o;

		n = get_option(&p, v);
		pr_info("get_option %d %d [%s]\n", n, v[0], p);
		p = get_options("5,1-3,9", 6, v);
		pr_info("get_options [%s] %d: %d %d %d %d %d\n", p, v[0], v[1], v[2], v[3], v[4],
			v[5]);
	}
}

static void scan(void)
{
	int a = -1, b = -1, n;
	unsigned int u = 1;
	char s[16] = "", t[16] = "", c = 0;
	long l = 0;
	u8 h = 0;
	short sh = 0;
	unsigned long long ll = 0;

#define S(...)                                                                                   \
	(n = sscanf(__VA_ARGS__),                                                                \
	 pr_info("%d: %d a=%d b=%d u=%u s=%s t=%s c=%d l=%ld h=%u sh=%d ll=%llu\n", __LINE__, n, \
		 a, b, u, s, t, c, l, h, sh, ll))
	S("12 34", "%d %d", &a, &b);
	S("12,34", "%d,%d", &a, &b);
	S("-7 0x1f", "%d %i", &a, &b);
	S("010 010", "%d %i", &a, &b);
	S("ff 0xFF", "%x %x", &a, &b);
	S("0777", "%o", &u);
	S("123456", "%3d%3d", &a, &b);
	S("hello world", "%s %s", s, t);
	S("hello world", "%3s%5s", s, t);
	S("abc123", "%[a-z]%d", s, &a);
	S("abc123", "%15[a-z]%d", s, &a);
	S("abc123", "%15[^0-9]%d", s, &a);
	S("xyz", "%c%15s", &c, t);
	S("x=5 y=6", "x=%d y=%d", &a, &b);
	S("x=5 z=6", "x=%d y=%d", &a, &b);
	S("", "%d", &a);
	S("   ", "%d", &a);
	S("  9", "%d", &a);
	S("5", "%d%n", &a, &b);
	S("5 6", "%*d %d", &a);
	S("999", "%hhu", &h);
	S("70000", "%hd", &sh);
	S("-1", "%u", &u);
	S("12345678901234567890", "%llu", &ll);
	S("0x12345678", "%lx", &l);
	S("50%", "%d%%", &a);
	S("50x", "%d%%", &a);
	S("abc", "%d", &a);
	S("1.2.3", "%d.%d.%d", &a, &b, &n);
	S("1 2", "%d%d", &a, &b);
	S("+5", "%d", &a);
	S("0x", "%i", &a);
	S("12", "%0d", &a);
	S("12", "%z", &a);
}

static void strings(void)
{
	char d[16], *p, *q, *v[8];
	char l[] = "  trim me \n ";
	int i;

#define SC(src, n) \
	(memset(d, 'x', 16), d[15] = 0, pr_info("strscpy %zd %s\n", strscpy(d, src, n), d))
	SC("hello", 16);
	SC("hello", 6);
	SC("hello", 5);
	SC("hello", 1);
	SC("hello", 0);
	SC("", 3);
	memset(d, 'x', 16);
	pr_info("strscpy_pad %zd %*ph\n", strscpy_pad(d, "abc", 16), 16, d);
	pr_info("strlcpy %zu %s\n", strlcpy(d, "abcdefgh", 4), d);
	pr_info("strlcat %zu %s\n", strlcat(d, "123456", 6), d);
	memset(d, 'x', 16);
	strncpy(d, "abc", 8);
	pr_info("strncpy %*ph\n", 16, d);
	pr_info("strcmp %d %d %d\n", strcmp("a", "b"), strcmp("b", "a"), strcmp("a", "a\xff"));
	pr_info("strncmp %d %d %d\n", strncmp("abc", "abd", 2), strncmp("abc", "abd", 3),
		strncmp("a", "b", 0));
	pr_info("strcasecmp %d %d\n", strcasecmp("aBc", "AbC"), strcasecmp("a", "B"));
	pr_info("strncasecmp %d %d\n", strncasecmp("aBcx", "AbCy", 3),
		strncasecmp("aBcx", "AbCy", 4));
	pr_info("memcmp %d %d\n", memcmp("a\x80", "a\x01", 2) > 0, memcmp("abc", "abc", 3));
	pr_info("sysfs_streq %d %d %d %d\n", sysfs_streq("a\n", "a"), sysfs_streq("a", "a\n"),
		sysfs_streq("a\n\n", "a"), sysfs_streq("a", "ab"));
	{
		static const char *const set[] = {"one", "two", "three", NULL};

		pr_info("match %d %d %d %d\n", match_string(set, -1, "two"),
			match_string(set, 2, "three"), sysfs_match_string(set, "three\n"),
			match_string(set, -1, "x"));
	}
	p = strim(l);
	pr_info("strim [%s] skip_spaces [%s]\n", p, skip_spaces(" \t x "));
	strcpy(l, "a,b;;c");
	p = l;
	for (i = 0; (q = strsep(&p, ",;")) && i < 8; i++)
		pr_info("strsep [%s]\n", q);
	pr_info("strchr %d %d %d %s\n", strchr("abc", 'd') == NULL, *strchr("abc", 0),
		*strchrnul("abc", 'x'), strrchr("abcabc", 'b'));
	pr_info("strnchr %s %d\n", strnchr("abc", 3, 'c'), strnchr("abc", 2, 'c') == NULL);
	pr_info("strpbrk %s strspn %zu %zu\n", strpbrk("hello", "xl"), strspn("aabbc", "ab"),
		strcspn("aabbc", "c"));
	pr_info("strstr %s %d %s\n", strstr("haystack", "st"), strstr("a", "b") == NULL,
		strstr("abc", ""));
	pr_info("strnstr %d %s\n", strnstr("haystack", "st", 4) == NULL,
		strnstr("haystack", "st", 5));
	pr_info("strnlen %zu %zu\n", strnlen("abc", 2), strnlen("abc", 9));
	strcpy(d, "a-b-c");
	pr_info("strreplace %s\n", (strreplace(d, '-', '_'), d));
	pr_info("memchr_inv %d %d\n", memchr_inv("aaaa", 'a', 4) == NULL,
		*(char *)memchr_inv("aaab", 'a', 4));
	memset32((u32 *)d, 0x01020304, 3);
	memset16((u16 *)d + 6, 0xaabb, 2);
	pr_info("memset %*ph\n", 16, d);
	pr_info("memscan %zd\n", (char *)memscan(d, 0x02, 16) - d);
	pr_info("str_has_prefix %zu %zu\n", str_has_prefix("prefix", "pre"),
		str_has_prefix("x", "pre"));
	pr_info("kbasename %s %s\n", kbasename("/a/b/c"), kbasename("x"));
	pr_info("hex2bin %d %*ph", hex2bin((u8 *)d, "0aFf7", 2), 2, d);
	pr_cont(" %d %d %d\n", hex2bin((u8 *)d, "zz", 1), hex_to_bin('g'), hex_to_bin('F'));
	p = bin2hex(buf, "\x01\xfe\x7f", 3);
	pr_info("bin2hex %.6s %zd %s\n", buf, p - buf, hex_byte_pack(buf, 0xa5) - 2);
	pr_info("glob %d %d %d %d %d\n", glob_match("a*c", "abbc"), glob_match("[!a]?", "bc"),
		glob_match("[a-c]*", "d"), glob_match("\\*", "*"), glob_match("", ""));
	strcpy(buf, "one  two \"three four\" five");
	pr_info("argv\n");
	{
		int n;
		char **a = argv_split(GFP_KERNEL, buf, &n);

		for (i = 0; i < n; i++)
			pr_info("argv %d [%s]\n", i, a[i]);
		pr_info("end %d\n", a[n] == NULL);
		argv_free(a);
		p = buf;
		while (*p) {
			char *par, *val;

			p = next_arg(skip_spaces(p), &par, &val);
			pr_info("next_arg %s %s\n", par, val ?: "none");
		}
	}
	(void)v;
}

static void helpers(void)
{
	static const u64 sizes[] = {0,	  1,	999,	  1000,	      1023,
				    1024, 1536, 12345678, 1ULL << 40, U64_MAX};
	char o[64];
	int i, n;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		string_get_size(sizes[i], 1, STRING_UNITS_2, o, sizeof(o));
		pr_info("size %llu %s", sizes[i], o);
		string_get_size(sizes[i], 512, STRING_UNITS_10, o, sizeof(o));
		pr_cont(" %s", o);
		string_get_size(sizes[i], 4096, STRING_UNITS_2, o, 5);
		pr_cont(" %s\n", o);
	}
	strcpy(o, "a\\n\\t\\x41\\101\\\\\\q\\e\\0z");
	n = string_unescape_inplace(o, UNESCAPE_ANY);
	pr_info("unescape %d %*ph\n", n, n, o);
	n = string_escape_mem("a\n\x80\"", 4, o, sizeof(o), ESCAPE_ANY, NULL);
	pr_info("escape %d %.*s\n", n, n, o);
	n = string_escape_mem("a\n\x80\"", 4, o, 5, ESCAPE_ANY_NP, NULL);
	pr_info("escape %d %.5s\n", n, o);
	n = string_escape_mem("a b", 3, o, sizeof(o), ESCAPE_OCTAL, " ");
	pr_info("escape %d %.*s\n", n, n, o);
	string_upper(o, "aBc1");
	pr_info("upper %s", o);
	string_lower(o, "aBc1");
	pr_cont(" lower %s\n", o);
	n = hex_dump_to_buffer("hello, world! 0123456789abcdef", 30, 16, 1, o, sizeof(o), true);
	pr_info("hexdump %d [%s]\n", n, o);
	n = hex_dump_to_buffer("hello, world! 0123456789abcdef", 30, 32, 4, buf, sizeof(buf), true);
	pr_info("hexdump %d [%s]\n", n, buf);
	n = hex_dump_to_buffer("hello, world", 12, 16, 8, o, 20, false);
	pr_info("hexdump %d [%s]\n", n, o);
	n = hex_dump_to_buffer("hello, world", 12, 16, 2, o, sizeof(o), false);
	pr_info("hexdump %d [%s]\n", n, o);
	print_hex_dump(KERN_INFO, "text: dump ", DUMP_PREFIX_OFFSET, 16, 1,
		       "The quick brown fox jumps", 25, true);
	print_hex_dump(KERN_INFO, "text: dump ", DUMP_PREFIX_NONE, 32, 2,
		       "The quick brown fox jumps", 25, false);
	{
		guid_t g;
		uuid_t u;

		pr_info("uuid %d", uuid_parse("01020304-0506-0708-090a-0b0c0d0e0f10", &u));
		pr_cont(" %pUb %d", &u, guid_parse("01020304-0506-0708-090a-0b0c0d0e0f10", &g));
		pr_cont(" %pUl %d %d\n", &g, uuid_parse("01020304-0506-0708-090a", &u),
			uuid_is_valid("x"));
	}
	for (i = 0, n = 0; i < 256; i++)
		n = n * 31 + isalpha(i) + 2 * isdigit(i) + 4 * isspace(i) + 8 * ispunct(i) +
		    16 * iscntrl(i) + 32 * isupper(i) + 64 * isprint(i) + tolower(i) * 128 +
		    toupper(i) * 3 + isxdigit(i) * 7;
	pr_info("ctype %d\n", n);
	pr_info("yesno %s %s %s\n", str_yes_no(true), str_on_off(false), str_enable_disable(true));
}

static void tokens(void)
{
	enum { t_a, t_b, t_s, t_err };
	static const match_table_t tab = {{t_a, "a=%d"}, {t_b, "b"}, {t_s, "s=%s"}, {t_err, NULL}};
	static const char *const in[] = {"a=5", "b", "s=hello", "c", "a=x", "a=-3"};
	substring_t args[MAX_OPT_ARGS];
	char s[32];
	int i, v, t;

	for (i = 0; i < ARRAY_SIZE(in); i++) {
		strcpy(s, in[i]);
		t = match_token(s, tab, args);
		pr_info("token %s %d", in[i], t);
		if (t == t_a)
			pr_cont(" %d", match_int(&args[0], &v)), pr_cont(" %d", v);
		if (t == t_s) {
			char *d = match_strdup(&args[0]);

			pr_cont(" %s", d);
			kfree(d);
		}
		pr_cont("\n");
	}
}

static void levels(void)
{
	char s[80];
	int i;

	pr_info("newline missing");
	pr_info("two\nlines\n");
	printk("text: no level\n");
	printk(KERN_INFO "text: a" KERN_CONT " b\n");
	pr_notice("notice\n");
	pr_warn("warn %d\n", 1);
	pr_info("\n");
	pr_info("tab\there \x01 byte \x7f \xc3\xa4\n");
	memset(s, 'y', 79);
	s[79] = 0;
	pr_info("%s%s%s%s%s%s%s%s%s%s%s%s%s%s\n", s, s, s, s, s, s, s, s, s, s, s, s, s, s);
	for (i = 0; i < 3; i++)
		pr_info_once("once\n");
	pr_debug("never\n");
	pr_cont("text: cont alone\n");
}

static int __init text_init(void)
{
	integers();
	bitmaps();
	pointers();
	other_printf();
	numbers_all();
	simple();
	scan();
	strings();
	helpers();
	tokens();
	levels();
	return 0;
}

static void __exit text_exit(void)
{
	pr_info("exit\n");
}

module_init(text_init);
module_exit(text_exit);
MODULE_LICENSE("GPL");
