/* SPDX-License-Identifier: MIT */
/* leak_xarray: the entries of an array are static, but its own nodes stay: nobody destroys it. */
/* class: CWE-772 missing release of resource: xa_destroy() or idr_destroy() forgotten */
#include <linux/module.h>
#include <linux/xarray.h>

static DEFINE_XARRAY(sessions);
static int session;

static int __init array_init(void)
{
	return xa_err(xa_store(&sessions, 40, &session, GFP_KERNEL)); /* DEFECT: leak */
}

static void __exit array_exit(void)
{
#ifdef CONFIG_FIXED
	xa_destroy(&sessions);
#endif
}

module_init(array_init);
module_exit(array_exit);
MODULE_LICENSE("Dual MIT/GPL");
