/* SPDX-License-Identifier: MIT */
/* sleep_copy_in_spinlock: copy_to_user(), which may fault pages in, under a spinlock. */
/* class: "BUG: sleeping function called from invalid context": might_fault() */
/* client: head -c 8 /proc/level */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>

static DEFINE_SPINLOCK(lock);
static u64 level = 0x0a6c6576656c2031;

static ssize_t level_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	unsigned long left;
	u64 copy;

	if (*pos || count < sizeof(level))
		return 0;
	spin_lock(&lock);
#ifdef CONFIG_FIXED
	copy = level;
	spin_unlock(&lock);
	left = copy_to_user(buf, &copy, sizeof(copy));
#else
	copy = level;
	left = copy_to_user(buf, &copy, sizeof(copy)); /* DEFECT: sleep in atomic context */
	spin_unlock(&lock);
#endif
	*pos = sizeof(level);
	return left ? -EFAULT : sizeof(level);
}

static const struct proc_ops level_ops = {.proc_read = level_read};

static int __init level_init(void)
{
	return proc_create("level", 0444, NULL, &level_ops) ? 0 : -ENOMEM;
}

static void __exit level_exit(void)
{
	remove_proc_entry("level", NULL);
}

module_init(level_init);
module_exit(level_exit);
MODULE_LICENSE("Dual MIT/GPL");
