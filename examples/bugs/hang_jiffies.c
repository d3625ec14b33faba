/* SPDX-License-Identifier: MIT */
/* hang_jiffies: the time-out of a busy wait is computed in the wrong unit: it never comes. */
/* class: CWE-835 loop with unreachable exit condition: polling a register that stays zero */
/* options: --timeout 1 */
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/processor.h>

static u32 ready;

static int __init poll_init(void)
{
#ifdef CONFIG_FIXED
	unsigned long end = jiffies + HZ / 10;
#else
	unsigned long end = jiffies + MAX_JIFFY_OFFSET;
#endif

	while (!READ_ONCE(ready) && time_before(jiffies, end)) /* DEFECT: hang */
		cpu_relax();				       /* DEFECT: hang */
	return 0;
}

static void __exit poll_exit(void)
{
}

module_init(poll_init);
module_exit(poll_exit);
MODULE_LICENSE("Dual MIT/GPL");
