/* SPDX-License-Identifier: MIT */
/* Descriptor tables are the host's; see <linux/file.h>. */
#ifndef __LINUX_FDTABLE_H
#define __LINUX_FDTABLE_H

#include <linux/file.h>
#include <linux/fs.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#endif
