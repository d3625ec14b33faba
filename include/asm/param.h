/* SPDX-License-Identifier: MIT */
#ifndef ASM_PARAM_H
#define ASM_PARAM_H
/* Ticks a second: CONFIG_HZ of Debian 6.1, and what user space is told. */
#define HZ	       250
#define USER_HZ	       100
#define CLOCKS_PER_SEC USER_HZ
#define EXEC_PAGESIZE  4096
#define NOGROUP	       (-1)
#define MAXHOSTNAMELEN 64
#endif
