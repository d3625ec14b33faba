/* SPDX-License-Identifier: MIT */
/* uaf_write: a counter in an object is bumped after the object was freed. */
/* class: CWE-416 use after free, write; SLUB "Poison overwritten" */
#include <linux/module.h>
#include <linux/slab.h>

struct conn {
	u64 id;
	u64 packets;
};

static struct conn *conn;

static void conn_close(struct conn *c)
{
	kfree(c); /* DEFECT: use after free */
}

static int __init conn_init(void)
{
	conn = kzalloc(sizeof(*conn), GFP_KERNEL);
	return conn ? 0 : -ENOMEM;
}

static void __exit conn_exit(void)
{
	struct conn *c = conn;

#ifdef CONFIG_FIXED
	WRITE_ONCE(c->packets, 1);
	conn_close(c);
#else
	conn_close(c);
	WRITE_ONCE(c->packets, 1); /* DEFECT(--asan): use after free */
#endif
}

module_init(conn_init);
module_exit(conn_exit);
MODULE_LICENSE("Dual MIT/GPL");
