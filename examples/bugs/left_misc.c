/* SPDX-License-Identifier: MIT */
/* left_misc: a misc device stays registered with the operations of a module that has gone. */
/* class: CWE-672 operation on a resource after release: device node of an unloaded module */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static const struct file_operations fops = {.owner = THIS_MODULE, .llseek = noop_llseek};
static struct miscdevice misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "bug_misc",
	.fops = &fops,
};

static int __init left_init(void)
{
	return misc_register(&misc); /* DEFECT: left behind */
}

static void __exit left_exit(void)
{
#ifdef CONFIG_FIXED
	misc_deregister(&misc);
#endif
}

module_init(left_init);
module_exit(left_exit);
MODULE_LICENSE("Dual MIT/GPL");
