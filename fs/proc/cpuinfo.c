/* SPDX-License-Identifier: MIT */
/*
 * /proc/cpuinfo: the virtual CPUs. Only what they have: a number, a place, the widths of the
 * addresses that the memory manager works with. They have no frequency and no feature flags.
 */
#include "views.h"

#include <linux/cpumask.h>
#include <linux/mmzone.h>
#include <linux/topology.h>

#define VIRTUAL_ADDRESS_BITS 48

static int cpuinfo_show(struct seq_file *m, void *v)
{
	int cpu;

	for_each_online_cpu (cpu) {
		int cores = nr_cpus_node(cpu_to_node(cpu));

		seq_printf(m, "processor\t: %d\n", cpu);
		seq_puts(m, "vendor_id\t: ferrite\n");
		seq_puts(m, "model name\t: ferrite virtual CPU\n");
		seq_printf(m, "physical id\t: %d\n", topology_physical_package_id(cpu));
		seq_printf(m, "siblings\t: %d\n", cores);
		seq_printf(m, "core id\t\t: %d\n", topology_core_id(cpu));
		seq_printf(m, "cpu cores\t: %d\n", cores);
		seq_printf(m, "address sizes\t: %d bits physical, %d bits virtual\n",
			   MAX_PHYSMEM_BITS, VIRTUAL_ADDRESS_BITS);
		seq_putc(m, '\n');
	}
	return 0;
}

const struct proc_view proc_view_cpuinfo = {.name = "cpuinfo", .show = cpuinfo_show};
