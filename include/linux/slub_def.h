/* SPDX-License-Identifier: MIT */
/*
 * The cache descriptor, for code of the core that must look inside (mm/slab, views, tools).
 * Modules hold struct kmem_cache * and look at nothing.
 */
#ifndef _LINUX_SLUB_DEF_H
#define _LINUX_SLUB_DEF_H

#include <linux/slab.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/nodemask.h>

struct slab;

/* Order and objects a slab in one word: order in the high half. */
struct kmem_cache_order_objects {
	unsigned int x;
};

#define OO_SHIFT 16
#define OO_MASK	 ((1 << OO_SHIFT) - 1)

/*
 * What one CPU holds of a cache. Only that CPU touches it, between two schedule points; the
 * slow path also keeps interrupts off. @freelist holds objects of @slab, which is frozen.
 */
struct kmem_cache_cpu {
	void **freelist;	/* next object of @slab to hand out */
	struct slab *slab;	/* the slab that is allocated from, or NULL */
	struct slab *partial;	/* frozen slabs with free objects, linked by ->next */
	unsigned long nr_alloc; /* objects handed out by this CPU, ever */
	unsigned long nr_free;	/* objects taken back by this CPU, ever */
};

/* What a cache holds on one node: the slabs that are partly free and no CPU's. */
struct kmem_cache_node {
	spinlock_t list_lock; /* partial, nr_partial and the slab_list of those slabs */
	unsigned long nr_partial;
	struct list_head partial;
	unsigned long nr_slabs;	     /* all slabs of the node; atomic */
	unsigned long total_objects; /* slots in them; atomic */
	/* slab_audit's own count of the slabs that it met in memory */
	unsigned long seen_objects;
	unsigned int seen_slabs, seen_partial;
};

struct kmem_cache {
	/* read by every allocation and free */
	struct kmem_cache_cpu __percpu *cpu_slab;
	slab_flags_t flags;
	unsigned int offset;	  /* of the free pointer inside a free object */
	unsigned int size;	  /* bytes from one object to the next */
	unsigned int object_size; /* bytes that the user may use */
	unsigned long reciprocal; /* of size, see slab_index */
	/* read by the slow path */
	unsigned long min_partial; /* empty slabs are kept while a node has fewer partial ones */
	unsigned int cpu_partial;  /* free objects that a CPU should keep */
	unsigned int cpu_partial_slabs;
	struct kmem_cache_order_objects oo;  /* wished */
	struct kmem_cache_order_objects min; /* when memory is short */
	gfp_t allocflags;
	int refcount; /* users: the creator and aliases; -1: never merged */
	void (*ctor)(void *object);
	unsigned int inuse; /* offset of the metadata behind the object */
	unsigned int align;
	unsigned int red_left_pad;
	unsigned int useroffset;
	unsigned int usersize;
	unsigned int remote_node_defrag_ratio;
	/* with checks: who made it, who destroyed it (lib/stackdepot.h, lib/step.h)
	 */
	u32 creator, create_step, destroyer;
	int creator_pid, destroyer_pid;
	unsigned int waiting; /* objects in the quarantine; atomic */
	char buried_name[24]; /* what it was called */
	const char *name;
	struct list_head list;
	struct kmem_cache_node *node[MAX_NUMNODES]; /* as many as there are nodes */
};

#endif
