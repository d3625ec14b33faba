/* SPDX-License-Identifier: MIT */
/* Numbers of the file calls that user space sees. */
#ifndef _UAPI_LINUX_FS_H
#define _UAPI_LINUX_FS_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define SEEK_SET  0
#define SEEK_CUR  1
#define SEEK_END  2
#define SEEK_DATA 3
#define SEEK_HOLE 4
#define SEEK_MAX  SEEK_HOLE

#define RENAME_NOREPLACE (1 << 0)
#define RENAME_EXCHANGE	 (1 << 1)
#define RENAME_WHITEOUT	 (1 << 2)

#define BLKROSET	_IO(0x12, 93)
#define BLKROGET	_IO(0x12, 94)
#define BLKRRPART	_IO(0x12, 95)
#define BLKGETSIZE	_IO(0x12, 96)
#define BLKFLSBUF	_IO(0x12, 97)
#define BLKSSZGET	_IO(0x12, 104)
#define BLKBSZGET	_IOR(0x12, 112, size_t)
#define BLKBSZSET	_IOW(0x12, 113, size_t)
#define BLKGETSIZE64	_IOR(0x12, 114, size_t)
#define FIBMAP		_IO(0x00, 1)
#define FIGETBSZ	_IO(0x00, 2)
#define FIFREEZE	_IOWR('X', 119, int)
#define FITHAW		_IOWR('X', 120, int)
#define FICLONE		_IOW(0x94, 9, int)
#define FS_IOC_GETFLAGS _IOR('f', 1, long)
#define FS_IOC_SETFLAGS _IOW('f', 2, long)
#define FS_IOC_FIEMAP	_IOWR('f', 11, struct fiemap)

typedef int __bitwise __kernel_rwf_t;

#define RWF_HIPRI     ((__force __kernel_rwf_t)0x00000001)
#define RWF_DSYNC     ((__force __kernel_rwf_t)0x00000002)
#define RWF_SYNC      ((__force __kernel_rwf_t)0x00000004)
#define RWF_NOWAIT    ((__force __kernel_rwf_t)0x00000008)
#define RWF_APPEND    ((__force __kernel_rwf_t)0x00000010)
#define RWF_SUPPORTED (RWF_HIPRI | RWF_DSYNC | RWF_SYNC | RWF_NOWAIT | RWF_APPEND)

#endif
