/* SPDX-License-Identifier: MIT */
/* Init code and data used after init: they are gone. what=data reads, what=code calls. */
#include <linux/module.h>

static char *what = "data";
module_param(what, charp, 0444);

static int table[4] __initdata = {1, 2, 3, 4};
static int *table_later;
static int (*code_later)(void);

static noinline int __init one(void)
{
	return 1;
}

static int __init initmem_init(void)
{
	table_later = table;
	code_later = one;
	return table[0] == one() ? 0 : -EINVAL;
}

static void __exit initmem_exit(void)
{
	if (strcmp(what, "data") == 0)
		pr_info("%d\n", READ_ONCE(table_later[1]));
	if (strcmp(what, "code") == 0)
		pr_info("%d\n", READ_ONCE(code_later)());
}

module_init(initmem_init);
module_exit(initmem_exit);
MODULE_LICENSE("Dual MIT/GPL");
