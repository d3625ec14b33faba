/* SPDX-License-Identifier: MIT */
/* leak_kmalloc: each read of /proc/motd copies the text, and nobody frees the copy. */
/* class: CWE-401 missing release of memory; kmemleak "unreferenced object" */
/* client: cat /proc/motd */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

static const char text[] = "be kind\n";

static ssize_t motd_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	char *copy;
	ssize_t n;

	if (*pos >= sizeof(text) - 1)
		return 0;
	copy = kmemdup(text, sizeof(text), GFP_KERNEL); /* DEFECT: leak */
	if (!copy)
		return -ENOMEM;
	n = simple_read_from_buffer(buf, count, pos, copy, sizeof(text) - 1);
#ifdef CONFIG_FIXED
	kfree(copy);
#endif
	return n;
}

static const struct proc_ops motd_ops = {.proc_read = motd_read};

static int __init motd_init(void)
{
	return proc_create("motd", 0444, NULL, &motd_ops) ? 0 : -ENOMEM;
}

static void __exit motd_exit(void)
{
	remove_proc_entry("motd", NULL);
}

module_init(motd_init);
module_exit(motd_exit);
MODULE_LICENSE("Dual MIT/GPL");
