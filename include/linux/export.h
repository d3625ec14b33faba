/* SPDX-License-Identifier: MIT */
/*
 * EXPORT_SYMBOL: what modules may use.
 *
 * The C name goes into a section that is never loaded; the build reads it there (see
 * docs/decisions/005). In a module the name serves the modules that are loaded after it.
 */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#include <linux/stringify.h>
#include <linux/compiler_types.h>

#define __EXPORT_SYMBOL(sym)                                                                       \
	__asm__(".pushsection .ferrite.exports,\"\",@progbits\n"                                   \
		".asciz \"" #sym "\"\n"                                                            \
		".popsection")

#define EXPORT_SYMBOL(sym) __EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_GPL(sym) __EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_NS(sym, ns) __EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_NS_GPL(sym, ns) __EXPORT_SYMBOL(sym)
#define EXPORT_DATA_SYMBOL(sym) __EXPORT_SYMBOL(sym)

struct module;
#ifdef MODULE
extern struct module __this_module;
#define THIS_MODULE (&__this_module)
#else
#define THIS_MODULE ((struct module *)0)
#endif

#endif
