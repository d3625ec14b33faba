/* SPDX-License-Identifier: MIT */
/* sleep_in_rcu: a reader waits inside its RCU read section. */
/* class: "Illegal context switch in RCU read-side critical section"; sleeping in rcu_read_lock() */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/rcupdate.h>

static int table[4] = {1, 2, 3, 4};
static int __rcu *current_table = (int __rcu *)table;

static int __init reader_init(void)
{
	int first;

	rcu_read_lock();
	first = rcu_dereference(current_table)[0];
#ifndef CONFIG_FIXED
	msleep(5); /* DEFECT: sleep in atomic context */
#endif
	rcu_read_unlock();
	pr_info("first %d\n", first);
	return 0;
}

static void __exit reader_exit(void)
{
}

module_init(reader_init);
module_exit(reader_exit);
MODULE_LICENSE("Dual MIT/GPL");
