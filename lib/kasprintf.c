/* SPDX-License-Identifier: MIT */
/* Formatted text in memory of its own. */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

char *kvasprintf(gfp_t gfp, const char *fmt, va_list args)
{
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
	return kvasprintf(gfp, fmt, args);
}
EXPORT_SYMBOL(kvasprintf_const);

char *kasprintf(gfp_t gfp, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = kvasprintf(gfp, fmt, args);
	va_end(args);
	return text;
}
EXPORT_SYMBOL(kasprintf);
