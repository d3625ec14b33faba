/* SPDX-License-Identifier: MIT */
/* Module parameters. insmod: b=200 sh=7 us=65535 i=0x10 ui=4294967295 l=-9 ul=9
 * ull=18446744073709551615 s=word bo=y ib=1 inv=y arr=1,2,3 strs=a,bc,def fixed=short bare hex=255
 * cb=9 other-name=3 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

#define P(fmt, ...) pr_info("%d: " fmt "\n", __LINE__, ##__VA_ARGS__)

static unsigned char b;
static short sh;
static ushort us;
static int i = 1, renamed, hidden = 4;
static uint ui, hex;
static long l;
static ulong ul;
static unsigned long long ull;
static char *s = "default";
static bool bo, ib, inv, bare, unset;
static int arr[5];
static unsigned int n_arr;
static char *strs[4];
static unsigned short ro[3] = {1, 2, 3};
static char fixed[8] = "dflt";
static uint bounded = 5;

module_param(b, byte, 0644);
module_param(sh, short, 0644);
module_param(us, ushort, 0444);
module_param(i, int, 0644);
MODULE_PARM_DESC(i, "an int");
module_param(ui, uint, 0600);
module_param(l, long, 0644);
module_param(ul, ulong, 0644);
module_param(ull, ullong, 0644);
module_param(s, charp, 0644);
module_param(bo, bool, 0644);
module_param(inv, invbool, 0644);
module_param(bare, bool, 0644);
module_param(unset, bool, 0644);
module_param_named(other_name, renamed, int, 0644);
module_param(hidden, int, 0);
module_param_array(arr, int, &n_arr, 0644);
module_param_array(strs, charp, NULL, 0644);
module_param_array(ro, ushort, NULL, 0444);
module_param_string(fixed, fixed, sizeof(fixed), 0644);
module_param_hw(hex, uint, other, 0444);
module_param(ib, bool, 0444);

static int cb_value;
static int cb_set(const char *val, const struct kernel_param *kp)
{
	int r = param_set_int(val, kp);

	P("set %s to [%s]: %d", kp->name, val, r);
	return r;
}

static int cb_get(char *buf, const struct kernel_param *kp)
{
	return sprintf(buf, "cb %d", *(int *)kp->arg);
}
static const struct kernel_param_ops cb_ops = {.set = cb_set, .get = cb_get};
module_param_cb(cb, &cb_ops, &cb_value, 0644);

static int bounded_set(const char *val, const struct kernel_param *kp)
{
	return param_set_uint_minmax(val, kp, 2, 10);
}
static const struct kernel_param_ops bounded_ops = {.set = bounded_set, .get = param_get_uint};
module_param_cb(bounded, &bounded_ops, &bounded, 0644);

static void show(void)
{
	P("%d %d %u %d %u %ld %lu %llu %s", b, sh, us, i, ui, l, ul, ull, s);
	P("%d %d %d %d %d other %d hidden %d cb %d", bo, ib, inv, bare, unset, renamed, hidden,
	  cb_value);
	P("%u: %d %d %d %d %d", n_arr, arr[0], arr[1], arr[2], arr[3], arr[4]);
	P("%s %s %s %s fixed %s hex %u bounded %u", strs[0], strs[1], strs[2], strs[3] ?: "none",
	  fixed, hex, bounded);
}

static int __init params_init(void)
{
	show();
	return 0;
}

static void __exit params_exit(void)
{
	show();
}

module_init(params_init);
module_exit(params_exit);
MODULE_LICENSE("GPL");
MODULE_VERSION("1.5");
MODULE_AUTHOR("ferrite");
