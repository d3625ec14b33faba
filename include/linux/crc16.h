/* SPDX-License-Identifier: MIT */
/* CRC-16 (x^16 + x^15 + x^2 + 1, reflected). */
#ifndef _LINUX_CRC16_H
#define _LINUX_CRC16_H

#include <linux/types.h>

u16 crc16(u16 crc, const u8 *buffer, size_t len);
u16 crc16_byte(u16 crc, u8 data);

#endif
