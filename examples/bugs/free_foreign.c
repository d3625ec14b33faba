/* SPDX-License-Identifier: MIT */
/* free_foreign: a number that was never an address is freed. */
/* class: CWE-763 release of invalid pointer; uninitialised or corrupted pointer */
#include <linux/module.h>
#include <linux/slab.h>

static struct {
	unsigned long length;
	void *data;
} record = {.length = 64};

static int __init foreign_init(void)
{
#ifndef CONFIG_FIXED
	memset(&record, 0x41, sizeof(record));
#endif
	return 0;
}

static void __exit foreign_exit(void)
{
	kfree(record.data); /* DEFECT: bad free */
}

module_init(foreign_init);
module_exit(foreign_exit);
MODULE_LICENSE("Dual MIT/GPL");
