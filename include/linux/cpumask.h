/* SPDX-License-Identifier: MIT */
/*
 * Sets of CPUs. NR_CPUS is 64, so a set is one word and most calls are one instruction. The
 * masks of the machine are written by boot and by CPU hot-plug only.
 */
#ifndef __LINUX_CPUMASK_H
#define __LINUX_CPUMASK_H

#include <linux/bitmap.h>
#include <linux/kernel.h>
#include <linux/threads.h>

typedef struct cpumask {
	DECLARE_BITMAP(bits, NR_CPUS);
} cpumask_t;

#define cpumask_bits(maskp) ((maskp)->bits)
#define cpumask_pr_args(maskp) nr_cpu_ids, cpumask_bits(maskp)
#define nr_cpumask_bits NR_CPUS

extern unsigned int nr_cpu_ids; /* one more than the highest possible CPU */
static inline void set_nr_cpu_ids(unsigned int nr)
{
	nr_cpu_ids = nr;
}

extern struct cpumask __cpu_possible_mask, __cpu_online_mask, __cpu_present_mask;
extern struct cpumask __cpu_active_mask, __cpu_dying_mask;
extern atomic_t __num_online_cpus;
extern const cpumask_t cpu_all_mask_storage;
#define cpu_possible_mask ((const struct cpumask *)&__cpu_possible_mask)
#define cpu_online_mask ((const struct cpumask *)&__cpu_online_mask)
#define cpu_present_mask ((const struct cpumask *)&__cpu_present_mask)
#define cpu_active_mask ((const struct cpumask *)&__cpu_active_mask)
#define cpu_dying_mask ((const struct cpumask *)&__cpu_dying_mask)
#define cpu_all_mask (&cpu_all_mask_storage)
#define cpu_none_mask (&cpu_none_mask_storage)
extern const cpumask_t cpu_none_mask_storage;

/* Change the machine's masks: boot and hot-plug. */
void set_cpu_possible(unsigned int cpu, bool possible);
void set_cpu_present(unsigned int cpu, bool present);
void set_cpu_online(unsigned int cpu, bool online);
void set_cpu_active(unsigned int cpu, bool active);
/* No CPU is possible, present or online; nr_cpu_ids is NR_CPUS. Before boot and after teardown. */
void cpumask_reset(void);

/* In every search: >= nr_cpu_ids when there is none. @n is -1 or the last CPU found. */
static __always_inline unsigned int __cpumask_word(unsigned long word)
{
	return word ? (unsigned int)__builtin_ctzl(word) : NR_CPUS;
}
static __always_inline unsigned long __cpumask_above(int n)
{
	return n >= 63 ? 0 : ~0UL << (n + 1);
}
/* Masks of CPUs change while others walk them. */
#define __cpumask_bits(m) READ_ONCE((m)->bits[0])
static inline unsigned int cpumask_first(const struct cpumask *m)
{
	return __cpumask_word(__cpumask_bits(m));
}
static inline unsigned int cpumask_first_zero(const struct cpumask *m)
{
	return __cpumask_word(~__cpumask_bits(m));
}
static inline unsigned int cpumask_first_and(const struct cpumask *a, const struct cpumask *b)
{
	return __cpumask_word(__cpumask_bits(a) & __cpumask_bits(b));
}
static inline unsigned int cpumask_last(const struct cpumask *m)
{
	unsigned long bits = __cpumask_bits(m);

	return bits ? 63 - (unsigned int)__builtin_clzl(bits) : NR_CPUS;
}
static inline unsigned int cpumask_next(int n, const struct cpumask *m)
{
	return __cpumask_word(__cpumask_bits(m) & __cpumask_above(n));
}
static inline unsigned int cpumask_next_zero(int n, const struct cpumask *m)
{
	return __cpumask_word(~__cpumask_bits(m) & __cpumask_above(n));
}
static inline unsigned int cpumask_next_and(int n, const struct cpumask *a,
					    const struct cpumask *b)
{
	return __cpumask_word(__cpumask_bits(a) & __cpumask_bits(b) & __cpumask_above(n));
}
static inline unsigned int cpumask_next_andnot(int n, const struct cpumask *a,
					       const struct cpumask *b)
{
	return __cpumask_word(__cpumask_bits(a) & ~__cpumask_bits(b) & __cpumask_above(n));
}
unsigned int cpumask_next_wrap(int n, const struct cpumask *mask, int start, bool wrap);
unsigned int cpumask_any_but(const struct cpumask *mask, unsigned int cpu);
unsigned int cpumask_local_spread(unsigned int i, int node);
unsigned int cpumask_nth(unsigned int n, const struct cpumask *mask);
#define cpumask_any(m) cpumask_first(m)
#define cpumask_any_and(a, b) cpumask_first_and((a), (b))
#define cpumask_any_distribute(m) cpumask_first(m)
#define cpumask_any_and_distribute(a, b) cpumask_first_and((a), (b))

#define for_each_cpu(cpu, mask)                                                                    \
	for ((cpu) = -1; (cpu) = cpumask_next((cpu), (mask)), (cpu) < nr_cpu_ids;)
#define for_each_cpu_not(cpu, mask)                                                                \
	for ((cpu) = -1; (cpu) = cpumask_next_zero((cpu), (mask)), (cpu) < nr_cpu_ids;)
#define for_each_cpu_and(cpu, a, b)                                                                \
	for ((cpu) = -1; (cpu) = cpumask_next_and((cpu), (a), (b)), (cpu) < nr_cpu_ids;)
#define for_each_cpu_andnot(cpu, a, b)                                                             \
	for ((cpu) = -1; (cpu) = cpumask_next_andnot((cpu), (a), (b)), (cpu) < nr_cpu_ids;)
#define for_each_cpu_wrap(cpu, mask, start)                                                        \
	for_each_set_bit_wrap (cpu, cpumask_bits(mask), nr_cpu_ids, start)
#define for_each_possible_cpu(cpu) for_each_cpu (cpu, cpu_possible_mask)
#define for_each_online_cpu(cpu) for_each_cpu (cpu, cpu_online_mask)
#define for_each_present_cpu(cpu) for_each_cpu (cpu, cpu_present_mask)

#include <linux/cpumask_ops.h>

#endif
