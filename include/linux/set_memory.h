/* SPDX-License-Identifier: MIT */
/*
 * Protection of kernel mappings. A machine does not change it page by page: the calls refuse, as
 * Linux's do for addresses that they do not handle.
 */
#ifndef _LINUX_SET_MEMORY_H
#define _LINUX_SET_MEMORY_H

#include <linux/errno.h>
#include <linux/types.h>

static inline int set_memory_ro(unsigned long addr, int numpages)
{
	return -EOPNOTSUPP;
}
static inline int set_memory_rw(unsigned long addr, int numpages)
{
	return -EOPNOTSUPP;
}
static inline int set_memory_x(unsigned long addr, int numpages)
{
	return -EOPNOTSUPP;
}
static inline int set_memory_nx(unsigned long addr, int numpages)
{
	return -EOPNOTSUPP;
}

#endif
