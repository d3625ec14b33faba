/* SPDX-License-Identifier: MIT */
/*
 * struct page: what is known of one page frame, in 64 bytes.
 *
 * Most words mean different things by who owns the frame; the overlays below are all there
 * are. The owner is told by flags (PG_slab, PG_head, mapping's low bits) or by page_type:
 *
 *   offset  free in buddy   pcp list     page cache/anon   slab head      compound tail
 *   0       flags (node, zone, PG_*, order of the block)
 *   8       buddy_list      pcp_list     lru               slab_cache     compound_head|1
 *   16                                                     slab_list      (1st tail) dtor, order
 *   24      -               -            mapping
 *   32      -               migratetype  index             freelist
 *   40      order           -            private           counters
 *   48      page_type       _mapcount                      -
 *   52      _refcount (0 while free)
 *   56      memcg_data
 */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/mm_types_task.h>
#include <linux/types.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/page-flags-layout.h>
#include <asm/page.h>

struct address_space;
struct mem_cgroup;
struct kmem_cache;
struct dev_pagemap;
struct mm_struct;
struct vm_operations_struct;
struct file;
struct anon_vma;
struct user_namespace;

struct page {
	unsigned long flags; /* atomic bits: page-flags.h; the top: page-flags-layout.h */
	union {
		struct { /* page cache and anonymous pages, free pages */
			union {
				struct list_head lru;
				struct {
					void *__filler;
					unsigned int mlock_count;
				};
				struct list_head buddy_list; /* zone->lock */
				struct list_head pcp_list;   /* the CPU that owns the list */
			};
			struct address_space *mapping;
			union {
				pgoff_t index;
				unsigned long share;
			};
			unsigned long private; /* PageBuddy: order; else the owner's */
		};
		struct { /* slab: first page of a slab */
			/* First: kfree asks this word of running slabs whether it has bit 0 set. */
			struct kmem_cache *slab_cache;
			union {
				struct list_head slab_list;
				struct { /* per-CPU partial list */
					struct page *next;
					int slabs;
				};
			};
			void *freelist; /* first free object */
			union {
				unsigned long counters;
				struct {
					unsigned short inuse;
					unsigned short frozen;
					unsigned int objects;
				};
			};
		};
		struct { /* tail pages of a compound page */
			unsigned long compound_head; /* head | 1 */
			/* first tail page only */
			unsigned char compound_dtor;
			unsigned char compound_order;
			atomic_t compound_mapcount;
			atomic_t compound_pincount;
			unsigned int compound_nr; /* 1 << compound_order */
		};
		struct { /* second tail page */
			unsigned long _compound_pad_1;
			unsigned long _compound_pad_2;
			struct list_head deferred_list;
		};
		struct { /* page-table pages */
			unsigned long _pt_pad_1;
			pgtable_t pmd_huge_pte;
			unsigned long _pt_pad_2;
			union {
				struct mm_struct *pt_mm;
				atomic_t pt_frag_refcount;
			};
			spinlock_t *ptl_ptr;
		};
		struct { /* ZONE_DEVICE pages */
			struct dev_pagemap *pgmap;
			void *zone_device_data;
		};
		struct rcu_head rcu_head; /* freed after a grace period */
	};
	union {
		atomic_t _mapcount;	/* mappings - 1 */
		unsigned int page_type; /* PG_buddy … of pages that cannot be mapped */
	};
	atomic_t _refcount;
	unsigned long memcg_data;
} __attribute__((__aligned__(16)));

_Static_assert(sizeof(struct page) == 64, "struct page is one cache line");
_Static_assert(__builtin_offsetof(struct page, compound_head) ==
		       __builtin_offsetof(struct page, lru),
	       "bit 0 of lru.next tells a tail page");
_Static_assert(__builtin_offsetof(struct page, rcu_head) == __builtin_offsetof(struct page, lru),
	       "rcu_head.next has bit 0 clear");

/*
 * A folio is a page that is not a tail page. Same bytes, other type, so that functions which
 * must not be given a tail page say so in their signature.
 */
struct folio {
	union {
		struct {
			unsigned long flags;
			union {
				struct list_head lru;
				struct {
					void *__filler;
					unsigned int mlock_count;
				};
			};
			struct address_space *mapping;
			pgoff_t index;
			void *private;
			atomic_t _mapcount;
			atomic_t _refcount;
			unsigned long memcg_data;
		};
		struct page page;
	};
	unsigned long _flags_1;
	unsigned long __head;
	unsigned char _folio_dtor;
	unsigned char _folio_order;
	atomic_t _total_mapcount;
	atomic_t _pincount;
	unsigned int _folio_nr_pages;
};

#define FOLIO_MATCH(pg, fl)                                                                        \
	_Static_assert(__builtin_offsetof(struct page, pg) == __builtin_offsetof(struct folio, fl), \
		       #pg)
FOLIO_MATCH(flags, flags);
FOLIO_MATCH(lru, lru);
FOLIO_MATCH(mapping, mapping);
FOLIO_MATCH(compound_head, lru);
FOLIO_MATCH(index, index);
FOLIO_MATCH(private, private);
FOLIO_MATCH(_mapcount, _mapcount);
FOLIO_MATCH(_refcount, _refcount);
FOLIO_MATCH(memcg_data, memcg_data);
#undef FOLIO_MATCH
#define FOLIO_MATCH(pg, fl)                                                                   \
	_Static_assert(__builtin_offsetof(struct folio, fl) ==                                \
			       __builtin_offsetof(struct page, pg) + sizeof(struct page),     \
		       #pg)
FOLIO_MATCH(flags, _flags_1);
FOLIO_MATCH(compound_head, __head);
FOLIO_MATCH(compound_dtor, _folio_dtor);
FOLIO_MATCH(compound_order, _folio_order);
FOLIO_MATCH(compound_mapcount, _total_mapcount);
FOLIO_MATCH(compound_pincount, _pincount);
FOLIO_MATCH(compound_nr, _folio_nr_pages);
#undef FOLIO_MATCH

#define page_private(page)    ((page)->private)
#define folio_get_private(f)  ((f)->private)

static inline void set_page_private(struct page *page, unsigned long private)
{
	page->private = private;
}

struct vm_userfaultfd_ctx {
};

/* One mapping of an address space; what a driver's mmap method reads and sets. */
struct vm_area_struct {
	unsigned long vm_start; /* first byte */
	unsigned long vm_end;	/* first byte after */
	struct mm_struct *vm_mm;
	pgprot_t vm_page_prot;
	unsigned long vm_flags;
	struct {
		struct rb_node rb;
		unsigned long rb_subtree_last;
	} shared;
	struct list_head anon_vma_chain;
	struct anon_vma *anon_vma;
	const struct vm_operations_struct *vm_ops;
	unsigned long vm_pgoff; /* offset in the file, pages */
	struct file *vm_file;
	void *vm_private_data;
};

struct mm_struct {
	atomic_t mm_users;
	atomic_t mm_count;
	pgd_t *pgd;
	int map_count;
	spinlock_t page_table_lock;
	struct rw_semaphore mmap_lock;
	struct list_head mmlist;
	unsigned long task_size;
	unsigned long total_vm;
	unsigned long locked_vm;
	atomic64_t pinned_vm;
	unsigned long data_vm;
	unsigned long exec_vm;
	unsigned long stack_vm;
	unsigned long def_flags;
	spinlock_t arg_lock;
	unsigned long start_code, end_code, start_data, end_data;
	unsigned long start_brk, brk, start_stack;
	unsigned long arg_start, arg_end, env_start, env_end;
	unsigned long flags;
	struct task_struct *owner;
	struct file *exe_file;
};

extern struct mm_struct init_mm;

typedef unsigned int __bitwise vm_fault_t;
typedef struct {
	unsigned long val;
} swp_entry_t;

enum vm_fault_reason {
	VM_FAULT_OOM = 0x000001,
	VM_FAULT_SIGBUS = 0x000002,
	VM_FAULT_MAJOR = 0x000004,
	VM_FAULT_HWPOISON = 0x000010,
	VM_FAULT_HWPOISON_LARGE = 0x000020,
	VM_FAULT_SIGSEGV = 0x000040,
	VM_FAULT_NOPAGE = 0x000100,
	VM_FAULT_LOCKED = 0x000200,
	VM_FAULT_RETRY = 0x000400,
	VM_FAULT_FALLBACK = 0x000800,
	VM_FAULT_DONE_COW = 0x001000,
	VM_FAULT_NEEDDSYNC = 0x002000,
	VM_FAULT_COMPLETED = 0x004000,
	VM_FAULT_HINDEX_MASK = 0x0f0000,
};

#define VM_FAULT_ERROR                                                                      \
	(VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV | VM_FAULT_HWPOISON |            \
	 VM_FAULT_HWPOISON_LARGE | VM_FAULT_FALLBACK)

enum fault_flag {
	FAULT_FLAG_WRITE = 1 << 0,
	FAULT_FLAG_MKWRITE = 1 << 1,
	FAULT_FLAG_ALLOW_RETRY = 1 << 2,
	FAULT_FLAG_RETRY_NOWAIT = 1 << 3,
	FAULT_FLAG_KILLABLE = 1 << 4,
	FAULT_FLAG_TRIED = 1 << 5,
	FAULT_FLAG_USER = 1 << 6,
	FAULT_FLAG_REMOTE = 1 << 7,
	FAULT_FLAG_INSTRUCTION = 1 << 8,
	FAULT_FLAG_INTERRUPTIBLE = 1 << 9,
	FAULT_FLAG_UNSHARE = 1 << 10,
	FAULT_FLAG_ORIG_PTE_VALID = 1 << 11,
};

typedef unsigned int __bitwise zap_flags_t;

#endif
