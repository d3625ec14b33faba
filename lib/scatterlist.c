/* SPDX-License-Identifier: MIT */
/*
 * Scatter lists: arrays of pieces of memory, chained: the last entry of an array that is not the
 * last array links to the next one and counts as no piece. A table's arrays are one page each
 * (SG_MAX_SINGLE_ALLOC entries), the last one only as long as needed.
 */
#include <linux/export.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

struct scatterlist *sg_next(struct scatterlist *sg)
{
	if (sg_is_last(sg))
		return NULL;
	sg++;
	return sg_is_chain(sg) ? sg_chain_ptr(sg) : sg;
}
EXPORT_SYMBOL(sg_next);

int sg_nents(struct scatterlist *sg)
{
	int n = 0;

	for (; sg; sg = sg_next(sg))
		n++;
	return n;
}
EXPORT_SYMBOL(sg_nents);

int sg_nents_for_len(struct scatterlist *sg, u64 len)
{
	u64 total = 0;
	int n = 0;

	if (!len)
		return 0;
	for (; sg; sg = sg_next(sg)) {
		n++;
		total += sg->length;
		if (total >= len)
			return n;
	}
	return -EINVAL;
}
EXPORT_SYMBOL(sg_nents_for_len);

struct scatterlist *sg_last(struct scatterlist *sgl, unsigned int nents)
{
	struct scatterlist *sg, *last = NULL;
	unsigned int i;

	for_each_sg(sgl, sg, nents, i) last = sg;
	return last;
}
EXPORT_SYMBOL(sg_last);

void sg_init_table(struct scatterlist *sgl, unsigned int nents)
{
	memset(sgl, 0, sizeof(*sgl) * nents);
	sg_init_marker(sgl, nents);
}
EXPORT_SYMBOL(sg_init_table);

void sg_init_one(struct scatterlist *sg, const void *buf, unsigned int buflen)
{
	sg_init_table(sg, 1);
	sg_set_buf(sg, buf, buflen);
}
EXPORT_SYMBOL(sg_init_one);

/* ---- tables ---- */

void sg_free_table(struct sg_table *table)
{
	unsigned int left = table->orig_nents;
	struct scatterlist *sgl = table->sgl;

	while (sgl) {
		struct scatterlist *next = NULL;

		if (left > SG_MAX_SINGLE_ALLOC) {
			next = sg_chain_ptr(&sgl[SG_MAX_SINGLE_ALLOC - 1]);
			left -= SG_MAX_SINGLE_ALLOC - 1;
		}
		kfree(sgl);
		sgl = next;
	}
	table->sgl = NULL;
}
EXPORT_SYMBOL(sg_free_table);

int sg_alloc_table(struct sg_table *table, unsigned int nents, gfp_t gfp)
{
	struct scatterlist *prev = NULL;
	unsigned int left = nents;

	memset(table, 0, sizeof(*table));
	if (nents == 0)
		return -EINVAL;
	while (left) {
		unsigned int n = min_t(unsigned int, left, SG_MAX_SINGLE_ALLOC);
		struct scatterlist *sgl = kmalloc_array(n, sizeof(*sgl), gfp);

		if (!sgl) { /* as if what we have were all: the last array is full, and ends */
			if (prev)
				sg_mark_end(&prev[SG_MAX_SINGLE_ALLOC - 1]);
			table->orig_nents = table->nents;
			sg_free_table(table);
			memset(table, 0, sizeof(*table));
			return -ENOMEM;
		}
		sg_init_table(sgl, n);
		if (prev) {
			sg_chain(prev, SG_MAX_SINGLE_ALLOC, sgl);
			table->nents--;
		} else {
			table->sgl = sgl;
		}
		table->nents += n;
		left -= n;
		if (left)
			left++; /* this array's last entry becomes the link */
		prev = sgl;
	}
	table->nents = table->orig_nents = nents;
	return 0;
}
EXPORT_SYMBOL(sg_alloc_table);

/* Do pages @i and @i + 1 follow each other in memory? */
static bool contiguous(struct page **pages, unsigned int i)
{
	return page_to_pfn(pages[i]) + 1 == page_to_pfn(pages[i + 1]);
}

/* Last page of the piece that begins at page @i. */
static unsigned int piece_end(struct page **pages, unsigned int n_pages, unsigned int i,
			      unsigned int offset, unsigned int max_segment)
{
	unsigned long bytes = PAGE_SIZE - offset;

	while (i + 1 < n_pages && contiguous(pages, i) && bytes + PAGE_SIZE <= max_segment) {
		bytes += PAGE_SIZE;
		i++;
	}
	return i;
}

int sg_alloc_table_from_pages_segment(struct sg_table *sgt, struct page **pages,
				      unsigned int n_pages, unsigned int offset, unsigned long size,
				      unsigned int max_segment, gfp_t gfp)
{
	unsigned int pieces = 0, off = offset;
	struct scatterlist *sg;
	int err;

	max_segment = ALIGN_DOWN(max_segment, PAGE_SIZE);
	if (WARN_ON(max_segment < PAGE_SIZE))
		return -EINVAL;
	for (unsigned int i = 0; i < n_pages; i++, pieces++, off = 0)
		i = piece_end(pages, n_pages, i, off, max_segment);
	err = sg_alloc_table(sgt, pieces, gfp);
	if (err)
		return err;
	sg = sgt->sgl;
	off = offset;
	for (unsigned int i = 0; i < n_pages; i++, off = 0, sg = sg_next(sg)) {
		unsigned int last = piece_end(pages, n_pages, i, off, max_segment);
		unsigned long bytes = ((unsigned long)(last - i + 1) << PAGE_SHIFT) - off;

		sg_set_page(sg, pages[i], min(size, bytes), off);
		size -= min(size, bytes);
		i = last;
	}
	return 0;
}
EXPORT_SYMBOL(sg_alloc_table_from_pages_segment);

/* ---- walks ---- */

void __sg_page_iter_start(struct sg_page_iter *piter, struct scatterlist *sglist,
			  unsigned int nents, unsigned long pgoffset)
{
	piter->__pg_advance = 0;
	piter->__nents = nents;
	piter->sg = sglist;
	piter->sg_pgoffset = pgoffset;
}
EXPORT_SYMBOL(__sg_page_iter_start);

static unsigned int pages_of(struct scatterlist *sg)
{
	return PAGE_ALIGN(sg->offset + sg->length) >> PAGE_SHIFT;
}

bool __sg_page_iter_next(struct sg_page_iter *piter)
{
	if (!piter->__nents || !piter->sg)
		return false;
	piter->sg_pgoffset += piter->__pg_advance;
	piter->__pg_advance = 1;
	while (piter->sg_pgoffset >= pages_of(piter->sg)) {
		piter->sg_pgoffset -= pages_of(piter->sg);
		piter->sg = sg_next(piter->sg);
		if (!--piter->__nents || !piter->sg)
			return false;
	}
	return true;
}
EXPORT_SYMBOL(__sg_page_iter_next);

void sg_miter_start(struct sg_mapping_iter *miter, struct scatterlist *sgl, unsigned int nents,
		    unsigned int flags)
{
	memset(miter, 0, sizeof(*miter));
	__sg_page_iter_start(&miter->piter, sgl, nents, 0);
	miter->__flags = flags;
}
EXPORT_SYMBOL(sg_miter_start);

/* Make __offset and __remaining describe a page with bytes left. */
static bool miter_next_page(struct sg_mapping_iter *miter)
{
	struct scatterlist *sg;

	if (miter->__remaining)
		return true;
	if (!__sg_page_iter_next(&miter->piter))
		return false;
	sg = miter->piter.sg;
	miter->__offset = miter->piter.sg_pgoffset ? 0 : sg->offset;
	miter->piter.sg_pgoffset += miter->__offset >> PAGE_SHIFT;
	miter->__offset &= PAGE_SIZE - 1;
	miter->__remaining = sg->offset + sg->length - (miter->piter.sg_pgoffset << PAGE_SHIFT) -
			     miter->__offset;
	miter->__remaining = min_t(unsigned long, miter->__remaining, PAGE_SIZE - miter->__offset);
	return true;
}

bool sg_miter_skip(struct sg_mapping_iter *miter, off_t offset)
{
	sg_miter_stop(miter);
	while (offset) {
		off_t n;

		if (!miter_next_page(miter))
			return false;
		n = min_t(off_t, offset, miter->__remaining);
		miter->__offset += n;
		miter->__remaining -= n;
		offset -= n;
	}
	return true;
}
EXPORT_SYMBOL(sg_miter_skip);

bool sg_miter_next(struct sg_mapping_iter *miter)
{
	sg_miter_stop(miter);
	if (!miter_next_page(miter))
		return false;
	miter->page = sg_page_iter_page(&miter->piter);
	miter->consumed = miter->length = miter->__remaining;
	if (miter->__flags & SG_MITER_ATOMIC)
		miter->addr = kmap_atomic(miter->page) + miter->__offset;
	else
		miter->addr = kmap(miter->page) + miter->__offset;
	return true;
}
EXPORT_SYMBOL(sg_miter_next);

void sg_miter_stop(struct sg_mapping_iter *miter)
{
	if (!miter->addr)
		return;
	miter->__offset += miter->consumed;
	miter->__remaining -= miter->consumed;
	if (miter->__flags & SG_MITER_ATOMIC)
		kunmap_atomic(miter->addr);
	else
		kunmap(miter->page);
	miter->page = NULL;
	miter->addr = NULL;
	miter->length = 0;
	miter->consumed = 0;
}
EXPORT_SYMBOL(sg_miter_stop);

/* ---- copies ---- */

size_t sg_copy_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen,
		      off_t skip, bool to_buffer)
{
	unsigned int flags = SG_MITER_ATOMIC | (to_buffer ? SG_MITER_FROM_SG : SG_MITER_TO_SG);
	struct sg_mapping_iter miter;
	size_t offset = 0;

	sg_miter_start(&miter, sgl, nents, flags);
	if (!sg_miter_skip(&miter, skip))
		return 0;
	while (offset < buflen && sg_miter_next(&miter)) {
		size_t len = min(miter.length, buflen - offset);

		if (to_buffer)
			memcpy(buf + offset, miter.addr, len);
		else
			memcpy(miter.addr, buf + offset, len);
		offset += len;
	}
	sg_miter_stop(&miter);
	return offset;
}
EXPORT_SYMBOL(sg_copy_buffer);

size_t sg_copy_from_buffer(struct scatterlist *sgl, unsigned int nents, const void *buf,
			   size_t buflen)
{
	return sg_copy_buffer(sgl, nents, (void *)buf, buflen, 0, false);
}
EXPORT_SYMBOL(sg_copy_from_buffer);

size_t sg_copy_to_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen)
{
	return sg_copy_buffer(sgl, nents, buf, buflen, 0, true);
}
EXPORT_SYMBOL(sg_copy_to_buffer);

size_t sg_pcopy_from_buffer(struct scatterlist *sgl, unsigned int nents, const void *buf,
			    size_t buflen, off_t skip)
{
	return sg_copy_buffer(sgl, nents, (void *)buf, buflen, skip, false);
}
EXPORT_SYMBOL(sg_pcopy_from_buffer);

size_t sg_pcopy_to_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen,
			  off_t skip)
{
	return sg_copy_buffer(sgl, nents, buf, buflen, skip, true);
}
EXPORT_SYMBOL(sg_pcopy_to_buffer);

size_t sg_zero_buffer(struct scatterlist *sgl, unsigned int nents, size_t buflen, off_t skip)
{
	struct sg_mapping_iter miter;
	size_t offset = 0;

	sg_miter_start(&miter, sgl, nents, SG_MITER_ATOMIC | SG_MITER_TO_SG);
	if (!sg_miter_skip(&miter, skip))
		return 0;
	while (offset < buflen && sg_miter_next(&miter)) {
		size_t len = min(miter.length, buflen - offset);

		memset(miter.addr, 0, len);
		offset += len;
	}
	sg_miter_stop(&miter);
	return offset;
}
EXPORT_SYMBOL(sg_zero_buffer);
