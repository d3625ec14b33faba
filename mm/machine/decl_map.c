/* SPDX-License-Identifier: MIT */
/*
 * From "node 0 has 128M" to the memory map that a PC's firmware would report.
 *
 *   0        4K       639K      640K        960K     1M
 *   | reserved | RAM   | reserved | no memory | reserved | RAM ...
 *     page 0            EBDA        VGA, ROMs   BIOS
 *
 * then RAM, node after node, up to 3 GiB; from 3 to 4 GiB the addresses are devices'; the rest
 * of the RAM follows at 4 GiB. Declared holes are left out in the same way: what does not fit
 * below a hole continues behind it, so that a node has the size that was declared for it.
 * Only the first megabyte costs: it belongs to the size of its node though not all of it is
 * RAM, as on a PC.
 */
#include <linux/errno.h>
#include "decl_priv.h"

#define KIB(x)	 ((uint64_t)(x) << 10)
#define MIB(x)	 ((uint64_t)(x) << 20)
#define GIB(x)	 ((uint64_t)(x) << 30)
#define PAGE	 KIB(4)
#define EBDA	 0x9fc00
#define BIOS	 0xf0000
#define PHYS_END (1ULL << 46)

static int map_add(struct decl_parse *p, uint64_t start, uint64_t end, enum ferrite_mem_type type,
		   int nid)
{
	struct ferrite_decl *d = p->decl;

	if (d->nr_ranges == FERRITE_MAX_RANGES)
		return decl_fail(p, "the memory map has more than %u ranges: declare fewer holes",
				 (uint64_t)FERRITE_MAX_RANGES);
	d->range[d->nr_ranges++] = (struct ferrite_mem_range){start, end - start, type, nid};
	return 0;
}

/* The first megabyte, whose RAM is @nid's. */
static int map_first_megabyte(struct decl_parse *p, int nid)
{
	if (map_add(p, 0, PAGE, FERRITE_MEM_RESERVED, -1) ||
	    map_add(p, PAGE, EBDA, FERRITE_MEM_RAM, nid) ||
	    map_add(p, EBDA, KIB(640), FERRITE_MEM_RESERVED, -1))
		return -EINVAL;
	return map_add(p, BIOS, MIB(1), FERRITE_MEM_RESERVED, -1);
}

/* The end of the free run that starts at or after *@at; moves *@at out of holes. */
static uint64_t map_run(struct decl_parse *p, uint64_t *at)
{
	uint64_t end = PHYS_END;
	bool moved;
	int i;

	do {
		moved = false;
		for (i = 0; i < p->nr_holes; i++)
			if (*at >= p->hole[i].start && *at - p->hole[i].start < p->hole[i].len) {
				*at = p->hole[i].start + p->hole[i].len;
				moved = true;
			}
	} while (moved);
	for (i = 0; i < p->nr_holes; i++)
		if (p->hole[i].start >= *at && p->hole[i].start < end)
			end = p->hole[i].start;
	return end;
}

static int map_node(struct decl_parse *p, int nid, uint64_t *at)
{
	uint64_t left = p->mem[nid];

	if (left && !p->decl->nr_ranges) {
		if (map_first_megabyte(p, nid))
			return -EINVAL;
		*at = MIB(1);
		left -= MIB(1);
	}
	while (left) {
		uint64_t end = map_run(p, at), len;

		if (*at >= PHYS_END)
			return decl_fail(p, "the memory does not fit below %z: declare less",
					 PHYS_END);
		len = end - *at < left ? end - *at : left;
		if (map_add(p, *at, *at + len, FERRITE_MEM_RAM, nid))
			return -EINVAL;
		*at += len;
		left -= len;
	}
	return 0;
}

int decl_build_map(struct decl_parse *p)
{
	struct ferrite_decl *d = p->decl;
	uint64_t at = 0;
	int nid;

	/* The PCI hole is there on every machine; only large ones notice. */
	p->hole[p->nr_holes++] = (struct decl_hole){GIB(3), GIB(1)};
	d->nr_ranges = 0;
	for (nid = 0; nid < d->nr_nodes; nid++)
		if (map_node(p, nid, &at))
			return -EINVAL;
	return 0;
}
