/* SPDX-License-Identifier: MIT */
/* sleep_gfp_in_spinlock: an entry is allocated with GFP_KERNEL under the lock of its list. */
/* class: "BUG: sleeping function called from invalid context": allocation under a spinlock */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct entry {
	struct list_head link;
};

static LIST_HEAD(entries);
static DEFINE_SPINLOCK(lock);

static int __init gfp_init(void)
{
	struct entry *e;

	spin_lock(&lock);
#ifdef CONFIG_FIXED
	e = kmalloc(sizeof(*e), GFP_ATOMIC);
#else
	e = kmalloc(sizeof(*e), GFP_KERNEL); /* DEFECT: sleep in atomic context */
#endif
	if (e)
		list_add(&e->link, &entries);
	spin_unlock(&lock);
	return e ? 0 : -ENOMEM;
}

static void __exit gfp_exit(void)
{
	kfree(list_first_entry(&entries, struct entry, link));
}

module_init(gfp_init);
module_exit(gfp_exit);
MODULE_LICENSE("Dual MIT/GPL");
