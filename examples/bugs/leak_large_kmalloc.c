/* SPDX-License-Identifier: MIT */
/* leak_large_kmalloc: a resized buffer keeps the old one; both are too large for a slab. */
/* class: CWE-401 missing release of memory: large kmalloc, which has no slab cache */
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/slab.h>

static char *buffer;

static int resize(size_t size)
{
#ifdef CONFIG_FIXED
	kfree(buffer);
#endif
	buffer = kmalloc(size, GFP_KERNEL); /* DEFECT: leak */
	return buffer ? 0 : -ENOMEM;
}

static int __init resize_init(void)
{
	return resize(SZ_16K) ?: resize(SZ_32K);
}

static void __exit resize_exit(void)
{
	kfree(buffer);
}

module_init(resize_init);
module_exit(resize_exit);
MODULE_LICENSE("Dual MIT/GPL");
