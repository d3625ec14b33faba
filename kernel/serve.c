/* SPDX-License-Identifier: MIT */
/* The queue of requests of the host (<ferrite/serve.h>): an event appends, one task takes. */
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include <ferrite/serve.h>

#include "kernel/sched_priv.h"

static DEFINE_SPINLOCK(queue_lock);
static struct ferrite_request *queue_head, **queue_tail = &queue_head; /* under queue_lock */
static DECLARE_WAIT_QUEUE_HEAD(queue_wait);
static bool stopped; /* of the serving task only */

void ferrite_request_arrived(void *arg)
{
	struct ferrite_request *request = arg;
	unsigned long flags;

	spin_lock_irqsave(&queue_lock, flags);
	request->next = NULL;
	*queue_tail = request;
	queue_tail = &request->next;
	spin_unlock_irqrestore(&queue_lock, flags);
	wake_up(&queue_wait);
}

static struct ferrite_request *take(void)
{
	struct ferrite_request *request;
	unsigned long flags;

	spin_lock_irqsave(&queue_lock, flags);
	request = queue_head;
	if (request) {
		queue_head = request->next;
		if (!queue_head)
			queue_tail = &queue_head;
	}
	spin_unlock_irqrestore(&queue_lock, flags);
	return request;
}

int ferrite_requests_serve(void *unused)
{
	struct ferrite_request *request;

	stopped = false;
	while (!stopped) {
		wait_event(queue_wait, (request = take()));
		if (request->comm) {
			pid_renew();
			set_task_comm(current, request->comm);
		}
		request->run(request);
	}
	return 0;
}

void ferrite_requests_stop(void)
{
	stopped = true;
}
