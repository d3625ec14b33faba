/* SPDX-License-Identifier: MIT */
/*
 * Files of sysfs: one value a file.
 *
 * Reading from position 0, or from where the last read did not end, calls show, into a zeroed
 * page that the open file keeps; reads that go on go on in that text. Writing calls store with what
 * this one write brought, cut to a page, NUL-terminated. Binary attributes are given position and
 * length, a page at a time.
 *
 * Poll: a file whose attribute was notified since it was last read is ready with
 * EPOLLERR | EPOLLPRI beside the usual mask; a file that was never read counts as notified.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "sysfs.h"

struct sysfs_open {
	struct kernfs_node *kn;
	struct mutex mutex; /* page, count */
	char *page;
	size_t count;
	loff_t next;	   /* where the last read ended: a read elsewhere calls show again */
	unsigned int seen; /* kn->events at the last read */
};

static const struct sysfs_ops *ops_of(struct kernfs_node *kn)
{
	return kn->kobj->ktype ? kn->kobj->ktype->sysfs_ops : NULL;
}

static bool can_read(struct kernfs_node *kn)
{
	if (kn->bin)
		return kn->bin->read;
	return ops_of(kn) && ops_of(kn)->show;
}

static bool can_write(struct kernfs_node *kn)
{
	if (kn->bin)
		return kn->bin->write;
	return ops_of(kn) && ops_of(kn)->store;
}

static int sysfs_open_file(struct inode *inode, struct file *file)
{
	struct kernfs_node *kn =
		container_of(fs_node_of(file->f_path.dentry), struct kernfs_node, node);
	struct sysfs_open *so;

	/* Even root cannot open an attribute in a way that it does not have. */
	if ((file->f_mode & FMODE_WRITE) && (!(inode->i_mode & S_IWUGO) || !can_write(kn)))
		return -EACCES;
	if ((file->f_mode & FMODE_READ) && (!(inode->i_mode & S_IRUGO) || !can_read(kn)))
		return -EACCES;
	if (READ_ONCE(kn->node.gate.dead))
		return -ENODEV;
	so = kzalloc(sizeof(*so), GFP_KERNEL);
	if (!so)
		return -ENOMEM;
	so->kn = kn;
	mutex_init(&so->mutex);
	/* One less: a fresh file counts as notified once there is anything to see. */
	so->seen = kn->events - 1;
	file->private_data = so;
	return 0;
}

static int sysfs_release_file(struct inode *inode, struct file *file)
{
	struct sysfs_open *so = file->private_data;

	free_page((unsigned long)so->page);
	kfree(so);
	return 0;
}

/* => so->mutex. Call show. */
static ssize_t fill(struct sysfs_open *so)
{
	struct kernfs_node *kn = so->kn;
	ssize_t n;

	if (!so->page)
		so->page = (char *)__get_free_page(GFP_KERNEL);
	if (!so->page)
		return -ENOMEM;
	memset(so->page, 0, PAGE_SIZE);
	if (!fs_gate_enter(&kn->node.gate))
		return -ENODEV;
	so->seen = kn->events;
	n = ops_of(kn)->show(kn->kobj, (struct attribute *)kn->attr, so->page);
	if (n >= (ssize_t)PAGE_SIZE) {
		pr_err("fill_read_buffer: %ps returned bad count\n", ops_of(kn)->show);
		n = PAGE_SIZE - 1;
	}
	fs_gate_leave(&kn->node.gate);
	so->count = n >= 0 ? n : 0;
	return n < 0 ? n : 0;
}

static ssize_t sysfs_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct sysfs_open *so = file->private_data;
	ssize_t ret = 0;

	mutex_lock(&so->mutex);
	if (*ppos == 0 || *ppos != so->next)
		ret = fill(so);
	so->next = 0;
	if (!ret) {
		ret = simple_read_from_buffer(buf, count, ppos, so->page, so->count);
		so->next = *ppos;
	}
	mutex_unlock(&so->mutex);
	return ret;
}

static ssize_t sysfs_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct sysfs_open *so = file->private_data;
	struct kernfs_node *kn = so->kn;
	size_t len = min_t(size_t, count, PAGE_SIZE);
	ssize_t ret;
	char *text;

	text = kmalloc(len + 1, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	if (copy_from_user(text, buf, len)) {
		kfree(text);
		return -EFAULT;
	}
	text[len] = '\0';
	mutex_lock(&so->mutex);
	if (!len) {
		ret = 0;
	} else if (!fs_gate_enter(&kn->node.gate)) {
		ret = -ENODEV;
	} else {
		ret = ops_of(kn)->store(kn->kobj, (struct attribute *)kn->attr, text, len);
		fs_gate_leave(&kn->node.gate);
	}
	mutex_unlock(&so->mutex);
	if (ret > 0)
		*ppos += ret;
	kfree(text);
	return ret;
}

static __poll_t sysfs_poll(struct file *file, struct poll_table_struct *table)
{
	struct sysfs_open *so = file->private_data;

	poll_wait(file, &so->kn->poll, table);
	if (READ_ONCE(so->kn->node.gate.dead) || so->seen != READ_ONCE(so->kn->events))
		return DEFAULT_POLLMASK | EPOLLERR | EPOLLPRI;
	return DEFAULT_POLLMASK;
}

const struct file_operations sysfs_file_fops = {
	.llseek = generic_file_llseek,
	.read = sysfs_read,
	.write = sysfs_write,
	.open = sysfs_open_file,
	.release = sysfs_release_file,
	.poll = sysfs_poll,
	.fsync = noop_fsync,
};

/* ---- binary attributes ---- */

/* How much of [@pos, @pos + @count) is inside the attribute; a size of 0 has no end. */
static size_t bin_room(const struct bin_attribute *bin, loff_t pos, size_t count)
{
	count = min_t(size_t, count, PAGE_SIZE);
	if (!bin->size)
		return count;
	if (pos >= (loff_t)bin->size)
		return 0;
	return min_t(size_t, count, bin->size - pos);
}

static ssize_t bin_move(struct file *file, char *page, loff_t pos, size_t n, bool write)
{
	struct kernfs_node *kn = ((struct sysfs_open *)file->private_data)->kn;
	struct bin_attribute *bin = (struct bin_attribute *)kn->bin;
	ssize_t ret;

	if (!fs_gate_enter(&kn->node.gate))
		return -ENODEV;
	ret = write ? bin->write(file, kn->kobj, bin, page, pos, n)
		    : bin->read(file, kn->kobj, bin, page, pos, n);
	fs_gate_leave(&kn->node.gate);
	return ret;
}

static ssize_t bin_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct sysfs_open *so = file->private_data;
	size_t n = bin_room(so->kn->bin, *ppos, count);
	ssize_t ret;
	char *page;

	if (!n)
		return 0;
	page = (char *)get_zeroed_page(GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	mutex_lock(&so->mutex);
	ret = bin_move(file, page, *ppos, n, false);
	mutex_unlock(&so->mutex);
	if (ret > 0 && copy_to_user(buf, page, ret))
		ret = -EFAULT;
	if (ret > 0)
		*ppos += ret;
	free_page((unsigned long)page);
	return ret;
}

static ssize_t bin_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct sysfs_open *so = file->private_data;
	size_t n = bin_room(so->kn->bin, *ppos, count);
	ssize_t ret;
	char *page;

	if (so->kn->bin->size && *ppos >= (loff_t)so->kn->bin->size && count)
		return -EFBIG;
	if (!n)
		return 0;
	page = (char *)get_zeroed_page(GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	mutex_lock(&so->mutex);
	ret = copy_from_user(page, buf, n) ? -EFAULT : bin_move(file, page, *ppos, n, true);
	mutex_unlock(&so->mutex);
	if (ret > 0)
		*ppos += ret;
	free_page((unsigned long)page);
	return ret;
}

const struct file_operations sysfs_bin_fops = {
	.llseek = generic_file_llseek,
	.read = bin_read,
	.write = bin_write,
	.open = sysfs_open_file,
	.release = sysfs_release_file,
	.fsync = noop_fsync,
};

/* ---- what show functions print with ---- */

int sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	if (WARN(!buf || offset_in_page(buf), "invalid sysfs_emit: buf:%p\n", buf))
		return 0;
	va_start(args, fmt);
	len = vscnprintf(buf, PAGE_SIZE, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL_GPL(sysfs_emit);

int sysfs_emit_at(char *buf, int at, const char *fmt, ...)
{
	va_list args;
	int len;

	if (WARN(!buf || offset_in_page(buf) || at < 0 || at >= PAGE_SIZE,
		 "invalid sysfs_emit_at: buf:%p at:%d\n", buf, at))
		return 0;
	va_start(args, fmt);
	len = vscnprintf(buf + at, PAGE_SIZE - at, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL_GPL(sysfs_emit_at);
