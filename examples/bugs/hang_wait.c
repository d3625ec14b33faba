/* SPDX-License-Identifier: MIT */
/* hang_wait: unloading waits for an answer that nobody gives. */
/* options: --timeout 3 */
/* class: CWE-833 deadlock: lost wake-up; "INFO: task … blocked for more than 120 seconds" */
#include <linux/completion.h>
#include <linux/module.h>

static DECLARE_COMPLETION(answer);

static int __init wait_init(void)
{
#ifdef CONFIG_FIXED
	complete(&answer);
#endif
	return 0;
}

static void __exit wait_exit(void)
{
	wait_for_completion(&answer); /* DEFECT: hang */
}

module_init(wait_init);
module_exit(wait_exit);
MODULE_LICENSE("Dual MIT/GPL");
