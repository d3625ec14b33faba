/* SPDX-License-Identifier: MIT */
/*
 * Usercopy hardening: copies to and from user memory that leave their kernel object, and
 * copies of memory that nobody has written.
 *
 *	      asked for        slot                     user region (own caches)
 *	  |----- 48 -----|......|  kmalloc-64       |----[=======]----|
 *	  copy of 49: ours       copy of 65:         a copy must stay
 *	              alone      Linux's line too    within [ ]
 *
 * The address decides which rule holds: an object of a slab (its state, the bytes asked for, the
 * region named by kmem_cache_create_usercopy), a large kmalloc or a block of pages (its end), a
 * vmalloc area (its end), the running stack (one frame), a module's image (its code, its end).
 * Linux has the same rules under CONFIG_HARDENED_USERCOPY, save those marked "ours": the size asked
 * for inside a slot, freed objects, blocks of pages that are not compound, and frames, which Linux
 * needs frame pointers for.
 *
 * What follows differs from Linux on purpose. There the attempt is a BUG() and the client is
 * killed inside the module, with whatever locks it holds. Here the attempt is reported and nothing
 * is copied: the module sees a fault, undoes what it has begun as it would for any bad address, and
 * the rest of its life can still be judged.
 *
 * Never-written memory (checks=full) is known by its pattern (mm/slab/track.h), which survives
 * being copied around. It is reported and copied, as the finding of KMSAN is. A chance hit needs
 * four given bytes in a row at a given residue: one in 2^32 for each byte of random data.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slub_def.h>
#include <linux/vmalloc.h>

#include "arch/arch.h"
#include "lib/defect.h"
#include "mm/page/page.h"
#include "mm/slab/slabinfo.h"
#include "mm/slab/track.h"
#include "usercopy.h"

#define NR_PLACES 64 /* places in modules that were reported */
#define RANGES	  6  /* ranges of unwritten bytes that a report lists */

/* One attempt. */
struct attempt {
	const void *p;
	unsigned long n;
	bool to_user;
	unsigned long offset; /* in the object, as Linux's line has it */
	struct slab_place place;
};

static unsigned long places[NR_PLACES];
static unsigned int nr_places;

/* ---- reporting ---- */

/* Is this the first report of @kind for the module's line that is running? */
static bool first_here(enum defect_kind kind)
{
	uintptr_t pc[DEFECT_DEPTH];
	unsigned int i, nr = arch_backtrace(pc, DEFECT_DEPTH);
	unsigned long key = 0;

	for (i = 0; i < nr && !key; i++)
		if (defect_is_module(pc[i]))
			key = pc[i] * NR_DEFECT_KINDS + kind;
	if (!key)
		return true;
	for (i = 0; i < nr_places; i++)
		if (places[i] == key)
			return false;
	if (nr_places < NR_PLACES)
		places[nr_places++] = key;
	return true;
}

static const char *call_of(const struct attempt *a)
{
	return a->to_user ? "copy_to_user" : "copy_from_user";
}

static void add_history(struct ferrite_defect *d, const struct slab_place *place)
{
	const struct track *t = NULL;

	if (place->state == SLAB_PLACE_LARGE)
		t = track_large(place->head);
	else if (place->cache && place->index < place->objects)
		t = track_of((struct slab *)place->head, place->index);
	if (!t)
		return;
	defect_recorded(d, t->alloc_stack, t->alloc_pid, "allocated");
	if (place->state == SLAB_PLACE_FREE)
		defect_recorded(d, t->free_stack, t->free_pid, "freed");
}

/*
 * Tell of an attempt. @object and @detail: as Linux's line names what is there; @object NULL:
 * Linux has no line for it. Returns false, for usercopy_ok.
 */
static noinline __printf(5, 6) bool refuse(const struct attempt *a, enum defect_kind kind,
					   const char *object, const char *detail, const char *fmt,
					   ...)
{
	struct va_format vaf = {.fmt = fmt};
	struct ferrite_defect d;
	va_list args;

	if (!first_here(kind))
		return false;
	va_start(args, fmt);
	vaf.va = &args;
	defect_begin(&d, kind, "%s, %lu bytes: %pV", call_of(a), a->n, &vaf);
	va_end(args);
	if (object)
		defect_linux(&d,
			     "usercopy: Kernel memory %s attempt detected %s %s%s%s%s (offset %lu, "
			     "size %lu)!",
			     a->to_user ? "exposure" : "overwrite", a->to_user ? "from" : "to",
			     object, detail ? " '" : "", detail ?: "", detail ? "'" : "", a->offset,
			     a->n);
	defect_here(&d, "in");
	add_history(&d, &a->place);
	defect_note(&d, "nothing was copied");
	defect_place(&d, a->p);
	defect_end(&d);
	return false;
}

/* ---- objects of slabs and large kmallocs ---- */

static bool slab_live_ok(struct attempt *a)
{
	const struct slab_place *place = &a->place;
	const struct kmem_cache *s = place->cache;
	const struct track *t = track_of((struct slab *)place->head, place->index);
	unsigned long end = a->offset + a->n, asked = t && t->size ? t->size : s->object_size;
	bool inside = a->offset >= s->useroffset && end <= s->useroffset + s->usersize;

	if (end > asked)
		return refuse(a, DEFECT_USERCOPY, inside ? NULL : "SLUB object", s->name,
			      "offset %lu of an object of %lu bytes, %s", a->offset, asked,
			      s->name);
	if (inside)
		return true;
	if (!s->usersize)
		return refuse(a, DEFECT_USERCOPY, "SLUB object", s->name,
			      "%s was not created by kmem_cache_create_usercopy", s->name);
	return refuse(a, DEFECT_USERCOPY, "SLUB object", s->name,
		      "offset %lu of an object of %s, whose user region is [%u, %u)", a->offset,
		      s->name, s->useroffset, s->useroffset + s->usersize);
}

static bool slab_ok(struct attempt *a)
{
	const struct slab_place *place = &a->place;

	a->offset = place->offset;
	switch (place->state) {
	case SLAB_PLACE_ALLOCATED:
		return slab_live_ok(a);
	case SLAB_PLACE_FREE:
		return refuse(a, DEFECT_USE_AFTER_FREE, NULL, NULL,
			      "offset %u of a free object of %s", place->offset,
			      place->cache->name);
	default:
		return refuse(a, DEFECT_USERCOPY, "SLUB object", place->cache->name,
			      "an address between the objects of %s", place->cache->name);
	}
}

static bool large_ok(struct attempt *a)
{
	const struct slab_place *place = &a->place;

	a->offset = place->offset;
	if (a->offset + a->n <= place->size)
		return true;
	return refuse(a, DEFECT_USERCOPY,
		      a->offset + a->n > page_size(place->head) ? "page alloc" : NULL, NULL,
		      "offset %lu of a block of %u bytes", a->offset, place->size);
}

/* ---- blocks of pages ---- */

/* The record of the block around frame @pfn, whose order goes to *@head; NULL: not known. */
static struct page_owner_record *owner_around(unsigned long pfn, unsigned long *head)
{
	for (int order = 0; order < MAX_ORDER; order++) {
		unsigned long at = pfn & ~((1UL << order) - 1);
		struct page_owner_record *r = pfn_valid(at) ? page_owner_of(at) : NULL;

		if (r && r->order >= 0 && page_owner_caller(r) && pfn - at < 1UL << r->order) {
			*head = at;
			return r;
		}
	}
	return NULL;
}

/*
 * A block that is not compound may have been split, and neighbours may belong together: a
 * copy that goes on into a block of the same caller's is let pass.
 */
static bool pages_ok(struct attempt *a)
{
	struct page *head = a->place.head;
	unsigned long pfn = page_to_pfn(a->place.page), first, end;
	struct page_owner_record *r, *next;

	if (PageHead(head)) {
		a->offset = a->p - page_address(head);
		if (a->offset + a->n <= page_size(head))
			return true;
		return refuse(a, DEFECT_USERCOPY, "page alloc", NULL,
			      "offset %lu of a block of %lu bytes", a->offset, page_size(head));
	}
	r = owner_around(pfn, &first);
	if (!r)
		return true;
	a->offset = a->p - page_address(pfn_to_page(first));
	end = a->offset + a->n;
	while (end > PAGE_SIZE << r->order) {
		unsigned long size = 1UL << r->order;

		next = pfn_valid(first + size) ? page_owner_of(first + size) : NULL;
		if (!next || next->order < 0 || page_owner_caller(next) != page_owner_caller(r))
			return refuse(a, DEFECT_USERCOPY, NULL, NULL,
				      "leaves a block of %lu page%s", size, size == 1 ? "" : "s");
		end -= PAGE_SIZE * size;
		first += size;
		r = next;
	}
	return true;
}

/* ---- other memory ---- */

static bool vmalloc_ok(struct attempt *a)
{
	struct vmap_area *va = find_vmap_area((unsigned long)a->p);
	struct vm_struct *vm = va ? va->vm : NULL;

	if (!vm)
		return refuse(a, DEFECT_USERCOPY, "vmalloc", "no area", "no vmalloc area is there");
	a->offset = a->p - vm->addr;
	if (a->offset + a->n <= get_vm_area_size(vm))
		return true;
	return refuse(a, DEFECT_USERCOPY, "vmalloc", NULL,
		      "offset %lu of a vmalloc area of %lu bytes", a->offset,
		      (unsigned long)get_vm_area_size(vm));
}

/*
 * The running stack, [@lo, @hi): the object must be above the caller's end of the stack, and
 * between two of the saved frame pointers, which lie with their return addresses as borders.
 */
static bool stack_ok(struct attempt *a, unsigned long lo, unsigned long hi)
{
	unsigned long at = (unsigned long)a->p, end = at + a->n;
	unsigned long *frame = __builtin_frame_address(0);

	a->offset = at - (unsigned long)frame;
	if (at < (unsigned long)frame) {
		a->offset = 0;
		return refuse(a, DEFECT_USERCOPY, "process stack", NULL,
			      "a local variable of a function that has returned");
	}
	while ((unsigned long)frame < at) {
		unsigned long next = *frame;

		if (next <= (unsigned long)frame || next + 16 > hi || next & 7)
			return end <= hi || refuse(a, DEFECT_USERCOPY, "process stack", NULL,
						   "%lu bytes past the stack", end - hi);
		frame = (unsigned long *)next;
	}
	if (end <= (unsigned long)frame)
		return true;
	return refuse(a, DEFECT_USERCOPY, "process stack", NULL,
		      "leaves the stack frame of its variable by %lu bytes",
		      end - (unsigned long)frame);
}

static bool image_ok(struct attempt *a)
{
	unsigned long at = (unsigned long)a->p, last = at + a->n - 1;
	struct module *mod;

	if (is_module_text_address(at) || is_module_text_address(last))
		return refuse(a, DEFECT_USERCOPY, "kernel text", NULL, "a module's code");
	mod = __module_address(at);
	if (!mod || within_module(last, mod))
		return true;
	return refuse(a, DEFECT_USERCOPY, NULL, NULL, "leaves the data of module %s",
		      module_name(mod));
}

static bool address_ok(struct attempt *a)
{
	uintptr_t lo, hi;

	if ((unsigned long)a->p + a->n - 1 < (unsigned long)a->p)
		return refuse(a, DEFECT_USERCOPY, "wrapped address", NULL,
			      "the range wraps around");
	if (ZERO_OR_NULL_PTR(a->p))
		return refuse(a, DEFECT_USERCOPY, "null address", NULL, "%s",
			      a->p ? "memory of an allocation of size zero" : "a NULL pointer");
	slab_locate(a->p, &a->place);
	if (a->place.cache)
		return slab_ok(a);
	if (a->place.state == SLAB_PLACE_LARGE)
		return large_ok(a);
	if (a->place.page)
		return pages_ok(a);
	if (is_vmalloc_addr(a->p))
		return vmalloc_ok(a);
	if (arch_stack_bounds(&lo, &hi) && (unsigned long)a->p >= lo && (unsigned long)a->p < hi)
		return stack_ok(a, lo, hi);
	return image_ok(a);
}

bool usercopy_ok(const void *p, unsigned long n, bool to_user)
{
	struct attempt a;

	if (!n || !track_enabled())
		return true;
	a.p = p;
	a.n = n;
	a.to_user = to_user;
	a.offset = 0;
	memset(&a.place, 0, sizeof(a.place));
	return address_ok(&a);
}

/* ---- memory that nobody has written ---- */

static noinline void report_unwritten(const void *p, unsigned long n, size_t first, size_t run)
{
	struct slab_place place;
	struct ferrite_defect d;
	unsigned long total = 0, nr = 0;
	size_t at, r = run;

	slab_locate(p, &place);
	for (at = first; at < n; nr++) {
		total += r;
		at += r;
		at += track_uninit_find(p + at, n - at, &r);
	}
	defect_begin(&d, DEFECT_INFOLEAK,
		     "%lu of %lu bytes that go to user memory were never written, the first at "
		     "offset %zu",
		     total, n, first);
	defect_linux(&d, "BUG: KMSAN: kernel-infoleak in copy_to_user");
	at = first;
	for (unsigned long i = 0; i < nr && i < RANGES; i++) {
		defect_linux(&d, "Bytes %zu-%zu of %lu are uninitialized", at, at + run - 1, n);
		at += run;
		at += track_uninit_find(p + at, n - at, &run);
	}
	defect_here(&d, "in");
	add_history(&d, &place);
	if (place.cache)
		defect_note(&d, "source: offset %u of an object of %u bytes, %s", place.offset,
			    place.size, place.cache->name);
	defect_place(&d, p);
	defect_end(&d);
}

void usercopy_infoleak(const void *p, unsigned long n)
{
	size_t first, run;

	if (!track_fills())
		return;
	first = track_uninit_find(p, n, &run);
	if (first < n && first_here(DEFECT_INFOLEAK))
		report_unwritten(p, n, first, run);
}

static noinline void report_value(unsigned int size)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_INFOLEAK,
		     "a value of %u bytes that goes to user memory comes from "
		     "memory that was never written",
		     size);
	defect_linux(&d, "BUG: KMSAN: kernel-infoleak in put_user");
	defect_here(&d, "in");
	defect_end(&d);
}

void usercopy_infoleak_value(const void *value, unsigned int size)
{
	u64 v = 0;
	bool hit;

	if (!track_fills() || size < TRACK_UNINIT_RUN)
		return;
	memcpy(&v, value, size);
	/* A register does not tell at which residue the value was loaded: 4 bytes may be either
	 * half. */
	hit = size == 8 ? v == TRACK_UNINIT_WORD
			: v == (u32)TRACK_UNINIT_WORD || v == TRACK_UNINIT_WORD >> 32;
	if (hit && first_here(DEFECT_INFOLEAK))
		report_value(size);
}

int usercopy_init(void)
{
	nr_places = 0;
	return 0;
}

void usercopy_exit(void)
{
	nr_places = 0;
}
