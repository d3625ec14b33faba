/* SPDX-License-Identifier: MIT */
/* <linux/lockdep.h>: what modules say to the lock checker, and ask it. */
#include <linux/export.h>
#include <linux/instruction_pointer.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/sched.h>

#include "lib/sync/lockdep.h"

/* ---- classes ---- */

void lockdep_init_class(const void *lock, const char *name, struct lock_class_key *key,
			unsigned int subclass)
{
	if (unlikely(lockdep_active))
		__lockdep_init_lock(lock, LK_NONE, name, key, subclass, _RET_IP_);
}
EXPORT_SYMBOL_GPL(lockdep_init_class);

void lockdep_init_map_type(struct lockdep_map *map, const char *name, struct lock_class_key *key,
			   int subclass)
{
	map->key = key;
	map->name = name;
}
EXPORT_SYMBOL_GPL(lockdep_init_map_type);

void lockdep_set_subclass(const void *lock, unsigned int sub)
{
	if (unlikely(lockdep_active))
		lockdep_subclass(lock, sub);
}
EXPORT_SYMBOL_GPL(lockdep_set_subclass);

void lockdep_set_novalidate_class(const void *lock)
{
	if (unlikely(lockdep_active))
		lockdep_no_check(lock);
}
EXPORT_SYMBOL_GPL(lockdep_set_novalidate_class);

void lockdep_register_key(struct lock_class_key *key)
{
	lockdep_image_gone(key, sizeof(*key), "");
}
EXPORT_SYMBOL_GPL(lockdep_register_key);

void lockdep_unregister_key(struct lock_class_key *key)
{
	lockdep_image_gone(key, sizeof(*key), "");
}
EXPORT_SYMBOL_GPL(lockdep_unregister_key);

/* ---- annotations ---- */

void lock_acquire(struct lockdep_map *map, unsigned int subclass, int trylock, int read, int check,
		  struct lockdep_map *nest, unsigned long ip)
{
	unsigned int how = (read == 1 ? LOCK_HOW_READ : 0) | (read == 2 ? LOCK_HOW_RECURSIVE : 0) |
			   (trylock ? LOCK_HOW_TRY : 0);

	lockdep_take(map, LK_MAP, how, subclass, nest, _RET_IP_);
}
EXPORT_SYMBOL_GPL(lock_acquire);

void lock_release(struct lockdep_map *map, unsigned long ip)
{
	if (unlikely(lockdep_active) && !lockdep_held(map) && defect_is_module(_RET_IP_))
		lock_misuse(LOCK_NOT_HELD, map, LK_MAP, NULL, _RET_IP_);
	lockdep_drop(map, _RET_IP_);
}
EXPORT_SYMBOL_GPL(lock_release);

void __lockdep_function_wait(const void *fn, unsigned long caller)
{
	unsigned long flags;

	if (!defect_is_module((unsigned long)fn + 1))
		return;
	/* A timer's function runs in the softirq: who waits for it is no usage with softirqs
	 * enabled. */
	local_irq_save(flags);
	__lockdep_take(fn, LK_FUNCTION, 0, 0, NULL, caller);
	lockdep_untake(fn);
	local_irq_restore(flags);
}

void lockdep_might_lock(const void *lock, unsigned int subclass, int how)
{
	int depth = lockdep_enter();

	lockdep_take(lock, LK_NONE, how ? LOCK_HOW_READ : 0, subclass, NULL, _RET_IP_);
	if (lockdep_enter() > depth)
		lockdep_untake(lock);
}
EXPORT_SYMBOL_GPL(lockdep_might_lock);

struct pin_cookie lock_pin_lock(const void *lock)
{
	struct held_lock *h = lockdep_active ? lockdep_held(lock) : NULL;

	if (h)
		h->pins++;
	return NIL_COOKIE;
}
EXPORT_SYMBOL_GPL(lock_pin_lock);

void lock_repin_lock(const void *lock, struct pin_cookie cookie)
{
	lock_pin_lock(lock);
}
EXPORT_SYMBOL_GPL(lock_repin_lock);

void lock_unpin_lock(const void *lock, struct pin_cookie cookie)
{
	struct held_lock *h = lockdep_active ? lockdep_held(lock) : NULL;

	if (h && h->pins)
		h->pins--;
	else if (h)
		WARN(1, "unpinning an unpinned lock\n");
}
EXPORT_SYMBOL_GPL(lock_unpin_lock);

void lockdep_off(void)
{
	if (unlikely(lockdep_active))
		lockdep_pause(1);
}
EXPORT_SYMBOL_GPL(lockdep_off);

void lockdep_on(void)
{
	if (unlikely(lockdep_active))
		lockdep_pause(-1);
}
EXPORT_SYMBOL_GPL(lockdep_on);

/* ---- questions ---- */

int lockdep_state(const void *lock)
{
	if (!lockdep_active)
		return LOCK_STATE_UNKNOWN;
	return lockdep_held(lock) ? LOCK_STATE_HELD : LOCK_STATE_NOT_HELD;
}
EXPORT_SYMBOL_GPL(lockdep_state);

int lockdep_depth(struct task_struct *tsk)
{
	struct lock_stack *ls = READ_ONCE(tsk->lock_stack);

	return ls ? READ_ONCE(ls->depth) : 0;
}
EXPORT_SYMBOL_GPL(lockdep_depth);

int lockdep_depth_current(void)
{
	return lockdep_depth(current);
}
EXPORT_SYMBOL_GPL(lockdep_depth_current);

void debug_check_no_locks_freed(const void *from, unsigned long len)
{
	lockdep_memory_freed(from, len, _RET_IP_);
}
EXPORT_SYMBOL_GPL(debug_check_no_locks_freed);

void debug_check_no_locks_held(void)
{
	struct lock_stack *ls = current->lock_stack;

	for (int i = ls ? ls->depth - 1 : -1; i >= 0; i--)
		lockdep_report_left(&ls->held[i], "a task that may hold none", false, NULL);
}
EXPORT_SYMBOL_GPL(debug_check_no_locks_held);

void debug_show_held_locks(struct task_struct *task)
{
	struct lock_stack *ls = READ_ONCE(task->lock_stack);
	char name[64];

	if (!ls || !ls->depth) {
		pr_info("no locks held by %s/%d.\n", task->comm, task->pid);
		return;
	}
	pr_info("%d lock%s held by %s/%d:\n", ls->depth, ls->depth > 1 ? "s" : "", task->comm,
		task->pid);
	for (int i = 0; i < ls->depth; i++) {
		held_name(&ls->held[i], name, sizeof(name));
		pr_info(" #%d: %px (%s)\n", i, ls->held[i].lock, name);
	}
}
EXPORT_SYMBOL_GPL(debug_show_held_locks);

static void report_assertion(const char *lock, const char *file, int line, const char *held)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_LOCK, "assertion: %s is %s", lock, held);
	defect_linux(&d, "WARNING: CPU: %u PID: %d at %s:%d", raw_smp_processor_id(), current->pid,
		     file, line);
	defect_here(&d, "in");
	defect_end(&d);
}

void lockdep_report_not_held(const char *lock, const char *file, int line)
{
	report_assertion(lock, file, line, "not held");
}
EXPORT_SYMBOL_GPL(lockdep_report_not_held);

void lockdep_report_held(const char *lock, const char *file, int line)
{
	report_assertion(lock, file, line, "held");
}
EXPORT_SYMBOL_GPL(lockdep_report_held);
