/* SPDX-License-Identifier: MIT */
/* infoleak_vmalloc: a table from vmalloc is read whole before all of it is filled. */
/* class: CWE-908 use of uninitialised resource: vmalloc area copied to user memory */
/* client: cat /dev/table_status >/dev/null */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

static ssize_t status_read(struct file *file, char __user *buf, size_t n, loff_t *pos)
{
	char *table = vmalloc(PAGE_SIZE);
	size_t len;

	if (!table)
		return -ENOMEM;
	len = scnprintf(table, PAGE_SIZE, "requests %d\n", 17);
#ifndef CONFIG_FIXED
	len = PAGE_SIZE;
#endif
	n = min_t(size_t, n, len - min_t(size_t, len, *pos));
	if (copy_to_user(buf, table + *pos, n)) { /* DEFECT: uninitialised memory */
		vfree(table);
		return -EFAULT;
	}
	vfree(table);
	*pos += n;
	return n;
}

static const struct file_operations fops = {
	.owner = THIS_MODULE,
	.read = status_read,
};

static struct miscdevice status = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "table_status",
	.fops = &fops,
};

module_misc_device(status);
MODULE_LICENSE("Dual MIT/GPL");
