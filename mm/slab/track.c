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
 *	direct map  | declared RAM …   | per-CPU owners | records of page 0 | of page 1 | …
 *	            0          max_pfn ^
 *
 *	record of object i of the slab whose first page is pfn: page_records(pfn)[i]
 *
 * A page has room for as many records as objects fit into it, so that a record is found by
 * arithmetic, and slabs cannot run out of them. The range is large but sparse: the host gives
 * memory to the records that are used. The links of free lists are there too (struct track.next):
 * a write after free damages the object's pattern, and never the allocator.
 *
 * The three levels
 *	off	nothing of this exists, and costs nothing.
 *	on	geometry exactly Linux's default. States, owners, poison in free objects, guards
 *		behind the bytes that were asked for, up to the slot's end (pattern.c).
 *	full	besides, red zones left and right of each object, no merging: geometry exactly
 *		that of Linux booted with slub_debug=Z; what modules get is filled with a
 *		pattern (uninit.c); what they free waits in a quarantine (quarantine.c). Of
 *		slabinfo, a slab may go back later than on Linux; objects that wait count as free.
 *
 * Locking. A record belongs to its object: who allocates or frees the object is the only one to
 * write it. Two frees of one object at once are the defect to be found; the state changes
 * by an atomic exchange, so that exactly one of them sees a live object.
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "lib/active.h"
#include "lib/alloc_for.h"
#include "lib/defect.h"
#include "lib/stackdepot.h"
#include "lib/step.h"
#include "mm/machine/machine.h"
#include "mm/percpu/percpu.h"
#include "slab.h"

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

/* ---- links of free lists ---- */

static struct slab *slab_of_object(const void *object)
{
	return (struct slab *)virt_to_head_page(object);
}

void *track_next_free(const struct kmem_cache *s, const void *object)
{
	struct slab *slab = slab_of_object(object);
	u16 next = track_of(slab, slab_index(s, slab, object))->next;

	return next ? slab_object(s, slab, next - 1) : NULL;
}

void track_set_next_free(const struct kmem_cache *s, void *object, void *next)
{
	struct slab *slab = slab_of_object(object);

	track_of(slab, slab_index(s, slab, object))->next =
		next ? slab_index(s, slab, next) + 1 : 0;
}

/* ---- for reports ---- */

void track_stack_alloc(struct ferrite_defect *d, const struct track *t)
{
	if (t)
		defect_recorded(d, t->alloc_stack, t->alloc_pid, "allocated");
}

void track_stack_free(struct ferrite_defect *d, const struct track *t)
{
	if (t)
		defect_recorded(d, t->free_stack, t->free_pid, "freed");
}

const char *track_cache_name(const struct kmem_cache *s)
{
	return s->name ? s->name : "a cache without a name";
}

/* ---- slabs ---- */

void track_new_slab(struct kmem_cache *s, struct slab *slab)
{
	unsigned int i;

	if (!track.records)
		return;
	kasan_poison_slab(slab_address(slab), PAGE_SIZE << slab_order(slab));
	memset(track_of(slab, 0), 0, slab->objects * sizeof(struct track));
	if (s->flags & __SLAB_SIDE)
		for (i = 0; i < slab->objects; i++)
			pattern_free(s, slab, i, track_of(slab, i));
}

/* The pages leave: look a last time at the free objects. */
void track_drop_slab(struct kmem_cache *s, struct slab *slab)
{
	unsigned int i;

	if (s->flags & __SLAB_SIDE)
		for (i = 0; i < slab->objects; i++)
			pattern_check(s, slab, i, false);
}

/* ---- objects ---- */

static u32 current_pid(void)
{
	return current ? current->pid : 0;
}

/* Reports about neighbours may look at any time. */
static void remember_alloc(struct track *t, size_t size, unsigned long caller)
{
	caller = alloc_for(caller);
	WRITE_ONCE(t->alloc_stack, stack_depot_here(caller));
	WRITE_ONCE(t->alloc_pid, current_pid());
	WRITE_ONCE(t->alloc_step, step_now());
	WRITE_ONCE(t->size, size);
	t->flags = alloc_stats_add(size, caller) ? TRACK_COUNTED : 0;
}

static void remember_free(struct track *t, unsigned long caller)
{
	WRITE_ONCE(t->free_stack, stack_depot_here(caller));
	WRITE_ONCE(t->free_pid, current_pid());
	WRITE_ONCE(t->free_step, step_now());
	if (t->flags & TRACK_COUNTED)
		alloc_stats_sub(t->size);
	t->flags &= TRACK_COUNTED;
}

void track_alloc(struct kmem_cache *s, struct slab *slab, void *object, size_t size, bool fill,
		 unsigned long caller)
{
	unsigned int index = slab_index(s, slab, object);
	struct track *t = track_of(slab, index);

	if (!t)
		return;
	pattern_check(s, slab, index, false);
	remember_alloc(t, min_t(size_t, size, s->object_size), caller);
	if (s->flags & __SLAB_SIDE) {
		if (fill && (t->flags & TRACK_COUNTED) && slab_state.full && !s->ctor &&
		    !(s->flags & SLAB_TYPESAFE_BY_RCU))
			track_fill_uninit(object, t->size);
		pattern_live(s, slab, index, t);
	}
	kasan_kmalloc(object, t->size, s->size - s->red_left_pad);
	__atomic_store_n(&t->state, TRACK_LIVE, __ATOMIC_RELEASE);
}

static noinline void report_double_free(struct kmem_cache *s, const void *object, struct track *t,
					unsigned long caller)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_DOUBLE_FREE, "an object of %u bytes, %s, is free already",
		     s->ctor ? s->object_size : t->size, track_cache_name(s));
	defect_linux(&d, "BUG %s (%s): Object already free", track_cache_name(s), print_tainted());
	defect_linux(&d, "FIX %s: Object at 0x%px not freed", track_cache_name(s), object);
	kasan_free_lines(&d, object, true, caller);
	defect_here(&d, "freed again");
	track_stack_free(&d, t);
	track_stack_alloc(&d, t);
	defect_place(&d, object);
	defect_end(&d);
}

bool track_free(struct kmem_cache *s, struct slab *slab, void *object, unsigned long caller)
{
	unsigned int index = slab_index(s, slab, object);
	struct track *t = track_of(slab, index);
	u8 state = TRACK_LIVE;

	if (!t)
		return true;
	if (!kasan_slab_may_free(
		    object, index < slab->objects && object == slab_object(s, slab, index), caller))
		return false;
	if (index >= slab->objects || object != slab_object(s, slab, index)) {
		slab_bad_free(object, "kfree", caller);
		return false;
	}
	if (!__atomic_compare_exchange_n(&t->state, &state, TRACK_FREE, false, __ATOMIC_ACQ_REL,
					 __ATOMIC_ACQUIRE)) {
		if (state == TRACK_NONE)
			slab_bad_free(object, "kfree", caller);
		else
			report_double_free(s, object, t, caller);
		return false;
	}
	active_check_free(object, s->object_size, caller);
	pattern_check(s, slab, index, true);
	remember_free(t, caller);
	if (s->flags & __SLAB_SIDE)
		pattern_free(s, slab, index, t);
	/* RCU readers may look at a free object of such a cache. */
	if (!(s->flags & SLAB_TYPESAFE_BY_RCU))
		kasan_slab_free(object, s->object_size);
	return true;
}

void track_resize(const void *object, size_t size)
{
	struct slab *slab = slab_find(object);
	struct kmem_cache *s;
	struct track *t;
	unsigned int index;

	if (!track.records || !track_size(object, size))
		return;
	slab_kasan_resize(object, size);
	if (!slab) {
		struct page *page = virt_to_page(object);

		t = track_large(page);
		pattern_check_large(page, t);
		t->size = size;
		pattern_large(page, t);
		return;
	}
	s = slab->slab_cache;
	index = slab_index(s, slab, object);
	t = track_of(slab, index);
	pattern_check(s, slab, index, true);
	t->size = size;
	if (s->flags & __SLAB_SIDE)
		pattern_live(s, slab, index, t);
}

size_t track_size(const void *object, size_t slot)
{
	unsigned long offset = (unsigned long)object - slab_hot.direct_base;
	struct slab *slab = slab_find(object);
	unsigned int index;
	struct page *page;
	struct track *t;

	if (!track.records)
		return slot;
	if (slab) {
		index = slab_index(slab->slab_cache, slab, object);
		t = track_of(slab, index);
		if (index >= slab->objects || t->state != TRACK_LIVE ||
		    slab_object(slab->slab_cache, slab, index) != object)
			return 0;
		return t->size;
	}
	if (offset >= slab_hot.direct_size || !pfn_valid(offset >> PAGE_SHIFT))
		return 0;
	page = virt_to_page(object);
	t = track_large(page);
	return PageHead(page) && page_address(page) == object && t->state == TRACK_LARGE ? t->size
											 : 0;
}

void track_charge(const void *object, unsigned long caller)
{
	struct slab *slab = slab_find(object);
	struct track *t;
	u8 flags;

	if (!track_size(object, 0))
		return;
	t = slab ? track_of(slab, slab_index(slab->slab_cache, slab, object))
		 : track_large(virt_to_page(object));
	if (t->flags & TRACK_COUNTED)
		alloc_stats_sub(t->size);
	flags = t->flags & ~TRACK_COUNTED;
	remember_alloc(t, t->size, caller);
	t->flags |= flags;
}

/* ---- large kmallocs ---- */

void track_large_alloc(struct page *page, size_t size, bool fill, unsigned long caller)
{
	struct track *t = track_large(page);

	if (!t)
		return;
	remember_alloc(t, size, caller);
	t->state = TRACK_LARGE;
	if (fill && slab_state.full && (t->flags & TRACK_COUNTED))
		track_fill_uninit(page_address(page), size);
	pattern_large(page, t);
}

void track_large_free(struct page *page, unsigned long caller)
{
	struct track *t = track_large(page);

	if (!t)
		return;
	active_check_free(page_address(page), t->size, caller);
	pattern_check_large(page, t);
	remember_free(t, caller);
	t->state = TRACK_LARGE_FREED;
}
