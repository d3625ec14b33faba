/* SPDX-License-Identifier: MIT */
/* Mount-style options: match_token() and the conversion of what it matched. */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/parser.h>
#include <linux/slab.h>
#include <linux/string.h>

/* How far a conversion reaches in @s; NULL if it matches nothing. @len: given in the pattern, or
 * -1. */
static char *conversion_end(char *s, char kind, int len)
{
	unsigned int n = strlen(s);
	char *end = s;

	switch (kind) {
	case 's':
		if (n == 0)
			return NULL;
		return s + (len >= 0 && (unsigned int)len < n ? (unsigned int)len : n);
	case 'd':
		simple_strtol(s, &end, 0);
		break;
	case 'u':
		simple_strtoul(s, &end, 0);
		break;
	case 'o':
		simple_strtoul(s, &end, 8);
		break;
	case 'x':
		simple_strtoul(s, &end, 16);
		break;
	}
	return end == s ? NULL : end;
}

static bool match_one(char *s, const char *p, substring_t args[])
{
	int argc = 0;

	if (!p)
		return true;
	for (;;) {
		const char *meta = strchr(p, '%');
		int len = -1;

		if (!meta)
			return strcmp(p, s) == 0;
		if (strncmp(p, s, meta - p))
			return false;
		s += meta - p;
		p = meta + 1;
		if (isdigit(*p))
			len = simple_strtoul(p, (char **)&p, 10);
		else if (*p == '%') {
			if (*s++ != '%')
				return false;
			p++;
			continue;
		}
		if (argc >= MAX_OPT_ARGS)
			return false;
		args[argc].from = s;
		args[argc].to = conversion_end(s, *p++, len);
		if (!args[argc].to)
			return false;
		s = args[argc++].to;
	}
}

int match_token(char *s, const match_table_t table, substring_t args[])
{
	const struct match_token *p = table;

	while (!match_one(s, p->pattern, args))
		p++;
	return p->token;
}
EXPORT_SYMBOL(match_token);

enum { NUMBER_CHARS = 48 };

/* A copy with its end, since the number is part of a longer string. */
static int copy_number(char buf[NUMBER_CHARS], const substring_t *s)
{
	return match_strlcpy(buf, s, NUMBER_CHARS) >= NUMBER_CHARS ? -ERANGE : 0;
}

static int match_number(substring_t *s, int *result, int base)
{
	char buf[NUMBER_CHARS], *end;
	int err = copy_number(buf, s);
	long val;

	if (err)
		return err;
	val = simple_strtol(buf, &end, base);
	if (end == buf)
		return -EINVAL;
	if (val < INT_MIN || val > INT_MAX)
		return -ERANGE;
	*result = val;
	return 0;
}

int match_int(substring_t *s, int *result)
{
	return match_number(s, result, 0);
}
EXPORT_SYMBOL(match_int);

int match_octal(substring_t *s, int *result)
{
	return match_number(s, result, 8);
}
EXPORT_SYMBOL(match_octal);

int match_hex(substring_t *s, int *result)
{
	return match_number(s, result, 16);
}
EXPORT_SYMBOL(match_hex);

int match_uint(substring_t *s, unsigned int *result)
{
	char buf[NUMBER_CHARS];
	int err = copy_number(buf, s);

	return err ? err : kstrtouint(buf, 10, result);
}
EXPORT_SYMBOL(match_uint);

int match_u64(substring_t *s, u64 *result)
{
	char buf[NUMBER_CHARS];
	int err = copy_number(buf, s);

	return err ? err : kstrtoull(buf, 0, result);
}
EXPORT_SYMBOL(match_u64);

bool match_wildcard(const char *pattern, const char *str)
{
	const char *star = NULL, *mark = NULL;

	while (*str) {
		if (*pattern == '*') {
			star = ++pattern;
			mark = str;
		} else if (*pattern == '?' || *pattern == *str) {
			pattern++;
			str++;
		} else if (star) {
			pattern = star;
			str = ++mark;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}
EXPORT_SYMBOL(match_wildcard);

size_t match_strlcpy(char *dest, const substring_t *src, size_t size)
{
	size_t len = src->to - src->from, n;

	if (size) {
		n = len >= size ? size - 1 : len;
		memcpy(dest, src->from, n);
		dest[n] = '\0';
	}
	return len;
}
EXPORT_SYMBOL(match_strlcpy);

char *match_strdup(const substring_t *s)
{
	return kmemdup_nul(s->from, s->to - s->from, GFP_KERNEL);
}
EXPORT_SYMBOL(match_strdup);
