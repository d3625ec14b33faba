/* SPDX-License-Identifier: MIT */
/* Recorded call stacks by handle. The core's depot is lib/stackdepot.h; its handles are opaque
 * here. */
#ifndef _LINUX_STACKDEPOT_H
#define _LINUX_STACKDEPOT_H

#include <linux/types.h>

typedef u32 depot_stack_handle_t;

#endif
