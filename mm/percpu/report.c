/* SPDX-License-Identifier: MIT */
/*
 * Per-CPU memory in findings: where an address lives, wrong frees, what was never freed.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "lib/defect.h"
#include "lib/leaks.h"
#include "lib/stackdepot.h"
#include "percpu.h"
#include "percpu_chunk.h"

/* The object that covers @offset of @c: its own offset, or -1 in a hole. */
static long object_around(const struct chunk *c, unsigned long offset)
{
	unsigned long grain = offset >> PCPU_MIN_ALLOC_SHIFT;

	if (!test_bit(grain, c->used))
		return -1;
	while (grain && !test_bit(grain, c->bound))
		grain--;
	return test_bit(grain, c->bound) ? (long)(grain << PCPU_MIN_ALLOC_SHIFT) : -1;
}

bool percpu_locate(const void *addr, struct percpu_place *place)
{
	struct chunk *c = chunk_of(addr);
	struct percpu_owner *owner;
	unsigned long offset;
	long object;

	memset(place, 0, sizeof(*place));
	if (!c)
		return false;
	offset = (unsigned long)addr - c->base;
	place->chunk = c->slot;
	place->cpu = offset / PERCPU_STRIDE;
	offset %= PERCPU_STRIDE;
	if (!c->slot && offset < percpu.static_bytes) {
		place->is_static = true;
		place->base = c->base + offset;
		return true;
	}
	object = object_around(c, offset);
	place->object = object < 0 ? offset & -(unsigned long)PCPU_MIN_ALLOC_SIZE : object;
	place->base = c->base + place->object;
	place->offset = offset - place->object;
	place->size = object < 0 ? 0 : chunk_object_size(c, object);
	owner = chunk_owner(c, place->object);
	if (owner)
		place->owner = *owner;
	return true;
}

noinline void percpu_bad_free(const void *ptr, unsigned long caller)
{
	struct ferrite_defect d;
	struct percpu_place p;

	if (!percpu_locate(ptr, &p))
		defect_begin(&d, DEFECT_BAD_FREE, "free_percpu of an address that is not per-CPU");
	else if (p.is_static)
		defect_begin(&d, DEFECT_BAD_FREE, "free_percpu of a static per-CPU variable");
	else if (p.cpu)
		defect_begin(&d, DEFECT_BAD_FREE, "free_percpu of CPU %u's copy", p.cpu);
	else if (p.size)
		defect_begin(&d, DEFECT_BAD_FREE,
			     "free_percpu inside an object of %lu bytes, at byte %lu",
			     (unsigned long)p.owner.size ?: p.size, p.offset);
	else
		defect_begin(&d, p.owner.free_stack ? DEFECT_DOUBLE_FREE : DEFECT_BAD_FREE,
			     "free_percpu of %s",
			     p.owner.free_stack ? "a per-CPU object that is free already"
						: "an address where no object begins");
	leaks_misfreed(ptr);
	defect_here(&d, "in");
	if (defect_is_module(caller))
		defect_where(&d, caller);
	defect_recorded(&d, p.owner.alloc_stack, p.owner.alloc_pid, "allocated");
	defect_recorded(&d, p.owner.free_stack, p.owner.free_pid, "freed");
	defect_place(&d, ptr);
	defect_end(&d);
}

/* ---- leaks ---- */

struct scan {
	bool (*is_ours)(unsigned long caller);
};

static void leak_head(struct ferrite_defect *d, const struct leak *first, unsigned long nr)
{
	defect_begin(d, DEFECT_LEAK, "%lu per-CPU object%s of %zu bytes, alloc_percpu", nr,
		     nr == 1 ? "" : "s", first->size);
}

static void add_leak(unsigned long base, size_t size, struct percpu_owner *owner, void *arg)
{
	struct scan *scan = arg;
	struct leak leak = {
		.addr = (void *)base,
		.what = "alloc_percpu",
		.size = size,
		.stack = owner->alloc_stack,
		.step = owner->step,
		.pid = owner->alloc_pid,
	};

	if (!leak.stack || (scan->is_ours && !scan->is_ours(stack_depot_caller(leak.stack))))
		return;
	owner->alloc_stack = 0; /* told once */
	leaks_add(&leak);
}

unsigned long percpu_report_leaks(bool (*is_ours)(unsigned long caller))
{
	struct scan scan = {is_ours};

	leaks_begin(leak_head);
	percpu_for_each(add_leak, &scan);
	return leaks_report();
}
