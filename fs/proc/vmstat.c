/* SPDX-License-Identifier: MIT */
/*
 * /proc/vmstat: every counter of the memory manager by name: zone items, NUMA events, node
 * items, the limits of dirty memory, and events. Items counted in bytes are shown in pages.
 */
#include "views.h"

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/vmstat.h>

/* Pages that may become dirty: the free ones but for the reserves, and the page cache. */
static unsigned long dirtyable_pages(void)
{
	unsigned long nr = global_zone_page_state(NR_FREE_PAGES);

	nr -= min(nr, totalreserve_pages);
	nr += global_node_page_state(NR_INACTIVE_FILE) + global_node_page_state(NR_ACTIVE_FILE);
	return nr + 1; /* never 0: limits are divided by */
}

/* @percent of @pages, rounded as Linux does: the percentage in 4096ths first. */
static unsigned long percent_of(unsigned long pages, int percent)
{
	return percent * PAGE_SIZE / 100 * pages / PAGE_SIZE;
}

static void dirty_limits(unsigned long *v)
{
	unsigned long pages = dirtyable_pages();
	unsigned long limit = percent_of(pages, proc_vm_settings.dirty_ratio);
	unsigned long background = percent_of(pages, proc_vm_settings.dirty_background_ratio);

	v[NR_DIRTY_THRESHOLD] = limit;
	v[NR_DIRTY_BG_THRESHOLD] = background >= limit ? limit / 2 : background;
}

/* All values in the order of vmstat_text. */
static void collect(unsigned long *v)
{
	int i;

	for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		*v++ = global_zone_page_state(i);
	for (i = 0; i < NR_VM_NUMA_EVENT_ITEMS; i++)
		*v++ = global_numa_event_state(i);
	for (i = 0; i < NR_VM_NODE_STAT_ITEMS; i++)
		*v++ = global_node_page_state_pages(i);
	dirty_limits(v);
	v += NR_VM_WRITEBACK_STAT_ITEMS;
	all_vm_events(v);
	v[PGPGIN] /= 2; /* counted in sectors, shown in KiB */
	v[PGPGOUT] /= 2;
}

static void *vmstat_start(struct seq_file *m, loff_t *pos)
{
	unsigned long *v;

	if (*pos >= NR_VMSTAT_ITEMS)
		return NULL;
	v = kmalloc_array(NR_VMSTAT_ITEMS, sizeof(*v), GFP_KERNEL);
	m->private = v;
	if (!v)
		return ERR_PTR(-ENOMEM);
	collect(v);
	return v + *pos;
}

static void *vmstat_next(struct seq_file *m, void *v, loff_t *pos)
{
	if (++*pos >= NR_VMSTAT_ITEMS)
		return NULL;
	return (unsigned long *)m->private + *pos;
}

static void vmstat_stop(struct seq_file *m, void *v)
{
	kfree(m->private);
	m->private = NULL;
}

static int vmstat_show(struct seq_file *m, void *v)
{
	unsigned long *value = v;
	long index = value - (unsigned long *)m->private;

	seq_printf(m, "%s %lu\n", vmstat_text[index], *value);
	if (index == NR_VMSTAT_ITEMS - 1)
		seq_puts(m, "nr_unstable 0\n"); /* kept for readers; counts nothing since 5.8 */
	return 0;
}

static const struct seq_operations vmstat_ops = {
	.start = vmstat_start,
	.next = vmstat_next,
	.stop = vmstat_stop,
	.show = vmstat_show,
};

const struct proc_view proc_view_vmstat = {.name = "vmstat", .ops = &vmstat_ops};
