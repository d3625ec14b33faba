/* SPDX-License-Identifier: MIT */
/*
 * Formatted text, after Documentation/core-api/printk-formats.
 *
 * A conversion is decoded once into a struct printf_spec; then one function a kind writes it
 * through struct text, which counts every character and stores those that fit. So the return
 * value of vsnprintf, the length that the whole text has, needs no second pass. What %p says
 * about the object behind the pointer is in vsprintf_pointer.c.
 */
#include "lib/vsprintf.h"
#include <linux/bug.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

void text_char(struct text *t, char c)
{
	if (t->len < t->size)
		t->buf[t->len] = c;
	t->len++;
}

void text_fill(struct text *t, char c, int n)
{
	while (n-- > 0)
		text_char(t, c);
}

void text_bytes(struct text *t, const char *s, size_t n)
{
	while (n--)
		text_char(t, *s++);
}

/* @s of length @n in a field of spec->width. */
void text_field(struct text *t, const struct printf_spec *spec, const char *s, int n)
{
	if (!spec->left)
		text_fill(t, ' ', spec->width - n);
	text_bytes(t, s, n);
	if (spec->left)
		text_fill(t, ' ', spec->width - n);
}

const char *text_bad_pointer(const void *ptr)
{
	if (!ptr)
		return "(null)";
	return (unsigned long)ptr < PAGE_SIZE_OF_NULL || IS_ERR(ptr) ? "(efault)" : NULL;
}

void text_string(struct text *t, const struct printf_spec *spec, const char *s)
{
	s = text_bad_pointer(s) ?: s;
	text_field(t, spec, s, strnlen(s, spec->precision < 0 ? SIZE_MAX : spec->precision));
}

void text_part(struct text *t, const struct printf_spec *spec, const struct text *part)
{
	int n = min(part->len, part->size);

	text_field(t, spec, part->buf, spec->precision < 0 ? n : min(n, spec->precision));
}

static int digits_of(u64 value, unsigned int base, bool upper, char *end)
{
	const char *digits = upper ? hex_asc_upper : hex_asc;
	char *p = end;

	do
		*--p = digits[value % base];
	while (value /= base);
	return end - p;
}

/*
 * [spaces][sign or 0x][zeros]digits[spaces]. A precision sets the least number of digits; unlike
 * C's, it does not turn the zero flag off.
 */
void text_number(struct text *t, const struct printf_spec *spec, u64 value, bool negative)
{
	char digits[64], sign[3];
	int n = digits_of(value, spec->base, spec->upper, digits + sizeof(digits));
	int nsign = 0, zeros, pad;

	if (negative)
		sign[nsign++] = '-';
	else if (spec->is_signed && spec->plus)
		sign[nsign++] = '+';
	else if (spec->is_signed && spec->space)
		sign[nsign++] = ' ';
	if (spec->alternate && spec->base != 10 && (value || spec->base == 16)) {
		sign[nsign++] = '0';
		if (spec->base == 16)
			sign[nsign++] = spec->upper ? 'X' : 'x';
	}
	zeros = max(spec->precision - n, 0);
	if (spec->zero && !spec->left)
		zeros = max(spec->width - n - nsign, zeros);
	pad = spec->width - n - nsign - zeros;
	if (!spec->left)
		text_fill(t, ' ', pad);
	text_bytes(t, sign, nsign);
	text_fill(t, '0', zeros);
	text_bytes(t, digits + sizeof(digits) - n, n);
	if (spec->left)
		text_fill(t, ' ', pad);
}

static const char *decode_flags(const char *fmt, struct printf_spec *spec)
{
	for (;; fmt++) {
		if (*fmt == '-')
			spec->left = true;
		else if (*fmt == '+')
			spec->plus = true;
		else if (*fmt == ' ')
			spec->space = true;
		else if (*fmt == '#')
			spec->alternate = true;
		else if (*fmt == '0')
			spec->zero = true;
		else
			return fmt;
	}
}

/* A number, or -1 where none stands. */
static const char *decode_count(const char *fmt, int *count)
{
	for (*count = isdigit(*fmt) ? 0 : -1; isdigit(*fmt); fmt++)
		*count = *count * 10 + (*fmt - '0');
	return fmt;
}

static const char *decode_length(const char *fmt, struct printf_spec *spec)
{
	spec->length = LEN_INT;
	if (*fmt == 'h') {
		spec->length = fmt[1] == 'h' ? LEN_CHAR : LEN_SHORT;
		return fmt + (fmt[1] == 'h' ? 2 : 1);
	}
	/* All 64 bits wide; others of C's lengths (j, q) there are not. */
	if (*fmt && strchr("lLzt", *fmt)) {
		spec->length = LEN_LONG;
		fmt += fmt[0] == 'l' && fmt[1] == 'l' ? 2 : 1;
	}
	return fmt;
}

static u64 integer_arg(struct printf_spec *spec, va_list *args, bool *negative)
{
	s64 value;

	*negative = false;
	if (spec->length == LEN_LONG) {
		value = va_arg(*args, s64);
		if (!spec->is_signed)
			return value;
	} else {
		int narrow = va_arg(*args, int);

		if (!spec->is_signed)
			return spec->length == LEN_CHAR	   ? (u8)narrow
			       : spec->length == LEN_SHORT ? (u16)narrow
							   : (u32)narrow;
		value = spec->length == LEN_CHAR    ? (s8)narrow
			: spec->length == LEN_SHORT ? (s16)narrow
						    : narrow;
	}
	*negative = value < 0;
	return *negative ? -(u64)value : value;
}

static void convert_integer(struct text *t, struct printf_spec *spec, char c, va_list *args)
{
	bool negative;
	u64 value;

	spec->is_signed = c == 'd' || c == 'i';
	spec->base = c == 'o' ? 8 : tolower(c) == 'x' ? 16 : 10;
	spec->upper = c == 'X';
	value = integer_arg(spec, args, &negative);
	text_number(t, spec, value, negative);
}

static const char *decode_width(const char *fmt, struct printf_spec *spec, va_list *args)
{
	if (*fmt != '*')
		return decode_count(fmt, &spec->width);
	spec->width = va_arg(*args, int);
	if (spec->width < 0) {
		spec->left = true;
		spec->width = -spec->width;
	}
	return fmt + 1;
}

/* "%.s" is "%s" and a negative '*' is 0: the opposite of C, and what callers rely on. */
static const char *decode_precision(const char *fmt, struct printf_spec *spec, va_list *args)
{
	if (*fmt != '.')
		return fmt;
	if (*++fmt != '*')
		return decode_count(fmt, &spec->precision);
	spec->precision = max(va_arg(*args, int), 0);
	return fmt + 1;
}

/*
 * One conversion; @fmt is behind the '%'. Returns where the format goes on. What is no
 * conversion (%n among them) ends the text: the types of the arguments that follow are not known.
 */
static const char *convert(struct text *t, const char *fmt, va_list *args)
{
	struct printf_spec spec = {.precision = -1};
	char c;

	fmt = decode_flags(fmt, &spec);
	fmt = decode_width(fmt, &spec, args);
	fmt = decode_precision(fmt, &spec, args);
	fmt = decode_length(fmt, &spec);
	switch (*fmt) {
	case '%':
		text_char(t, '%');
		break;
	case 'c':
		c = va_arg(*args, int);
		text_field(t, &spec, &c, 1);
		break;
	case 's':
		text_string(t, &spec, va_arg(*args, const char *));
		break;
	case 'd':
	case 'i':
	case 'u':
	case 'x':
	case 'X':
	case 'o':
		convert_integer(t, &spec, *fmt, args);
		break;
	case 'p':
		text_pointer(t, &spec, ++fmt, va_arg(*args, void *));
		while (isalnum(*fmt))
			fmt++;
		return fmt;
	default:
		WARN_ONCE(1, "Please remove unsupported %%%c in format string\n", *fmt);
		return "";
	}
	return fmt + 1;
}

void text_format(struct text *t, const char *fmt, va_list *args)
{
	while (*fmt) {
		if (*fmt == '%')
			fmt = convert(t, fmt + 1, args);
		else
			text_char(t, *fmt++);
	}
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct text t = {.buf = buf, .size = size};
	va_list copy;

	if (WARN_ON_ONCE(size > INT_MAX))
		return 0;
	va_copy(copy, args);
	text_format(&t, fmt, &copy);
	va_end(copy);
	if (size)
		buf[min(t.len, size - 1)] = '\0';
	return t.len;
}
EXPORT_SYMBOL(vsnprintf);

int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int n = vsnprintf(buf, size, fmt, args);

	return size == 0 ? 0 : min_t(int, n, size - 1);
}
EXPORT_SYMBOL(vscnprintf);

int vsprintf(char *buf, const char *fmt, va_list args)
{
	return vsnprintf(buf, INT_MAX, fmt, args);
}
EXPORT_SYMBOL(vsprintf);

#define DEFINE_PRINTF(declaration, call) \
	declaration                      \
	{                                \
		va_list args;            \
		int n;                   \
                                         \
		va_start(args, fmt);     \
		n = call;                \
		va_end(args);            \
		return n;                \
	}

DEFINE_PRINTF(int snprintf(char *buf, size_t size, const char *fmt, ...),
	      vsnprintf(buf, size, fmt, args))
EXPORT_SYMBOL(snprintf);
DEFINE_PRINTF(int scnprintf(char *buf, size_t size, const char *fmt, ...),
	      vscnprintf(buf, size, fmt, args))
EXPORT_SYMBOL(scnprintf);
DEFINE_PRINTF(int sprintf(char *buf, const char *fmt, ...), vsprintf(buf, fmt, args))
EXPORT_SYMBOL(sprintf);
