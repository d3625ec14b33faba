/* SPDX-License-Identifier: MIT */
/* What points to the memory that a module leaves. See leak.h. */
#include "leak.h"
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kmemleak.h>
#include <linux/mm.h>
#include <linux/stop_machine.h>
#include <linux/string.h>

#include "arch/arch.h"
#include "lib/defect.h"
#include "lib/leaks.h"
#include "lib/stackdepot.h"
#include "mm/page/page.h"
#include "mm/place/place.h"
#include "mm/slab/slab.h"
#include "mm/slab/track.h"

#define NR_MARKED  8192 /* more are not told */
#define NR_BUCKETS 4096
#define NR_SPECIAL 256

/* A marked allocation; those behind `scanned` still have to be looked through. */
struct marked {
	unsigned long start, size;
	u32 next;  /* of the bucket, index + 1 */
	bool lost; /* only lost memory points to it */
	char from[56];
};

/* What a module said about an allocation of its own. */
struct special {
	unsigned long start;
	u32 stack; /* of the allocation, so that a later one at the same place is not meant */
	bool ignore, no_scan;
};

static struct marked marked[NR_MARKED];
static u32 buckets[NR_BUCKETS];
static unsigned int nr_marked;
static bool done, full;
static struct special specials[NR_SPECIAL];
static unsigned int nr_specials;

static u32 *bucket_of(unsigned long start)
{
	return &buckets[(start >> 3) * 0x9e3779b97f4a7c15ULL >> 52];
}

static struct marked *find(unsigned long start)
{
	u32 i;

	for (i = *bucket_of(start); i; i = marked[i - 1].next)
		if (marked[i - 1].start == start)
			return &marked[i - 1];
	return NULL;
}

/* The stack of the allocation that @addr is in, if a module made it: then its bounds, too. */
static u32 module_block(unsigned long addr, unsigned long *start, unsigned long *size)
{
	struct place p;
	u32 stack = 0;

	switch (place_of((void *)addr, &p)) {
	case PLACE_SLAB:
		if (p.slab.state == SLAB_PLACE_ALLOCATED)
			stack = track_of(slab_find((void *)addr), p.slab.index)->alloc_stack;
		else if (p.slab.state == SLAB_PLACE_LARGE)
			stack = track_large(p.slab.head)->alloc_stack;
		break;
	case PLACE_PAGES:
		stack = page_owner_of(__pa(p.start) >> PAGE_SHIFT)->alloc_stack;
		break;
	case PLACE_VMALLOC:
		stack = p.start && !p.vmalloc.guard ? p.vmalloc.record.alloc_stack : 0;
		break;
	case PLACE_PERCPU:
		stack = p.percpu.owner.size ? p.percpu.owner.alloc_stack : 0;
		p.start = p.percpu.base;
		break;
	default:
		break;
	}
	*start = p.start;
	*size = p.size;
	return defect_is_module(stack_depot_caller(stack)) ? stack : 0;
}

/* ---- marking ---- */

static const char machine_text[] = "memory of the machine";
static unsigned long scanned_lost; /* start of the lost block that is looked through; 0: none */

static bool may_point(unsigned long word)
{
	return word - arch_direct_base < arch_direct_size ||
	       word - arch_vmalloc_base < arch_vmalloc_size;
}

static void mark(unsigned long word, const char *from)
{
	unsigned long start, size;
	struct marked *m;
	u32 *bucket;

	if (!may_point(word) || !module_block(word, &start, &size) || find(start) ||
	    start == scanned_lost)
		return;
	/* The machine's own descriptor of an area has its address, whoever uses the area. */
	if (from == machine_text && is_vmalloc_addr((void *)word) && word == start)
		return;
	if (nr_marked == NR_MARKED) {
		full = true;
		return;
	}
	m = &marked[nr_marked++];
	bucket = bucket_of(start);
	*m = (struct marked){
		.start = start, .size = size, .next = *bucket, .lost = scanned_lost != 0};
	*bucket = nr_marked;
	strscpy(m->from, from, sizeof(m->from));
}

static void scan(unsigned long start, unsigned long size, const char *from)
{
	unsigned long at = ALIGN(start, sizeof(long));

	for (; at + sizeof(long) <= start + size; at += sizeof(long))
		mark(READ_ONCE(*(unsigned long *)at), from);
}

static struct special *special_of(unsigned long start, u32 stack)
{
	unsigned int i;

	for (i = 0; i < nr_specials; i++)
		if (specials[i].start == start && specials[i].stack == stack)
			return &specials[i];
	return NULL;
}

static void scan_marked(void)
{
	unsigned int i;

	for (i = 0; i < nr_marked; i++) {
		struct marked *m = &marked[i];
		unsigned long start, size;
		struct special *s = special_of(m->start, module_block(m->start, &start, &size));

		if (!s || !s->no_scan)
			scan(m->start, m->size, m->from);
	}
}

/* What the machine has allocated for itself is alive. */
static void scan_machine(void)
{
	struct slab *slab;
	unsigned int i;

	for_each_slab (slab) {
		for (i = 0; i < slab->objects; i++) {
			struct track *t = track_of(slab, i);

			if (t && t->state == TRACK_LIVE &&
			    !defect_is_module(stack_depot_caller(t->alloc_stack)))
				scan((unsigned long)slab_object(slab->slab_cache, slab, i),
				     slab->slab_cache->object_size, machine_text);
		}
	}
}

/* A lost object, unless what is alive points to it. */
static void scan_lost_object(struct kmem_cache *s, void *object, const struct track *t)
{
	const struct marked *m = find((unsigned long)object);

	if (t->state != TRACK_LIVE || !defect_is_module(stack_depot_caller(t->alloc_stack)) ||
	    (m && !m->lost))
		return;
	scanned_lost = (unsigned long)object;
	scan(scanned_lost, s->object_size, "");
	scanned_lost = 0;
}

/* Which lost objects are lost with another? Only slab objects are looked through for that. */
static void scan_lost(void)
{
	struct slab *slab;
	unsigned int i;

	for_each_slab (slab)
		for (i = 0; i < slab->objects; i++)
			scan_lost_object(slab->slab_cache, slab_object(slab->slab_cache, slab, i),
					 track_of(slab, i));
}

struct scan {
	const char *module;
	bool (*next)(struct leak_root *root, void *arg);
	void *arg;
};

/* => the machine stands still */
static int scan_all(void *arg)
{
	struct scan *s = arg;
	struct leak_root root;
	char from[56];

	memset(buckets, 0, sizeof(buckets));
	nr_marked = 0;
	full = false;
	while (s->next(&root, s->arg)) {
		scnprintf(from, sizeof(from), "`%s` of module %s", root.name, s->module);
		scan(root.addr, root.size, from);
	}
	scan_marked();
	scan_machine();
	scan_marked();
	scan_lost();
	done = true;
	return 0;
}

void leak_scan(const char *module, bool (*next)(struct leak_root *root, void *arg), void *arg)
{
	struct scan s = {module, next, arg};

	if (track_enabled())
		stop_machine(scan_all, &s, NULL);
}

/* ---- answers ---- */

static enum reach reach_of(const void *addr, char *from, size_t size)
{
	unsigned long start, bytes;
	u32 stack = module_block((unsigned long)addr, &start, &bytes);
	struct special *s = special_of(start, stack);
	struct marked *m;

	if (s && s->ignore)
		return REACH_IGNORED;
	if (!done || !stack)
		return REACH_UNKNOWN;
	m = find(start);
	if (!m)
		return full ? REACH_UNKNOWN : REACH_NONE;
	strscpy(from, m->from, size);
	return m->lost ? REACH_INDIRECT : REACH_ROOT;
}

static void say(const void *ptr, bool ignore, bool no_scan)
{
	unsigned long start, size;
	u32 stack;
	struct special *s;

	if (!track_enabled() || IS_ERR_OR_NULL(ptr))
		return;
	stack = module_block((unsigned long)ptr, &start, &size);
	s = stack ? special_of(start, stack) : NULL;
	if (!s && stack && nr_specials < NR_SPECIAL) {
		s = &specials[nr_specials++];
		*s = (struct special){.start = start, .stack = stack};
	}
	if (s) {
		s->ignore |= ignore;
		s->no_scan |= no_scan;
	}
}

void kmemleak_not_leak(const void *ptr)
{
	say(ptr, true, false);
}
EXPORT_SYMBOL(kmemleak_not_leak);

void kmemleak_ignore(const void *ptr)
{
	say(ptr, true, true);
}
EXPORT_SYMBOL(kmemleak_ignore);

void kmemleak_no_scan(const void *ptr)
{
	say(ptr, false, true);
}
EXPORT_SYMBOL(kmemleak_no_scan);

int leak_init(void)
{
	nr_marked = nr_specials = 0;
	memset(buckets, 0, sizeof(buckets));
	done = full = false;
	leak_reach = reach_of;
	return 0;
}

void leak_exit(void)
{
	leak_reach = NULL;
}
