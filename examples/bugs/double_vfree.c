/* SPDX-License-Identifier: MIT */
/* double_vfree: two owners of an area both free it. */
/* class: CWE-415 double free; "Trying to vfree() nonexistent vm area" */
#include <linux/module.h>
#include <linux/vmalloc.h>

static void *producer, *consumer;

static int __init area_init(void)
{
	producer = vmalloc(3 * PAGE_SIZE);
	if (!producer)
		return -ENOMEM;
	consumer = producer;
	return 0;
}

static void __exit area_exit(void)
{
	vfree(producer);
#ifndef CONFIG_FIXED
	vfree(consumer); /* DEFECT: double free */
#endif
}

module_init(area_init);
module_exit(area_exit);
MODULE_LICENSE("Dual MIT/GPL");
