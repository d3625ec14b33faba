/* SPDX-License-Identifier: MIT */
/*
 * spinlock_t and rwlock_t. One word each half (4 and 8 bytes, Linux's sizes without lock
 * debugging), in which fits what debugging needs:
 *
 *   31           16 15      8 7        0
 *   +--------------+---------+----------+
 *   | magic 0xdead |  rank   | cpu + 1  |   low byte 0: free
 *   +--------------+---------+----------+
 *
 * The magic tells a lock that was never initialised; the owner's CPU tells a recursion; the
 * rank (docs/lock-order.md; 0: none) orders the core's own locks.
 */
#ifndef LINUX_SPINLOCK_TYPES_H
#define LINUX_SPINLOCK_TYPES_H

#include <linux/lockdep_types.h>
#include <linux/types.h>

#define SPINLOCK_MAGIC	    0xdead0000u
#define SPINLOCK_MAGIC_MASK 0xffff0000u
#define SPINLOCK_RANK_SHIFT 8
#define SPINLOCK_RANK_MASK  0x0000ff00u
#define SPINLOCK_OWNER_MASK 0x000000ffu

typedef struct raw_spinlock {
	u32 val;
} raw_spinlock_t;

typedef struct spinlock {
	union {
		struct raw_spinlock rlock;
	};
} spinlock_t;

typedef struct {
	u32 cnts;  /* readers; RWLOCK_WRITER: a writer holds it */
	u32 magic; /* SPINLOCK_MAGIC | rank << 8 | writer's cpu + 1 */
} rwlock_t;

#define RWLOCK_WRITER 0x80000000u

#define __RAW_SPIN_LOCK_RANKED(rank)                                    \
	{                                                               \
		.val = SPINLOCK_MAGIC | ((rank) << SPINLOCK_RANK_SHIFT) \
	}
#define __RAW_SPIN_LOCK_INITIALIZER(name) __RAW_SPIN_LOCK_RANKED(0)
#define __RAW_SPIN_LOCK_UNLOCKED(name)	  ((raw_spinlock_t)__RAW_SPIN_LOCK_RANKED(0))
#define DEFINE_RAW_SPINLOCK(x)		  raw_spinlock_t x = __RAW_SPIN_LOCK_UNLOCKED(x)

#define __SPIN_LOCK_RANKED(rank)                              \
	{                                                     \
		{                                             \
			.rlock = __RAW_SPIN_LOCK_RANKED(rank) \
		}                                             \
	}
#define __SPIN_LOCK_INITIALIZER(name) __SPIN_LOCK_RANKED(0)
#define __SPIN_LOCK_UNLOCKED(name)    ((spinlock_t)__SPIN_LOCK_RANKED(0))
#define DEFINE_SPINLOCK(x)	      spinlock_t x = __SPIN_LOCK_UNLOCKED(x)
/* A core lock with a static rank: enum lock_rank of <ferrite/lock_rank.h>. */
#define DEFINE_SPINLOCK_RANKED(x, rank) spinlock_t x = __SPIN_LOCK_RANKED(rank)

#define __RW_LOCK_UNLOCKED(name) ((rwlock_t){.cnts = 0, .magic = SPINLOCK_MAGIC})
#define DEFINE_RWLOCK(x)	 rwlock_t x = __RW_LOCK_UNLOCKED(x)

#endif
