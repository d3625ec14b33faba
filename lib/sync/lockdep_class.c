/* SPDX-License-Identifier: MIT */
/*
 * Which class a lock has: the side tables of the lock checker.
 *
 *	records   address of a lock ─► class of subclass 0.  Made by *_init() in module code, or by
 *		  the first use of a static lock; gone when the memory is freed
 *	classes   (key, subclass) ─► class, for as long as the module that has the key
 *
 * Records hang in chains by the 256 bytes that they lie in, so that asking whether a freed
 * object contains a lock looks at one or two chains, nearly always empty.
 *
 * A static lock that nobody initialised is its own key, and called as its variable. A lock that
 * is neither static nor initialised by a module has no class: the core made it, or it was
 * copied from another. It is held like others but not in the graph.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "arch/arch.h"
#include "lib/sync/lockdep.h"

#define RECORDS	      8192
#define RECORD_CHAINS 4096
#define GRAIN_SHIFT   8
#define CLASS_CHAINS  1024

/* Free memory of more chains than that is searched record by record. */
#define FEW_GRAINS 64

struct record {
	const void *lock; /* NULL: unused */
	u32 next;	  /* in its chain, or of the unused ones; index + 1 */
	u16 class;
	u8 kind;
	bool forced; /* released by the checker, see lockdep_mark_forced() */
};

struct lock_class lock_classes[LOCKDEP_CLASSES];
u32 lockdep_nr_classes;

/* All under lockdep_lock(). Chains may also be read without it, by the owner of the lock. */
static struct record records[RECORDS];
static u32 nr_records, free_records;
static u32 record_chains[RECORD_CHAINS];
static u32 class_chains[CLASS_CHAINS];

static const char *const kind_names[NR_LOCK_KINDS] = {
	[LK_NONE] = "lock",	    [LK_SPIN] = "spinlock",	[LK_RWLOCK] = "rwlock",
	[LK_MUTEX] = "mutex",	    [LK_RWSEM] = "rwsem",	[LK_MAP] = "lock map",
	[LK_FUNCTION] = "function", [LK_RCU] = "rcu_read_lock", [LK_SRCU] = "srcu_read_lock",
};

const char *lock_kind_name(enum lock_kind kind)
{
	return kind_names[kind];
}

void lockdep_class_reset(void)
{
	memset(records, 0, nr_records * sizeof(records[0]));
	memset(lock_classes, 0, (lockdep_nr_classes + 1) * sizeof(lock_classes[0]));
	memset(record_chains, 0, sizeof(record_chains));
	memset(class_chains, 0, sizeof(class_chains));
	nr_records = free_records = lockdep_nr_classes = 0;
}

/* ---- records ---- */

static u32 *chain_of(const void *lock)
{
	u64 grain = (uintptr_t)lock >> GRAIN_SHIFT;

	return &record_chains[(grain * 0x9e3779b97f4a7c15ULL) >> 52];
}

static struct record *record_find(const void *lock)
{
	u32 i = __atomic_load_n(chain_of(lock), __ATOMIC_ACQUIRE);

	for (; i; i = __atomic_load_n(&records[i - 1].next, __ATOMIC_ACQUIRE))
		if (READ_ONCE(records[i - 1].lock) == lock)
			return &records[i - 1];
	return NULL;
}

/* => lockdep_lock() */
static void record_put(const void *lock, unsigned int class, enum lock_kind kind)
{
	struct record *r = record_find(lock);
	u32 *chain = chain_of(lock);

	if (!r) {
		if (free_records) {
			r = &records[free_records - 1];
			free_records = r->next;
		} else if (nr_records < RECORDS) {
			WRITE_ONCE(nr_records, nr_records + 1);
			r = &records[nr_records - 1];
		} else {
			return;
		}
		WRITE_ONCE(r->next, *chain);
		WRITE_ONCE(r->lock, lock);
		WRITE_ONCE(r->class, class);
		__atomic_store_n(chain, r - records + 1, __ATOMIC_RELEASE);
	}
	WRITE_ONCE(r->class, class);
	WRITE_ONCE(r->kind, kind);
	WRITE_ONCE(r->forced, false);
}

/* => lockdep_lock(). @link: what points to the record. */
static void record_drop(u32 *link)
{
	u32 i = *link;
	struct record *r = &records[i - 1];

	__atomic_store_n(link, r->next, __ATOMIC_RELEASE);
	WRITE_ONCE(r->lock, NULL);
	WRITE_ONCE(r->next, free_records);
	free_records = i;
}

void lockdep_forget_lock(const void *lock)
{
	u32 *link = chain_of(lock);

	if (!lockdep_active || !READ_ONCE(*link))
		return;
	lockdep_lock();
	while (*link && records[*link - 1].lock != lock)
		link = &records[*link - 1].next;
	if (*link)
		record_drop(link);
	lockdep_unlock();
}

void lockdep_mark_forced(const void *lock)
{
	struct record *r = record_find(lock);

	if (r)
		WRITE_ONCE(r->forced, true);
}

bool lockdep_was_forced(const void *lock)
{
	struct record *r = record_find(lock);
	bool forced = r && READ_ONCE(r->forced);

	if (forced)
		WRITE_ONCE(r->forced, false);
	return forced;
}

/* ---- classes ---- */

static u32 *class_chain(const void *key, unsigned int subclass)
{
	u64 hash = ((uintptr_t)key + subclass) * 0x9e3779b97f4a7c15ULL;

	return &class_chains[hash >> 54];
}

static unsigned int class_find(const void *key, unsigned int subclass)
{
	u32 i = __atomic_load_n(class_chain(key, subclass), __ATOMIC_ACQUIRE);

	for (; i; i = lock_classes[i].next)
		if (READ_ONCE(lock_classes[i].key) == key && lock_classes[i].subclass == subclass)
			return i;
	return 0;
}

/* => lockdep_lock(). 0: no room. */
static unsigned int class_make(const void *key, unsigned int subclass, enum lock_kind kind,
			       const char *name)
{
	unsigned int i = class_find(key, subclass);
	struct lock_class *c;

	if (i || lockdep_nr_classes + 1 >= LOCKDEP_CLASSES)
		return i;
	i = ++lockdep_nr_classes;
	c = &lock_classes[i];
	memset(c, 0, sizeof(*c));
	c->key = key;
	c->subclass = subclass;
	c->kind = kind;
	if (subclass)
		scnprintf(c->name, sizeof(c->name), "%s/%u", name, subclass);
	else
		strscpy(c->name, name, sizeof(c->name));
	c->next = *class_chain(key, subclass);
	__atomic_store_n(class_chain(key, subclass), i, __ATOMIC_RELEASE);
	return i;
}

void __lockdep_init_lock(const void *lock, enum lock_kind kind, const char *name,
			 const struct lock_class_key *key, unsigned int subclass,
			 unsigned long caller)
{
	unsigned int class;

	if (!key || !defect_is_module(caller))
		return;
	/* A stack comes and goes without a word: what is there next time has another class. */
	if (object_is_on_stack(lock))
		return;
	lockdep_lock();
	class = class_make(key, subclass, kind, name);
	if (class)
		record_put(lock, class, kind);
	lockdep_unlock();
}

void lockdep_no_check(const void *lock)
{
	lockdep_lock();
	record_put(lock, 0, LK_NONE);
	lockdep_unlock();
}

void lockdep_subclass(const void *lock, unsigned int subclass)
{
	unsigned int class = lockdep_class_of(lock, LK_NONE, subclass);

	lockdep_lock();
	if (class)
		record_put(lock, class, LK_NONE);
	lockdep_unlock();
}

/* The key of a static lock: its address; of a per-CPU one: that of the first CPU's. NULL: not
 * static. */
static const void *static_key(const void *lock)
{
	unsigned long canonical;

	if (__is_module_percpu_address((unsigned long)lock, &canonical))
		return (const void *)canonical;
	return arch_is_kernel_text((uintptr_t)lock) ? lock : NULL;
}

static unsigned int static_class(const void *lock, enum lock_kind kind)
{
	const void *key = static_key(lock);
	char name[LOCKDEP_NAME];
	unsigned int class;

	if (!key) {
		/* Remembered, because finding that out is slow. */
		lockdep_lock();
		if (!record_find(lock))
			record_put(lock, 0, kind);
		lockdep_unlock();
		return 0;
	}
	/* "dev_lock", or "dev+0x10" inside a variable: its size and module say nothing here. */
	scnprintf(name, sizeof(name), "%pS", key);
	strchrnul(name, '/')[0] = '\0';
	if (strlen(name) > 4 && !strcmp(name + strlen(name) - 4, "+0x0"))
		name[strlen(name) - 4] = '\0';
	lockdep_lock();
	class = class_make(key, 0, kind, name);
	if (class)
		record_put(lock, class, kind);
	lockdep_unlock();
	return class;
}

/* The class of (@key, @subclass), made if need be. */
static unsigned int class_get(const void *key, unsigned int subclass, enum lock_kind kind,
			      const char *name)
{
	unsigned int class = class_find(key, subclass);

	if (class)
		return class;
	lockdep_lock();
	class = class_make(key, subclass, kind, name);
	lockdep_unlock();
	return class;
}

static unsigned int function_class(const void *fn)
{
	unsigned int class = class_find(fn, 0);
	char name[LOCKDEP_NAME];

	if (class)
		return class;
	scnprintf(name, sizeof(name), "%ps", fn);
	strchrnul(name, ' ')[0] = '\0'; /* without the module */
	strlcat(name, "()", sizeof(name));
	return class_get(fn, 0, LK_FUNCTION, name);
}

unsigned int lockdep_class_of(const void *lock, enum lock_kind kind, unsigned int subclass)
{
	const struct lockdep_map *map = lock;
	struct record *r;
	unsigned int base;

	if (kind == LK_RCU || kind == LK_SRCU)
		return 0;
	if (kind == LK_FUNCTION)
		return function_class(lock);
	if (kind == LK_MAP)
		return map->key ? class_get(map->key, subclass, kind, map->name ?: "map") : 0;
	r = record_find(lock);
	if (r && unlikely(READ_ONCE(r->forced) || !READ_ONCE(r->kind))) {
		WRITE_ONCE(r->forced, false);
		WRITE_ONCE(r->kind, kind);
	}
	base = r ? READ_ONCE(r->class) : static_class(lock, kind);
	if (!base || !subclass)
		return base;
	return class_get(lock_classes[base].key, lock_classes[base].subclass + subclass, kind,
			 lock_classes[base].name);
}

/* ---- names ---- */

static void class_or_symbol(unsigned int class, const void *lock, char *name, size_t size)
{
	if (class) {
		strscpy(name, lock_classes[class].name, size);
		return;
	}
	if (arch_is_kernel_text((uintptr_t)lock))
		scnprintf(name, size, "%ps", lock);
	else
		scnprintf(name, size, "at 0x%px", lock);
}

void lock_name(const void *lock, char *name, size_t size)
{
	struct record *r = record_find(lock);

	class_or_symbol(r ? READ_ONCE(r->class) : 0, lock, name, size);
}

void held_name(const struct held_lock *h, char *name, size_t size)
{
	int n;

	if (h->kind == LK_RCU) {
		strscpy(name, "rcu_read_lock", size);
		return;
	}
	n = scnprintf(name, size, "%s ", kind_names[h->kind]);
	class_or_symbol(h->class, h->lock, name + n, size - n);
}

/* ---- what goes away ---- */

/* Is it locked, as far as the lock itself says? */
static bool is_locked(const void *lock, enum lock_kind kind)
{
	switch (kind) {
	case LK_SPIN:
		return READ_ONCE(((const raw_spinlock_t *)lock)->val) & SPINLOCK_OWNER_MASK;
	case LK_RWLOCK:
		return READ_ONCE(((const rwlock_t *)lock)->cnts);
	case LK_MUTEX:
		return atomic_long_read(&((const struct mutex *)lock)->owner);
	case LK_RWSEM:
		return atomic_long_read(&((const struct rw_semaphore *)lock)->count);
	default:
		return false;
	}
}

/* Take the first record in [@start, @start + @len) of @link's chain out. False: there is none. */
static bool take_record(u32 *link, const void *start, size_t len, struct record *copy)
{
	bool found;

	if (!READ_ONCE(*link))
		return false;
	lockdep_lock();
	while (*link && records[*link - 1].lock - start >= len)
		link = &records[*link - 1].next;
	found = *link;
	if (found) {
		*copy = records[*link - 1];
		record_drop(link);
	}
	lockdep_unlock();
	return found;
}

struct gone {
	const void *start;
	size_t len;
	const char *module; /* NULL: memory that is freed */
	unsigned long caller;
};

static void lock_goes(const struct record *r, const struct gone *g)
{
	struct task_struct *holder = NULL;
	struct held_lock *h;

	if (!is_locked(r->lock, r->kind))
		return;
	h = lockdep_holder(r->lock, &holder);
	if (g->module)
		lockdep_report_unload(h, holder, r->lock, r->kind, g->module);
	else
		lockdep_report_freed(h, holder, r->lock, r->kind, g->start, g->len, g->caller);
	if (h && holder == current)
		lockdep_untake(r->lock);
}

static void range_gone(const struct gone *g)
{
	uintptr_t first = (uintptr_t)g->start >> GRAIN_SHIFT;
	uintptr_t last = ((uintptr_t)g->start + g->len - 1) >> GRAIN_SHIFT;
	struct record r;

	if (!g->len)
		return;
	if (last - first < FEW_GRAINS) {
		for (uintptr_t i = first; i <= last; i++)
			while (take_record(chain_of((void *)(i << GRAIN_SHIFT)), g->start, g->len,
					   &r))
				lock_goes(&r, g);
		return;
	}
	for (u32 i = 0; i < RECORD_CHAINS; i++)
		while (take_record(&record_chains[i], g->start, g->len, &r))
			lock_goes(&r, g);
}

void lockdep_memory_freed(const void *start, size_t len, unsigned long caller)
{
	struct gone g = {.start = start, .len = len, .caller = caller};

	if (lockdep_active && READ_ONCE(nr_records))
		range_gone(&g);
}

/* The module's static locks, and the classes that have their keys in it. */
void lockdep_image_gone(const void *start, size_t len, const char *module)
{
	struct gone g = {.start = start, .len = len, .module = module};

	if (!lockdep_active)
		return;
	range_gone(&g);
	for (u32 i = 1; i <= lockdep_nr_classes; i++) {
		struct lock_class *c = &lock_classes[i];

		if (!c->key || c->key - start >= len)
			continue;
		lockdep_graph_forget(i);
		WRITE_ONCE(c->key, NULL);
	}
}
