/* SPDX-License-Identifier: MIT */
/*
 * Per-CPU memory: the theory, and the calls.
 *
 * Concepts
 *	unit	one CPU's part of a chunk; units stand PERCPU_STRIDE apart, so that CPU n's copy
 *		of p is p + n * PERCPU_STRIDE in every chunk (<asm/percpu.h>)
 *	chunk	one unit for each possible CPU, and the map of what is used in all of them alike
 *	first chunk	the static variables, then PERCPU_DYNAMIC_RESERVE bytes to allocate from.
 *		Part of the machine's image: it works before any allocator does
 *
 *	first chunk (image)            a further chunk (upper end of the vmalloc window)
 *	┌────────────┬───────┬──┐      ┌──────────┐
 *	│ static     │dynamic│  │ CPU 0│##### ##  │ CPU 0
 *	├────────────┼───────┼──┤      ├──────────┤ + PERCPU_STRIDE
 *	│ copy       │dynamic│  │ CPU 1│##### ##  │ CPU 1     pages from the CPU's own node,
 *	└────────────┴───────┴──┘      └──────────┘           added when an object needs them
 *
 * Invariants
 *	- the map counts grains of 4 bytes; what is used is populated;
 *	- at most one further chunk is empty; a second one is given back at once.
 *
 * Locking: grow (a mutex: making and populating), then lock (the maps). Freeing takes lock, and
 * grow only by trying: a chunk that cannot be given back now is given back by a later free.
 *
 * Failure: NULL, nothing changed but pages that stay populated for the next caller.
 *
 * Rejected: Linux's slots by free space and its background balancing: with 64 KiB units there
 * are few chunks, and first fit over them is quick; the address order is the allocation order.
 */
#include <linux/kernel.h>
#include <linux/bug.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/log2.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "arch/arch.h"
#include "lib/active.h"
#include "lib/stackdepot.h"
#include "lib/step.h"
#include "percpu.h"
#include "percpu_chunk.h"

extern char __per_cpu_start[], __per_cpu_end[];

struct percpu_state percpu;

/* The first chunk's map has no pages of its own. */
static struct chunk first_chunk;
/* CPU 0's image as it was linked; the tail that no variable uses costs nothing. */
static char pristine[PERCPU_STRIDE];
static bool pristine_saved;

/* ---- the image ---- */

static void copy_image(char *start, size_t size)
{
	unsigned int cpu;

	for (cpu = 1; cpu < nr_cpu_ids; cpu++)
		memcpy(start + per_cpu_offset(cpu), start, size);
}

int percpu_init(void)
{
	unsigned long bytes = __per_cpu_end - __per_cpu_start;
	unsigned long end = ALIGN(bytes, PCPU_MIN_ALLOC_SIZE);
	unsigned long dynamic_end = min(end + PERCPU_DYNAMIC_RESERVE, PERCPU_STRIDE);
	unsigned long grain = end >> PCPU_MIN_ALLOC_SHIFT;
	unsigned long last = dynamic_end >> PCPU_MIN_ALLOC_SHIFT;

	if (bytes > PERCPU_STRIDE)
		return -E2BIG;
	if (!pristine_saved) {
		memcpy(pristine, __per_cpu_start, bytes);
		pristine_saved = true;
	}
	copy_image(__per_cpu_start, bytes);

	memset(&percpu, 0, sizeof(percpu));
	spin_lock_init_ranked(&percpu.lock, LOCK_RANK_PERCPU);
	mutex_init(&percpu.grow);
	INIT_LIST_HEAD(&percpu.chunks);
	chunk_reset(&first_chunk, (unsigned long)__per_cpu_start, 0);
	/* The statics, and the tail beyond the dynamic part, are nobody's to allocate. */
	bitmap_set(first_chunk.used, 0, grain);
	bitmap_set(first_chunk.used, last, CHUNK_GRAINS - last);
	first_chunk.free_grains = last - grain;
	first_chunk.hint = grain;
	first_chunk.nr_populated = CHUNK_PAGES;
	bitmap_fill(first_chunk.populated, CHUNK_PAGES);
	__set_bit(grain, first_chunk.bound);
	__set_bit(last, first_chunk.bound);
	percpu.static_bytes = bytes;
	percpu.nr_pages = PAGE_ALIGN(dynamic_end) >> PAGE_SHIFT;
	percpu.by_slot[0] = &first_chunk;
	percpu.nr_slots = 1;
	list_add_tail(&first_chunk.list, &percpu.chunks);
	kasan_percpu_free(__per_cpu_start + ALIGN(end, KASAN_GRANULE_SIZE),
			  PERCPU_STRIDE - ALIGN(end, KASAN_GRANULE_SIZE), nr_cpu_ids,
			  PERCPU_STRIDE);
	return 0;
}

int percpu_init_late(void)
{
	unsigned long bytes = nr_cpu_ids * PERCPU_STRIDE;
	unsigned long slots = min(arch_vmalloc_size / 4 / bytes, MAX_CHUNKS - 1UL);

	percpu.window = arch_vmalloc_base + arch_vmalloc_size - slots * bytes;
	percpu.nr_slots = slots + 1;
	return 0;
}

unsigned long percpu_window_start(void)
{
	return percpu.window ? percpu.window : arch_vmalloc_base + arch_vmalloc_size;
}

void percpu_exit_late(void)
{
	struct chunk *c, *next;

	list_for_each_entry_safe (c, next, &percpu.chunks, list) {
		if (c == &first_chunk)
			continue;
		list_del(&c->list);
		chunk_destroy(c);
	}
	percpu.nr_slots = 1;
	percpu.window = 0;
}

void percpu_exit(void)
{
	memset(__per_cpu_start, 0, PERCPU_STRIDE);
	memcpy(__per_cpu_start, pristine, percpu.static_bytes);
}

/* ---- allocating ---- */

static void *clear_place(struct chunk *c, long offset, size_t size)
{
	char *p = (char *)c->base + offset;
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		memset(p + per_cpu_offset(cpu), 0, size);
	return p;
}

/* A place in a chunk that there is; in populated pages only if @populated_only. */
static struct chunk *take_anywhere(size_t size, size_t align, bool populated_only, long *offset)
{
	struct chunk *c;
	unsigned long flags;

	spin_lock_irqsave(&percpu.lock, flags);
	list_for_each_entry (c, &percpu.chunks, list) {
		*offset = chunk_take(c, size, align, populated_only);
		if (*offset >= 0) {
			spin_unlock_irqrestore(&percpu.lock, flags);
			return c;
		}
	}
	spin_unlock_irqrestore(&percpu.lock, flags);
	return NULL;
}

static void give(struct chunk *c, long offset)
{
	unsigned long flags;

	spin_lock_irqsave(&percpu.lock, flags);
	chunk_give(c, offset);
	spin_unlock_irqrestore(&percpu.lock, flags);
}

/* With effort: populate pages, make a chunk. => may sleep, percpu.grow held */
static struct chunk *take_growing(size_t size, size_t align, gfp_t gfp, long *offset)
{
	struct chunk *c = take_anywhere(size, align, false, offset);
	unsigned long flags;

	if (!c) {
		c = chunk_create(gfp);
		if (!c)
			return NULL;
		spin_lock_irqsave(&percpu.lock, flags);
		list_add_tail(&c->list, &percpu.chunks);
		*offset = chunk_take(c, size, align, false);
		spin_unlock_irqrestore(&percpu.lock, flags);
	}
	if (chunk_populate(c, *offset, size, gfp)) {
		give(c, *offset);
		return NULL;
	}
	return c;
}

static void remember_alloc(struct chunk *c, unsigned long offset, size_t size, u64 step,
			   unsigned long caller)
{
	struct percpu_owner *owner = chunk_owner(c, offset);

	if (!owner)
		return;
	*owner = (struct percpu_owner){
		.alloc_stack = stack_depot_here(caller),
		.alloc_pid = current->pid,
		.step = (u32)step,
		.size = size,
	};
}

static void *percpu_alloc(size_t size, size_t align, gfp_t gfp, unsigned long caller)
{
	bool atomic = (gfp & GFP_KERNEL) != GFP_KERNEL;
	u64 step = step_next(caller);
	struct chunk *c;
	size_t room;
	long offset;

	if (unlikely(!size || size > PCPU_MIN_UNIT_SIZE || align > PAGE_SIZE ||
		     !is_power_of_2(align))) {
		WARN(!(gfp & __GFP_NOWARN),
		     "illegal size (%zu) or align (%zu) for percpu allocation\n", size, align);
		return NULL;
	}
	if (!atomic)
		might_alloc(gfp);
	align = max_t(size_t, align, kasan_on() ? KASAN_GRANULE_SIZE : PCPU_MIN_ALLOC_SIZE);
	room = kasan_percpu_room(size);
	c = take_anywhere(room, align, true, &offset);
	if (!c && !atomic && percpu.nr_slots > 1) {
		mutex_lock(&percpu.grow);
		c = take_growing(room, align, gfp, &offset);
		mutex_unlock(&percpu.grow);
	}
	if (!c) {
		if (!(gfp & __GFP_NOWARN))
			pr_warn("percpu: allocation failed, size=%zu align=%zu atomic=%d\n", size,
				align, atomic);
		return NULL;
	}
	remember_alloc(c, offset, size, step, caller);
	kasan_percpu_alloc((void *)(c->base + offset), size, room, nr_cpu_ids, PERCPU_STRIDE);
	return clear_place(c, offset, size);
}

void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp)
{
	return percpu_alloc(size, align, gfp, _RET_IP_);
}
EXPORT_SYMBOL_GPL(__alloc_percpu_gfp);

void __percpu *__alloc_percpu(size_t size, size_t align)
{
	return percpu_alloc(size, align, GFP_KERNEL, _RET_IP_);
}
EXPORT_SYMBOL_GPL(__alloc_percpu);

void __percpu *__alloc_reserved_percpu(size_t size, size_t align)
{
	return percpu_alloc(size, align, GFP_KERNEL, _RET_IP_);
}

void percpu_track_owners(struct percpu_owner *table)
{
	percpu.owners = table;
}

struct percpu_owner *chunk_owner(const struct chunk *c, unsigned long offset)
{
	if (!percpu.owners)
		return NULL;
	return percpu.owners + c->slot * CHUNK_GRAINS + (offset >> PCPU_MIN_ALLOC_SHIFT);
}

struct chunk *chunk_of(const void *ptr)
{
	unsigned long addr = (unsigned long)ptr, slot;

	if (addr - (unsigned long)__per_cpu_start < nr_cpu_ids * PERCPU_STRIDE)
		return &first_chunk;
	if (!percpu.window || addr < percpu.window)
		return NULL;
	slot = (addr - percpu.window) / (nr_cpu_ids * PERCPU_STRIDE) + 1;
	return slot < percpu.nr_slots ? percpu.by_slot[slot] : NULL;
}

/* Is there another empty chunk than @c? => percpu.lock held */
static bool another_is_empty(const struct chunk *c)
{
	struct chunk *other;

	list_for_each_entry (other, &percpu.chunks, list)
		if (other != c && other != &first_chunk && !other->nr_allocs)
			return true;
	return false;
}

static void remember_free(struct chunk *c, unsigned long offset, u32 stack)
{
	struct percpu_owner *owner = chunk_owner(c, offset);

	if (!owner)
		return;
	owner->size = 0;
	owner->free_stack = stack;
	owner->free_pid = current->pid;
}

/* Look for active things in all CPUs' copies, before they are anybody else's. */
static void check_active(const void *ptr, size_t size, unsigned long caller)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		active_check_free((const char *)ptr + per_cpu_offset(cpu), size, caller);
}

void free_percpu(void __percpu *ptr)
{
	struct chunk *c, *empty = NULL;
	unsigned long flags, offset = 0;
	size_t size = 0;
	u32 stack;

	if (!ptr)
		return;
	step_next(_RET_IP_);
	c = chunk_of(ptr);
	if (c) {
		offset = (unsigned long)ptr - c->base;
		size = offset < PERCPU_STRIDE ? chunk_object_size(c, offset) : 0;
	}
	if (unlikely(!size)) {
		percpu_bad_free(ptr, _RET_IP_);
		return;
	}
	check_active(ptr, size, _RET_IP_);
	stack = percpu.owners ? stack_depot_here(_RET_IP_) : 0;
	spin_lock_irqsave(&percpu.lock, flags);
	size = chunk_give(c, offset);
	if (size) {
		remember_free(c, offset, stack);
		kasan_percpu_free((void *)ptr, size, nr_cpu_ids, PERCPU_STRIDE);
	}
	if (size && c != &first_chunk && !c->nr_allocs && another_is_empty(c) &&
	    mutex_trylock(&percpu.grow)) {
		list_del(&c->list);
		empty = c;
	}
	spin_unlock_irqrestore(&percpu.lock, flags);
	if (empty) {
		chunk_destroy(empty);
		mutex_unlock(&percpu.grow);
	}
	if (unlikely(!size)) /* another CPU freed it in the meantime */
		percpu_bad_free(ptr, _RET_IP_);
}
EXPORT_SYMBOL_GPL(free_percpu);

/* ---- questions ---- */

bool __is_kernel_percpu_address(unsigned long addr, unsigned long *can_addr)
{
	unsigned long offset = addr - (unsigned long)__per_cpu_start;

	if (offset >= nr_cpu_ids * PERCPU_STRIDE || offset % PERCPU_STRIDE >= percpu.static_bytes)
		return false;
	if (can_addr)
		*can_addr = (unsigned long)__per_cpu_start + offset % PERCPU_STRIDE;
	return true;
}

bool is_kernel_percpu_address(unsigned long addr)
{
	return __is_kernel_percpu_address(addr, NULL);
}

phys_addr_t per_cpu_ptr_to_phys(void *addr)
{
	unsigned long offset, window = (unsigned long)addr - percpu.window;
	struct chunk *c;

	if (!percpu.window || (unsigned long)addr < percpu.window)
		return 0; /* the image is not in the machine's RAM */
	c = percpu.by_slot[window / (nr_cpu_ids * PERCPU_STRIDE) + 1];
	if (!c)
		return 0;
	offset = (unsigned long)addr - c->base;
	return page_to_phys(c->pages[(offset % PERCPU_STRIDE >> PAGE_SHIFT) * nr_cpu_ids +
				     offset / PERCPU_STRIDE]) +
	       offset_in_page(addr);
}
EXPORT_SYMBOL_GPL(per_cpu_ptr_to_phys);

unsigned long pcpu_nr_pages(void)
{
	return percpu.nr_pages * nr_cpu_ids;
}
