/* SPDX-License-Identifier: MIT */
/* Binary search in a sorted array; NULL when @key is not there. */
#ifndef _LINUX_BSEARCH_H
#define _LINUX_BSEARCH_H

#include <linux/compiler_types.h>
#include <linux/types.h>

static __always_inline void *__inline_bsearch(const void *key, const void *base, size_t num,
					      size_t size, cmp_func_t cmp)
{
	const char *low = base;

	while (num) {
		const char *mid = low + (num / 2) * size;
		int c = cmp(key, mid);

		if (c == 0)
			return (void *)mid;
		if (c > 0) {
			low = mid + size;
			num--;
		}
		num /= 2;
	}
	return NULL;
}
void *bsearch(const void *key, const void *base, size_t num, size_t size, cmp_func_t cmp)
	__kname(bsearch);

#endif
