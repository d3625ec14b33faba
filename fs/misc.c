/* SPDX-License-Identifier: MIT */
/*
 * Misc devices: drivers that need one minor and one node, sharing major 10.
 *
 * Minors that drivers do not choose come from 127 downwards; /proc/misc and misc_open search
 * one list, newest first, under misc_mutex.
 */
#include <linux/bitmap.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "lib/active.h"
#include "audit.h"
#include "fs.h"

#define DYNAMIC_MINORS 128

static LIST_HEAD(misc_list);
static DEFINE_MUTEX(misc_mutex);
static DECLARE_BITMAP(dynamic_minors, DYNAMIC_MINORS); /* bit n: minor 127 - n is taken */
static struct class *misc_class;

/* ---- /proc/misc ---- */

static void *misc_seq_start(struct seq_file *seq, loff_t *pos)
{
	mutex_lock(&misc_mutex);
	return seq_list_start(&misc_list, *pos);
}

static void *misc_seq_next(struct seq_file *seq, void *v, loff_t *pos)
{
	return seq_list_next(v, &misc_list, pos);
}

static void misc_seq_stop(struct seq_file *seq, void *v)
{
	mutex_unlock(&misc_mutex);
}

static int misc_seq_show(struct seq_file *seq, void *v)
{
	const struct miscdevice *p = list_entry(v, struct miscdevice, list);

	seq_printf(seq, "%3i %s\n", p->minor, p->name ? p->name : "");
	return 0;
}

static const struct seq_operations misc_seq_ops = {
	.start = misc_seq_start,
	.next = misc_seq_next,
	.stop = misc_seq_stop,
	.show = misc_seq_show,
};

/* ---- open ---- */

/* => misc_mutex */
static struct miscdevice *find_minor(int minor)
{
	struct miscdevice *c;

	list_for_each_entry (c, &misc_list, list)
		if (c->minor == minor)
			return c;
	return NULL;
}

static int misc_open(struct inode *inode, struct file *file)
{
	const struct file_operations *fops;
	struct miscdevice *c;
	int err = -ENODEV;

	mutex_lock(&misc_mutex);
	c = find_minor(iminor(inode));
	fops = c ? fops_get(c->fops) : NULL;
	if (fops) {
		file->private_data = c;
		replace_fops(file, fops);
		err = file->f_op->open ? file->f_op->open(inode, file) : 0;
	}
	mutex_unlock(&misc_mutex);
	return err;
}

static char *misc_devnode(struct device *dev, umode_t *mode)
{
	const struct miscdevice *c = dev_get_drvdata(dev);

	if (mode && c->mode)
		*mode = c->mode;
	return c->nodename ? kstrdup(c->nodename, GFP_KERNEL) : NULL;
}

static const struct file_operations misc_fops = {
	.open = misc_open,
	.llseek = noop_llseek,
};

/* ---- registration ---- */

/* => misc_mutex. Settle the minor; 0 or -EBUSY. */
static int take_minor(struct miscdevice *misc)
{
	int bit;

	if (misc->minor != MISC_DYNAMIC_MINOR)
		return find_minor(misc->minor) ? -EBUSY : 0;
	bit = find_first_zero_bit(dynamic_minors, DYNAMIC_MINORS);
	if (bit >= DYNAMIC_MINORS)
		return -EBUSY;
	misc->minor = DYNAMIC_MINORS - bit - 1;
	set_bit(bit, dynamic_minors);
	return 0;
}

static void give_minor(int minor)
{
	int bit = DYNAMIC_MINORS - minor - 1;

	if (bit >= 0 && bit < DYNAMIC_MINORS)
		clear_bit(bit, dynamic_minors);
}

int misc_register(struct miscdevice *misc)
{
	bool dynamic = misc->minor == MISC_DYNAMIC_MINOR;
	int err;

	INIT_LIST_HEAD(&misc->list);
	mutex_lock(&misc_mutex);
	err = take_minor(misc);
	if (!err) {
		misc->this_device = device_create_with_groups(misc_class, misc->parent,
							      MKDEV(MISC_MAJOR, misc->minor), misc,
							      misc->groups, "%s", misc->name);
		err = PTR_ERR_OR_ZERO(misc->this_device);
		if (err && dynamic) {
			give_minor(misc->minor);
			misc->minor = MISC_DYNAMIC_MINOR;
		}
	}
	/* At the head, so that of two the newer is found. */
	if (!err)
		list_add(&misc->list, &misc_list);
	mutex_unlock(&misc_mutex);
	if (!err)
		active_add(ACTIVE_MISC, misc, sizeof(*misc), NULL, _RET_IP_);
	return err;
}
EXPORT_SYMBOL(misc_register);

void misc_deregister(struct miscdevice *misc)
{
	if (WARN_ON(list_empty(&misc->list)))
		return;
	active_del(ACTIVE_MISC, misc);
	mutex_lock(&misc_mutex);
	list_del_init(&misc->list);
	device_destroy(misc_class, MKDEV(MISC_MAJOR, misc->minor));
	give_minor(misc->minor);
	mutex_unlock(&misc_mutex);
}
EXPORT_SYMBOL(misc_deregister);

/* A misc device is @mod's when its operations, or the struct itself, are. */
static struct miscdevice *find_owned(struct module *mod)
{
	struct miscdevice *c, *found = NULL;

	mutex_lock(&misc_mutex);
	list_for_each_entry (c, &misc_list, list) {
		if (c->fops->owner == mod || __module_address((unsigned long)c) == mod) {
			found = c;
			break;
		}
	}
	mutex_unlock(&misc_mutex);
	return found;
}

unsigned int misc_audit(struct module *mod)
{
	struct miscdevice *c;
	unsigned int n = 0;

	for (; (c = find_owned(mod)) != NULL; n++) {
		fs_audit_report(mod, ACTIVE_MISC, c, "misc device \"%s\" (minor %d)", c->name,
				c->minor);
		misc_deregister(c);
	}
	return n;
}

int misc_init(void)
{
	int err;

	misc_class = class_create(NULL, "misc");
	if (IS_ERR(misc_class))
		return PTR_ERR(misc_class);
	misc_class->devnode = misc_devnode;
	err = register_chrdev(MISC_MAJOR, "misc", &misc_fops);
	if (!err && !proc_create_seq("misc", 0, NULL, &misc_seq_ops))
		err = -ENOMEM;
	return err;
}

void misc_exit(void)
{
	remove_proc_entry("misc", NULL);
	unregister_chrdev(MISC_MAJOR, "misc");
	class_destroy(misc_class);
	misc_class = NULL;
	bitmap_zero(dynamic_minors, DYNAMIC_MINORS);
}
