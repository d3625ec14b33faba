/* SPDX-License-Identifier: MIT */
/* usercopy_write: the writer's count decides how much is copied into a 48-byte name. */
/* class: CWE-787 out-of-bounds write; "usercopy: Kernel memory overwrite attempt detected" */
/* client: head -c 90 /dev/zero > /proc/name */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define SIZE 48

static char *name;

static ssize_t name_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	size_t n = count;

#ifdef CONFIG_FIXED
	n = min_t(size_t, n, SIZE);
#endif
	if (copy_from_user(name, buf, n)) /* DEFECT: usercopy */
		return -EFAULT;
	return count;
}

static const struct proc_ops name_ops = {.proc_write = name_write};

static int __init name_init(void)
{
	name = kzalloc(SIZE, GFP_KERNEL);
	if (!name)
		return -ENOMEM;
	if (proc_create("name", 0222, NULL, &name_ops))
		return 0;
	kfree(name);
	return -ENOMEM;
}

static void __exit name_exit(void)
{
	remove_proc_entry("name", NULL);
	kfree(name);
}

module_init(name_init);
module_exit(name_exit);
MODULE_LICENSE("Dual MIT/GPL");
