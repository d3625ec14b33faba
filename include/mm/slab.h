/* SPDX-License-Identifier: MIT */
/*
 * What Linux's own tests of the slab allocator include as "../mm/slab.h": the cache descriptor, and
 * the check of all objects. Drivers have no use for it.
 */
#ifndef MM_PUBLIC_SLAB_H
#define MM_PUBLIC_SLAB_H

#include <linux/kasan.h>
#include <linux/slub_def.h>

/*
 * Check each object of each slab of @s, free ones too: red zones, poison, free pointers. Returns
 * the number of objects in use. May sleep.
 */
long validate_slab_cache(struct kmem_cache *s);

#endif
