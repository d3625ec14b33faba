/* SPDX-License-Identifier: MIT */
/* left_debugfs: a debugfs file shows a variable of a module that has gone. */
/* class: CWE-772 missing release of resource: debugfs entry with data of an unloaded module */
#include <linux/debugfs.h>
#include <linux/module.h>

static struct dentry *dir;
static u32 level = 3;

static int __init left_init(void)
{
	dir = debugfs_create_dir("bug_debugfs", NULL); /* DEFECT: left behind */
	debugfs_create_u32("level", 0444, dir, &level);
	return 0;
}

static void __exit left_exit(void)
{
#ifdef CONFIG_FIXED
	debugfs_remove_recursive(dir);
#endif
}

module_init(left_init);
module_exit(left_exit);
MODULE_LICENSE("Dual MIT/GPL");
