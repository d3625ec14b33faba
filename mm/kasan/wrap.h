/* SPDX-License-Identifier: MIT */
/*
 * Names that only instrumented modules see.
 *
 * ld --wrap=NAME sends a module's calls of NAME to __wrap_NAME, which is exported here. The
 * launcher takes the list from the exports, so that a function that is added needs no other
 * place.
 */
#ifndef MM_KASAN_WRAP_H
#define MM_KASAN_WRAP_H

#include <linux/export.h>

/* Define what modules call by the link name @name. */
#define KASAN_ENTRY(type, name, args...) \
	type __wrap_##name args;         \
	EXPORT_SYMBOL(__wrap_##name);    \
	type __wrap_##name args

#endif
