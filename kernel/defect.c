/* SPDX-License-Identifier: MIT */
/*
 * Defects on their way out. The text is made on the stack of whoever found it: no allocation
 * (the allocator may be what is broken), no lock (any context).
 */
#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/stdarg.h>
#include <linux/string.h>

#include "defect.h"

#define DEFECT_TEXT 3072

static atomic_long_t count;
static void (*sink)(int kind, const char *text);

static const char *const names[DEFECT_KINDS] = {
	[DEFECT_OTHER] = "defect",
	[DEFECT_LEAK] = "leak",
	[DEFECT_OVERRUN] = "write outside an object",
	[DEFECT_USE_AFTER_FREE] = "use after free",
	[DEFECT_DOUBLE_FREE] = "double free",
	[DEFECT_BAD_FREE] = "bad free",
	[DEFECT_CACHE_BUSY] = "cache destroyed with live objects",
	[DEFECT_ATOMIC_SLEEP] = "sleep in atomic context",
	[DEFECT_LOCK] = "lock",
	[DEFECT_GFP] = "allocation flags",
	[DEFECT_RCU] = "RCU",
	[DEFECT_REFCOUNT] = "reference count",
	[DEFECT_WARNING] = "warning",
	[DEFECT_MODULE_BUSY] = "module still in use",
	[DEFECT_REMAINS] = "left registered",
	[DEFECT_ACCOUNT] = "accounting",
	[DEFECT_HANG] = "hang",
	[DEFECT_PANIC] = "panic",
	[DEFECT_CRASH] = "crash",
};

const char *ferrite_defect_name(int kind)
{
	return kind >= 0 && kind < DEFECT_KINDS ? names[kind] : names[DEFECT_OTHER];
}

void ferrite_defect_sink(void (*fn)(int kind, const char *text))
{
	sink = fn;
}

unsigned long ferrite_defect_count(void)
{
	return atomic_long_read(&count);
}

void ferrite_defect_reset(void)
{
	atomic_long_set(&count, 0);
}

static void to_log(enum ferrite_defect_kind kind, char *text)
{
	char *line;

	printk(KERN_ERR "ferrite: defect: %s\n", names[kind]);
	while ((line = strsep(&text, "\n")))
		if (*line)
			printk(KERN_ERR "%s\n", line);
}

void defect_report(enum ferrite_defect_kind kind, unsigned long caller, const char *fmt, ...)
{
	char text[DEFECT_TEXT];
	va_list args;
	size_t n;

	atomic_long_inc(&count);
	va_start(args, fmt);
	n = vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	while (n && text[n - 1] == '\n')
		text[--n] = '\0';
	if (caller)
		scnprintf(text + n, sizeof(text) - n, "\nby %pS", (void *)caller);
	if (sink)
		sink(kind, text);
	else
		to_log(kind, text);
}
