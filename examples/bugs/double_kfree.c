/* SPDX-License-Identifier: MIT */
/* double_kfree: a failed start frees the buffer, and so does the exit function. */
/* class: CWE-415 double free; KASAN double-free (as CVE-2017-6074) */
#include <linux/module.h>
#include <linux/slab.h>

static char *buffer;

static int start(int mode)
{
	if (mode >= 0)
		return 0;
	kfree(buffer);
#ifdef CONFIG_FIXED
	buffer = NULL;
#endif
	return -EINVAL;
}

static int __init start_init(void)
{
	buffer = kmalloc(48, GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	if (start(-1))
		pr_info("not started\n");
	return 0;
}

static void __exit start_exit(void)
{
	kfree(buffer); /* DEFECT: double free */
}

module_init(start_init);
module_exit(start_exit);
MODULE_LICENSE("Dual MIT/GPL");
