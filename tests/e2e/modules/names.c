/* SPDX-License-Identifier: MIT */
/* What an address is called: %pS, kallsyms, canonical addresses. */
#include <linux/kallsyms.h>
#include <linux/module.h>

static noinline void somewhere(void)
{
	pr_info("names: from %ps\n", __builtin_return_address(0));
}

static int __init names_init(void)
{
	char text[KSYM_SYMBOL_LEN];

	sprint_symbol(text, (unsigned long)somewhere);
	pr_info("names: %s\n", text);
	pr_info("names: %pS\n", sprint_symbol);
	somewhere();
	pr_info("names: at %px\n", THIS_MODULE->core_layout.base);
	return 0;
}

static void __exit names_exit(void)
{
}

module_init(names_init);
module_exit(names_exit);
MODULE_LICENSE("Dual MIT/GPL");
