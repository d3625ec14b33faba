/* SPDX-License-Identifier: MIT */
/*
 * Recount: what the counters and views say is what a walk over every page finds, and known
 * operations change them by exactly what they take.
 */
#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/slub_def.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>

#include "mm/buddy/buddy.h"
#include "mm/percpu/percpu.h"
#include "mm/slab/slabinfo.h"
#include "mm/stat/stat.h"
#include "mm/vmalloc/vmalloc.h"

/* ---- walking ---- */

struct recount {
	unsigned long blocks[MAX_ORDER]; /* free blocks of the buddy allocator */
	unsigned long free;		 /* pages in them */
	unsigned long slab;		 /* pages of slabs and of large kmallocs */
};

static void recount_zone(struct zone *zone, struct recount *rc)
{
	unsigned long pfn = zone->zone_start_pfn;

	memset(rc, 0, sizeof(*rc));
	while (pfn < zone_end_pfn(zone)) {
		struct page *page = pfn_to_online_page(pfn);
		unsigned int order = 0;

		if (page && page_zone(page) == zone) {
			if (PageBuddy(page)) {
				order = buddy_order(page);
				rc->blocks[order]++;
				rc->free += 1UL << order;
			} else if (PageSlab(page)) {
				order = compound_order(page);
				rc->slab += 1UL << order;
			}
		}
		pfn += 1UL << order;
	}
}

/* Pages that are free: in the zones and on the CPUs' lists. */
static unsigned long all_free(void)
{
	unsigned long nr = global_zone_page_state(NR_FREE_PAGES);
	struct zone *zone;
	int cpu;

	for_each_populated_zone (zone) {
		for_each_online_cpu (cpu)
			nr += per_cpu_ptr(zone->per_cpu_pageset, cpu)->count;
	}
	return nr;
}

static unsigned long slab_pages(void)
{
	return global_node_page_state_pages(NR_SLAB_RECLAIMABLE_B) +
	       global_node_page_state_pages(NR_SLAB_UNRECLAIMABLE_B);
}

/* ---- tests ---- */

static void recount_free_blocks(struct kunit *test)
{
	struct recount *rc = kunit_kzalloc(test, sizeof(*rc), GFP_KERNEL);
	struct zone *zone;
	int order;

	KUNIT_ASSERT_NOT_NULL(test, rc);
	for_each_populated_zone (zone) {
		recount_zone(zone, rc);
		for (order = 0; order < MAX_ORDER; order++)
			KUNIT_EXPECT_EQ_MSG(test, rc->blocks[order], zone->free_area[order].nr_free,
					    "node %d %s order %d", zone_to_nid(zone), zone->name,
					    order);
		KUNIT_EXPECT_EQ_MSG(test, rc->free, zone_page_state(zone, NR_FREE_PAGES),
				    "node %d %s", zone_to_nid(zone), zone->name);
	}
}

static void recount_free_lists(struct kunit *test)
{
	struct zone *zone;
	int order, type;

	for_each_populated_zone (zone) {
		for (order = 0; order < MAX_ORDER; order++) {
			unsigned long nr = 0;

			for (type = 0; type < MIGRATE_TYPES; type++)
				nr += list_count_nodes(&zone->free_area[order].free_list[type]);
			KUNIT_EXPECT_EQ(test, nr, zone->free_area[order].nr_free);
		}
	}
}

/* Every counter of pages, by the walk that belongs to them. */
static void recount_counters(struct kunit *test)
{
	struct audit_mismatch bad[4];
	int i, n = audit_pages(bad, ARRAY_SIZE(bad));

	for (i = 0; i < min_t(int, n, ARRAY_SIZE(bad)); i++)
		KUNIT_FAIL(test, "%s: counter %ld, recount %ld", bad[i].what, bad[i].counter,
			   bad[i].recount);
	KUNIT_EXPECT_EQ(test, n, 0);
}

static void recount_census(struct kunit *test)
{
	struct page_census c;
	struct zone *zone;

	for_each_populated_zone (zone) {
		zone_census(zone, &c);
		KUNIT_EXPECT_EQ(test, c.present, zone->present_pages);
		KUNIT_EXPECT_EQ(test, c.present - c.reserved, zone_managed_pages(zone));
		KUNIT_EXPECT_EQ(test, c.lost, 0);
		KUNIT_EXPECT_EQ(test, c.reserved + c.free + c.pcp + c.used, c.present);
	}
}

static void recount_pages_taken(struct kunit *test)
{
	unsigned long before = all_free();
	struct page *page[4];
	int order;

	for (order = 0; order < 4; order++) {
		page[order] = alloc_pages(GFP_KERNEL, order * 2);
		KUNIT_ASSERT_NOT_NULL(test, page[order]);
	}
	/* 1 + 4 + 16 + 64 */
	KUNIT_EXPECT_EQ(test, before - all_free(), 85);
	for (order = 0; order < 4; order++)
		__free_pages(page[order], order * 2);
	KUNIT_EXPECT_EQ(test, all_free(), before);
	recount_free_blocks(test);
}

static void recount_slab_pages(struct kunit *test)
{
	struct slab_recount rc;

	KUNIT_EXPECT_EQ(test, slab_audit(&rc), 0);
	KUNIT_EXPECT_EQ(test, rc.pages + rc.large_pages, slab_pages());
}

static void constructor(void *object)
{
}

/* A cache with a constructor is never merged: its figures are its own. */
static void recount_cache(struct kunit *test)
{
	unsigned long pages = slab_pages();
	struct kmem_cache *s = kmem_cache_create("recount", 200, 0, 0, constructor);
	struct slabinfo info = {0};
	void **object;
	int i, n;

	KUNIT_ASSERT_NOT_NULL(test, s);
	get_slabinfo(s, &info);
	KUNIT_EXPECT_EQ(test, info.num_slabs, 0);
	n = info.objects_per_slab * 3;
	object = kunit_kmalloc_array(test, n, sizeof(*object), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	pages = slab_pages();
	for (i = 0; i < n; i++) {
		object[i] = kmem_cache_alloc_node(s, GFP_KERNEL, numa_node_id());
		KUNIT_ASSERT_NOT_NULL(test, object[i]);
	}
	get_slabinfo(s, &info);
	KUNIT_EXPECT_EQ(test, info.num_slabs, 3);
	KUNIT_EXPECT_EQ(test, info.num_objs, n);
	KUNIT_EXPECT_EQ(test, info.active_objs, n);
	KUNIT_EXPECT_EQ(test, slab_pages() - pages, 3UL << info.cache_order);
	recount_slab_pages(test);
	for (i = 0; i < n; i++)
		kmem_cache_free(s, object[i]);
	kmem_cache_shrink(s);
	get_slabinfo(s, &info);
	KUNIT_EXPECT_EQ(test, info.num_slabs, 0);
	KUNIT_EXPECT_EQ(test, slab_pages(), pages);
	kmem_cache_destroy(s);
}

static void recount_large_kmalloc(struct kunit *test)
{
	unsigned long pages = slab_pages(), before = all_free();
	void *p = kmalloc(100000, GFP_KERNEL); /* 25 pages: a block of 32 */

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, slab_pages() - pages, 32);
	KUNIT_EXPECT_EQ(test, before - all_free(), 32);
	recount_slab_pages(test);
	kfree(p);
	KUNIT_EXPECT_EQ(test, slab_pages(), pages);
	KUNIT_EXPECT_EQ(test, all_free(), before);
}

static void recount_vmalloc(struct kunit *test)
{
	unsigned long pages = vmalloc_nr_pages();
	struct vmalloc_recount rc;
	void *p = vmalloc(10 * PAGE_SIZE);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages() - pages, 10);
	KUNIT_EXPECT_EQ(test, vmalloc_audit(&rc), 0);
	vfree(p);
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), pages);
	KUNIT_EXPECT_EQ(test, vmalloc_audit(&rc), 0);
}

static void recount_percpu(struct kunit *test)
{
	struct percpu_recount before, rc;
	int __percpu *p;

	KUNIT_EXPECT_EQ(test, percpu_audit(&before), 0);
	p = alloc_percpu(int);
	KUNIT_ASSERT_NOT_NULL(test, (void *)p);
	KUNIT_EXPECT_EQ(test, percpu_audit(&rc), 0);
	KUNIT_EXPECT_EQ(test, rc.allocations - before.allocations, 1);
	KUNIT_EXPECT_EQ(test, rc.bytes - before.bytes, sizeof(int));
	free_percpu(p);
	KUNIT_EXPECT_EQ(test, percpu_audit(&rc), 0);
	KUNIT_EXPECT_EQ(test, rc.allocations, before.allocations);
	KUNIT_EXPECT_EQ(test, rc.bytes, before.bytes);
}

/* ---- the text says the same ---- */

#define VIEW_BYTES 16384

/* Room for a view, made before anything is measured. */
static int recount_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, VIEW_BYTES, GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

/* The number behind @label in /proc/@name, read from the file as a client would. */
static long view_value(struct kunit *test, const char *path, const char *label)
{
	char *text = test->priv, *at;
	struct file *file = filp_open(path, O_RDONLY, 0);
	loff_t pos = 0;
	ssize_t n;

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%s: %ld", path, PTR_ERR(file));
	while ((n = kernel_read(file, text + pos, VIEW_BYTES - 1 - pos, &pos)) > 0)
		;
	filp_close(file, NULL);
	text[pos] = '\0';
	KUNIT_ASSERT_EQ(test, n, 0);
	at = strstr(text, label);
	KUNIT_ASSERT_NOT_NULL_MSG(test, at, "%s has no %s", path, label);
	return simple_strtol(skip_spaces(at + strlen(label)), NULL, 10);
}

static unsigned long managed_pages(void)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_populated_zone (zone)
		nr += zone_managed_pages(zone);
	return nr;
}

static void recount_meminfo(struct kunit *test)
{
	long before, after;
	struct page *page;

	KUNIT_EXPECT_EQ(test, view_value(test, "/proc/meminfo", "MemTotal:"),
			(long)managed_pages() * 4);
	before = view_value(test, "/proc/meminfo", "MemFree:");
	/* Too large for a CPU's list: it comes from the zone, at once. */
	page = alloc_pages(GFP_KERNEL, 7);
	KUNIT_ASSERT_NOT_NULL(test, page);
	after = view_value(test, "/proc/meminfo", "MemFree:");
	KUNIT_EXPECT_EQ(test, before - after, 512);
	__free_pages(page, 7);
	KUNIT_EXPECT_EQ(test, view_value(test, "/proc/meminfo", "MemFree:"), before);
	KUNIT_EXPECT_EQ(test, view_value(test, "/proc/vmstat", "nr_free_pages"),
			(long)global_zone_page_state(NR_FREE_PAGES));
}

static void recount_swap_is_empty(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, view_value(test, "/proc/meminfo", "SwapTotal:"), 0);
	KUNIT_EXPECT_EQ(test, view_value(test, "/proc/meminfo", "AnonPages:"), 0);
	KUNIT_EXPECT_EQ(test, view_value(test, "/proc/meminfo", "Cached:"), 0);
}

static struct kunit_case recount_cases[] = {
	KUNIT_CASE(recount_free_blocks),
	KUNIT_CASE(recount_free_lists),
	KUNIT_CASE(recount_counters),
	KUNIT_CASE(recount_census),
	KUNIT_CASE(recount_pages_taken),
	KUNIT_CASE(recount_slab_pages),
	KUNIT_CASE(recount_cache),
	KUNIT_CASE(recount_large_kmalloc),
	KUNIT_CASE(recount_vmalloc),
	KUNIT_CASE(recount_percpu),
	KUNIT_CASE(recount_meminfo),
	KUNIT_CASE(recount_swap_is_empty),
	{},
};

static struct kunit_suite recount_suite = {
	.name = "recount",
	.init = recount_init,
	.test_cases = recount_cases,
};

kunit_test_suite(recount_suite);
