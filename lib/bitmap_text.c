/* SPDX-License-Identifier: MIT */
/*
 * Bitmaps as text. Masks: hexadecimal numbers of 32 bits, highest first, separated by commas.
 * Lists: "0-3,8", "0-31:2/4" (the first 2 of each 4), "all", "N" for the last bit.
 * Errors are Linux's: -EOVERFLOW, what is parsed does not fit a number or the mask; -ERANGE, a bit
 * past the list's end; -EINVAL, everything else.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/device.h>
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/* One region of a list: of each @group bits from @start to @end, the first @off. */
struct region {
	unsigned int start;
	unsigned int off;
	unsigned int group;
	unsigned int end;
	unsigned int nbits;
};

static bool at_end(char c)
{
	return c == '\0' || c == '\n';
}

static bool between(char c)
{
	return isspace(c) || c == ',';
}

/* Parse a decimal number, or N for the last bit. */
static const char *list_number(const char *s, unsigned int *num, unsigned int last)
{
	u64 n = 0;

	if (*s == 'N') {
		*num = last;
		return s + 1;
	}
	if (!isdigit(*s))
		return ERR_PTR(-EINVAL);
	for (; isdigit(*s); s++) {
		n = n * 10 + (*s - '0');
		if (n > UINT_MAX)
			return ERR_PTR(-EOVERFLOW);
	}
	*num = n;
	return s;
}

/* The ":off/group" after a range, or nothing. */
static const char *list_pattern(const char *s, struct region *r)
{
	r->off = r->end + 1;
	r->group = r->end + 1;
	if (*s == '\0' || at_end(*s) || between(*s))
		return s;
	if (*s != ':')
		return ERR_PTR(-EINVAL);
	s = list_number(s + 1, &r->off, r->nbits - 1);
	if (IS_ERR(s))
		return s;
	if (*s != '/')
		return ERR_PTR(-EINVAL);
	return list_number(s + 1, &r->group, r->nbits - 1);
}

static const char *list_region(const char *s, struct region *r)
{
	if (!strncasecmp(s, "all", 3) && !isalnum(s[3])) {
		r->start = 0;
		r->end = r->nbits - 1;
		return list_pattern(s + 3, r);
	}
	s = list_number(s, &r->start, r->nbits - 1);
	if (IS_ERR(s))
		return s;
	r->end = r->start;
	if (*s == '\0' || at_end(*s) || between(*s)) {
		r->off = r->group = r->end + 1;
		return s;
	}
	if (*s != '-')
		return ERR_PTR(-EINVAL);
	s = list_number(s + 1, &r->end, r->nbits - 1);
	if (IS_ERR(s))
		return s;
	return list_pattern(s, r);
}

static int list_apply(unsigned long *map, const struct region *r)
{
	if (r->start > r->end || r->group == 0 || r->off > r->group)
		return -EINVAL;
	if (r->end >= r->nbits)
		return -ERANGE;
	for (u64 at = r->start; at <= r->end; at += r->group)
		bitmap_set(map, at, min((u64)r->off, (u64)r->end - at + 1));
	return 0;
}

int bitmap_parselist(const char *buf, unsigned long *maskp, int nmaskbits)
{
	struct region r = {.nbits = nmaskbits};

	bitmap_zero(maskp, nmaskbits);
	for (;;) {
		int err;

		while (between(*buf) && !at_end(*buf))
			buf++;
		if (at_end(*buf))
			return 0;
		buf = list_region(buf, &r);
		if (IS_ERR(buf))
			return PTR_ERR(buf);
		err = list_apply(maskp, &r);
		if (err)
			return err;
	}
}
EXPORT_SYMBOL(bitmap_parselist);

/* One chunk of a mask: hexadecimal digits that end at @end, going down to *@begin. */
static const char *mask_chunk(const char *begin, const char *end, u32 *num)
{
	u32 val = 0;

	for (unsigned int shift = 0; end >= begin; shift += 4, end--) {
		int digit;

		if (between(*end))
			break;
		digit = hex_to_bin(*end);
		if (digit < 0)
			return ERR_PTR(-EINVAL);
		if (shift >= 32)
			return ERR_PTR(-EOVERFLOW);
		val |= (u32)digit << shift;
	}
	*num = val;
	return end;
}

int bitmap_parse(const char *start, unsigned int buflen, unsigned long *dst, int nmaskbits)
{
	const char *end = start;
	int chunks = (nmaskbits + 31) / 32, chunk = 0, unset = nmaskbits % 32;

	while ((unsigned int)(end - start) < buflen && !at_end(*end))
		end++;
	bitmap_zero(dst, nmaskbits);
	for (end--;; chunk++) {
		u32 val = 0;

		/* Chunks are apart by any number of commas and blanks. */
		while (end >= start && between(*end))
			end--;
		if (end < start)
			return 0;
		if (chunk == chunks)
			return -EOVERFLOW;
		end = mask_chunk(start, end, &val);
		if (IS_ERR(end))
			return PTR_ERR(end);
		if (chunk == chunks - 1 && unset && (val >> unset))
			return -EOVERFLOW;
		dst[chunk / 2] |= (unsigned long)val << (chunk % 2 * 32);
	}
}
EXPORT_SYMBOL(bitmap_parse);

int bitmap_parse_user(const char __user *ubuf, unsigned int ulen, unsigned long *dst, int nbits)
{
	char *buf = memdup_user_nul(ubuf, ulen);
	int ret;

	if (IS_ERR(buf))
		return PTR_ERR(buf);
	ret = bitmap_parse(buf, UINT_MAX, dst, nbits);
	kfree(buf);
	return ret;
}
EXPORT_SYMBOL(bitmap_parse_user);

int bitmap_parselist_user(const char __user *ubuf, unsigned int ulen, unsigned long *dst, int nbits)
{
	char *buf = memdup_user_nul(ubuf, ulen);
	int ret;

	if (IS_ERR(buf))
		return PTR_ERR(buf);
	ret = bitmap_parselist(buf, dst, nbits);
	kfree(buf);
	return ret;
}
EXPORT_SYMBOL(bitmap_parselist_user);

int bitmap_print_to_pagebuf(bool list, char *buf, const unsigned long *maskp, int nmaskbits)
{
	ptrdiff_t len = PAGE_SIZE - offset_in_page(buf);

	return list ? scnprintf(buf, len, "%*pbl\n", nmaskbits, maskp)
		    : scnprintf(buf, len, "%*pb\n", nmaskbits, maskp);
}
EXPORT_SYMBOL(bitmap_print_to_pagebuf);

static int print_to_buf(bool list, char *buf, const unsigned long *maskp, int nmaskbits, loff_t off,
			size_t count)
{
	const char *fmt = list ? "%*pbl\n" : "%*pb\n";
	char *data = kasprintf(GFP_KERNEL, fmt, nmaskbits, maskp);
	ssize_t size;

	if (!data)
		return -ENOMEM;
	size = memory_read_from_buffer(buf, count, &off, data, strlen(data) + 1);
	kfree(data);
	return size;
}

int bitmap_print_bitmask_to_buf(char *buf, const unsigned long *maskp, int nmaskbits, loff_t off,
				size_t count)
{
	return print_to_buf(false, buf, maskp, nmaskbits, off, count);
}
EXPORT_SYMBOL(bitmap_print_bitmask_to_buf);

int bitmap_print_list_to_buf(char *buf, const unsigned long *maskp, int nmaskbits, loff_t off,
			     size_t count)
{
	return print_to_buf(true, buf, maskp, nmaskbits, off, count);
}
EXPORT_SYMBOL(bitmap_print_list_to_buf);
