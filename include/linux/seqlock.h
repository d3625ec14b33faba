/* SPDX-License-Identifier: MIT */
/*
 * Sequence counters and locks: Documentation/locking/seqlock.rst. A writer makes the count odd
 * while it writes; a reader repeats when the count was odd or changed. Writers need a lock of
 * their own (seqlock_t has it) and preemption off.
 */
#ifndef LINUX_SEQLOCK_H
#define LINUX_SEQLOCK_H

#include <linux/compiler.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/spinlock.h>

typedef struct seqcount {
	unsigned int sequence;
} seqcount_t;
typedef struct {
	seqcount_t seqcount;
} seqcount_spinlock_t, seqcount_raw_spinlock_t, seqcount_rwlock_t, seqcount_mutex_t,
	seqcount_latch_t;
typedef struct {
	seqcount_spinlock_t seqcount;
	spinlock_t lock;
} seqlock_t;

#define SEQCNT_ZERO(name)     \
	{                     \
		.sequence = 0 \
	}
#define SEQCNT_SPINLOCK_ZERO(name, lock) \
	{                                \
		{                        \
			0                \
		}                        \
	}
#define SEQCNT_RAW_SPINLOCK_ZERO(name, lock) \
	{                                    \
		{                            \
			0                    \
		}                            \
	}
#define SEQCNT_RWLOCK_ZERO(name, lock) \
	{                              \
		{                      \
			0              \
		}                      \
	}
#define SEQCNT_MUTEX_ZERO(name, lock) \
	{                             \
		{                     \
			0             \
		}                     \
	}
#define SEQCNT_LATCH_ZERO(name) \
	{                       \
		{               \
			0       \
		}               \
	}
#define __SEQLOCK_UNLOCKED(name)                                      \
	{                                                             \
		.seqcount = {{0}}, .lock = __SPIN_LOCK_UNLOCKED(name) \
	}
#define DEFINE_SEQLOCK(sl) seqlock_t sl = __SEQLOCK_UNLOCKED(sl)

#define seqcount_init(s)		 ((void)((s)->sequence = 0))
#define seqcount_spinlock_init(s, l)	 seqcount_init(&(s)->seqcount)
#define seqcount_raw_spinlock_init(s, l) seqcount_init(&(s)->seqcount)
#define seqcount_rwlock_init(s, l)	 seqcount_init(&(s)->seqcount)
#define seqcount_mutex_init(s, l)	 seqcount_init(&(s)->seqcount)
#define seqcount_latch_init(s)		 seqcount_init(&(s)->seqcount)
#define seqlock_init(sl)                                 \
	do {                                             \
		seqcount_init(&(sl)->seqcount.seqcount); \
		spin_lock_init(&(sl)->lock);             \
	} while (0)

/* All of the counter types begin with the counter. */
#define __seq(s) ((seqcount_t *)(void *)(s))

static inline unsigned int __seq_begin(const seqcount_t *s)
{
	unsigned int seq;

	while (unlikely((seq = __atomic_load_n(&s->sequence, __ATOMIC_ACQUIRE)) & 1))
		cpu_relax();
	return seq;
}
static inline int __seq_retry(const seqcount_t *s, unsigned int start)
{
	smp_rmb();
	return unlikely(__atomic_load_n(&s->sequence, __ATOMIC_RELAXED) != start);
}
static inline void __seq_write_begin(seqcount_t *s)
{
	__atomic_store_n(&s->sequence, s->sequence + 1, __ATOMIC_RELAXED);
	smp_wmb();
}
static inline void __seq_write_end(seqcount_t *s)
{
	__atomic_store_n(&s->sequence, s->sequence + 1, __ATOMIC_RELEASE);
}

#define __read_seqcount_begin(s)	__seq_begin(__seq(s))
#define raw_read_seqcount_begin(s)	__seq_begin(__seq(s))
#define read_seqcount_begin(s)		__seq_begin(__seq(s))
#define raw_read_seqcount(s)		__atomic_load_n(&__seq(s)->sequence, __ATOMIC_ACQUIRE)
#define raw_seqcount_begin(s)		(raw_read_seqcount(s) & ~1u)
#define __read_seqcount_retry(s, start) __seq_retry(__seq(s), start)
#define read_seqcount_retry(s, start)	__seq_retry(__seq(s), start)
#define raw_write_seqcount_begin(s)	__seq_write_begin(__seq(s))
#define raw_write_seqcount_end(s)	__seq_write_end(__seq(s))
#define write_seqcount_begin(s)              \
	do {                                 \
		preempt_disable();           \
		__seq_write_begin(__seq(s)); \
	} while (0)
#define write_seqcount_begin_nested(s, subclass) write_seqcount_begin(s)
#define write_seqcount_end(s)              \
	do {                               \
		__seq_write_end(__seq(s)); \
		preempt_enable();          \
	} while (0)
#define write_seqcount_invalidate(s)	    __atomic_fetch_add(&__seq(s)->sequence, 2, __ATOMIC_RELEASE)
#define raw_write_seqcount_latch(s)	    __atomic_fetch_add(&__seq(s)->sequence, 1, __ATOMIC_SEQ_CST)
#define raw_read_seqcount_latch(s)	    raw_read_seqcount(s)
#define read_seqcount_latch_retry(s, start) read_seqcount_retry(s, start)

static inline unsigned int read_seqbegin(const seqlock_t *sl)
{
	return __seq_begin(&sl->seqcount.seqcount);
}
static inline unsigned int read_seqretry(const seqlock_t *sl, unsigned int start)
{
	return __seq_retry(&sl->seqcount.seqcount, start);
}

#define __SEQLOCK_WRITE(sfx)                                       \
	static inline void write_seqlock##sfx(seqlock_t *sl)       \
	{                                                          \
		spin_lock##sfx(&sl->lock);                         \
		__seq_write_begin(&sl->seqcount.seqcount);         \
	}                                                          \
	static inline void write_sequnlock##sfx(seqlock_t *sl)     \
	{                                                          \
		__seq_write_end(&sl->seqcount.seqcount);           \
		spin_unlock##sfx(&sl->lock);                       \
	}                                                          \
	static inline void read_seqlock_excl##sfx(seqlock_t *sl)   \
	{                                                          \
		spin_lock##sfx(&sl->lock);                         \
	}                                                          \
	static inline void read_sequnlock_excl##sfx(seqlock_t *sl) \
	{                                                          \
		spin_unlock##sfx(&sl->lock);                       \
	}
__SEQLOCK_WRITE()
__SEQLOCK_WRITE(_irq)
__SEQLOCK_WRITE(_bh)

#define write_seqlock_irqsave(sl, flags)                     \
	do {                                                 \
		spin_lock_irqsave(&(sl)->lock, flags);       \
		__seq_write_begin(&(sl)->seqcount.seqcount); \
	} while (0)
static inline void write_sequnlock_irqrestore(seqlock_t *sl, unsigned long flags)
{
	__seq_write_end(&sl->seqcount.seqcount);
	spin_unlock_irqrestore(&sl->lock, flags);
}
#define read_seqlock_excl_irqsave(sl, flags) spin_lock_irqsave(&(sl)->lock, flags)
static inline void read_sequnlock_excl_irqrestore(seqlock_t *sl, unsigned long flags)
{
	spin_unlock_irqrestore(&sl->lock, flags);
}
/* *seq even: try without the lock first; odd: take it. */
static inline void read_seqbegin_or_lock(seqlock_t *lock, int *seq)
{
	if (!(*seq & 1))
		*seq = read_seqbegin(lock);
	else
		read_seqlock_excl(lock);
}
static inline int need_seqretry(seqlock_t *lock, int seq)
{
	return !(seq & 1) && read_seqretry(lock, seq);
}
static inline void done_seqretry(seqlock_t *lock, int seq)
{
	if (seq & 1)
		read_sequnlock_excl(lock);
}

#endif
