/* SPDX-License-Identifier: MIT */
/*
 * Parallel mode: every vCPU runs truly in parallel, on the thread of its current task.
 *
 * Time is the host's. A kick is a futex word of the vCPU; the pending bits of struct cpu say
 * why. Nothing repeats here: this mode is for TSan and for finding what one baton hides.
 */
#include <sched.h>

#include "hosted.h"

#define POLL_GRANT  64 /* points between two looks at the clock and the mailbox */
#define YIELD_SPINS 32 /* pauses before a spinner gives its host processor away */

static void parallel_init(uint64_t seed)
{
	(void)seed;
}

static uint64_t parallel_time_ns(void)
{
	return host_mono_ns() - hosted.start_ns;
}

static void regrant(struct cpu *c)
{
	c->poll_granted = c->poll_left = POLL_GRANT;
}

static void parallel_poll(struct vcpu *v)
{
	regrant(v->cpu);
	if (host_events_waiting())
		cpu_set_pending(v->cpu, CPU_PENDING_EVENT);
}

static void parallel_relax(struct vcpu *v)
{
	static __thread unsigned int spins;

	(void)v;
	__builtin_ia32_pause();
	if (++spins % YIELD_SPINS == 0)
		sched_yield();
}

static void parallel_kick(struct vcpu *v)
{
	atomic_store(&v->kick, 1);
	host_futex_wake(&v->kick, 1);
}

/*
 * Nothing moves and nothing is going to: every vCPU idle without a timer. Told once for each word
 * from outside; whoever wakes meanwhile makes what is told stale, not wrong to ask.
 */
static void tell_stall(void)
{
	static _Atomic uint32_t told;
	uint32_t seq = host_event_seq();

	if (!host_busy() || !host_ops.stall || host_events_waiting())
		return;
	for (int i = 0; i < hosted.nr_cpus; i++) {
		struct vcpu *v = &hosted.vcpu[i];

		if (atomic_load(&v->started) &&
		    (!atomic_load(&v->idle) || atomic_load(&v->parallel_deadline) != UINT64_MAX ||
		     __atomic_load_n(&v->cpu->pending, __ATOMIC_SEQ_CST)))
			return;
	}
	if (atomic_exchange(&told, seq + 1) != seq + 1)
		host_ops.stall();
}

static void parallel_idle(struct vcpu *v, uint64_t deadline)
{
	atomic_store(&v->parallel_deadline, deadline);
	atomic_store(&v->idle, true);
	if (deadline == UINT64_MAX)
		tell_stall();
	for (;;) {
		uint64_t now = parallel_time_ns();

		if (host_events_waiting()) {
			cpu_set_pending(v->cpu, CPU_PENDING_EVENT);
			break;
		}
		if (atomic_exchange(&v->kick, 0) || deadline <= now)
			break;
		if (__atomic_load_n(&v->cpu->pending, __ATOMIC_SEQ_CST))
			break;
		host_futex_wait(&v->kick, 0, deadline == UINT64_MAX ? deadline : deadline - now);
	}
	atomic_store(&v->idle, false);
	regrant(v->cpu);
}

static void parallel_cpu_start(struct vcpu *v)
{
	atomic_store(&v->started, true);
	host_thread_let_go(v->thread);
}

static void parallel_cpu_stop(struct vcpu *v)
{
	atomic_store(&v->started, false);
}

static void parallel_resumed(struct vcpu *v)
{
	regrant(v->cpu);
}

/* An idle vCPU takes it; when none is, CPU 0 at its next slow point. */
static void parallel_event_posted(void)
{
	struct vcpu *v = &hosted.vcpu[0];

	for (int i = 0; i < hosted.nr_cpus; i++)
		if (atomic_load(&hosted.vcpu[i].idle)) {
			v = &hosted.vcpu[i];
			break;
		}
	parallel_kick(v);
}

static void parallel_delay(struct vcpu *v, uint64_t ns)
{
	uint64_t end = host_mono_ns() + ns;

	(void)v;
	while (host_mono_ns() < end)
		__builtin_ia32_pause();
}

static bool parallel_event_wanted(void)
{
	return true;
}

static void parallel_answered(void)
{
}

const struct host_mode parallel_mode = {
	.event_wanted = parallel_event_wanted,
	.answered = parallel_answered,
	.init = parallel_init,
	.poll = parallel_poll,
	.relax = parallel_relax,
	.idle = parallel_idle,
	.kick = parallel_kick,
	.cpu_start = parallel_cpu_start,
	.cpu_stop = parallel_cpu_stop,
	.resumed = parallel_resumed,
	.event_posted = parallel_event_posted,
	.time_ns = parallel_time_ns,
	.delay = parallel_delay,
};
