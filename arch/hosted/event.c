/* SPDX-License-Identifier: MIT */
/*
 * The mailbox of external events, and the count of what is in progress inside the machine.
 *
 * Any host thread posts; vCPUs take. Delivery is the mode's decision (baton.c, parallel.c):
 * host_events_waiting() says that there is something, arch_event_take() hands one out.
 */
#include <stdlib.h>

#include "hosted.h"

struct event {
	struct event *next;
	void (*fn)(void *);
	void *arg;
};

static struct {
	pthread_mutex_t mutex;
	struct event *head, **tail; /* under mutex */
	_Atomic unsigned int waiting;
	_Atomic unsigned int busy;
	_Atomic uint32_t seq; /* futex: counts posts and changes of busy */
} mailbox = {.mutex = PTHREAD_MUTEX_INITIALIZER, .tail = &mailbox.head};

static void changed(void)
{
	atomic_fetch_add(&mailbox.seq, 1);
	host_futex_wake(&mailbox.seq, 1);
}

static void enqueue(void (*fn)(void *), void *arg, unsigned int busy)
{
	struct event *e = malloc(sizeof(*e));

	if (!e)
		arch_panic("out of host memory for an external event");
	e->next = NULL;
	e->fn = fn;
	e->arg = arg;
	pthread_mutex_lock(&mailbox.mutex);
	*mailbox.tail = e;
	mailbox.tail = &e->next;
	atomic_fetch_add(&mailbox.waiting, 1);
	atomic_fetch_add(&mailbox.busy, busy);
	pthread_mutex_unlock(&mailbox.mutex);
	changed();
	if (hosted.mode)
		hosted.mode->event_posted();
}

void ferrite_post(void (*fn)(void *), void *arg)
{
	enqueue(fn, arg, 0);
}

/*
 * Both at once: whoever sees the machine busy sees the event as well (baton.c reads them in that
 * order). Busy alone, with nothing to do, would let the clock jump to a timer that is far away.
 */
void ferrite_post_busy(void (*fn)(void *), void *arg)
{
	enqueue(fn, arg, 1);
}

static bool take(void (**fn)(void *), void **arg)
{
	struct event *e;

	pthread_mutex_lock(&mailbox.mutex);
	e = mailbox.head;
	if (e) {
		mailbox.head = e->next;
		if (!mailbox.head)
			mailbox.tail = &mailbox.head;
		atomic_fetch_sub(&mailbox.waiting, 1);
	}
	pthread_mutex_unlock(&mailbox.mutex);
	if (!e)
		return false;
	*fn = e->fn;
	*arg = e->arg;
	free(e);
	return true;
}

bool arch_event_take(void (**fn)(void *), void **arg)
{
	return hosted.mode->event_wanted() && take(fn, arg);
}

bool host_events_waiting(void)
{
	return atomic_load(&mailbox.waiting) != 0;
}

void ferrite_busy_begin(void)
{
	if (atomic_fetch_add(&mailbox.busy, 1) == 0)
		changed();
}

void ferrite_busy_end(void)
{
	if (arch_tls.cpu)
		hosted.mode->answered();
	if (atomic_fetch_sub(&mailbox.busy, 1) == 1)
		changed();
}

unsigned int host_busy(void)
{
	return atomic_load(&mailbox.busy);
}

uint32_t host_event_seq(void)
{
	return atomic_load(&mailbox.seq);
}

uint64_t host_event_wait(uint32_t seq, uint64_t ns)
{
	uint64_t from = host_mono_ns();

	host_futex_wait(&mailbox.seq, seq, ns);
	return host_mono_ns() - from;
}

/* Events that nobody took are dropped with the machine. */
void host_events_exit(void)
{
	void (*fn)(void *);
	void *arg;

	while (take(&fn, &arg))
		;
	atomic_store(&mailbox.busy, 0);
}
