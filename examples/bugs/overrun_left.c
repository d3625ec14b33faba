/* SPDX-License-Identifier: MIT */
/* overrun_left: trailing blanks are cut off a line that has nothing else. */
/* class: CWE-124 buffer underwrite; SLUB "Left Redzone overwritten" */
#include <linux/ctype.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

static char *line;

static void chomp(char *s)
{
	char *end = s + strlen(s);

#ifdef CONFIG_FIXED
	while (end > s && isspace(end[-1]))
		end--;
	*end = '\0';
#else
	end[-1] = '\0'; /* DEFECT(--asan): out of bounds */
#endif
}

static int __init left_init(void)
{
	line = kzalloc(32, GFP_KERNEL); /* DEFECT: overrun */
	if (!line)
		return -ENOMEM;
	chomp(line);
	return 0;
}

static void __exit left_exit(void)
{
	kfree(line);
}

module_init(left_init);
module_exit(left_exit);
MODULE_LICENSE("Dual MIT/GPL");
