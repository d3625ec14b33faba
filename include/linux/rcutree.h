/* SPDX-License-Identifier: MIT */
#ifndef LINUX_RCUTREE_H
#define LINUX_RCUTREE_H
#include <linux/rcupdate.h>
#endif
