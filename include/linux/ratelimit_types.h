/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RATELIMIT_TYPES_H
#define _LINUX_RATELIMIT_TYPES_H
#include <linux/types.h>
#include <asm/param.h>
#define DEFAULT_RATELIMIT_INTERVAL (5 * HZ)
#define DEFAULT_RATELIMIT_BURST 10
#define RATELIMIT_MSG_ON_RELEASE BIT(0)

/* At most @burst events in @interval jiffies. Updated with relaxed atomics: a limit, not a count. */
struct ratelimit_state {
	int interval;
	int burst;
	int printed;
	int missed;
	unsigned long begin; /* jiffies when this interval began; 0: not yet */
	unsigned long flags;
};
#define RATELIMIT_STATE_INIT_FLAGS(name, interval_init, burst_init, flags_init)                    \
	{ .interval = interval_init, .burst = burst_init, .flags = flags_init }
#define RATELIMIT_STATE_INIT(name, interval_init, burst_init)                                      \
	RATELIMIT_STATE_INIT_FLAGS(name, interval_init, burst_init, 0)
#define RATELIMIT_STATE_INIT_DISABLED                                                              \
	RATELIMIT_STATE_INIT(ratelimit_state, 0, DEFAULT_RATELIMIT_BURST)

/* True if the event may pass; @func names the place in the report of what was held back. */
int ___ratelimit(struct ratelimit_state *rs, const char *func);
#define __ratelimit(state) ___ratelimit(state, __func__)
#endif
