/* SPDX-License-Identifier: MIT */
/* uaf_vmalloc: a table that grew is written by the address that it had before. */
/* class: CWE-416 use after free of a vmalloc area; "unable to handle page fault" */
#include <linux/module.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

static int *table;

static int grow(size_t from, size_t to)
{
	int *larger = vzalloc(to);

	if (!larger)
		return -ENOMEM;
	memcpy(larger, table, from);
	vfree(table);
	table = larger;
	return 0;
}

static int __init table_init(void)
{
	int *cursor, err;

	table = vzalloc(8192);
	if (!table)
		return -ENOMEM;
	cursor = table + 100;
	err = grow(8192, 16384);
	if (err)
		return err;
#ifdef CONFIG_FIXED
	cursor = table + 100;
#endif
	WRITE_ONCE(*cursor, 1); /* DEFECT: use after free */
	return 0;
}

static void __exit table_exit(void)
{
	vfree(table);
}

module_init(table_init);
module_exit(table_exit);
MODULE_LICENSE("Dual MIT/GPL");
