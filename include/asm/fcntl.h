/* SPDX-License-Identifier: MIT */
#ifndef _ASM_FCNTL_H
#define _ASM_FCNTL_H
#include <uapi/linux/fcntl.h>
#endif
