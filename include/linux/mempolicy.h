/* SPDX-License-Identifier: MIT */
/* Memory policies: every task has the default one, local allocation. */
#ifndef _LINUX_MEMPOLICY_H
#define _LINUX_MEMPOLICY_H

#include <linux/nodemask.h>
#include <linux/gfp.h>

enum {
	MPOL_DEFAULT,
	MPOL_PREFERRED,
	MPOL_BIND,
	MPOL_INTERLEAVE,
	MPOL_LOCAL,
	MPOL_PREFERRED_MANY,
	MPOL_MAX,
};

struct mempolicy;

static inline unsigned int mempolicy_slab_node(void)
{
	return numa_mem_id();
}

static inline void mpol_put(struct mempolicy *pol)
{
}

#endif
