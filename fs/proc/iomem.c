/* SPDX-License-Identifier: MIT */
/*
 * /proc/iomem and /proc/ioports: who has which physical addresses and which I/O ports.
 *
 * A line a resource, indented by its depth. The machine's RAM is entered here, from the
 * declaration, when the views are made; neighbouring ranges of one type are one line whatever
 * their nodes, as in a firmware's map. Frame 0 is kept from everybody, as on a PC.
 */
#include "views.h"

#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <ferrite/decl.h>
#include "mm/machine/machine.h"

#define MAX_DEPTH 5 /* deeper resources are printed at this depth */

/* The resource after @r, in the order of a walk that shows a parent before its children. */
static struct resource *next_resource(struct resource *r)
{
	if (r->child)
		return r->child;
	while (!r->sibling && r->parent)
		r = r->parent;
	return r->sibling;
}

static int depth_of(const struct resource *root, const struct resource *r)
{
	int depth = 0;

	for (r = r->parent; r && r != root && depth < MAX_DEPTH; r = r->parent)
		depth++;
	return depth;
}

static void show_tree(struct seq_file *m, struct resource *root)
{
	int width = root->end < 0x10000 ? 4 : 8;
	bool shown = capable(CAP_SYS_ADMIN); /* others see that there is something, not where */
	struct resource *r;

	for (r = root->child; r; r = next_resource(r)) {
		unsigned long long start = shown ? r->start : 0, end = shown ? r->end : 0;

		seq_printf(m, "%*s%0*llx-%0*llx : %s\n", depth_of(root, r) * 2, "", width, start,
			   width, end, r->name ? r->name : "<BAD>");
	}
}

static int iomem_show(struct seq_file *m, void *v)
{
	show_tree(m, &iomem_resource);
	return 0;
}

static int ioports_show(struct seq_file *m, void *v)
{
	show_tree(m, &ioport_resource);
	return 0;
}

const struct proc_view proc_view_iomem = {.name = "iomem", .show = iomem_show};
const struct proc_view proc_view_ioports = {.name = "ioports", .show = ioports_show};

/* ---- the machine's own entries ---- */

static struct resource *entries;
static int nr_entries;

static int enter(u64 start, u64 end, enum ferrite_mem_type type)
{
	struct resource *r = &entries[nr_entries];
	bool ram = type == FERRITE_MEM_RAM;
	int err;

	r->name = ram ? "System RAM" : "Reserved";
	r->start = start;
	r->end = end - 1;
	r->flags = (ram ? IORESOURCE_SYSTEM_RAM : IORESOURCE_MEM) | IORESOURCE_BUSY;
	err = insert_resource(&iomem_resource, r);
	if (!err)
		nr_entries++;
	return err;
}

int proc_iomem_init(void)
{
	const struct ferrite_decl *decl = machine.decl;
	int i = 0, err;

	/* One for each range and one for frame 0. */
	entries = kcalloc(decl->nr_ranges + 1, sizeof(*entries), GFP_KERNEL);
	if (!entries)
		return -ENOMEM;
	while (i < decl->nr_ranges) {
		const struct ferrite_mem_range *range = &decl->range[i];
		u64 start = range->start, end = start + range->len;

		while (++i < decl->nr_ranges && decl->range[i].start == end &&
		       decl->range[i].type == range->type)
			end += decl->range[i].len;
		if (start == 0 && range->type == FERRITE_MEM_RAM) {
			err = enter(0, PAGE_SIZE, FERRITE_MEM_RESERVED);
			if (err)
				return err;
			start = PAGE_SIZE;
		}
		err = enter(start, end, range->type);
		if (err)
			return err;
	}
	return 0;
}

void proc_iomem_exit(void)
{
	while (nr_entries)
		release_resource(&entries[--nr_entries]);
	kfree(entries);
	entries = NULL;
}
