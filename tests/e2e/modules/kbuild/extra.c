/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

#include "pair.h"

int pair_extra(void)
{
	return 3;
}
