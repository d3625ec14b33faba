/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

#include "pair.h"

#if !defined(ONLY_ONE) || !EVERYWHERE
#error "flags of the Kbuild file"
#endif

static int __init pair_init(void)
{
	pr_info("pair: %d %s\n", pair_two(), KBUILD_MODNAME);
	return 0;
}

static void __exit pair_exit(void)
{
}

module_init(pair_init);
module_exit(pair_exit);
MODULE_LICENSE("Dual MIT/GPL");
