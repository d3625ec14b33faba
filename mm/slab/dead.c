/* SPDX-License-Identifier: MIT */
/*
 * Destroyed caches. With checks, a descriptor keeps its content when it is
 * freed, until it becomes that of another cache (with checks=full that takes a
 * while: it waits in the quarantine). What it says then leads every call to the
 * slow path, where the call is reported.
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "lib/defect.h"
#include "lib/stackdepot.h"
#include "lib/step.h"
#include "slab.h"

/* The lists of every destroyed cache: empty. */
static DEFINE_PER_CPU(struct kmem_cache_cpu, dead_cpu_slab);

void slab_cache_made(struct kmem_cache *s, unsigned long caller)
{
	if (!track_enabled())
		return;
	s->creator = stack_depot_here(caller);
	s->creator_pid = current->pid;
	s->create_step = step_now();
}

void slab_cache_stack(struct ferrite_defect *d, const struct kmem_cache *s)
{
	defect_recorded(d, s->creator, s->creator_pid, "created");
}

void slab_cache_bury(struct kmem_cache *s, unsigned long caller)
{
	if (!track_enabled())
		return;
	strscpy(s->buried_name, s->name, sizeof(s->buried_name));
	s->name = s->buried_name;
	s->destroyer = stack_depot_here(caller);
	s->destroyer_pid = current->pid;
	s->flags = __SLAB_CHECKED;
	s->refcount = 0;
	s->cpu_slab = &dead_cpu_slab;
}

bool slab_is_descriptor(const struct kmem_cache *s)
{
	struct slab *slab = slab_find(s);
	unsigned int index;
	struct track *t;

	if (s == &slab_state.boot_cache || s == &slab_state.boot_node_cache)
		return true;
	if (!slab || slab->slab_cache != slab_state.kmem_cache)
		return false;
	index = slab_index(slab->slab_cache, slab, s);
	if (index >= slab->objects || slab_object(slab->slab_cache, slab, index) != s)
		return false;
	t = track_of(slab, index);
	return !t || __atomic_load_n(&t->state, __ATOMIC_RELAXED) != TRACK_NONE;
}

noinline bool slab_cache_alive(struct kmem_cache *s, const char *call, unsigned long caller)
{
	struct ferrite_defect d;
	bool alive;

	if (!track_enabled())
		return true;
	if (!slab_is_descriptor(s)) {
		defect_begin(&d, DEFECT_CACHE_BUSY, "%s with 0x%px, which is no cache", call, s);
		alive = false;
	} else {
		if (s->refcount)
			return true;
		alive = s->cpu_slab != &dead_cpu_slab;
		defect_begin(&d, DEFECT_CACHE_BUSY, "%s with %s, which was destroyed%s", call,
			     track_cache_name(s), alive ? " with objects in it" : "");
	}
	defect_here(&d, "in");
	if (defect_is_module(caller))
		defect_where(&d, caller);
	if (slab_is_descriptor(s)) {
		defect_recorded(&d, s->destroyer, s->destroyer_pid, "destroyed");
		slab_cache_stack(&d, s);
	}
	defect_end(&d);
	return alive;
}
