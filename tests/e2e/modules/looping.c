/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

static int __init looping_init(void)
{
	for (;;)
		barrier();
	return 0;
}

module_init(looping_init);
MODULE_LICENSE("Dual MIT/GPL");
