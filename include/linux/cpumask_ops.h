/* SPDX-License-Identifier: MIT */
/* The rest of <linux/cpumask.h>: changing and combining sets, masks on and off the stack. */
#ifndef _LINUX_CPUMASK_OPS_H
#define _LINUX_CPUMASK_OPS_H

#include <linux/cpumask.h> /* which includes this at its end */

static __always_inline void cpumask_set_cpu(unsigned int cpu, struct cpumask *m)
{
	set_bit(cpu, m->bits);
}
static __always_inline void __cpumask_set_cpu(unsigned int cpu, struct cpumask *m)
{
	__set_bit(cpu, m->bits);
}
static __always_inline void cpumask_clear_cpu(int cpu, struct cpumask *m)
{
	clear_bit(cpu, m->bits);
}
static __always_inline void __cpumask_clear_cpu(int cpu, struct cpumask *m)
{
	__clear_bit(cpu, m->bits);
}
static __always_inline bool cpumask_test_cpu(int cpu, const struct cpumask *m)
{
	return test_bit(cpu, m->bits);
}
static __always_inline bool cpumask_test_and_set_cpu(int cpu, struct cpumask *m)
{
	return test_and_set_bit(cpu, m->bits);
}
static __always_inline bool cpumask_test_and_clear_cpu(int cpu, struct cpumask *m)
{
	return test_and_clear_bit(cpu, m->bits);
}
static inline void cpumask_setall(struct cpumask *m)
{
	bitmap_fill(m->bits, NR_CPUS);
}
static inline void cpumask_clear(struct cpumask *m)
{
	bitmap_zero(m->bits, NR_CPUS);
}
static inline void cpumask_copy(struct cpumask *dst, const struct cpumask *src)
{
	bitmap_copy(dst->bits, src->bits, NR_CPUS);
}
static inline bool cpumask_and(struct cpumask *d, const struct cpumask *a, const struct cpumask *b)
{
	return bitmap_and(d->bits, a->bits, b->bits, NR_CPUS);
}
static inline void cpumask_or(struct cpumask *d, const struct cpumask *a, const struct cpumask *b)
{
	bitmap_or(d->bits, a->bits, b->bits, NR_CPUS);
}
static inline void cpumask_xor(struct cpumask *d, const struct cpumask *a, const struct cpumask *b)
{
	bitmap_xor(d->bits, a->bits, b->bits, NR_CPUS);
}
static inline bool cpumask_andnot(struct cpumask *d, const struct cpumask *a,
				  const struct cpumask *b)
{
	return bitmap_andnot(d->bits, a->bits, b->bits, NR_CPUS);
}
static inline void cpumask_complement(struct cpumask *d, const struct cpumask *s)
{
	bitmap_complement(d->bits, s->bits, NR_CPUS);
}
static inline bool cpumask_equal(const struct cpumask *a, const struct cpumask *b)
{
	return bitmap_equal(a->bits, b->bits, NR_CPUS);
}
static inline bool cpumask_or_equal(const struct cpumask *a, const struct cpumask *b,
				    const struct cpumask *c)
{
	return bitmap_or_equal(a->bits, b->bits, c->bits, NR_CPUS);
}
static inline bool cpumask_intersects(const struct cpumask *a, const struct cpumask *b)
{
	return bitmap_intersects(a->bits, b->bits, NR_CPUS);
}
static inline bool cpumask_subset(const struct cpumask *a, const struct cpumask *b)
{
	return bitmap_subset(a->bits, b->bits, NR_CPUS);
}
static inline bool cpumask_empty(const struct cpumask *m)
{
	return bitmap_empty(m->bits, NR_CPUS);
}
static inline bool cpumask_full(const struct cpumask *m)
{
	return bitmap_full(m->bits, NR_CPUS);
}
static inline unsigned int cpumask_weight(const struct cpumask *m)
{
	return bitmap_weight(m->bits, NR_CPUS);
}
static inline unsigned int cpumask_weight_and(const struct cpumask *a, const struct cpumask *b)
{
	return bitmap_weight_and(a->bits, b->bits, NR_CPUS);
}
static inline unsigned int cpumask_size(void)
{
	return bitmap_size(NR_CPUS);
}
static inline int cpumask_parse(const char *buf, struct cpumask *dst)
{
	return bitmap_parse(buf, ~0U, dst->bits, NR_CPUS);
}
static inline int cpulist_parse(const char *buf, struct cpumask *dst)
{
	return bitmap_parselist(buf, dst->bits, NR_CPUS);
}
static inline int cpumask_parse_user(const char __user *buf, int len, struct cpumask *dst)
{
	return bitmap_parse_user(buf, len, dst->bits, NR_CPUS);
}
static inline int cpumask_parselist_user(const char __user *buf, int len, struct cpumask *dst)
{
	return bitmap_parselist_user(buf, len, dst->bits, NR_CPUS);
}
static inline ssize_t cpumap_print_to_pagebuf(bool list, char *buf, const struct cpumask *mask)
{
	return bitmap_print_to_pagebuf(list, buf, mask->bits, nr_cpu_ids);
}

/* A mask for one CPU: constant, shared. */
extern const unsigned long cpu_bit_bitmap[NR_CPUS][1];
static inline const struct cpumask *get_cpu_mask(unsigned int cpu)
{
	return (const struct cpumask *)cpu_bit_bitmap[cpu];
}
#define cpumask_of(cpu) (get_cpu_mask(cpu))

#define num_possible_cpus() cpumask_weight(cpu_possible_mask)
#define num_present_cpus() cpumask_weight(cpu_present_mask)
#define num_active_cpus() cpumask_weight(cpu_active_mask)
#define num_online_cpus() cpumask_weight(cpu_online_mask)
#define cpu_possible(cpu) cpumask_test_cpu((cpu), cpu_possible_mask)
#define cpu_present(cpu) cpumask_test_cpu((cpu), cpu_present_mask)
#define cpu_online(cpu) cpumask_test_cpu((cpu), cpu_online_mask)
#define cpu_active(cpu) cpumask_test_cpu((cpu), cpu_active_mask)
#define cpu_dying(cpu) cpumask_test_cpu((cpu), cpu_dying_mask)
#define cpu_is_offline(cpu) unlikely(!cpu_online(cpu))
#define cpumask_check(cpu) (cpu)

/* One word: a mask may live on the stack (CONFIG_CPUMASK_OFFSTACK is off). */
typedef struct cpumask cpumask_var_t[1];
#define this_cpu_cpumask_var_ptr(x) this_cpu_ptr(x)
#define __cpumask_var_read_mostly
static inline bool alloc_cpumask_var(cpumask_var_t *mask, gfp_t flags)
{
	return true;
}
static inline bool alloc_cpumask_var_node(cpumask_var_t *mask, gfp_t flags, int node)
{
	return true;
}
static inline bool zalloc_cpumask_var(cpumask_var_t *mask, gfp_t flags)
{
	cpumask_clear(*mask);
	return true;
}
static inline bool zalloc_cpumask_var_node(cpumask_var_t *mask, gfp_t flags, int node)
{
	cpumask_clear(*mask);
	return true;
}
static inline void alloc_bootmem_cpumask_var(cpumask_var_t *mask)
{
}
static inline void free_cpumask_var(cpumask_var_t mask)
{
}
static inline void free_bootmem_cpumask_var(cpumask_var_t mask)
{
}
static inline bool cpumask_available(cpumask_var_t mask)
{
	return true;
}
#define CPU_BITS_NONE { 0 }
#define CPU_BITS_ALL { ~0UL }
#define CPU_BITS_CPU0 { 1UL }
#define CPU_MASK_ALL (cpumask_t) { CPU_BITS_ALL }
#define CPU_MASK_NONE (cpumask_t) { CPU_BITS_NONE }
#define CPU_MASK_CPU0 (cpumask_t) { CPU_BITS_CPU0 }

#endif
