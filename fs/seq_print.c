/* SPDX-License-Identifier: MIT */
/*
 * What a seq_file's show prints with, and walks over lists for its iterators.
 *
 * A print that does not fit marks the buffer full (count == size) and the record is made again
 * in a larger one; so no print reports an error.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/printk.h>
#include <linux/rculist.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

#include "fs.h"

static void set_overflow(struct seq_file *m)
{
	m->count = m->size;
}

void seq_vprintf(struct seq_file *m, const char *f, va_list args)
{
	size_t room = m->size - m->count;
	size_t len;

	if (!room)
		return;
	len = vsnprintf(m->buf + m->count, room, f, args);
	if (len < room)
		m->count += len;
	else
		set_overflow(m);
}
EXPORT_SYMBOL(seq_vprintf);

void seq_printf(struct seq_file *m, const char *f, ...)
{
	va_list args;

	va_start(args, f);
	seq_vprintf(m, f, args);
	va_end(args);
}
EXPORT_SYMBOL(seq_printf);

int seq_write(struct seq_file *m, const void *data, size_t len)
{
	if (len < m->size - m->count) {
		memcpy(m->buf + m->count, data, len);
		m->count += len;
		return 0;
	}
	set_overflow(m);
	return -1;
}
EXPORT_SYMBOL(seq_write);

void seq_putc(struct seq_file *m, char c)
{
	if (m->count < m->size)
		m->buf[m->count++] = c;
}
EXPORT_SYMBOL(seq_putc);

void seq_puts(struct seq_file *m, const char *s)
{
	seq_write(m, s, strlen(s));
}
EXPORT_SYMBOL(seq_puts);

void seq_pad(struct seq_file *m, char c)
{
	while (m->count < m->pad_until && m->count < m->size)
		m->buf[m->count++] = ' ';
	if (c)
		seq_putc(m, c);
}
EXPORT_SYMBOL(seq_pad);

/* ---- numbers ---- */

/* Digits of @num in @base, most significant first, NUL-terminated; returns where they start. */
static char *digits(unsigned long long num, unsigned int base, char *end)
{
	*--end = '\0';
	do {
		*--end = "0123456789abcdef"[num % base];
		num /= base;
	} while (num);
	return end;
}

static void put_number(struct seq_file *m, const char *delimiter, const char *text, size_t len,
		       unsigned int width, char pad)
{
	if (delimiter)
		seq_puts(m, delimiter);
	for (; width > len; width--)
		seq_putc(m, pad);
	seq_write(m, text, len);
}

void seq_put_decimal_ull_width(struct seq_file *m, const char *delimiter, unsigned long long num,
			       unsigned int width)
{
	char buf[24], *text = digits(num, 10, buf + sizeof(buf));

	put_number(m, delimiter, text, strlen(text), width, ' ');
}
EXPORT_SYMBOL(seq_put_decimal_ull_width);

void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, unsigned long long num)
{
	seq_put_decimal_ull_width(m, delimiter, num, 0);
}
EXPORT_SYMBOL(seq_put_decimal_ull);

void seq_put_decimal_ll(struct seq_file *m, const char *delimiter, long long num)
{
	unsigned long long abs = num < 0 ? -(unsigned long long)num : num;
	char buf[24], *text = digits(abs, 10, buf + sizeof(buf));

	if (num < 0)
		*--text = '-';
	put_number(m, delimiter, text, strlen(text), 0, ' ');
}
EXPORT_SYMBOL(seq_put_decimal_ll);

void seq_put_hex_ll(struct seq_file *m, const char *delimiter, unsigned long long v,
		    unsigned int width)
{
	char buf[24], *text = digits(v, 16, buf + sizeof(buf));

	put_number(m, delimiter, text, strlen(text), width, '0');
}
EXPORT_SYMBOL(seq_put_hex_ll);

/* ---- strings that may hold anything ---- */

void seq_escape_mem(struct seq_file *m, const char *src, size_t len, unsigned int flags,
		    const char *esc)
{
	char *buf;
	size_t size = seq_get_buf(m, &buf);
	int ret = size ? string_escape_mem(src, len, buf, size, flags, esc) : -1;

	seq_commit(m, ret >= 0 && (size_t)ret < size ? ret : -1);
}
EXPORT_SYMBOL(seq_escape_mem);

void seq_escape(struct seq_file *m, const char *s, const char *esc)
{
	for (; *s; s++) {
		unsigned char c = *s;

		if (strchr(esc, c))
			seq_printf(m, "\\%03o", c);
		else
			seq_putc(m, c);
	}
}
EXPORT_SYMBOL(seq_escape);

void seq_hex_dump(struct seq_file *m, const char *prefix_str, int prefix_type, int rowsize,
		  int groupsize, const void *buf, size_t len, bool ascii)
{
	char line[32 * 3 + 2 + 32 + 1];

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	for (size_t at = 0; at < len && !seq_has_overflowed(m); at += rowsize) {
		size_t n = min_t(size_t, len - at, rowsize);

		hex_dump_to_buffer(buf + at, n, rowsize, groupsize, line, sizeof(line), ascii);
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			seq_printf(m, "%s%p: %s\n", prefix_str, buf + at, line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			seq_printf(m, "%s%.8zx: %s\n", prefix_str, at, line);
		else
			seq_printf(m, "%s%s\n", prefix_str, line);
	}
}
EXPORT_SYMBOL(seq_hex_dump);

static int put_path(struct seq_file *m, char *text, const char *esc)
{
	size_t before = m->count;

	if (IS_ERR(text))
		return -1;
	seq_escape(m, text, esc);
	return m->count - before;
}

int seq_path(struct seq_file *m, const struct path *path, const char *esc)
{
	char buf[NAME_MAX * 4];

	return put_path(m, d_path(path, buf, sizeof(buf)), esc);
}
EXPORT_SYMBOL(seq_path);

int seq_file_path(struct seq_file *m, struct file *file, const char *esc)
{
	return seq_path(m, &file->f_path, esc);
}
EXPORT_SYMBOL(seq_file_path);

int seq_dentry(struct seq_file *m, struct dentry *dentry, const char *esc)
{
	char buf[NAME_MAX * 4];

	return put_path(m, dentry_path_raw(dentry, buf, sizeof(buf)), esc);
}
EXPORT_SYMBOL(seq_dentry);

/* ---- iterators over lists ---- */

struct list_head *seq_list_start(struct list_head *head, loff_t pos)
{
	struct list_head *lh;

	list_for_each (lh, head)
		if (pos-- == 0)
			return lh;
	return NULL;
}
EXPORT_SYMBOL(seq_list_start);

struct list_head *seq_list_start_head(struct list_head *head, loff_t pos)
{
	return pos ? seq_list_start(head, pos - 1) : head;
}
EXPORT_SYMBOL(seq_list_start_head);

struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *ppos)
{
	struct list_head *lh = ((struct list_head *)v)->next;

	++*ppos;
	return lh == head ? NULL : lh;
}
EXPORT_SYMBOL(seq_list_next);

struct list_head *seq_list_start_rcu(struct list_head *head, loff_t pos)
{
	struct list_head *lh;

	for (lh = rcu_dereference(head->next); lh != head; lh = rcu_dereference(lh->next))
		if (pos-- == 0)
			return lh;
	return NULL;
}
EXPORT_SYMBOL(seq_list_start_rcu);

struct list_head *seq_list_start_head_rcu(struct list_head *head, loff_t pos)
{
	return pos ? seq_list_start_rcu(head, pos - 1) : head;
}
EXPORT_SYMBOL(seq_list_start_head_rcu);

struct list_head *seq_list_next_rcu(void *v, struct list_head *head, loff_t *ppos)
{
	struct list_head *lh = rcu_dereference(((struct list_head *)v)->next);

	++*ppos;
	return lh == head ? NULL : lh;
}
EXPORT_SYMBOL(seq_list_next_rcu);

struct hlist_node *seq_hlist_start(struct hlist_head *head, loff_t pos)
{
	struct hlist_node *node;

	hlist_for_each(node, head) if (pos-- == 0) return node;
	return NULL;
}
EXPORT_SYMBOL(seq_hlist_start);

struct hlist_node *seq_hlist_start_head(struct hlist_head *head, loff_t pos)
{
	return pos ? seq_hlist_start(head, pos - 1) : SEQ_START_TOKEN;
}
EXPORT_SYMBOL(seq_hlist_start_head);

struct hlist_node *seq_hlist_next(void *v, struct hlist_head *head, loff_t *ppos)
{
	struct hlist_node *node = v;

	++*ppos;
	return v == SEQ_START_TOKEN ? head->first : node->next;
}
EXPORT_SYMBOL(seq_hlist_next);

struct hlist_node *seq_hlist_start_rcu(struct hlist_head *head, loff_t pos)
{
	struct hlist_node *node;

	for (node = rcu_dereference(head->first); node; node = rcu_dereference(node->next))
		if (pos-- == 0)
			return node;
	return NULL;
}
EXPORT_SYMBOL(seq_hlist_start_rcu);

struct hlist_node *seq_hlist_start_head_rcu(struct hlist_head *head, loff_t pos)
{
	return pos ? seq_hlist_start_rcu(head, pos - 1) : SEQ_START_TOKEN;
}
EXPORT_SYMBOL(seq_hlist_start_head_rcu);

struct hlist_node *seq_hlist_next_rcu(void *v, struct hlist_head *head, loff_t *ppos)
{
	struct hlist_node *node = v;

	++*ppos;
	return v == SEQ_START_TOKEN ? rcu_dereference(head->first) : rcu_dereference(node->next);
}
EXPORT_SYMBOL(seq_hlist_next_rcu);
