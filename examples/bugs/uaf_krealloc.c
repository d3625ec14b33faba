/* SPDX-License-Identifier: MIT */
/* uaf_krealloc: a pointer into a buffer is kept while krealloc() moves the buffer. */
/* class: CWE-416 use after free, write through a stale alias; CWE-825 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

static char *text;

static int __init text_init(void)
{
	char *end, *larger;

	text = kmalloc(32, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	strcpy(text, "32 bytes at first");
	end = text + strlen(text);
	larger = krealloc(text, 300, GFP_KERNEL); /* DEFECT: use after free */
	if (!larger) {
		kfree(text);
		return -ENOMEM;
	}
	text = larger;
#ifdef CONFIG_FIXED
	end = text + strlen(text);
#endif
	WRITE_ONCE(*end, '+'); /* DEFECT(--asan): use after free */
	return 0;
}

static void __exit text_exit(void)
{
	kfree(text);
}

module_init(text_init);
module_exit(text_exit);
MODULE_LICENSE("Dual MIT/GPL");
