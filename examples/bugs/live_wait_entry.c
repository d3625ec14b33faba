/* SPDX-License-Identifier: MIT */
/* live_wait_entry: a listener is freed that still stands on the wait queue of what it listens to.
 */
/* class: CWE-416 use after free: wait queue entry (as CVE-2019-2215, binder and epoll) */
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait.h>

struct listener {
	int heard;
	struct wait_queue_entry entry;
};

static DECLARE_WAIT_QUEUE_HEAD(events);

static int hear(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	container_of(entry, struct listener, entry)->heard++;
	return 0;
}

static int __init listener_init(void)
{
	struct listener *l = kzalloc(sizeof(*l), GFP_KERNEL);

	if (!l)
		return -ENOMEM;
	init_waitqueue_func_entry(&l->entry, hear);
	add_wait_queue(&events, &l->entry);
	wake_up(&events);
	pr_info("heard %d\n", l->heard);
#ifdef CONFIG_FIXED
	remove_wait_queue(&events, &l->entry);
#endif
	kfree(l); /* DEFECT: live object freed */
	return 0;
}

static void __exit listener_exit(void)
{
	wake_up(&events);
}

module_init(listener_init);
module_exit(listener_exit);
MODULE_LICENSE("Dual MIT/GPL");
