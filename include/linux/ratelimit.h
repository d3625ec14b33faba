/* SPDX-License-Identifier: MIT */
/* Limits on how often something, mostly a message, may happen. */
#ifndef _LINUX_RATELIMIT_H
#define _LINUX_RATELIMIT_H

#include <linux/bits.h>
#include <linux/param.h>
#include <linux/printk.h>
#include <linux/ratelimit_types.h>
#include <linux/sched.h>
#include <linux/string.h>

#define DEFINE_RATELIMIT_STATE(name, interval_init, burst_init)                                    \
	struct ratelimit_state name = RATELIMIT_STATE_INIT(name, interval_init, burst_init)

static inline void ratelimit_state_init(struct ratelimit_state *rs, int interval, int burst)
{
	memset(rs, 0, sizeof(*rs));
	rs->interval = interval;
	rs->burst = burst;
}
static inline void ratelimit_default_init(struct ratelimit_state *rs)
{
	ratelimit_state_init(rs, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);
}
static inline void ratelimit_set_flags(struct ratelimit_state *rs, unsigned long flags)
{
	rs->flags = flags;
}
/* Report what was held back, for states with RATELIMIT_MSG_ON_RELEASE. */
static inline void ratelimit_state_exit(struct ratelimit_state *rs)
{
	if (!(rs->flags & RATELIMIT_MSG_ON_RELEASE) || !rs->missed)
		return;
	pr_warn("%s: %d output lines suppressed due to ratelimiting\n", current->comm, rs->missed);
	rs->missed = 0;
}

#define WARN_ON_RATELIMIT(condition, state)                                                        \
	({                                                                                         \
		bool __rtn_cond = !!(condition);                                                   \
		WARN_ON(__rtn_cond && __ratelimit(state));                                         \
		__rtn_cond;                                                                        \
	})
#define WARN_RATELIMIT(condition, format, ...)                                                     \
	({                                                                                         \
		static DEFINE_RATELIMIT_STATE(_rs, DEFAULT_RATELIMIT_INTERVAL,                     \
					      DEFAULT_RATELIMIT_BURST);                            \
		int __rtn = !!(condition);                                                         \
		if (unlikely(__rtn && __ratelimit(&_rs)))                                          \
			WARN(__rtn, format, ##__VA_ARGS__);                                        \
		__rtn;                                                                             \
	})

#endif
