/* SPDX-License-Identifier: MIT */
/* leak_kref: a look-up takes a reference that its caller does not give back. */
/* class: CWE-911 improper update of a reference count: a leaked kref (as CVE-2016-0728) */
#include <linux/kref.h>
#include <linux/module.h>
#include <linux/slab.h>

struct key {
	struct kref ref;
	int serial;
};

static struct key *the_key;

static void key_release(struct kref *ref)
{
	kfree(container_of(ref, struct key, ref));
}

static struct key *key_find(int serial)
{
	if (the_key->serial != serial)
		return NULL;
	kref_get(&the_key->ref);
	return the_key;
}

static int __init key_init(void)
{
	struct key *found;

	the_key = kzalloc(sizeof(*the_key), GFP_KERNEL); /* DEFECT: leak */
	if (!the_key)
		return -ENOMEM;
	kref_init(&the_key->ref);
	the_key->serial = 7;
	found = key_find(7);
	pr_info("key %d\n", found->serial);
#ifdef CONFIG_FIXED
	kref_put(&found->ref, key_release);
#endif
	return 0;
}

static void __exit key_exit(void)
{
	kref_put(&the_key->ref, key_release);
}

module_init(key_init);
module_exit(key_exit);
MODULE_LICENSE("Dual MIT/GPL");
