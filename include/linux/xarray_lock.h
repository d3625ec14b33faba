/* SPDX-License-Identifier: MIT */
/*
 * The calls of <linux/xarray.h> that take xa_lock around the one that expects it held: plain,
 * _bh (bottom halves off) and _irq (interrupts off).
 */
#ifndef _LINUX_XARRAY_LOCK_H
#define _LINUX_XARRAY_LOCK_H

#include <linux/xarray.h> /* which includes this at its end */

#include <linux/sched/mm.h>

#define __XA_WITH_LOCK(xa, sfx, type, call)                                                        \
	({                                                                                         \
		type __ret;                                                                        \
		xa_lock##sfx(xa);                                                                  \
		__ret = (call);                                                                    \
		xa_unlock##sfx(xa);                                                                \
		__ret;                                                                             \
	})

#define __XA_LOCKED_CALLS(sfx)                                                                     \
	/* Store @entry if @old is there; returns what was there, or an error. */                  \
	static inline void *xa_cmpxchg##sfx(struct xarray *xa, unsigned long index, void *old,     \
					    void *entry, gfp_t gfp)                                \
	{                                                                                          \
		might_alloc(gfp);                                                                  \
		return __XA_WITH_LOCK(xa, sfx, void *,                                             \
				      __xa_cmpxchg(xa, index, old, entry, gfp));                   \
	}                                                                                          \
	/* -EBUSY if something, a reservation too, is there. */                                    \
	static inline int __must_check xa_insert##sfx(struct xarray *xa, unsigned long index,      \
						      void *entry, gfp_t gfp)                      \
	{                                                                                          \
		might_alloc(gfp);                                                                  \
		return __XA_WITH_LOCK(xa, sfx, int, __xa_insert(xa, index, entry, gfp));           \
	}                                                                                          \
	/* Store at the lowest free index in @limit. -EBUSY: none; -ENOMEM. */                     \
	static inline __must_check int xa_alloc##sfx(struct xarray *xa, u32 *id, void *entry,      \
						     struct xa_limit limit, gfp_t gfp)             \
	{                                                                                          \
		might_alloc(gfp);                                                                  \
		return __XA_WITH_LOCK(xa, sfx, int, __xa_alloc(xa, id, entry, limit, gfp));        \
	}                                                                                          \
	/* From *next on, then from the start: 1 if it had to wrap. */                             \
	static inline int xa_alloc_cyclic##sfx(struct xarray *xa, u32 *id, void *entry,            \
					       struct xa_limit limit, u32 *next, gfp_t gfp)        \
	{                                                                                          \
		might_alloc(gfp);                                                                  \
		return __XA_WITH_LOCK(xa, sfx, int,                                                \
				      __xa_alloc_cyclic(xa, id, entry, limit, next, gfp));         \
	}                                                                                          \
	/* Make sure that a later store at @index needs no memory. */                              \
	static inline __must_check int xa_reserve##sfx(struct xarray *xa, unsigned long index,     \
						       gfp_t gfp)                                  \
	{                                                                                          \
		return xa_err(xa_cmpxchg##sfx(xa, index, NULL, XA_ZERO_ENTRY, gfp));               \
	}
#define __XA_LOCKED_STORES(sfx)                                                                    \
	static inline void *xa_store##sfx(struct xarray *xa, unsigned long index, void *entry,     \
					  gfp_t gfp)                                               \
	{                                                                                          \
		might_alloc(gfp);                                                                  \
		return __XA_WITH_LOCK(xa, sfx, void *, __xa_store(xa, index, entry, gfp));         \
	}                                                                                          \
	static inline void *xa_erase##sfx(struct xarray *xa, unsigned long index)                  \
	{                                                                                          \
		return __XA_WITH_LOCK(xa, sfx, void *, __xa_erase(xa, index));                     \
	}

__XA_LOCKED_CALLS()
__XA_LOCKED_CALLS(_bh)
__XA_LOCKED_CALLS(_irq)
__XA_LOCKED_STORES(_bh)
__XA_LOCKED_STORES(_irq)

static inline __must_check int __xa_reserve(struct xarray *xa, unsigned long index, gfp_t gfp)
{
	return xa_err(__xa_cmpxchg(xa, index, NULL, XA_ZERO_ENTRY, gfp));
}
/* Undo xa_reserve, unless something was stored. */
static inline void xa_release(struct xarray *xa, unsigned long index)
{
	xa_cmpxchg(xa, index, XA_ZERO_ENTRY, NULL, 0);
}

#endif
