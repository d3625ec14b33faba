/* SPDX-License-Identifier: MIT */
/*
 * The nearest fraction within limits, by continued fractions: the convergents h/k follow
 * h = a*h1 + h0, k = a*k1 + k0 from 0/1 and 1/0. Where the next one exceeds a limit, the largest t
 * below a that does not gives a semiconvergent; it is nearer than the last convergent if t is
 * more than half of a, and at exactly half if the rest of the division decides so.
 */
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/rational.h>
#include <linux/types.h>

void rational_best_approximation(unsigned long numerator, unsigned long denominator,
				 unsigned long max_numerator, unsigned long max_denominator,
				 unsigned long *best_numerator, unsigned long *best_denominator)
{
	unsigned long n = numerator, d = denominator;
	unsigned long h0 = 0, k0 = 1, h1 = 1, k1 = 0;

	while (d) {
		unsigned long a = n / d, rest = n % d, h = h0 + a * h1, k = k0 + a * k1;

		if (h > max_numerator || k > max_denominator) {
			unsigned long t = ULONG_MAX;

			if (k1)
				t = (max_denominator - k0) / k1;
			if (h1)
				t = min(t, (max_numerator - h0) / h1);
			if (!k1 || 2 * t > a || (2 * t == a && k0 * d > k1 * rest)) {
				h1 = h0 + t * h1;
				k1 = k0 + t * k1;
			}
			break;
		}
		n = d;
		d = rest;
		h0 = h1;
		k0 = k1;
		h1 = h;
		k1 = k;
	}
	*best_numerator = h1;
	*best_denominator = k1;
}
EXPORT_SYMBOL(rational_best_approximation);
