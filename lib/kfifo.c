/* SPDX-License-Identifier: MIT */
/*
 * kfifo: a ring of a power of two elements.
 *
 *      data   [ . . e4 e5 e6 e7 . . ]        in = 8, out = 4, mask = 7
 *                   ^out        ^in          slot = count & mask
 *
 * in and out only grow (and wrap with the type), so in - out is the fill level, and full and
 * empty differ without a wasted slot. The writer alone changes in, the reader alone out: the data
 * are stored before in is (release), read after in is (acquire), and the slots are read before out
 * moves; so one of each needs no lock.
 *
 * A record is its length, 1 or 2 bytes with the low byte first, then its bytes; it may wrap
 * anywhere. It goes in whole or not at all.
 */
#include <linux/export.h>
#include <linux/kfifo.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "lib/alloc_for.h"

static unsigned int unused(struct __kfifo *fifo)
{
	return fifo->mask + 1 - (fifo->in - READ_ONCE(fifo->out));
}

static unsigned int used(struct __kfifo *fifo)
{
	return smp_load_acquire(&fifo->in) - fifo->out;
}

/* ---- buffers ---- */

static void set_buffer(struct __kfifo *fifo, void *data, unsigned int size, size_t esize)
{
	fifo->in = 0;
	fifo->out = 0;
	fifo->esize = esize;
	fifo->data = data;
	fifo->mask = size ? size - 1 : 0;
}

int __kfifo_alloc(struct __kfifo *fifo, unsigned int size, size_t esize, gfp_t gfp)
{
	ALLOCATES_FOR_CALLER();
	void *data;

	size = roundup_pow_of_two(size);
	set_buffer(fifo, NULL, 0, esize);
	if (size < 2)
		return -EINVAL;
	data = kmalloc_array(esize, size, gfp);
	if (!data)
		return -ENOMEM;
	set_buffer(fifo, data, size, esize);
	return 0;
}
EXPORT_SYMBOL(__kfifo_alloc);

void __kfifo_free(struct __kfifo *fifo)
{
	kfree(fifo->data);
	set_buffer(fifo, NULL, 0, 0);
}
EXPORT_SYMBOL(__kfifo_free);

int __kfifo_init(struct __kfifo *fifo, void *buffer, unsigned int size, size_t esize)
{
	size /= esize;
	if (size)
		size = rounddown_pow_of_two(size);
	if (size < 2) {
		set_buffer(fifo, buffer, 0, esize);
		return -EINVAL;
	}
	set_buffer(fifo, buffer, size, esize);
	return 0;
}
EXPORT_SYMBOL(__kfifo_init);

/* ---- copies, which the end of the array may split ---- */

/* Bytes from slot @off to the end of the array, at most those of @len elements. */
static size_t first_part(struct __kfifo *fifo, unsigned int len, unsigned int off)
{
	return (size_t)min(len, fifo->mask + 1 - off) * fifo->esize;
}

static void copy_in(struct __kfifo *fifo, const void *src, unsigned int len, unsigned int at)
{
	unsigned int off = at & fifo->mask;
	size_t first = first_part(fifo, len, off);

	memcpy(fifo->data + (size_t)off * fifo->esize, src, first);
	memcpy(fifo->data, src + first, (size_t)len * fifo->esize - first);
}

static void copy_out(struct __kfifo *fifo, void *dst, unsigned int len, unsigned int at)
{
	unsigned int off = at & fifo->mask;
	size_t first = first_part(fifo, len, off);

	memcpy(dst, fifo->data + (size_t)off * fifo->esize, first);
	memcpy(dst + first, fifo->data, (size_t)len * fifo->esize - first);
}

/* Bytes not copied. */
static unsigned long in_from_user(struct __kfifo *fifo, const void __user *from, unsigned int len,
				  unsigned int at)
{
	unsigned int off = at & fifo->mask;
	size_t first = first_part(fifo, len, off), rest = (size_t)len * fifo->esize - first;
	unsigned long left = copy_from_user(fifo->data + (size_t)off * fifo->esize, from, first);

	return left ? left + rest : copy_from_user(fifo->data, from + first, rest);
}

static unsigned long out_to_user(struct __kfifo *fifo, void __user *to, unsigned int len,
				 unsigned int at)
{
	unsigned int off = at & fifo->mask;
	size_t first = first_part(fifo, len, off), rest = (size_t)len * fifo->esize - first;
	unsigned long left = copy_to_user(to, fifo->data + (size_t)off * fifo->esize, first);

	return left ? left + rest : copy_to_user(to + first, fifo->data, rest);
}

/* ---- elements ---- */

unsigned int __kfifo_in(struct __kfifo *fifo, const void *buf, unsigned int len)
{
	len = min(len, unused(fifo));
	copy_in(fifo, buf, len, fifo->in);
	smp_store_release(&fifo->in, fifo->in + len);
	return len;
}
EXPORT_SYMBOL(__kfifo_in);

unsigned int __kfifo_out_peek(struct __kfifo *fifo, void *buf, unsigned int len)
{
	len = min(len, used(fifo));
	copy_out(fifo, buf, len, fifo->out);
	return len;
}
EXPORT_SYMBOL(__kfifo_out_peek);

unsigned int __kfifo_out(struct __kfifo *fifo, void *buf, unsigned int len)
{
	len = __kfifo_out_peek(fifo, buf, len);
	smp_store_release(&fifo->out, fifo->out + len);
	return len;
}
EXPORT_SYMBOL(__kfifo_out);

int __kfifo_from_user(struct __kfifo *fifo, const void __user *from, unsigned long len,
		      unsigned int *copied)
{
	unsigned int n = min_t(unsigned long, len / fifo->esize, unused(fifo));
	unsigned long left = in_from_user(fifo, from, n, fifo->in);

	n -= DIV_ROUND_UP(left, fifo->esize);
	*copied = n * fifo->esize;
	smp_store_release(&fifo->in, fifo->in + n);
	return left ? -EFAULT : 0;
}
EXPORT_SYMBOL(__kfifo_from_user);

int __kfifo_to_user(struct __kfifo *fifo, void __user *to, unsigned long len, unsigned int *copied)
{
	unsigned int n = min_t(unsigned long, len / fifo->esize, used(fifo));
	unsigned long left = out_to_user(fifo, to, n, fifo->out);

	n -= DIV_ROUND_UP(left, fifo->esize);
	*copied = n * fifo->esize;
	smp_store_release(&fifo->out, fifo->out + n);
	return left ? -EFAULT : 0;
}
EXPORT_SYMBOL(__kfifo_to_user);

/* ---- records ---- */

unsigned int __kfifo_max_r(unsigned int len, size_t recsize)
{
	return min(len, (1U << (recsize * 8)) - 1);
}
EXPORT_SYMBOL(__kfifo_max_r);

static unsigned int record_len(struct __kfifo *fifo, size_t recsize)
{
	const u8 *data = fifo->data;
	unsigned int len = data[fifo->out & fifo->mask];

	if (recsize == 2)
		len |= data[(fifo->out + 1) & fifo->mask] << 8;
	return len;
}

static void set_record_len(struct __kfifo *fifo, unsigned int len, size_t recsize)
{
	u8 *data = fifo->data;

	data[fifo->in & fifo->mask] = len;
	if (recsize == 2)
		data[(fifo->in + 1) & fifo->mask] = len >> 8;
}

unsigned int __kfifo_len_r(struct __kfifo *fifo, size_t recsize)
{
	return used(fifo) ? record_len(fifo, recsize) : 0;
}
EXPORT_SYMBOL(__kfifo_len_r);

unsigned int __kfifo_in_r(struct __kfifo *fifo, const void *buf, unsigned int len, size_t recsize)
{
	if (len + recsize > unused(fifo) || len > __kfifo_max_r(len, recsize))
		return 0;
	set_record_len(fifo, len, recsize);
	copy_in(fifo, buf, len, fifo->in + recsize);
	smp_store_release(&fifo->in, fifo->in + len + recsize);
	return len;
}
EXPORT_SYMBOL(__kfifo_in_r);

unsigned int __kfifo_out_peek_r(struct __kfifo *fifo, void *buf, unsigned int len, size_t recsize)
{
	if (!used(fifo))
		return 0;
	len = min(len, record_len(fifo, recsize));
	copy_out(fifo, buf, len, fifo->out + recsize);
	return len;
}
EXPORT_SYMBOL(__kfifo_out_peek_r);

void __kfifo_skip_r(struct __kfifo *fifo, size_t recsize)
{
	smp_store_release(&fifo->out, fifo->out + record_len(fifo, recsize) + recsize);
}
EXPORT_SYMBOL(__kfifo_skip_r);

/* What does not fit into @buf is lost with the record. */
unsigned int __kfifo_out_r(struct __kfifo *fifo, void *buf, unsigned int len, size_t recsize)
{
	if (!used(fifo))
		return 0;
	len = __kfifo_out_peek_r(fifo, buf, len, recsize);
	__kfifo_skip_r(fifo, recsize);
	return len;
}
EXPORT_SYMBOL(__kfifo_out_r);

int __kfifo_from_user_r(struct __kfifo *fifo, const void __user *from, unsigned long len,
			unsigned int *copied, size_t recsize)
{
	unsigned int n = __kfifo_max_r(min(len, (unsigned long)INT_MAX), recsize);

	*copied = 0;
	if (n + recsize > unused(fifo))
		return 0;
	set_record_len(fifo, n, recsize);
	if (in_from_user(fifo, from, n, fifo->in + recsize))
		return -EFAULT;
	*copied = n;
	smp_store_release(&fifo->in, fifo->in + n + recsize);
	return 0;
}
EXPORT_SYMBOL(__kfifo_from_user_r);

int __kfifo_to_user_r(struct __kfifo *fifo, void __user *to, unsigned long len,
		      unsigned int *copied, size_t recsize)
{
	unsigned int n;

	*copied = 0;
	if (!used(fifo))
		return 0;
	n = min_t(unsigned long, len, record_len(fifo, recsize));
	if (out_to_user(fifo, to, n, fifo->out + recsize))
		return -EFAULT;
	*copied = n;
	__kfifo_skip_r(fifo, recsize);
	return 0;
}
EXPORT_SYMBOL(__kfifo_to_user_r);

/* ---- scatter lists for devices ---- */

/* Describe @bytes at @buf, with one entry for what is physically contiguous. Entries used. */
static unsigned int describe(struct scatterlist *sgl, unsigned int nents, void *buf, size_t bytes)
{
	unsigned int n = 0;

	while (bytes && n < nents) {
		struct page *page = virt_to_page(buf);
		size_t run = PAGE_SIZE - offset_in_page(buf);

		while (run < bytes && page_to_phys(virt_to_page(buf + run)) ==
					      page_to_phys(page) + offset_in_page(buf) + run)
			run += PAGE_SIZE;
		run = min(run, bytes);
		sg_set_page(&sgl[n++], page, run, offset_in_page(buf));
		buf += run;
		bytes -= run;
	}
	return n;
}

static unsigned int describe_ring(struct __kfifo *fifo, struct scatterlist *sgl, int nents,
				  unsigned int len, unsigned int at)
{
	unsigned int off = at & fifo->mask, n;
	size_t first = first_part(fifo, len, off), bytes = (size_t)len * fifo->esize;

	if (!nents || !len)
		return 0;
	n = describe(sgl, nents, fifo->data + (size_t)off * fifo->esize, first);
	n += describe(sgl + n, nents - n, fifo->data, bytes - first);
	if (n)
		sg_mark_end(sgl + n - 1);
	return n;
}

unsigned int __kfifo_dma_in_prepare(struct __kfifo *fifo, struct scatterlist *sgl, int nents,
				    unsigned int len)
{
	return describe_ring(fifo, sgl, nents, min(len, unused(fifo)), fifo->in);
}
EXPORT_SYMBOL(__kfifo_dma_in_prepare);

unsigned int __kfifo_dma_out_prepare(struct __kfifo *fifo, struct scatterlist *sgl, int nents,
				     unsigned int len)
{
	return describe_ring(fifo, sgl, nents, min(len, used(fifo)), fifo->out);
}
EXPORT_SYMBOL(__kfifo_dma_out_prepare);

unsigned int __kfifo_dma_in_prepare_r(struct __kfifo *fifo, struct scatterlist *sgl, int nents,
				      unsigned int len, size_t recsize)
{
	len = __kfifo_max_r(len, recsize);
	if (len + recsize > unused(fifo))
		return 0;
	return describe_ring(fifo, sgl, nents, len, fifo->in + recsize);
}
EXPORT_SYMBOL(__kfifo_dma_in_prepare_r);

void __kfifo_dma_in_finish_r(struct __kfifo *fifo, unsigned int len, size_t recsize)
{
	len = __kfifo_max_r(len, recsize);
	set_record_len(fifo, len, recsize);
	smp_store_release(&fifo->in, fifo->in + len + recsize);
}
EXPORT_SYMBOL(__kfifo_dma_in_finish_r);

unsigned int __kfifo_dma_out_prepare_r(struct __kfifo *fifo, struct scatterlist *sgl, int nents,
				       unsigned int len, size_t recsize)
{
	len = __kfifo_max_r(len, recsize);
	if (len + recsize > used(fifo))
		return 0;
	return describe_ring(fifo, sgl, nents, len, fifo->out + recsize);
}
EXPORT_SYMBOL(__kfifo_dma_out_prepare_r);

void __kfifo_dma_out_finish_r(struct __kfifo *fifo, size_t recsize)
{
	__kfifo_skip_r(fifo, recsize);
}
EXPORT_SYMBOL(__kfifo_dma_out_finish_r);
