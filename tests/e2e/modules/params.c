/* SPDX-License-Identifier: MIT */
/* Every kind of parameter; the log shows what each became. */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

static unsigned char a_byte = 1;
static short a_short = -2;
static unsigned short a_ushort = 2;
static int an_int = -3;
static unsigned int a_uint = 3;
static long a_long = -4;
static unsigned long a_ulong = 4;
static unsigned long long a_ullong = 5;
static unsigned int a_hexint = 0x10;
static char *a_charp = "start";
static bool a_bool;
static bool an_invbool;
static int a_bint;
static char a_string[8] = "abc";
static int numbers[4] = {1, 2, 3, 4};
static unsigned int nr_numbers = 2;
static char *names[3];
static int nr_names;
static int hidden = 1;
static int even;

module_param(a_byte, byte, 0644);
module_param(a_short, short, 0644);
module_param(a_ushort, ushort, 0644);
module_param(an_int, int, 0644);
MODULE_PARM_DESC(an_int, "a number");
module_param(a_uint, uint, 0444);
module_param(a_long, long, 0644);
module_param(a_ulong, ulong, 0644);
module_param(a_ullong, ullong, 0644);
module_param(a_hexint, hexint, 0644);
module_param(a_charp, charp, 0644);
module_param(a_bool, bool, 0644);
module_param(an_invbool, invbool, 0644);
module_param(a_bint, bint, 0644);
module_param_string(text, a_string, sizeof(a_string), 0644);
module_param_array(numbers, int, &nr_numbers, 0644);
module_param_array(names, charp, &nr_names, 0444);
module_param_named(other_name, hidden, int, 0);

static int set_even(const char *val, const struct kernel_param *kp)
{
	int err = param_set_int(val, kp);

	return err ?: even & 1 ? -ERANGE : 0;
}

static const struct kernel_param_ops even_ops = {
	.set = set_even,
	.get = param_get_int,
};
module_param_cb(even, &even_ops, &even, 0644);

static int __init params_init(void)
{
	int i;

	pr_info("params: %u %d %u %d %u %ld %lu %llu %x\n", a_byte, a_short, a_ushort, an_int,
		a_uint, a_long, a_ulong, a_ullong, a_hexint);
	pr_info("params: %s %d %d %d %s %d %d\n", a_charp, a_bool, an_invbool, a_bint, a_string,
		hidden, even);
	for (i = 0; i < nr_numbers; i++)
		pr_info("params: numbers[%d]=%d\n", i, numbers[i]);
	for (i = 0; i < nr_names; i++)
		pr_info("params: names[%d]=<%s>\n", i, names[i]);
	return 0;
}

static void __exit params_exit(void)
{
	pr_info("params: %s leaves with an_int=%d\n", THIS_MODULE->name, an_int);
}

module_init(params_init);
module_exit(params_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_VERSION("1.5");
