/* SPDX-License-Identifier: MIT */
/* pr_debug and dev_dbg sites are compiled in or out, as without CONFIG_DYNAMIC_DEBUG. */
#ifndef _LINUX_DYNAMIC_DEBUG_H
#define _LINUX_DYNAMIC_DEBUG_H

#include <linux/printk.h>

#define DYNAMIC_DEBUG_BRANCH(descriptor) false
#define DEFINE_DYNAMIC_DEBUG_METADATA(name, fmt)
#define dynamic_pr_debug(fmt, ...) no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define dynamic_dev_dbg(dev, fmt, ...)                                                             \
	do {                                                                                       \
		if (0)                                                                             \
			dev_printk(KERN_DEBUG, dev, fmt, ##__VA_ARGS__);                           \
	} while (0)
#define dynamic_hex_dump(prefix_str, prefix_type, rowsize, groupsize, buf, len, ascii)             \
	do {                                                                                       \
		if (0)                                                                             \
			print_hex_dump(KERN_DEBUG, prefix_str, prefix_type, rowsize, groupsize,    \
				       buf, len, ascii);                                           \
	} while (0)

#endif
