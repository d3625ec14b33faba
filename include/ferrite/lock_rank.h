/* SPDX-License-Identifier: MIT */
/*
 * Static ranks of the core's spinlocks. A task (or an interrupt) that holds a ranked lock may
 * take only locks of a higher rank, or of its own rank when the lock says so (_NESTABLE).
 * Checked at run time when the machine was declared with checks; docs/lock-order.md explains
 * each edge. Numbers leave room; 0 means unranked (modules' locks), which is never checked.
 */
#ifndef FERRITE_LOCK_RANK_H
#define FERRITE_LOCK_RANK_H

enum lock_rank {
	LOCK_RANK_NONE = 0,
	LOCK_RANK_FS = 10,	/* device tables, sysfs, debugfs trees */
	LOCK_RANK_MODULE = 20,	/* module list, parameters */
	LOCK_RANK_VMALLOC = 60, /* vmap area tree */
	LOCK_RANK_MEMPOOL = 70,
	LOCK_RANK_PERCPU = 80,	   /* per-CPU chunk lists */
	LOCK_RANK_SLAB_LIST = 90,  /* the list of caches */
	LOCK_RANK_SLAB_NODE = 100, /* a node's partial list */
	LOCK_RANK_SLAB_PAGE = 110, /* one slab's free list */
	LOCK_RANK_ZONE = 140,	   /* zone->lock: buddy free lists */
	LOCK_RANK_STAT = 150,	   /* counters, owner records */
	LOCK_RANK_WORKQUEUE = 180, /* pools and queues */
	LOCK_RANK_TIMER = 200,	   /* timer bases */
	LOCK_RANK_WAITQUEUE = 210, /* wait queue heads that the core owns */
	LOCK_RANK_RCU = 220,	   /* grace period state */
	LOCK_RANK_PID = 230,	   /* the task list */
	LOCK_RANK_TASK = 240,	   /* a task's own lock */
	LOCK_RANK_PRINTK = 250,	   /* the log; anything may print */
};

#endif
