// SPDX-License-Identifier: MIT
/* hello: coming, going, parameters and the log. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

static char *whom = "world";
module_param(whom, charp, 0444);
MODULE_PARM_DESC(whom, "who is greeted");

static int times = 1;
module_param(times, int, 0444);
MODULE_PARM_DESC(times, "how often");

static int __init hello_init(void)
{
	int i;

	if (times < 0)
		return -EINVAL;
	for (i = 0; i < times; i++)
		pr_info("hello, %s\n", whom);
	return 0;
}

static void __exit hello_exit(void)
{
	pr_info("goodbye, %s\n", whom);
}

module_init(hello_init);
module_exit(hello_exit);

MODULE_DESCRIPTION("Greets and says goodbye");
MODULE_LICENSE("Dual MIT/GPL");
