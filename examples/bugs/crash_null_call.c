/* SPDX-License-Identifier: MIT */
/* crash_null_call: an operation that a driver does not offer is called. */
/* class: CWE-476 NULL pointer dereference: call of a NULL function pointer (as CVE-2009-2692) */
#include <linux/module.h>

struct ops {
	int (*start)(void);
	int (*stop)(void);
};

static int start(void)
{
	return 0;
}

static struct ops ops = {.start = start};

static int __init call_init(void)
{
	return READ_ONCE(ops.start)();
}

static void __exit call_exit(void)
{
	int (*stop)(void) = READ_ONCE(ops.stop);

#ifdef CONFIG_FIXED
	if (stop)
#endif
		stop(); /* DEFECT: crash */
}

module_init(call_init);
module_exit(call_exit);
MODULE_LICENSE("Dual MIT/GPL");
