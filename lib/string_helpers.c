/* SPDX-License-Identifier: MIT */
/* Escapes in text, and sizes for people. */
#include <linux/string_helpers.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/math64.h>

struct out {
	char *at;
	size_t len, size;
};

static void out_char(struct out *o, char c)
{
	if (o->len < o->size)
		o->at[o->len] = c;
	o->len++;
}

static void out_pair(struct out *o, char c)
{
	out_char(o, '\\');
	out_char(o, c);
}

/* The letter of a one-letter escape of @set ("from" characters, then their letters), or 0. */
static char letter_of(char c, const char *from, const char *letters)
{
	const char *found = c ? strchr(from, c) : NULL;

	return found ? letters[found - from] : 0;
}

static bool stays(unsigned char c, unsigned int flags, const char *only)
{
	bool in_only = only && strchr(only, c); /* 0 is in every list: its end */

	if ((flags & ESCAPE_APPEND) && in_only)
		return false;
	if (only && !(flags & ESCAPE_APPEND) && !in_only)
		return true;
	if ((flags & ESCAPE_NAP) && isascii(c) && isprint(c))
		return true;
	if ((flags & ESCAPE_NP) && isprint(c))
		return true;
	return (flags & ESCAPE_NA) && isascii(c);
}

static void escape_one(struct out *o, unsigned char c, unsigned int flags)
{
	char letter = 0;

	if (flags & ESCAPE_SPACE)
		letter = letter_of(c, "\n\r\t\v\f", "nrtvf");
	if (!letter && (flags & ESCAPE_SPECIAL))
		letter = letter_of(c, "\\\a\033\"", "\\ae\"");
	if (!letter && (flags & ESCAPE_NULL) && !c)
		letter = '0';
	if (letter) {
		out_pair(o, letter);
	} else if (flags & ESCAPE_OCTAL) {
		out_pair(o, '0' + (c >> 6));
		out_char(o, '0' + ((c >> 3) & 7));
		out_char(o, '0' + (c & 7));
	} else if (flags & ESCAPE_HEX) {
		out_pair(o, 'x');
		out_char(o, hex_asc_hi(c));
		out_char(o, hex_asc_lo(c));
	} else {
		out_char(o, c);
	}
}

int string_escape_mem(const char *src, size_t isz, char *dst, size_t osz, unsigned int flags,
		      const char *only)
{
	struct out o = {.at = dst, .size = osz};

	for (; isz--; src++) {
		if (stays(*src, flags, only))
			out_char(&o, *src);
		else
			escape_one(&o, *src, flags);
	}
	return o.len;
}
EXPORT_SYMBOL(string_escape_mem);

static const char *unescape_number(const char *s, unsigned int flags, char *c)
{
	int value = 0, n = 0;

	if ((flags & UNESCAPE_OCTAL) && isodigit(*s)) {
		while (n < 3 && isodigit(s[n]) && value * 8 + s[n] - '0' < 256)
			value = value * 8 + s[n++] - '0';
	} else if ((flags & UNESCAPE_HEX) && *s == 'x' && isxdigit(s[1])) {
		for (n = 1; n < 3 && isxdigit(s[n]); n++)
			value = value * 16 + hex_to_bin(s[n]);
	}
	*c = value;
	return n ? s + n : NULL;
}

int string_unescape(char *src, char *dst, size_t size, unsigned int flags)
{
	char *out = dst;

	for (; *src && (!size || --size);) {
		const char *after;
		char c;

		if (*src != '\\' || !src[1]) {
			*out++ = *src++;
			continue;
		}
		c = flags & UNESCAPE_SPACE ? letter_of(src[1], "nrtvf", "\n\r\t\v\f") : 0;
		if (!c && (flags & UNESCAPE_SPECIAL))
			c = letter_of(src[1], "\\ae\"", "\\\a\033\"");
		after = c ? src + 2 : unescape_number(src + 1, flags, &c);
		if (after) {
			*out++ = c;
			src = (char *)after;
		} else {
			*out++ = *src++;
		}
	}
	*out = '\0';
	return out - dst;
}
EXPORT_SYMBOL(string_unescape);

/* Divide a number of 128 bits, lowest 32 first; returns the remainder. */
static u32 divide_long(u32 n[4], u32 by)
{
	u64 rest = 0;

	for (int i = 3; i >= 0; i--) {
		rest = rest << 32 | n[i];
		n[i] = rest / by;
		rest %= by;
	}
	return rest;
}

/*
 * Three significant digits: "12.5 MiB". Rounding up does not take decimals away again: 9999
 * bytes are "10.00 kB".
 */
int string_get_size(u64 size, u64 blk_size, enum string_size_units units, char *buf, int len)
{
	static const char *const decimal[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
	static const char *const binary[] = {"B",   "KiB", "MiB", "GiB", "TiB",
					     "PiB", "EiB", "ZiB", "YiB"};
	static const u32 half[] = {500, 50, 5};
	const u32 step = units == STRING_UNITS_10 ? 1000 : 1024;
	unsigned __int128 product = (unsigned __int128)size * blk_size;
	u32 n[4] = {product, product >> 32, product >> 64, product >> 96};
	int i = 0, decimals = 0;
	const char *unit;
	u32 rest = 0;

	while (n[0] >= step || n[1] || n[2] || n[3]) {
		rest = divide_long(n, step);
		i++;
	}
	if (product) {
		decimals = n[0] >= 100 ? 0 : n[0] >= 10 ? 1 : 2;
		rest = rest * 1000 / step + half[decimals];
		n[0] += rest / 1000;
		rest %= 1000;
	}
	unit = i >= ARRAY_SIZE(binary) ? "UNK" : units == STRING_UNITS_10 ? decimal[i] : binary[i];
	if (!decimals)
		return snprintf(buf, len, "%u %s", n[0], unit);
	rest /= decimals == 1 ? 100 : 10;
	return snprintf(buf, len, "%u.%0*u %s", n[0], decimals, rest, unit);
}
EXPORT_SYMBOL(string_get_size);
