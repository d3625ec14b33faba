/* SPDX-License-Identifier: MIT */
/*
 * <linux/kmod.h>: asking user space for a module.
 *
 * A machine loads what its declaration names and nothing else, so request_module() succeeds
 * for a module that is there already and is -ENOENT otherwise, which is what Linux answers
 * when /sbin/modprobe does not exist.
 */
#ifndef LINUX_KMOD_H
#define LINUX_KMOD_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/stddef.h>
#include <linux/umh.h>
#include <linux/workqueue.h>

#define KMOD_PATH_LEN 256

/* May sleep. 0, -ENOENT, or -ENAMETOOLONG for a name of 56 characters or more. */
__printf(2, 3) int __request_module(bool wait, const char *name, ...);

#define request_module(mod...)		   __request_module(true, mod)
#define request_module_nowait(mod...)	   __request_module(false, mod)
#define try_then_request_module(x, mod...) ((x) ?: (__request_module(true, mod), (x)))

#endif
