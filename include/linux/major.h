/* SPDX-License-Identifier: MIT */
/* Major numbers that Linux's device list assigns (Documentation/admin-guide/devices.txt). */
#ifndef _LINUX_MAJOR_H
#define _LINUX_MAJOR_H

#define UNNAMED_MAJOR		0
#define MEM_MAJOR		1
#define RAMDISK_MAJOR		1
#define FLOPPY_MAJOR		2
#define PTY_MASTER_MAJOR	2
#define IDE0_MAJOR		3
#define PTY_SLAVE_MAJOR		3
#define TTY_MAJOR		4
#define TTYAUX_MAJOR		5
#define LP_MAJOR		6
#define VCS_MAJOR		7
#define LOOP_MAJOR		7
#define SCSI_DISK0_MAJOR	8
#define SCSI_TAPE_MAJOR		9
#define MD_MAJOR		9
#define MISC_MAJOR		10
#define SCSI_CDROM_MAJOR	11
#define INPUT_MAJOR		13
#define SOUND_MAJOR		14
#define SCSI_GENERIC_MAJOR	21
#define I2C_MAJOR		89
#define VIDEO_MAJOR		81
#define MTD_CHAR_MAJOR		90
#define MTD_BLOCK_MAJOR		31
#define MSR_MAJOR		202
#define CPUID_MAJOR		203
#define FB_MAJOR		29
#define RAW_MAJOR		162
#define USB_ACM_MAJOR		166
#define USB_CHAR_MAJOR		180
#define UNIX98_PTY_MASTER_MAJOR 128
#define UNIX98_PTY_MAJOR_COUNT	8
#define UNIX98_PTY_SLAVE_MAJOR	(UNIX98_PTY_MASTER_MAJOR + UNIX98_PTY_MAJOR_COUNT)
#define BLOCK_EXT_MAJOR		259

#endif
