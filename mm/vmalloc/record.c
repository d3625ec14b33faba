/* SPDX-License-Identifier: MIT */
/*
 * vmalloc in findings: who made and freed each area, wrong frees, what was never freed.
 *
 * The records stand in a table of their own, found by the area's address, so that the descriptors
 * stay what they are on Linux. A record outlives its area, which is how a second vfree() can name
 * the first; it is overwritten when the table has no other room. Guarded by vmap_space.lock.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "arch/arch.h"
#include "lib/defect.h"
#include "lib/leaks.h"
#include "lib/stackdepot.h"
#include "lib/step.h"
#include "mm/machine/machine.h"
#include "vmalloc.h"
#include "vmap.h"

#define NR_RECORDS 4096
#define PROBES	   32

static struct vmalloc_record records[NR_RECORDS];

void vmap_records_reset(void)
{
	memset(records, 0, sizeof(records));
}

/* The record of @addr, or NULL; with @make, the place for one. => lock held */
static struct vmalloc_record *find(unsigned long addr, bool make)
{
	u64 hash = ((addr - arch_vmalloc_base) >> PAGE_SHIFT) * 0x9e3779b97f4a7c15ULL;
	struct vmalloc_record *spare = NULL;
	unsigned int i;

	for (i = 0; i < PROBES; i++) {
		struct vmalloc_record *r = &records[((hash >> 40) + i) % NR_RECORDS];

		if (r->addr == addr)
			return r;
		if (!spare && (!r->addr || r->free_stack))
			spare = r;
	}
	return make ? spare : NULL;
}

void vmap_record_alloc(const void *addr, size_t size, unsigned long caller, u64 step,
		       const char *what)
{
	struct vmalloc_record *r;
	u32 stack;

	if (!machine.decl->checks)
		return;
	stack = stack_depot_here(caller);
	spin_lock(&vmap_space.lock);
	r = find((unsigned long)addr, true);
	if (r)
		*r = (struct vmalloc_record){
			.addr = (unsigned long)addr,
			.what = what,
			.size = size,
			.alloc_stack = stack,
			.alloc_pid = current->pid,
			.step = (u32)step,
		};
	spin_unlock(&vmap_space.lock);
}

void vmap_record_free(const void *addr, unsigned long caller)
{
	struct vmalloc_record *r;
	u32 stack;

	if (!machine.decl->checks)
		return;
	stack = stack_depot_here(caller);
	spin_lock(&vmap_space.lock);
	r = find((unsigned long)addr, false);
	if (r) {
		r->free_stack = stack;
		r->free_step = (u32)step_now();
		r->free_pid = current->pid;
	}
	spin_unlock(&vmap_space.lock);
}

static bool record_of(const void *addr, struct vmalloc_record *copy)
{
	struct vmalloc_record *r;

	spin_lock(&vmap_space.lock);
	r = find((unsigned long)addr, false);
	if (r)
		*copy = *r;
	spin_unlock(&vmap_space.lock);
	return r;
}

bool vmalloc_freed_at(const void *addr, struct vmalloc_record *record)
{
	struct vmalloc_record *last = NULL;
	unsigned int i;

	spin_lock(&vmap_space.lock);
	for (i = 0; i < NR_RECORDS; i++) {
		struct vmalloc_record *r = &records[i];

		if (r->free_stack && (unsigned long)addr - r->addr < PAGE_ALIGN(r->size) &&
		    (!last || (s32)(r->free_step - last->free_step) > 0))
			last = r;
	}
	if (last)
		*record = *last;
	spin_unlock(&vmap_space.lock);
	return last;
}

bool vmalloc_locate(const void *addr, struct vmalloc_place *place)
{
	struct vmap_area *va;
	struct vm_struct *vm;

	memset(place, 0, sizeof(*place));
	if (!is_vmalloc_addr(addr))
		return false;
	spin_lock(&vmap_space.lock);
	va = vmap_find((unsigned long)addr);
	vm = va ? va->vm : NULL;
	if (vm) {
		place->start = va->va_start;
		place->size = get_vm_area_size(vm);
		place->flags = vm->flags;
		place->caller = (unsigned long)vm->caller;
		place->guard = (unsigned long)addr - va->va_start >= place->size;
	}
	spin_unlock(&vmap_space.lock);
	if (vm)
		record_of((void *)place->start, &place->record);
	else if (record_of((void *)((unsigned long)addr & PAGE_MASK), &place->record))
		place->freed = place->record.free_stack;
	return true;
}

/* ---- wrong frees ---- */

static void begin(struct ferrite_defect *d, const void *addr, const char *api,
		  const struct vmalloc_place *p, bool in_window)
{
	if (p->freed)
		defect_begin(d, DEFECT_DOUBLE_FREE, "%s of an area that is freed already, %u bytes",
			     api, p->record.size);
	else if (in_window && p->start)
		defect_begin(d, DEFECT_BAD_FREE, "%s inside an area of %lu bytes, at byte %lu", api,
			     p->size, (unsigned long)addr - p->start);
	else if (in_window)
		defect_begin(d, DEFECT_BAD_FREE, "%s of an address where no area is", api);
	else
		defect_begin(d, DEFECT_BAD_FREE, "%s of an address that is not from vmalloc", api);
}

noinline void vmap_bad_free(const void *addr, const char *api, unsigned long caller)
{
	struct vmalloc_place p;
	struct ferrite_defect d;

	begin(&d, addr, api, &p, vmalloc_locate(addr, &p));
	defect_linux(&d,
		     PAGE_ALIGNED(addr) ? "Trying to vfree() nonexistent vm area (%px)"
					: "Trying to vfree() bad address (%px)",
		     addr);
	leaks_misfreed(addr);
	defect_here(&d, "in");
	if (defect_is_module(caller))
		defect_where(&d, caller);
	if (p.freed)
		defect_recorded(&d, p.record.free_stack, p.record.free_pid, "freed");
	defect_recorded(&d, p.record.alloc_stack, p.record.alloc_pid, "allocated");
	defect_place(&d, addr);
	defect_end(&d);
}

noinline void vmap_wrong_free(const void *addr, const char *said, const char *right,
			      unsigned long caller)
{
	struct vmalloc_place p;
	struct ferrite_defect d;

	vmalloc_locate(addr, &p);
	defect_begin(&d, DEFECT_BAD_FREE, "%s of an area from %s, which %s undoes", said,
		     p.record.what ?: "elsewhere", right);
	defect_here(&d, "in");
	if (defect_is_module(caller))
		defect_where(&d, caller);
	defect_recorded(&d, p.record.alloc_stack, p.record.alloc_pid, "allocated");
	defect_place(&d, addr);
	defect_end(&d);
}

/* ---- leaks ---- */

static void leak_head(struct ferrite_defect *d, const struct leak *first, unsigned long nr)
{
	defect_begin(d, DEFECT_LEAK, "%lu area%s of %zu bytes, %s", nr, nr == 1 ? "" : "s",
		     first->size, first->what);
}

unsigned long vmalloc_report_leaks(bool (*is_ours)(unsigned long caller))
{
	struct vmalloc_info info;
	unsigned long pos;

	leaks_begin(leak_head);
	for (pos = 0; vmalloc_info_at(pos, &info) && !info.unpurged; pos++) {
		struct vmalloc_record r = {0};
		struct leak leak = {.addr = (void *)info.start};

		if (!info.caller || (is_ours && !is_ours(info.caller)))
			continue;
		record_of(leak.addr, &r);
		leak.what = r.what ?: "vmalloc";
		leak.size = r.size ?: info.size - PAGE_SIZE;
		leak.stack = r.alloc_stack;
		leak.step = r.step;
		leak.pid = r.alloc_pid;
		leaks_add(&leak);
	}
	return leaks_report();
}
