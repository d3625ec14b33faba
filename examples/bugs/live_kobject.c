/* SPDX-License-Identifier: MIT */
/* live_kobject: an error path frees an object by kfree() that has a folder in sysfs. */
/* class: CWE-416 use after free: kobject freed without kobject_put() (many stable fixes) */
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/slab.h>

struct port {
	struct kobject kobj;
	int speed;
};

static void port_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct port, kobj));
}

static const struct kobj_type port_type = {
	.release = port_release,
	.sysfs_ops = &kobj_sysfs_ops,
};

static int __init port_init(void)
{
	struct port *port = kzalloc(sizeof(*port), GFP_KERNEL);

	if (!port)
		return -ENOMEM;
	if (kobject_init_and_add(&port->kobj, &port_type, kernel_kobj, "port_of_example")) {
		kobject_put(&port->kobj);
		return -ENOMEM;
	}
#ifdef CONFIG_FIXED
	kobject_put(&port->kobj);
#else
	kfree(port); /* DEFECT: live object freed */
#endif
	return 0;
}

static void __exit port_exit(void)
{
}

module_init(port_init);
module_exit(port_exit);
MODULE_LICENSE("Dual MIT/GPL");
