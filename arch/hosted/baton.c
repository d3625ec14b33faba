/* SPDX-License-Identifier: MIT */
/*
 * Baton mode: one vCPU runs at a time, and a seeded generator decides which.
 *
 *        vCPU 0   ====>.......====>.............====>      = runs, holds the baton
 *        vCPU 1   .....====>.............====>.......      . waits on its thread's futex
 *                     ^ the seed: at a schedule point, after 1..64 points
 *
 * Everything in `baton` and in the vCPUs belongs to the holder of the baton; handing it over
 * (a futex word, release/acquire) is the only synchronisation. The decisions depend on the
 * seed and on the number of schedule points passed, never on the host's time, so that equal
 * requests meet equal schedules. Virtual time is `now` plus the points that the running CPU
 * has used of its grant, 1 us each.
 *
 * All vCPUs idle: the oldest pending event is delivered, one alone: what it starts comes to rest
 * before the next one, whether that had arrived already or not. Without events, while
 * something is in progress, the clock jumps to the next timer; else it follows the host's, in
 * whole jiffies, so that the ticks keep their place between the points. A machine that only
 * jumps from timer to timer (a heartbeat under a blocked read) would spin, so after
 * MAX_JUMPS jumps without any word from outside it, too, waits for real.
 */
#include <string.h>

#include "hosted.h"

#define POINT_NS     1000u    /* virtual cost of a schedule point */
#define JIFFY_NS     4000000u /* the core brings jiffies up to date at slow points */
#define EVENT_POINTS 1024     /* a busy machine looks into its mailbox this often */
#define MAX_JUMPS    100000u

static struct {
	uint64_t now;
	uint64_t rng;
	int64_t switch_left; /* points until the seed decides again */
	int64_t event_left;
	bool event_wanted;  /* one event may be taken */
	uint64_t waited_ns; /* host time that is not yet in `now`: less than a jiffy */
	uint32_t jumps;	    /* since seq changed */
	uint32_t jump_seq;  /* host_event_seq() at the last jump */
	bool stall_told;
} baton;

/* splitmix64: every seed, 0 too, gives a full-period stream. */
static uint64_t draw(void)
{
	uint64_t z = (baton.rng += 0x9e3779b97f4a7c15ull);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

/* Mostly long runs (cheap), often enough very short ones (which find races). */
static int64_t draw_interval(void)
{
	uint64_t r = draw();

	return 1 + (int64_t)((r & 3) ? (r >> 8) % 64 : (r >> 8) % 8);
}

static void baton_init(uint64_t seed)
{
	memset(&baton, 0, sizeof(baton));
	baton.rng = seed * 0xd1342543de82ef95ull + 1;
	baton.switch_left = draw_interval();
	baton.event_left = EVENT_POINTS;
	baton.jump_seq = host_event_seq();
}

static uint64_t baton_time_ns(void)
{
	struct cpu *c = arch_tls.cpu;

	return baton.now + (uint64_t)(c->poll_granted - c->poll_left) * POINT_NS;
}

/* Book the points that @c has used. */
static void fold(struct cpu *c)
{
	int used = c->poll_granted - c->poll_left;

	baton.now += (uint64_t)used * POINT_NS;
	baton.switch_left -= used;
	baton.event_left -= used;
	c->poll_granted = c->poll_left = 0;
}

static uint64_t min_u64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t next_deadline(void)
{
	uint64_t d = UINT64_MAX;

	for (int i = 0; i < hosted.nr_cpus; i++)
		if (hosted.vcpu[i].started && hosted.vcpu[i].idle)
			d = min_u64(d, hosted.vcpu[i].deadline);
	return d;
}

/* Idle vCPUs whose time has come are candidates again. */
static void wake_due(void)
{
	for (int i = 0; i < hosted.nr_cpus; i++)
		if (hosted.vcpu[i].idle && hosted.vcpu[i].deadline <= baton.now)
			hosted.vcpu[i].idle = false;
}

/* How many points @c may pass before it must look again. */
static void grant(struct cpu *c)
{
	uint64_t due = min_u64(next_deadline(), c->next_event_ns);
	uint64_t tick = (baton.now / JIFFY_NS + 1) * JIFFY_NS;
	uint64_t ns = min_u64(due, tick);
	int64_t n;

	n = ns <= baton.now ? 1 : (int64_t)((ns - baton.now + POINT_NS - 1) / POINT_NS);
	if (n > baton.switch_left)
		n = baton.switch_left;
	if (n > baton.event_left)
		n = baton.event_left;
	c->poll_granted = c->poll_left = n < 1 ? 1 : (int)n;
}

static struct vcpu *pick(const struct vcpu *except)
{
	struct vcpu *set[FERRITE_MAX_CPUS];
	int n = 0;

	for (int i = 0; i < hosted.nr_cpus; i++) {
		struct vcpu *v = &hosted.vcpu[i];

		if (v->started && !v->idle && v != except)
			set[n++] = v;
	}
	if (n < 2)
		return n ? set[0] : NULL;
	return set[draw() % (unsigned int)n];
}

/* Pass the baton to @to and wait for it. => the caller's points are folded. */
static void hand(struct vcpu *from, struct vcpu *to)
{
	struct host_thread *self = from->thread;

	host_thread_let_go(to->thread);
	host_thread_wait(self);
}

static void want_event(struct vcpu *v)
{
	baton.event_wanted = true;
	cpu_set_pending(v->cpu, CPU_PENDING_EVENT);
}

static bool baton_event_wanted(void)
{
	bool wanted = baton.event_wanted;

	baton.event_wanted = false;
	return wanted;
}

/*
 * The client may call again before this machine is at rest: then that must not depend on how
 * soon it does. A look into the mailbox is far away again.
 */
static void baton_answered(void)
{
	baton.event_left = EVENT_POINTS;
}

static void baton_poll(struct vcpu *v)
{
	struct vcpu *to;

	fold(v->cpu);
	wake_due();
	if (baton.event_left <= 0) {
		baton.event_left = EVENT_POINTS;
		if (host_events_waiting())
			want_event(v);
	}
	if (baton.switch_left <= 0) {
		baton.switch_left = draw_interval();
		if (draw() & 1)
			cpu_set_pending(v->cpu, CPU_PENDING_SEED);
		to = pick(NULL);
		if (to && to != v)
			hand(v, to);
	}
	grant(v->cpu);
}

/* The caller spins for what another vCPU holds: one of them must run now. */
static void baton_relax(struct vcpu *v)
{
	struct vcpu *to;

	fold(v->cpu);
	baton.now += POINT_NS;
	wake_due();
	to = pick(v);
	if (to)
		hand(v, to);
	grant(v->cpu);
}

static void baton_kick(struct vcpu *v)
{
	v->idle = false;
}

static bool may_jump(uint64_t deadline)
{
	if (deadline == UINT64_MAX || !host_busy())
		return false;
	if (baton.jump_seq != host_event_seq()) {
		baton.jump_seq = host_event_seq();
		baton.jumps = 0;
	}
	return baton.jumps++ < MAX_JUMPS;
}

static void tell_stall(uint64_t deadline)
{
	if (deadline != UINT64_MAX || !host_busy() || baton.stall_told)
		return;
	baton.stall_told = true;
	if (host_ops.stall)
		host_ops.stall();
}

/* The machine has waited for @ns; @deadline is the next timer's. */
static void follow_host(uint64_t ns, uint64_t deadline)
{
	baton.waited_ns += ns;
	if (deadline != UINT64_MAX && baton.waited_ns >= deadline - baton.now) {
		baton.waited_ns -= deadline - baton.now;
		baton.now = deadline;
		return;
	}
	baton.now += baton.waited_ns / JIFFY_NS * JIFFY_NS;
	baton.waited_ns %= JIFFY_NS;
}

/* Every vCPU is idle and no event waits: let time pass, one way or the other. */
static void all_idle(void)
{
	uint32_t seq = host_event_seq();
	uint64_t d = next_deadline();
	bool jump = may_jump(d); /* before the look at the mailbox: event.c says why */

	if (host_events_waiting())
		return;
	if (jump) {
		baton.now = d;
		return;
	}
	tell_stall(d);
	follow_host(host_event_wait(seq, d == UINT64_MAX ? d : d - baton.now), d);
}

static void baton_idle(struct vcpu *v, uint64_t deadline)
{
	struct vcpu *to;

	fold(v->cpu);
	v->deadline = deadline;
	/* Woken since it last looked? Then it is not idle at all. */
	v->idle = !__atomic_load_n(&v->cpu->pending, __ATOMIC_RELAXED);
	for (;;) {
		wake_due();
		if (!v->idle)
			break;
		to = pick(v);
		if (to) {
			hand(v, to);
			continue;
		}
		if (host_events_waiting()) {
			want_event(v);
			baton.event_left = EVENT_POINTS;
			baton.stall_told = false;
			v->idle = false;
			break;
		}
		all_idle();
	}
	grant(v->cpu);
}

static void baton_cpu_start(struct vcpu *v)
{
	v->idle = false;
	v->started = true;
}

/* The caller's thread goes back to the pool; somebody else, the boot CPU at least, runs on. */
static void baton_cpu_stop(struct vcpu *v)
{
	struct vcpu *to;

	fold(v->cpu);
	v->started = false;
	to = pick(v);
	if (!to) {
		to = &hosted.vcpu[0];
		to->idle = false;
	}
	host_thread_let_go(to->thread);
}

static void baton_resumed(struct vcpu *v)
{
	fold(v->cpu);
	grant(v->cpu);
}

static void baton_event_posted(void)
{
}

static void baton_delay(struct vcpu *v, uint64_t ns)
{
	fold(v->cpu);
	baton.now += ns;
	baton.switch_left -= (int64_t)(ns / POINT_NS);
	baton.event_left -= (int64_t)(ns / POINT_NS);
	grant(v->cpu);
}

const struct host_mode baton_mode = {
	.init = baton_init,
	.poll = baton_poll,
	.relax = baton_relax,
	.idle = baton_idle,
	.kick = baton_kick,
	.cpu_start = baton_cpu_start,
	.cpu_stop = baton_cpu_stop,
	.resumed = baton_resumed,
	.event_posted = baton_event_posted,
	.event_wanted = baton_event_wanted,
	.answered = baton_answered,
	.time_ns = baton_time_ns,
	.delay = baton_delay,
};
