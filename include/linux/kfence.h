/* SPDX-License-Identifier: MIT */
/* KFENCE, a sampling detector: not configured, as in Debian's kernel by default at run time. */
#ifndef _LINUX_KFENCE_H
#define _LINUX_KFENCE_H

#include <linux/types.h>

static __always_inline bool is_kfence_address(const void *addr)
{
	return false;
}

#endif
