/* SPDX-License-Identifier: MIT */
#ifndef LINUX_PARAM_H
#define LINUX_PARAM_H
#include <asm/param.h>
#endif
