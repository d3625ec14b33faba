/* SPDX-License-Identifier: MIT */
/* Text that is gathered in a buffer of fixed size. A call that does not fit overflows it for good.
 */
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/seq_buf.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>

int seq_buf_vprintf(struct seq_buf *s, const char *fmt, va_list args)
{
	if (s->len < s->size) {
		int len = vsnprintf(s->buffer + s->len, s->size - s->len, fmt, args);

		if (s->len + len < s->size) {
			s->len += len;
			return 0;
		}
	}
	seq_buf_set_overflow(s);
	return -1;
}
EXPORT_SYMBOL_GPL(seq_buf_vprintf);

int seq_buf_printf(struct seq_buf *s, const char *fmt, ...)
{
	va_list args;
	int ret;

	va_start(args, fmt);
	ret = seq_buf_vprintf(s, fmt, args);
	va_end(args);
	return ret;
}
EXPORT_SYMBOL_GPL(seq_buf_printf);

int seq_buf_putmem(struct seq_buf *s, const void *mem, unsigned int len)
{
	if (seq_buf_buffer_left(s) < len) {
		seq_buf_set_overflow(s);
		return -1;
	}
	memcpy(s->buffer + s->len, mem, len);
	s->len += len;
	return 0;
}
EXPORT_SYMBOL_GPL(seq_buf_putmem);

/* With room for a NUL, which is written but not counted. */
int seq_buf_puts(struct seq_buf *s, const char *str)
{
	size_t len = strlen(str) + 1;

	if (seq_buf_putmem(s, str, len))
		return -1;
	s->len--;
	return 0;
}
EXPORT_SYMBOL_GPL(seq_buf_puts);

int seq_buf_putc(struct seq_buf *s, unsigned char c)
{
	return seq_buf_putmem(s, &c, 1);
}
EXPORT_SYMBOL_GPL(seq_buf_putc);

/* Groups of up to 8 bytes, the last byte of a group first (as a little-endian number). */
int seq_buf_putmem_hex(struct seq_buf *s, const void *mem, unsigned int len)
{
	const u8 *data = mem;

	while (len) {
		char text[17], *p = text;
		unsigned int n = min(len, 8U);

		for (unsigned int i = n; i-- > 0;)
			p = hex_byte_pack(p, data[i]);
		*p++ = ' ';
		if (seq_buf_putmem(s, text, p - text))
			return -1;
		len -= n;
		data += n;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(seq_buf_putmem_hex);

int seq_buf_hex_dump(struct seq_buf *s, const char *prefix_str, int prefix_type, int rowsize,
		     int groupsize, const void *buf, size_t len, bool ascii)
{
	char line[32 * 3 + 2 + 32 + 1];

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	for (size_t at = 0; at < len; at += rowsize) {
		int err;

		hex_dump_to_buffer(buf + at, min(len - at, (size_t)rowsize), rowsize, groupsize,
				   line, sizeof(line), ascii);
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			err = seq_buf_printf(s, "%s%p: %s\n", prefix_str, buf + at, line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			err = seq_buf_printf(s, "%s%.8zx: %s\n", prefix_str, at, line);
		else
			err = seq_buf_printf(s, "%s%s\n", prefix_str, line);
		if (err)
			return err;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(seq_buf_hex_dump);

int seq_buf_print_seq(struct seq_file *m, struct seq_buf *s)
{
	return seq_write(m, s->buffer, seq_buf_used(s));
}
EXPORT_SYMBOL_GPL(seq_buf_print_seq);

int seq_buf_to_user(struct seq_buf *s, char __user *ubuf, int cnt)
{
	int len = seq_buf_used(s), left;

	if (!cnt)
		return 0;
	if (len <= s->readpos)
		return -EBUSY;
	len = min_t(int, len - s->readpos, cnt);
	left = copy_to_user(ubuf, s->buffer + s->readpos, len);
	if (left == len)
		return -EFAULT;
	s->readpos += len - left;
	return len - left;
}
EXPORT_SYMBOL_GPL(seq_buf_to_user);
