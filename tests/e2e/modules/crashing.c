/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

struct thing {
	int a, b;
};

static struct thing *nothing;

static noinline int look_at(struct thing *t)
{
	return t->b; /* the line that crashes */
}

static int __init crashing_init(void)
{
	return look_at(READ_ONCE(nothing));
}

static void __exit crashing_exit(void)
{
}

module_init(crashing_init);
module_exit(crashing_exit);
MODULE_LICENSE("Dual MIT/GPL");
