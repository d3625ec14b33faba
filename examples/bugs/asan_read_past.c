/* SPDX-License-Identifier: MIT */
/* asan_read_past: a checksum reads one element more than there are. */
/* class: CWE-125 out-of-bounds read; KASAN slab-out-of-bounds Read */
/* options: --asan */
#include <linux/module.h>
#include <linux/slab.h>

static u32 *words;

static int __init sum_init(void)
{
	u32 sum = 0;
	int i, n = 5;

	words = kcalloc(5, sizeof(*words), GFP_KERNEL);
	if (!words)
		return -ENOMEM;
#ifdef CONFIG_FIXED
	n--;
#endif
	for (i = 0; i <= n; i++)
		sum += READ_ONCE(words[i]); /* DEFECT: out of bounds */
	pr_info("sum %u\n", sum);
	return 0;
}

static void __exit sum_exit(void)
{
	kfree(words);
}

module_init(sum_init);
module_exit(sum_exit);
MODULE_LICENSE("Dual MIT/GPL");
