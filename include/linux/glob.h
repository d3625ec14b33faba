/* SPDX-License-Identifier: MIT */
/* Shell patterns: ? * [a-z] [!a-z] and backslash. */
#ifndef _LINUX_GLOB_H
#define _LINUX_GLOB_H

#include <linux/types.h>

/* Does @pat match all of @str? */
bool glob_match(char const *pat, char const *str);

#endif
