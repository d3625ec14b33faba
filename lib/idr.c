/* SPDX-License-Identifier: MIT */
/*
 * IDR and IDA: both are XArrays that track free indices.
 *
 * IDR: the entry of index id - idr_base is the pointer, XA_ZERO_ENTRY for a NULL pointer (the id
 * is taken, but look-ups see nothing). No lock is taken: the caller has one, or is alone.
 *
 * IDA: one entry holds the 1024 ids from index * 1024 on: as a value while only the first 63 are
 * in use (no memory of its own), else as a bitmap. The entry's free mark says "not full". xa_lock,
 * with interrupts off, guards all; memory is got with it dropped, then the search starts again.
 */
#include "lib/alloc_for.h"
#include "xarray.h"

#include <linux/export.h>
#include <linux/idr.h>
#include <linux/slab.h>

/* Insertions below one id: at most 6 levels, and the tree may grow by as many less one. */
#define IDR_PRELOAD_NODES 11

/* ---- IDR ---- */

static void *pointer_of(void *entry)
{
	return xa_is_zero(entry) ? NULL : entry;
}

void idr_preload(gfp_t gfp)
{
	if (xa_preload(gfp, IDR_PRELOAD_NODES))
		preempt_disable(); /* the caller's allocation will say what is missing */
}
EXPORT_SYMBOL(idr_preload);

int idr_alloc_u32(struct idr *idr, void *ptr, u32 *nextid, unsigned long max, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	unsigned int base = idr->idr_base;
	unsigned long start = *nextid < base ? 0 : *nextid - base;
	XA_STATE(xas, &idr->idr_rt, start);

	if (WARN_ON_ONCE(xa_is_internal(ptr)))
		return -EINVAL;
	if (WARN_ON_ONCE(!(idr->idr_rt.xa_flags & ROOT_IS_IDR)))
		idr->idr_rt.xa_flags |= IDR_RT_MARKER;
	if (max < base)
		return -ENOSPC;
	do {
		xas_set(&xas, start);
		if (!xas_find_free(&xas, max - base))
			xas_set_err(&xas, -ENOSPC);
		xas_store(&xas, ptr ? ptr : XA_ZERO_ENTRY);
		xas_clear_mark(&xas, XA_FREE_MARK);
	} while (xas_nomem(&xas, gfp));
	if (xas_error(&xas))
		return xas_error(&xas);
	*nextid = xas.xa_index + base;
	return 0;
}
EXPORT_SYMBOL_GPL(idr_alloc_u32);

int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	u32 id = start;
	int ret;

	if (WARN_ON_ONCE(start < 0))
		return -EINVAL;
	ret = idr_alloc_u32(idr, ptr, &id, end > 0 ? end - 1 : INT_MAX, gfp);
	return ret ? ret : (int)id;
}
EXPORT_SYMBOL_GPL(idr_alloc);

int idr_alloc_cyclic(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	u32 id = idr->idr_next;
	int err, max = end > 0 ? end - 1 : INT_MAX;

	if ((int)id < start)
		id = start;
	err = idr_alloc_u32(idr, ptr, &id, max, gfp);
	if (err == -ENOSPC && id > (u32)start) {
		id = start;
		err = idr_alloc_u32(idr, ptr, &id, max, gfp);
	}
	if (err)
		return err;
	idr->idr_next = id + 1;
	return id;
}
EXPORT_SYMBOL(idr_alloc_cyclic);

void *idr_remove(struct idr *idr, unsigned long id)
{
	XA_STATE(xas, &idr->idr_rt, id - idr->idr_base);

	return pointer_of(xas_store(&xas, NULL));
}
EXPORT_SYMBOL_GPL(idr_remove);

void *idr_find(const struct idr *idr, unsigned long id)
{
	return xa_load((struct xarray *)&idr->idr_rt, id - idr->idr_base);
}
EXPORT_SYMBOL_GPL(idr_find);

void *idr_get_next_ul(struct idr *idr, unsigned long *nextid)
{
	unsigned long base = idr->idr_base;
	unsigned long index = *nextid < base ? 0 : *nextid - base;
	void *entry = xa_find(&idr->idr_rt, &index, ULONG_MAX, XA_PRESENT);

	if (entry)
		*nextid = index + base;
	return entry;
}
EXPORT_SYMBOL(idr_get_next_ul);

void *idr_get_next(struct idr *idr, int *nextid)
{
	unsigned long id = *nextid;
	void *entry = idr_get_next_ul(idr, &id);

	if (WARN_ON_ONCE(id > INT_MAX))
		return NULL;
	*nextid = id;
	return entry;
}
EXPORT_SYMBOL(idr_get_next);

int idr_for_each(const struct idr *idr, int (*fn)(int id, void *p, void *data), void *data)
{
	struct xarray *xa = (struct xarray *)&idr->idr_rt;
	unsigned long index;
	void *entry;

	xa_for_each (xa, index, entry) {
		int ret;

		if (WARN_ON_ONCE(index + idr->idr_base > INT_MAX))
			break;
		ret = fn(index + idr->idr_base, entry, data);
		if (ret)
			return ret;
	}
	return 0;
}
EXPORT_SYMBOL(idr_for_each);

void *idr_replace(struct idr *idr, void *ptr, unsigned long id)
{
	XA_STATE(xas, &idr->idr_rt, id - idr->idr_base);
	void *entry = xas_load(&xas);

	if (!entry)
		return ERR_PTR(-ENOENT);
	xas_store(&xas, ptr ? ptr : XA_ZERO_ENTRY);
	return xas_error(&xas) ? ERR_PTR(xas_error(&xas)) : pointer_of(entry);
}
EXPORT_SYMBOL(idr_replace);

bool idr_is_empty(const struct idr *idr)
{
	return xa_empty(&idr->idr_rt);
}
EXPORT_SYMBOL(idr_is_empty);

void idr_destroy(struct idr *idr)
{
	xa_destroy(&idr->idr_rt);
}
EXPORT_SYMBOL(idr_destroy);

/* ---- IDA ---- */

/* Memory that one ida_alloc_range may need besides nodes. */
struct ida_memory {
	struct ida_bitmap *bitmap;
	bool wanted;
};

/* The entry becomes a bitmap; false if there is none to be had now. */
static struct ida_bitmap *to_bitmap(struct xa_state *xas, void *entry, struct ida_memory *mem)
{
	struct ida_bitmap *bitmap = mem->bitmap;

	if (entry && !xa_is_value(entry))
		return entry;
	if (!bitmap) {
		mem->wanted = true;
		return NULL;
	}
	bitmap->bitmap[0] = entry ? xa_to_value(entry) : 0;
	xas_store(xas, bitmap);
	if (xas_error(xas))
		return NULL;
	mem->bitmap = NULL;
	return bitmap;
}

/*
 * Take the first free id of the entry at the state, at or after @bit and at most @last. Returns
 * it; IDA_BITMAP_BITS if there is none; -1 when memory is missing.
 */
static int take_in_entry(struct xa_state *xas, unsigned int bit, unsigned int last,
			 struct ida_memory *mem)
{
	void *entry = xas_load(xas);
	struct ida_bitmap *bitmap;

	if (!entry || xa_is_value(entry)) {
		unsigned long bits = entry ? xa_to_value(entry) : 0;
		unsigned int b = bit;

		if (b < BITS_PER_XA_VALUE)
			b = find_next_zero_bit(&bits, BITS_PER_XA_VALUE, b);
		if (b > last)
			return IDA_BITMAP_BITS;
		if (b < BITS_PER_XA_VALUE) {
			xas_store(xas, xa_mk_value(bits | (1UL << b)));
			return xas_error(xas) ? -1 : (int)b;
		}
	}
	bitmap = to_bitmap(xas, entry, mem);
	if (!bitmap)
		return -1;
	bit = find_next_zero_bit(bitmap->bitmap, IDA_BITMAP_BITS, bit);
	if (bit > last || bit == IDA_BITMAP_BITS)
		return IDA_BITMAP_BITS;
	__set_bit(bit, bitmap->bitmap);
	if (bitmap_full(bitmap->bitmap, IDA_BITMAP_BITS))
		xas_clear_mark(xas, XA_FREE_MARK);
	return bit;
}

/* One attempt with the lock held: the id, -ENOSPC, or -ENOMEM. */
static int ida_try(struct xa_state *xas, unsigned int min, unsigned int max, struct ida_memory *mem)
{
	unsigned int bit = min % IDA_BITMAP_BITS;

	for (unsigned long index = min / IDA_BITMAP_BITS;; index++, bit = 0) {
		unsigned int last = IDA_BITMAP_BITS - 1;
		int taken;

		xas_set(xas, index);
		if (!xas_find_free(xas, max / IDA_BITMAP_BITS))
			return -ENOSPC;
		if (xas->xa_index != index)
			bit = 0;
		index = xas->xa_index;
		if (index == max / IDA_BITMAP_BITS)
			last = max % IDA_BITMAP_BITS;
		taken = take_in_entry(xas, bit, last, mem);
		if (taken < 0)
			return -ENOMEM;
		if (taken < (int)IDA_BITMAP_BITS)
			return index * IDA_BITMAP_BITS + taken;
	}
}

int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	XA_STATE(xas, &ida->xa, 0);
	struct ida_memory mem = {NULL, false};
	unsigned long flags;
	int id;

	if ((int)min < 0)
		return -ENOSPC;
	if ((int)max < 0)
		max = INT_MAX;
	if (max < min)
		return -ENOSPC;
	for (;;) {
		xas_lock_irqsave(&xas, flags);
		id = ida_try(&xas, min, max, &mem);
		xas_unlock_irqrestore(&xas, flags);
		if (id != -ENOMEM)
			break;
		if (mem.wanted) {
			mem.wanted = false;
			mem.bitmap = kzalloc(sizeof(*mem.bitmap), gfp);
			if (!mem.bitmap)
				break;
		} else if (!xas_nomem(&xas, gfp)) {
			break;
		}
	}
	kfree(mem.bitmap);
	xas_destroy(&xas);
	return id;
}
EXPORT_SYMBOL(ida_alloc_range);

/* With the lock held: clear the id's bit. False if it was not set. */
static bool ida_clear(struct xa_state *xas, unsigned int bit)
{
	void *entry = xas_load(xas);
	struct ida_bitmap *bitmap = entry;

	if (!entry)
		return false;
	if (xa_is_value(entry)) {
		unsigned long bits = xa_to_value(entry);

		if (bit >= BITS_PER_XA_VALUE || !(bits & (1UL << bit)))
			return false;
		bits &= ~(1UL << bit);
		xas_store(xas, bits ? xa_mk_value(bits) : NULL);
		return true;
	}
	if (!test_bit(bit, bitmap->bitmap))
		return false;
	__clear_bit(bit, bitmap->bitmap);
	xas_set_mark(xas, XA_FREE_MARK);
	if (bitmap_empty(bitmap->bitmap, IDA_BITMAP_BITS)) {
		kfree(bitmap);
		xas_store(xas, NULL);
	}
	return true;
}

void ida_free(struct ida *ida, unsigned int id)
{
	XA_STATE(xas, &ida->xa, id / IDA_BITMAP_BITS);
	unsigned long flags;
	bool was_set;

	if ((int)id < 0)
		return;
	xas_lock_irqsave(&xas, flags);
	was_set = ida_clear(&xas, id % IDA_BITMAP_BITS);
	xas_unlock_irqrestore(&xas, flags);
	WARN(!was_set, "ida_free called for id=%d which is not allocated.\n", id);
}
EXPORT_SYMBOL(ida_free);

void ida_destroy(struct ida *ida)
{
	XA_STATE(xas, &ida->xa, 0);
	unsigned long flags;
	void *entry;

	xas_lock_irqsave(&xas, flags);
	xas_for_each(&xas, entry, ULONG_MAX)
	{
		if (!xa_is_value(entry))
			kfree(entry);
		xas_store(&xas, NULL);
	}
	xas_unlock_irqrestore(&xas, flags);
}
EXPORT_SYMBOL(ida_destroy);
