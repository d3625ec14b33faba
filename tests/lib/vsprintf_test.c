/* SPDX-License-Identifier: MIT */
/*
 * Formatted text. The expected texts are what Debian's Linux 6.1 printed for the same formats and
 * arguments (a module under QEMU).
 */
#include "lib/defect.h"
#include <kunit/test.h>
#include <linux/ctype.h>
#include <linux/dcache.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ioport.h>
#include <linux/kallsyms.h>
#include <linux/mm.h>
#include <linux/property.h>
#include <linux/rtc.h>
#include <linux/slab.h>

static const u8 bytes[32] = {0,	 1,  2,	 3,  0xc0, 0xff, 0xee, 'A', 8,	9,  10,
			     11, 12, 13, 14, 15,   16,	 17,   18,  19, 20, 21};
static const u8 v6a[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1};
static const u8 v6b[16];
static const u8 v6c[16] = {[10] = 0xff, 0xff, 192, 168, 0, 1};
static const u8 v6d[16] = {0xfe, 0x80, [10] = 0x5e, 0xfe, 10, 0, 0, 1};
static const u8 v6e[16] = {0, 1, 0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7};
static const u8 v4[4] = {192, 168, 0, 1};
static const struct resource r1 = {.start = 0xfe000000, .end = 0xfe0fffff, .flags = IORESOURCE_MEM};
static const struct resource r2 = {.start = 0x3f8, .end = 0x3ff, .flags = IORESOURCE_IO};
static const struct resource r3 = {.start = 4, .end = 4, .flags = IORESOURCE_IRQ};
static const struct resource r4 = {.start = 0xfd00000000,
				   .end = 0xfdffffffff,
				   .flags = IORESOURCE_MEM | IORESOURCE_PREFETCH |
					    IORESOURCE_MEM_64};
static const struct resource r5 = {.end = 0xfff, .flags = IORESOURCE_MEM | IORESOURCE_UNSET};
static const struct resource r6 = {.start = 0x10, .end = 0x1f};
static const struct resource r7 = {.start = 0x1000,
				   .end = 0x1fff,
				   .flags = IORESOURCE_MEM | IORESOURCE_DISABLED | IORESOURCE_BUSY};
static const struct resource r8 = {.start = 0x10, .end = 0x1f, .flags = IORESOURCE_BUS};
static const struct resource r9 = {.start = 3, .end = 3, .flags = IORESOURCE_DMA};
static const u64 addr = 0x12345678;
static const unsigned long map[4] = {0xff00000000000001UL, 0x8000000000000000UL, 5};
static const struct sockaddr_in sin = {.sin_family = AF_INET,
				       .sin_port = cpu_to_be16(8080),
				       .sin_addr = {cpu_to_be32(0xc0a80001)}};
static const struct sockaddr_in6 sin6 = {
	.sin6_family = AF_INET6,
	.sin6_port = cpu_to_be16(443),
	.sin6_addr = {{{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1}}},
	.sin6_flowinfo = cpu_to_be32(0x12345),
	.sin6_scope_id = 7};
static const struct rtc_time tm = {
	.tm_sec = 43, .tm_min = 35, .tm_hour = 5, .tm_mday = 26, .tm_mon = 10, .tm_year = 118};
static const time64_t t64 = 1546615943, before = -1;
static const gfp_t gfp[] = {GFP_KERNEL,
			    GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN,
			    0,
			    GFP_ATOMIC | __GFP_DMA,
			    __GFP_COMP | __GFP_HIGH,
			    GFP_HIGHUSER_MOVABLE,
			    GFP_NOWAIT,
			    GFP_DMA32 | GFP_KERNEL};
static const unsigned long vm[] = {VM_READ | VM_WRITE | VM_MAYREAD, 0, VM_READ | 1UL << 62,
				   VM_SHARED | VM_LOCKED | VM_IO | VM_PFNMAP | VM_DONTEXPAND |
					   VM_HUGEPAGE};
static const u32 fourcc = 0x3231564e;

/* The text, its length, and what fits of it into every smaller buffer. No attribute checks the
 * format: odd ones are wanted. */
static void shows(struct kunit *test, const char *expected, const char *fmt, ...)
{
	char *buf = kunit_kmalloc(test, 512, GFP_KERNEL);
	size_t len = strlen(expected);
	va_list args, copy;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	va_start(args, fmt);
	for (size_t size = 0; size <= len + 2; size++) {
		size_t room = size ? min(size - 1, len) : 0;

		memset(buf, '$', 512);
		va_copy(copy, args);
		KUNIT_EXPECT_EQ_MSG(test, vsnprintf(buf, size, fmt, copy), (int)len, "%s", fmt);
		va_end(copy);
		KUNIT_EXPECT_EQ_MSG(test, memcmp(buf, expected, room), 0, "%s", fmt);
		if (size)
			KUNIT_EXPECT_EQ(test, buf[room], '\0');
		KUNIT_EXPECT_EQ(test, buf[size ? room + 1 : 0], '$');
	}
	va_end(args);
	KUNIT_EXPECT_STREQ_MSG(test, (const char *)buf, expected, "%s", fmt);
	kunit_kfree(test, buf);
}

static void integers(struct kunit *test)
{
	shows(test, "-1|2|4294967295|ff|FF|10", "%d|%i|%u|%x|%X|%o", -1, 2, -1, 255, 255, 8);
	shows(test, "[   42][42   ][00042][+42][ 42][  +42][+42  ]",
	      "[%5d][%-5d][%05d][%+d][% d][%+5d][%-+5d]", 42, 42, 42, 42, 42, 42, 42);
	shows(test, "[-0042][+0042][ 0042][42   ]", "[%05d][%+05d][% 05d][%-05d]", -42, 42, 42, 42);
	shows(test, "[  007][00007][007  ][-007][0][0]", "[%5.3d][%05.3d][%-5.3d][%.3d][%.0d][%.d]",
	      7, 7, 7, -7, 0, 0);
	shows(test, "[0xff][0XFF][010][0x0][0][5]", "[%#x][%#X][%#o][%#x][%#o][%#d]", 255, 255, 8,
	      0, 0, 5);
	shows(test, "[      0xff][0xff      ][0x000000ff][0x00ff][    0x00ff]",
	      "[%#10x][%#-10x][%#010x][%#.4x][%#10.4x]", 255, 255, 255, 255, 255);
	shows(test, "[0000000abc][abc       |       abc]", "[%010x][%-10x|%10x]", 0xabc, 0xabc,
	      0xabc);
	shows(test,
	      "-56 44 -25536 4464 -1 18446744073709551615 -9223372036854775808 "
	      "18446744073709551615",
	      "%hhd %hhu %hd %hu %ld %lu %lld %llu", 200, 300, 40000, 70000, -1L, -1L, LLONG_MIN,
	      ULLONG_MAX);
	shows(test, "[5][-5]", "[%tx][%td]", 5L, -5L);
	shows(test, "[     1][2     ][3     ][0004][5]", "[%*d][%-*d][%*d][%.*d][%.*d]", 6, 1, 6, 2,
	      -6, 3, 4, 4, -4, 5);
	shows(test, "[1][2][3][4]", "[%+x][% u][%+u][%+o]", 1, 2, 3, 4);
	shows(test, "[ffffffff][ffffffffffffffff][ffff][ff]", "[%x][%lx][%hx][%hhx]", -1, -1L, -1,
	      -1);
	shows(test, "[37777777777][1777777777777777777777]", "[%o][%lo]", -1, -1L);
	shows(test, "[ff 0XAB 0100]", "[%hhx %#hhX %#lo]", 0x1ff, 0x1ab, 64L);
	shows(test, "[00042][42   ]", "[%0*d][%-0*d]", 5, 42, 5, 42);
	shows(test, "[12]", "[%i%i]", 1, 2);
	shows(test, "[-5          ][-00000000005]", "[%-012d][%012d]", -5, -5);
	shows(test, "[+5][+5]", "[%+ d][% +d]", 5, 5);
	shows(test, "[0x000012][  0x0012][0x12    ]", "[%#08x][%#8.4x][%-#8x]", 18, 18, 18);
	shows(test, "[00000010][00000010]", "[%#08o][%08o]", 8, 8);
	shows(test,
	      "[00000000000000000005][          00000000000000000005]"
	      "[00000000000000000005          ][000000000000000000000000000005]",
	      "[%.20d][%30.20d][%-30.20d][%030.20d]", 5, 5, 5, 5);
	shows(test, "[+005][ 005][  +005]", "[%+.3d][% .3d][%+6.3d]", 5, 5, 5);
	shows(test, "[0][0x0][0][010][0010]", "[%.0x][%#.0x][%#.0o][%.3o][%#.3o]", 0, 0, 0, 8, 8);
}

static void strings(struct kunit *test)
{
	shows(test, "[a][    b][c    ]", "[%c][%5c][%-5c]", 'a', 'b', 'c');
	shows(test, "[    a][b][c]", "[%05c][%.3c][%+c]", 'a', 'b', 'c');
	shows(test, "[x]", "[%lc]", 'x');
	shows(test, "[hello][     hello][hello     ][hel][        he][][hello]",
	      "[%s][%10s][%-10s][%.3s][%10.2s][%.0s][%.s]", "hello", "hello", "hello", "hello",
	      "hello", "hello", "hello");
	shows(test, "[he][][  hello][hello  ]", "[%.*s][%.*s][%*s][%*s]", 2, "hello", -2, "hello",
	      7, "hello", -7, "hello");
	shows(test, "[   ab][ab   ][ab][ab][ab]", "[%05s][%-05s][%+s][%#s][% s]", "ab", "ab", "ab",
	      "ab", "ab");
	shows(test, "[a][b][c]", "[%lls][%ls][%hs]", "a", "b", "c");
	shows(test, "[(null)][    (null)][(null)    ][(nu][(null)]",
	      "[%s][%10s][%-10s][%.3s][%.8s]", NULL, NULL, NULL, NULL, NULL);
	shows(test, "[(efault)][    (efault)][(ef]", "[%s][%12s][%.3s]", (void *)0x10, (void *)0x10,
	      ERR_PTR(-5));
	shows(test, "% [%] 3", "%% [%5%] %d", 3);
}

static void values(struct kunit *test)
{
	shows(test,
	      "[0000000000001234][                1234][1234                ][0x00000000001234]"
	      "[              0x1234]",
	      "[%px][%20px][%-20px][%#px][%#20px]", (void *)0x1234, (void *)0x1234, (void *)0x1234,
	      (void *)0x1234, (void *)0x1234);
	shows(test, "[0000000000000000]", "[%pK]", NULL);
	shows(test,
	      "[0000000000000000][                   0][0                   ][0x00000000000000]",
	      "[%p][%20p][%-20p][%#p]", NULL, NULL, NULL, NULL);
	shows(test, "[ffffffffffffffea][ffffffffffffffea][ffffffffffffffea]", "[%px][%p][%pK]",
	      ERR_PTR(-22), ERR_PTR(-22), ERR_PTR(-22));
	shows(test, "[-ENOMEM][      -EIO][-EIO      ][-4095]", "[%pe][%10pe][%-10pe][%pe]",
	      ERR_PTR(-ENOMEM), ERR_PTR(-EIO), ERR_PTR(-EIO), ERR_PTR(-4095));
	shows(test, "[0000000000000000]", "[%pe]", NULL);
	shows(test, "[0000000000000000][0000000000000000][0000000000000000]", "[%pX][%pY][%pz]",
	      NULL, NULL, NULL);
	shows(test, "[0x10][0x10][0x0]", "[%ps][%pS][%pB]", (void *)16, (void *)16, NULL);
	shows(test, "[                0x10][0x10                ]", "[%20ps][%-20pS]", (void *)16,
	      (void *)16);
}

static void bytes_in_hex(struct kunit *test)
{
	shows(test, "[00 01 02][00:01:02][00-01-02][000102][00][00][00 01 02 03]",
	      "[%3ph][%3phC][%3phD][%3phN][%ph][%0ph][%-4ph]", bytes, bytes, bytes, bytes, bytes,
	      bytes, bytes);
	shows(test,
	      "[00 01 02 03 c0][]"
	      "[                                                                                   "
	      "           (null)]",
	      "[%*ph][%*phN][%100phN]", 5, bytes, 0, bytes, NULL);
	shows(test, "[(null)][(efault)]", "[%ph][%*ph]", NULL, 3, (void *)16);
	shows(test,
	      "[A][A\134010\134t\134n\134v]"
	      "[\1340\134001\134002\134003\300\377\356A\134010\134t\134n\134v]",
	      "[%pE][%5pE][%*pE]", bytes + 7, bytes + 7, 12, bytes);
	shows(test,
	      "[\300\377\356A\134x08\134x09\134x0a\134x0b\134x0c\134x0d\134x0e\134x0f]"
	      "[\300\377\356A\134010\134t\134n\134v\134f\134r\134016\134017]",
	      "[%*pEhp][%*pEachnops]", 12, bytes + 4, 12, bytes + 4);
}

static void networks(struct kunit *test)
{
	shows(test,
	      "[02:03:c0:ff:ee:41][41:ee:ff:c0:03:02][02-03-c0-ff-ee-41][0203c0ffee41]"
	      "[41eeffc00302][02-03-c0-ff-ee-41]",
	      "[%pM][%pMR][%pMF][%pm][%pmR][%pMFR]", bytes + 2, bytes + 2, bytes + 2, bytes + 2,
	      bytes + 2, bytes + 2);
	shows(test, "[02:03:c0:ff:ee:41][0203c0ffee41]", "[%pMx][%pmx]", bytes + 2, bytes + 2);
	shows(test, "[   02:03:c0:ff:ee:41][02:03:c0:ff:ee:41   ][        0203c0ffee41]",
	      "[%20pM][%-20pM][%20pm]", bytes + 2, bytes + 2, bytes + 2);
	shows(test,
	      "[192.168.0.1][192.168.000.001][1.0.168.192][192.168.0.1][192.168.0.1]"
	      "[1.0.168.192][001.000.168.192]",
	      "[%pI4][%pi4][%pI4h][%pI4n][%pI4b][%pI4l][%pi4l]", v4, v4, v4, v4, v4, v4, v4);
	shows(test, "[         192.168.0.1][192.168.0.1         ]", "[%20pI4][%-20pI4]", v4, v4);
	shows(test,
	      "[2001:0db8:0000:0000:0001:0000:0000:0001][20010db8000000000001000000000001]"
	      "[2001:db8::1:0:0:1]",
	      "[%pI6][%pi6][%pI6c]", v6a, v6a, v6a);
	shows(test, "[::][::ffff:192.168.0.1][fe80::5efe:10.0.0.1][1:0:2:3:4:5:6:7]",
	      "[%pI6c][%pI6c][%pI6c][%pI6c]", v6b, v6c, v6d, v6e);
	shows(test,
	      "[      2001:0db8:0000:0000:0001:0000:0000:0001]"
	      "[2001:0db8:0000:0000:0001:0000:0000:0001      ][   2001:db8::1:0:0:1]",
	      "[%45pI6][%-45pI6][%20pI6c]", v6a, v6a, v6a);
	shows(test, "[192.168.0.1][192.168.000.001][192.168.0.1:8080][192.168.0.1:8080]",
	      "[%pIS][%piS][%pISp][%pISpc]", &sin, &sin, &sin, &sin);
	shows(test,
	      "[2001:0db8:0000:0000:0001:0000:0000:0001][20010db8000000000001000000000001]"
	      "[2001:db8::1:0:0:1][[2001:0db8:0000:0000:0001:0000:0000:0001]:443]"
	      "[[2001:db8::1:0:0:1]:443][[2001:db8::1:0:0:1]:443/74565%7]",
	      "[%pIS][%piS][%pISc][%pISp][%pISpc][%pISpfsc]", &sin6, &sin6, &sin6, &sin6, &sin6,
	      &sin6);
	shows(test, "[(%pI?)][(%pi?)][(%pI?)]", "[%pIX][%pi5][%pI]", v4, v4, v4);
	shows(test, "[(einval)]", "[%pIS]", "\0\0");
}

static void uuids(struct kunit *test)
{
	shows(test,
	      "[00010203-c0ff-ee41-0809-0a0b0c0d0e0f][00010203-c0ff-ee41-0809-0a0b0c0d0e0f]"
	      "[00010203-C0FF-EE41-0809-0A0B0C0D0E0F][03020100-ffc0-41ee-0809-0a0b0c0d0e0f]"
	      "[03020100-FFC0-41EE-0809-0A0B0C0D0E0F]",
	      "[%pU][%pUb][%pUB][%pUl][%pUL]", bytes, bytes, bytes, bytes, bytes);
	shows(test,
	      "[    00010203-c0ff-ee41-0809-0a0b0c0d0e0f]"
	      "[00010203-c0ff-ee41-0809-0a0b0c0d0e0f    ]",
	      "[%40pU][%-40pU]", bytes, bytes);
}

static void resources(struct kunit *test)
{
	shows(test, "[[mem 0xfe000000-0xfe0fffff flags 0x200]][[mem 0xfe000000-0xfe0fffff]]",
	      "[%pr][%pR]", &r1, &r1);
	shows(test, "[[io  0x03f8-0x03ff flags 0x100]][[io  0x03f8-0x03ff]]", "[%pr][%pR]", &r2,
	      &r2);
	shows(test, "[[irq 4 flags 0x400]][[irq 4]]", "[%pr][%pR]", &r3, &r3);
	shows(test,
	      "[[mem 0xfd00000000-0xfdffffffff flags 0x102200]]"
	      "[[mem 0xfd00000000-0xfdffffffff 64bit pref]]",
	      "[%pr][%pR]", &r4, &r4);
	shows(test, "[[mem 0x00000000-0x00000fff flags 0x20000200]][[mem size 0x00001000]]",
	      "[%pr][%pR]", &r5, &r5);
	shows(test,
	      "[[??? 0x00000010-0x0000001f flags 0x0]][[??? 0x00000010-0x0000001f flags 0x0]]",
	      "[%pr][%pR]", &r6, &r6);
	shows(test,
	      "[[mem 0x00001000-0x00001fff flags 0x90000200]]"
	      "[[mem 0x00001000-0x00001fff disabled]]",
	      "[%pr][%pR]", &r7, &r7);
	shows(test, "[[bus 10-1f flags 0x1000]][[bus 10-1f]]", "[%pr][%pR]", &r8, &r8);
	shows(test, "[[dma 3 flags 0x800]][[dma 3]]", "[%pr][%pR]", &r9, &r9);
	shows(test,
	      "[         [io  0x03f8-0x03ff flags 0x100]]"
	      "[[io  0x03f8-0x03ff]                     ]",
	      "[%40pr][%-40pR]", &r2, &r2);
}

static void addresses(struct kunit *test)
{
	shows(test,
	      "[0x0000000012345678][0x0000000012345678][0x0000000012345678][0x0000000012345678]",
	      "[%pa][%pap][%pad][%pax]", &addr, &addr, &addr, &addr);
	shows(test, "[0x0000000012345678][0x0000000012345678]", "[%25pa][%-25pa]", &addr, &addr);
	shows(test, "[(null)]", "[%pa]", NULL);
	shows(test, "[0x0000000012345678][(null)]", "[%pNF][%pN]", &addr, NULL);
}

static void bitmaps(struct kunit *test)
{
	shows(test, "[1,80000000,00000000,ff000000,00000001][0,56-63,127-128]", "[%130pb][%130pbl]",
	      map, map);
	shows(test, "[01][0][]", "[%*pb][%*pbl][%*pbl]", 8, map, 1, map, 0, map);
	shows(test, "[0,00000001][00000001][00000001]", "[%33pb][%32pb][%31pb]", map, map, map);
}

static void times(struct kunit *test)
{
	shows(test,
	      "[(%pt?)][2018-11-26T05:35:43][0118-10-26T05:35:43][05:35:43][2018-11-26]"
	      "[0118-10-26][2018-11-26 05:35:43]",
	      "[%pt][%ptR][%ptRr][%ptRt][%ptRd][%ptRdr][%ptRs]", &tm, &tm, &tm, &tm, &tm, &tm, &tm);
	shows(test,
	      "[2019-01-04T15:32:23][0119-00-04T15:32:23][15:32:23][2019-01-04]"
	      "[2019-01-04 15:32:23][0119-00-04 15:32:23][1969-12-31T23:59:59]",
	      "[%ptT][%ptTr][%ptTt][%ptTd][%ptTs][%ptTsr][%ptT]", &t64, &t64, &t64, &t64, &t64,
	      &t64, &before);
	shows(test, "[2018-11-26T05:35:43][2019-01-04T15:32:23]", "[%30ptR][%-30ptT]", &tm, &t64);
	shows(test, "[(%pt?)]", "[%ptX]", &tm);
}

static void flags(struct kunit *test)
{
	shows(test,
	      "[GFP_KERNEL][GFP_KERNEL|__GFP_NOWARN|__GFP_ZERO][][GFP_ATOMIC|GFP_DMA]"
	      "[__GFP_HIGH|__GFP_COMP][GFP_HIGHUSER_MOVABLE][GFP_NOWAIT][GFP_KERNEL|GFP_DMA32]",
	      "[%pGg][%pGg][%pGg][%pGg][%pGg][%pGg][%pGg][%pGg]", &gfp[0], &gfp[1], &gfp[2],
	      &gfp[3], &gfp[4], &gfp[5], &gfp[6], &gfp[7]);
	shows(test,
	      "[read|write|mayread][][read|0x4000000000000000]"
	      "[shared|pfnmap|locked|io|dontexpand|hugepage]",
	      "[%pGv][%pGv][%pGv][%pGv]", &vm[0], &vm[1], &vm[2], &vm[3]);
	shows(test, "[(%pG?)]", "[%pGx]", &vm[0]);
	shows(test, "[(null)][(efault)]", "[%pGp][%pGv]", NULL, (void *)16);
}

static void others(struct kunit *test)
{
	shows(test,
	      "[NV12 little-endian (0x3231564e)][NV12 little-endian (0x3231564e)][(%p4?)][(%p4?)]",
	      "[%p4cc][%p4ccx][%p4][%p4cx]", &fourcc, &fourcc, &fourcc, &fourcc);
	shows(test, "[(null)][(efault)]", "[%pd][%pD]", NULL, (void *)16);
	shows(test, "[(null)][(null)][(%pO?)][(%pf?)]", "[%pC][%pCn][%pO][%pf]", NULL, NULL, NULL,
	      NULL);
	shows(test, "[(null)]", "[%pg]", NULL);
	shows(test, "[(null)]", "[%pV]", NULL);
	shows(test, "[0000000000000000][(%pf?)]", "[%pFf][%pf1]", NULL, NULL);
}

/* What is no conversion ends the text, and says so once. */
static void unknown(struct kunit *test)
{
	unsigned long before_all = defect_count();

	shows(test, "[", "[%y] %d", 5);
	shows(test, "[", "[%n] %d", 5);
	shows(test, "[", "[%jd]", 5L);
	shows(test, "[", "[%qd]", 5L);
	shows(test, "[", "[%hhhd]", 5);
	shows(test, "[", "[%5]");
	shows(test, "abc", "abc%");
	shows(test, "", "%-");
	KUNIT_EXPECT_GT(test, defect_count(), before_all);
	defect_reset();
}

static void hashes(struct kunit *test)
{
	char a[20], b[20], c[20];
	void *p = kunit_kmalloc(test, 64, GFP_KERNEL);

	snprintf(a, sizeof(a), "%p", p);
	snprintf(b, sizeof(b), "%p", p);
	snprintf(c, sizeof(c), "%p", p + 1);
	KUNIT_EXPECT_STREQ(test, a, b);
	KUNIT_EXPECT_STRNEQ(test, a, c);
	KUNIT_EXPECT_EQ(test, strlen(a), 16UL);
	KUNIT_EXPECT_EQ(test, strncmp(a, "00000000", 8), 0);
	/* The value is where Linux's direct map would have it. */
	snprintf(a, sizeof(a), "%px", p);
	KUNIT_EXPECT_EQ_MSG(test, strncmp(a, "ffff88", 6), 0, "%s", a);
	no_hash_pointers = true;
	snprintf(b, sizeof(b), "%p", p);
	no_hash_pointers = false;
	KUNIT_EXPECT_STREQ(test, a, b);
}

static void page_flags(struct kunit *test)
{
	unsigned long all = (1UL << PG_hwpoison << 1) - 1;
	unsigned long node = 3UL << NODES_PGSHIFT | 2UL << ZONES_PGSHIFT;

	shows(test,
	      "0xffffff(locked|waiters|error|referenced|uptodate|dirty|lru|active|workingset|slab|"
	      "owner_priv_1|arch_1|reserved|private|private_2|writeback|head|mappedtodisk|reclaim|"
	      "swapbacked|unevictable|mlocked|uncached|hwpoison|node=0|zone=0)",
	      "%pGp", &all);
	shows(test, "0xd00000000000000(node=3|zone=2)", "%pGp", &node);
}

static void names_of_flags(struct kunit *test)
{
	static const char *const vma[] = {
		"read",	      "write",	     "exec",	   "shared",	   "mayread",  "maywrite",
		"mayexec",    "mayshare",    "growsdown",  "uffd_missing", "pfnmap",   "0x800",
		"uffd_wp",    "locked",	     "io",	   "seqread",	   "randread", "dontcopy",
		"dontexpand", "lockonfault", "account",	   "noreserve",	   "hugetlb",  "sync",
		"pat",	      "wipeonfork",  "dontdump",   "softdirty",	   "mixedmap", "hugepage",
		"nohugepage", "mergeable",   "0x100000000"};
	static const char *const bits[] = {"GFP_DMA",
					   "__GFP_HIGHMEM",
					   "GFP_DMA32",
					   "__GFP_MOVABLE",
					   "__GFP_RECLAIMABLE",
					   "__GFP_HIGH",
					   "__GFP_IO",
					   "__GFP_FS",
					   "__GFP_ZERO",
					   "__GFP_ATOMIC",
					   "__GFP_DIRECT_RECLAIM",
					   "GFP_NOWAIT",
					   "__GFP_WRITE",
					   "__GFP_NOWARN",
					   "__GFP_RETRY_MAYFAIL",
					   "__GFP_NOFAIL",
					   "__GFP_NORETRY",
					   "__GFP_MEMALLOC",
					   "__GFP_COMP",
					   "__GFP_NOMEMALLOC",
					   "__GFP_HARDWALL",
					   "__GFP_THISNODE",
					   "__GFP_ACCOUNT",
					   "__GFP_ZEROTAGS",
					   "0x1000000"};

	for (int i = 0; i < ARRAY_SIZE(vma); i++)
		shows(test, vma[i], "%pGv", &(unsigned long){1UL << i});
	for (int i = 0; i < ARRAY_SIZE(bits); i++)
		shows(test, bits[i], "%pGg", &(gfp_t){1U << i});
}

static void nested(struct kunit *test, const char *expected, const char *fmt, ...)
{
	struct va_format vaf = {.fmt = fmt};
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	shows(test, expected, "<%pV|%pV>", &vaf, &vaf);
	va_end(args);
}

static void formats_in_formats(struct kunit *test)
{
	nested(test, "<x5y z|x5y z>", "x%dy %s", 5, "z");
	nested(test, "<|>", "");
}

static void dentries(struct kunit *test)
{
	struct dentry root = {.d_parent = &root, .d_name = QSTR_INIT("/", 1)};
	struct dentry dev = {.d_parent = &root, .d_name = QSTR_INIT("dev", 3)};
	struct dentry file = {.d_parent = &dev, .d_name = QSTR_INIT("scull0", 6)};

	shows(test, "/|/", "%pd|%pd2", &root, &root);
	shows(test, "scull0|dev/scull0|/dev/scull0", "%pd|%pd2|%pd3", &file, &file, &file);
	shows(test, "[   scull0][scull0   ]", "[%9pd][%-9pd]", &file, &file);
}

static void firmware_nodes(struct kunit *test)
{
	static const struct software_node nodes[] = {
		{.name = "soc"}, {.name = "uart", .parent = &nodes[0]}, {}};

	KUNIT_ASSERT_EQ(test, software_node_register_nodes(nodes), 0);
	shows(test, "soc/uart|uart|soc", "%pfw|%pfwP|%pfw", software_node_fwnode(&nodes[1]),
	      software_node_fwnode(&nodes[1]), software_node_fwnode(&nodes[0]));
	software_node_unregister_nodes(nodes);
	shows(test, "(null)", "%pfw", NULL);
}

static void symbols(struct kunit *test)
{
	char text[KSYM_SYMBOL_LEN];

	snprintf(text, sizeof(text), "%ps", kfree);
	if (strstarts(text, "0x"))
		kunit_skip(test, "this host has no symbol table");
	KUNIT_EXPECT_STREQ(test, text, "kfree");
	snprintf(text, sizeof(text), "%pS", (void *)kfree + 1);
	KUNIT_EXPECT_EQ_MSG(test, strncmp(text, "kfree+0x1/0x", 12), 0, "%s", text);
	/* A return address at a function's very start belongs to the call before it. */
	snprintf(text, sizeof(text), "%pB", (void *)kfree);
	KUNIT_EXPECT_NE_MSG(test, strncmp(text, "kfree+0x0", 9), 0, "%s", text);
}

static void allocated(struct kunit *test)
{
	char *p = kasprintf(GFP_KERNEL, "%s-%d", "name", 7), small[4];

	KUNIT_EXPECT_STREQ(test, p, "name-7");
	kfree(p);
	KUNIT_EXPECT_EQ(test, scnprintf(small, sizeof(small), "abcdef"), 3);
	KUNIT_EXPECT_EQ(test, scnprintf(small, sizeof(small), "ab"), 2);
	KUNIT_EXPECT_EQ(test, scnprintf(small, 0, "ab"), 0);
	KUNIT_EXPECT_EQ(test, sprintf(small, "%d", -12), 3);
	KUNIT_EXPECT_STREQ(test, (const char *)small, "-12");
}

static struct kunit_case cases[] = {KUNIT_CASE(integers),
				    KUNIT_CASE(strings),
				    KUNIT_CASE(values),
				    KUNIT_CASE(bytes_in_hex),
				    KUNIT_CASE(networks),
				    KUNIT_CASE(uuids),
				    KUNIT_CASE(resources),
				    KUNIT_CASE(addresses),
				    KUNIT_CASE(bitmaps),
				    KUNIT_CASE(times),
				    KUNIT_CASE(flags),
				    KUNIT_CASE(others),
				    KUNIT_CASE(unknown),
				    KUNIT_CASE(hashes),
				    KUNIT_CASE(page_flags),
				    KUNIT_CASE(names_of_flags),
				    KUNIT_CASE(formats_in_formats),
				    KUNIT_CASE(dentries),
				    KUNIT_CASE(firmware_nodes),
				    KUNIT_CASE(symbols),
				    KUNIT_CASE(allocated),
				    {}};

static struct kunit_suite vsprintf_suite = {.name = "vsprintf", .test_cases = cases};
kunit_test_suite(vsprintf_suite);
