/* SPDX-License-Identifier: MIT */
/* The machine's sets of CPUs and nodes, and the searches in them that are not one instruction. */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/nodemask.h>
#include <linux/random.h>
#include <linux/topology.h>

unsigned int nr_cpu_ids = NR_CPUS;
EXPORT_SYMBOL(nr_cpu_ids);
struct cpumask __cpu_possible_mask;
EXPORT_SYMBOL(__cpu_possible_mask);
struct cpumask __cpu_online_mask;
EXPORT_SYMBOL(__cpu_online_mask);
struct cpumask __cpu_present_mask;
EXPORT_SYMBOL(__cpu_present_mask);
struct cpumask __cpu_active_mask;
EXPORT_SYMBOL(__cpu_active_mask);
struct cpumask __cpu_dying_mask;
EXPORT_SYMBOL(__cpu_dying_mask);
atomic_t __num_online_cpus;
EXPORT_SYMBOL(__num_online_cpus);
const cpumask_t cpu_all_mask_storage = {{~0UL}};
EXPORT_SYMBOL(cpu_all_mask_storage);
const cpumask_t cpu_none_mask_storage = {{0}};
EXPORT_SYMBOL(cpu_none_mask_storage);

#define BIT4(n)                                               \
	{1UL << (n)}, {1UL << ((n) + 1)}, {1UL << ((n) + 2)}, \
	{                                                     \
		1UL << ((n) + 3)                              \
	}
#define BIT16(n) BIT4(n), BIT4((n) + 4), BIT4((n) + 8), BIT4((n) + 12)
const unsigned long cpu_bit_bitmap[NR_CPUS][1] = {BIT16(0), BIT16(16), BIT16(32), BIT16(48)};
EXPORT_SYMBOL(cpu_bit_bitmap);

static void change(struct cpumask *mask, unsigned int cpu, bool in)
{
	if (in)
		cpumask_set_cpu(cpu, mask);
	else
		cpumask_clear_cpu(cpu, mask);
}

void set_cpu_possible(unsigned int cpu, bool possible)
{
	change(&__cpu_possible_mask, cpu, possible);
}

void set_cpu_present(unsigned int cpu, bool present)
{
	change(&__cpu_present_mask, cpu, present);
}

void set_cpu_online(unsigned int cpu, bool online)
{
	/* Each CPU does this for itself, so several may at once. */
	if (online && !cpumask_test_and_set_cpu(cpu, &__cpu_online_mask))
		atomic_inc(&__num_online_cpus);
	else if (!online && cpumask_test_and_clear_cpu(cpu, &__cpu_online_mask))
		atomic_dec(&__num_online_cpus);
}

void set_cpu_active(unsigned int cpu, bool active)
{
	change(&__cpu_active_mask, cpu, active);
}

void cpumask_reset(void)
{
	cpumask_clear(&__cpu_possible_mask);
	cpumask_clear(&__cpu_online_mask);
	cpumask_clear(&__cpu_present_mask);
	cpumask_clear(&__cpu_active_mask);
	cpumask_clear(&__cpu_dying_mask);
	atomic_set(&__num_online_cpus, 0);
	nr_cpu_ids = NR_CPUS;
}

unsigned int cpumask_next_wrap(int n, const struct cpumask *mask, int start, bool wrap)
{
	unsigned int next = cpumask_next(n, mask);

	if (wrap && n < start && next >= (unsigned int)start)
		return nr_cpu_ids;
	if (next < nr_cpu_ids)
		return next;
	if (wrap)
		return nr_cpu_ids;
	next = cpumask_first(mask);
	return next < (unsigned int)start ? next : nr_cpu_ids;
}
EXPORT_SYMBOL(cpumask_next_wrap);

unsigned int cpumask_any_but(const struct cpumask *mask, unsigned int cpu)
{
	unsigned int i = cpumask_first(mask);

	return i == cpu ? cpumask_next(i, mask) : i;
}
EXPORT_SYMBOL(cpumask_any_but);

unsigned int cpumask_nth(unsigned int n, const struct cpumask *mask)
{
	return find_nth_bit(mask->bits, NR_CPUS, n);
}
EXPORT_SYMBOL(cpumask_nth);

/* The @i-th online CPU, those of @node first. */
unsigned int cpumask_local_spread(unsigned int i, int node)
{
	struct cpumask near, far;
	unsigned int local;

	i %= num_online_cpus();
	if (node == NUMA_NO_NODE)
		return cpumask_nth(i, cpu_online_mask);
	cpumask_and(&near, cpu_online_mask, cpumask_of_node(node));
	cpumask_andnot(&far, cpu_online_mask, &near);
	local = cpumask_weight(&near);
	return i < local ? cpumask_nth(i, &near) : cpumask_nth(i - local, &far);
}
EXPORT_SYMBOL(cpumask_local_spread);

nodemask_t node_states[NR_NODE_STATES];
EXPORT_SYMBOL(node_states);
unsigned int nr_node_ids = MAX_NUMNODES;
EXPORT_SYMBOL(nr_node_ids);
unsigned int nr_online_nodes = 1;
EXPORT_SYMBOL(nr_online_nodes);

void nodemask_reset(void)
{
	for (int i = 0; i < NR_NODE_STATES; i++)
		nodes_clear(node_states[i]);
	nr_node_ids = MAX_NUMNODES;
	nr_online_nodes = 1;
}

int node_random(const nodemask_t *maskp)
{
	int w = nodes_weight(*maskp);

	return w ? (int)find_nth_bit(maskp->bits, MAX_NUMNODES, get_random_u32_below(w))
		 : NUMA_NO_NODE;
}
EXPORT_SYMBOL(node_random);
