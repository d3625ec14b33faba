/* SPDX-License-Identifier: MIT */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/math64.h>

u64 int_pow(u64 base, unsigned int exp)
{
	u64 result = 1;

	for (; exp; exp >>= 1, base *= base)
		if (exp & 1)
			result *= base;
	return result;
}
EXPORT_SYMBOL_GPL(int_pow);

/* Two bits of the radicand give one bit of the root, highest first. */
unsigned long int_sqrt(unsigned long x)
{
	unsigned long root = 0;

	for (unsigned long bit = 1UL << 62; bit; bit >>= 2) {
		if (x >= root + bit) {
			x -= root + bit;
			root = (root >> 1) + bit;
		} else {
			root >>= 1;
		}
	}
	return root;
}
EXPORT_SYMBOL(int_sqrt);

u64 mul_u64_u64_div_u64(u64 a, u64 mul, u64 div)
{
	unsigned __int128 n = (unsigned __int128)a * mul, rem = 0;
	u64 q = 0;

	for (int i = 127; i >= 0; i--) {
		rem = (rem << 1) | ((n >> i) & 1);
		q <<= 1;
		if (rem >= div) {
			rem -= div;
			q |= 1;
		}
	}
	return q;
}
EXPORT_SYMBOL(mul_u64_u64_div_u64);
