/* SPDX-License-Identifier: MIT */
/* asan_global: a message table is indexed by a state that has no message. */
/* class: CWE-125 out-of-bounds read of a global; KASAN global-out-of-bounds */
/* options: --asan */
#include <linux/module.h>

static volatile u32 weight[3] = {1, 2, 3};

static int __init global_init(void)
{
	volatile unsigned int state = 3;

#ifdef CONFIG_FIXED
	state--;
#endif
	pr_info("weight %u\n", weight[state]); /* DEFECT: out of bounds */
	return 0;
}

static void __exit global_exit(void)
{
}

module_init(global_init);
module_exit(global_exit);
MODULE_LICENSE("Dual MIT/GPL");
