/* SPDX-License-Identifier: MIT */
/*
 * Per-CPU allocation: one pointer that names a copy for each possible CPU.
 *
 * Behaviour as Linux's mm/percpu.c documents it: memory comes zeroed, the largest object is
 * PCPU_MIN_UNIT_SIZE, the largest alignment a page, and p + per_cpu_offset(cpu) is CPU's copy.
 */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#include <linux/types.h>
#include <linux/export.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/percpu-defs.h>

#define PERCPU_MODULE_RESERVE  (8 << 10)
#define PERCPU_DYNAMIC_RESERVE (28 << 10)
/* The largest object that can be asked for, in bytes. */
#define PCPU_MIN_UNIT_SIZE (32 << 10)
/* Grain of the allocator: every object starts and ends on it. */
#define PCPU_MIN_ALLOC_SHIFT 2
#define PCPU_MIN_ALLOC_SIZE  (1 << PCPU_MIN_ALLOC_SHIFT)

/*
 * Allocate @size bytes a CPU, aligned to @align (a power of two, at most a page), zeroed.
 * NULL: no memory, or size or alignment refused (a warning says which). With a @gfp that
 * contains GFP_KERNEL the call may sleep and may make a new chunk; without, it serves only
 * from pages that are there. Without the suffix _gfp: GFP_KERNEL.
 */
void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp);
void __percpu *__alloc_percpu(size_t size, size_t align);
void __percpu *__alloc_reserved_percpu(size_t size, size_t align);
/* Give it back. NULL is allowed. Any context. */
void free_percpu(void __percpu *ptr);

#define alloc_percpu_gfp(type, gfp) \
	((__typeof__(type) __percpu *)__alloc_percpu_gfp(sizeof(type), __alignof__(type), gfp))
#define alloc_percpu(type) \
	((__typeof__(type) __percpu *)__alloc_percpu(sizeof(type), __alignof__(type)))

/* Is @addr in the core's static image of any CPU? Then @can_addr: the variable's address. */
bool is_kernel_percpu_address(unsigned long addr);
bool __is_kernel_percpu_address(unsigned long addr, unsigned long *can_addr);
/* Physical address of an allocated per-CPU object's copy. */
phys_addr_t per_cpu_ptr_to_phys(void *addr);
/* Pages that hold per-CPU data, all CPUs together (meminfo's Percpu). */
unsigned long pcpu_nr_pages(void);

#endif
