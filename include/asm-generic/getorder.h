/* SPDX-License-Identifier: MIT */
/* get_order: the smallest order whose block holds @size bytes. */
#ifndef _ASM_GENERIC_GETORDER_H
#define _ASM_GENERIC_GETORDER_H

#include <linux/compiler.h>
#include <asm/page.h>

/* @size 0 gives 52 (64 - PAGE_SHIFT), as on Linux: no block is that large. */
static inline __attribute_const__ int get_order(unsigned long size)
{
	if (!size)
		return 64 - PAGE_SHIFT;
	size = (size - 1) >> PAGE_SHIFT;
	return size ? 64 - __builtin_clzl(size) : 0;
}

#endif
