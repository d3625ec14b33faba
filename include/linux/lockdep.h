/* SPDX-License-Identifier: MIT */
/*
 * Lock checking: Documentation/locking/lockdep-design.rst. On a machine with checks the order in
 * which modules take their locks is learned, and what could deadlock is reported
 * (lib/sync/lockdep.c); on one without, all of this does nothing but the assertions that the locks
 * themselves can answer. Any context, unless told otherwise.
 */
#ifndef LINUX_LOCKDEP_H
#define LINUX_LOCKDEP_H

#include <linux/lockdep_types.h>
#include <linux/spinlock_types.h>
#include <linux/types.h>

struct mutex;
struct rw_semaphore;
struct task_struct;

/* ---- is it held? ---- */

/* By this CPU; by the running task; by anybody (readers are not known by name). */
bool raw_spin_is_held(const struct raw_spinlock *lock);
bool spin_is_held(const struct spinlock *lock);
bool rwlock_is_held(const rwlock_t *lock);
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
		rwlock_t *: rwlock_is_held,                                                        \
		const rwlock_t *: rwlock_is_held,                                                  \
		struct mutex *: mutex_is_held,                                                     \
		const struct mutex *: mutex_is_held,                                               \
		struct rw_semaphore *: rwsem_is_held,                                              \
		const struct rw_semaphore *: rwsem_is_held,                                        \
		default: __lock_unknown_held)(lock)
#define lockdep_is_held_type(lock, r)                                             \
	_Generic((lock), struct rw_semaphore *                                    \
		 : (r) == 0 ? rwsem_is_held_write : rwsem_is_held, struct mutex * \
		 : mutex_is_held, struct spinlock *                               \
		 : spin_is_held, rwlock_t *                                       \
		 : rwlock_is_held, default                                        \
		 : __lock_unknown_held)(lock)

#define LOCK_STATE_UNKNOWN  -1
#define LOCK_STATE_NOT_HELD 0
#define LOCK_STATE_HELD	    1
/* LOCK_STATE_*: what the checker knows of the running task and @lock, a lock or a map. */
int lockdep_state(const void *lock);
#define lock_is_held(map)	  (lockdep_state(map) != LOCK_STATE_NOT_HELD)
#define lock_is_held_type(map, r) lock_is_held(map)

/* ---- assertions: one report a call site ---- */

void lockdep_report_not_held(const char *lock, const char *file, int line);
void lockdep_report_held(const char *lock, const char *file, int line);

#define __lockdep_assert_or(report, what, cond)           \
	do {                                              \
		static bool __warned;                     \
		if (!(cond) && !__warned) {               \
			__warned = true;                  \
			report(what, __FILE__, __LINE__); \
		}                                         \
	} while (0)
#define __lockdep_assert(lock, cond) __lockdep_assert_or(lockdep_report_not_held, #lock, cond)

#define lockdep_assert(cond)	     __lockdep_assert(cond, cond)
#define lockdep_assert_once(cond)    __lockdep_assert(cond, cond)
#define lockdep_assert_held(l)	     __lockdep_assert(l, lockdep_is_held(l))
#define lockdep_assert_held_once(l)  __lockdep_assert(l, lockdep_is_held(l))
#define lockdep_assert_held_write(l) __lockdep_assert(l, lockdep_is_held_type(l, 0))
#define lockdep_assert_held_read(l)  __lockdep_assert(l, lockdep_is_held_type(l, 1))
#define lockdep_assert_not_held(l) \
	__lockdep_assert_or(lockdep_report_held, #l, lockdep_state(l) != LOCK_STATE_HELD)
#define lockdep_assert_none_held_once() \
	__lockdep_assert_or(lockdep_report_held, "a lock", !lockdep_depth_current())
#define lockdep_assert_irqs_disabled()	     __lockdep_assert(irqs disabled, irqs_disabled())
#define lockdep_assert_irqs_enabled()	     __lockdep_assert(irqs enabled, !irqs_disabled())
#define lockdep_assert_in_irq()		     __lockdep_assert(in irq, in_hardirq())
#define lockdep_assert_in_softirq()	     __lockdep_assert(in softirq, in_softirq() && !in_hardirq())
#define lockdep_assert_preemption_enabled()  __lockdep_assert(preemption enabled, preemptible())
#define lockdep_assert_preemption_disabled() __lockdep_assert(preemption disabled, !preemptible())
#define lockdep_assert_RT_in_threaded_ctx() \
	do {                                \
	} while (0)

/* ---- classes ---- */

#define lockdep_init_map(map, name, key, subclass) \
	lockdep_init_map_type((map), (name), (key), (subclass))
void lockdep_init_map_type(struct lockdep_map *map, const char *name, struct lock_class_key *key,
			   int subclass);
#define lockdep_init_map_wait(map, name, key, sub, inner) lockdep_init_map(map, name, key, sub)
#define lockdep_set_class(lock, key)			  lockdep_init_class((lock), #key, (key), 0)
#define lockdep_set_class_and_name(lock, key, name)	  lockdep_init_class((lock), (name), (key), 0)
#define lockdep_set_class_and_subclass(lock, key, sub) \
	lockdep_init_class((lock), #key, (key), (sub))
/* The lock's class so far, as its @sub-th subclass. */
void lockdep_set_subclass(const void *lock, unsigned int sub);
/* @lock stays out of the graph. */
void lockdep_set_novalidate_class(const void *lock);
/* Keys in allocated memory: registered before use, unregistered before the memory is freed. */
void lockdep_register_key(struct lock_class_key *key);
void lockdep_unregister_key(struct lock_class_key *key);

/* ---- annotations ---- */

/*
 * @map is taken or released, as far as order is concerned. @read: 0 exclusive, 1 shared, 2
 * recursive reader. @nest: a lock that orders all of the class, or NULL.
 */
void lock_acquire(struct lockdep_map *map, unsigned int subclass, int trylock, int read, int check,
		  struct lockdep_map *nest, unsigned long ip);
void lock_release(struct lockdep_map *map, unsigned long ip);
#define lock_map_acquire(l)	 lock_acquire(l, 0, 0, 0, 1, NULL, _THIS_IP_)
#define lock_map_acquire_read(l) lock_acquire(l, 0, 0, 2, 1, NULL, _THIS_IP_)
#define lock_map_acquire_try(l)	 lock_acquire(l, 0, 1, 0, 1, NULL, _THIS_IP_)
#define lock_map_release(l)	 lock_release(l, _THIS_IP_)
#define lock_acquired(lock, ip) \
	do {                    \
	} while (0)
#define lock_contended(lock, ip) \
	do {                     \
	} while (0)

/* The caller may take @lock below: learn that it could. @how: 0 exclusive, 1 shared. */
void lockdep_might_lock(const void *lock, unsigned int subclass, int how);
#define might_lock(lock)	     lockdep_might_lock(lock, 0, 0)
#define might_lock_read(lock)	     lockdep_might_lock(lock, 0, 1)
#define might_lock_nested(lock, sub) lockdep_might_lock(lock, sub, 0)

/* Nobody may release a pinned lock. Pins count. */
struct pin_cookie lock_pin_lock(const void *lock);
void lock_repin_lock(const void *lock, struct pin_cookie cookie);
void lock_unpin_lock(const void *lock, struct pin_cookie cookie);
#define lockdep_pin_lock(l)	 lock_pin_lock(l)
#define lockdep_repin_lock(l, c) lock_repin_lock(l, c)
#define lockdep_unpin_lock(l, c) lock_unpin_lock(l, c)

/* What the running task takes between the two is not checked. Nests. */
void lockdep_off(void);
void lockdep_on(void);

/* Locks of modules that @tsk holds. */
int lockdep_depth(struct task_struct *tsk);
int lockdep_depth_current(void);
#define lockdep_hardirqs_enabled()  (!irqs_disabled())
#define lockdep_softirqs_enabled(t) (!in_softirq())
#define lockdep_recursing(t)	    false

/* Report locks that are held in memory that is to be freed, or by a task that may hold none. */
void debug_check_no_locks_freed(const void *from, unsigned long len);
void debug_check_no_locks_held(void);
void debug_show_held_locks(struct task_struct *task);

#define debug_locks	     1
#define SINGLE_DEPTH_NESTING 1

#endif
