/* SPDX-License-Identifier: MIT */
/* unloaded_rcu: the module goes without rcu_barrier(); its RCU callback comes afterwards. */
/* class: call_rcu() of a module without rcu_barrier() (Documentation/RCU/rcubarrier.rst); CWE-672
 */
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

struct route {
	int id;
	struct rcu_head rcu;
};

static struct route *route;

static void route_free(struct rcu_head *head)
{
	kfree(container_of(head, struct route, rcu));
}

static int __init route_init(void)
{
	route = kzalloc(sizeof(*route), GFP_KERNEL);
	return route ? 0 : -ENOMEM;
}

static void __exit route_exit(void)
{
	call_rcu(&route->rcu, route_free); /* DEFECT: use after unload */
#ifdef CONFIG_FIXED
	rcu_barrier();
#endif
}

module_init(route_init);
module_exit(route_exit);
MODULE_LICENSE("Dual MIT/GPL");
