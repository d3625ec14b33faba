/* SPDX-License-Identifier: MIT */
/*
 * What /proc/vmallocinfo tells; the recount.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "lib/defect.h"
#include "vmalloc.h"
#include "vmap.h"

static void describe(struct vmap_area *va, struct vmalloc_info *info)
{
	struct vm_struct *vm = va->vm;
	unsigned int i;

	if (!vm)
		return;
	info->size = vm->size;
	info->flags = vm->flags & ~(VM_COUNTED | VM_OWN_PAGES);
	info->caller = (unsigned long)vm->caller;
	info->phys_addr = vm->phys_addr;
	info->nr_pages = vm->nr_pages;
	info->pages_vmalloced = vm->nr_pages && is_vmalloc_addr(vm->pages);
	for (i = 0; i < vm->nr_pages; i++)
		info->node_pages[page_to_nid(vm->pages[i])]++;
}

bool vmalloc_info_at(unsigned long pos, struct vmalloc_info *info)
{
	struct vmap_area *va;
	bool found = false;

	memset(info, 0, sizeof(*info));
	spin_lock(&vmap_space.lock);
	list_for_each_entry (va, &vmap_space.busy_list, list) {
		if (pos-- == 0) {
			describe(va, info);
			found = true;
			break;
		}
	}
	if (!found) {
		list_for_each_entry (va, &vmap_space.lazy, list) {
			if (pos-- == 0) {
				info->unpurged = true;
				found = true;
				break;
			}
		}
	}
	if (found) {
		info->start = va->va_start;
		info->end = va->va_end;
		info->size = va->va_end - va->va_start;
	}
	spin_unlock(&vmap_space.lock);
	return found;
}

/* Bytes of all ranges of a list that is sorted by address. */
static unsigned long list_bytes(struct list_head *list, unsigned long *nr, unsigned long *errors)
{
	unsigned long bytes = 0, last = 0;
	struct vmap_area *va;

	*nr = 0;
	list_for_each_entry (va, list, list) {
		if (va->va_start < last || va->va_end <= va->va_start)
			++*errors;
		last = list == &vmap_space.lazy ? 0 : va->va_end;
		bytes += va->va_end - va->va_start;
		++*nr;
	}
	return bytes;
}

unsigned long vmalloc_audit(struct vmalloc_recount *rc)
{
	struct vmalloc_recount count;
	struct vmap_area *va;
	unsigned long bytes;

	memset(&count, 0, sizeof(count));
	spin_lock(&vmap_space.lock);
	bytes = list_bytes(&vmap_space.busy_list, &count.areas, &count.errors);
	bytes += list_bytes(&vmap_space.free_list, &count.free_ranges, &count.errors);
	bytes += list_bytes(&vmap_space.lazy, &count.lazy_ranges, &count.errors);
	list_for_each_entry (va, &vmap_space.busy_list, list)
		if (va->vm && !(va->vm->flags & VM_MAP_PUT_PAGES))
			count.pages += va->vm->nr_pages;
	spin_unlock(&vmap_space.lock);
	if (bytes != vmap_space.end - vmap_space.start) {
		pr_err("vmalloc audit: the ranges cover %lu bytes, the window has %lu\n", bytes,
		       vmap_space.end - vmap_space.start);
		count.errors++;
	}
	if (count.pages != vmalloc_nr_pages()) {
		pr_err("vmalloc audit: %lu pages counted, found %lu\n", vmalloc_nr_pages(),
		       count.pages);
		count.errors++;
	}
	if (rc)
		*rc = count;
	return count.errors;
}
