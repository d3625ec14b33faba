/* SPDX-License-Identifier: MIT */
/* sscanf: conversions d i u x X o s c n [ ], widths, length modifiers and '*'. */
#include <linux/ctype.h>
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

struct scan {
	int width; /* 0: none given */
	int size;  /* bytes of the integer that is stored */
	char kind;
};

static const char *scan_size(const char *fmt, struct scan *s)
{
	s->size = sizeof(int);
	if (*fmt == 'h') {
		s->size = fmt[1] == 'h' ? 1 : 2;
		return fmt + (fmt[1] == 'h' ? 2 : 1);
	}
	if (*fmt && strchr("lLz", *fmt)) {
		s->size = 8;
		return fmt + (fmt[0] == 'l' && fmt[1] == 'l' ? 2 : 1);
	}
	return fmt;
}

static void store_integer(void *to, int size, long long value)
{
	memcpy(to, &value, size); /* little endian: the low bytes come first */
}

/* May a number of @base begin with @c? */
static bool starts_number(char c, unsigned int base)
{
	return base == 16 ? isxdigit(c) : base == 8 ? isodigit(c) : isdigit(c);
}

/*
 * Copy at most the width to a buffer with an end, so that the number's parser needs no limit.
 * A sign and "0x" count in the width; where it ends with or within them, the number is 0. Whether
 * a 0 begins "0x" is asked of the whole text, not of what fits the width.
 */
static const char *scan_integer(const char *str, struct scan *s, void *to)
{
	char digits[72], *end;
	unsigned int base = s->kind == 'x' || s->kind == 'X' ? 16
			    : s->kind == 'o'		     ? 8
			    : s->kind == 'i'		     ? 0
							     : 10;
	size_t max = s->width ? min_t(size_t, s->width, sizeof(digits) - 1) : sizeof(digits) - 1;
	bool negative = *str == '-' && (s->kind == 'd' || s->kind == 'i');
	const char *first = str + negative;
	bool prefix = first[0] == '0' && tolower(first[1]) == 'x' &&
		      (base == 16 || (base == 0 && isxdigit(first[2])));
	size_t n = strnlen(str, max);
	long long value = 0;

	if (max <= negative || !starts_number(*first, base))
		return NULL;
	if (prefix && n <= negative + 2) {
		end = digits + n;
	} else {
		memcpy(digits, str, n);
		digits[n] = '\0';
		value = simple_strtoull(digits + negative, &end, base);
	}
	store_integer(to, s->size, negative ? -value : value);
	return str + (end - digits);
}

static const char *scan_string(const char *str, struct scan *s, char *to)
{
	size_t max = s->width ?: SIZE_MAX;

	while (max-- && *str && !isspace(*str))
		*to++ = *str++;
	*to = '\0';
	return str;
}

/* As many as there are, at most the width; no final 0. */
static const char *scan_chars(const char *str, struct scan *s, char *to)
{
	for (int n = s->width ?: 1; n && *str; n--)
		*to++ = *str++;
	return str;
}

/*
 * A set needs a width: without one nothing bounds what is stored. It is what stands between
 * '[' or "[^" and the next ']'; there are no ranges.
 */
static const char *scan_set(const char *str, const char **fmt, struct scan *s, char *to)
{
	DECLARE_BITMAP(set, 256) = {0};
	const char *f = *fmt;
	bool negate = *f == '^';
	int len = 0;

	for (f += negate; *f != ']'; f++) {
		if (!*f)
			return NULL;
		__set_bit((u8)*f, set);
	}
	*fmt = f + 1;
	if (!s->width || bitmap_empty(set, 256))
		return NULL;
	for (; len < s->width && *str && test_bit((u8)*str, set) != negate; len++)
		*to++ = *str++;
	if (!len)
		return NULL;
	*to = '\0';
	return str;
}

/*
 * "%*d": whatever the conversion, the text up to the next blank is skipped, and the format up to
 * the next blank or '%'. Sets cannot be skipped.
 */
static const char *scan_skip(const char *str, const char **fmt)
{
	for (; **fmt && **fmt != '%' && !isspace(**fmt); (*fmt)++)
		if (**fmt == '[')
			return NULL;
	while (*str && !isspace(*str))
		str++;
	return str;
}

static const char *scan_one(const char *str, const char **fmt, struct scan *s, void *to)
{
	switch (s->kind) {
	case 'c':
		return scan_chars(str, s, to);
	case 's':
		return scan_string(skip_spaces(str), s, to);
	case '[':
		return scan_set(str, fmt, s, to);
	default:
		return scan_integer(skip_spaces(str), s, to);
	}
}

int vsscanf(const char *buf, const char *fmt, va_list args)
{
	const char *str = buf;
	int n = 0;

	while (*fmt) {
		struct scan s = {0};
		void *to;

		if (isspace(*fmt)) {
			fmt = skip_spaces(fmt);
			str = skip_spaces(str);
			continue;
		}
		if (*fmt != '%' || fmt[1] == '%') {
			fmt += *fmt == '%';
			if (*fmt++ != *str++)
				break;
			continue;
		}
		if (*++fmt == '*') {
			str = *str ? scan_skip(str, &fmt) : NULL;
			if (!str)
				break;
			continue;
		}
		if (*fmt == '0')
			break; /* a field of no width */
		for (; isdigit(*fmt); fmt++)
			s.width = s.width * 10 + *fmt - '0';
		fmt = scan_size(fmt, &s);
		s.kind = *fmt++;
		if (!s.kind || !strchr("csdiuxXon[", s.kind))
			break;
		to = va_arg(args, void *);
		if (s.kind == 'n') {
			store_integer(to, s.size, str - buf);
			continue;
		}
		if (!*str)
			break;
		str = scan_one(str, &fmt, &s, to);
		if (!str)
			break;
		n++;
	}
	return n;
}
EXPORT_SYMBOL(vsscanf);

int sscanf(const char *buf, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsscanf(buf, fmt, args);
	va_end(args);
	return n;
}
EXPORT_SYMBOL(sscanf);
