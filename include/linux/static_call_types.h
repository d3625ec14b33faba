/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_STATIC_CALL_TYPES_H
#define _LINUX_STATIC_CALL_TYPES_H
#endif
