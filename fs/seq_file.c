/* SPDX-License-Identifier: MIT */
/*
 * seq_file: a text of any length made record by record.
 *
 * Concepts
 *   index     the iterator's position: which record comes next
 *   count     bytes in the buffer; from: how many of them were already handed out
 *   read_pos  the byte position at which the next read must continue
 *
 *	records:   r0 | r1 | r2 | r3 …
 *	buffer:		     [from ─ count)   holds whole records only
 *
 * Invariants: between calls, the buffer holds the unread rest of records before index. A
 * record that does not fit is made again in a buffer of twice the size; the iterator is
 * stopped before the buffer is replaced and before anything is copied to the user, so an
 * iterator may hold a spinlock from start to stop.
 *
 * A read at another position than read_pos starts over and skips (traverse).
 */
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uio.h>

#include "lib/alloc_for.h"

static void *buf_alloc(size_t size)
{
	if (size > MAX_RW_COUNT)
		return NULL;
	return kvmalloc(size, GFP_KERNEL_ACCOUNT);
}

int seq_open(struct file *file, const struct seq_operations *op)
{
	ALLOCATES_FOR_CALLER();
	struct seq_file *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return -ENOMEM;
	file->private_data = m;
	mutex_init(&m->lock);
	m->op = op;
	m->file = file;
	/* Written only by drivers that do so themselves, at no position. */
	file->f_mode &= ~FMODE_PWRITE;
	return 0;
}
EXPORT_SYMBOL(seq_open);

/* Twice the room for a record that did not fit. */
static int grow(struct seq_file *m)
{
	kvfree(m->buf);
	m->count = 0;
	m->buf = buf_alloc(m->size <<= 1);
	return m->buf ? 0 : -ENOMEM;
}

static int first_buffer(struct seq_file *m)
{
	if (m->buf)
		return 0;
	m->buf = buf_alloc(m->size = PAGE_SIZE);
	return m->buf ? 0 : -ENOMEM;
}

/*
 * Go to byte @offset from the start. 0; -EAGAIN: the record was too long, try again with the
 * larger buffer.
 */
static int traverse(struct seq_file *m, loff_t offset)
{
	loff_t pos = 0;
	int err;
	void *p;

	m->index = 0;
	m->count = m->from = 0;
	if (!offset)
		return 0;
	err = first_buffer(m);
	if (err)
		return err;
	p = m->op->start(m, &m->index);
	while (p) {
		err = PTR_ERR(p);
		if (IS_ERR(p))
			break;
		err = m->op->show(m, p);
		if (err < 0)
			break;
		if (err) {
			err = 0;
			m->count = 0;
		}
		if (seq_has_overflowed(m)) {
			m->op->stop(m, p);
			return grow(m) ?: -EAGAIN;
		}
		p = m->op->next(m, p, &m->index);
		if (pos + m->count > offset) {
			m->from = offset - pos;
			m->count -= m->from;
			break;
		}
		pos += m->count;
		m->count = 0;
		if (pos == offset)
			break;
	}
	m->op->stop(m, p);
	return err;
}

/* Bring the file to @pos, or forget everything. */
static int seek_to(struct seq_file *m, loff_t pos)
{
	int err;

	if (pos == m->read_pos)
		return 0;
	while ((err = traverse(m, pos)) == -EAGAIN)
		;
	if (err) {
		m->read_pos = 0;
		m->index = 0;
		m->count = 0;
	} else {
		m->read_pos = pos;
	}
	return err;
}

/* Hand out what is left over. */
static size_t flush_buffer(struct seq_file *m, struct iov_iter *iter)
{
	size_t n = copy_to_iter(m->buf + m->from, m->count, iter);

	m->count -= n;
	m->from += n;
	return n;
}

/*
 * Make the first record that prints something. 1: it is in the buffer and *@pp is its iterator
 * (not stopped); 0: there is none; -errno. The last two have stopped the iterator.
 */
static int first_record(struct seq_file *m, void **pp)
{
	void *p = m->op->start(m, &m->index);
	int err = 0;

	for (;;) { /* until one record prints something and fits */
		if (IS_ERR_OR_NULL(p)) {
			err = PTR_ERR_OR_ZERO(p);
			break;
		}
		err = m->op->show(m, p);
		if (err < 0)
			break;
		if (err)
			m->count = 0;
		if (!m->count) {
			p = m->op->next(m, p, &m->index);
			continue;
		}
		if (!seq_has_overflowed(m)) {
			*pp = p;
			return 1;
		}
		m->op->stop(m, p);
		err = grow(m);
		if (err)
			return err;
		p = m->op->start(m, &m->index);
	}
	m->op->stop(m, p);
	m->count = 0;
	return err;
}

/* The first record, then more as long as they fit and the reader has room. 0 or -errno. */
static int fill_buffer(struct seq_file *m, size_t wanted)
{
	void *p = NULL;
	int err;

	m->from = 0;
	err = first_record(m, &p);
	if (err <= 0)
		return err;
	for (;;) { /* as many more as there is room for */
		size_t before = m->count;
		loff_t pos = m->index;

		p = m->op->next(m, p, &m->index);
		if (pos == m->index) {
			pr_info_ratelimited(
				"buggy .next function %ps did not update position index\n",
				m->op->next);
			m->index++;
		}
		if (IS_ERR_OR_NULL(p) || m->count >= wanted)
			break;
		err = m->op->show(m, p);
		if (err > 0) {
			m->count = before;
		} else if (err || seq_has_overflowed(m)) {
			m->count = before;
			break;
		}
	}
	m->op->stop(m, p);
	return 0;
}

ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct seq_file *m = iocb->ki_filp->private_data;
	ssize_t copied = 0;
	int err = 0;

	if (!iov_iter_count(iter))
		return 0;
	mutex_lock(&m->lock);
	/* From the start: as if it had just been opened. */
	if (iocb->ki_pos == 0) {
		m->index = 0;
		m->count = 0;
	}
	err = seek_to(m, iocb->ki_pos) ?: first_buffer(m);
	if (!err && m->count) {
		copied = flush_buffer(m, iter);
		if (m->count || !iov_iter_count(iter))
			goto out;
	}
	if (!err) {
		err = fill_buffer(m, iov_iter_count(iter));
		if (!err)
			copied += flush_buffer(m, iter);
	}
out:
	if (!copied)
		copied = m->count && !err ? -EFAULT : err;
	else
		iocb->ki_pos = m->read_pos += copied;
	mutex_unlock(&m->lock);
	return copied;
}
EXPORT_SYMBOL(seq_read_iter);

ssize_t seq_read(struct file *file, char __user *buf, size_t size, loff_t *ppos)
{
	struct kiocb kiocb;
	struct iov_iter iter;
	ssize_t ret;

	init_sync_kiocb(&kiocb, file);
	iov_iter_ubuf(&iter, ITER_DEST, buf, size);
	kiocb.ki_pos = *ppos;
	ret = seq_read_iter(&kiocb, &iter);
	*ppos = kiocb.ki_pos;
	return ret;
}
EXPORT_SYMBOL(seq_read);

loff_t seq_lseek(struct file *file, loff_t offset, int whence)
{
	struct seq_file *m = file->private_data;
	loff_t ret = -EINVAL;

	mutex_lock(&m->lock);
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	if ((whence == SEEK_CUR || whence == SEEK_SET) && offset >= 0) {
		ret = offset;
		if (offset != m->read_pos) {
			int err = seek_to(m, offset);

			if (err) {
				file->f_pos = 0;
				ret = err;
			} else {
				file->f_pos = offset;
			}
		} else {
			file->f_pos = offset;
		}
	}
	mutex_unlock(&m->lock);
	return ret;
}
EXPORT_SYMBOL(seq_lseek);

int seq_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kvfree(m->buf);
	kfree(m);
	return 0;
}
EXPORT_SYMBOL(seq_release);

/* ---- one record ---- */

void *single_start(struct seq_file *m, loff_t *pos)
{
	return *pos ? NULL : SEQ_START_TOKEN;
}

static void *single_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return NULL;
}

static void single_stop(struct seq_file *m, void *v)
{
}

int single_open(struct file *file, int (*show)(struct seq_file *, void *), void *data)
{
	ALLOCATES_FOR_CALLER();
	struct seq_operations *op = kmalloc(sizeof(*op), GFP_KERNEL_ACCOUNT);
	int err;

	if (!op)
		return -ENOMEM;
	op->start = single_start;
	op->next = single_next;
	op->stop = single_stop;
	op->show = show;
	err = seq_open(file, op);
	if (err)
		kfree(op);
	else
		((struct seq_file *)file->private_data)->private = data;
	return err;
}
EXPORT_SYMBOL(single_open);

int single_open_size(struct file *file, int (*show)(struct seq_file *, void *), void *data,
		     size_t size)
{
	ALLOCATES_FOR_CALLER();
	char *buf = buf_alloc(size);
	int err;

	if (!buf)
		return -ENOMEM;
	err = single_open(file, show, data);
	if (err) {
		kvfree(buf);
		return err;
	}
	((struct seq_file *)file->private_data)->buf = buf;
	((struct seq_file *)file->private_data)->size = size;
	return 0;
}
EXPORT_SYMBOL(single_open_size);

int single_release(struct inode *inode, struct file *file)
{
	const struct seq_operations *op = ((struct seq_file *)file->private_data)->op;
	int res = seq_release(inode, file);

	kfree(op);
	return res;
}
EXPORT_SYMBOL(single_release);

/* ---- with private state ---- */

void *__seq_open_private(struct file *file, const struct seq_operations *ops, int psize)
{
	ALLOCATES_FOR_CALLER();
	void *private = kzalloc(psize, GFP_KERNEL_ACCOUNT);

	if (!private)
		return NULL;
	if (seq_open(file, ops) < 0) {
		kfree(private);
		return NULL;
	}
	((struct seq_file *)file->private_data)->private = private;
	return private;
}
EXPORT_SYMBOL(__seq_open_private);

int seq_open_private(struct file *file, const struct seq_operations *ops, int psize)
{
	ALLOCATES_FOR_CALLER();
	return __seq_open_private(file, ops, psize) ? 0 : -ENOMEM;
}
EXPORT_SYMBOL(seq_open_private);

int seq_release_private(struct inode *inode, struct file *file)
{
	struct seq_file *seq = file->private_data;

	kfree(seq->private);
	seq->private = NULL;
	return seq_release(inode, file);
}
EXPORT_SYMBOL(seq_release_private);
