/* SPDX-License-Identifier: MIT */
/* left_notifier: a chain keeps a function of a module that has gone. */
/* class: CWE-672 operation on a resource after release: notifier block left registered */
#include <linux/module.h>
#include <linux/notifier.h>

static int notify(struct notifier_block *nb, unsigned long action, void *data)
{
	return NOTIFY_DONE;
}

static struct notifier_block block = {.notifier_call = notify};

static int __init left_init(void)
{
	return register_module_notifier(&block); /* DEFECT: left behind */
}

static void __exit left_exit(void)
{
#ifdef CONFIG_FIXED
	unregister_module_notifier(&block);
#endif
}

module_init(left_init);
module_exit(left_exit);
MODULE_LICENSE("Dual MIT/GPL");
