/* SPDX-License-Identifier: MIT */
#ifndef LINUX_RWLOCK_TYPES_H
#define LINUX_RWLOCK_TYPES_H
#include <linux/spinlock_types.h>
#endif
