/* SPDX-License-Identifier: MIT */
/* lock_not_held: the error path releases a spinlock that was released before. */
/* class: CWE-765 multiple unlocks of a critical resource; lockdep "bad unlock balance detected" */
#include <linux/module.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(lock);
static int used = 4;

static int take(int limit)
{
	int err = 0;

	spin_lock(&lock);
	if (used >= limit) {
		err = -ENOSPC;
#ifdef CONFIG_FIXED
		goto out;
#else
		spin_unlock(&lock);
		goto out;
#endif
	}
	used++;
out:
	spin_unlock(&lock); /* DEFECT: locking */
	return err;
}

static int __init take_init(void)
{
	return take(4) == -ENOSPC ? 0 : -EINVAL;
}

static void __exit take_exit(void)
{
}

module_init(take_init);
module_exit(take_exit);
MODULE_LICENSE("Dual MIT/GPL");
