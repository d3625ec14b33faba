/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LINKAGE_H
#define _LINUX_LINKAGE_H
#include <linux/compiler_types.h>
#include <linux/stringify.h>
#include <linux/export.h>
#define asmlinkage
#define __visible
#define asmlinkage_protect(n, ret, args...) ((void)0)
#define __page_aligned_data __aligned(4096)
#define __page_aligned_bss __aligned(4096)
#endif
