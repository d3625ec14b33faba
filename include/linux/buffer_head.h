/* SPDX-License-Identifier: MIT */
/*
 * Buffers of block devices, of which there are none here: as in a Linux without CONFIG_BLOCK, only
 * the names of the types, for sources that include this and use nothing of it.
 */
#ifndef _LINUX_BUFFER_HEAD_H
#define _LINUX_BUFFER_HEAD_H

#include <linux/fs.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

struct buffer_head;

#endif
