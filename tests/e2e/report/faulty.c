/* SPDX-License-Identifier: MIT */
/* One fault of each shape that a report can have; `what` chooses. */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/timer.h>

static char *what = "nothing";
module_param(what, charp, 0);
static int times = 3;
module_param(times, int, 0);

static inline void *inlined(size_t size)
{
	return kmalloc(size, GFP_KERNEL); /* LINE inlined */
}

static noinline void forget(void)
{
	void *p = inlined(64); /* LINE forget */

	OPTIMIZER_HIDE_VAR(p);
}

static noinline void free_twice(void)
{
	void *p = kmalloc(64, GFP_KERNEL); /* LINE allocated */

	kfree(p); /* LINE freed */
	OPTIMIZER_HIDE_VAR(p);
	kfree(p); /* LINE double */
}

static void in_timer(struct timer_list *t)
{
	WARN(1, "in the timer\n"); /* LINE timer */
}

static DEFINE_TIMER(timer, in_timer);

static ssize_t faulty_read(struct file *file, char __user *buf, size_t n, loff_t *pos)
{
	void *p = kmalloc(100, GFP_KERNEL); /* LINE read */

	OPTIMIZER_HIDE_VAR(p);
	return 0;
}

static const struct proc_ops ops = {.proc_read = faulty_read};

static int __init faulty_init(void)
{
	int i;

	if (strcmp(what, "leak") == 0)
		for (i = 0; i < times; i++)
			forget(); /* LINE loop */
	if (strcmp(what, "double") == 0)
		free_twice();
	if (strcmp(what, "warn") == 0)
		for (i = 0; i < times; i++)
			WARN(1, "\033[31mcoloured %c words\n", 7); /* LINE warn */
	if (strcmp(what, "both") == 0) {
		forget();
		WARN_ON(times); /* LINE warn_on */
	}
	if (strcmp(what, "timer") == 0) {
		mod_timer(&timer, jiffies + 1);
		msleep(20);
	}
	return proc_create("faulty", 0444, NULL, &ops) ? 0 : -ENOMEM;
}

static void __exit faulty_exit(void)
{
	remove_proc_entry("faulty", NULL);
	del_timer_sync(&timer);
}

module_init(faulty_init);
module_exit(faulty_exit);

MODULE_DESCRIPTION("Has the fault that is asked for");
MODULE_LICENSE("Dual MIT/GPL");
