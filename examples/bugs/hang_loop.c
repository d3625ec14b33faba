/* SPDX-License-Identifier: MIT */
/* hang_loop: a state machine without a way on. */
/* class: CWE-835 loop with unreachable exit condition; "watchdog: BUG: soft lockup" */
/* options: --timeout 1 */
#include <linux/module.h>

static int state = 1;

static int __init loop_init(void)
{
#ifndef CONFIG_FIXED
	while (READ_ONCE(state) != 0) /* DEFECT: hang */
		;		      /* DEFECT: hang */
#endif
	return 0;
}

static void __exit loop_exit(void)
{
}

module_init(loop_init);
module_exit(loop_exit);
MODULE_LICENSE("Dual MIT/GPL");
