/* SPDX-License-Identifier: MIT */
/* Memory does not come and go yet; the locks that readers take exist. */
#ifndef _LINUX_MEMORY_HOTPLUG_H
#define _LINUX_MEMORY_HOTPLUG_H

#include <linux/mmzone.h>
#include <linux/spinlock.h>

struct zone;
struct pglist_data;

static inline unsigned zone_span_seqbegin(struct zone *zone)
{
	return 0;
}

static inline int zone_span_seqretry(struct zone *zone, unsigned iv)
{
	return 0;
}

static inline void get_online_mems(void)
{
}

static inline void put_online_mems(void)
{
}

static inline void mem_hotplug_begin(void)
{
}

static inline void mem_hotplug_done(void)
{
}

#endif
