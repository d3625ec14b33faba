/* SPDX-License-Identifier: MIT */
/*
 * Shrinkers: how a cache is asked to give memory back (Linux 6.1's signatures).
 */
#ifndef _LINUX_SHRINKER_H
#define _LINUX_SHRINKER_H

#include <linux/atomic.h>
#include <linux/types.h>
#include <linux/list.h>
#include <linux/gfp_types.h>

struct shrink_control {
	gfp_t gfp_mask;
	int nid; /* the node under pressure, for SHRINKER_NUMA_AWARE */
	unsigned long nr_to_scan;
	unsigned long nr_scanned; /* set by scan_objects if it scanned another number */
	struct mem_cgroup *memcg;
};

#define SHRINK_STOP  (~0UL)     /* scan_objects: no progress is possible now */
#define SHRINK_EMPTY (~0UL - 1) /* count_objects: nothing, and nothing to come */

struct shrinker {
	/* How many objects could be freed. 0: none now. Must not sleep long. */
	unsigned long (*count_objects)(struct shrinker *, struct shrink_control *sc);
	/* Free up to sc->nr_to_scan; returns how many were freed, or SHRINK_STOP. */
	unsigned long (*scan_objects)(struct shrinker *, struct shrink_control *sc);

	long batch; /* objects a call; 0 means SHRINK_BATCH */
	int seeks;  /* cost to recreate an object; 0 means free to recreate */
	unsigned flags;

	struct list_head list;
	const char *name;
	atomic_long_t *nr_deferred; /* work put off, by node */
};

#define DEFAULT_SEEKS 2
#define SHRINK_BATCH  128

#define SHRINKER_REGISTERED   (1 << 0)
#define SHRINKER_NUMA_AWARE   (1 << 1)
#define SHRINKER_MEMCG_AWARE  (1 << 2)
#define SHRINKER_NONSLAB      (1 << 3)

/* May sleep. 0 or -ENOMEM. The name is a printf format. */
int __printf(2, 3) register_shrinker(struct shrinker *shrinker, const char *fmt, ...);
int __printf(2, 3) prealloc_shrinker(struct shrinker *shrinker, const char *fmt, ...);
void register_shrinker_prepared(struct shrinker *shrinker);
void free_prealloced_shrinker(struct shrinker *shrinker);
/* Waits until nobody runs it. */
void unregister_shrinker(struct shrinker *shrinker);
void synchronize_shrinkers(void);

/* Ask every shrinker, as under pressure of @priority (12 light … 0 all). Returns objects freed. */
unsigned long shrink_slab(gfp_t gfp_mask, int nid, struct mem_cgroup *memcg, int priority);
/* echo 2 > /proc/sys/vm/drop_caches */
void drop_slab(void);

#endif
