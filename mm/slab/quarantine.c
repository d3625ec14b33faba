/* SPDX-License-Identifier: MIT */
/*
 * The quarantine: with checks=full, what modules free is not used again at once.
 *
 * A write after free is only seen in an object that is still free, and a second free only of one
 * that is nobody else's yet. So objects of modules wait here, in the order in which they were
 * freed, until OBJECTS others or BYTES have been freed behind them; then they are looked at and go
 * back to their slabs.
 *
 *	freed ─► [ring: oldest … newest] ─► pattern whole? ─► the slab's free list
 *
 * Nobody but the checks can tell: objects that wait count as free in slabinfo, and they leave
 * when their cache is shrunk or destroyed, and all when an allocation finds no page. Order and
 * limits depend on nothing but the calls, so that runs repeat.
 *
 * Locking: one leaf lock, held for a few instructions; objects are given back without it. An object
 * counts as its cache's (->waiting) until it is back in its slab, and who empties the quarantine of
 * a cache waits for those that others have taken out.
 */
#include <linux/kernel.h>
#include <linux/irqflags.h>
#include <linux/string.h>
#include "slab.h"

#define OBJECTS 512U
#define BYTES	(512UL << 10)

bool slab_quarantine_all;

struct waiting {
	struct kmem_cache *cache; /* NULL: it left before its turn */
	void *object;
};

static struct {
	struct waiting ring[OBJECTS]; /* number n is at n % OBJECTS */
	unsigned int oldest, next;    /* numbers; they only grow */
	unsigned long bytes;
	u32 lock;
} quarantine;

static unsigned long lock(void)
{
	unsigned long flags;

	raw_local_irq_save(flags);
	while (__atomic_exchange_n(&quarantine.lock, 1, __ATOMIC_ACQUIRE))
		arch_cpu_relax();
	return flags;
}

static void unlock(unsigned long flags)
{
	__atomic_store_n(&quarantine.lock, 0, __ATOMIC_RELEASE);
	raw_local_irq_restore(flags);
}

static void let_go(struct kmem_cache *s, void *object)
{
	struct slab *slab = slab_find(object);

	pattern_check(s, slab, slab_index(s, slab, object), false);
	slab_free_slow(s, slab, object, object, 1);
	__atomic_fetch_sub(&s->waiting, 1, __ATOMIC_RELEASE); /* @s may go from here on */
}

/* Take the oldest one out. => lock held */
static struct waiting take_oldest(void)
{
	struct waiting w = quarantine.ring[quarantine.oldest++ % OBJECTS];

	if (w.cache)
		quarantine.bytes -= w.cache->size;
	return w;
}

/* The oldest, until there is room for one of @bytes. Returns false when there
 * is. */
static bool make_room(unsigned long bytes, struct waiting *out)
{
	unsigned long flags = lock();
	unsigned int nr = quarantine.next - quarantine.oldest;
	bool over = nr && (nr == OBJECTS || quarantine.bytes + bytes > BYTES);

	if (over)
		*out = take_oldest();
	unlock(flags);
	return over;
}

bool slab_quarantine(struct kmem_cache *s, struct slab *slab, void *object)
{
	struct track *t = track_of(slab, slab_index(s, slab, object));
	unsigned long flags;
	struct waiting w;
	bool room;

	if (!slab_state.full || !(s->flags & __SLAB_SIDE) || s->size > BYTES / 8)
		return false;
	if (s != slab_state.kmem_cache &&
	    !((t->flags & TRACK_COUNTED) &&
	      (alloc_stats_is_filtered() || READ_ONCE(slab_quarantine_all))))
		return false;
	while (make_room(s->size, &w))
		if (w.cache)
			let_go(w.cache, w.object);
	flags = lock();
	room = quarantine.next - quarantine.oldest < OBJECTS;
	if (room) {
		quarantine.ring[quarantine.next++ % OBJECTS] = (struct waiting){s, object};
		quarantine.bytes += s->size;
		__atomic_fetch_add(&s->waiting, 1, __ATOMIC_RELAXED);
	}
	unlock(flags);
	return room;
}

/* One object of @s, wherever it stands behind number @from. */
static bool take_one(struct kmem_cache *s, unsigned int *from, struct waiting *out)
{
	unsigned long flags = lock();
	bool found = false;

	if ((int)(quarantine.oldest - *from) > 0)
		*from = quarantine.oldest;
	for (; *from != quarantine.next && !found; ++*from) {
		struct waiting *w = quarantine.ring + *from % OBJECTS;

		if (!w->cache || (s && w->cache != s))
			continue;
		*out = *w;
		found = true;
		quarantine.bytes -= w->cache->size;
		w->cache = NULL;
	}
	unlock(flags);
	return found;
}

static unsigned int oldest_number(void)
{
	unsigned long flags = lock();
	unsigned int n = quarantine.oldest;

	unlock(flags);
	return n;
}

bool slab_quarantine_drain(struct kmem_cache *s)
{
	struct waiting w;
	unsigned int from = oldest_number();
	bool any = false;

	if (s && !slab_quarantined(s))
		return false;
	for (;;) {
		while (take_one(s, &from, &w)) {
			let_go(w.cache, w.object);
			any = true;
		}
		if (!s || !slab_quarantined(s))
			return any;
		cpu_relax(); /* another CPU is about to give one back */
	}
}

unsigned long slab_quarantined(const struct kmem_cache *s)
{
	return __atomic_load_n(&s->waiting, __ATOMIC_ACQUIRE);
}

void slab_quarantine_exit(void)
{
	memset(&quarantine, 0, sizeof(quarantine));
}
