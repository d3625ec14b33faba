/* SPDX-License-Identifier: MIT */
#include <uapi/asm/ioctls.h>
