/* SPDX-License-Identifier: MIT */
/*
 * The lock checker, as the lock primitives and its own files see it. Theory: lockdep.c.
 */
#ifndef LIB_SYNC_LOCKDEP_H
#define LIB_SYNC_LOCKDEP_H

#include <linux/compiler.h>
#include <linux/lockdep_types.h>
#include <linux/types.h>

#include "lib/defect.h"

struct task_struct;

enum lock_kind {
	LK_NONE,
	LK_SPIN,
	LK_RWLOCK,
	LK_MUTEX,
	LK_RWSEM,
	LK_MAP,	     /* a lockdep_map that a module annotates by itself */
	LK_FUNCTION, /* a work's or timer's function, held while it runs */
	LK_RCU,
	LK_SRCU,
	NR_LOCK_KINDS,
};

/* How a lock is taken. */
#define LOCK_HOW_READ	   0x1 /* shared; a waiting writer stops later readers */
#define LOCK_HOW_RECURSIVE 0x2 /* shared, and passes waiting writers: may nest in itself */
#define LOCK_HOW_TRY	   0x4 /* tried, and got: never waits, so nothing is learned of it */
#define LOCK_HOW_NEST	   0x8 /* under a lock that orders all locks of the class */

#define LOCKDEP_DEPTH	32   /* locks that a task may hold at once */
#define LOCKDEP_CLASSES 2048 /* class 0: not in the graph */
#define LOCKDEP_NAME	40

/* Bits of a class's usage: [irq][what]. Linux's letters: used '-', enabled '+'. */
enum lock_irq {
	LOCK_HARDIRQ,
	LOCK_SOFTIRQ,
	NR_LOCK_IRQS,
};
#define USE_IN	    0x1 /* taken in that interrupt */
#define USE_IN_READ 0x2
#define USE_ON	    0x4 /* held with that interrupt enabled */
#define USE_ON_READ 0x8
#define USE_BITS    4 /* a kind of interrupt */

struct lock_use {
	u32 stack; /* of the first time */
	u32 step;
	int pid;
};

struct lock_class {
	const void *key; /* NULL: of a module that is gone */
	u8 subclass, kind;
	u8 usage;    /* USE_* << USE_BITS * irq */
	u8 told;     /* irqs whose inconsistent use was reported */
	u32 next;    /* in its hash chain */
	u32 out, in; /* its edges */
	char name[LOCKDEP_NAME];
	struct lock_use use[USE_BITS * NR_LOCK_IRQS];
};

struct held_lock {
	const void *lock;
	const void *nest; /* LOCK_HOW_NEST: the lock that orders them */
	u32 stack, step;
	u16 class;
	u8 kind, how;
	u8 ctx;		       /* 0: task, 1: softirq, 2: hard interrupt */
	bool hard_on, soft_on; /* interrupts and softirqs were enabled */
	u8 pins;
	bool fake; /* its own holder took it again: nothing was done, nothing is to be undone */
};

struct lock_stack {
	int depth;
	int busy; /* the checker or a report of it runs: what they take is not checked */
	u32 next_free;
	struct task_struct *task;
	struct held_lock held[LOCKDEP_DEPTH];
};

/* ---- lockdep.c: what the primitives call ---- */

extern bool lockdep_active; /* the machine has checks */

bool __lockdep_take(const void *lock, enum lock_kind kind, unsigned int how, unsigned int subclass,
		    const void *nest, unsigned long caller);
bool __lockdep_drop(const void *lock, unsigned long caller);

/*
 * The running code asks for @lock. Before it waits for it; LOCK_HOW_TRY: after it got it. @caller:
 * the return address of the call; only modules' calls count. True: the caller holds it already,
 * which would be a deadlock and was reported: go on as if it had been taken.
 */
static __always_inline bool lockdep_take(const void *lock, enum lock_kind kind, unsigned int how,
					 unsigned int subclass, const void *nest,
					 unsigned long caller)
{
	return unlikely(lockdep_active) && __lockdep_take(lock, kind, how, subclass, nest, caller);
}

/* It is released. True: there is nothing to release (see lockdep_take). */
static __always_inline bool lockdep_drop(const void *lock, unsigned long caller)
{
	return unlikely(lockdep_active) && __lockdep_drop(lock, caller);
}

/* The same for a lock of which the core takes more: its releases are not the module's. */
static __always_inline void lockdep_drop_own(const void *lock, unsigned long caller)
{
	if (unlikely(lockdep_active) && defect_is_module(caller))
		__lockdep_drop(lock, caller);
}

/* An interruptible wait for it ended without it. */
void lockdep_untake(const void *lock);
/*
 * What waits for a function of a module to end (flush_work(), del_timer_sync()) behaves like taking
 * a lock that the function holds while it runs: one class a function, as with Linux's lockdep maps
 * of works and timers.
 */
void __lockdep_function_wait(const void *fn, unsigned long caller);

static __always_inline void lockdep_function_enter(const void *fn)
{
	lockdep_take(fn, LK_FUNCTION, 0, 0, NULL, (unsigned long)fn + 1);
}

static __always_inline void lockdep_function_leave(const void *fn)
{
	if (unlikely(lockdep_active))
		lockdep_untake(fn);
}

static __always_inline void lockdep_function_wait(const void *fn, unsigned long caller)
{
	if (unlikely(lockdep_active))
		__lockdep_function_wait(fn, caller);
}

/* A write lock becomes a read lock. */
void lockdep_downgrade(const void *lock);
/* Interrupts or softirqs were enabled: what is still held is held with them on. */
void __lockdep_irqs_on(void);
static __always_inline void lockdep_irqs_on(void)
{
	if (unlikely(lockdep_active))
		__lockdep_irqs_on();
}

/* The running task's innermost entry of @lock; NULL: none. */
struct held_lock *lockdep_held(const void *lock);
/* Does some other task hold it? For what the primitives cannot know. NULL: not known. */
struct held_lock *lockdep_holder(const void *lock, struct task_struct **task);
/* Another than its holder releases it: the holder has nothing to release any more. */
void lockdep_disown(const void *lock);
/* The running task's innermost lock which forbids sleeping; NULL: none is known. */
struct held_lock *lockdep_atomic_lock(void);

/*
 * The running code goes back to where nothing may be held: a client's call, a work, a timer … ends.
 * What it still holds is reported and released. @depth: held when it began (lockdep_enter()).
 * Called by code_leave(), leave.h.
 */
int lockdep_enter(void);
void lockdep_leave(int depth, const char *what, bool to_user, const void *fn);

/* What the running task takes is not checked while the sum is above 0. */
void lockdep_pause(int add);

/* Begin and end of a machine, and end of a task. */
void lockdep_reset(bool on);
void lockdep_task_exit(struct task_struct *tsk);

/* ---- lockdep_class.c ---- */

void __lockdep_init_lock(const void *lock, enum lock_kind kind, const char *name,
			 const struct lock_class_key *key, unsigned int subclass,
			 unsigned long caller);
/* @lock starts a new life, of the class of @key. */
static __always_inline void lockdep_init_lock(const void *lock, enum lock_kind kind,
					      const char *name, const struct lock_class_key *key,
					      unsigned long caller)
{
	if (unlikely(lockdep_active))
		__lockdep_init_lock(lock, kind, name, key, 0, caller);
}
void lockdep_no_check(const void *lock);
void lockdep_subclass(const void *lock, unsigned int subclass);
void lockdep_forget_lock(const void *lock);
/* The class of @lock, 0: none; @kind as found. */
unsigned int lockdep_class_of(const void *lock, enum lock_kind kind, unsigned int subclass);
/* The name of the lock for people; the symbol or address when it has no class. */
void lock_name(const void *lock, char *name, size_t size);
/* "spinlock", "mutex" … */
const char *lock_kind_name(enum lock_kind kind);
/* Called by name, as in "spinlock dev_lock". */
void held_name(const struct held_lock *h, char *name, size_t size);
/* The lock was taken away from its holder by a report: its release is no second defect. */
void lockdep_mark_forced(const void *lock);
bool lockdep_was_forced(const void *lock);
void lockdep_class_reset(void);
/* Memory or a module's image goes. */
void lockdep_memory_freed(const void *start, size_t len, unsigned long caller);
void lockdep_image_gone(const void *start, size_t len, const char *module);

extern struct lock_class lock_classes[LOCKDEP_CLASSES];
extern u32 lockdep_nr_classes;

/* ---- lockdep_graph.c ---- */

#define LOCKDEP_PATH 8 /* edges of a circle that are told */

struct lock_edge {
	u16 from, to;
	u8 kinds; /* EDGE_* */
	bool bad; /* it closed a circle: kept so that it is not told twice, but not followed */
	u32 next_out, next_in, next_hash;
	u32 stack_from, stack_to; /* of the two acquisitions */
	u32 step;
	int pid;
};

/* What is to be told of a new edge or a new use. */
struct lock_trouble {
	enum { TROUBLE_NONE, TROUBLE_CIRCLE, TROUBLE_IRQ_ORDER, TROUBLE_IRQ_STATE } what;
	enum lock_irq irq;
	bool inversion;	  /* IRQ_ORDER: found by a new use, not by a new edge */
	u16 safe, unsafe; /* IRQ_*: classes */
	unsigned int nr_path;
	struct lock_edge path[LOCKDEP_PATH]; /* CIRCLE: from the new lock back to the held one */
};

/* @next is taken while @prev is held. */
void lockdep_learn_edge(const struct held_lock *prev, const struct held_lock *next,
			struct lock_trouble *t);
/* @h is used as @bit of @irq. */
void lockdep_learn_use(const struct held_lock *h, enum lock_irq irq, unsigned int bit,
		       struct lock_trouble *t);
void lockdep_graph_forget(unsigned int class);
void lockdep_graph_reset(void);
void lockdep_lock(void);
void lockdep_unlock(void);

/* ---- lockdep_report.c: each makes one finding; none returns with the graph's lock held ---- */

void lockdep_report_reset(void);
void lockdep_report_trouble(const struct held_lock *prev, const struct held_lock *next,
			    const struct lock_trouble *t);
void lockdep_report_recursion(const struct held_lock *prev, const struct held_lock *next);
void lockdep_report_left(const struct held_lock *h, const char *what, bool to_user, const void *fn);
void lockdep_report_freed(const struct held_lock *h, struct task_struct *holder, const void *lock,
			  enum lock_kind kind, const void *start, size_t len, unsigned long caller);
void lockdep_report_unload(const struct held_lock *h, struct task_struct *holder, const void *lock,
			   enum lock_kind kind, const char *module);
/* The defects that the primitives see by themselves. @other: who has to do with it; may be NULL. */
enum lock_misuse {
	LOCK_UNINITIALISED,
	LOCK_NOT_HELD,	    /* released, but free */
	LOCK_WRONG_OWNER,   /* released by another than its holder */
	LOCK_SELF_DEADLOCK, /* taken again by its holder */
	LOCK_DESTROYED_HELD,
	LOCK_WRONG_CONTEXT,
};
void lock_misuse(enum lock_misuse misuse, const void *lock, enum lock_kind kind,
		 struct task_struct *other, unsigned long caller);
/* "task cat/17" … and the stack of an entry, added to a finding. */
void defect_held(struct ferrite_defect *d, const struct held_lock *h, int pid, const char *title);

#endif
