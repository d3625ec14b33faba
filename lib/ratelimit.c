/* SPDX-License-Identifier: MIT */
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>

/*
 * A new interval begins with the first event after the old one has ended. Two CPUs that both
 * see the end may let a few events more pass; nothing is lost by that.
 */
int ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	unsigned long begin = READ_ONCE(rs->begin);
	int interval = READ_ONCE(rs->interval);

	if (!interval)
		return 1;
	if (!begin || time_is_before_jiffies(begin + interval)) {
		int missed = __atomic_exchange_n(&rs->missed, 0, __ATOMIC_RELAXED);

		if (begin && missed && !(rs->flags & RATELIMIT_MSG_ON_RELEASE))
			printk(KERN_WARNING "%s: %d callbacks suppressed\n", func, missed);
		__atomic_store_n(&rs->printed, 0, __ATOMIC_RELAXED);
		WRITE_ONCE(rs->begin, jiffies ? jiffies : 1);
	}
	if (__atomic_fetch_add(&rs->printed, 1, __ATOMIC_RELAXED) < READ_ONCE(rs->burst))
		return 1;
	__atomic_fetch_add(&rs->missed, 1, __ATOMIC_RELAXED);
	return 0;
}
EXPORT_SYMBOL(___ratelimit);
