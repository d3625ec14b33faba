/* SPDX-License-Identifier: MIT */
/*
 * percpu_counter: <linux/percpu_counter.h>. The sum of count and of all CPUs' shares is the value;
 * moving a share into count happens under the lock, so that a summing reader misses nothing.
 */
#include <linux/kernel.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/percpu_counter.h>

int percpu_counter_batch = 32;
EXPORT_SYMBOL(percpu_counter_batch);

int __percpu_counter_init(struct percpu_counter *fbc, s64 amount, gfp_t gfp,
			  struct lock_class_key *key)
{
	raw_spin_lock_init(&fbc->lock);
	INIT_LIST_HEAD(&fbc->list);
	fbc->count = amount;
	fbc->counters = alloc_percpu_gfp(s32, gfp);
	return fbc->counters ? 0 : -ENOMEM;
}
EXPORT_SYMBOL(__percpu_counter_init);

void percpu_counter_destroy(struct percpu_counter *fbc)
{
	free_percpu(fbc->counters);
	fbc->counters = NULL;
}
EXPORT_SYMBOL(percpu_counter_destroy);

void percpu_counter_set(struct percpu_counter *fbc, s64 amount)
{
	unsigned long flags;
	int cpu;

	raw_spin_lock_irqsave(&fbc->lock, flags);
	for_each_possible_cpu (cpu)
		__percpu_store(per_cpu_ptr(fbc->counters, cpu), 0);
	__atomic_store_n(&fbc->count, amount, __ATOMIC_RELAXED);
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
}
EXPORT_SYMBOL(percpu_counter_set);

/* => preemption off */
static void fold(struct percpu_counter *fbc, s64 more)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&fbc->lock, flags);
	__atomic_store_n(&fbc->count, fbc->count + __this_cpu_read(*fbc->counters) + more,
			 __ATOMIC_RELAXED);
	__this_cpu_write(*fbc->counters, 0);
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
}

void percpu_counter_add_batch(struct percpu_counter *fbc, s64 amount, s32 batch)
{
	s64 share;

	preempt_disable();
	share = __this_cpu_read(*fbc->counters) + amount;
	if (share >= batch || share <= -batch)
		fold(fbc, amount);
	else
		this_cpu_add(*fbc->counters, amount);
	preempt_enable();
}
EXPORT_SYMBOL(percpu_counter_add_batch);

void percpu_counter_sync(struct percpu_counter *fbc)
{
	preempt_disable();
	fold(fbc, 0);
	preempt_enable();
}
EXPORT_SYMBOL(percpu_counter_sync);

s64 __percpu_counter_sum(struct percpu_counter *fbc)
{
	unsigned long flags;
	s64 sum;
	int cpu;

	raw_spin_lock_irqsave(&fbc->lock, flags);
	sum = fbc->count;
	for_each_online_cpu (cpu)
		sum += __percpu_load(per_cpu_ptr(fbc->counters, cpu));
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
	return sum;
}
EXPORT_SYMBOL(__percpu_counter_sum);

int __percpu_counter_compare(struct percpu_counter *fbc, s64 rhs, s32 batch)
{
	s64 count = percpu_counter_read(fbc), error = (s64)batch * num_online_cpus();

	/* The rough value decides if it is far enough away. */
	if (count - rhs <= error && rhs - count <= error)
		count = percpu_counter_sum(fbc);
	return count > rhs ? 1 : count < rhs ? -1 : 0;
}
EXPORT_SYMBOL(__percpu_counter_compare);
