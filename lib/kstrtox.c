/* SPDX-License-Identifier: MIT */
/* Numbers from text: the strict family, and the simple one that stops at what is no digit. */
#include <linux/kstrtox.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/* Base 0 looks for digits behind "0x"; base 16 skips it in any case. */
static const char *base_of(const char *s, unsigned int *base)
{
	bool hex = s[0] == '0' && tolower(s[1]) == 'x';

	if (*base == 0)
		*base = hex && isxdigit(s[2]) ? 16 : s[0] == '0' ? 8 : 10;
	return *base == 16 && hex ? s + 2 : s;
}

static unsigned int digit_of(char c)
{
	if (isdigit(c))
		return c - '0';
	c = tolower(c);
	return c >= 'a' && c <= 'z' ? c - 'a' + 10 : UINT_MAX;
}

/* Digits of @base at @s, at most @max of them. Returns how many; *overflow if they do not fit. */
static size_t parse_digits(const char *s, unsigned int base, size_t max, unsigned long long *res,
			   bool *overflow)
{
	size_t n;

	*res = 0;
	*overflow = false;
	for (n = 0; n < max; n++) {
		unsigned int d = digit_of(s[n]);

		if (d >= base)
			break;
		if (*res > (ULLONG_MAX - d) / base)
			*overflow = true;
		*res = *res * base + d;
	}
	return n;
}

int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	unsigned long long value;
	bool overflow;
	size_t n;

	if (*s == '+')
		s++;
	s = base_of(s, &base);
	n = parse_digits(s, base, SIZE_MAX, &value, &overflow);
	if (!n)
		return -EINVAL;
	if (overflow)
		return -ERANGE;
	s += n;
	if (*s == '\n')
		s++;
	if (*s)
		return -EINVAL;
	*res = value;
	return 0;
}
EXPORT_SYMBOL(kstrtoull);

int kstrtoll(const char *s, unsigned int base, long long *res)
{
	unsigned long long magnitude;
	bool negative = *s == '-';
	int err;

	/* After a minus no plus may follow. */
	if (negative && s[1] == '+')
		return -EINVAL;
	err = kstrtoull(s + negative, base, &magnitude);
	if (err)
		return err;
	if (magnitude > (unsigned long long)LLONG_MAX + negative)
		return -ERANGE;
	*res = negative ? -magnitude : magnitude;
	return 0;
}
EXPORT_SYMBOL(kstrtoll);

#define KSTRTO(name, type, wide, wide_type)                   \
	int name(const char *s, unsigned int base, type *res) \
	{                                                     \
		wide_type value;                              \
		int err = wide(s, base, &value);              \
                                                              \
		if (err)                                      \
			return err;                           \
		if (value != (type)value)                     \
			return -ERANGE;                       \
		*res = value;                                 \
		return 0;                                     \
	}                                                     \
	EXPORT_SYMBOL(name)

KSTRTO(kstrtoul, unsigned long, kstrtoull, unsigned long long);
KSTRTO(kstrtol, long, kstrtoll, long long);
KSTRTO(kstrtouint, unsigned int, kstrtoull, unsigned long long);
KSTRTO(kstrtoint, int, kstrtoll, long long);
KSTRTO(kstrtou16, u16, kstrtoull, unsigned long long);
KSTRTO(kstrtos16, s16, kstrtoll, long long);
KSTRTO(kstrtou8, u8, kstrtoull, unsigned long long);
KSTRTO(kstrtos8, s8, kstrtoll, long long);

int kstrtobool(const char *s, bool *res)
{
	if (!s)
		return -EINVAL;
	switch (s[0]) {
	case 'y':
	case 'Y':
	case 't':
	case 'T':
	case '1':
		*res = true;
		return 0;
	case 'n':
	case 'N':
	case 'f':
	case 'F':
	case '0':
		*res = false;
		return 0;
	case 'o':
	case 'O':
		if (tolower(s[1]) == 'n' || tolower(s[1]) == 'f') {
			*res = tolower(s[1]) == 'n';
			return 0;
		}
		return -EINVAL;
	}
	return -EINVAL;
}
EXPORT_SYMBOL(kstrtobool);

/* The longest number has 66 characters (binary, a sign, a newline); what is longer is cut. */
#define NUMBER_CHARS 68

static int number_from_user(char *buf, const char __user *s, size_t count)
{
	count = min_t(size_t, count, NUMBER_CHARS - 1);
	if (copy_from_user(buf, s, count))
		return -EFAULT;
	buf[count] = '\0';
	return 0;
}

#define KSTRTO_FROM_USER(name, plain, type)                                        \
	int name(const char __user *s, size_t count, unsigned int base, type *res) \
	{                                                                          \
		char buf[NUMBER_CHARS];                                            \
		int err = number_from_user(buf, s, count);                         \
                                                                                   \
		return err ?: plain(buf, base, res);                               \
	}                                                                          \
	EXPORT_SYMBOL(name)

KSTRTO_FROM_USER(kstrtoull_from_user, kstrtoull, unsigned long long);
KSTRTO_FROM_USER(kstrtoll_from_user, kstrtoll, long long);
KSTRTO_FROM_USER(kstrtoul_from_user, kstrtoul, unsigned long);
KSTRTO_FROM_USER(kstrtol_from_user, kstrtol, long);
KSTRTO_FROM_USER(kstrtouint_from_user, kstrtouint, unsigned int);
KSTRTO_FROM_USER(kstrtoint_from_user, kstrtoint, int);
KSTRTO_FROM_USER(kstrtou8_from_user, kstrtou8, u8);

int kstrtobool_from_user(const char __user *s, size_t count, bool *res)
{
	char buf[NUMBER_CHARS];
	int err = number_from_user(buf, s, min_t(size_t, count, 3));

	return err ?: kstrtobool(buf, res);
}
EXPORT_SYMBOL(kstrtobool_from_user);

unsigned long long simple_strtoull(const char *cp, char **endp, unsigned int base)
{
	unsigned long long value;
	bool overflow;

	cp = base_of(cp, &base);
	cp += parse_digits(cp, base, SIZE_MAX, &value, &overflow);
	if (endp)
		*endp = (char *)cp;
	return value;
}
EXPORT_SYMBOL(simple_strtoull);

unsigned long simple_strtoul(const char *cp, char **endp, unsigned int base)
{
	return simple_strtoull(cp, endp, base);
}
EXPORT_SYMBOL(simple_strtoul);

long long simple_strtoll(const char *cp, char **endp, unsigned int base)
{
	if (*cp == '-')
		return -simple_strtoull(cp + 1, endp, base);
	return simple_strtoull(cp, endp, base);
}
EXPORT_SYMBOL(simple_strtoll);

long simple_strtol(const char *cp, char **endp, unsigned int base)
{
	return simple_strtoll(cp, endp, base);
}
EXPORT_SYMBOL(simple_strtol);
