/* SPDX-License-Identifier: MIT */
/* infoleak_buffer: a whole buffer goes out although only its start was filled. */
/* class: CWE-908 use of uninitialised resource: copy_to_user of unfilled heap */
/* client: head -c 512 /proc/state */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define SIZE 512

static ssize_t state_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	char *text = kmalloc(SIZE, GFP_KERNEL);
	size_t n = SIZE;
	ssize_t done = 0;

	if (!text)
		return -ENOMEM;
	strcpy(text, "state: running\n");
#ifdef CONFIG_FIXED
	n = strlen(text);
#endif
	if (*pos == 0 && count >= n) {
		done = copy_to_user(buf, text, n) ? -EFAULT : n; /* DEFECT: uninitialised memory */
		*pos = n;
	}
	kfree(text);
	return done;
}

static const struct proc_ops state_ops = {.proc_read = state_read};

static int __init state_init(void)
{
	return proc_create("state", 0444, NULL, &state_ops) ? 0 : -ENOMEM;
}

static void __exit state_exit(void)
{
	remove_proc_entry("state", NULL);
}

module_init(state_init);
module_exit(state_exit);
MODULE_LICENSE("Dual MIT/GPL");
