/* SPDX-License-Identifier: MIT */
/*
 * Assertions about held locks. lockdep_assert_held(l) takes any kernel lock by pointer and
 * warns once a line when the caller does not hold it; the annotations that only feed Linux's
 * class graph compile to nothing.
 */
#ifndef LINUX_LOCKDEP_H
#define LINUX_LOCKDEP_H

#include <linux/lockdep_types.h>
#include <linux/types.h>

struct raw_spinlock;
struct spinlock;
struct mutex;
struct rw_semaphore;
struct task_struct;

bool raw_spin_is_held(const struct raw_spinlock *lock);
bool spin_is_held(const struct spinlock *lock);
bool mutex_is_held(const struct mutex *lock);
bool rwsem_is_held(const struct rw_semaphore *sem);
bool rwsem_is_held_write(const struct rw_semaphore *sem);
static inline bool __lock_unknown_held(const void *lock)
{
	return true;
}

#define lockdep_is_held(lock) \
	_Generic((lock),                                                                           \
		struct raw_spinlock *: raw_spin_is_held,                                           \
		const struct raw_spinlock *: raw_spin_is_held,                                     \
		struct spinlock *: spin_is_held,                                                   \
		const struct spinlock *: spin_is_held,                                             \
		struct mutex *: mutex_is_held,                                                     \
		const struct mutex *: mutex_is_held,                                               \
		struct rw_semaphore *: rwsem_is_held,                                              \
		const struct rw_semaphore *: rwsem_is_held,                                        \
		default: __lock_unknown_held)(lock)
#define lockdep_is_held_type(lock, r)                                             \
	_Generic((lock), struct rw_semaphore *                                    \
		 : (r) == 0 ? rwsem_is_held_write : rwsem_is_held, struct mutex * \
		 : mutex_is_held, struct spinlock *                               \
		 : spin_is_held, default                                          \
		 : __lock_unknown_held)(lock)

/* Report "WARNING: ... lock not held" with the caller's place, once a call site. */
void lockdep_report_not_held(const char *lock, const char *file, int line);

#define __lockdep_assert(lock, cond)                                        \
	do {                                                                \
		static bool __warned;                                       \
		if (!(cond) && !__warned) {                                 \
			__warned = true;                                    \
			lockdep_report_not_held(#lock, __FILE__, __LINE__); \
		}                                                           \
	} while (0)

#define lockdep_assert(cond)	     __lockdep_assert(cond, cond)
#define lockdep_assert_once(cond)    __lockdep_assert(cond, cond)
#define lockdep_assert_held(l)	     __lockdep_assert(l, lockdep_is_held(l))
#define lockdep_assert_held_once(l)  __lockdep_assert(l, lockdep_is_held(l))
#define lockdep_assert_held_write(l) __lockdep_assert(l, lockdep_is_held_type(l, 0))
#define lockdep_assert_held_read(l)  __lockdep_assert(l, lockdep_is_held_type(l, 1))
#define lockdep_assert_not_held(l) \
	do {                       \
		(void)(l);         \
	} while (0)
#define lockdep_assert_none_held_once() \
	do {                            \
	} while (0)
#define lockdep_assert_irqs_disabled() __lockdep_assert(irqs, irqs_disabled())
#define lockdep_assert_irqs_enabled()  __lockdep_assert(irqs, !irqs_disabled())
#define lockdep_assert_in_irq() \
	do {                    \
	} while (0)
#define lockdep_assert_preemption_enabled()  __lockdep_assert(preemption, preemptible())
#define lockdep_assert_preemption_disabled() __lockdep_assert(preemption, !preemptible())
#define lockdep_assert_RT_in_threaded_ctx() \
	do {                                \
	} while (0)

#define lockdep_init_map(lock, name, key, sub) \
	do {                                   \
		(void)(name);                  \
		(void)(key);                   \
	} while (0)
#define lockdep_set_class(lock, key) \
	do {                         \
		(void)(key);         \
	} while (0)
#define lockdep_set_class_and_name(lock, key, name) \
	do {                                        \
		(void)(key);                        \
		(void)(name);                       \
	} while (0)
#define lockdep_set_class_and_subclass(lock, key, sub) \
	do {                                           \
		(void)(key);                           \
	} while (0)
#define lockdep_set_subclass(lock, sub) \
	do {                            \
	} while (0)
#define lockdep_set_novalidate_class(lock) \
	do {                               \
	} while (0)
#define lockdep_register_key(key) \
	do {                      \
		(void)(key);      \
	} while (0)
#define lockdep_unregister_key(key) \
	do {                        \
		(void)(key);        \
	} while (0)
#define lockdep_off() \
	do {          \
	} while (0)
#define lockdep_on() \
	do {         \
	} while (0)
#define lockdep_depth(tsk)	   (0)
#define lockdep_hardirqs_enabled() (!irqs_disabled())
#define lock_acquire(l, s, t, r, c, n, i) \
	do {                              \
	} while (0)
#define lock_release(l, i) \
	do {               \
	} while (0)
#define lock_map_acquire(l) \
	do {                \
	} while (0)
#define lock_map_acquire_read(l) \
	do {                     \
	} while (0)
#define lock_map_release(l) \
	do {                \
	} while (0)
#define might_lock(lock) \
	do {             \
	} while (0)
#define might_lock_read(lock) \
	do {                  \
	} while (0)
#define might_lock_nested(lock, subclass) \
	do {                              \
	} while (0)
#define debug_locks	     1
#define SINGLE_DEPTH_NESTING 1

static inline void debug_check_no_locks_held(void)
{
}
static inline void debug_show_held_locks(struct task_struct *task)
{
}

#endif
