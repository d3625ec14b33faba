/* SPDX-License-Identifier: MIT */
/*
 * /proc/vmallocinfo: the areas of the vmalloc window by address: who made each, what it is made
 * of and on which nodes its pages are; then those whose addresses rest until the next purge.
 */
#include "views.h"

#include <linux/err.h>
#include <linux/nodemask.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mm/vmalloc/vmalloc.h"

static const struct {
	unsigned long flag;
	const char *text;
} kinds[] = {
	{VM_IOREMAP, " ioremap"},
	{VM_ALLOC, " vmalloc"},
	{VM_MAP, " vmap"},
	{VM_USERMAP, " user"},
	{VM_DMA_COHERENT, " dma-coherent"},
};

/* The record is copied out under vmalloc's lock, one at a time. */
static void *vmallocinfo_start(struct seq_file *m, loff_t *pos)
{
	struct vmalloc_info *info = kzalloc(sizeof(*info), GFP_KERNEL);

	m->private = info;
	if (!info)
		return ERR_PTR(-ENOMEM);
	return vmalloc_info_at(*pos, info) ? info : NULL;
}

static void *vmallocinfo_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return vmalloc_info_at(*pos, v) ? v : NULL;
}

static void vmallocinfo_stop(struct seq_file *m, void *v)
{
	kfree(m->private);
	m->private = NULL;
}

static void show_area(struct seq_file *m, const struct vmalloc_info *info)
{
	int i;

	if (info->caller)
		seq_printf(m, " %pS", (void *)info->caller);
	if (info->nr_pages)
		seq_printf(m, " pages=%u", info->nr_pages);
	if (info->phys_addr)
		seq_printf(m, " phys=%pa", &info->phys_addr);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (info->flags & kinds[i].flag)
			seq_puts(m, kinds[i].text);
	}
	if (info->pages_vmalloced)
		seq_puts(m, " vpages");
	for_each_node_state (i, N_MEMORY) {
		if (info->node_pages[i])
			seq_printf(m, " N%d=%u", i, info->node_pages[i]);
	}
}

static int vmallocinfo_show(struct seq_file *m, void *v)
{
	const struct vmalloc_info *info = v;

	seq_printf(m, "0x%px-0x%px %7lu", (void *)info->start, (void *)info->end, info->size);
	if (info->unpurged)
		seq_puts(m, " unpurged vm_area");
	else if (!info->flags)
		seq_puts(m, " vm_map_ram");
	else
		show_area(m, info);
	seq_putc(m, '\n');
	return 0;
}

static const struct seq_operations vmallocinfo_ops = {
	.start = vmallocinfo_start,
	.next = vmallocinfo_next,
	.stop = vmallocinfo_stop,
	.show = vmallocinfo_show,
};

const struct proc_view proc_view_vmallocinfo = {
	.name = "vmallocinfo", .mode = 0400, .ops = &vmallocinfo_ops};
