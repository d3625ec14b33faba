/* SPDX-License-Identifier: MIT */
/* crash_jump: an operation that was never set is called through a garbage pointer. */
/* class: CWE-824 access of uninitialised pointer: wild jump; "unable to execute" oops */
/* client: cat /proc/jump */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>

struct ops {
	int (*state)(int value);
};

static struct ops *ops;

static int state(int value)
{
	return value ^ 1;
}

static ssize_t jump_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	pr_info("state %d\n", ops->state(1)); /* DEFECT: crash */
	return 0;
}

static const struct proc_ops jump_ops = {.proc_read = jump_read};

static int __init jump_init(void)
{
	ops = kmalloc(sizeof(*ops), GFP_KERNEL);
	if (!ops)
		return -ENOMEM;
	ops->state = state;
#ifndef CONFIG_FIXED
	memset(ops, 0xa5, sizeof(*ops));
#endif
	if (proc_create("jump", 0444, NULL, &jump_ops))
		return 0;
	kfree(ops);
	return -ENOMEM;
}

static void __exit jump_exit(void)
{
	remove_proc_entry("jump", NULL);
	kfree(ops);
}

module_init(jump_init);
module_exit(jump_exit);
MODULE_LICENSE("Dual MIT/GPL");
