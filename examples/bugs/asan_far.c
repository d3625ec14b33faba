/* SPDX-License-Identifier: MIT */
/* asan_far: an index that was not checked lands in another object's memory. */
/* class: CWE-823 out-of-range pointer offset; KASAN slab-out-of-bounds Write */
/* options: --asan */
#include <linux/module.h>
#include <linux/slab.h>

static u8 *map;

static void mark(unsigned int index)
{
#ifdef CONFIG_FIXED
	if (index >= 64)
		return;
#endif
	WRITE_ONCE(map[index], 1); /* DEFECT: out of bounds */
}

static int __init far_init(void)
{
	volatile unsigned int index = 68;

	map = kzalloc(64, GFP_KERNEL);
	if (!map)
		return -ENOMEM;
	mark(index);
	return 0;
}

static void __exit far_exit(void)
{
	kfree(map);
}

module_init(far_init);
module_exit(far_exit);
MODULE_LICENSE("Dual MIT/GPL");
