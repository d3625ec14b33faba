/* SPDX-License-Identifier: MIT */
/*
 * percpu_ref: <linux/percpu-refcount.h>.
 *
 * While per-CPU, data->count holds a bias besides the initial reference, so that gets and
 * puts that are already counted in the atomic cannot bring it to 0 before all CPUs' shares are
 * added. Switching to atomic: set the flag, wait for a grace period (after it nobody
 * adds to a share any more), add the shares, take the bias away, confirm.
 */
#include <linux/kernel.h>
#include <linux/bug.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#define COUNT_BIAS (1LU << (BITS_PER_LONG - 1))

/* Switching, of all references: rare, and never under contention. */
static DEFINE_SPINLOCK(switch_lock);
static DECLARE_WAIT_QUEUE_HEAD(switch_wait);

static unsigned long __percpu *count_of(struct percpu_ref *ref)
{
	return (unsigned long __percpu *)(ref->percpu_count_ptr & ~__PERCPU_REF_ATOMIC_DEAD);
}

static void set_bits(struct percpu_ref *ref, unsigned long bits)
{
	__atomic_store_n(&ref->percpu_count_ptr, ref->percpu_count_ptr | bits, __ATOMIC_RELEASE);
}

static void clear_bits(struct percpu_ref *ref, unsigned long bits)
{
	__atomic_store_n(&ref->percpu_count_ptr, ref->percpu_count_ptr & ~bits, __ATOMIC_RELEASE);
}

int percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release, unsigned int flags,
		    gfp_t gfp)
{
	bool atomic = flags & (PERCPU_REF_INIT_ATOMIC | PERCPU_REF_INIT_DEAD);
	struct percpu_ref_data *data;

	ref->percpu_count_ptr = (unsigned long)__alloc_percpu_gfp(sizeof(unsigned long), 8, gfp);
	if (!ref->percpu_count_ptr)
		return -ENOMEM;
	data = kzalloc(sizeof(*data), gfp);
	if (!data) {
		free_percpu(count_of(ref));
		ref->percpu_count_ptr = 0;
		return -ENOMEM;
	}
	data->force_atomic = flags & PERCPU_REF_INIT_ATOMIC;
	data->allow_reinit = flags & PERCPU_REF_ALLOW_REINIT;
	data->release = release;
	data->ref = ref;
	if (atomic)
		set_bits(ref, __PERCPU_REF_ATOMIC);
	if (flags & PERCPU_REF_INIT_DEAD)
		set_bits(ref, __PERCPU_REF_DEAD);
	atomic_long_set(&data->count, flags & PERCPU_REF_INIT_DEAD ? 0
				      : atomic			   ? 1
								   : (long)(COUNT_BIAS + 1));
	ref->data = data;
	return 0;
}
EXPORT_SYMBOL_GPL(percpu_ref_init);

void percpu_ref_exit(struct percpu_ref *ref)
{
	struct percpu_ref_data *data = ref->data;

	if (count_of(ref)) {
		WARN_ON_ONCE(data && data->confirm_switch);
		free_percpu(count_of(ref));
		ref->percpu_count_ptr = __PERCPU_REF_ATOMIC_DEAD;
	}
	ref->data = NULL;
	kfree(data);
}
EXPORT_SYMBOL_GPL(percpu_ref_exit);

/* After the grace period: one count from many. */
static void collect(struct rcu_head *head)
{
	struct percpu_ref_data *data = container_of(head, struct percpu_ref_data, rcu);
	struct percpu_ref *ref = data->ref;
	percpu_ref_func_t *confirm = data->confirm_switch;
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu (cpu)
		sum += *per_cpu_ptr(count_of(ref), cpu);
	atomic_long_add((long)(sum - COUNT_BIAS), &data->count);
	WARN_ONCE(atomic_long_read(&data->count) <= 0,
		  "percpu ref (%ps) <= 0 (%ld) after switching to atomic", data->release,
		  atomic_long_read(&data->count));
	data->confirm_switch = NULL;
	wake_up_all(&switch_wait);
	if (confirm)
		confirm(ref);
	percpu_ref_put(ref); /* taken by start_atomic */
}

/* => switch_lock held, not switching */
static void start_atomic(struct percpu_ref *ref, percpu_ref_func_t *confirm)
{
	struct percpu_ref_data *data = ref->data;

	if (ref->percpu_count_ptr & __PERCPU_REF_ATOMIC) {
		if (confirm)
			confirm(ref);
		return;
	}
	data->confirm_switch = confirm;
	set_bits(ref, __PERCPU_REF_ATOMIC);
	percpu_ref_get(ref);
	call_rcu(&data->rcu, collect);
}

static void start_percpu(struct percpu_ref *ref)
{
	int cpu;

	if (!(ref->percpu_count_ptr & __PERCPU_REF_ATOMIC) ||
	    WARN_ON_ONCE(!ref->data->allow_reinit && (ref->percpu_count_ptr & __PERCPU_REF_DEAD)))
		return;
	atomic_long_add((long)COUNT_BIAS, &ref->data->count);
	for_each_possible_cpu (cpu)
		*per_cpu_ptr(count_of(ref), cpu) = 0;
	clear_bits(ref, __PERCPU_REF_ATOMIC);
}

static void switch_mode(struct percpu_ref *ref, percpu_ref_func_t *confirm)
{
	if (ref->data->force_atomic || (ref->percpu_count_ptr & __PERCPU_REF_DEAD))
		start_atomic(ref, confirm);
	else
		start_percpu(ref);
}

void percpu_ref_switch_to_atomic(struct percpu_ref *ref, percpu_ref_func_t *confirm)
{
	unsigned long flags;

	spin_lock_irqsave(&switch_lock, flags);
	ref->data->force_atomic = true;
	switch_mode(ref, confirm);
	spin_unlock_irqrestore(&switch_lock, flags);
}
EXPORT_SYMBOL_GPL(percpu_ref_switch_to_atomic);

void percpu_ref_switch_to_atomic_sync(struct percpu_ref *ref)
{
	percpu_ref_switch_to_atomic(ref, NULL);
	rcu_barrier(); /* collect has run */
}
EXPORT_SYMBOL_GPL(percpu_ref_switch_to_atomic_sync);

void percpu_ref_switch_to_percpu(struct percpu_ref *ref)
{
	unsigned long flags;

	spin_lock_irqsave(&switch_lock, flags);
	ref->data->force_atomic = false;
	switch_mode(ref, NULL);
	spin_unlock_irqrestore(&switch_lock, flags);
}
EXPORT_SYMBOL_GPL(percpu_ref_switch_to_percpu);

void percpu_ref_kill_and_confirm(struct percpu_ref *ref, percpu_ref_func_t *confirm_kill)
{
	unsigned long flags;

	spin_lock_irqsave(&switch_lock, flags);
	WARN_ONCE(percpu_ref_is_dying(ref), "%s called more than once on %ps!", __func__,
		  ref->data->release);
	set_bits(ref, __PERCPU_REF_DEAD);
	switch_mode(ref, confirm_kill);
	percpu_ref_put(ref);
	spin_unlock_irqrestore(&switch_lock, flags);
}
EXPORT_SYMBOL_GPL(percpu_ref_kill_and_confirm);

bool percpu_ref_is_zero(struct percpu_ref *ref)
{
	unsigned long __percpu *count;

	if (__ref_is_percpu(ref, &count))
		return false;
	return !ref->data || !atomic_long_read(&ref->data->count);
}
EXPORT_SYMBOL_GPL(percpu_ref_is_zero);

void percpu_ref_resurrect(struct percpu_ref *ref)
{
	unsigned long flags;

	spin_lock_irqsave(&switch_lock, flags);
	WARN_ON_ONCE(!percpu_ref_is_dying(ref));
	clear_bits(ref, __PERCPU_REF_DEAD);
	percpu_ref_get(ref);
	switch_mode(ref, NULL);
	spin_unlock_irqrestore(&switch_lock, flags);
}
EXPORT_SYMBOL_GPL(percpu_ref_resurrect);

void percpu_ref_reinit(struct percpu_ref *ref)
{
	WARN_ON_ONCE(!percpu_ref_is_zero(ref));
	percpu_ref_resurrect(ref);
}
EXPORT_SYMBOL_GPL(percpu_ref_reinit);
