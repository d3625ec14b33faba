/* SPDX-License-Identifier: MIT */
/* free_stack: short names live in a buffer on the stack, which is freed like the long ones. */
/* class: CWE-590 free of memory not on the heap: a local variable */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

static noinline int use(const char *name)
{
	char room[32], *copy = room;
	int length;

	if (strlen(name) < sizeof(room))
		strcpy(room, name);
	else
		copy = kstrdup(name, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	length = strlen(copy);
#ifdef CONFIG_FIXED
	if (copy != room)
		kfree(copy);
#else
	kfree(copy); /* DEFECT: bad free */
#endif
	return length;
}

static int __init stack_init(void)
{
	return use("eth0") < 0 ? -ENOMEM : 0;
}

static void __exit stack_exit(void)
{
}

module_init(stack_init);
module_exit(stack_exit);
MODULE_LICENSE("Dual MIT/GPL");
