/* SPDX-License-Identifier: MIT */
/* usercopy_read: the reader's count decides how much of a 64-byte object is copied out. */
/* class: CWE-125 out-of-bounds read; "usercopy: Kernel memory exposure attempt detected" */
/* client: head -c 100 /proc/blob */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define SIZE 64

static char *blob;

static ssize_t blob_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	if (*pos)
		return 0;
#ifdef CONFIG_FIXED
	count = min_t(size_t, count, SIZE);
#else
	count = min_t(size_t, count, 2 * SIZE);
#endif
	if (copy_to_user(buf, blob, count)) /* DEFECT: usercopy */
		return -EFAULT;
	*pos += count;
	return count;
}

static const struct proc_ops blob_ops = {.proc_read = blob_read};

static int __init blob_init(void)
{
	blob = kzalloc(SIZE, GFP_KERNEL);
	if (!blob)
		return -ENOMEM;
	if (proc_create("blob", 0444, NULL, &blob_ops))
		return 0;
	kfree(blob);
	return -ENOMEM;
}

static void __exit blob_exit(void)
{
	remove_proc_entry("blob", NULL);
	kfree(blob);
}

module_init(blob_init);
module_exit(blob_exit);
MODULE_LICENSE("Dual MIT/GPL");
