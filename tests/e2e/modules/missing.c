/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

extern int no_such_function(int x);
extern int no_such_variable;

static int __init missing_init(void)
{
	if (no_such_function(1))
		return no_such_function(2);
	undeclared_function(no_such_variable);
	return 0;
}

module_init(missing_init);
MODULE_LICENSE("Dual MIT/GPL");
