/* SPDX-License-Identifier: MIT */
/* double_free_percpu: the counters are freed by reset and again by exit. */
/* class: CWE-415 double free: per-CPU area */
#include <linux/module.h>
#include <linux/percpu.h>

static int __percpu *counters;

static int __init counters_init(void)
{
	counters = alloc_percpu(int);
	return counters ? 0 : -ENOMEM;
}

static void __exit counters_exit(void)
{
	free_percpu(counters);
#ifndef CONFIG_FIXED
	free_percpu(counters); /* DEFECT: double free */
#endif
}

module_init(counters_init);
module_exit(counters_exit);
MODULE_LICENSE("Dual MIT/GPL");
