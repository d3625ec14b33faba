/* SPDX-License-Identifier: MIT */
/* Words, numbers and error sentences of the declaration's parser. */
#include <linux/errno.h>
#include <stdarg.h>
#include "decl_priv.h"

/* Longest piece of the user's text that a sentence repeats. */
#define QUOTE_MAX 40

struct sentence {
	char *at;
	size_t left; /* bytes without the terminator */
};

static void put_char(struct sentence *o, char c)
{
	if (!o->left)
		return;
	*o->at++ = c;
	o->left--;
}

static void put_text(struct sentence *o, const char *s)
{
	while (*s)
		put_char(o, *s++);
}

static void put_number(struct sentence *o, uint64_t v)
{
	char digits[20];
	int n = 0;

	do
		digits[n++] = '0' + v % 10;
	while (v /= 10);
	while (n)
		put_char(o, digits[--n]);
}

static void put_size(struct sentence *o, uint64_t v)
{
	static const char unit[] = "KMGT";
	int u = -1;

	while (v && !(v & 1023) && u < 3) {
		v >>= 10;
		u++;
	}
	put_number(o, v);
	if (u >= 0)
		put_char(o, unit[u]);
}

/* Bytes that a terminal would act upon are shown as '?'. */
static void put_quoted(struct sentence *o, const struct decl_str *s)
{
	size_t i;

	put_char(o, '\'');
	for (i = 0; i < s->n && i < QUOTE_MAX; i++) {
		unsigned char c = s->s[i];

		put_char(o, c < 32 || c > 126 ? '?' : c);
	}
	if (i < s->n)
		put_text(o, "...");
	put_char(o, '\'');
}

int decl_fail(struct decl_parse *p, const char *format, ...)
{
	struct sentence o = {p->err, p->err_size ? p->err_size - 1 : 0};
	va_list ap;

	if (p->failed)
		return -EINVAL;
	p->failed = true;
	va_start(ap, format);
	for (; *format; format++) {
		if (*format != '%') {
			put_char(&o, *format);
			continue;
		}
		switch (*++format) {
		case 's':
			put_text(&o, va_arg(ap, const char *));
			break;
		case 'q':
			put_quoted(&o, va_arg(ap, const struct decl_str *));
			break;
		case 'u':
			put_number(&o, va_arg(ap, uint64_t));
			break;
		case 'z':
			put_size(&o, va_arg(ap, uint64_t));
			break;
		}
	}
	va_end(ap);
	if (p->err_size)
		*o.at = 0;
	return -EINVAL;
}

bool decl_str_is(struct decl_str s, const char *word)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.s[i] != word[i] || !word[i])
			return false;
	return !word[i];
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

struct decl_str decl_trim(struct decl_str s)
{
	while (s.n && is_space(s.s[0])) {
		s.s++;
		s.n--;
	}
	while (s.n && is_space(s.s[s.n - 1]))
		s.n--;
	return s;
}

struct decl_str decl_cut(struct decl_str *s, char sep)
{
	struct decl_str head = *s;
	size_t i;

	for (i = 0; i < s->n && s->s[i] != sep; i++)
		;
	head.n = i;
	if (i < s->n)
		i++;
	s->s += i;
	s->n -= i;
	return head;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

bool decl_number(struct decl_str s, uint64_t *out)
{
	unsigned int base = 10;
	uint64_t v = 0;

	if (s.n > 2 && s.s[0] == '0' && (s.s[1] == 'x' || s.s[1] == 'X')) {
		base = 16;
		s.s += 2;
		s.n -= 2;
	}
	if (!s.n)
		return false;
	for (; s.n; s.s++, s.n--) {
		unsigned int d = digit_of(*s.s);

		if (d >= base || __builtin_mul_overflow(v, (uint64_t)base, &v) ||
		    __builtin_add_overflow(v, (uint64_t)d, &v))
			return false;
	}
	*out = v;
	return true;
}

/* The shift of a unit letter, or -1. */
static int unit_shift(char c)
{
	switch (c) {
	case 'k':
	case 'K':
		return 10;
	case 'm':
	case 'M':
		return 20;
	case 'g':
	case 'G':
		return 30;
	case 't':
	case 'T':
		return 40;
	}
	return -1;
}

bool decl_size(struct decl_str s, uint64_t *out)
{
	bool hex = s.n > 2 && s.s[0] == '0' && (s.s[1] | 32) == 'x';
	int shift = 0;

	/* "128MB" and "128MiB" mean what "128M" does; a B alone would be a hexadecimal digit. */
	if (!hex && s.n > 2 && s.s[s.n - 1] == 'B') {
		s.n--;
		if (s.s[s.n - 1] == 'i')
			s.n--;
		if (unit_shift(s.s[s.n - 1]) < 0)
			return false;
	}
	if (s.n && unit_shift(s.s[s.n - 1]) > 0)
		shift = unit_shift(s.s[--s.n]);
	if (!decl_number(s, out) || *out > UINT64_MAX >> shift)
		return false;
	*out <<= shift;
	return true;
}
