/* SPDX-License-Identifier: MIT */
/*
 * Cyclic redundancy checks. Bit by bit with a table of 16 entries (a nibble at a time) that the
 * compiler computes from the polynomial: small, without start-up work, and quick enough for tests.
 *
 * Appending zero bytes to a message multiplies its remainder by x^8: crc32_le_shift does that for
 * many bytes at once with powers of x modulo the polynomial, by repeated squaring.
 */
#include <linux/crc-ccitt.h>
#include <linux/crc16.h>
#include <linux/crc32.h>
#include <linux/export.h>

/* One step to the right (reflected) or left with polynomial @p. */
#define R1(c, p) (((c) >> 1) ^ ((c)&1 ? (p) : 0))
#define R4(c, p) R1(R1(R1(R1((u32)(c), p), p), p), p)
#define TABLE(p)                                                                                   \
	{                                                                                          \
		R4(0, p), R4(1, p), R4(2, p), R4(3, p), R4(4, p), R4(5, p), R4(6, p), R4(7, p),    \
			R4(8, p), R4(9, p), R4(10, p), R4(11, p), R4(12, p), R4(13, p), R4(14, p), \
			R4(15, p)                                                                  \
	}

#define CRC32_POLY_LE	 0xedb88320U
#define CRC32_POLY_BE	 0x04c11db7U
#define CRC32C_POLY_LE	 0x82f63b78U
#define CRC16_POLY	 0xa001U
#define CCITT_POLY	 0x8408U
#define CCITT_FALSE_POLY 0x1021U

static const u32 crc32_table[16] = TABLE(CRC32_POLY_LE);
static const u32 crc32c_table[16] = TABLE(CRC32C_POLY_LE);
static const u32 crc16_table[16] = TABLE(CRC16_POLY);
static const u32 ccitt_table[16] = TABLE(CCITT_POLY);

static u32 reflected_byte(u32 crc, u8 c, const u32 *table)
{
	crc ^= c;
	crc = (crc >> 4) ^ table[crc & 15];
	return (crc >> 4) ^ table[crc & 15];
}

static u32 reflected(u32 crc, const u8 *p, size_t len, const u32 *table)
{
	while (len--)
		crc = reflected_byte(crc, *p++, table);
	return crc;
}

u32 crc32_le(u32 crc, unsigned char const *p, size_t len)
{
	return reflected(crc, p, len, crc32_table);
}
EXPORT_SYMBOL(crc32_le);

u32 __crc32c_le(u32 crc, unsigned char const *p, size_t len)
{
	return reflected(crc, p, len, crc32c_table);
}
EXPORT_SYMBOL(__crc32c_le);

u32 crc32_be(u32 crc, unsigned char const *p, size_t len)
{
	while (len--) {
		crc ^= (u32)*p++ << 24;
		for (int i = 0; i < 8; i++)
			crc = (crc << 1) ^ (crc & 0x80000000U ? CRC32_POLY_BE : 0);
	}
	return crc;
}
EXPORT_SYMBOL(crc32_be);

/* x * y modulo @poly, reflected: bit 31 is x^0. */
static u32 multiply(u32 x, u32 y, u32 poly)
{
	u32 product = 0;

	for (u32 bit = 1U << 31; bit; bit >>= 1) {
		if (x & bit)
			product ^= y;
		y = R1(y, poly);
	}
	return product;
}

static u32 shift_bytes(u32 crc, size_t len, u32 poly)
{
	u32 power = 1U << (31 - 8); /* x^8 */

	for (; len; len >>= 1, power = multiply(power, power, poly))
		if (len & 1)
			crc = multiply(crc, power, poly);
	return crc;
}

u32 crc32_le_shift(u32 crc, size_t len)
{
	return shift_bytes(crc, len, CRC32_POLY_LE);
}
EXPORT_SYMBOL(crc32_le_shift);

u32 __crc32c_le_shift(u32 crc, size_t len)
{
	return shift_bytes(crc, len, CRC32C_POLY_LE);
}
EXPORT_SYMBOL(__crc32c_le_shift);

u16 crc16_byte(u16 crc, u8 data)
{
	return reflected_byte(crc, data, crc16_table);
}
EXPORT_SYMBOL(crc16_byte);

u16 crc16(u16 crc, const u8 *p, size_t len)
{
	return reflected(crc, p, len, crc16_table);
}
EXPORT_SYMBOL(crc16);

u16 crc_ccitt_byte(u16 crc, u8 c)
{
	return reflected_byte(crc, c, ccitt_table);
}
EXPORT_SYMBOL(crc_ccitt_byte);

u16 crc_ccitt(u16 crc, const u8 *p, size_t len)
{
	return reflected(crc, p, len, ccitt_table);
}
EXPORT_SYMBOL(crc_ccitt);

u16 crc_ccitt_false_byte(u16 crc, u8 c)
{
	u32 v = crc ^ ((u32)c << 8);

	for (int i = 0; i < 8; i++)
		v = (v << 1) ^ (v & 0x8000 ? CCITT_FALSE_POLY : 0);
	return v;
}
EXPORT_SYMBOL(crc_ccitt_false_byte);

u16 crc_ccitt_false(u16 crc, const u8 *p, size_t len)
{
	while (len--)
		crc = crc_ccitt_false_byte(crc, *p++);
	return crc;
}
EXPORT_SYMBOL(crc_ccitt_false);
