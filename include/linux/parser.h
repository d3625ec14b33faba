/* SPDX-License-Identifier: MIT */
/* Options in a string, matched against a table of patterns (%s %d %u %o %x). */
#ifndef _LINUX_PARSER_H
#define _LINUX_PARSER_H

#include <linux/types.h>

struct match_token {
	int token;
	const char *pattern;
};
/* The table ends with a pattern of NULL, whose token is the answer for everything else. */
typedef struct match_token match_table_t[];

enum { MAX_OPT_ARGS = 3 };

/* [from, to): what a conversion of the pattern matched. */
typedef struct {
	char *from;
	char *to;
} substring_t;

int match_token(char *s, const match_table_t table, substring_t args[]);
/* 0, -EINVAL, -ERANGE, -ENOMEM. */
int match_int(substring_t *s, int *result);
int match_uint(substring_t *s, unsigned int *result);
int match_u64(substring_t *s, u64 *result);
int match_octal(substring_t *s, int *result);
int match_hex(substring_t *s, int *result);
/* * and ? only. */
bool match_wildcard(const char *pattern, const char *str);
size_t match_strlcpy(char *dest, const substring_t *src, size_t size);
/* kmalloc'd; NULL without memory. */
char *match_strdup(const substring_t *s);

#endif
