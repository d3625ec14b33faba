/* SPDX-License-Identifier: MIT */
/* infoleak_padding: each member is set, but not the hole that the compiler leaves after the first.
 */
/* class: CWE-200/CWE-908 KMSAN infoleak: structure padding copied to user (as CVE-2010-3876) */
/* client: cat /proc/stamp */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct stamp {
	u8 kind; /* seven bytes of padding follow */
	u64 when;
};

static ssize_t stamp_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct stamp *s;
	ssize_t n = sizeof(*s);

	if (*pos || count < sizeof(*s))
		return 0;
#ifdef CONFIG_FIXED
	s = kzalloc(sizeof(*s), GFP_KERNEL);
#else
	s = kmalloc(sizeof(*s), GFP_KERNEL);
#endif
	if (!s)
		return -ENOMEM;
	s->kind = 1;
	s->when = 2;
	if (copy_to_user(buf, s, sizeof(*s))) /* DEFECT: uninitialised memory */
		n = -EFAULT;
	else
		*pos = n;
	kfree(s);
	return n;
}

static const struct proc_ops stamp_ops = {.proc_read = stamp_read};

static int __init stamp_init(void)
{
	return proc_create("stamp", 0444, NULL, &stamp_ops) ? 0 : -ENOMEM;
}

static void __exit stamp_exit(void)
{
	remove_proc_entry("stamp", NULL);
}

module_init(stamp_init);
module_exit(stamp_exit);
MODULE_LICENSE("Dual MIT/GPL");
