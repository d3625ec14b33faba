/* SPDX-License-Identifier: MIT */
/* There are no memory control groups: every page is accounted to the root. */
#ifndef _LINUX_MEMCONTROL_H
#define _LINUX_MEMCONTROL_H

#include <linux/mm.h>
#include <linux/vmstat.h>

struct mem_cgroup;
struct obj_cgroup;

static inline bool mem_cgroup_disabled(void)
{
	return true;
}

static inline bool memcg_kmem_enabled(void)
{
	return false;
}

#endif
