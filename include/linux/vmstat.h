/* SPDX-License-Identifier: MIT */
/*
 * The memory manager's counters.
 *
 * Events (PGALLOC…) only grow: per CPU, summed by all_vm_events().
 * Zone and node items (NR_FREE_PAGES, NR_SLAB_…) are exact sums of a shared counter and small
 * per-CPU differences; a difference is folded when it passes a threshold (zone size and
 * number of CPUs decide, as in Linux). What the views print is folded first, so it is exact.
 * The mod_/inc_/dec_ calls may be used in any context; the __ forms need preemption off.
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

extern atomic_long_t vm_zone_stat[NR_VM_ZONE_STAT_ITEMS];
extern atomic_long_t vm_node_stat[NR_VM_NODE_STAT_ITEMS];
extern atomic_long_t vm_numa_event[NR_VM_NUMA_EVENT_ITEMS];

static inline void zone_page_state_add(long x, struct zone *zone, enum zone_stat_item item)
{
	atomic_long_add(x, &zone->vm_stat[item]);
	atomic_long_add(x, &vm_zone_stat[item]);
}

static inline void node_page_state_add(long x, struct pglist_data *pgdat, enum node_stat_item item)
{
	atomic_long_add(x, &pgdat->vm_stat[item]);
	atomic_long_add(x, &vm_node_stat[item]);
}

/* A difference may make a shared counter negative for a moment; readers see 0 then. */
static inline unsigned long vm_stat_value(const atomic_long_t *v)
{
	long x = atomic_long_read(v);

	return x < 0 ? 0 : x;
}

static inline unsigned long global_zone_page_state(enum zone_stat_item item)
{
	return vm_stat_value(&vm_zone_stat[item]);
}

static inline unsigned long global_node_page_state_pages(enum node_stat_item item)
{
	return vm_stat_value(&vm_node_stat[item]);
}

static inline unsigned long global_node_page_state(enum node_stat_item item)
{
	return global_node_page_state_pages(item);
}

static inline unsigned long zone_page_state(struct zone *zone, enum zone_stat_item item)
{
	return vm_stat_value(&zone->vm_stat[item]);
}

static inline unsigned long node_page_state_pages(struct pglist_data *pgdat,
						  enum node_stat_item item)
{
	return vm_stat_value(&pgdat->vm_stat[item]);
}

static inline unsigned long node_page_state(struct pglist_data *pgdat, enum node_stat_item item)
{
	return node_page_state_pages(pgdat, item);
}

static inline unsigned long zone_numa_event_state(struct zone *zone, enum numa_stat_item item)
{
	return vm_stat_value(&zone->vm_numa_event[item]);
}

static inline unsigned long global_numa_event_state(enum numa_stat_item item)
{
	return vm_stat_value(&vm_numa_event[item]);
}

/* Sum over a node's zones. */
unsigned long sum_zone_node_page_state(int node, enum zone_stat_item item);
unsigned long sum_zone_numa_event_state(int node, enum numa_stat_item item);
/* The shared counter plus every CPU's difference: exact without folding, and slower. */
unsigned long zone_page_state_snapshot(struct zone *zone, enum zone_stat_item item);

void __mod_zone_page_state(struct zone *zone, enum zone_stat_item item, long delta);
void __mod_node_page_state(struct pglist_data *pgdat, enum node_stat_item item, long delta);
void mod_zone_page_state(struct zone *zone, enum zone_stat_item item, long delta);
void mod_node_page_state(struct pglist_data *pgdat, enum node_stat_item item, long delta);
void inc_zone_page_state(struct page *page, enum zone_stat_item item);
void dec_zone_page_state(struct page *page, enum zone_stat_item item);
void inc_node_page_state(struct page *page, enum node_stat_item item);
void dec_node_page_state(struct page *page, enum node_stat_item item);
#define __inc_zone_state(z, item)      __mod_zone_page_state(z, item, 1)
#define __dec_zone_state(z, item)      __mod_zone_page_state(z, item, -1)
#define __inc_node_state(n, item)      __mod_node_page_state(n, item, 1)
#define __dec_node_state(n, item)      __mod_node_page_state(n, item, -1)
#define inc_node_state(n, item)	       mod_node_page_state(n, item, 1)
#define dec_node_state(n, item)	       mod_node_page_state(n, item, -1)
#define __inc_zone_page_state	       inc_zone_page_state
#define __dec_zone_page_state	       dec_zone_page_state
#define __inc_node_page_state	       inc_node_page_state
#define __dec_node_page_state	       dec_node_page_state

/* Without memory control groups an item of a page or object is its node's. */
#define mod_lruvec_page_state(page, item, v)   mod_node_page_state(page_pgdat(page), item, v)
#define __mod_lruvec_page_state		       mod_lruvec_page_state
#define mod_lruvec_kmem_state(p, item, v)      mod_node_page_state(page_pgdat(virt_to_page(p)), item, v)
#define __mod_lruvec_kmem_state		       mod_lruvec_kmem_state

/* Fold every CPU's differences into the shared counters. Any context; cheap when all are 0. */
void fold_vm_stats(void);
/* As Linux names the two halves of it. */
void refresh_vm_stats_all(void);
void fold_vm_numa_events(void);
void refresh_zone_stat_thresholds(void);

static inline void __mod_zone_freepage_state(struct zone *zone, int nr_pages, int migratetype)
{
	__mod_zone_page_state(zone, NR_FREE_PAGES, nr_pages);
}

#endif
