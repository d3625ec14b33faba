/* SPDX-License-Identifier: MIT */
/* lock_spin_left: an early return keeps the spinlock. */
/* class: CWE-667 improper locking: missing spin_unlock on an error path; preempt imbalance */
/* client: echo hello > /proc/slot */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(lock);
static size_t longest;

static ssize_t slot_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	spin_lock(&lock); /* DEFECT: locking */
	if (count < 100) {
#ifdef CONFIG_FIXED
		spin_unlock(&lock);
#endif
		return count;
	}
	longest = max(longest, count);
	spin_unlock(&lock);
	return count;
}

static const struct proc_ops slot_ops = {.proc_write = slot_write};

static int __init slot_init(void)
{
	return proc_create("slot", 0222, NULL, &slot_ops) ? 0 : -ENOMEM;
}

static void __exit slot_exit(void)
{
	remove_proc_entry("slot", NULL);
}

module_init(slot_init);
module_exit(slot_exit);
MODULE_LICENSE("Dual MIT/GPL");
