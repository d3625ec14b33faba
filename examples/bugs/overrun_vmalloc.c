/* SPDX-License-Identifier: MIT */
/* overrun_vmalloc: the loop runs into the guard page behind a vmalloc area. */
/* class: CWE-787 out-of-bounds write; KASAN vmalloc-out-of-bounds, guard page */
#include <linux/module.h>
#include <linux/vmalloc.h>

static u32 *ring;

static int __init ring_init(void)
{
	int i, n = 2 * PAGE_SIZE / sizeof(*ring);

	ring = vmalloc(2 * PAGE_SIZE);
	if (!ring)
		return -ENOMEM;
#ifdef CONFIG_FIXED
	n--;
#endif
	for (i = 0; i <= n; i++)
		WRITE_ONCE(ring[i], i); /* DEFECT: overrun */
	return 0;
}

static void __exit ring_exit(void)
{
	vfree(ring);
}

module_init(ring_init);
module_exit(ring_exit);
MODULE_LICENSE("Dual MIT/GPL");
