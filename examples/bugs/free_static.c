/* SPDX-License-Identifier: MIT */
/* free_static: the built-in default is freed like a configured value. */
/* class: CWE-590 free of memory not on the heap: module data */
#include <linux/module.h>
#include <linux/slab.h>

static char fallback[64] = "default";
static char *value = fallback;

static int __init value_init(void)
{
	pr_info("value %s\n", value);
	return 0;
}

static void __exit value_exit(void)
{
#ifdef CONFIG_FIXED
	if (value != fallback)
		kfree(value);
#else
	kfree(value); /* DEFECT: bad free */
#endif
}

module_init(value_init);
module_exit(value_exit);
MODULE_LICENSE("Dual MIT/GPL");
