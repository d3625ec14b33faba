/* SPDX-License-Identifier: MIT */
#include <linux/module.h>

/* Part of the module before it on the command line: KBUILD_MODNAME is that module's. */
const char *helper_name(void)
{
	return KBUILD_MODNAME;
}
