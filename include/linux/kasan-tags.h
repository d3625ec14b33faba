/* SPDX-License-Identifier: MIT */
/* Tags of pointers. Generic KASAN has none: every pointer has the one that matches all memory. */
#ifndef _LINUX_KASAN_TAGS_H
#define _LINUX_KASAN_TAGS_H

#define KASAN_TAG_KERNEL  0xFF
#define KASAN_TAG_INVALID 0xFE
#define KASAN_TAG_MAX	  0xFD
#define KASAN_TAG_MIN	  0x00

#endif
