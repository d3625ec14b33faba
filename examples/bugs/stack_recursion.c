/* SPDX-License-Identifier: MIT */
/* stack_recursion: a tree that is as deep as its input makes it is walked by recursion. */
/* class: CWE-674 uncontrolled recursion; "stack guard page was hit" */
#include <linux/module.h>

static noinline int depth_of(const volatile int *left) /* DEFECT: stack overflow */
{
	volatile char frame[200];

	frame[0] = 1; /* DEFECT: stack overflow */
	if (*left == 0)
		return 0;
	(*(volatile int *)left)--;
	return depth_of(left) + frame[0]; /* DEFECT: stack overflow */
}

static int __init depth_init(void)
{
#ifdef CONFIG_FIXED
	volatile int left = 10;
#else
	volatile int left = 1000;
#endif

	pr_info("depth %d\n", depth_of(&left));
	return 0;
}

static void __exit depth_exit(void)
{
}

module_init(depth_init);
module_exit(depth_exit);
MODULE_LICENSE("Dual MIT/GPL");
