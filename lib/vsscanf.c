/* SPDX-License-Identifier: MIT */
/* sscanf: conversions d i u x X o s c n [ ], widths, length modifiers and '*'. */
#include <linux/ctype.h>
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

struct scan {
	int width;   /* 0: none given */
	bool skip;   /* '*': convert, store nothing */
	int size;    /* bytes of the integer that is stored */
	char kind;
};

static const char *scan_size(const char *fmt, struct scan *s)
{
	s->size = sizeof(int);
	if (*fmt == 'h') {
		s->size = fmt[1] == 'h' ? 1 : 2;
		return fmt + (fmt[1] == 'h' ? 2 : 1);
	}
	while (*fmt && strchr("lLzZtjq", *fmt)) {
		s->size = 8;
		fmt++;
	}
	return fmt;
}

static void store_integer(void *to, int size, long long value)
{
	memcpy(to, &value, size); /* little endian: the low bytes come first */
}

/* Copy at most the width to a buffer with an end, so that the number's parser needs no limit. */
static const char *scan_integer(const char *str, struct scan *s, void *to)
{
	char digits[72], *end;
	unsigned int base = s->kind == 'x' || s->kind == 'X' ? 16
			    : s->kind == 'o'		     ? 8
			    : s->kind == 'i'		     ? 0
							     : 10;
	size_t max = s->width ? min_t(size_t, s->width, sizeof(digits) - 1) : sizeof(digits) - 1;
	size_t n = strnlen(str, max);
	bool negative;
	long long value;

	memcpy(digits, str, n);
	digits[n] = '\0';
	negative = digits[0] == '-' && (s->kind == 'd' || s->kind == 'i');
	if (!isxdigit(digits[negative]))
		return NULL;
	value = simple_strtoull(digits + negative, &end, base);
	if (end == digits + negative)
		return NULL;
	if (!s->skip)
		store_integer(to, s->size, negative ? -value : value);
	return str + (end - digits);
}

static const char *scan_string(const char *str, struct scan *s, char *to)
{
	size_t max = s->width ?: SIZE_MAX;

	while (max-- && *str && !isspace(*str)) {
		if (!s->skip)
			*to++ = *str;
		str++;
	}
	if (!s->skip)
		*to = '\0';
	return str;
}

static const char *scan_chars(const char *str, struct scan *s, char *to)
{
	int n = s->width ?: 1;

	for (; n && *str; n--, str++)
		if (!s->skip)
			*to++ = *str;
	return n ? NULL : str;
}

/* A set needs a width, as in Linux: without one nothing bounds what is stored. */
static const char *scan_set(const char *str, const char **fmt, struct scan *s, char *to)
{
	DECLARE_BITMAP(set, 256) = { 0 };
	const char *f = *fmt;
	bool negate = *f == '^';
	int len = 0, i;

	f += negate;
	do {
		if (!*f)
			return NULL;
		if (f[1] == '-' && f[2] && f[2] != ']') {
			for (i = (u8)f[0]; i <= (u8)f[2]; i++)
				__set_bit(i, set);
			f += 3;
		} else {
			__set_bit((u8)*f++, set);
		}
	} while (*f != ']');
	*fmt = f + 1;
	if (!s->width)
		return NULL;
	for (; len < s->width && *str && test_bit((u8)*str, set) != negate; len++, str++)
		if (!s->skip)
			*to++ = *str;
	if (!len)
		return NULL;
	if (!s->skip)
		*to = '\0';
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
		struct scan s = { 0 };
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
		fmt++;
		if (*fmt == '*') {
			s.skip = true;
			fmt++;
		}
		for (; isdigit(*fmt); fmt++)
			s.width = s.width * 10 + *fmt - '0';
		fmt = scan_size(fmt, &s);
		s.kind = *fmt++;
		if (!s.kind || !strchr("csdiuxXon[", s.kind))
			break;
		to = s.skip ? NULL : va_arg(args, void *);
		if (s.kind == 'n') {
			store_integer(to, s.size, str - buf);
			continue;
		}
		if (!*str)
			break;
		str = scan_one(str, &fmt, &s, to);
		if (!str)
			break;
		n += !s.skip;
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
