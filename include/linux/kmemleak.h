/* SPDX-License-Identifier: MIT */
/*
 * What a module says to the detector of leaks, Documentation/dev-tools/kmemleak.rst. Allocations are known
 * without being told, so that most calls have nothing to do (theory: mm/leak/leak.h).
 */
#ifndef __KMEMLEAK_H
#define __KMEMLEAK_H

#include <linux/slab.h>
#include <linux/vmalloc.h>

static inline void kmemleak_alloc(const void *ptr, size_t size, int min_count, gfp_t gfp) { }
static inline void kmemleak_alloc_percpu(const void __percpu *ptr, size_t size, gfp_t gfp) { }
static inline void kmemleak_free(const void *ptr) { }
static inline void kmemleak_free_part(const void *ptr, size_t size) { }
static inline void kmemleak_free_percpu(const void __percpu *ptr) { }
static inline void kmemleak_update_trace(const void *ptr) { }
/* @ptr is not to be reported; what it points to is reachable if it is. Any context. */
void kmemleak_not_leak(const void *ptr);
/* @ptr is neither to be reported nor to be looked through. */
void kmemleak_ignore(const void *ptr);
static inline void kmemleak_scan_area(const void *ptr, size_t size, gfp_t gfp) { }
/* @ptr holds no addresses. */
void kmemleak_no_scan(const void *ptr);

#endif
