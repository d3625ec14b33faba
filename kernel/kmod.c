/* SPDX-License-Identifier: MIT */
/* Requests to user space for modules and helper programs; <linux/kmod.h> says what is answered. */
#include <linux/kmod.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/stdarg.h>
#include <linux/string.h>

#include "module_state.h"

int __request_module(bool wait, const char *fmt, ...)
{
	char name[MODULE_NAME_LEN];
	va_list args;
	bool there;
	int n;

	might_sleep();
	va_start(args, fmt);
	n = vsnprintf(name, sizeof(name), fmt, args);
	va_end(args);
	if (n >= (int)sizeof(name))
		return -ENAMETOOLONG;
	for (char *p = name; *p; p++)
		if (*p == '-')
			*p = '_';
	rcu_read_lock();
	there = find_module(name);
	rcu_read_unlock();
	return there ? 0 : -ENOENT;
}
EXPORT_SYMBOL(__request_module);

int call_usermodehelper(const char *path, char **argv, char **envp, int wait)
{
	might_sleep();
	return (wait & (UMH_WAIT_EXEC | UMH_WAIT_PROC)) ? -ENOENT : 0;
}
EXPORT_SYMBOL(call_usermodehelper);
