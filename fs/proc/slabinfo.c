/* SPDX-License-Identifier: MIT */
/*
 * /proc/slabinfo, version 2.1: one line a slab cache, newest first. Objects on a CPU's free
 * list count as active. The tunables are SLAB's and 0 for every cache.
 * The list of caches is held from start to stop.
 */
#include "views.h"

#include <linux/slub_def.h>
#include "mm/slab/slabinfo.h"

static void *slabinfo_start(struct seq_file *m, loff_t *pos)
{
	slab_caches_lock();
	return slab_caches_at(*pos);
}

static void *slabinfo_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return slab_caches_next(v);
}

static void slabinfo_stop(struct seq_file *m, void *v)
{
	slab_caches_unlock();
}

static void header(struct seq_file *m)
{
	seq_puts(m, "slabinfo - version: 2.1\n");
	seq_puts(m, "# name            <active_objs> <num_objs> <objsize> <objperslab> "
		    "<pagesperslab>");
	seq_puts(m, " : tunables <limit> <batchcount> <sharedfactor>");
	seq_puts(m, " : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
}

static int slabinfo_show(struct seq_file *m, void *v)
{
	struct kmem_cache *s = v;
	struct slabinfo i = {0};

	if (s == slab_caches_first())
		header(m);
	get_slabinfo(s, &i);
	seq_printf(m, "%-17s %6lu %6lu %6u %4u %4d", s->name, i.active_objs, i.num_objs, s->size,
		   i.objects_per_slab, 1 << i.cache_order);
	seq_printf(m, " : tunables %4u %4u %4u", i.limit, i.batchcount, i.shared);
	seq_printf(m, " : slabdata %6lu %6lu %6lu\n", i.active_slabs, i.num_slabs, i.shared_avail);
	return 0;
}

static const struct seq_operations slabinfo_ops = {
	.start = slabinfo_start,
	.next = slabinfo_next,
	.stop = slabinfo_stop,
	.show = slabinfo_show,
};

const struct proc_view proc_view_slabinfo = {
	.name = "slabinfo", .mode = 0400, .ops = &slabinfo_ops};
