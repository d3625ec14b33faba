/* SPDX-License-Identifier: MIT */
/* Compound pages, splitting, and what dump_page says. */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include "page.h"

/*
 * A compound page is a block that is one object: the head counts references for all, each
 * tail points to the head, the first tail keeps order and kind of destruction.
 */
void prep_compound_page(struct page *page, unsigned int order)
{
	unsigned long i, nr = 1UL << order;

	__SetPageHead(page);
	for (i = 1; i < nr; i++) {
		page[i].mapping = NULL;
		set_compound_head(&page[i], page);
	}
	set_compound_page_dtor(page, COMPOUND_PAGE_DTOR);
	set_compound_order(page, order);
	atomic_set(&page[1].compound_mapcount, -1);
	atomic_set(&page[1].compound_pincount, 0);
}
EXPORT_SYMBOL(prep_compound_page);

/*
 * => @page came from alloc_pages(gfp without __GFP_COMP, order) and is not shared.
 */
void split_page(struct page *page, unsigned int order)
{
	unsigned long i;

	if (WARN_ON_ONCE(PageCompound(page) || !page_ref_count(page)))
		return;
	for (i = 1; i < 1UL << order; i++)
		set_page_count(page + i, 1);
	page->flags &= ~BLOCK_ORDER_MASK;
	page_owner_split(page, order);
}
EXPORT_SYMBOL(split_page);

void dump_page(struct page *page, const char *reason)
{
	unsigned long pfn = page_to_pfn(page);
	struct page_owner_record *owner = page_owner_of(pfn);

	pr_warn("page:%px refcount:%d mapcount:%d mapping:%px index:%#lx pfn:%#lx\n", page,
		page_ref_count(page), page_mapcount(page), page->mapping, page->index, pfn);
	if (PageTail(page))
		pr_warn("head:%px order:%u\n", compound_head(page),
			compound_order(compound_head(page)));
	pr_warn("flags: %pGp\n", &page->flags);
	if (PageBuddy(page))
		pr_warn("free, order %lu\n", page_private(page));
	if (page_owner_caller(owner))
		pr_warn("allocated with gfp %#x, order %d, by %pS\n", owner->gfp, owner->order,
			(void *)page_owner_caller(owner));
	if (reason)
		pr_warn("page dumped because: %s\n", reason);
}
EXPORT_SYMBOL(dump_page);
