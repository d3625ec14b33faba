/* SPDX-License-Identifier: MIT */
/* Which vmalloc area an address belongs to, for KASAN's reports. */
#include <linux/kernel.h>
#include <linux/spinlock.h>

#include "vmap.h"

static bool find(unsigned long addr, struct kasan_object *o)
{
	struct vmap_area *va;
	bool found = false;

	/* Who holds the lock is not to be waited for in the middle of an access. */
	if (!spin_trylock(&vmap_space.lock))
		return false;
	va = vmap_find(addr);
	if (va && va->vm) {
		o->start = va->va_start;
		o->size = kasan_first_bad(o->start, va->vm->size) - o->start;
		o->what = "area of vmalloc";
		o->mapped_end = va->va_start + get_vm_area_size(va->vm);
		found = true;
	}
	spin_unlock(&vmap_space.lock);
	return found;
}

void vmap_kasan_init(void)
{
	kasan_add_finder(find);
}
