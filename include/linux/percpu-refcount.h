/* SPDX-License-Identifier: MIT */
/*
 * A reference count that is per-CPU while its owner lives and becomes one atomic when the
 * owner starts to die (percpu_ref_kill). Meaning as Linux's <linux/percpu-refcount.h>.
 *
 * While per-CPU, get and put add to this CPU's copy and nobody knows the sum; the initial
 * reference keeps the object alive. Killing switches to the atomic after a grace period, so
 * that every get or put inside an RCU section is counted in one place or the other.
 */
#ifndef _LINUX_PERCPU_REFCOUNT_H
#define _LINUX_PERCPU_REFCOUNT_H

#include <linux/types.h>
#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/gfp.h>

struct percpu_ref;
typedef void(percpu_ref_func_t)(struct percpu_ref *ref);

/* Low bits of percpu_count_ptr. */
enum {
	__PERCPU_REF_ATOMIC = 1 << 0,
	__PERCPU_REF_DEAD = 1 << 1,
	__PERCPU_REF_ATOMIC_DEAD = __PERCPU_REF_ATOMIC | __PERCPU_REF_DEAD,
	__PERCPU_REF_FLAG_BITS = 2,
};

enum {
	PERCPU_REF_INIT_ATOMIC = 1 << 0,  /* start as an atomic */
	PERCPU_REF_INIT_DEAD = 1 << 1,	  /* start dead, with no reference */
	PERCPU_REF_ALLOW_REINIT = 1 << 2, /* may be revived */
};

struct percpu_ref_data {
	atomic_long_t count;
	percpu_ref_func_t *release;
	percpu_ref_func_t *confirm_switch;
	bool force_atomic : 1;
	bool allow_reinit : 1;
	struct rcu_head rcu;
	struct percpu_ref *ref;
};

struct percpu_ref {
	unsigned long percpu_count_ptr;
	struct percpu_ref_data *data;
};

int __must_check percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release,
				 unsigned int flags, gfp_t gfp);
void percpu_ref_exit(struct percpu_ref *ref);
void percpu_ref_switch_to_atomic(struct percpu_ref *ref, percpu_ref_func_t *confirm_switch);
void percpu_ref_switch_to_atomic_sync(struct percpu_ref *ref);
void percpu_ref_switch_to_percpu(struct percpu_ref *ref);
void percpu_ref_kill_and_confirm(struct percpu_ref *ref, percpu_ref_func_t *confirm_kill);
void percpu_ref_resurrect(struct percpu_ref *ref);
void percpu_ref_reinit(struct percpu_ref *ref);
bool percpu_ref_is_zero(struct percpu_ref *ref);

static inline void percpu_ref_kill(struct percpu_ref *ref)
{
	percpu_ref_kill_and_confirm(ref, NULL);
}

/* True, and the per-CPU count in @countp, while the reference is per-CPU. */
static inline bool __ref_is_percpu(struct percpu_ref *ref, unsigned long __percpu **countp)
{
	unsigned long ptr = __atomic_load_n(&ref->percpu_count_ptr, __ATOMIC_ACQUIRE);

	if (ptr & __PERCPU_REF_ATOMIC_DEAD)
		return false;
	*countp = (unsigned long __percpu *)ptr;
	return true;
}

static inline void percpu_ref_get_many(struct percpu_ref *ref, unsigned long nr)
{
	unsigned long __percpu *count;

	rcu_read_lock();
	if (__ref_is_percpu(ref, &count))
		this_cpu_add(*count, nr);
	else
		atomic_long_add(nr, &ref->data->count);
	rcu_read_unlock();
}

static inline void percpu_ref_get(struct percpu_ref *ref)
{
	percpu_ref_get_many(ref, 1);
}

static inline bool percpu_ref_tryget_many(struct percpu_ref *ref, unsigned long nr)
{
	unsigned long __percpu *count;
	bool ok = true;

	rcu_read_lock();
	if (__ref_is_percpu(ref, &count))
		this_cpu_add(*count, nr);
	else
		ok = atomic_long_add_unless(&ref->data->count, nr, 0);
	rcu_read_unlock();
	return ok;
}

static inline bool percpu_ref_tryget(struct percpu_ref *ref)
{
	return percpu_ref_tryget_many(ref, 1);
}

static inline bool percpu_ref_tryget_live_rcu(struct percpu_ref *ref)
{
	unsigned long __percpu *count;

	if (__ref_is_percpu(ref, &count)) {
		this_cpu_inc(*count);
		return true;
	}
	if (__atomic_load_n(&ref->percpu_count_ptr, __ATOMIC_RELAXED) & __PERCPU_REF_DEAD)
		return false;
	return atomic_long_inc_not_zero(&ref->data->count);
}

static inline bool percpu_ref_tryget_live(struct percpu_ref *ref)
{
	bool ok;

	rcu_read_lock();
	ok = percpu_ref_tryget_live_rcu(ref);
	rcu_read_unlock();
	return ok;
}

static inline void percpu_ref_put_many(struct percpu_ref *ref, unsigned long nr)
{
	unsigned long __percpu *count;

	rcu_read_lock();
	if (__ref_is_percpu(ref, &count))
		this_cpu_sub(*count, nr);
	else if (atomic_long_sub_and_test(nr, &ref->data->count))
		ref->data->release(ref);
	rcu_read_unlock();
}

static inline void percpu_ref_put(struct percpu_ref *ref)
{
	percpu_ref_put_many(ref, 1);
}

static inline bool percpu_ref_is_dying(struct percpu_ref *ref)
{
	return __atomic_load_n(&ref->percpu_count_ptr, __ATOMIC_RELAXED) & __PERCPU_REF_DEAD;
}

#endif
