/* SPDX-License-Identifier: MIT */
#ifndef _ASM_STAT_H
#define _ASM_STAT_H
#include <uapi/linux/stat.h>
#endif
