/* SPDX-License-Identifier: MIT */
#ifndef LINUX_PREFETCH_H
#define LINUX_PREFETCH_H
#include <asm/processor.h>
#define spin_lock_prefetch(x) prefetchw(x)
#endif
