/* SPDX-License-Identifier: MIT */
#include <uapi/linux/types.h>
