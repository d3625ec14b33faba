/* SPDX-License-Identifier: MIT */
/* underflow_kref: a reference is put once more than it was taken. */
/* class: CWE-911 improper update of a reference count; "refcount_t: underflow; use-after-free." */
#include <linux/kref.h>
#include <linux/module.h>

static struct {
	struct kref ref;
	bool open;
} channel;

static void channel_close(struct kref *ref)
{
	channel.open = false;
}

static int __init channel_init(void)
{
	kref_init(&channel.ref);
	channel.open = true;
	return 0;
}

static void __exit channel_exit(void)
{
	kref_put(&channel.ref, channel_close);
#ifndef CONFIG_FIXED
	kref_put(&channel.ref, channel_close); /* DEFECT: warning */
#endif
}

module_init(channel_init);
module_exit(channel_exit);
MODULE_LICENSE("Dual MIT/GPL");
