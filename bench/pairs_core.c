/* SPDX-License-Identifier: MIT */
/*
 * The measured loops, compiled as a module is: against the kernel's headers, linked with the
 * very core that `ferrite run` uses. One round of a loop is one pair: allocate, free.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>

void bench_core_64(unsigned long pairs);
void bench_core_1k(unsigned long pairs);
void bench_core_page(unsigned long pairs);

/* The compiler must believe that somebody looks at the memory. */
#define USE(p) __asm__ __volatile__("" : : "r"(p) : "memory")

void bench_core_64(unsigned long pairs)
{
	while (pairs--) {
		void *p = kmalloc(64, GFP_KERNEL);

		USE(p);
		kfree(p);
	}
}

void bench_core_1k(unsigned long pairs)
{
	while (pairs--) {
		void *p = kmalloc(1024, GFP_KERNEL);

		USE(p);
		kfree(p);
	}
}

void bench_core_page(unsigned long pairs)
{
	while (pairs--) {
		struct page *p = alloc_pages(GFP_KERNEL, 0);

		USE(p);
		__free_pages(p, 0);
	}
}
