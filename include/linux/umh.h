/* SPDX-License-Identifier: MIT */
/*
 * <linux/umh.h>: programs started by the kernel. A hosted machine owns no file system with
 * programs, so every path is one that does not exist: the calls fail with -ENOENT.
 */
#ifndef LINUX_UMH_H
#define LINUX_UMH_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/stddef.h>
#include <linux/workqueue.h>

#define UMH_NO_WAIT   0x00
#define UMH_WAIT_EXEC 0x01
#define UMH_WAIT_PROC 0x02
#define UMH_FREEZABLE 0x04
#define UMH_KILLABLE  0x08

/* May sleep. With UMH_NO_WAIT Linux reports 0 although nothing can be started; so does this. */
int call_usermodehelper(const char *path, char **argv, char **envp, int wait);

#endif
