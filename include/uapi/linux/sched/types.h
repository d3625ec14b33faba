/* SPDX-License-Identifier: MIT */
#ifndef UAPI_LINUX_SCHED_TYPES_H
#define UAPI_LINUX_SCHED_TYPES_H
#include <linux/sched/types.h>
#endif
