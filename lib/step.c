/* SPDX-License-Identifier: MIT */
/* Steps: see step.h. */
#include "lib/step.h"
#include "lib/defect.h"
#include <linux/compiler.h>

static u64 steps, awaited;

noinline void ferrite_step_reached(u64 step)
{
	asm volatile("" : : "r"(step) : "memory");
}

u64 step_next(unsigned long caller)
{
	u64 step;

	if (!defect_is_module(caller))
		return step_now();
	step = __atomic_add_fetch(&steps, 1, __ATOMIC_RELAXED);
	if (unlikely(step == awaited))
		ferrite_step_reached(step);
	return step;
}

u64 step_now(void)
{
	return __atomic_load_n(&steps, __ATOMIC_RELAXED);
}

void ferrite_step_await(unsigned long long step)
{
	awaited = step;
}

void step_reset(void)
{
	__atomic_store_n(&steps, 0, __ATOMIC_RELAXED);
}
