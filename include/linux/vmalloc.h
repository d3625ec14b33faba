/* SPDX-License-Identifier: MIT */
/*
 * Memory that is contiguous in kernel addresses only.
 *
 * Interface of Linux 6.1 (Documentation/core-api/mm-api.rst, "Virtually Contiguous Mappings").
 * Every call may sleep unless it says otherwise; areas are followed by one guard page.
 */
#ifndef _LINUX_VMALLOC_H
#define _LINUX_VMALLOC_H

#include <linux/types.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/rbtree.h>
#include <linux/spinlock.h>
#include <linux/overflow.h>
#include <asm/page.h>

struct vm_area_struct;
struct notifier_block;
struct iov_iter;
struct page;

/* vm_struct.flags */
#define VM_IOREMAP	     0x00000001
#define VM_ALLOC	     0x00000002
#define VM_MAP		     0x00000004
#define VM_USERMAP	     0x00000008
#define VM_DMA_COHERENT	     0x00000010
#define VM_UNINITIALIZED     0x00000020
#define VM_NO_GUARD	     0x00000040
#define VM_KASAN	     0x00000080
#define VM_FLUSH_RESET_PERMS 0x00000100
#define VM_MAP_PUT_PAGES     0x00000200
#define VM_ALLOW_HUGE_VMAP   0x00000400

#ifndef IOREMAP_MAX_ORDER
#define IOREMAP_MAX_ORDER (7 + PAGE_SHIFT)
#endif

/* What the area is for. Read by vmallocinfo. */
struct vm_struct {
	struct vm_struct *next;
	void *addr;
	unsigned long size; /* bytes, guard page included */
	unsigned long flags;
	struct page **pages;
	unsigned int page_order;
	unsigned int nr_pages;
	phys_addr_t phys_addr;
	const void *caller;
};

/* A range of the window: free, or in use. */
struct vmap_area {
	unsigned long va_start;
	unsigned long va_end;
	struct rb_node rb_node; /* sorted by address */
	struct list_head list;	/* sorted by address */
	union {
		unsigned long subtree_max_size; /* free: the largest in this subtree */
		struct vm_struct *vm;		/* in use */
	};
};

/* ---- memory ---- */

void *vmalloc(unsigned long size) __alloc_size(1);
void *vzalloc(unsigned long size) __alloc_size(1);
/* Zeroed, and allowed to be mapped to user space by remap_vmalloc_range. */
void *vmalloc_user(unsigned long size) __alloc_size(1);
void *vmalloc_node(unsigned long size, int node) __alloc_size(1);
void *vzalloc_node(unsigned long size, int node) __alloc_size(1);
void *vmalloc_32(unsigned long size) __alloc_size(1);
void *vmalloc_32_user(unsigned long size) __alloc_size(1);
void *vmalloc_huge(unsigned long size, gfp_t gfp_mask) __alloc_size(1);
void *__vmalloc(unsigned long size, gfp_t gfp_mask) __alloc_size(1);
void *__vmalloc_node_range(unsigned long size, unsigned long align, unsigned long start,
			   unsigned long end, gfp_t gfp_mask, pgprot_t prot, unsigned long vm_flags,
			   int node, const void *caller) __alloc_size(1);
void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp_mask, int node,
		     const void *caller) __alloc_size(1);

static inline __alloc_size(1, 2) void *__vmalloc_array(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL : __vmalloc(bytes, flags);
}

static inline __alloc_size(1, 2) void *vmalloc_array(size_t n, size_t size)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL : vmalloc(bytes);
}

static inline __alloc_size(1, 2) void *vcalloc(size_t n, size_t size)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL : vzalloc(bytes);
}

/* NULL is allowed. vfree in interrupt context defers its work; vfree_atomic always does. */
void vfree(const void *addr);
void vfree_atomic(const void *addr);

/* ---- mappings of pages that the caller has ---- */

void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot);
void *vmap_pfn(unsigned long *pfns, unsigned int count, pgprot_t prot);
void vunmap(const void *addr);
void *vm_map_ram(struct page **pages, unsigned int count, int node);
void vm_unmap_ram(const void *mem, unsigned int count);
void vm_unmap_aliases(void);
int remap_vmalloc_range(struct vm_area_struct *vma, void *addr, unsigned long pgoff);
int remap_vmalloc_range_partial(struct vm_area_struct *vma, unsigned long uaddr, void *kaddr,
				unsigned long pgoff, unsigned long size);
void vmalloc_sync_mappings(void);

/* ---- areas ---- */

struct vm_struct *get_vm_area(unsigned long size, unsigned long flags);
struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller);
struct vm_struct *__get_vm_area_caller(unsigned long size, unsigned long flags, unsigned long start,
				       unsigned long end, const void *caller);
void free_vm_area(struct vm_struct *area);
struct vm_struct *remove_vm_area(const void *addr);
struct vm_struct *find_vm_area(const void *addr);
struct vmap_area *find_vmap_area(unsigned long addr);

/* Bytes of the area that hold memory: without the guard page. */
static inline size_t get_vm_area_size(const struct vm_struct *area)
{
	return area->flags & VM_NO_GUARD ? area->size : area->size - PAGE_SIZE;
}

/* Any context; no lock. */
bool is_vmalloc_addr(const void *x);
int is_vmalloc_or_module_addr(const void *x);
struct page *vmalloc_to_page(const void *addr);
unsigned long vmalloc_to_pfn(const void *addr);
/* Pages that vmalloc holds now (meminfo's VmallocUsed). */
unsigned long vmalloc_nr_pages(void);
/* Copy up to @count bytes of vmalloc space to @buf; holes read as zero. Returns the bytes copied.
 */
long vread(char *buf, char *addr, unsigned long count);

static inline void set_vm_flush_reset_perms(void *addr)
{
	struct vm_struct *vm = find_vm_area(addr);

	if (vm)
		vm->flags |= VM_FLUSH_RESET_PERMS;
}

#endif
