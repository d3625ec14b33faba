/* SPDX-License-Identifier: MIT */
/* user_pointer: the command letter is read through the client's pointer. */
/* class: CWE-822 untrusted pointer dereference; KASAN user-memory-access, SMAP fault */
/* client: echo x > /proc/letter */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/uaccess.h>

static ssize_t letter_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	char letter;

#ifdef CONFIG_FIXED
	if (get_user(letter, buf))
		return -EFAULT;
#else
	letter = READ_ONCE(*(const char __force *)buf); /* DEFECT: user pointer */
#endif
	pr_info("letter %c\n", letter);
	return count;
}

static const struct proc_ops letter_ops = {.proc_write = letter_write};

static int __init letter_init(void)
{
	return proc_create("letter", 0222, NULL, &letter_ops) ? 0 : -ENOMEM;
}

static void __exit letter_exit(void)
{
	remove_proc_entry("letter", NULL);
}

module_init(letter_init);
module_exit(letter_exit);
MODULE_LICENSE("Dual MIT/GPL");
