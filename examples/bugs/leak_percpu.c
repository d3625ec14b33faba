/* SPDX-License-Identifier: MIT */
/* leak_percpu: the exit function forgets the per-CPU counters. */
/* class: CWE-401 missing release of memory: per-CPU area */
#include <linux/module.h>
#include <linux/percpu.h>

static u64 __percpu *hits;

static int __init hits_init(void)
{
	hits = alloc_percpu(u64); /* DEFECT: leak */
	if (!hits)
		return -ENOMEM;
	this_cpu_inc(*hits);
	return 0;
}

static void __exit hits_exit(void)
{
#ifdef CONFIG_FIXED
	free_percpu(hits);
#endif
}

module_init(hits_init);
module_exit(hits_exit);
MODULE_LICENSE("Dual MIT/GPL");
