/* SPDX-License-Identifier: MIT */
/*
 * The client service: programs outside make system calls, tasks inside carry them out.
 *
 *	launcher ── CALL ──► gate thread ── ferrite_post ──► submit (interrupt context)
 *							       │ queue of the thread's client
 *	launcher ◄─ REPLY ─── ops->reply ◄── client task ◄─────┘
 *
 * Concepts
 *   client  one thread of a program, by its tid, and the task that stands for it.
 *   call    one system call (or the release of a file), from submit to reply.
 *
 * submit cannot sleep, so it cannot make a task: it makes the client and leaves it to kclientd
 * to give it one. A client's calls run in their order (a thread has one at a time; a release
 * may stand behind it). The last close of a file runs in its opener's task when that is idle,
 * as close(2) would, else in a kworker, as Linux's delayed fput.
 *
 * Signals: interrupt marks the call; when its task runs it, TIF_SIGPENDING is set and an
 * interruptible sleep ends. The driver's -ERESTARTSYS goes back as it is: whether the call is
 * restarted is decided outside, where the handler's flags are known. A mark that comes before
 * the call has begun takes effect when it begins, one that comes after its end is dropped.
 *
 * Invariants: a call is on calls from submit to reply; a client is on clients from its first
 * call until its task has ended; every submitted call is replied to exactly once.
 *
 * Locking: client_lock (irq-safe) guards all lists and all fields of clients and calls but what
 * only the client's task touches. It is never held across a reply or a driver's code.
 */
#include <ferrite/client.h>
#include <ferrite/client_task.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "lib/sync/leave.h"
#include "client.h"
#include "fs.h"

struct client {
	struct list_head node;	/* in clients */
	struct list_head fresh; /* in newborn: waits for kclientd */
	int tid;
	struct task_struct *task;
	struct list_head queue;	     /* calls that wait */
	struct client_call *running; /* NULL: idle */
	bool exiting;
	wait_queue_head_t wait;
};

static struct {
	spinlock_t lock;
	struct list_head clients, calls, newborn;
	unsigned int nr_calls, nr_clients;
	const struct ferrite_client_ops *ops;
	uint32_t owner_uid;
	struct task_struct *kclientd;
	wait_queue_head_t work; /* kclientd */
	wait_queue_head_t gone; /* client_exit */
} service = {
	.lock = __SPIN_LOCK_UNLOCKED(service.lock),
	.clients = LIST_HEAD_INIT(service.clients),
	.calls = LIST_HEAD_INIT(service.calls),
	.newborn = LIST_HEAD_INIT(service.newborn),
	.work = __WAIT_QUEUE_HEAD_INITIALIZER(service.work),
	.gone = __WAIT_QUEUE_HEAD_INITIALIZER(service.gone),
};

#define client_lock(flags)   spin_lock_irqsave(&service.lock, flags)
#define client_unlock(flags) spin_unlock_irqrestore(&service.lock, flags)

/* ---- to the outside ---- */

static void signal_out(struct task_struct *tsk, int sig)
{
	if (service.ops && service.ops->kill)
		service.ops->kill(tsk->pid, sig);
}

void ferrite_client_attach(const struct ferrite_client_ops *ops, uint32_t owner_uid)
{
	service.ops = ops;
	service.owner_uid = owner_uid;
	client_signal_hook_set(ops ? signal_out : NULL);
}

void client_sigio(uint64_t file, int band)
{
	if (file && service.ops && service.ops->sigio)
		service.ops->sigio(file, band);
}

void client_poll_changed(uint64_t file, uint32_t mask)
{
	if (file && service.ops && service.ops->poll)
		service.ops->poll(file, mask);
}

/* The call is over: forget it and tell. */
static void finish(struct client_call *call, const struct client_result *res)
{
	unsigned long flags;

	client_lock(flags);
	list_del(&call->all);
	service.nr_calls--;
	client_unlock(flags);
	if (call->release && service.ops)
		service.ops->released(call->cookie);
	else if (service.ops)
		service.ops->reply(call->cookie, res->value, res->file, res->payload, res->len);
	kfree(res->payload);
	kfree(call);
	wake_up_all(&service.gone);
}

static void finish_with(struct client_call *call, int64_t value)
{
	struct client_result res = {.value = value};

	finish(call, &res);
}

static void release_file(struct file *file)
{
	watch_forget(file);
	filp_close(file, NULL);
}

/* ---- a client's task ---- */

/* The owner of the machine has every capability in it, whatever the uid is. */
static int grant_owner(const struct ferrite_call *a)
{
	struct cred *cred;

	if (a->euid != service.owner_uid || capable(CAP_SYS_ADMIN))
		return 0;
	cred = prepare_creds();
	if (!cred)
		return -ENOMEM;
	memset(&cred->cap_effective, 0xff, sizeof(cred->cap_effective));
	cred->cap_permitted = cred->cap_effective;
	return commit_creds(cred);
}

static void attr_of(const struct ferrite_call *a, struct client_attr *attr)
{
	*attr = (struct client_attr){
		.tid = a->tid,
		.tgid = a->tgid,
		.ppid = a->ppid,
		.uid = a->uid,
		.euid = a->euid,
		.gid = a->gid,
		.egid = a->egid,
	};
	memcpy(attr->comm, a->comm, sizeof(attr->comm));
	attr->comm[sizeof(attr->comm) - 1] = '\0';
}

static void run_syscall(struct client_call *call)
{
	struct client_result res = {0};
	struct client_attr attr;
	struct code_mark mark;

	attr_of(&call->args, &attr);
	res.value = client_task_update(&attr) ?: grant_owner(&call->args);
	if (!res.value) {
		task_set_client((void *)(uintptr_t)call->cookie);
		code_enter(&mark);
		client_execute(call, &res);
		code_leave(&mark, LEAVE_CALL, NULL);
		task_set_client(NULL);
	}
	client_task_clear_signal();
	finish(call, &res);
}

static void run_release(struct client_call *call)
{
	struct code_mark mark;

	code_enter(&mark);
	release_file(call->release);
	code_leave(&mark, LEAVE_CALL, NULL);
	finish_with(call, 0);
}

/* The next call, now running; NULL: none. *@over: the client has ended and has no more. */
static struct client_call *next_call(struct client *c, bool *over)
{
	struct client_call *call = NULL;
	unsigned long flags;

	client_lock(flags);
	if (!list_empty(&c->queue)) {
		call = list_first_entry(&c->queue, struct client_call, node);
		list_del_init(&call->node);
		c->running = call;
		if (c->exiting)
			call->interrupted = call->fatal = true;
		if (call->interrupted)
			client_task_interrupt(current, call->fatal);
	}
	*over = !call && c->exiting;
	client_unlock(flags);
	return call;
}

static bool has_work(struct client *c)
{
	unsigned long flags;
	bool work;

	client_lock(flags);
	work = !list_empty(&c->queue) || c->exiting;
	client_unlock(flags);
	return work;
}

static void client_free(struct client *c)
{
	unsigned long flags;

	client_lock(flags);
	list_del(&c->node);
	service.nr_clients--;
	client_unlock(flags);
	if (c->task)
		put_task_struct(c->task);
	kfree(c);
	wake_up_all(&service.gone);
}

static int client_main(void *arg)
{
	struct client *c = arg;
	struct client_call *call;
	unsigned long flags;
	bool over;

	for (;;) {
		wait_event_idle(c->wait, has_work(c));
		call = next_call(c, &over);
		if (over)
			break;
		if (!call)
			continue;
		if (call->release)
			run_release(call);
		else
			run_syscall(call);
		client_lock(flags);
		c->running = NULL;
		client_unlock(flags);
		client_task_clear_signal();
	}
	client_free(c);
	return 0;
}

/* ---- kclientd: gives new clients their tasks ---- */

static struct client *take_newborn(void)
{
	struct client *c;
	unsigned long flags;

	client_lock(flags);
	c = list_first_entry_or_null(&service.newborn, struct client, fresh);
	if (c)
		list_del_init(&c->fresh);
	client_unlock(flags);
	return c;
}

/* No task could be made: its calls fail, and a later call may try again. */
static void stillborn(struct client *c)
{
	struct client_call *call, *tmp;
	unsigned long flags;
	LIST_HEAD(calls);

	client_lock(flags);
	c->exiting = true;
	list_splice_init(&c->queue, &calls);
	client_unlock(flags);
	list_for_each_entry_safe (call, tmp, &calls, node) {
		if (call->release)
			run_release(call);
		else
			finish_with(call, -ENOMEM);
	}
	client_free(c);
}

static void give_task(struct client *c)
{
	struct client_call *first;
	struct client_attr attr;
	struct task_struct *task;
	unsigned long flags;

	client_lock(flags);
	first = list_first_entry(&c->queue, struct client_call, node);
	attr_of(&first->args, &attr);
	client_unlock(flags);
	task = client_task_create(&attr, NULL, client_main, c);
	if (!task) {
		stillborn(c);
		return;
	}
	client_lock(flags);
	c->task = task;
	client_unlock(flags);
	wake_up_new_task(task);
}

static int kclientd_main(void *unused)
{
	struct client *c;

	while (!kthread_should_stop()) {
		wait_event_idle(service.work,
				!list_empty(&service.newborn) || kthread_should_stop());
		while ((c = take_newborn()) != NULL)
			give_task(c);
	}
	return 0;
}

/* ---- events from outside (interrupt context) ---- */

/* => client_lock. A client that still takes calls, or NULL. */
static struct client *find_client(int tid)
{
	struct client *c;

	list_for_each_entry (c, &service.clients, node)
		if (c->tid == tid && !c->exiting)
			return c;
	return NULL;
}

/* => client_lock */
static struct client *new_client(int tid)
{
	struct client *c = kzalloc(sizeof(*c), GFP_ATOMIC);

	if (!c)
		return NULL;
	c->tid = tid;
	INIT_LIST_HEAD(&c->queue);
	init_waitqueue_head(&c->wait);
	list_add_tail(&c->node, &service.clients);
	list_add_tail(&c->fresh, &service.newborn);
	service.nr_clients++;
	return c;
}

static struct client_call *new_call(uint64_t cookie, uint64_t file, const struct ferrite_call *args,
				    const char *path)
{
	size_t len = path ? args->path_len : 0;
	struct client_call *call = kzalloc(sizeof(*call) + len + 1, GFP_ATOMIC);

	if (!call)
		return NULL;
	call->cookie = cookie;
	call->file_id = file;
	INIT_LIST_HEAD(&call->node);
	if (args)
		call->args = *args;
	if (len)
		memcpy(call->path, path, len);
	return call;
}

/* => client_lock */
static void enlist(struct client_call *call)
{
	list_add_tail(&call->all, &service.calls);
	service.nr_calls++;
}

/* => client_lock */
static void enqueue(struct client *c, struct client_call *call)
{
	call->client = c;
	list_add_tail(&call->node, &c->queue);
}

void ferrite_client_submit(uint64_t cookie, uint64_t file, const struct ferrite_call *args,
			   const char *path)
{
	struct client_call *call = new_call(cookie, file, args, path);
	struct client *c = NULL;
	unsigned long flags;

	if (call) {
		client_lock(flags);
		c = find_client(args->tid) ?: new_client(args->tid);
		if (c) {
			enlist(call);
			enqueue(c, call);
		}
		client_unlock(flags);
	}
	if (!c) {
		kfree(call);
		if (service.ops)
			service.ops->reply(cookie, -ENOMEM, 0, NULL, 0);
		return;
	}
	wake_up(&c->wait);
	wake_up(&service.work);
}

void ferrite_client_interrupt(uint64_t cookie, int fatal)
{
	struct client_call *call;
	unsigned long flags;

	client_lock(flags);
	list_for_each_entry (call, &service.calls, all) {
		if (call->cookie != cookie || call->release)
			continue;
		call->interrupted = true;
		call->fatal |= fatal;
		if (call->client && call->client->running == call)
			client_task_interrupt(call->client->task, fatal);
		break;
	}
	client_unlock(flags);
}

static void release_work(struct work_struct *work)
{
	run_release(container_of(work, struct client_call, work));
}

void ferrite_client_release(uint64_t cookie, uint64_t id)
{
	struct client_call *call = new_call(cookie, id, NULL, NULL);
	struct file *file = call ? client_file_take(id) : NULL;
	struct client *c;
	unsigned long flags;

	if (!file) {
		kfree(call);
		if (service.ops)
			service.ops->released(cookie);
		return;
	}
	call->release = file;
	client_lock(flags);
	enlist(call);
	c = find_client(fs_file_of(file)->tid);
	if (c && c->task && !c->running && list_empty(&c->queue))
		enqueue(c, call);
	else
		c = NULL;
	client_unlock(flags);
	if (c) {
		wake_up(&c->wait);
	} else {
		INIT_WORK(&call->work, release_work);
		queue_work(system_unbound_wq, &call->work);
	}
}

/* => client_lock */
static void end_client(struct client *c)
{
	c->exiting = true;
	if (c->running && c->task)
		client_task_interrupt(c->task, true);
	wake_up(&c->wait);
}

void ferrite_client_task_exit(int tid)
{
	struct client *c;
	unsigned long flags;

	client_lock(flags);
	c = find_client(tid);
	if (c)
		end_client(c);
	client_unlock(flags);
}

unsigned int ferrite_client_calls(void)
{
	return READ_ONCE(service.nr_calls);
}

unsigned int ferrite_client_files(void)
{
	return client_file_count();
}

/* ---- life ---- */

int client_init(void)
{
	struct task_struct *task = kthread_run(kclientd_main, NULL, "kclientd");

	if (IS_ERR(task))
		return PTR_ERR(task);
	service.kclientd = task;
	return 0;
}

void client_exit(void)
{
	struct client *c;
	unsigned long flags;

	client_lock(flags);
	list_for_each_entry (c, &service.clients, node)
		if (!c->exiting)
			end_client(c);
	client_unlock(flags);
	wait_event(service.gone, !READ_ONCE(service.nr_clients) && !READ_ONCE(service.nr_calls));
	kthread_stop(service.kclientd);
	service.kclientd = NULL;
	client_files_exit();
	service.ops = NULL;
}
