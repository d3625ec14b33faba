/* SPDX-License-Identifier: MIT */
/*
 * Checks: the state of each object, kept outside the objects.
 *
 * When the machine was declared with checks, every allocation and free is verified and its
 * caller is remembered, without one byte more in any slab: slabinfo and buddyinfo stay what they
 * are without checks. The records live in *side memory*: RAM that the machine does not
 * have. The port is asked to back a range of the direct map above the last declared address; no
 * zone, no view and no driver knows of it.
 *
 *	direct map  | declared RAM …    | per-CPU owners | records of page 0 | page 1 |
 *page 2 … 0           max_pfn ^
 *
 *	record of object i of the slab whose first page is pfn: page_records(pfn)[i]
 *
 * A page has room for as many records as objects fit into it, so that a record is found by
 * arithmetic, and slabs cannot run out of them. The range is large but sparse: the host gives
 * memory to the records that are used.
 *
 * What is found: freeing what is free (with both callers), what is no object or its inside;
 * writing to a free object (its pattern is checked when it is handed out again, and at the
 * end for all); writing behind the bytes that were asked for, up to the slot's end; what is never
 *freed.
 *
 * Locking. A record belongs to its object: who allocates or frees the object is the only one to
 * write it. Two frees of one object at once are the defect to be found; the state changes
 * by an atomic exchange, so that exactly one of them sees a live object.
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/percpu_section.h>
#include "lib/active.h"
#include "lib/stackdepot.h"
#include "mm/machine/machine.h"
#include "mm/percpu/percpu.h"
#include "slab.h"
#include "report.h"

#define RECORDS_PER_PAGE (PAGE_SIZE / KMALLOC_MIN_SIZE)

static struct {
	struct track *records; /* NULL: no checks */
	u64 side_pa, side_len;
} track;

void track_init(void)
{
	u64 owners = PERCPU_OWNERS * sizeof(struct percpu_owner);
	u64 records = (u64)max_pfn * RECORDS_PER_PAGE * sizeof(struct track);
	u64 pa = ALIGN((u64)max_pfn << PAGE_SHIFT, 2UL << 20);

	memset(&track, 0, sizeof(track));
	if (!machine.decl->checks)
		return;
	track.side_len = owners + records;
	if (pa + track.side_len > arch_direct_size || arch_phys_online(pa, track.side_len)) {
		pr_warn("slab: no side memory for checks of so large a machine\n");
		return;
	}
	track.side_pa = pa;
	percpu_track_owners((struct percpu_owner *)(arch_direct_base + pa));
	track.records = (struct track *)(arch_direct_base + pa + owners);
}

void track_exit(void)
{
	percpu_track_owners(NULL);
	if (track.records)
		arch_phys_offline(track.side_pa, track.side_len);
	memset(&track, 0, sizeof(track));
}

bool track_enabled(void)
{
	return track.records != NULL;
}

static struct track *records_of_page(const struct page *page)
{
	return track.records + page_to_pfn(page) * RECORDS_PER_PAGE;
}

struct track *track_of(const struct slab *slab, unsigned int index)
{
	return track.records ? records_of_page(slab_page(slab)) + index : NULL;
}

struct track *track_large(const struct page *page)
{
	return track.records ? records_of_page(page) : NULL;
}

/* ---- the pattern of free objects ---- */

/* May free objects be overwritten? Not when a constructor or RCU readers rely on them. */
static bool can_poison(const struct kmem_cache *s)
{
	return !s->ctor && !(s->flags & (SLAB_TYPESAFE_BY_RCU | SLAB_DEBUG_FLAGS));
}

/* Fill a free object; its free pointer is written afterwards by the caller. */
static void poison(struct kmem_cache *s, void *object, struct track *t)
{
	if (!can_poison(s))
		return;
	memset(object, SLAB_POISON_FREE, s->object_size);
	t->flags |= TRACK_POISONED;
}

#define POISON_WORD (~0UL / 0xff * SLAB_POISON_FREE)

/* Offset of the first byte of [@from, @to) that lost the pattern, or @to. @from is word aligned. */
static unsigned int spoiled_in(const unsigned char *object, unsigned int from, unsigned int to)
{
	while (from + sizeof(long) <= to && *(const unsigned long *)(object + from) == POISON_WORD)
		from += sizeof(long);
	while (from < to && object[from] == SLAB_POISON_FREE)
		from++;
	return from;
}

/* The same for an object of which the free pointer is left out; object_size: all is whole. */
static unsigned int first_spoiled(const struct kmem_cache *s, const unsigned char *object)
{
	unsigned int hole = min(s->offset, s->object_size), at = spoiled_in(object, 0, hole);

	if (at < hole)
		return at;
	return spoiled_in(object, min(hole + (unsigned int)sizeof(void *), s->object_size),
			  s->object_size);
}

bool track_check_pattern(struct kmem_cache *s, struct slab *slab, void *object)
{
	struct track *t = track_of(slab, slab_index(s, slab, object));
	unsigned int at;
	struct report r;

	if (!t || !(t->flags & TRACK_POISONED))
		return true;
	at = first_spoiled(s, object);
	if (at >= s->object_size || kasan_told((char *)object + at))
		return true;
	t->flags &= ~TRACK_POISONED; /* once */
	report_begin(&r, "use after free: byte %u of a free object of %s was changed to 0x%02x", at,
		     s->name, ((unsigned char *)object)[at]);
	report_line(&r, "object 0x%px, size %u", object, s->object_size);
	if (t->state == TRACK_FREE) {
		report_alloc(&r, t);
		report_free(&r, t);
	}
	report_defect(&r, DEFECT_USE_AFTER_FREE, stack_depot_caller(t->free_stack));
	return false;
}

/* ---- the bytes behind those that were asked for ---- */

static void guard_rest(const struct kmem_cache *s, void *object, struct track *t)
{
	if (can_poison(s) && t->size < s->object_size)
		memset((char *)object + t->size, SLAB_RED_ACTIVE, s->object_size - t->size);
}

static void check_rest(const struct kmem_cache *s, const void *object, struct track *t,
		       unsigned long caller)
{
	const unsigned char *byte = object;
	struct report r;
	u32 i;

	if (!can_poison(s))
		return;
	for (i = t->size; i < s->object_size; i++)
		if (byte[i] != SLAB_RED_ACTIVE)
			break;
	if (i >= s->object_size || kasan_told(byte + i))
		return;
	report_begin(&r, "overrun: byte %u of an object of %u bytes was changed to 0x%02x", i,
		     t->size, byte[i]);
	report_line(&r, "object 0x%px of %s, found when it was freed at %pS", object, s->name,
		    (void *)caller);
	report_alloc(&r, t);
	report_defect(&r, DEFECT_OVERRUN, stack_depot_caller(t->alloc_stack));
}

/* ---- slabs ---- */

void track_new_slab(struct kmem_cache *s, struct slab *slab)
{
	unsigned int i;

	if (!track.records)
		return;
	kasan_poison_slab(slab_address(slab), PAGE_SIZE << slab_order(slab));
	memset(track_of(slab, 0), 0, slab->objects * sizeof(struct track));
	for (i = 0; i < slab->objects; i++)
		poison(s, slab_object(s, slab, i), track_of(slab, i));
}

/* The pages leave: look a last time at the free objects. */
void track_drop_slab(struct kmem_cache *s, struct slab *slab)
{
	unsigned int i;

	if (!track.records)
		return;
	for (i = 0; i < slab->objects; i++)
		track_check_pattern(s, slab, slab_object(s, slab, i));
}

/* ---- objects ---- */

static u32 current_pid(void)
{
	return current ? current->pid : 0;
}

static void remember_alloc(struct track *t, size_t size, unsigned long caller)
{
	t->alloc_stack = stack_depot_here(caller);
	t->alloc_pid = current_pid();
	t->size = size;
	t->flags = alloc_stats_add(size, caller) ? TRACK_COUNTED : 0;
}

static void remember_free(struct track *t, unsigned long caller)
{
	t->free_stack = stack_depot_here(caller);
	t->free_pid = current_pid();
	if (t->flags & TRACK_COUNTED)
		alloc_stats_sub(t->size);
	t->flags = 0;
}

void track_alloc(struct kmem_cache *s, struct slab *slab, void *object, size_t size,
		 unsigned long caller)
{
	struct track *t = track_of(slab, slab_index(s, slab, object));

	if (!t)
		return;
	track_check_pattern(s, slab, object);
	remember_alloc(t, min_t(size_t, size, s->object_size), caller);
	guard_rest(s, object, t);
	kasan_kmalloc(object, t->size, s->size - s->red_left_pad);
	__atomic_store_n(&t->state, TRACK_LIVE, __ATOMIC_RELEASE);
}

bool track_free(struct kmem_cache *s, struct slab *slab, void *object, unsigned long caller)
{
	unsigned int index = slab_index(s, slab, object);
	struct track *t = track_of(slab, index);
	struct report r;
	u8 state = TRACK_LIVE;

	if (!t)
		return true;
	if (!kasan_slab_may_free(object,
				 index < slab->objects && object == slab_object(s, slab, index), caller))
		return false;
	if (index >= slab->objects || object != slab_object(s, slab, index)) {
		track_bad_free(object, caller);
		return false;
	}
	if (!__atomic_compare_exchange_n(&t->state, &state, TRACK_FREE, false, __ATOMIC_ACQ_REL,
					 __ATOMIC_ACQUIRE)) {
		report_begin(&r, "double free of an object of %s", s->name);
		report_line(&r, "object 0x%px, second free at %pS", object, (void *)caller);
		report_alloc(&r, t);
		report_free(&r, t);
		report_defect(&r, DEFECT_DOUBLE_FREE, caller);
		return false;
	}
	active_check_free(object, s->object_size, caller);
	check_rest(s, object, t, caller);
	remember_free(t, caller);
	poison(s, object, t);
	/* RCU readers may look at a free object of such a cache. */
	if (!(s->flags & SLAB_TYPESAFE_BY_RCU))
		kasan_slab_free(object, s->object_size);
	return true;
}

void track_ksize(struct kmem_cache *s, struct slab *slab, const void *object)
{
	struct track *t = track_of(slab, slab_index(s, slab, object));

	if (t)
		t->size = s->object_size;
}

void track_large_alloc(struct page *page, size_t size, unsigned long caller)
{
	struct track *t = track_large(page);

	if (!t)
		return;
	remember_alloc(t, size, caller);
	t->state = TRACK_LARGE;
}

void track_large_free(struct page *page, unsigned long caller)
{
	struct track *t = track_large(page);

	if (!t)
		return;
	active_check_free(page_address(page), t->size, caller);
	remember_free(t, caller);
	t->state = TRACK_NONE;
}

void track_bad_free(const void *addr, unsigned long caller)
{
	struct slab *slab = slab_find(addr);
	struct track *t;
	struct report r;

	if (kasan_on()) {
		kasan_report_free(addr, false, caller);
		return;
	}
	if (slab) {
		struct kmem_cache *s = slab->slab_cache;
		unsigned int index = slab_index(s, slab, addr);

		report_begin(&r,
			     "invalid free: the address is inside an object of %s, not its start",
			     s->name);
		report_line(&r, "address 0x%px is byte %lu of object 0x%px", addr,
			    (unsigned long)addr - (unsigned long)slab_object(s, slab, index),
			    slab_object(s, slab, index));
		t = index < slab->objects ? track_of(slab, index) : NULL;
		if (t && t->state == TRACK_LIVE)
			report_alloc(&r, t);
	} else {
		report_begin(&r, "invalid free: the address is not from kmalloc or a slab cache");
		report_line(&r, "address 0x%px, freed at %pS", addr, (void *)caller);
	}
	report_defect(&r, DEFECT_BAD_FREE, caller);
}
