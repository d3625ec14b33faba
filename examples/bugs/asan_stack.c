/* SPDX-License-Identifier: MIT */
/* asan_stack: a local array is read one past its end. */
/* class: CWE-121/CWE-125 stack-based out-of-bounds; KASAN stack-out-of-bounds */
/* options: --asan */
#include <linux/module.h>

static noinline int digit_sum(unsigned int n)
{
	volatile u8 digits[10];
	int i, sum = 0;

	for (i = 0; i < 10; i++, n /= 10)
		digits[i] = n % 10;
#ifdef CONFIG_FIXED
	i--;
#endif
	for (; i >= 0; i--)
		sum += digits[i]; /* DEFECT: out of bounds */
	return sum;
}

static int __init digit_init(void)
{
	volatile unsigned int n = 4294967295u;

	pr_info("sum %d\n", digit_sum(n));
	return 0;
}

static void __exit digit_exit(void)
{
}

module_init(digit_init);
module_exit(digit_exit);
MODULE_LICENSE("Dual MIT/GPL");
