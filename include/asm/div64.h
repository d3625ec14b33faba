/* SPDX-License-Identifier: MIT */
#ifndef _ASM_DIV64_H
#define _ASM_DIV64_H

/* Divide @n in place by the 32-bit @base; the value is the remainder. */
#define do_div(n, base)                                                                            \
	({                                                                                         \
		unsigned int __base = (base);                                                      \
		unsigned int __rem = (unsigned long long)(n) % __base;                             \
		(n) = (unsigned long long)(n) / __base;                                            \
		__rem;                                                                             \
	})

#endif
