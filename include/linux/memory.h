/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MEMORY_H
#define _LINUX_MEMORY_H

#include <linux/mmzone.h>

#define MIN_MEMORY_BLOCK_SIZE (1UL << SECTION_SIZE_BITS)

#endif
