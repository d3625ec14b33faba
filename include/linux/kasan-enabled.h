/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KASAN_ENABLED_H
#define _LINUX_KASAN_ENABLED_H

#include <linux/kconfig.h>
#include <linux/types.h>

/* Is this module instrumented (--asan)? As on Linux with generic KASAN, a constant. */
static inline bool kasan_enabled(void)
{
	return IS_ENABLED(CONFIG_KASAN);
}

/* Tags in memory are a feature of other processors. */
static inline bool kasan_hw_tags_enabled(void)
{
	return false;
}

#endif
