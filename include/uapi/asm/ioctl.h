/* SPDX-License-Identifier: MIT */
#ifndef _UAPI_ASM_IOCTL_H
#define _UAPI_ASM_IOCTL_H
#include <uapi/linux/ioctl.h>
#endif
