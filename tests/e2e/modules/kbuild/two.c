/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

#include "pair.h"

#if defined(ONLY_ONE)
#error "another object's flags"
#endif

int pair_two(void)
{
	return IS_ENABLED(CONFIG_EXTRA) ? pair_extra() : 2;
}
