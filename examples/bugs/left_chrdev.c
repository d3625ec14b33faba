/* SPDX-License-Identifier: MIT */
/* left_chrdev: the device goes, its number stays. */
/* class: CWE-772 missing release of resource: chrdev region that stays in /proc/devices */
#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/module.h>

static const struct file_operations fops = {.owner = THIS_MODULE, .llseek = noop_llseek};
static struct cdev cdev;
static dev_t number;

static int __init left_init(void)
{
	int err = alloc_chrdev_region(&number, 0, 1, "bug_chrdev"); /* DEFECT: left behind */

	if (err)
		return err;
	cdev_init(&cdev, &fops);
	err = cdev_add(&cdev, number, 1);
	if (err)
		unregister_chrdev_region(number, 1);
	return err;
}

static void __exit left_exit(void)
{
	cdev_del(&cdev);
#ifdef CONFIG_FIXED
	unregister_chrdev_region(number, 1);
#endif
}

module_init(left_init);
module_exit(left_exit);
MODULE_LICENSE("Dual MIT/GPL");
