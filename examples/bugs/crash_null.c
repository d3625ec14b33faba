/* SPDX-License-Identifier: MIT */
/* crash_null: the result of an allocation that cannot succeed is used unchecked. */
/* class: CWE-690 unchecked return value to NULL pointer dereference; CWE-476 */
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/slab.h>

struct table {
	u64 length;
	u64 slot[SZ_64M / 8];
};

static struct table *table;

static int __init null_init(void)
{
	table = kmalloc(sizeof(*table), GFP_KERNEL | __GFP_NOWARN);
#ifdef CONFIG_FIXED
	if (!table)
		return 0;
#endif
	WRITE_ONCE(table->length, 1); /* DEFECT: crash */
	return 0;
}

static void __exit null_exit(void)
{
	kfree(table);
}

module_init(null_init);
module_exit(null_exit);
MODULE_LICENSE("Dual MIT/GPL");
