/* SPDX-License-Identifier: MIT */
/* Formatted text in memory of its own. */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "lib/alloc_for.h"

char *kvasprintf(gfp_t gfp, const char *fmt, va_list args)
{
	ALLOCATES_FOR_CALLER();
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	text = kmalloc_track_caller(len + 1, gfp);
	if (text)
		WARN_ON(vsnprintf(text, len + 1, fmt, args) != len);
	return text;
}
EXPORT_SYMBOL(kvasprintf);

const char *kvasprintf_const(gfp_t gfp, const char *fmt, va_list args)
{
	ALLOCATES_FOR_CALLER();
	return kvasprintf(gfp, fmt, args);
}
EXPORT_SYMBOL(kvasprintf_const);

char *kasprintf(gfp_t gfp, const char *fmt, ...)
{
	ALLOCATES_FOR_CALLER();
	va_list args;
	char *text;

	va_start(args, fmt);
	text = kvasprintf(gfp, fmt, args);
	va_end(args);
	return text;
}
EXPORT_SYMBOL(kasprintf);
