/* SPDX-License-Identifier: MIT */
/*
 * Watches: telling the launcher when a polled file's readiness changes.
 *
 * In Linux a poller sleeps on the driver's wait queues and asks again when one wakes. Here the
 * poller is outside, so a task, "kpolld", asks in its place:
 *
 *	wake_up(driver's queue) ─► watch_wake: mark the file, wake kpolld
 *	kpolld: f_op->poll(file) ─► mask differs from what was told? ─► ops->poll(file, mask)
 *
 * A driver need not wake anybody when it stops being ready (a reader drained the buffer), as a
 * Linux poller would simply ask at its next poll. So after each call on a file, all watched
 * files with the same operations are asked again too (watch_touch).
 *
 * Invariants: a watch is on watches from its first poll until watch_forget; while it is, the
 * file is held open by its client. dirty says that kpolld must ask. wait entries are in the
 * driver's queues from the first poll on; the queues outlive the open file, as in Linux.
 *
 * Locking: watch_lock (irq-safe: wakers hold their queue's lock) guards the list, dirty and
 * busy. f_op->poll is called without it. watch_forget waits until kpolld has left the watch.
 */
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "client.h"
#include "fs.h"

/* A driver's poll may name several queues; drivers name one or two. */
#define WATCH_QUEUES 8

struct watch_entry {
	wait_queue_entry_t wait;
	wait_queue_head_t *queue;
	struct fs_watch *watch;
};

struct fs_watch {
	struct list_head node;
	struct file *file;
	uint32_t told; /* what the launcher knows */
	bool dirty;    /* ask again */
	bool busy;     /* kpolld is asking */
	unsigned int nr;
	struct watch_entry entry[WATCH_QUEUES];
	poll_table table;
};

static struct {
	spinlock_t lock;
	struct list_head watches;
	wait_queue_head_t work; /* kpolld */
	wait_queue_head_t idle; /* watch_forget */
	struct task_struct *task;
	struct mutex start; /* task, and the making of a file's watch */
} polld = {.lock = __SPIN_LOCK_UNLOCKED(polld.lock),
	   .watches = LIST_HEAD_INIT(polld.watches),
	   .start = __MUTEX_INITIALIZER(polld.start)};

static void mark(struct fs_watch *w)
{
	unsigned long flags;

	spin_lock_irqsave(&polld.lock, flags);
	w->dirty = true;
	spin_unlock_irqrestore(&polld.lock, flags);
	wake_up(&polld.work);
}

/* Called by the driver's wake_up, with its queue's lock held. */
static int watch_wake(wait_queue_entry_t *wait, unsigned int mode, int flags, void *key)
{
	mark(container_of(wait, struct watch_entry, wait)->watch);
	return 0;
}

static void watch_queue(struct file *file, wait_queue_head_t *queue, poll_table *table)
{
	struct fs_watch *w = container_of(table, struct fs_watch, table);
	struct watch_entry *e = &w->entry[w->nr];

	if (w->nr == WATCH_QUEUES)
		return;
	e->queue = queue;
	e->watch = w;
	init_waitqueue_func_entry(&e->wait, watch_wake);
	add_wait_queue(queue, &e->wait);
	w->nr++;
}

/* The next watch to ask, marked busy; NULL: none. */
static struct fs_watch *take_dirty(void)
{
	struct fs_watch *w, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&polld.lock, flags);
	list_for_each_entry (w, &polld.watches, node) {
		if (w->dirty && !w->busy) {
			w->dirty = false;
			w->busy = true;
			found = w;
			break;
		}
	}
	spin_unlock_irqrestore(&polld.lock, flags);
	return found;
}

static void put_busy(struct fs_watch *w)
{
	unsigned long flags;

	spin_lock_irqsave(&polld.lock, flags);
	w->busy = false;
	spin_unlock_irqrestore(&polld.lock, flags);
	wake_up_all(&polld.idle);
}

static void ask(struct fs_watch *w)
{
	uint32_t mask = (__force uint32_t)vfs_poll(w->file, NULL);

	if (mask == w->told)
		return;
	w->told = mask;
	client_poll_changed(fs_file_of(w->file)->id, mask);
}

static bool any_dirty(void)
{
	struct fs_watch *w;
	unsigned long flags;
	bool dirty = false;

	spin_lock_irqsave(&polld.lock, flags);
	list_for_each_entry (w, &polld.watches, node)
		dirty |= w->dirty;
	spin_unlock_irqrestore(&polld.lock, flags);
	return dirty;
}

static int polld_main(void *unused)
{
	struct fs_watch *w;

	while (!kthread_should_stop()) {
		wait_event_idle(polld.work, any_dirty() || kthread_should_stop());
		while ((w = take_dirty()) != NULL) {
			ask(w);
			put_busy(w);
		}
	}
	return 0;
}

/* kpolld is made when the first file is polled. */
static int start_polld(void)
{
	struct task_struct *task;

	if (polld.task)
		return 0;
	init_waitqueue_head(&polld.work);
	init_waitqueue_head(&polld.idle);
	task = kthread_run(polld_main, NULL, "kpolld");
	if (IS_ERR(task))
		return PTR_ERR(task);
	polld.task = task;
	return 0;
}

int watch_init(void)
{
	return 0;
}

void watch_exit(void)
{
	if (polld.task)
		kthread_stop(polld.task);
	polld.task = NULL;
}

static struct fs_watch *watch_new(struct file *file)
{
	struct fs_watch *w = kzalloc(sizeof(*w), GFP_KERNEL);
	unsigned long flags;

	if (!w)
		return NULL;
	w->file = file;
	init_poll_funcptr(&w->table, watch_queue);
	w->busy = true;
	spin_lock_irqsave(&polld.lock, flags);
	list_add_tail(&w->node, &polld.watches);
	spin_unlock_irqrestore(&polld.lock, flags);
	return w;
}

/* The file's watch, made when it has none. => polld.start. */
static struct fs_watch *watch_get(struct file *file, bool *fresh)
{
	struct fs_file *ff = fs_file_of(file);
	int err = start_polld();

	*fresh = !ff->watch;
	if (err)
		return ERR_PTR(err);
	if (!ff->watch)
		ff->watch = watch_new(file);
	return ff->watch ?: ERR_PTR(-ENOMEM);
}

int64_t watch_poll(struct file *file)
{
	struct fs_watch *w;
	uint32_t mask;
	bool fresh;

	if (!file->f_op->poll)
		return (__force uint32_t)DEFAULT_POLLMASK;
	mutex_lock(&polld.start);
	w = watch_get(file, &fresh);
	mutex_unlock(&polld.start);
	if (IS_ERR(w))
		return PTR_ERR(w);
	mask = (__force uint32_t)vfs_poll(file, fresh ? &w->table : NULL);
	WRITE_ONCE(w->told, mask);
	if (fresh)
		put_busy(w);
	/* What changed between the driver's look and now is told. */
	mark(w);
	return mask;
}

static bool leave(struct fs_watch *w)
{
	unsigned long flags;
	bool idle;

	spin_lock_irqsave(&polld.lock, flags);
	idle = !w->busy;
	if (idle)
		list_del_init(&w->node);
	spin_unlock_irqrestore(&polld.lock, flags);
	return idle;
}

void watch_forget(struct file *file)
{
	struct fs_file *ff = fs_file_of(file);
	struct fs_watch *w = ff->watch;

	if (!w)
		return;
	ff->watch = NULL;
	wait_event(polld.idle, leave(w));
	while (w->nr) {
		w->nr--;
		remove_wait_queue(w->entry[w->nr].queue, &w->entry[w->nr].wait);
	}
	kfree(w);
}

void watch_touch(struct file *file)
{
	struct fs_watch *w;
	unsigned long flags;
	bool any = false;

	if (!file->f_op->poll || list_empty(&polld.watches))
		return;
	spin_lock_irqsave(&polld.lock, flags);
	list_for_each_entry (w, &polld.watches, node) {
		if (w->file->f_op == file->f_op)
			any = w->dirty = true;
	}
	spin_unlock_irqrestore(&polld.lock, flags);
	if (any)
		wake_up(&polld.work);
}
