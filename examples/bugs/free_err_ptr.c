/* SPDX-License-Identifier: MIT */
/* free_err_ptr: the caller frees what it was given, also when that is an error. */
/* class: CWE-763 release of invalid pointer: kfree(ERR_PTR()) (Smatch, many stable fixes) */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/slab.h>

static void *load(size_t size)
{
	return size > 64 ? ERR_PTR(-E2BIG) : kmalloc(size, GFP_KERNEL);
}

static int __init load_init(void)
{
	void *p = load(100);

#ifdef CONFIG_FIXED
	if (!IS_ERR(p))
		kfree(p);
#else
	kfree(p); /* DEFECT: bad free */
#endif
	return 0;
}

static void __exit load_exit(void)
{
}

module_init(load_init);
module_exit(load_exit);
MODULE_LICENSE("Dual MIT/GPL");
