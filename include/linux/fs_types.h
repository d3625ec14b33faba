/* SPDX-License-Identifier: MIT */
/* The type byte of a directory entry. */
#ifndef _LINUX_FS_TYPES_H
#define _LINUX_FS_TYPES_H

#define S_DT_SHIFT 12
#define S_DT(mode) (((mode)&S_IFMT) >> S_DT_SHIFT)

#define DT_UNKNOWN 0
#define DT_FIFO	   1
#define DT_CHR	   2
#define DT_DIR	   4
#define DT_BLK	   6
#define DT_REG	   8
#define DT_LNK	   10
#define DT_SOCK	   12
#define DT_WHT	   14

#endif
