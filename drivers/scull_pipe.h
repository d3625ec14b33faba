/* SPDX-License-Identifier: MIT */
/*
 * The pipes of scull: a ring buffer between those who write and those who read.
 *
 * Readers sleep while it is empty, writers while it is full; there is no end of file, a reader
 * waits for the next writer. poll and fasync tell those who do not want to sleep. The buffer exists
 * while somebody has the pipe open; what was not read by then is lost.
 */
#ifndef DRIVERS_SCULL_PIPE_H
#define DRIVERS_SCULL_PIPE_H

#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

/*
 * A ring: bytes [rp, wp) wait to be read. One byte stays free, so that rp == wp means empty.
 * The mutex guards all; rp and wp are also looked at without it, by those who wait.
 */
struct scull_pipe {
	struct mutex lock;
	wait_queue_head_t readers, writers;
	char *buffer; /* NULL while nobody has the pipe open */
	size_t size;
	size_t rp, wp;
	int nr_open;
	struct fasync_struct *async_queue;
	struct cdev cdev;
};

static inline void scull_pipe_init(struct scull_pipe *pipe)
{
	mutex_init(&pipe->lock);
	init_waitqueue_head(&pipe->readers);
	init_waitqueue_head(&pipe->writers);
}

static inline size_t scull_pipe_filled(const struct scull_pipe *pipe)
{
	size_t rp = READ_ONCE(pipe->rp), wp = READ_ONCE(pipe->wp);

	return wp >= rp ? wp - rp : pipe->size - rp + wp;
}

static inline size_t scull_pipe_space(const struct scull_pipe *pipe)
{
	return pipe->size - 1 - scull_pipe_filled(pipe);
}

/* The body of open(2): the first to come gets a buffer of @size bytes. */
static inline int scull_pipe_enter(struct scull_pipe *pipe, struct inode *inode, struct file *filp,
				   size_t size)
{
	filp->private_data = pipe;
	if (mutex_lock_interruptible(&pipe->lock))
		return -ERESTARTSYS;
	if (!pipe->buffer) {
		pipe->size = size;
		pipe->buffer = kmalloc(pipe->size, GFP_KERNEL);
		if (!pipe->buffer) {
			mutex_unlock(&pipe->lock);
			return -ENOMEM;
		}
		WRITE_ONCE(pipe->rp, 0);
		WRITE_ONCE(pipe->wp, 0);
	}
	pipe->nr_open++;
	mutex_unlock(&pipe->lock);
	return nonseekable_open(inode, filp);
}

static inline int scull_pipe_fasync(int fd, struct file *filp, int on)
{
	struct scull_pipe *pipe = filp->private_data;

	return fasync_helper(fd, filp, on, &pipe->async_queue);
}

static inline int scull_pipe_release(struct inode *inode, struct file *filp)
{
	struct scull_pipe *pipe = filp->private_data;

	scull_pipe_fasync(-1, filp, 0);
	mutex_lock(&pipe->lock);
	if (!--pipe->nr_open) {
		kfree(pipe->buffer);
		pipe->buffer = NULL;
	}
	mutex_unlock(&pipe->lock);
	return 0;
}

/*
 * Take the lock as soon as @ready(pipe) is not 0. => 0, with the lock held; -EAGAIN for a
 * file that must not block; -ERESTARTSYS when a signal came.
 */
static inline int scull_pipe_lock_when(struct scull_pipe *pipe, struct file *filp,
				       wait_queue_head_t *queue,
				       size_t (*ready)(const struct scull_pipe *))
{
	for (;;) {
		if (mutex_lock_interruptible(&pipe->lock))
			return -ERESTARTSYS;
		if (ready(pipe))
			return 0;
		mutex_unlock(&pipe->lock);
		if (filp->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(*queue, ready(pipe)))
			return -ERESTARTSYS;
	}
}

static inline ssize_t scull_pipe_read(struct file *filp, char __user *buf, size_t count,
				      loff_t *pos)
{
	struct scull_pipe *pipe = filp->private_data;
	int err = scull_pipe_lock_when(pipe, filp, &pipe->readers, scull_pipe_filled);

	if (err)
		return err;
	count = min(count, scull_pipe_filled(pipe));
	count = min(count, pipe->size - pipe->rp); /* not beyond the end of the buffer */
	if (copy_to_user(buf, pipe->buffer + pipe->rp, count)) {
		mutex_unlock(&pipe->lock);
		return -EFAULT;
	}
	WRITE_ONCE(pipe->rp, (pipe->rp + count) % pipe->size);
	mutex_unlock(&pipe->lock);
	wake_up_interruptible(&pipe->writers);
	return count;
}

static inline ssize_t scull_pipe_write(struct file *filp, const char __user *buf, size_t count,
				       loff_t *pos)
{
	struct scull_pipe *pipe = filp->private_data;
	int err = scull_pipe_lock_when(pipe, filp, &pipe->writers, scull_pipe_space);

	if (err)
		return err;
	count = min(count, scull_pipe_space(pipe));
	count = min(count, pipe->size - pipe->wp);
	if (copy_from_user(pipe->buffer + pipe->wp, buf, count)) {
		mutex_unlock(&pipe->lock);
		return -EFAULT;
	}
	WRITE_ONCE(pipe->wp, (pipe->wp + count) % pipe->size);
	mutex_unlock(&pipe->lock);
	wake_up_interruptible(&pipe->readers);
	kill_fasync(&pipe->async_queue, SIGIO, POLL_IN);
	return count;
}

static inline __poll_t scull_pipe_poll(struct file *filp, poll_table *wait)
{
	struct scull_pipe *pipe = filp->private_data;
	__poll_t mask = 0;

	poll_wait(filp, &pipe->readers, wait);
	poll_wait(filp, &pipe->writers, wait);
	mutex_lock(&pipe->lock);
	if (scull_pipe_filled(pipe))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (scull_pipe_space(pipe))
		mask |= EPOLLOUT | EPOLLWRNORM;
	mutex_unlock(&pipe->lock);
	return mask;
}

#endif
