/* SPDX-License-Identifier: MIT */
/* The end of a module: objects that it left, and damage that nobody has met
 * yet. */
#include <linux/kernel.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include "lib/leaks.h"
#include "lib/stackdepot.h"
#include "slab.h"
#include "slabinfo.h"

static const char large_name[] = "kmalloc";

static void leak_head(struct ferrite_defect *d, const struct leak *first, unsigned long nr)
{
	bool large = first->what == large_name;

	defect_begin(d, DEFECT_LEAK, "%lu %s%s of %zu bytes, %s", nr, large ? "block" : "object",
		     nr == 1 ? "" : "s", first->size, first->what);
}

static void add_leak(const char *what, const void *object, struct track *t,
		     bool (*is_ours)(unsigned long caller))
{
	struct leak leak = {object,	    what,	   t->size,
			    t->alloc_stack, t->alloc_step, (int)t->alloc_pid};

	if ((t->flags & TRACK_REPORTED) ||
	    (is_ours && !is_ours(stack_depot_caller(t->alloc_stack))))
		return;
	t->flags |= TRACK_REPORTED;
	leaks_add(&leak);
}

static void add_slab_leaks(struct slab *slab, bool (*is_ours)(unsigned long caller))
{
	struct kmem_cache *s = slab->slab_cache;
	unsigned int i;

	if (s->flags & SLAB_NOLEAKTRACE)
		return;
	for (i = 0; i < slab->objects; i++) {
		struct track *t = track_of(slab, i);

		if (t->state == TRACK_LIVE)
			add_leak(track_cache_name(s), slab_object(s, slab, i), t, is_ours);
	}
}

/* The record of the large kmalloc that begins at @pfn, or NULL. */
static struct track *large_at(unsigned long pfn)
{
	struct page *page = pfn_valid(pfn) ? pfn_to_page(pfn) : NULL;
	struct track *t;

	if (!page || !PageHead(page) || PageSlab(page))
		return NULL;
	t = track_large(page);
	return t->state == TRACK_LARGE ? t : NULL;
}

/* => the machine stands still */
static int add_all_leaks(void *arg)
{
	bool (*is_ours)(unsigned long caller) = arg;
	unsigned long pfn;
	struct slab *slab;
	struct track *t;

	for_each_slab (slab)
		add_slab_leaks(slab, is_ours);
	for (pfn = 0; slab_state.nr_large && pfn < max_pfn; pfn++) {
		t = large_at(pfn);
		if (t)
			add_leak(large_name, page_address(pfn_to_page(pfn)), t, is_ours);
	}
	return 0;
}

unsigned long slab_report_leaks(bool (*is_ours)(unsigned long caller))
{
	if (!track_enabled())
		return 0;
	slab_quarantine_drain(NULL);
	leaks_begin(leak_head);
	stop_machine(add_all_leaks, is_ours, NULL);
	return leaks_report();
}

/* => the machine stands still */
static int check_all(void *unused)
{
	unsigned long pfn;
	struct slab *slab;
	struct track *t;
	unsigned int i;

	for_each_slab (slab)
		for (i = 0; i < slab->objects; i++)
			pattern_check(slab->slab_cache, slab, i,
				      track_of(slab, i)->state == TRACK_LIVE);
	for (pfn = 0; slab_state.nr_large && pfn < max_pfn; pfn++) {
		t = large_at(pfn);
		if (t)
			pattern_check_large(pfn_to_page(pfn), t);
	}
	return 0;
}

unsigned long slab_check_objects(void)
{
	unsigned long before = defect_count();

	if (!track_enabled())
		return 0;
	slab_quarantine_drain(NULL);
	stop_machine(check_all, NULL, NULL);
	return defect_count() - before;
}
