/* SPDX-License-Identifier: MIT */
/*
 * Who has each block of pages: a record a frame, beside the memory map.
 *
 * Only on machines with checks. A record is written when a block is handed out and when it
 * comes back, by whoever owns the block at that moment, so it needs no lock. Only a guard is filled
 * by another than who owns the frame: OWNER_BUSY keeps the two apart. The report of pages
 * that were not given back, and that of a bad free, name the calls from it.
 *
 * It also knows what a free page must look like. With checks=full, as Linux with page_poison=1: a
 * page that came back is filled with PAGE_POISON and looked at when it goes out again, and at the
 * end. With checks=on only its first bytes are, which costs a hundredth of that. Pages that
 * were never used are not touched, but the first bytes behind a block that a module gets are filled
 * too if that page is free: so that writing past the block is seen.
 *
 *	| block of the module | free page: aa aa … aa  0 0 0 … |
 *	                        └ OWNER_GUARD: 64 bytes ┘
 */
#include <linux/errno.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/poison.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "arch/arch.h"
#include "lib/active.h"
#include "lib/defect.h"
#include "lib/stackdepot.h"
#include "lib/step.h"
#include "mm/kasan/kasan.h"
#include "mm/machine/machine.h"
#include "page.h"

#define GUARD_BYTES 64

_Static_assert(sizeof(struct page_owner_record) == 20, "half a percent of the memory");
_Static_assert(STACK_DEPOT_SLOTS < 1 << 16, "a handle fits a record's field");

void (*page_owner_count)(unsigned long pc, long bytes);
void (*page_owner_fill)(void *p, size_t n);

int page_owner_init(void)
{
	unsigned long nr;

	if (!machine.decl->checks)
		return 0;
	page_state.owner = memblock_alloc(page_state.nr_sections * sizeof(*page_state.owner), 64);
	if (!page_state.owner)
		return -ENOMEM;
	for (nr = 0; nr < page_state.nr_sections; nr++) {
		int nid;
		unsigned long s, e;

		if (!page_state.section_present[nr])
			continue;
		nid = memblock_search_pfn_nid(section_nr_to_pfn(nr), &s, &e);
		page_state.owner[nr] = memblock_alloc_node(
			PAGES_PER_SECTION * sizeof(struct page_owner_record), PAGE_SIZE, nid);
		if (!page_state.owner[nr]) {
			pr_err("no memory to track the owners of pages: declare checks=off or more "
			       "memory\n");
			return -ENOMEM;
		}
	}
	return 0;
}

void page_owner_exit(void)
{
	page_state.owner = NULL;
}

struct page_owner_record *page_owner_of(unsigned long pfn)
{
	if (!page_state.owner || !pfn_valid(pfn))
		return NULL;
	return &page_state.owner[pfn_to_section_nr(pfn)][pfn & (PAGES_PER_SECTION - 1)];
}

unsigned long page_owner_caller(const struct page_owner_record *r)
{
	return r && r->flags & OWNER_LIVE ? stack_depot_caller(r->alloc_stack) : 0;
}

struct page_owner_record *page_owner_around(unsigned long pfn, unsigned long *first)
{
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		unsigned long at = pfn & ~((1UL << order) - 1);
		struct page_owner_record *r = page_owner_of(at);

		if (r && r->order >= 0 && r->flags & OWNER_LIVE && pfn - at < 1UL << r->order) {
			*first = at;
			return r;
		}
	}
	return NULL;
}

const char *page_owner_api(const struct page_owner_record *r)
{
	static const char *const names[] = {
		[PAGE_API_ALLOC] = "alloc_pages",	  [PAGE_API_GET_FREE] = "__get_free_pages",
		[PAGE_API_ZEROED] = "get_zeroed_page",	  [PAGE_API_FOLIO] = "folio_alloc",
		[PAGE_API_BULK] = "alloc_pages_bulk",	  [PAGE_API_EXACT] = "alloc_pages_exact",
		[PAGE_API_CONTIG] = "alloc_contig_range",
	};

	return names[r->flags & OWNER_API];
}

/* ---- the pattern of free pages ---- */

#define POISON_WORD (~0UL / 0xff * PAGE_POISON)

/* Does the pattern fill [@p, @p + @n)? The bytes are compared with those before them. */
static bool is_poisoned(const unsigned char *p, size_t n)
{
	return *(const unsigned long *)p == POISON_WORD &&
	       !memcmp(p, p + sizeof(long), n - sizeof(long));
}

/* The first byte of [@p, @p + @n) without the pattern, or @n. */
static size_t first_spoiled(const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i < n && *(const unsigned long *)(p + i) == POISON_WORD)
		i += sizeof(long);
	while (i < n && p[i] == PAGE_POISON)
		i++;
	return i;
}

/* The block that ends where the frame @pfn begins, if a module has it. */
static struct page_owner_record *block_before(unsigned long pfn)
{
	unsigned long first;
	struct page_owner_record *r = pfn ? page_owner_around(pfn - 1, &first) : NULL;

	return r && defect_is_module(page_owner_caller(r)) ? r : NULL;
}

/* Damage at the very start of a page goes to the owner of the block before it, if a module is. */
static noinline void report_spoiled(unsigned long pfn, const unsigned char *p, size_t at)
{
	struct page_owner_record *r = page_owner_of(pfn), *before = block_before(pfn);
	struct ferrite_defect d;

	if (before && (at < GUARD_BYTES || !r->free_stack)) {
		defect_begin(&d, DEFECT_OVERRUN,
			     "byte %zu past the end of %lu page%s, %s, was changed to 0x%02x", at,
			     1UL << before->order, before->order ? "s" : "", page_owner_api(before),
			     p[at]);
		defect_recorded(&d, before->alloc_stack, before->alloc_pid, "allocated");
		d.step = before->step;
	} else {
		defect_begin(&d, DEFECT_USE_AFTER_FREE,
			     "byte %zu of a free page was changed to 0x%02x", at, p[at]);
		defect_recorded(&d, r->free_stack, r->free_pid, "freed");
		defect_recorded(&d, r->alloc_stack, r->alloc_pid, "allocated");
	}
	d.watch = 0xffff888000000000UL + (pfn << PAGE_SHIFT) + at;
	defect_linux(&d, "pagealloc: memory corruption\n%px: %*ph", p + (at & ~15UL), 16,
		     p + (at & ~15UL));
	defect_place(&d, p + at);
	defect_end(&d);
}

/* @flags: what its record said. */
static bool check_free(unsigned long pfn, u8 flags)
{
	const unsigned char *p = (const unsigned char *)__va(PFN_PHYS(pfn));
	size_t n = flags & OWNER_POISONED ? PAGE_SIZE : GUARD_BYTES, at;

	if (!(flags & (OWNER_POISONED | OWNER_GUARD)))
		return true;
	if (likely(is_poisoned(p, n)))
		return true;
	at = first_spoiled(p, n);
	if (kasan_told(p + at))
		return true;
	report_spoiled(pfn, p, at);
	return false;
}

bool page_owner_check_free(unsigned long pfn)
{
	struct page_owner_record *r = page_owner_of(pfn);
	u8 flags = r ? r->flags : 0;

	if (flags & (OWNER_POISONED | OWNER_GUARD))
		WRITE_ONCE(r->flags, flags & ~(OWNER_POISONED | OWNER_GUARD));
	return check_free(pfn, flags);
}

bool page_owner_take(unsigned long pfn)
{
	struct page_owner_record *r = page_owner_of(pfn);
	u8 flags = r ? READ_ONCE(r->flags) : 0, taken;

	if (!r)
		return true;
	do {
		while (flags & OWNER_BUSY) { /* another CPU fills its guard */
			arch_cpu_relax();
			flags = READ_ONCE(r->flags);
		}
		taken = (flags & ~(OWNER_POISONED | OWNER_GUARD)) | OWNER_BUSY;
	} while (!__atomic_compare_exchange_n(&r->flags, &flags, taken, false, __ATOMIC_ACQUIRE,
					      __ATOMIC_RELAXED));
	return check_free(pfn, flags);
}

/* Is the frame @pfn behind a block free and untouched? Then fill its first bytes. */
static void set_guard(unsigned long pfn)
{
	struct page_owner_record *r = page_owner_of(pfn);
	u8 flags = r ? READ_ONCE(r->flags) : OWNER_LIVE;

	if (flags & (OWNER_LIVE | OWNER_POISONED | OWNER_GUARD | OWNER_BUSY) ||
	    PageReserved(pfn_to_page(pfn)) ||
	    !__atomic_compare_exchange_n(&r->flags, &flags, flags | OWNER_BUSY, false,
					 __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return;
	if (!page_ref_count(pfn_to_page(pfn))) {
		memset(__va(PFN_PHYS(pfn)), PAGE_POISON, GUARD_BYTES);
		flags |= OWNER_GUARD;
	}
	__atomic_store_n(&r->flags, flags, __ATOMIC_RELEASE);
}

/* ---- handing out and taking back ---- */

/* All but the flags; these last, since they tell neighbours that it is taken. */
static void hand_out(struct page_owner_record *r, const struct page_owner_record *like)
{
	r->alloc_stack = like->alloc_stack;
	r->free_stack = 0;
	r->gfp = like->gfp;
	r->step = like->step;
	r->alloc_pid = like->alloc_pid;
	r->free_pid = 0;
	r->order = like->order;
	__atomic_store_n(&r->flags, OWNER_LIVE, __ATOMIC_RELEASE);
}

void page_owner_set(struct page *page, unsigned int order, unsigned int gfp, unsigned long pc)
{
	unsigned long pfn = page_to_pfn(page);
	struct page_owner_record *r = page_owner_of(pfn);
	struct page_owner_record first = {
		.gfp = gfp,
		.step = (u32)step_now(),
		.alloc_pid = (u16)current->pid,
	};
	bool ours;
	unsigned int i;

	if (!r)
		return;
	if (page_owner_count)
		page_owner_count(pc, PAGE_SIZE << order);
	first.alloc_stack = stack_depot_here(pc);
	ours = defect_is_module(pc);
	for (i = 0; i < 1U << order; i++) {
		first.order = i ? -1 : (int)order;
		hand_out(&r[i], &first);
	}
	if (!ours)
		return;
	if (!(gfp & __GFP_ZERO) && page_owner_fill)
		page_owner_fill(page_address(page), PAGE_SIZE << order);
	set_guard(pfn + (1UL << order));
}

void page_owner_came_by(struct page *page, enum page_api api)
{
	struct page_owner_record *r = page_owner_of(page_to_pfn(page));

	if (r)
		WRITE_ONCE(r->flags, (r->flags & ~OWNER_API) | api);
}

void page_owner_charge(struct page *page, unsigned long caller)
{
	struct page_owner_record *r = page_owner_of(page_to_pfn(page));
	u16 stack;
	unsigned int i;

	if (!r || r->order < 0)
		return;
	stack = stack_depot_here(caller);
	if (page_owner_count) {
		page_owner_count(page_owner_caller(r), -(long)(PAGE_SIZE << r->order));
		page_owner_count(caller, PAGE_SIZE << r->order);
	}
	for (i = 0; i < 1U << r->order; i++) {
		r[i].alloc_stack = stack;
		r[i].alloc_pid = current->pid;
		r[i].step = (u32)step_now();
	}
}

void page_owner_clear(struct page *page, unsigned int order, unsigned long caller)
{
	struct page_owner_record *r = page_owner_of(page_to_pfn(page));
	bool full = machine.decl->redzone;
	u16 stack, pid = current->pid;
	unsigned int i;

	if (!r)
		return;
	if (page_owner_count && r->flags & OWNER_LIVE)
		page_owner_count(page_owner_caller(r), -(long)(PAGE_SIZE << order));
	active_check_free(page_address(page), PAGE_SIZE << order, caller);
	stack = stack_depot_here(caller);
	for (i = 0; i < 1U << order; i++) {
		r[i].free_stack = stack;
		r[i].free_pid = pid;
		WRITE_ONCE(r[i].flags,
			   (r[i].flags & OWNER_API) | (full ? OWNER_POISONED : OWNER_GUARD));
		if (!full)
			memset(page_address(page + i), PAGE_POISON, GUARD_BYTES);
	}
	if (full)
		memset(page_address(page), PAGE_POISON, PAGE_SIZE << order);
}

void page_owner_split(struct page *page, unsigned int order)
{
	struct page_owner_record *r = page_owner_of(page_to_pfn(page));
	unsigned int i;

	for (i = 0; r && i < 1U << order; i++) {
		r[i].order = 0;
		WRITE_ONCE(r[i].flags, r[0].flags);
	}
}
