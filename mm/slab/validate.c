/* SPDX-License-Identifier: MIT */
/*
 * validate_slab_cache(): all objects of a cache are looked at, as Linux does when a 1 is written to
 * /sys/kernel/slab/NAME/validate. For caches whose creator asked for debugging: their slabs are
 * never a CPU's, so that all free objects are on the slab's own list.
 *
 * What is wrong with a free list is mended so that the slab can be used: a list that leads nowhere
 * is cut, and a count that disagrees with the list follows it. What was cut off counts as in use.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include "lib/defect.h"
#include "lib/kunit/expect.h"
#include "slab.h"

/* Two errors, as Linux counts them: what is wrong, and that it was mended. */
static __printf(3, 4) void bad_list(struct kmem_cache *s, const void *object, const char *fmt, ...)
{
	struct va_format vaf = {.fmt = fmt};
	struct ferrite_defect d;
	va_list args;

	if (kunit_slab_error())
		return;
	va_start(args, fmt);
	vaf.va = &args;
	defect_begin(&d, DEFECT_USE_AFTER_FREE, "free list of a slab of %s: %pV", s->name, &vaf);
	defect_linux(&d, "BUG %s (%s): %pV", s->name, print_tainted(), &vaf);
	va_end(args);
	if (object)
		defect_place(&d, object);
	defect_here(&d, "found");
	defect_end(&d);
}

static bool is_object(const struct kmem_cache *s, const struct slab *slab, const void *p)
{
	unsigned long at = (unsigned long)p - (unsigned long)slab_object(s, slab, 0);

	return at < (unsigned long)slab->objects * s->size && at % s->size == 0;
}

/* Walk the free list, cutting it where it leads nowhere. Returns its length. => slab locked */
static unsigned int check_list(struct kmem_cache *s, struct slab *slab)
{
	void *object, *before = NULL;
	unsigned int nr = 0;

	for (object = slab->freelist; object; object = get_freepointer(s, object)) {
		if (!is_object(s, slab, object) || nr == slab->objects) {
			bad_list(s, before, "Freechain corrupt");
			if (before)
				set_freepointer_in(s, before, NULL);
			else
				slab->freelist = NULL;
			break;
		}
		before = object;
		nr++;
	}
	if (slab->inuse == slab->objects - nr)
		return nr;
	bad_list(s, NULL, "Wrong object count. Counter is %u but counted were %u", slab->inuse,
		 slab->objects - nr);
	kunit_slab_error(); /* "Object count adjusted" */
	slab->inuse = slab->objects - nr;
	return nr;
}

static long validate_slab(struct kmem_cache *s, struct slab *slab)
{
	unsigned int i, nr = check_list(s, slab);

	for (i = 0; i < slab->objects; i++) {
		void *object = slab_object(s, slab, i);

		slab_debug_check(s, slab, object, !slab_on_freelist(s, slab, object));
	}
	return slab->objects - nr;
}

long validate_slab_cache(struct kmem_cache *s)
{
	unsigned long flags;
	struct slab *slab;
	long nr = 0;

	if (!slab_has_metadata(s))
		return 0;
	slab_flush_all(s);
	/* Nobody else uses a cache that is being debugged by its creator; interrupts could. */
	local_irq_save(flags);
	for_each_slab (slab)
		if (slab->slab_cache == s)
			nr += validate_slab(s, slab);
	local_irq_restore(flags);
	return nr;
}
EXPORT_SYMBOL(validate_slab_cache);
