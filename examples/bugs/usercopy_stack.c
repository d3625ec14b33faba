/* SPDX-License-Identifier: MIT */
/* usercopy_stack: a length that is too large copies on past the caller's stack frames. */
/* class: CWE-121 stack-based buffer overflow by copy_from_user; usercopy "process stack" */
/* client: head -c 65536 /dev/zero > /proc/cmd */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/uaccess.h>

static ssize_t cmd_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	char cmd[64];
	volatile size_t n = count;

#ifdef CONFIG_FIXED
	n = min(count, sizeof(cmd));
#endif
	if (copy_from_user(cmd, buf, n)) /* DEFECT: usercopy */
		return -EFAULT;
	pr_info("first letter %d\n", cmd[0]);
	return count;
}

static const struct proc_ops cmd_ops = {.proc_write = cmd_write};

static int __init cmd_init(void)
{
	return proc_create("cmd", 0222, NULL, &cmd_ops) ? 0 : -ENOMEM;
}

static void __exit cmd_exit(void)
{
	remove_proc_entry("cmd", NULL);
}

module_init(cmd_init);
module_exit(cmd_exit);
MODULE_LICENSE("Dual MIT/GPL");
