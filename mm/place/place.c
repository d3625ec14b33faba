/* SPDX-License-Identifier: MIT */
/* Where an address lives. See place.h. */
#include "place.h"
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "arch/arch.h"
#include "lib/defect.h"
#include "lib/stackdepot.h"
#include "mm/machine/machine.h"
#include "mm/page/page.h"

const char *(*place_module)(unsigned long addr);

const char *place_kind_name(enum place_kind kind)
{
	static const char *const names[] = {
		[PLACE_UNKNOWN] = "no memory of the machine",
		[PLACE_NULL] = "NULL pointer",
		[PLACE_SLAB] = "slab memory",
		[PLACE_PAGES] = "block of pages",
		[PLACE_FREE_PAGE] = "free page",
		[PLACE_RESERVED] = "reserved page",
		[PLACE_HOLE] = "hole of the direct map",
		[PLACE_VMALLOC] = "vmalloc window",
		[PLACE_PERCPU] = "per-CPU memory",
		[PLACE_MEMMAP] = "memory map",
		[PLACE_MODULE] = "module image",
		[PLACE_CORE] = "core image",
		[PLACE_STACK] = "stack of the running task",
	};

	return names[kind];
}

/* ---- finding out ---- */

static bool within(unsigned long addr, unsigned long base, unsigned long size)
{
	return addr - base < size;
}

/* The first frame of the block around @page, as far as the page itself tells. */
static void locate_block(struct place *p, struct page *page)
{
	unsigned long pfn = page_to_pfn(page), first;
	struct page *head = compound_head(page);
	struct page_owner_record *r;

	p->start = (unsigned long)page_address(page);
	p->size = PAGE_SIZE;
	if (PageHead(head)) {
		p->start = (unsigned long)page_address(head);
		p->size = page_size(head);
		return;
	}
	r = page_owner_around(pfn, &first);
	if (r) {
		p->start = (unsigned long)page_address(pfn_to_page(first));
		p->size = PAGE_SIZE << r->order;
	}
}

static enum place_kind locate_page(struct place *p)
{
	unsigned long pfn = (p->addr - arch_direct_base) >> PAGE_SHIFT;
	struct page_owner_record *r;

	if (!pfn_valid(pfn))
		return PLACE_HOLE;
	p->page = pfn_to_page(pfn);
	slab_locate((void *)p->addr, &p->slab);
	if (p->slab.state != SLAB_PLACE_NONE) {
		p->start = (unsigned long)p->slab.object;
		p->size = p->slab.size;
		return PLACE_SLAB;
	}
	locate_block(p, p->page);
	if (PageReserved(p->page))
		return PLACE_RESERVED;
	r = page_owner_of(pfn);
	if (r ? r->flags & OWNER_LIVE : page_ref_count(compound_head(p->page)) > 0)
		return PLACE_PAGES;
	return PLACE_FREE_PAGE;
}

static bool on_running_stack(struct place *p)
{
	uintptr_t lo, hi;

	if (!arch_stack_bounds(&lo, &hi) || p->addr < lo || p->addr >= hi)
		return false;
	p->start = lo;
	p->size = hi - lo;
	return true;
}

static enum place_kind locate(struct place *p)
{
	void *addr = (void *)p->addr;

	if (p->addr < PAGE_SIZE)
		return PLACE_NULL;
	if (within(p->addr, arch_direct_base, arch_direct_size))
		return locate_page(p);
	if (percpu_locate(addr, &p->percpu)) {
		p->start = p->addr - p->percpu.offset;
		p->size = p->percpu.size;
		return PLACE_PERCPU;
	}
	if (vmalloc_locate(addr, &p->vmalloc)) {
		p->start = p->vmalloc.start;
		p->size = p->vmalloc.size;
		return PLACE_VMALLOC;
	}
	if (within(p->addr, arch_memmap_base, arch_direct_size / PAGE_SIZE * sizeof(struct page)))
		return PLACE_MEMMAP;
	if (on_running_stack(p))
		return PLACE_STACK;
	if (place_module && place_module(p->addr))
		return PLACE_MODULE;
	return arch_is_kernel_text(p->addr) ? PLACE_CORE : PLACE_UNKNOWN;
}

enum place_kind place_of(const void *addr, struct place *place)
{
	memset(place, 0, sizeof(*place));
	place->addr = (unsigned long)addr;
	place->kind = locate(place);
	place->offset = place->start ? place->addr - place->start : 0;
	return place->kind;
}

/* ---- telling ---- */

static void describe_slab(struct ferrite_defect *d, const struct place *p)
{
	static const char *const state[] = {
		[SLAB_PLACE_FREE] = "free",
		[SLAB_PLACE_ALLOCATED] = "allocated",
		[SLAB_PLACE_OUTSIDE] = "outside its object",
		[SLAB_PLACE_LARGE] = "allocated",
	};
	const struct slab_place *s = &p->slab;

	if (s->state == SLAB_PLACE_LARGE) {
		defect_note(d, "0x%px is byte %u of a kmalloc of %u bytes", (void *)p->addr,
			    s->offset, s->size);
		return;
	}
	defect_note(d, "0x%px is byte %u of object 0x%px, %u bytes of %s, %s", (void *)p->addr,
		    s->offset, s->object, s->size, kmem_cache_name(s->cache), state[s->state]);
	defect_note(d, "object %u of %u of the slab 0x%px", s->index, s->objects,
		    page_address(s->head));
}

static void describe_page(struct ferrite_defect *d, const struct place *p)
{
	struct page *page = p->page;

	defect_note(d, "page 0x%px pfn %#lx node %d zone %s, refcount %d, flags %pGp", page,
		    page_to_pfn(page), page_to_nid(page), page_zone(page)->name,
		    page_ref_count(compound_head(page)), &compound_head(page)->flags);
}

static void describe_block(struct ferrite_defect *d, const struct place *p)
{
	struct page_owner_record *r = page_owner_of((p->start - arch_direct_base) >> PAGE_SHIFT);
	unsigned int order = ilog2(p->size >> PAGE_SHIFT);

	defect_note(d, "0x%px is byte %lu of %lu page%s (order %u)%s%s", (void *)p->addr, p->offset,
		    p->size >> PAGE_SHIFT, order ? "s" : "", order, r ? ", " : "",
		    r ? page_owner_api(r) : "");
}

static void describe_vmalloc(struct ferrite_defect *d, const struct place *p)
{
	const struct vmalloc_place *v = &p->vmalloc;

	if (!v->start)
		defect_note(d, "0x%px is in the vmalloc window, %s", (void *)p->addr,
			    v->freed ? "where an area was freed" : "where no area is");
	else
		defect_note(d, "0x%px is byte %lu of the area 0x%px, %lu bytes, by %pS%s",
			    (void *)p->addr, p->offset, (void *)v->start, v->size,
			    (void *)v->caller, v->guard ? ": its guard page" : "");
}

static void describe_percpu(struct ferrite_defect *d, const struct place *p)
{
	const struct percpu_place *c = &p->percpu;

	if (c->is_static)
		defect_note(d, "0x%px is CPU %u's copy of the variable %pS", (void *)p->addr,
			    c->cpu, (void *)c->base);
	else if (c->size)
		defect_note(
			d,
			"0x%px is byte %lu of CPU %u's copy of a per-CPU object of %lu bytes, %s",
			(void *)p->addr, c->offset, c->cpu, c->size,
			c->owner.size ? "allocated" : "free");
	else
		defect_note(d, "0x%px is in per-CPU chunk %u, CPU %u, where no object is",
			    (void *)p->addr, c->chunk, c->cpu);
}

static void describe_rest(struct ferrite_defect *d, const struct place *p)
{
	void *addr = (void *)p->addr;

	switch (p->kind) {
	case PLACE_MODULE:
		defect_note(d, "0x%px is %pS, of module %s", addr, addr, place_module(p->addr));
		break;
	case PLACE_CORE:
		defect_note(d, "0x%px is %pS, of the machine", addr, addr);
		break;
	case PLACE_STACK:
		defect_note(d, "0x%px is on the stack of %s, pid %d", addr, current->comm,
			    current->pid);
		break;
	case PLACE_MEMMAP:
		defect_note(d, "0x%px is in the memory map, the struct page of pfn %#lx", addr,
			    (p->addr - arch_memmap_base) / sizeof(struct page));
		break;
	default:
		defect_note(d, "0x%px is in no memory of the machine: %s", addr,
			    place_kind_name(p->kind));
	}
}

static noinline void place_describe(struct ferrite_defect *d, const void *addr)
{
	struct place p;

	switch (place_of(addr, &p)) {
	case PLACE_SLAB:
		describe_slab(d, &p);
		describe_page(d, &p);
		break;
	case PLACE_PAGES:
		describe_block(d, &p);
		describe_page(d, &p);
		break;
	case PLACE_FREE_PAGE:
	case PLACE_RESERVED:
		defect_note(d, "0x%px is byte %lu of a %s", (void *)p.addr, p.offset,
			    place_kind_name(p.kind));
		describe_page(d, &p);
		break;
	case PLACE_VMALLOC:
		describe_vmalloc(d, &p);
		break;
	case PLACE_PERCPU:
		describe_percpu(d, &p);
		break;
	default:
		describe_rest(d, &p);
	}
}

int place_describer_init(void)
{
	defect_set_describer(place_describe);
	return 0;
}

void place_describer_exit(void)
{
	defect_set_describer(NULL);
	place_module = NULL;
}
