/* SPDX-License-Identifier: MIT */
/*
 * seq_file: text files made one record at a time. The reader's position counts bytes; an
 * iterator (start, next, stop, show) counts records; the buffer grows (page, two, four …)
 * until one record fits, and show is then called again from that record's start.
 * See Documentation/filesystems/seq_file.rst for the contract with iterators.
 */
#ifndef _LINUX_SEQ_FILE_H
#define _LINUX_SEQ_FILE_H

#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/nodemask.h>
#include <linux/string.h>
#include <linux/string_helpers.h>
#include <linux/types.h>

struct seq_operations;

struct seq_file {
	char *buf;
	size_t size;
	size_t from;
	size_t count; /* == size: overflow */
	size_t pad_until;
	loff_t index;
	loff_t read_pos;
	struct mutex lock; /* one reader at a time */
	const struct seq_operations *op;
	int poll_event;
	const struct file *file;
	void *private;
};

struct seq_operations {
	void *(*start)(struct seq_file *m, loff_t *pos);
	void (*stop)(struct seq_file *m, void *v);
	void *(*next)(struct seq_file *m, void *v, loff_t *pos);
	int (*show)(struct seq_file *m, void *v);
};

/* A show that returns this has printed nothing that shall be kept. */
#define SEQ_SKIP 1
/* What a start returns for a header record, before the first real one. */
#define SEQ_START_TOKEN ((void *)1)

static inline bool seq_has_overflowed(struct seq_file *m)
{
	return m->count == m->size;
}

static inline size_t seq_get_buf(struct seq_file *m, char **bufp)
{
	BUG_ON(m->count > m->size);
	*bufp = m->count < m->size ? m->buf + m->count : NULL;
	return m->size - m->count;
}

/* Take @num bytes written into seq_get_buf's room; negative: overflow. */
static inline void seq_commit(struct seq_file *m, int num)
{
	if (num < 0) {
		m->count = m->size;
		return;
	}
	BUG_ON(m->count + num > m->size);
	m->count += num;
}

/* The record's next field starts where this one started plus @size (then seq_pad). */
static inline void seq_setwidth(struct seq_file *m, size_t size)
{
	m->pad_until = m->count + size;
}
void seq_pad(struct seq_file *m, char c);

int seq_open(struct file *file, const struct seq_operations *op);
ssize_t seq_read(struct file *file, char __user *buf, size_t size, loff_t *ppos);
ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter);
loff_t seq_lseek(struct file *file, loff_t offset, int whence);
int seq_release(struct inode *inode, struct file *file);
int seq_write(struct seq_file *seq, const void *data, size_t len);

__printf(2, 0) void seq_vprintf(struct seq_file *m, const char *fmt, va_list args);
__printf(2, 3) void seq_printf(struct seq_file *m, const char *fmt, ...);
void seq_putc(struct seq_file *m, char c);
void seq_puts(struct seq_file *m, const char *s);
/* Print @num with @delimiter before it, padded with blanks to @width. */
void seq_put_decimal_ull_width(struct seq_file *m, const char *delimiter, unsigned long long num,
			       unsigned int width);
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, unsigned long long num);
void seq_put_decimal_ll(struct seq_file *m, const char *delimiter, long long num);
void seq_put_hex_ll(struct seq_file *m, const char *delimiter, unsigned long long v,
		    unsigned int width);
void seq_escape_mem(struct seq_file *m, const char *src, size_t len, unsigned int flags,
		    const char *esc);
/* Characters of @esc are printed as \ooo. */
void seq_escape(struct seq_file *m, const char *s, const char *esc);
void seq_hex_dump(struct seq_file *m, const char *prefix_str, int prefix_type, int rowsize,
		  int groupsize, const void *buf, size_t len, bool ascii);
int seq_path(struct seq_file *m, const struct path *path, const char *esc);
int seq_file_path(struct seq_file *m, struct file *file, const char *esc);
int seq_dentry(struct seq_file *m, struct dentry *dentry, const char *esc);

void *single_start(struct seq_file *m, loff_t *pos);
int single_open(struct file *file, int (*show)(struct seq_file *, void *), void *data);
int single_open_size(struct file *file, int (*show)(struct seq_file *, void *), void *data,
		     size_t size);
int single_release(struct inode *inode, struct file *file);
void *__seq_open_private(struct file *file, const struct seq_operations *ops, int psize);
int seq_open_private(struct file *file, const struct seq_operations *ops, int psize);
int seq_release_private(struct inode *inode, struct file *file);

#define DEFINE_SEQ_ATTRIBUTE(__name)                                     \
	static int __name##_open(struct inode *inode, struct file *file) \
	{                                                                \
		int ret = seq_open(file, &__name##_sops);                \
		if (!ret && inode->i_private) {                          \
			struct seq_file *seq_f = file->private_data;     \
			seq_f->private = inode->i_private;               \
		}                                                        \
		return ret;                                              \
	}                                                                \
	static const struct file_operations __name##_fops = {            \
		.owner = THIS_MODULE,                                    \
		.open = __name##_open,                                   \
		.read = seq_read,                                        \
		.llseek = seq_lseek,                                     \
		.release = seq_release,                                  \
	}

#define DEFINE_SHOW_ATTRIBUTE(__name)                                      \
	static int __name##_open(struct inode *inode, struct file *file)   \
	{                                                                  \
		return single_open(file, __name##_show, inode->i_private); \
	}                                                                  \
	static const struct file_operations __name##_fops = {              \
		.owner = THIS_MODULE,                                      \
		.open = __name##_open,                                     \
		.read = seq_read,                                          \
		.llseek = seq_lseek,                                       \
		.release = single_release,                                 \
	}

#define DEFINE_PROC_SHOW_ATTRIBUTE(__name)                                \
	static int __name##_open(struct inode *inode, struct file *file)  \
	{                                                                 \
		return single_open(file, __name##_show, pde_data(inode)); \
	}                                                                 \
	static const struct proc_ops __name##_proc_ops = {                \
		.proc_open = __name##_open,                               \
		.proc_read = seq_read,                                    \
		.proc_lseek = seq_lseek,                                  \
		.proc_release = single_release,                           \
	}

static inline struct user_namespace *seq_user_ns(struct seq_file *seq)
{
	return &init_user_ns;
}

/* Iterators over a list_head: start and next bodies. */
struct list_head *seq_list_start(struct list_head *head, loff_t pos);
struct list_head *seq_list_start_head(struct list_head *head, loff_t pos);
struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *ppos);
struct list_head *seq_list_start_rcu(struct list_head *head, loff_t pos);
struct list_head *seq_list_start_head_rcu(struct list_head *head, loff_t pos);
struct list_head *seq_list_next_rcu(void *v, struct list_head *head, loff_t *ppos);
struct hlist_node *seq_hlist_start(struct hlist_head *head, loff_t pos);
struct hlist_node *seq_hlist_start_head(struct hlist_head *head, loff_t pos);
struct hlist_node *seq_hlist_next(void *v, struct hlist_head *head, loff_t *ppos);
struct hlist_node *seq_hlist_start_rcu(struct hlist_head *head, loff_t pos);
struct hlist_node *seq_hlist_start_head_rcu(struct hlist_head *head, loff_t pos);
struct hlist_node *seq_hlist_next_rcu(void *v, struct hlist_head *head, loff_t *ppos);

#endif
