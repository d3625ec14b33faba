/* SPDX-License-Identifier: MIT */
/* The page allocator comes up and goes down. */
#include <asm/percpu.h>
#include <linux/errno.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/swap.h>
#include "mm/boot/boot.h"
#include "mm/machine/machine.h"
#include "mm/node/node.h"
#include "mm/stat/stat.h"
#include "buddy.h"

struct buddy_state buddy_state;
atomic_long_t _totalram_pages;

/*
 * Room for every zone's per-CPU set: copies at PERCPU_STRIDE, like all per-CPU data. The zones
 * need it before there is a per-CPU allocator, which itself needs pages. Only the first
 * bytes of each copy are used; what lies between two copies is given back to memblock.
 */
static int init_pagesets(void)
{
	size_t bytes = pcp_percpu_bytes(), keep = PAGE_ALIGN(bytes);
	int cpu, nr = machine.decl->nr_cpus;
	struct zone *zone;
	char *base, *at;

	base = memblock_alloc((nr - 1) * PERCPU_STRIDE + keep, PAGE_SIZE);
	if (!base || keep > PERCPU_STRIDE) {
		pr_err("no memory for the per-CPU page lists of %d CPUs\n", nr);
		return -ENOMEM;
	}
	for (cpu = 0; cpu < nr - 1 && keep < PERCPU_STRIDE; cpu++)
		memblock_free(base + cpu * PERCPU_STRIDE + keep, PERCPU_STRIDE - keep);
	buddy_state.percpu_base = base;
	buddy_state.percpu_bytes = bytes;
	at = base;
	for_each_populated_zone (zone) {
		pcp_init_zone(zone, at);
		at += ALIGN(sizeof(struct per_cpu_pages) + sizeof(struct per_cpu_zonestat), 64);
	}
	return 0;
}

/* Too little memory for a block of each type: then there is no point in keeping them apart. */
static void decide_mobility(void)
{
	page_group_by_mobility_disabled = totalram_pages() < pageblock_nr_pages * MIGRATE_TYPES;
}

int buddy_init(void)
{
	int err;

	buddy_state = (struct buddy_state){.checks = machine.decl->checks};
	atomic_long_set(&_totalram_pages, 0);
	page_group_by_mobility_disabled = 0;
	err = init_pagesets();
	if (err)
		return err;
	memblock_free_all();
	decide_mobility();
	node_build_zonelists();
	init_per_zone_wmark_min();
	vm_events_reset();
	buddy_state.boot_free = global_zone_page_state(NR_FREE_PAGES);
	buddy_hot_init();
	buddy_state.up = true;
	return 0;
}

void buddy_exit(void)
{
	if (!buddy_state.up)
		return;
	buddy_hot_exit();
	pcp_drain_stopped();
	page_census();
	audit_report();
	buddy_state = (struct buddy_state){0};
	vm_events_reset();
	atomic_long_set(&_totalram_pages, 0);
	page_group_by_mobility_disabled = 0;
	min_free_kbytes = 1024;
	user_min_free_kbytes = -1;
	watermark_boost_factor = 15000;
	watermark_scale_factor = 10;
	percpu_pagelist_high_fraction = 0;
	totalreserve_pages = 0;
}
