/* SPDX-License-Identifier: MIT */
/* leak_vmalloc: a table is built, and used, and left. */
/* class: CWE-401 missing release of memory: vmalloc area */
#include <linux/module.h>
#include <linux/vmalloc.h>

static unsigned long sum;

static int __init table_init(void)
{
	unsigned long n = 4096, i;
	unsigned long *table = vzalloc(n * sizeof(*table)); /* DEFECT: leak */

	if (!table)
		return -ENOMEM;
	for (i = 1; i < n; i++)
		table[i] = table[i - 1] + i;
	sum = table[n - 1];
#ifdef CONFIG_FIXED
	vfree(table);
#endif
	return 0;
}

static void __exit table_exit(void)
{
	pr_info("sum %lu\n", sum);
}

module_init(table_init);
module_exit(table_exit);
MODULE_LICENSE("Dual MIT/GPL");
