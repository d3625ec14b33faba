/* SPDX-License-Identifier: MIT */
/* live_timer: an object is freed while the timer in it is armed. */
/* class: CWE-416; ODEBUG "free active … object type: timer_list" (as CVE-2023-1118) */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>

struct session {
	struct timer_list idle;
	int id;
};

static struct session *session;

static void idle(struct timer_list *t)
{
}

static int __init session_init(void)
{
	session = kzalloc(sizeof(*session), GFP_KERNEL);
	if (!session)
		return -ENOMEM;
	timer_setup(&session->idle, idle, 0);
	mod_timer(&session->idle, jiffies + 60 * HZ);
	return 0;
}

static void __exit session_exit(void)
{
#ifdef CONFIG_FIXED
	del_timer_sync(&session->idle);
#endif
	kfree(session); /* DEFECT: live object freed */
}

module_init(session_init);
module_exit(session_exit);
MODULE_LICENSE("Dual MIT/GPL");
