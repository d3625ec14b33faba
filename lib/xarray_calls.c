/* SPDX-License-Identifier: MIT */
/*
 * The XArray's normal calls: xa_… take the lock that they need, __xa_… have xa_lock held by the
 * caller, and may drop it to allocate. Theory: xarray.c.
 */
#include "lib/alloc_for.h"
#include "xarray.h"

#include <linux/export.h>
#include <linux/slab.h>

/* Drop and take xa_lock in the way that the array's flags name. */
static void xas_unlock_as(struct xa_state *xas)
{
	unsigned int type = (__force unsigned int)xas->xa->xa_flags & 3;

	if (type == XA_LOCK_IRQ)
		xas_unlock_irq(xas);
	else if (type == XA_LOCK_BH)
		xas_unlock_bh(xas);
	else
		xas_unlock(xas);
}

static void xas_lock_as(struct xa_state *xas)
{
	unsigned int type = (__force unsigned int)xas->xa->xa_flags & 3;

	if (type == XA_LOCK_IRQ)
		xas_lock_irq(xas);
	else if (type == XA_LOCK_BH)
		xas_lock_bh(xas);
	else
		xas_lock(xas);
}

/* Was memory what was missing, and is there some now? Then the walk starts again. */
static bool __xas_nomem(struct xa_state *xas, gfp_t gfp)
{
	bool again;

	if (xas_error(xas) != -ENOMEM || !gfpflags_allow_blocking(gfp))
		return xas_nomem(xas, gfp);
	xas_unlock_as(xas);
	again = xas_nomem(xas, gfp);
	xas_lock_as(xas);
	return again;
}

static void *result(struct xa_state *xas, void *curr)
{
	if (xa_is_zero(curr))
		curr = NULL;
	return xas_error(xas) ? xas->xa_node : curr;
}

/* An index of a tracking array has been taken. */
static void taken(struct xa_state *xas)
{
	if (xa_track_free(xas->xa))
		xas_clear_mark(xas, XA_FREE_MARK);
}

void *xa_load(struct xarray *xa, unsigned long index)
{
	XA_STATE(xas, xa, index);
	void *entry;

	rcu_read_lock();
	do {
		entry = xas_load(&xas);
		if (xa_is_zero(entry))
			entry = NULL;
	} while (xas_retry(&xas, entry));
	rcu_read_unlock();
	return entry;
}
EXPORT_SYMBOL(xa_load);

void *__xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	XA_STATE(xas, xa, index);
	void *curr;

	if (WARN_ON_ONCE(xa_is_advanced(entry)))
		return XA_ERROR(-EINVAL);
	if (xa_track_free(xa) && !entry)
		entry = XA_ZERO_ENTRY;
	do {
		curr = xas_store(&xas, entry);
		taken(&xas);
	} while (__xas_nomem(&xas, gfp));
	return result(&xas, curr);
}
EXPORT_SYMBOL(__xa_store);

void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	void *curr;

	xa_lock(xa);
	curr = __xa_store(xa, index, entry, gfp);
	xa_unlock(xa);
	return curr;
}
EXPORT_SYMBOL(xa_store);

void *__xa_erase(struct xarray *xa, unsigned long index)
{
	XA_STATE(xas, xa, index);
	void *curr = xas_store(&xas, NULL);

	return result(&xas, curr);
}
EXPORT_SYMBOL(__xa_erase);

void *xa_erase(struct xarray *xa, unsigned long index)
{
	void *curr;

	xa_lock(xa);
	curr = __xa_erase(xa, index);
	xa_unlock(xa);
	return curr;
}
EXPORT_SYMBOL(xa_erase);

void *__xa_cmpxchg(struct xarray *xa, unsigned long index, void *old, void *entry, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	XA_STATE(xas, xa, index);
	void *curr;

	if (WARN_ON_ONCE(xa_is_advanced(entry)))
		return XA_ERROR(-EINVAL);
	do {
		curr = xas_load(&xas);
		if (curr == old) {
			xas_store(&xas, entry);
			if (entry && !curr)
				taken(&xas);
		}
	} while (__xas_nomem(&xas, gfp));
	return result(&xas, curr);
}
EXPORT_SYMBOL(__xa_cmpxchg);

int __xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	XA_STATE(xas, xa, index);

	if (WARN_ON_ONCE(xa_is_advanced(entry)))
		return -EINVAL;
	if (!entry)
		entry = XA_ZERO_ENTRY;
	do {
		if (!xas_load(&xas)) {
			xas_store(&xas, entry);
			taken(&xas);
		} else {
			xas_set_err(&xas, -EBUSY);
		}
	} while (__xas_nomem(&xas, gfp));
	return xas_error(&xas);
}
EXPORT_SYMBOL(__xa_insert);

void *xa_store_range(struct xarray *xa, unsigned long first, unsigned long last, void *entry,
		     gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	if (first != last || WARN_ON_ONCE(xa_is_internal(entry)))
		return XA_ERROR(-EINVAL);
	return xa_store(xa, first, entry, gfp);
}
EXPORT_SYMBOL(xa_store_range);

int xa_get_order(struct xarray *xa, unsigned long index)
{
	return 0;
}
EXPORT_SYMBOL(xa_get_order);

int __xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	XA_STATE(xas, xa, 0);
	u32 min = limit.min;

	if (WARN_ON_ONCE(xa_is_advanced(entry) || !xa_track_free(xa)))
		return -EINVAL;
	if ((xa->xa_flags & XA_FLAGS_ZERO_BUSY) && min == 0)
		min = 1;
	if (!entry)
		entry = XA_ZERO_ENTRY;
	do {
		xas_set(&xas, min);
		if (min <= limit.max && xas_find_free(&xas, limit.max)) {
			xas_store(&xas, entry);
			taken(&xas);
		} else {
			xas_set_err(&xas, -EBUSY);
		}
		if (!xas_error(&xas))
			*id = xas.xa_index;
	} while (__xas_nomem(&xas, gfp));
	return xas_error(&xas);
}
EXPORT_SYMBOL(__xa_alloc);

int __xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit, u32 *next,
		      gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	u32 min = limit.min;
	int ret;

	limit.min = max(min, *next);
	ret = __xa_alloc(xa, id, entry, limit, gfp);
	if ((xa->xa_flags & XA_FLAGS_ALLOC_WRAPPED) && ret == 0) {
		xa->xa_flags &= ~XA_FLAGS_ALLOC_WRAPPED;
		ret = 1;
	}
	if (ret < 0 && limit.min > min) {
		limit.min = min;
		ret = __xa_alloc(xa, id, entry, limit, gfp);
		if (ret == 0)
			ret = 1;
	}
	if (ret >= 0) {
		*next = *id + 1;
		if (*next == 0)
			xa->xa_flags |= XA_FLAGS_ALLOC_WRAPPED;
	}
	return ret;
}
EXPORT_SYMBOL(__xa_alloc_cyclic);

void __xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	XA_STATE(xas, xa, index);

	if (xas_load(&xas))
		xas_set_mark(&xas, mark);
}
EXPORT_SYMBOL(__xa_set_mark);

void __xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	XA_STATE(xas, xa, index);

	if (xas_load(&xas))
		xas_clear_mark(&xas, mark);
}
EXPORT_SYMBOL(__xa_clear_mark);

void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	xa_lock(xa);
	__xa_set_mark(xa, index, mark);
	xa_unlock(xa);
}
EXPORT_SYMBOL(xa_set_mark);

void xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	xa_lock(xa);
	__xa_clear_mark(xa, index, mark);
	xa_unlock(xa);
}
EXPORT_SYMBOL(xa_clear_mark);

bool xa_get_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	XA_STATE(xas, xa, index);
	bool marked;

	rcu_read_lock();
	marked = xas_load(&xas) && xas_get_mark(&xas, mark);
	rcu_read_unlock();
	return marked;
}
EXPORT_SYMBOL(xa_get_mark);

static void *next_entry(struct xa_state *xas, unsigned long max, xa_mark_t filter)
{
	void *entry;

	do {
		entry = filter < XA_MAX_MARKS ? xas_find_marked(xas, max, filter)
					      : xas_find(xas, max);
	} while (xas_retry(xas, entry));
	return entry;
}

void *xa_find(struct xarray *xa, unsigned long *indexp, unsigned long max, xa_mark_t filter)
{
	XA_STATE(xas, xa, *indexp);
	void *entry;

	rcu_read_lock();
	entry = next_entry(&xas, max, filter);
	rcu_read_unlock();
	if (entry)
		*indexp = xas.xa_index;
	return entry;
}
EXPORT_SYMBOL(xa_find);

void *xa_find_after(struct xarray *xa, unsigned long *indexp, unsigned long max, xa_mark_t filter)
{
	unsigned long index = *indexp + 1;
	void *entry;

	if (index == 0)
		return NULL;
	entry = xa_find(xa, &index, max, filter);
	if (entry)
		*indexp = index;
	return entry;
}
EXPORT_SYMBOL(xa_find_after);

unsigned int xa_extract(struct xarray *xa, void **dst, unsigned long start, unsigned long max,
			unsigned int n, xa_mark_t filter)
{
	XA_STATE(xas, xa, start);
	unsigned int got = 0;

	rcu_read_lock();
	while (got < n) {
		void *entry = next_entry(&xas, max, filter);

		if (!entry)
			break;
		dst[got++] = entry;
	}
	rcu_read_unlock();
	return got;
}
EXPORT_SYMBOL(xa_extract);
