/* SPDX-License-Identifier: MIT */
/*
 * <linux/moduleloader.h>: hooks that an architecture gives the loader. The host's dynamic
 * linker relocates modules here, so only the allocation calls that other code uses are left.
 */
#ifndef LINUX_MODULELOADER_H
#define LINUX_MODULELOADER_H

#include <linux/module.h>

#endif
