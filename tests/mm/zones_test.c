/* SPDX-License-Identifier: MIT */
/* Nodes, zones, the memory map and zonelists of the running machine, against its declaration. */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/topology.h>

#include "mm/boot/boot.h"
#include "mm/machine/machine.h"
#include "mm/page/page.h"

/* Whole frames of RAM that the declaration gives to @nid (-1: all). */
static unsigned long declared_frames(int nid)
{
	const struct ferrite_decl *d = machine.decl;
	unsigned long n = 0;
	int i;

	for (i = 0; i < d->nr_ranges; i++) {
		const struct ferrite_mem_range *r = &d->range[i];

		if (r->type == FERRITE_MEM_RAM && (nid < 0 || r->nid == nid))
			n += PFN_DOWN(r->start + r->len) - PFN_UP(r->start);
	}
	return n;
}

static void zones_cover_the_memory(struct kunit *test)
{
	unsigned long present, all = 0;
	struct pglist_data *pgdat;
	int i;

	for_each_online_pgdat(pgdat)
	{
		present = 0;
		for (i = 0; i < MAX_NR_ZONES; i++) {
			struct zone *zone = &pgdat->node_zones[i];

			KUNIT_EXPECT_LE(test, zone_managed_pages(zone), zone->present_pages);
			KUNIT_EXPECT_LE(test, zone->present_pages, zone->spanned_pages);
			KUNIT_EXPECT_EQ(test, zone_to_nid(zone), pgdat->node_id);
			KUNIT_EXPECT_EQ(test, (int)zone_idx(zone), i);
			present += zone->present_pages;
		}
		KUNIT_EXPECT_EQ(test, present, declared_frames(pgdat->node_id));
		KUNIT_EXPECT_EQ(test, pgdat->node_present_pages, present);
		all += present;
	}
	KUNIT_EXPECT_EQ(test, all, declared_frames(-1));
}

static void hand_over_lost_nothing(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, boot_state.handed_over);
	KUNIT_EXPECT_EQ(test, boot_state.pages_handed + boot_state.pages_reserved,
			declared_frames(-1));
	KUNIT_EXPECT_EQ(test, totalram_pages(), boot_state.pages_handed);
}

/* Linux's zoneinfo of a machine with its first 16 MiB on node 0 says the same. */
static void dma_zone_as_on_a_pc(struct kunit *test)
{
	struct zone *dma = &NODE_DATA(0)->node_zones[ZONE_DMA];

	KUNIT_EXPECT_EQ(test, dma->zone_start_pfn, 1UL);
	KUNIT_EXPECT_EQ(test, dma->spanned_pages, 4095UL);
	KUNIT_EXPECT_EQ(test, dma->present_pages, 3998UL);
	KUNIT_EXPECT_EQ(test, zone_managed_pages(dma), 3840UL);
	KUNIT_EXPECT_STREQ(test, dma->name, "DMA");
}

static void each_frame_has_its_page(struct kunit *test)
{
	const struct ferrite_decl *d = machine.decl;
	unsigned long pfn, wrong = 0;
	int i;

	for (i = 0; i < d->nr_ranges; i++) {
		const struct ferrite_mem_range *r = &d->range[i];

		if (r->type != FERRITE_MEM_RAM)
			continue;
		for (pfn = PFN_UP(r->start); pfn < PFN_DOWN(r->start + r->len); pfn++) {
			struct page *page = pfn_to_page(pfn);

			wrong += !pfn_valid(pfn) || page_to_pfn(page) != pfn ||
				 page_to_nid(page) != r->nid ||
				 !zone_spans_pfn(page_zone(page), pfn) ||
				 virt_to_page(page_address(page)) != page ||
				 __pa(page_address(page)) != page_to_phys(page);
		}
	}
	KUNIT_EXPECT_EQ(test, wrong, 0UL);
}

static void holes_cost_nothing(struct kunit *test)
{
	unsigned long sections = 0, nr;

	for (nr = 0; nr < page_state.nr_sections; nr++)
		sections += present_section_nr(nr);
	KUNIT_EXPECT_EQ(test, page_state.memmap_pages,
			sections * (PAGES_PER_SECTION * sizeof(struct page) >> PAGE_SHIFT));
	KUNIT_EXPECT_FALSE(test, pfn_valid(section_nr_to_pfn(page_state.nr_sections)));
	KUNIT_EXPECT_FALSE(test, pfn_valid(~0UL));
	KUNIT_EXPECT_FALSE(test, virt_addr_valid(NULL));
	KUNIT_EXPECT_FALSE(test, virt_addr_valid(&nr));
	KUNIT_EXPECT_TRUE(test, virt_addr_valid(__va(0x100000)));
	/* Frames of the BIOS are no memory, but they can be asked about. */
	KUNIT_EXPECT_TRUE(test, PageReserved(pfn_to_page(0xf0)));
	KUNIT_EXPECT_TRUE(test, PageReserved(pfn_to_page(0)));
}

static void zonelists_by_distance(struct kunit *test)
{
	struct pglist_data *pgdat;
	struct zoneref *z;
	struct zone *zone;

	for_each_online_pgdat(pgdat)
	{
		int nid = pgdat->node_id, last = 0, last_node = -1, last_type = 0;
		unsigned int zones = 0, populated = 0;

		for_each_zone_zonelist (zone, z, node_zonelist(nid, GFP_KERNEL), MAX_NR_ZONES - 1) {
			int d = node_distance(nid, zone->node);

			KUNIT_EXPECT_GE(test, d, last);
			if (zone->node == last_node)
				KUNIT_EXPECT_LT(test, (int)zone_idx(zone), last_type);
			last = d;
			last_node = zone->node;
			last_type = zone_idx(zone);
			zones++;
		}
		for_each_populated_zone (zone)
			populated += managed_zone(zone);
		KUNIT_EXPECT_EQ(test, zones, populated);
		for_each_zone_zonelist (zone, z, node_zonelist(nid, __GFP_THISNODE), ZONE_NORMAL)
			KUNIT_EXPECT_EQ(test, zone->node, nid);
	}
}

static void cpus_and_nodes(struct kunit *test)
{
	const struct ferrite_decl *d = machine.decl;
	int cpu, nid, other;

	for (cpu = 0; cpu < d->nr_cpus; cpu++) {
		KUNIT_EXPECT_EQ(test, cpu_to_node(cpu), d->cpu_node[cpu]);
		KUNIT_EXPECT_TRUE(test, cpumask_test_cpu(cpu, cpumask_of_node(d->cpu_node[cpu])));
	}
	KUNIT_EXPECT_EQ(test, cpu_to_node(-1), NUMA_NO_NODE);
	for (nid = 0; nid < d->nr_nodes; nid++)
		for (other = 0; other < d->nr_nodes; other++)
			KUNIT_EXPECT_EQ(test, node_distance(nid, other),
					(int)d->distance[nid][other]);
	KUNIT_EXPECT_EQ(test, num_online_nodes(), d->nr_nodes);
	KUNIT_EXPECT_EQ(test, node_distance(99, 99), LOCAL_DISTANCE);
	KUNIT_EXPECT_EQ(test, node_distance(0, 99), REMOTE_DISTANCE);
}

static struct kunit_case zones_cases[] = {
	KUNIT_CASE(zones_cover_the_memory), KUNIT_CASE(hand_over_lost_nothing),
	KUNIT_CASE(dma_zone_as_on_a_pc),    KUNIT_CASE(each_frame_has_its_page),
	KUNIT_CASE(holes_cost_nothing),	    KUNIT_CASE(zonelists_by_distance),
	KUNIT_CASE(cpus_and_nodes),	    {},
};

static struct kunit_suite zones_suite = {
	.name = "nodes_and_zones",
	.test_cases = zones_cases,
};
kunit_test_suite(zones_suite);
