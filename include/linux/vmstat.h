/* SPDX-License-Identifier: MIT */
/*
 * The memory manager's counters.
 *
 * Events (PGALLOC…) only grow: per CPU, summed by all_vm_events().
 * NUMA events (NUMA_HIT…) likewise, by zone.
 * Zone and node items (NR_FREE_PAGES, NR_SLAB_…) are one atomic counter a zone or node. Linux
 * keeps small per-CPU differences in front of them; here the items only change when pages move
 * between a zone and a per-CPU list, or a slab is made, which is rare enough, and the views
 * are exact at every moment. The thresholds that zoneinfo prints are computed as Linux does.
 */
#ifndef _LINUX_VMSTAT_H
#define _LINUX_VMSTAT_H

#include <linux/types.h>
#include <linux/percpu.h>
#include <linux/mmzone.h>
#include <linux/vm_event_item.h>
#include <linux/atomic.h>

struct vm_event_state {
	unsigned long event[NR_VM_EVENT_ITEMS];
};
DECLARE_PER_CPU(struct vm_event_state, vm_event_states);

static inline void __count_vm_event(enum vm_event_item item)
{
	raw_cpu_inc(vm_event_states.event[item]);
}

static inline void count_vm_event(enum vm_event_item item)
{
	this_cpu_inc(vm_event_states.event[item]);
}

static inline void __count_vm_events(enum vm_event_item item, long delta)
{
	raw_cpu_add(vm_event_states.event[item], delta);
}

static inline void count_vm_events(enum vm_event_item item, long delta)
{
	this_cpu_add(vm_event_states.event[item], delta);
}

#define __count_zid_vm_events(item, zid, delta) \
	__count_vm_events(item##_NORMAL - ZONE_NORMAL + (zid), delta)

/* @ret: NR_VM_EVENT_ITEMS sums over all CPUs. */
void all_vm_events(unsigned long *ret);

enum writeback_stat_item {
	NR_DIRTY_THRESHOLD,
	NR_DIRTY_BG_THRESHOLD,
	NR_VM_WRITEBACK_STAT_ITEMS,
};

#define NR_VMSTAT_ITEMS                                                                  \
	(NR_VM_ZONE_STAT_ITEMS + NR_VM_NUMA_EVENT_ITEMS + NR_VM_NODE_STAT_ITEMS +        \
	 NR_VM_WRITEBACK_STAT_ITEMS + NR_VM_EVENT_ITEMS)

/* Names as /proc/vmstat prints them: zone, numa, node, writeback, event items in that order. */
extern const char *const vmstat_text[];

static inline const char *zone_stat_name(enum zone_stat_item item)
{
	return vmstat_text[item];
}

static inline const char *numa_stat_name(enum numa_stat_item item)
{
	return vmstat_text[NR_VM_ZONE_STAT_ITEMS + item];
}

static inline const char *node_stat_name(enum node_stat_item item)
{
	return vmstat_text[NR_VM_ZONE_STAT_ITEMS + NR_VM_NUMA_EVENT_ITEMS + item];
}

static inline const char *writeback_stat_name(enum writeback_stat_item item)
{
	return vmstat_text[NR_VM_ZONE_STAT_ITEMS + NR_VM_NUMA_EVENT_ITEMS + NR_VM_NODE_STAT_ITEMS +
			   item];
}

static inline const char *vm_event_name(enum vm_event_item item)
{
	return vmstat_text[NR_VM_ZONE_STAT_ITEMS + NR_VM_NUMA_EVENT_ITEMS + NR_VM_NODE_STAT_ITEMS +
			   NR_VM_WRITEBACK_STAT_ITEMS + item];
}

/*
 * All of these read one shared counter, or sum a few: exact at any moment, nothing to fold.
 * A counter is never below 0 for long; a reader that looks in between sees 0.
 */
static inline unsigned long vm_stat_value(const atomic_long_t *v)
{
	long x = atomic_long_read(v);

	return x < 0 ? 0 : x;
}

static inline unsigned long zone_page_state(struct zone *zone, enum zone_stat_item item)
{
	return vm_stat_value(&zone->vm_stat[item]);
}

static inline unsigned long zone_page_state_snapshot(struct zone *zone, enum zone_stat_item item)
{
	return zone_page_state(zone, item);
}

/* In pages (KiB for NR_KERNEL_STACK_KB, a number for the events among them). */
static inline unsigned long node_page_state(struct pglist_data *pgdat, enum node_stat_item item)
{
	return vm_stat_value(&pgdat->vm_stat[item]);
}
#define node_page_state_pages(pgdat, item) node_page_state(pgdat, item)

/* Sums over all zones, or all nodes. */
unsigned long global_zone_page_state(enum zone_stat_item item);
unsigned long global_node_page_state(enum node_stat_item item);
#define global_node_page_state_pages(item) global_node_page_state(item)
/* Sums of every CPU's events. */
unsigned long zone_numa_event_state(struct zone *zone, enum numa_stat_item item);
unsigned long global_numa_event_state(enum numa_stat_item item);
/* Sums over a node's zones. */
unsigned long sum_zone_node_page_state(int node, enum zone_stat_item item);
unsigned long sum_zone_numa_event_state(int node, enum numa_stat_item item);

/* Any context. For the two slab items @delta is in bytes, whole pages: they are kept in pages. */
static inline void mod_zone_page_state(struct zone *zone, enum zone_stat_item item, long delta)
{
	atomic_long_add(delta, &zone->vm_stat[item]);
}

static inline void mod_node_page_state(struct pglist_data *pgdat, enum node_stat_item item,
				       long delta)
{
	if (vmstat_item_in_bytes(item))
		delta >>= PAGE_SHIFT;
	atomic_long_add(delta, &pgdat->vm_stat[item]);
}
#define __mod_zone_page_state mod_zone_page_state
#define __mod_node_page_state mod_node_page_state

void inc_zone_page_state(struct page *page, enum zone_stat_item item);
void dec_zone_page_state(struct page *page, enum zone_stat_item item);
void inc_node_page_state(struct page *page, enum node_stat_item item);
void dec_node_page_state(struct page *page, enum node_stat_item item);
#define inc_zone_state(z, item)	       mod_zone_page_state(z, item, 1)
#define dec_zone_state(z, item)	       mod_zone_page_state(z, item, -1)
#define inc_node_state(n, item)	       mod_node_page_state(n, item, 1)
#define dec_node_state(n, item)	       mod_node_page_state(n, item, -1)
#define __inc_zone_state	       inc_zone_state
#define __dec_zone_state	       dec_zone_state
#define __inc_node_state	       inc_node_state
#define __dec_node_state	       dec_node_state
#define __inc_zone_page_state	       inc_zone_page_state
#define __dec_zone_page_state	       dec_zone_page_state
#define __inc_node_page_state	       inc_node_page_state
#define __dec_node_page_state	       dec_node_page_state

/* Without memory control groups an item of a page or object is its node's. */
#define mod_lruvec_page_state(page, item, v)   mod_node_page_state(page_pgdat(page), item, v)
#define __mod_lruvec_page_state		       mod_lruvec_page_state
#define mod_lruvec_kmem_state(p, item, v)      mod_node_page_state(page_pgdat(virt_to_page(p)), item, v)
#define __mod_lruvec_kmem_state		       mod_lruvec_kmem_state

/* Recompute per_cpu_zonestat.stat_threshold, which /proc/zoneinfo shows. */
void refresh_zone_stat_thresholds(void);

static inline void __mod_zone_freepage_state(struct zone *zone, int nr_pages, int migratetype)
{
	__mod_zone_page_state(zone, NR_FREE_PAGES, nr_pages);
}

#endif
