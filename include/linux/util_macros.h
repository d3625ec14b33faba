/* SPDX-License-Identifier: MIT */
/* Searching small sorted arrays. */
#ifndef _LINUX_UTIL_MACROS_H
#define _LINUX_UTIL_MACROS_H

#include <linux/math.h>

/* The index of the element of the ascending @a that is closest to @x. */
#define find_closest(x, a, as)                                                                     \
	({                                                                                         \
		typeof(as) __fc_i, __fc_as = (as)-1;                                               \
		typeof(x) __fc_x = (x);                                                            \
		typeof(*(a)) const *__fc_a = (a);                                                  \
		for (__fc_i = 0; __fc_i < __fc_as; __fc_i++)                                       \
			if (__fc_x <= DIV_ROUND_CLOSEST(__fc_a[__fc_i] + __fc_a[__fc_i + 1], 2))   \
				break;                                                             \
		__fc_i;                                                                            \
	})
#define find_closest_descending(x, a, as)                                                          \
	({                                                                                         \
		typeof(as) __fc_i, __fc_as = (as)-1;                                               \
		typeof(x) __fc_x = (x);                                                            \
		typeof(*(a)) const *__fc_a = (a);                                                  \
		for (__fc_i = 0; __fc_i < __fc_as; __fc_i++)                                       \
			if (__fc_x >= DIV_ROUND_CLOSEST(__fc_a[__fc_i] + __fc_a[__fc_i + 1], 2))   \
				break;                                                             \
		__fc_i;                                                                            \
	})

#endif
