/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

static int calls;

int provider_call(int x)
{
	calls++;
	return x + 1;
}
EXPORT_SYMBOL_GPL(provider_call);

int provider_value = 41;
EXPORT_SYMBOL(provider_value);

static int __init provider_init(void)
{
	pr_info("provider is there\n");
	return 0;
}

static void __exit provider_exit(void)
{
	pr_info("provider leaves after %d calls, refcount %d\n", calls,
		module_refcount(THIS_MODULE));
}

module_init(provider_init);
module_exit(provider_exit);
MODULE_LICENSE("Dual MIT/GPL");
