/* SPDX-License-Identifier: MIT */
/* Sizes, option lists and parameters as they stand on a command line. */
#include <linux/kernel.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

/* Each suffix stands for 2^10 times the one before it. */
unsigned long long memparse(const char *ptr, char **retptr)
{
	static const char suffixes[] = "kmgtpe";
	char *end;
	unsigned long long value = simple_strtoull(ptr, &end, 0);
	const char *suffix = *end ? strchr(suffixes, tolower(*end)) : NULL;

	if (suffix) {
		value <<= 10 * (suffix - suffixes + 1);
		end++;
	}
	if (retptr)
		*retptr = end;
	return value;
}
EXPORT_SYMBOL(memparse);

/* 0: no number; 1: a number and the end; 2: a comma follows; 3: a hyphen (a range) follows. */
int get_option(char **str, int *pint)
{
	char *cur = *str;
	int value;

	if (!cur || !*cur)
		return 0;
	value = *cur == '-' ? -simple_strtoull(++cur, str, 0) : simple_strtoull(cur, str, 0);
	if (pint)
		*pint = value;
	if (cur == *str)
		return 0;
	if (**str == ',') {
		(*str)++;
		return 2;
	}
	return **str == '-' ? 3 : 1;
}
EXPORT_SYMBOL(get_option);

/*
 * "3,5-7" into ints[1…], their number into ints[0]. Returns where parsing stopped. Of a range, all
 * but the last number are stored at once, as far as there is room; the last is the next number of
 * the text. ints[0] counts a range whole, even where room ended it; one that descends ends all.
 */
char *get_options(const char *str, int nints, int *ints)
{
	bool only_count = nints == 0;
	int i = 1, kind = 2, value = 0;

	while (kind != 1 && (only_count || i < nints)) {
		int from, upto;

		kind = get_option((char **)&str, &value);
		if (!kind)
			break;
		if (!only_count)
			ints[i] = value;
		if (kind != 3) {
			i++;
			continue;
		}
		from = value;
		upto = simple_strtol(++str, NULL, 0);
		if (upto < from)
			break;
		for (int at = i; !only_count && at < nints && value < upto; at++)
			ints[at] = value++;
		i += upto - from;
	}
	ints[0] = i - 1;
	return (char *)str;
}
EXPORT_SYMBOL(get_options);

bool parse_option_str(const char *str, const char *option)
{
	size_t len = strlen(option);

	while (*str) {
		const char *end = strchrnul(str, ',');

		if (end - str == len && !strncmp(str, option, len))
			return true;
		str = *end ? end + 1 : end;
	}
	return false;
}

/*
 * Cut the next "name", "name=value" or name="a b" off @args, in place. *val is NULL where
 * there is no '='. Returns the rest.
 */
char *next_arg(char *args, char **param, char **val)
{
	bool in_quote = false, quoted_all = *args == '"';
	char *p, *equals = NULL;

	if (quoted_all) {
		args++;
		in_quote = true;
	}
	for (p = args; *p && (in_quote || !isspace(*p)); p++) {
		if (*p == '=' && !equals)
			equals = p;
		if (*p == '"')
			in_quote = !in_quote;
	}
	if (quoted_all && p > args && p[-1] == '"')
		p[-1] = '\0';
	*param = args;
	*val = NULL;
	if (equals) {
		*equals = '\0';
		*val = equals + 1;
		if (**val == '"') {
			(*val)++;
			if (p > *val && p[-1] == '"')
				p[-1] = '\0';
		}
	}
	if (*p)
		*p++ = '\0';
	return skip_spaces(p);
}
EXPORT_SYMBOL(next_arg);

static size_t words_of(const char *str)
{
	size_t n = 0;

	for (str = skip_spaces(str); *str; str = skip_spaces(str), n++)
		while (*str && !isspace(*str))
			str++;
	return n;
}

/* One block: the pointers, NULL, then the text that they point into. */
char **argv_split(gfp_t gfp, const char *str, int *argcp)
{
	size_t n = words_of(str), head = (n + 1) * sizeof(char *), len = strlen(str) + 1;
	char **argv = kmalloc(head + len, gfp);
	char *p;
	size_t i;

	if (!argv)
		return NULL;
	p = memcpy((char *)argv + head, str, len);
	for (i = 0; i < n; i++) {
		argv[i] = p = skip_spaces(p);
		while (*p && !isspace(*p))
			p++;
		if (*p)
			*p++ = '\0';
	}
	argv[n] = NULL;
	if (argcp)
		*argcp = n;
	return argv;
}
EXPORT_SYMBOL(argv_split);

void argv_free(char **argv)
{
	kfree(argv);
}
EXPORT_SYMBOL(argv_free);
