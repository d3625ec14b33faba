/* SPDX-License-Identifier: MIT */
/* leak_list: the loop that empties a list deletes its entries from it, but frees none. */
/* class: CWE-401 missing release of memory: several objects of one place */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>

struct entry {
	struct list_head link;
	int value;
};

static LIST_HEAD(entries);

static int add(int value)
{
	struct entry *e = kmalloc(sizeof(*e), GFP_KERNEL); /* DEFECT: leak */

	if (!e)
		return -ENOMEM;
	e->value = value;
	list_add_tail(&e->link, &entries);
	return 0;
}

static int __init list_init(void)
{
	return add(1) ?: add(2) ?: add(3);
}

static void __exit list_exit(void)
{
	struct entry *e, *next;

	list_for_each_entry_safe (e, next, &entries, link) {
		list_del(&e->link);
#ifdef CONFIG_FIXED
		kfree(e);
#endif
	}
}

module_init(list_init);
module_exit(list_exit);
MODULE_LICENSE("Dual MIT/GPL");
