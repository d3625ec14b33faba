/* SPDX-License-Identifier: MIT */
/*
 * /dev/kmsg: the machine's log, as dmesg reads it. A read gives one record,
 *
 *	level,number,microseconds,-;text
 *
 * and moves on; at the end it waits for the next one (O_NONBLOCK: -EAGAIN). A write adds a line,
 * with a level if it begins with "<N>". Seeking goes to either end of the log.
 * (Documentation/ABI/testing/dev-kmsg; the log itself is kernel/printk.c.)
 */
#include "views.h"

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/major.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "kernel/printk.h"

#define KMSG_MINOR 11
#define TEXT_MAX   1024
/* A byte that is not printed becomes four characters. */
#define RECORD_MAX (TEXT_MAX * 4 + 64)

struct kmsg_reader {
	struct mutex lock; /* one read at a time: guards all below */
	struct log_cursor cursor;
	char text[TEXT_MAX];
	char record[RECORD_MAX];
};

static struct class *mem_class;
static bool registered;

static int kmsg_open(struct inode *inode, struct file *file)
{
	struct kmsg_reader *r;

	if (iminor(inode) != KMSG_MINOR)
		return -ENXIO;
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return -ENOMEM;
	mutex_init(&r->lock);
	file->private_data = r;
	return 0;
}

static int kmsg_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

/* Format the record; bytes that could be mistaken for its structure are escaped. */
static size_t kmsg_format(struct kmsg_reader *r, const struct log_record *rec)
{
	size_t n = scnprintf(r->record, RECORD_MAX, "%d,%llu,%llu,-;", rec->level, rec->seq,
			     rec->time_ns / NSEC_PER_USEC);
	const unsigned char *p;

	for (p = (const unsigned char *)r->text; *p; p++) {
		if (*p < ' ' || *p == 127 || *p == '\\')
			n += scnprintf(r->record + n, RECORD_MAX - n, "\\x%02x", *p);
		else
			r->record[n++] = *p;
	}
	r->record[n++] = '\n';
	return n;
}

/* Nobody tells when a line is logged (that may be in any context): look again after a while. */
static int kmsg_wait(struct file *file)
{
	if (file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	schedule_timeout_interruptible(HZ / 10);
	return signal_pending(current) ? -ERESTARTSYS : 0;
}

static ssize_t kmsg_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct kmsg_reader *r = file->private_data;
	struct log_record rec;
	struct log_cursor at;
	ssize_t n;
	int err;

	if (mutex_lock_interruptible(&r->lock))
		return -ERESTARTSYS;
	for (;;) {
		at = r->cursor;
		if (log_next(&at, &rec, r->text, TEXT_MAX))
			break;
		err = kmsg_wait(file);
		if (err) {
			mutex_unlock(&r->lock);
			return err;
		}
	}
	n = kmsg_format(r, &rec);
	if (n > count)
		n = -EINVAL; /* a record is read whole or not at all */
	else if (copy_to_user(buf, r->record, n))
		n = -EFAULT;
	else
		r->cursor = at;
	mutex_unlock(&r->lock);
	return n;
}

static ssize_t kmsg_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	char *text, *line;
	int level = LOGLEVEL_DEFAULT;

	if (count >= TEXT_MAX)
		return -EINVAL;
	text = memdup_user_nul(buf, count);
	if (IS_ERR(text))
		return PTR_ERR(text);
	line = text;
	if (line[0] == '<' && line[1] >= '0' && line[1] <= '7' && line[2] == '>') {
		level = line[1] - '0';
		line += 3;
	}
	if (level == LOGLEVEL_DEFAULT)
		printk("%s\n", line);
	else
		printk(KERN_SOH "%c%s\n", '0' + level, line);
	kfree(text);
	return count;
}

static loff_t kmsg_llseek(struct file *file, loff_t offset, int whence)
{
	struct kmsg_reader *r = file->private_data;
	struct log_record rec;

	if (offset)
		return -ESPIPE;
	if (whence != SEEK_SET && whence != SEEK_DATA && whence != SEEK_END)
		return -EINVAL;
	mutex_lock(&r->lock);
	if (whence == SEEK_END) {
		while (log_next(&r->cursor, &rec, r->text, TEXT_MAX))
			;
	} else {
		r->cursor.pos = 0;
	}
	mutex_unlock(&r->lock);
	return 0;
}

static const struct file_operations kmsg_fops = {
	.open = kmsg_open,
	.release = kmsg_release,
	.read = kmsg_read,
	.write = kmsg_write,
	.llseek = kmsg_llseek,
};

static char *kmsg_devnode(struct device *dev, umode_t *mode)
{
	if (mode)
		*mode = 0644;
	return NULL;
}

int proc_kmsg_init(void)
{
	struct device *dev;
	int err = register_chrdev(MEM_MAJOR, "mem", &kmsg_fops);

	if (err < 0)
		return err;
	registered = true;
	mem_class = class_create(NULL, "mem");
	if (IS_ERR(mem_class)) {
		err = PTR_ERR(mem_class);
		mem_class = NULL;
		return err;
	}
	mem_class->devnode = kmsg_devnode;
	dev = device_create(mem_class, NULL, MKDEV(MEM_MAJOR, KMSG_MINOR), NULL, "kmsg");
	return PTR_ERR_OR_ZERO(dev);
}

void proc_kmsg_exit(void)
{
	if (mem_class) {
		device_destroy(mem_class, MKDEV(MEM_MAJOR, KMSG_MINOR));
		class_destroy(mem_class);
	}
	mem_class = NULL;
	if (registered)
		unregister_chrdev(MEM_MAJOR, "mem");
	registered = false;
}
