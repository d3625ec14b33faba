/* SPDX-License-Identifier: MIT */
/* Load averages: every 5 s the number of active tasks is folded in, with Linux's constants. */
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/sched/loadavg.h>

#include "kernel/sched_priv.h"

unsigned long avenrun[3];
EXPORT_SYMBOL(avenrun);
static unsigned long next_sample;

void loadavg_reset(void)
{
	avenrun[0] = avenrun[1] = avenrun[2] = 0;
	next_sample = INITIAL_JIFFIES + LOAD_FREQ;
}

/* One step of the exponential average; rounds up while the load grows. */
static unsigned long step(unsigned long load, unsigned long exp, unsigned long active)
{
	unsigned long new = load *exp + active *(FIXED_1 - exp);

	if (active >= load)
		new += FIXED_1 - 1;
	return new / FIXED_1;
}

/* => called by whoever advanced jiffies, one at a time. */
void loadavg_tick(unsigned long now)
{
	static const unsigned long exp[3] = {EXP_1, EXP_5, EXP_15};
	unsigned long active;
	int rounds = 0;

	if (time_before(now, READ_ONCE(next_sample)))
		return;
	active = nr_running_tasks() * FIXED_1;
	/* A long jump of the clock: after this many rounds the averages have settled. */
	while (time_after_eq(now, next_sample) && rounds++ < 2000) {
		for (int i = 0; i < 3; i++)
			avenrun[i] = step(avenrun[i], exp[i], active);
		WRITE_ONCE(next_sample, next_sample + LOAD_FREQ);
	}
	if (time_after_eq(now, next_sample))
		WRITE_ONCE(next_sample, now + LOAD_FREQ);
}

void get_avenrun(unsigned long *loads, unsigned long offset, int shift)
{
	for (int i = 0; i < 3; i++)
		loads[i] = (avenrun[i] + offset) << shift;
}
EXPORT_SYMBOL(get_avenrun);
