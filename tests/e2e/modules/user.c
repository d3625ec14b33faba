/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

extern int provider_call(int x);
extern int provider_value;

static int __init user_init(void)
{
	int (*late)(int) = symbol_get(provider_call);

	pr_info("user: %d %d\n", provider_call(provider_value), late ? late(1) : -1);
	if (late)
		symbol_put(provider_call);
	pr_info("user: nothing called no_such: %d\n", __symbol_get("no_such") == NULL);
	return 0;
}

static void __exit user_exit(void)
{
	pr_info("user leaves\n");
}

module_init(user_init);
module_exit(user_exit);
MODULE_LICENSE("Dual MIT/GPL");
