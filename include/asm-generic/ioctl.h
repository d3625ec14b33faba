/* SPDX-License-Identifier: MIT */
#ifndef _ASM_GENERIC_IOCTL_H
#define _ASM_GENERIC_IOCTL_H
#include <uapi/linux/ioctl.h>
#endif
