/* SPDX-License-Identifier: MIT */
#ifndef LINUX_RCUPDATE_WAIT_H
#define LINUX_RCUPDATE_WAIT_H
#include <linux/rcupdate.h>
#endif
