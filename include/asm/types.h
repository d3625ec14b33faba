/* SPDX-License-Identifier: MIT */
#ifndef _ASM_TYPES_H
#define _ASM_TYPES_H
#include <uapi/linux/types.h>
#define BITS_PER_LONG 64
#define BITS_PER_LONG_LONG 64
#endif
