/* SPDX-License-Identifier: MIT */
/* crash_divide: a rate is computed from a parameter that may be zero. */
/* class: CWE-369 divide by zero; "divide error: 0000" */
#include <linux/module.h>

static unsigned int period;
module_param(period, uint, 0);

static int __init rate_init(void)
{
	unsigned int p = READ_ONCE(period);

#ifdef CONFIG_FIXED
	if (!p)
		p = 1;
#endif
	pr_info("rate %u\n", 1000 / p); /* DEFECT: crash */
	return 0;
}

static void __exit rate_exit(void)
{
}

module_init(rate_init);
module_exit(rate_exit);
MODULE_LICENSE("Dual MIT/GPL");
