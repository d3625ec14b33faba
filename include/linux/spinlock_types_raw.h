/* SPDX-License-Identifier: MIT */
#ifndef LINUX_SPINLOCK_TYPES_RAW_H
#define LINUX_SPINLOCK_TYPES_RAW_H
#include <linux/spinlock_types.h>
#endif
