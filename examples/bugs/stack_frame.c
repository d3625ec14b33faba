/* SPDX-License-Identifier: MIT */
/* stack_frame: a table of 40 KiB is a local variable. */
/* class: CWE-121/CWE-770 frame larger than the kernel stack; VMAP_STACK guard page */
#include <linux/module.h>
#include <linux/string.h>

#ifdef CONFIG_FIXED
#define SIZE 2048
#else
#define SIZE 40960
#endif

static noinline int fill(int seed) /* DEFECT(--asan): stack overflow */
{
	volatile u8 table[SIZE]; /* DEFECT: stack overflow */
	int i, sum = 0;

	for (i = SIZE - 1; i >= 0; i--)
		table[i] = seed + i;
	for (i = 0; i < SIZE; i++)
		sum += table[i];
	return sum;
}

static int __init fill_init(void)
{
	pr_info("sum %d\n", fill(1));
	return 0;
}

static void __exit fill_exit(void)
{
}

module_init(fill_init);
module_exit(fill_exit);
MODULE_LICENSE("Dual MIT/GPL");
