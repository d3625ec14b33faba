/* SPDX-License-Identifier: MIT */
/* Coherent memory and mappings: a bus address is the physical address. */
#include <linux/dma-mapping.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>

static bool reaches(u64 mask, phys_addr_t addr, size_t size)
{
	return addr + size - 1 <= mask;
}

void *dma_alloc_attrs(struct device *dev, size_t size, dma_addr_t *dma_handle, gfp_t flag,
		      unsigned long attrs)
{
	u64 mask = dev && dev->coherent_dma_mask ? dev->coherent_dma_mask : DMA_BIT_MASK(32);
	unsigned int order = get_order(size);
	struct page *page;

	flag &= ~(__GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM);
	if (mask <= DMA_BIT_MASK(24))
		flag |= __GFP_DMA;
	else if (mask <= DMA_BIT_MASK(32))
		flag |= __GFP_DMA32;
	page = alloc_pages(flag | __GFP_ZERO, order);
	if (!page)
		return NULL;
	if (!reaches(mask, page_to_phys(page), size)) {
		__free_pages(page, order);
		return NULL;
	}
	*dma_handle = page_to_phys(page);
	return page_address(page);
}
EXPORT_SYMBOL(dma_alloc_attrs);

void dma_free_attrs(struct device *dev, size_t size, void *cpu_addr, dma_addr_t dma_handle,
		    unsigned long attrs)
{
	if (cpu_addr)
		free_pages((unsigned long)cpu_addr, get_order(size));
}
EXPORT_SYMBOL(dma_free_attrs);

dma_addr_t dma_map_page_attrs(struct device *dev, struct page *page, size_t offset, size_t size,
			      enum dma_data_direction dir, unsigned long attrs)
{
	phys_addr_t addr = page_to_phys(page) + offset;

	if (WARN_ON(!valid_dma_direction(dir)))
		return DMA_MAPPING_ERROR;
	return reaches(dma_get_mask(dev), addr, size) ? addr : DMA_MAPPING_ERROR;
}
EXPORT_SYMBOL(dma_map_page_attrs);

void dma_unmap_page_attrs(struct device *dev, dma_addr_t addr, size_t size,
			  enum dma_data_direction dir, unsigned long attrs)
{
}
EXPORT_SYMBOL(dma_unmap_page_attrs);

struct managed {
	size_t size;
	void *cpu_addr;
	dma_addr_t dma_handle;
};

static void managed_release(struct device *dev, void *res)
{
	struct managed *m = res;

	dma_free_attrs(dev, m->size, m->cpu_addr, m->dma_handle, 0);
}

void *dmam_alloc_attrs(struct device *dev, size_t size, dma_addr_t *dma_handle, gfp_t gfp,
		       unsigned long attrs)
{
	struct managed *m = devres_alloc(managed_release, sizeof(*m), gfp);

	if (!m)
		return NULL;
	m->size = size;
	m->cpu_addr = dma_alloc_attrs(dev, size, dma_handle, gfp, attrs);
	if (!m->cpu_addr) {
		devres_free(m);
		return NULL;
	}
	m->dma_handle = *dma_handle;
	devres_add(dev, m);
	return m->cpu_addr;
}
EXPORT_SYMBOL(dmam_alloc_attrs);
