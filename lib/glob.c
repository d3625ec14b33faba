/* SPDX-License-Identifier: MIT */
#include <linux/export.h>
#include <linux/glob.h>

/* Is @c in the class at @pat (behind "[")? *@end: behind "]"; NULL if the class is not closed. */
static bool in_class(const char *pat, unsigned char c, const char **end)
{
	bool match = false, inverted = *pat == '!';
	const char *p = pat + inverted;

	do {
		unsigned char low = *p++, high = low;

		*end = NULL;
		if (low == '\0')
			return false;
		if (p[0] == '-' && p[1] != ']') {
			high = p[1];
			if (high == '\0')
				return false;
			p += 2;
		}
		match |= low <= c && c <= high;
	} while (*p != ']');
	*end = p + 1;
	return match != inverted;
}

/*
 * Without recursion: after a star, its rest is tried at each place in turn. A later star makes
 * earlier ones settled, since whatever they leave over the later one can take.
 */
bool glob_match(char const *pat, char const *str)
{
	const char *star_pat = NULL, *star_str = NULL;

	for (;;) {
		unsigned char c = *str++, d = *pat++;
		const char *end;
		bool ok;

		if (d == '*') {
			if (*pat == '\0')
				return true;
			star_pat = pat;
			star_str = --str;
			continue;
		}
		if (d == '?') {
			ok = c != '\0';
		} else if (d == '[' && c != '\0' && (ok = in_class(pat, c, &end), end)) {
			pat = end;
		} else {
			if (d == '\\')
				d = *pat++;
			ok = c == d;
			if (ok && c == '\0')
				return true;
		}
		if (ok)
			continue;
		if (c == '\0' || !star_pat)
			return false;
		pat = star_pat;
		str = ++star_str;
	}
}
EXPORT_SYMBOL(glob_match);
