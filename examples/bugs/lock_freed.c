/* SPDX-License-Identifier: MIT */
/* lock_freed: an object goes while its mutex is held. */
/* class: lockdep "held lock freed!"; CWE-667 */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct unit {
	struct mutex lock;
	int users;
};

static struct unit *unit;

static int __init unit_init(void)
{
	unit = kzalloc(sizeof(*unit), GFP_KERNEL);
	if (!unit)
		return -ENOMEM;
	mutex_init(&unit->lock);
	return 0;
}

static void __exit unit_exit(void)
{
	mutex_lock(&unit->lock);
	unit->users = 0;
#ifdef CONFIG_FIXED
	mutex_unlock(&unit->lock);
#endif
	kfree(unit); /* DEFECT: live object freed */
}

module_init(unit_init);
module_exit(unit_exit);
MODULE_LICENSE("Dual MIT/GPL");
