/* SPDX-License-Identifier: MIT */
/* crash_wild: an entry is taken off its list twice; the second time its links are poison. */
/* class: CWE-416/CWE-822 wild pointer; LIST_POISON dereference, "list_del corruption" */
#include <linux/list.h>
#include <linux/module.h>

static LIST_HEAD(list);
static LIST_HEAD(entry);

static int __init wild_init(void)
{
	list_add(&entry, &list);
	return 0;
}

static void __exit wild_exit(void)
{
	list_del(&entry);
#ifndef CONFIG_FIXED
	list_del(&entry); /* DEFECT: crash */
#endif
}

module_init(wild_init);
module_exit(wild_exit);
MODULE_LICENSE("Dual MIT/GPL");
