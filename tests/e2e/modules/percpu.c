/* SPDX-License-Identifier: MIT */
/* Static per-CPU variables of a module: every CPU's copy starts alike and is its own. */
#include <linux/module.h>
#include <linux/percpu.h>

static DEFINE_PER_CPU(int, counter) = 7;
static DEFINE_PER_CPU(long[3], triple) = {1, 2, 3};
DEFINE_PER_CPU(unsigned long, shared_counter);
EXPORT_PER_CPU_SYMBOL(shared_counter);

static int __init percpu_init_test(void)
{
	int cpu, sum = 0;

	for_each_possible_cpu (cpu) {
		if (per_cpu(counter, cpu) != 7 || per_cpu(triple, cpu)[2] != 3)
			return -EINVAL;
		per_cpu(counter, cpu) += cpu;
	}
	for_each_possible_cpu (cpu)
		sum += per_cpu(counter, cpu);
	this_cpu_inc(shared_counter);
	pr_info("percpu: sum %d on %d CPUs, here %d\n", sum, num_possible_cpus(),
		this_cpu_read(counter));
	return 0;
}

static void __exit percpu_exit_test(void)
{
}

module_init(percpu_init_test);
module_exit(percpu_exit_test);
MODULE_LICENSE("Dual MIT/GPL");
