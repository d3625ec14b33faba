/* SPDX-License-Identifier: MIT */
/* free_interior: the parser moves the pointer that is freed later. */
/* class: CWE-761 free of pointer not at start of buffer; KASAN invalid-free */
#include <linux/ctype.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

static int __init parse_init(void)
{
	char *line = kstrdup("  mode=fast", GFP_KERNEL), *p = line;

	if (!line)
		return -ENOMEM;
	while (isspace(*p))
		p++;
	pr_info("option %s\n", p);
#ifdef CONFIG_FIXED
	kfree(line);
#else
	kfree(p); /* DEFECT: bad free */
#endif
	return 0;
}

static void __exit parse_exit(void)
{
}

module_init(parse_init);
module_exit(parse_exit);
MODULE_LICENSE("Dual MIT/GPL");
