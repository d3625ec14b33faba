/* SPDX-License-Identifier: MIT */
/* left_proc: of two proc entries one is removed. */
/* class: CWE-772 missing release of resource: a /proc entry that calls into an unloaded module */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>

static int show(struct seq_file *m, void *v)
{
	seq_puts(m, "fine\n");
	return 0;
}

static int __init left_init(void)
{
	if (!proc_create_single("bug_status", 0, NULL, show))
		return -ENOMEM;
	if (!proc_create_single("bug_detail", 0, NULL, show)) { /* DEFECT: left behind */
		remove_proc_entry("bug_status", NULL);
		return -ENOMEM;
	}
	return 0;
}

static void __exit left_exit(void)
{
	remove_proc_entry("bug_status", NULL);
#ifdef CONFIG_FIXED
	remove_proc_entry("bug_detail", NULL);
#endif
}

module_init(left_init);
module_exit(left_exit);
MODULE_LICENSE("Dual MIT/GPL");
