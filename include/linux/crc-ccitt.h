/* SPDX-License-Identifier: MIT */
/* CRC-CCITT (x^16 + x^12 + x^5 + 1): reflected, and as a shift to the left (false). */
#ifndef _LINUX_CRC_CCITT_H
#define _LINUX_CRC_CCITT_H

#include <linux/types.h>

u16 crc_ccitt(u16 crc, const u8 *buffer, size_t len);
u16 crc_ccitt_byte(u16 crc, u8 c);
u16 crc_ccitt_false(u16 crc, const u8 *buffer, size_t len);
u16 crc_ccitt_false_byte(u16 crc, u8 c);

#endif
