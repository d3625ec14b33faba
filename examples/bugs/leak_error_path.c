/* SPDX-License-Identifier: MIT */
/* leak_error_path: the second of two set-up steps fails, and the first one is not undone. */
/* class: CWE-772 missing release after effective lifetime: an error path (as CVE-2019-19062) */
#include <linux/module.h>
#include <linux/slab.h>

struct port {
	int id;
	void *ring;
};

static struct port *port;

static struct port *port_create(int id, size_t ring_size)
{
	struct port *p = kzalloc(sizeof(*p), GFP_KERNEL); /* DEFECT: leak */

	if (!p)
		return NULL;
	p->id = id;
	p->ring = ring_size <= 4096 ? kmalloc(ring_size, GFP_KERNEL) : NULL;
	if (!p->ring) {
#ifdef CONFIG_FIXED
		kfree(p);
#endif
		return NULL;
	}
	return p;
}

static void port_destroy(struct port *p)
{
	kfree(p->ring);
	kfree(p);
}

static int __init port_init(void)
{
	port = port_create(1, 8192);
	if (!port)
		port = port_create(1, 4096);
	return port ? 0 : -ENOMEM;
}

static void __exit port_exit(void)
{
	port_destroy(port);
}

module_init(port_init);
module_exit(port_exit);
MODULE_LICENSE("Dual MIT/GPL");
