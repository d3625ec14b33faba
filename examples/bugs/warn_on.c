/* SPDX-License-Identifier: MIT */
/* warn_on: a condition that the author excluded comes true. */
/* class: WARN_ON() reached (syzbot "WARNING in …"); CWE-617 */
#include <linux/bug.h>
#include <linux/module.h>

static int depth;

static void pop(void)
{
	WARN_ON(depth == 0); /* DEFECT: warning */
	if (depth)
		depth--;
}

static int __init pop_init(void)
{
#ifdef CONFIG_FIXED
	depth = 1;
#endif
	return 0;
}

static void __exit pop_exit(void)
{
	pop();
}

module_init(pop_init);
module_exit(pop_exit);
MODULE_LICENSE("Dual MIT/GPL");
