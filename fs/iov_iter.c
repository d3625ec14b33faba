/* SPDX-License-Identifier: MIT */
/*
 * iov_iter: one walk over segments for all kinds. each_segment() visits the parts of the next
 * @bytes and calls a step, which says how many bytes it left undone; the iterator advances by
 * what was done and stops at the first part that was not done whole.
 *
 * A UBUF iterator is one segment whose base is ->ubuf; DISCARD has segments without memory.
 */
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

/* Returns how many of @len bytes were not moved. @done: bytes moved before this part. */
typedef size_t (*segment_fn)(struct iov_iter *i, void *base, size_t len, size_t done, void *arg);

static void iter_init(struct iov_iter *i, enum iter_type type, unsigned int direction, size_t count)
{
	*i = (struct iov_iter){
		.iter_type = type,
		.data_source = direction,
		.count = count,
		.user_backed = type == ITER_IOVEC || type == ITER_UBUF,
	};
}

void iov_iter_init(struct iov_iter *i, unsigned int direction, const struct iovec *iov,
		   unsigned long nr_segs, size_t count)
{
	iter_init(i, ITER_IOVEC, direction, count);
	i->iov = iov;
	i->nr_segs = nr_segs;
}
EXPORT_SYMBOL(iov_iter_init);

void iov_iter_kvec(struct iov_iter *i, unsigned int direction, const struct kvec *kvec,
		   unsigned long nr_segs, size_t count)
{
	iter_init(i, ITER_KVEC, direction, count);
	i->kvec = kvec;
	i->nr_segs = nr_segs;
}
EXPORT_SYMBOL(iov_iter_kvec);

void iov_iter_ubuf(struct iov_iter *i, unsigned int direction, void __user *buf, size_t count)
{
	iter_init(i, ITER_UBUF, direction, count);
	i->ubuf = buf;
}
EXPORT_SYMBOL(iov_iter_ubuf);

void iov_iter_discard(struct iov_iter *i, unsigned int direction, size_t count)
{
	iter_init(i, ITER_DISCARD, direction, count);
}
EXPORT_SYMBOL(iov_iter_discard);

/* The bytes that are left of the first segment, and where they are. */
static size_t first_segment(const struct iov_iter *i, void **base)
{
	switch (i->iter_type) {
	case ITER_UBUF:
		*base = i->ubuf + i->iov_offset;
		return i->count;
	case ITER_IOVEC:
		*base = i->iov->iov_base + i->iov_offset;
		return min(i->iov->iov_len - i->iov_offset, i->count);
	case ITER_KVEC:
		*base = i->kvec->iov_base + i->iov_offset;
		return min(i->kvec->iov_len - i->iov_offset, i->count);
	default:
		*base = NULL;
		return i->count;
	}
}

/* Move on by @n, which is at most what first_segment gave. */
static void advance_in_segment(struct iov_iter *i, size_t n)
{
	i->iov_offset += n;
	i->count -= n;
	/* Empty segments behind it go with it. */
	while (i->iter_type == ITER_IOVEC && i->nr_segs && i->iov_offset == i->iov->iov_len) {
		i->iov++;
		i->nr_segs--;
		i->iov_offset = 0;
	}
	while (i->iter_type == ITER_KVEC && i->nr_segs && i->iov_offset == i->kvec->iov_len) {
		i->kvec++;
		i->nr_segs--;
		i->iov_offset = 0;
	}
}

static size_t each_segment(struct iov_iter *i, size_t bytes, segment_fn fn, void *arg)
{
	size_t done = 0;

	bytes = min(bytes, i->count);
	while (done < bytes) {
		void *base;
		size_t len = min(first_segment(i, &base), bytes - done);
		size_t left = len ? fn(i, base, len, done, arg) : 0;

		advance_in_segment(i, len - left);
		done += len - left;
		if (left)
			break;
	}
	return done;
}

static size_t skip_segment(struct iov_iter *i, void *base, size_t len, size_t done, void *arg)
{
	return 0;
}

void iov_iter_advance(struct iov_iter *i, size_t bytes)
{
	each_segment(i, bytes, skip_segment, NULL);
}
EXPORT_SYMBOL(iov_iter_advance);

void iov_iter_revert(struct iov_iter *i, size_t bytes)
{
	i->count += bytes;
	while (bytes > i->iov_offset && (i->iter_type == ITER_IOVEC || i->iter_type == ITER_KVEC)) {
		bytes -= i->iov_offset;
		i->nr_segs++;
		if (i->iter_type == ITER_IOVEC)
			i->iov_offset = (--i->iov)->iov_len;
		else
			i->iov_offset = (--i->kvec)->iov_len;
	}
	i->iov_offset -= bytes;
}
EXPORT_SYMBOL(iov_iter_revert);

void iov_iter_restore(struct iov_iter *i, struct iov_iter_state *state)
{
	i->iov_offset = state->iov_offset;
	i->count = state->count;
	/* The segments between then and now lie before the pointer. */
	if (i->iter_type == ITER_IOVEC)
		i->iov -= state->nr_segs - i->nr_segs;
	else if (i->iter_type == ITER_KVEC)
		i->kvec -= state->nr_segs - i->nr_segs;
	i->nr_segs = state->nr_segs;
}
EXPORT_SYMBOL(iov_iter_restore);

size_t iov_iter_single_seg_count(const struct iov_iter *i)
{
	void *base;

	return first_segment(i, &base);
}
EXPORT_SYMBOL(iov_iter_single_seg_count);

static size_t or_segment(struct iov_iter *i, void *base, size_t len, size_t done, void *arg)
{
	*(unsigned long *)arg |= (unsigned long)base | len;
	return 0;
}

unsigned long iov_iter_alignment(const struct iov_iter *i)
{
	struct iov_iter copy = *i;
	unsigned long bits = 0;

	each_segment(&copy, copy.count, or_segment, &bits);
	return bits;
}
EXPORT_SYMBOL(iov_iter_alignment);

static size_t count_pages(struct iov_iter *i, void *base, size_t len, size_t done, void *arg)
{
	*(unsigned long *)arg += DIV_ROUND_UP(offset_in_page(base) + len, PAGE_SIZE);
	return 0;
}

int iov_iter_npages(const struct iov_iter *i, int maxpages)
{
	struct iov_iter copy = *i;
	unsigned long n = 0;

	each_segment(&copy, copy.count, count_pages, &n);
	return min_t(unsigned long, n, maxpages);
}
EXPORT_SYMBOL(iov_iter_npages);

static size_t probe_read(struct iov_iter *i, void *base, size_t len, size_t done, void *arg)
{
	return i->user_backed ? fault_in_readable(base, len) : 0;
}

size_t fault_in_iov_iter_readable(const struct iov_iter *i, size_t bytes)
{
	struct iov_iter copy = *i;

	bytes = min(bytes, copy.count);
	return bytes - each_segment(&copy, bytes, probe_read, NULL);
}
EXPORT_SYMBOL(fault_in_iov_iter_readable);

static size_t probe_write(struct iov_iter *i, void *base, size_t len, size_t done, void *arg)
{
	return i->user_backed ? fault_in_writeable(base, len) : 0;
}

size_t fault_in_iov_iter_writeable(const struct iov_iter *i, size_t bytes)
{
	struct iov_iter copy = *i;

	bytes = min(bytes, copy.count);
	return bytes - each_segment(&copy, bytes, probe_write, NULL);
}
EXPORT_SYMBOL(fault_in_iov_iter_writeable);

/* ---- copies ---- */

static size_t step_out(struct iov_iter *i, void *base, size_t len, size_t done, void *arg)
{
	if (i->user_backed)
		return copy_to_user(base, arg + done, len);
	if (base)
		memcpy(base, arg + done, len);
	return 0;
}

static size_t step_in(struct iov_iter *i, void *base, size_t len, size_t done, void *arg)
{
	if (i->user_backed)
		return access_ok(base, len) ? raw_copy_from_user(arg + done, base, len) : len;
	if (base)
		memcpy(arg + done, base, len);
	return base ? 0 : len;
}

static size_t step_zero(struct iov_iter *i, void *base, size_t len, size_t done, void *arg)
{
	if (i->user_backed)
		return clear_user(base, len);
	if (base)
		memset(base, 0, len);
	return 0;
}

size_t copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i)
{
	if (WARN_ON_ONCE(i->data_source))
		return 0;
	return each_segment(i, bytes, step_out, (void *)addr);
}
EXPORT_SYMBOL(copy_to_iter);

size_t copy_from_iter(void *addr, size_t bytes, struct iov_iter *i)
{
	if (WARN_ON_ONCE(!i->data_source))
		return 0;
	return each_segment(i, bytes, step_in, addr);
}
EXPORT_SYMBOL(copy_from_iter);

size_t copy_from_iter_nocache(void *addr, size_t bytes, struct iov_iter *i)
{
	return copy_from_iter(addr, bytes, i);
}
EXPORT_SYMBOL(copy_from_iter_nocache);

bool copy_from_iter_full(void *addr, size_t bytes, struct iov_iter *i)
{
	size_t copied = copy_from_iter(addr, bytes, i);

	if (likely(copied == bytes))
		return true;
	iov_iter_revert(i, copied);
	return false;
}
EXPORT_SYMBOL(copy_from_iter_full);

size_t iov_iter_zero(size_t bytes, struct iov_iter *i)
{
	return each_segment(i, bytes, step_zero, NULL);
}
EXPORT_SYMBOL(iov_iter_zero);

size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return copy_to_iter(page_address(page) + offset, bytes, i);
}
EXPORT_SYMBOL(copy_page_to_iter);

size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return copy_from_iter(page_address(page) + offset, bytes, i);
}
EXPORT_SYMBOL(copy_page_from_iter);

/* ---- from the system call's arguments ---- */

/* Check lengths and addresses; cut the whole to MAX_RW_COUNT. Bytes, or -errno. */
static ssize_t check_segments(struct iovec *iov, unsigned int nr_segs)
{
	size_t total = 0;

	for (unsigned int seg = 0; seg < nr_segs; seg++) {
		size_t len = iov[seg].iov_len;

		if ((ssize_t)len < 0)
			return -EINVAL;
		if (!access_ok(iov[seg].iov_base, len))
			return -EFAULT;
		len = min_t(size_t, len, MAX_RW_COUNT - total);
		iov[seg].iov_len = len;
		total += len;
	}
	return total;
}

ssize_t import_iovec(int type, const struct iovec __user *uvec, unsigned int nr_segs,
		     unsigned int fast_segs, struct iovec **iovp, struct iov_iter *i)
{
	struct iovec *iov = *iovp, *heap = NULL;
	ssize_t total;

	*iovp = NULL;
	if (nr_segs > UIO_MAXIOV)
		return -EINVAL;
	if (nr_segs > fast_segs) {
		iov = heap = kmalloc_array(nr_segs, sizeof(*iov), GFP_KERNEL);
		if (!iov)
			return -ENOMEM;
	}
	if (copy_from_user(iov, uvec, nr_segs * sizeof(*iov)))
		total = -EFAULT;
	else
		total = check_segments(iov, nr_segs);
	if (total < 0) {
		kfree(heap);
		return total;
	}
	*iovp = heap;
	iov_iter_init(i, type, iov, nr_segs, total);
	return total;
}
EXPORT_SYMBOL(import_iovec);

int import_single_range(int type, void __user *buf, size_t len, struct iovec *iov,
			struct iov_iter *i)
{
	len = min_t(size_t, len, MAX_RW_COUNT);
	if (!access_ok(buf, len))
		return -EFAULT;
	iov->iov_base = buf;
	iov->iov_len = len;
	iov_iter_init(i, type, iov, 1, len);
	return 0;
}
EXPORT_SYMBOL(import_single_range);
