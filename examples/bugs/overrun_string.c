/* SPDX-License-Identifier: MIT */
/* overrun_string: room for the letters, none for the terminator. */
/* class: CWE-170/CWE-131 missing room for the null terminator */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

static char *copy;

static int __init string_init(void)
{
	const char *name = "0123456789abcdef";
	size_t size = strlen(name);

#ifdef CONFIG_FIXED
	size++;
#endif
	copy = kmalloc(size, GFP_KERNEL); /* DEFECT: overrun */
	if (!copy)
		return -ENOMEM;
	strcpy(copy, name); /* DEFECT(--asan): out of bounds */
	return 0;
}

static void __exit string_exit(void)
{
	kfree(copy);
}

module_init(string_init);
module_exit(string_exit);
MODULE_LICENSE("Dual MIT/GPL");
