/* SPDX-License-Identifier: MIT */
/* lock_mutex_left: an early return keeps the mutex. */
/* class: CWE-667 improper locking; lockdep "lock held when returning to user space!" */
/* client: echo hello > /proc/slot */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>

static DEFINE_MUTEX(lock);
static size_t longest;

static ssize_t slot_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	mutex_lock(&lock); /* DEFECT: locking */
	if (count < 100) {
#ifdef CONFIG_FIXED
		mutex_unlock(&lock);
#endif
		return count;
	}
	longest = max(longest, count);
	mutex_unlock(&lock);
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
