/* SPDX-License-Identifier: MIT */
/* lock_abba: one path takes the table's lock first, the other one the entry's. */
/* class: CWE-833 deadlock; lockdep "possible circular locking dependency detected" */
#include <linux/module.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(table_lock);
static DEFINE_MUTEX(entry_lock);
static int entries;

static void insert(void)
{
	mutex_lock(&table_lock);
	mutex_lock(&entry_lock);
	entries++;
	mutex_unlock(&entry_lock);
	mutex_unlock(&table_lock);
}

static void drop(void)
{
#ifdef CONFIG_FIXED
	mutex_lock(&table_lock);
	mutex_lock(&entry_lock);
#else
	mutex_lock(&entry_lock);
	mutex_lock(&table_lock); /* DEFECT: locking */
#endif
	entries--;
	mutex_unlock(&table_lock);
	mutex_unlock(&entry_lock);
}

static int __init abba_init(void)
{
	insert();
	return 0;
}

static void __exit abba_exit(void)
{
	drop();
}

module_init(abba_init);
module_exit(abba_exit);
MODULE_LICENSE("Dual MIT/GPL");
