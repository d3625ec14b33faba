/* SPDX-License-Identifier: MIT */
/* asan_read_freed: the loop reads the link of an entry that it has freed. */
/* class: CWE-416 use after free, read; KASAN slab-use-after-free Read (list_for_each_entry) */
/* options: --asan */
#include <linux/module.h>
#include <linux/slab.h>

struct node {
	struct node *next;
	int value;
};

static struct node *head;

static int push(int value)
{
	struct node *n = kmalloc(sizeof(*n), GFP_KERNEL);

	if (!n)
		return -ENOMEM;
	n->value = value;
	n->next = head;
	head = n;
	return 0;
}

static int __init list_init(void)
{
	return push(1);
}

static void __exit list_exit(void)
{
	struct node *n = head;

#ifdef CONFIG_FIXED
	head = READ_ONCE(n->next);
	kfree(n);
#else
	kfree(n);
	head = READ_ONCE(n->next); /* DEFECT: use after free */
#endif
}

module_init(list_init);
module_exit(list_exit);
MODULE_LICENSE("Dual MIT/GPL");
