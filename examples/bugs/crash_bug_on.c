/* SPDX-License-Identifier: MIT */
/* crash_bug_on: a recoverable condition is asserted. */
/* class: CWE-617 reachable assertion; "kernel BUG at" */
/* client: echo 12345 > /proc/limit || true */
#include <linux/bug.h>
#include <linux/module.h>
#include <linux/proc_fs.h>

static ssize_t limit_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
#ifdef CONFIG_FIXED
	if (count > 4)
		return -EINVAL;
#else
	BUG_ON(count > 4); /* DEFECT: bug */
#endif
	return count;
}

static const struct proc_ops limit_ops = {.proc_write = limit_write};

static int __init limit_init(void)
{
	return proc_create("limit", 0222, NULL, &limit_ops) ? 0 : -ENOMEM;
}

static void __exit limit_exit(void)
{
	remove_proc_entry("limit", NULL);
}

module_init(limit_init);
module_exit(limit_exit);
MODULE_LICENSE("Dual MIT/GPL");
