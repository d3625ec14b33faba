/* SPDX-License-Identifier: MIT */
/* Bytes as hexadecimal text and back. */
#include <linux/hex.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/string.h>

const char hex_asc[] = "0123456789abcdef";
EXPORT_SYMBOL(hex_asc);
const char hex_asc_upper[] = "0123456789ABCDEF";
EXPORT_SYMBOL(hex_asc_upper);

int hex_to_bin(unsigned char ch)
{
	if (isdigit(ch))
		return ch - '0';
	ch = tolower(ch);
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}
EXPORT_SYMBOL(hex_to_bin);

int hex2bin(u8 *dst, const char *src, size_t count)
{
	for (; count--; src += 2) {
		int hi = hex_to_bin(src[0]), lo = hi < 0 ? -1 : hex_to_bin(src[1]);

		if (hi < 0 || lo < 0)
			return -EINVAL;
		*dst++ = hi << 4 | lo;
	}
	return 0;
}
EXPORT_SYMBOL(hex2bin);

char *bin2hex(char *dst, const void *src, size_t count)
{
	const u8 *p = src;

	while (count--)
		dst = hex_byte_pack(dst, *p++);
	return dst;
}
EXPORT_SYMBOL(bin2hex);

/* One group of 1, 2, 4 or 8 bytes, as the number that they are in memory. */
static u64 group_value(const u8 *p, int groupsize)
{
	u64 value = 0;

	memcpy(&value, p, groupsize);
	return value;
}

/*
 * The line is built whole on the stack (at most 32 bytes: 32*3 + 2 + 32 characters) and then
 * cut to the caller's buffer, so that the length it would need is simply its length.
 */
int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize, char *linebuf,
		       size_t linebuflen, bool ascii)
{
	const u8 *p = buf;
	char line[32 * 3 + 2 + 32 + 1];
	int at = 0, column;
	size_t i;

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	len = min_t(size_t, len, rowsize);
	if (!is_power_of_2(groupsize) || groupsize > 8 || len % groupsize)
		groupsize = 1;
	column = rowsize * 2 + rowsize / groupsize + 1;
	for (i = 0; i < len; i += groupsize)
		at += scnprintf(line + at, sizeof(line) - at, "%s%0*llx", i ? " " : "",
				groupsize * 2, group_value(p + i, groupsize));
	if (ascii && len) {
		while (at < column)
			line[at++] = ' ';
		for (i = 0; i < len; i++)
			line[at++] = isascii(p[i]) && isprint(p[i]) ? p[i] : '.';
	}
	if (linebuflen) {
		size_t n = min_t(size_t, at, linebuflen - 1);

		memcpy(linebuf, line, n);
		linebuf[n] = '\0';
	}
	return at;
}
EXPORT_SYMBOL(hex_dump_to_buffer);

void print_hex_dump(const char *level, const char *prefix_str, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii)
{
	char line[32 * 3 + 2 + 32 + 1];
	size_t i;

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	for (i = 0; i < len; i += rowsize) {
		hex_dump_to_buffer(buf + i, min_t(size_t, len - i, rowsize), rowsize, groupsize,
				   line, sizeof(line), ascii);
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			printk("%s%s%p: %s\n", level, prefix_str, buf + i, line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			printk("%s%s%.8zx: %s\n", level, prefix_str, i, line);
		else
			printk("%s%s%s\n", level, prefix_str, line);
	}
}
EXPORT_SYMBOL(print_hex_dump);
