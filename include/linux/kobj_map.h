/* SPDX-License-Identifier: MIT */
/*
 * A map from ranges of device numbers to the objects that serve them.
 * Private to fs/: modules reach it through cdev_add.
 */
#ifndef _LINUX_KOBJ_MAP_H
#define _LINUX_KOBJ_MAP_H

#include <linux/kdev_t.h>

struct kobj_map;

#endif
