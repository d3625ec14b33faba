/* SPDX-License-Identifier: MIT */
/* infoleak_page: a page is filled for as long as there is something to say, and read whole. */
/* class: CWE-908 use of uninitialised resource: page copied to user memory */
/* client: cat /dev/page_status >/dev/null */
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

static ssize_t status_read(struct file *file, char __user *buf, size_t n, loff_t *pos)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	size_t len;

	if (!page)
		return -ENOMEM;
	len = scnprintf(page, PAGE_SIZE, "requests %d\n", 17);
#ifndef CONFIG_FIXED
	len = PAGE_SIZE;
#endif
	n = min_t(size_t, n, len - min_t(size_t, len, *pos));
	if (copy_to_user(buf, page + *pos, n)) { /* DEFECT: uninitialised memory */
		free_page((unsigned long)page);
		return -EFAULT;
	}
	free_page((unsigned long)page);
	*pos += n;
	return n;
}

static const struct file_operations fops = {
	.owner = THIS_MODULE,
	.read = status_read,
};

static struct miscdevice status = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "page_status",
	.fops = &fops,
};

module_misc_device(status);
MODULE_LICENSE("Dual MIT/GPL");
