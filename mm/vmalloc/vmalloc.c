/* SPDX-License-Identifier: MIT */
/*
 * vmalloc: memory that is contiguous for the CPU and scattered in RAM.
 *
 * Concepts
 *	range	an interval of the window: free, busy or lazy (area.c); struct vmap_area
 *	area	what a busy range is for: struct vm_struct, with its pages and its caller
 *	guard	one page behind each area that is never mapped: an overrun faults
 *
 *	window  |area A|g|area B      |g|  free   |lazy|area C|g| free …| per-CPU chunks |
 *	          │ │      │  │  │                          │
 *	RAM    ───▼─┼──────▼──┼──▼──────────────────────────▼───
 *	            ▼         ▼      single pages, from anywhere
 *
 * Invariants: ranges tile the window; a busy range is mapped as its area says, a free or lazy one
 * is not mapped at all.
 *
 * Locking: vmap_space.lock guards the ranges; what is in an area belongs to whoever made it.
 * Nothing sleeps under it. Making areas sleeps; freeing them in an interrupt is put off to a work
 * item.
 *
 * Failure: all or nothing, with Linux's warning unless __GFP_NOWARN. In interrupt context
 * vmalloc is refused and reported (on Linux: BUG).
 *
 * The window's pages are shown by the port (arch_kernel_map); vm->pages is where a page's
 * address is translated (vmalloc_to_page), also for vmap, which keeps a copy of its caller's array.
 */
#include <linux/kernel.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/highmem.h>
#include <linux/printk.h>
#include <linux/sched/mm.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "arch/arch.h"
#include "lib/active.h"
#include "lib/defect.h"
#include "lib/step.h"
#include "mm/page/page.h"
#include "mm/slab/track.h"
#include "vmalloc.h"
#include "vmap.h"

struct vmap_state vmap_space;

/* Addresses that were freed in interrupt context: the first word of each links them. */
static struct llist_head deferred;
static void free_deferred(struct work_struct *work);
static DECLARE_WORK(deferred_work, free_deferred);

/* ---- mapping ---- */

#define MAP_BATCH 64

/* Show @nr pages at @addr. 0 or -ENOMEM, then nothing is mapped. */
static int map_pages(unsigned long addr, struct page **pages, unsigned int nr)
{
	uint64_t pfn[MAP_BATCH];
	unsigned int done, i, n;

	for (done = 0; done < nr; done += n) {
		n = min(nr - done, (unsigned int)MAP_BATCH);
		for (i = 0; i < n; i++)
			pfn[i] = page_to_pfn(pages[done + i]);
		if (arch_kernel_map(addr + ((unsigned long)done << PAGE_SHIFT), pfn, n)) {
			arch_kernel_unmap(addr, done);
			return -ENOMEM;
		}
	}
	return 0;
}

/* ---- areas ---- */

static struct vm_struct *make_area(unsigned long size, unsigned long align, unsigned long flags,
				   unsigned long start, unsigned long end, int node, gfp_t gfp,
				   const void *caller)
{
	struct vmap_area *va;
	struct vm_struct *vm;

	/* might_alloc() has said so for requests that may sleep. */
	if (WARN_ON(in_interrupt() && !(gfp & __GFP_DIRECT_RECLAIM)) || in_interrupt())
		return NULL;
	size = PAGE_ALIGN(size);
	if (!size)
		return NULL;
	if (flags & VM_IOREMAP)
		align = 1UL << clamp_t(int, fls_long(size) - 1, PAGE_SHIFT, IOREMAP_MAX_ORDER);
	vm = kzalloc_node(sizeof(*vm), gfp & VMAP_GFP, node);
	if (!vm)
		return NULL;
	if (!(flags & VM_NO_GUARD))
		size += PAGE_SIZE;
	va = vmap_take(size, max(align, PAGE_SIZE), start, end, gfp, node);
	if (IS_ERR(va)) {
		kfree(vm);
		return NULL;
	}
	vm->addr = (void *)va->va_start;
	vm->size = size;
	vm->flags = flags;
	vm->caller = caller;
	spin_lock(&vmap_space.lock);
	va->vm = vm;
	spin_unlock(&vmap_space.lock);
	return vm;
}

struct vm_struct *__get_vm_area_caller(unsigned long size, unsigned long flags, unsigned long start,
				       unsigned long end, const void *caller)
{
	return make_area(size, 1, flags, start, end, NUMA_NO_NODE, GFP_KERNEL, caller);
}

struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller)
{
	return __get_vm_area_caller(size, flags, vmap_space.start, vmap_space.end, caller);
}

struct vm_struct *get_vm_area(unsigned long size, unsigned long flags)
{
	return get_vm_area_caller(size, flags, __builtin_return_address(0));
}

struct vmap_area *find_vmap_area(unsigned long addr)
{
	struct vmap_area *va;

	spin_lock(&vmap_space.lock);
	va = vmap_find(addr);
	spin_unlock(&vmap_space.lock);
	return va;
}

struct vm_struct *find_vm_area(const void *addr)
{
	struct vmap_area *va;
	struct vm_struct *vm;

	spin_lock(&vmap_space.lock);
	va = vmap_find((unsigned long)addr);
	vm = va ? va->vm : NULL;
	spin_unlock(&vmap_space.lock);
	return vm;
}

/* Unmap the area that starts at @addr and let its addresses go; its descriptor is the caller's. */
struct vm_struct *remove_vm_area(const void *addr)
{
	struct vm_struct *vm = NULL;
	struct vmap_area *va;

	might_sleep();
	spin_lock(&vmap_space.lock);
	va = vmap_find((unsigned long)addr);
	if (va && va->va_start == (unsigned long)addr && va->vm) {
		vm = va->vm;
		va->vm = NULL;
	}
	spin_unlock(&vmap_space.lock);
	if (!vm)
		return NULL;
	arch_kernel_unmap((unsigned long)vm->addr, get_vm_area_size(vm) >> PAGE_SHIFT);
	kasan_poison_vmalloc(vm->addr, vm->size);
	vmap_retire(va);
	return vm;
}

void free_vm_area(struct vm_struct *area)
{
	struct vm_struct *vm = remove_vm_area(area->addr);

	WARN_ON(vm != area);
	kfree(vm);
}
EXPORT_SYMBOL_GPL(free_vm_area);

/* ---- freeing ---- */

static void free_pages_of(struct vm_struct *vm)
{
	unsigned int i;

	for (i = 0; i < vm->nr_pages; i++)
		__free_page(vm->pages[i]);
	if (!(vm->flags & VM_MAP_PUT_PAGES))
		__atomic_fetch_sub(&vmap_space.nr_pages, vm->nr_pages, __ATOMIC_RELAXED);
}

static void release(const void *addr, bool with_pages, const char *api, unsigned long caller)
{
	struct vm_struct *vm;

	if (!addr)
		return;
	vm = PAGE_ALIGNED(addr) ? find_vm_area(addr) : NULL;
	if (vm && vm->addr == addr) {
		active_check_free(addr, get_vm_area_size(vm), caller);
		vm = remove_vm_area(addr);
	} else {
		vm = NULL;
	}
	if (!vm) {
		vmap_bad_free(addr, api, caller);
		return;
	}
	vmap_record_free(addr, caller);
	if (with_pages)
		free_pages_of(vm);
	if (vm->flags & VM_COUNTED)
		alloc_stats_sub(get_vm_area_size(vm));
	if (with_pages || (vm->flags & VM_OWN_PAGES))
		kvfree(vm->pages);
	kfree(vm);
}

static void free_deferred(struct work_struct *work)
{
	struct llist_node *node, *next;

	for (node = llist_del_all(&deferred); node; node = next) {
		next = node->next;
		release(node, true, "vfree_atomic", 0);
	}
}

/* The memory itself links it: nobody may allocate here. */
void vfree_atomic(const void *addr)
{
	if (addr && llist_add((struct llist_node *)addr, &deferred))
		schedule_work(&deferred_work);
}

void vfree(const void *addr)
{
	struct vm_struct *vm;

	step_next(_RET_IP_);
	might_sleep_if(!in_interrupt());
	if (in_interrupt()) {
		vfree_atomic(addr);
		return;
	}
	vm = addr ? find_vm_area(addr) : NULL;
	if (vm && vm->addr == addr &&
	    (vm->flags & (VM_MAP | VM_IOREMAP | VM_MAP_PUT_PAGES)) == VM_MAP)
		vmap_wrong_free(addr, "vfree", "vunmap", _RET_IP_);
	release(addr, true, "vfree", _RET_IP_);
}
EXPORT_SYMBOL(vfree);

void vunmap(const void *addr)
{
	struct vm_struct *vm = addr ? find_vm_area(addr) : NULL;

	if (WARN_ON(in_interrupt()))
		return;
	might_sleep();
	step_next(_RET_IP_);
	/* On Linux its pages would be lost: here they are freed after the report. */
	if (vm && vm->addr == addr && vm->flags & VM_ALLOC)
		vmap_wrong_free(addr, "vunmap", "vfree", _RET_IP_);
	release(addr, vm && (vm->flags & (VM_MAP_PUT_PAGES | VM_ALLOC)), "vunmap", _RET_IP_);
}
EXPORT_SYMBOL(vunmap);

/* ---- allocating ---- */

/* All pages of an area, or as many as there are: vm->nr_pages says. */
static void fill_pages(struct vm_struct *vm, unsigned int nr, gfp_t gfp, int node)
{
	for (; vm->nr_pages < nr; vm->nr_pages++) {
		struct page *page = alloc_pages_node(node, gfp | __GFP_NOWARN, 0);

		if (!page)
			break;
		vm->pages[vm->nr_pages] = page;
		cond_resched();
	}
	__atomic_fetch_add(&vmap_space.nr_pages, vm->nr_pages, __ATOMIC_RELAXED);
}

static void *populate(struct vm_struct *vm, gfp_t gfp, int node)
{
	unsigned int nr = get_vm_area_size(vm) >> PAGE_SHIFT;
	unsigned long array_bytes = nr * sizeof(struct page *);

	if (!(gfp & (GFP_DMA | GFP_DMA32)))
		gfp |= __GFP_HIGHMEM;
	/* A large array is itself vmalloc memory: each level is 512 times smaller. */
	if (array_bytes > PAGE_SIZE)
		vm->pages = __vmalloc_node(array_bytes, 1, (gfp & VMAP_GFP) | __GFP_ZERO, node,
					   vm->caller);
	else
		vm->pages = kmalloc_node(array_bytes, (gfp & VMAP_GFP) | __GFP_ZERO, node);
	if (!vm->pages)
		goto fail;
	fill_pages(vm, nr, gfp, node);
	if (vm->nr_pages != nr)
		goto fail;
	if (map_pages((unsigned long)vm->addr, vm->pages, nr))
		goto fail;
	return vm->addr;
fail:
	if (!(gfp & __GFP_NOWARN))
		pr_warn("vmalloc error: size %lu, page order 0, failed to allocate pages\n",
			(unsigned long)get_vm_area_size(vm));
	release(vm->addr, true, "vmalloc", 0);
	return NULL;
}

void *__vmalloc_node_range(unsigned long size, unsigned long align, unsigned long start,
			   unsigned long end, gfp_t gfp, pgprot_t prot, unsigned long vm_flags,
			   int node, const void *caller)
{
	u64 step = step_next((unsigned long)caller);
	struct vm_struct *vm;
	void *addr;

	if (WARN_ON_ONCE(!size))
		return NULL;
	might_alloc(gfp);
	if (size >> PAGE_SHIFT > totalram_pages()) {
		if (!(gfp & __GFP_NOWARN))
			pr_warn("vmalloc error: size %lu, exceeds total pages\n", size);
		return NULL;
	}
	vm = make_area(size, align, VM_ALLOC | vm_flags, start, end, node, gfp, caller);
	if (!vm) {
		if (!(gfp & __GFP_NOWARN))
			pr_warn("vmalloc error: size %lu, vm_struct allocation failed\n", size);
		return NULL;
	}
	addr = populate(vm, gfp, node);
	if (!addr)
		return NULL;
	kasan_unpoison_vmalloc(addr, size, vm->size);
	vmap_record_alloc(addr, size, (unsigned long)caller, step, "vmalloc");
	if (!(gfp & __GFP_ZERO) && page_owner_fill && defect_is_module((unsigned long)caller))
		page_owner_fill(addr, size);
	if (alloc_stats_add(get_vm_area_size(vm), (unsigned long)caller))
		vm->flags |= VM_COUNTED;
	return addr;
}

void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp, int node,
		     const void *caller)
{
	return __vmalloc_node_range(size, align, vmap_space.start, vmap_space.end, gfp, PAGE_KERNEL,
				    0, node, caller);
}
EXPORT_SYMBOL_GPL(__vmalloc_node);

#define CALLER __builtin_return_address(0)

void *__vmalloc(unsigned long size, gfp_t gfp)
{
	return __vmalloc_node(size, 1, gfp, NUMA_NO_NODE, CALLER);
}
EXPORT_SYMBOL(__vmalloc);

void *vmalloc(unsigned long size)
{
	return __vmalloc_node(size, 1, GFP_KERNEL, NUMA_NO_NODE, CALLER);
}
EXPORT_SYMBOL(vmalloc);

void *vmalloc_huge(unsigned long size, gfp_t gfp)
{
	return __vmalloc_node(size, 1, gfp, NUMA_NO_NODE, CALLER);
}
EXPORT_SYMBOL_GPL(vmalloc_huge);

void *vzalloc(unsigned long size)
{
	return __vmalloc_node(size, 1, GFP_KERNEL | __GFP_ZERO, NUMA_NO_NODE, CALLER);
}
EXPORT_SYMBOL(vzalloc);

void *vmalloc_node(unsigned long size, int node)
{
	return __vmalloc_node(size, 1, GFP_KERNEL, node, CALLER);
}
EXPORT_SYMBOL(vmalloc_node);

void *vzalloc_node(unsigned long size, int node)
{
	return __vmalloc_node(size, 1, GFP_KERNEL | __GFP_ZERO, node, CALLER);
}
EXPORT_SYMBOL(vzalloc_node);

void *vmalloc_user(unsigned long size)
{
	return __vmalloc_node_range(size, PAGE_SIZE, vmap_space.start, vmap_space.end,
				    GFP_KERNEL | __GFP_ZERO, PAGE_KERNEL, VM_USERMAP, NUMA_NO_NODE,
				    CALLER);
}
EXPORT_SYMBOL(vmalloc_user);

void *vmalloc_32(unsigned long size)
{
	return __vmalloc_node(size, 1, GFP_DMA32 | GFP_KERNEL, NUMA_NO_NODE, CALLER);
}
EXPORT_SYMBOL(vmalloc_32);

void *vmalloc_32_user(unsigned long size)
{
	return __vmalloc_node_range(size, PAGE_SIZE, vmap_space.start, vmap_space.end,
				    GFP_DMA32 | GFP_KERNEL | __GFP_ZERO, PAGE_KERNEL, VM_USERMAP,
				    NUMA_NO_NODE, CALLER);
}
EXPORT_SYMBOL(vmalloc_32_user);

/* ---- mapping pages of others ---- */

/* => vm->pages is filled */
static void *show_area(struct vm_struct *vm, unsigned int count)
{
	if (map_pages((unsigned long)vm->addr, vm->pages, count)) {
		release(vm->addr, false, "vmap", 0);
		return NULL;
	}
	vmap_record_alloc(vm->addr, (size_t)count << PAGE_SHIFT, (unsigned long)vm->caller,
			  step_now(), "vmap");
	kasan_unpoison_vmalloc(vm->addr, (size_t)count << PAGE_SHIFT, vm->size);
	return vm->addr;
}

static struct vm_struct *area_for(unsigned int count, unsigned long flags, const void *caller)
{
	struct vm_struct *vm =
		get_vm_area_caller((unsigned long)count << PAGE_SHIFT, flags, caller);

	if (!vm)
		return NULL;
	vm->pages = kvmalloc_array(count, sizeof(struct page *), GFP_KERNEL);
	vm->flags |= VM_OWN_PAGES;
	if (vm->pages)
		return vm;
	release(vm->addr, false, "vmap", 0);
	return NULL;
}

void *vmap_caller(struct page **pages, unsigned int count, unsigned long flags, const void *caller)
{
	struct vm_struct *vm;

	step_next((unsigned long)caller);
	might_sleep();
	if (count > totalram_pages())
		return NULL;
	flags &= ~VM_NO_GUARD;
	if (!(flags & VM_MAP_PUT_PAGES)) {
		vm = area_for(count, flags, caller);
		if (!vm)
			return NULL;
		memcpy(vm->pages, pages, count * sizeof(struct page *));
		return show_area(vm, count);
	}
	/* The array and the pages become the area's: vfree frees both. */
	vm = get_vm_area_caller((unsigned long)count << PAGE_SHIFT, flags, caller);
	if (!vm)
		return NULL;
	vm->pages = pages;
	if (!show_area(vm, count))
		return NULL;
	vm->nr_pages = count;
	return vm->addr;
}

void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot)
{
	return vmap_caller(pages, count, flags, CALLER);
}
EXPORT_SYMBOL(vmap);

void *vmap_pfn(unsigned long *pfns, unsigned int count, pgprot_t prot)
{
	struct vm_struct *vm = area_for(count, VM_IOREMAP, CALLER);
	unsigned int i;

	if (!vm)
		return NULL;
	for (i = 0; i < count; i++)
		vm->pages[i] = pfn_to_page(pfns[i]);
	return show_area(vm, count);
}
EXPORT_SYMBOL_GPL(vmap_pfn);

void *vm_map_ram(struct page **pages, unsigned int count, int node)
{
	return vmap_caller(pages, count, VM_MAP, CALLER);
}
EXPORT_SYMBOL(vm_map_ram);

void vm_unmap_ram(const void *mem, unsigned int count)
{
	vunmap(mem);
}
EXPORT_SYMBOL(vm_unmap_ram);

/* Give all resting addresses back: after it no stale translation can exist. */
void vm_unmap_aliases(void)
{
	vmap_purge();
}
EXPORT_SYMBOL_GPL(vm_unmap_aliases);

/* ---- questions ---- */

bool is_vmalloc_addr(const void *x)
{
	unsigned long addr = (unsigned long)x;

	return addr - arch_vmalloc_base < arch_vmalloc_size;
}
EXPORT_SYMBOL(is_vmalloc_addr);

int is_vmalloc_or_module_addr(const void *x)
{
	return is_vmalloc_addr(x);
}

struct page *vmalloc_to_page(const void *addr)
{
	unsigned long offset;
	struct vmap_area *va;
	struct page *page = NULL;

	spin_lock(&vmap_space.lock);
	va = vmap_find((unsigned long)addr);
	if (va && va->vm && va->vm->pages) {
		offset = (unsigned long)addr - va->va_start;
		if (offset < get_vm_area_size(va->vm))
			page = va->vm->pages[offset >> PAGE_SHIFT];
	}
	spin_unlock(&vmap_space.lock);
	return page;
}
EXPORT_SYMBOL(vmalloc_to_page);

unsigned long vmalloc_to_pfn(const void *addr)
{
	return page_to_pfn(vmalloc_to_page(addr));
}
EXPORT_SYMBOL(vmalloc_to_pfn);

unsigned long vmalloc_nr_pages(void)
{
	return __atomic_load_n(&vmap_space.nr_pages, __ATOMIC_RELAXED);
}

long vread(char *buf, char *addr, unsigned long count)
{
	unsigned long done, n;

	for (done = 0; done < count; done += n) {
		struct page *page = vmalloc_to_page(addr + done);

		n = min(count - done, PAGE_SIZE - offset_in_page(addr + done));
		if (page)
			memcpy(buf + done, page_address(page) + offset_in_page(addr + done), n);
		else
			memset(buf + done, 0, n);
	}
	return count;
}

int vmalloc_init(void)
{
	init_llist_head(&deferred);
	vmap_records_reset();
	INIT_WORK(&deferred_work, free_deferred);
	vmap_kasan_init();
	return vmap_space_init();
}

void vmalloc_exit(void)
{
	struct vmap_area *va, *next;

	free_deferred(NULL);
	/* What is left is not ours: named by vmalloc_report_leaks, freed here. */
	list_for_each_entry_safe (va, next, &vmap_space.busy_list, list)
		if (va->vm && !(va->vm->flags & VM_OWN_PAGES))
			release(va->vm->addr, va->vm->pages != NULL, "vfree", 0);
	list_for_each_entry_safe (va, next, &vmap_space.busy_list, list)
		if (va->vm)
			release(va->vm->addr, false, "vunmap", 0);
	vmap_space_exit();
}
