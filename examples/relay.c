// SPDX-License-Identifier: MIT
/* relay: a kthread takes lines from one kfifo, turns them to capitals, puts them in another. */
#include <linux/ctype.h>
#include <linux/fs.h>
#include <linux/kfifo.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#define RELAY_BYTES 256

/* One lock and one queue for all: whoever waits looks again at what he waits for. */
static DEFINE_KFIFO(relay_in, char, RELAY_BYTES);
static DEFINE_KFIFO(relay_out, char, RELAY_BYTES);
static DEFINE_SPINLOCK(relay_lock);
static DECLARE_WAIT_QUEUE_HEAD(relay_queue);
static struct task_struct *relay_task;

static bool relay_can_move(void)
{
	return !kfifo_is_empty(&relay_in) && !kfifo_is_full(&relay_out);
}

static int relay_run(void *unused)
{
	char c;

	while (!kthread_should_stop()) {
		wait_event_interruptible(relay_queue, relay_can_move() || kthread_should_stop());
		spin_lock(&relay_lock);
		while (relay_can_move() && kfifo_get(&relay_in, &c))
			kfifo_put(&relay_out, (char)toupper(c));
		spin_unlock(&relay_lock);
		wake_up_all(&relay_queue);
	}
	return 0;
}

static ssize_t relay_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	char bytes[RELAY_BYTES];
	unsigned int n;

	do {
		if (kfifo_is_empty(&relay_out) && file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(relay_queue, !kfifo_is_empty(&relay_out)))
			return -ERESTARTSYS;
		spin_lock(&relay_lock);
		n = kfifo_out(&relay_out, bytes, min_t(size_t, count, sizeof(bytes)));
		spin_unlock(&relay_lock);
	} while (!n && count);
	wake_up_all(&relay_queue);
	return copy_to_user(buf, bytes, n) ? -EFAULT : n;
}

static ssize_t relay_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	char bytes[RELAY_BYTES];
	unsigned int n;

	count = min_t(size_t, count, sizeof(bytes));
	if (copy_from_user(bytes, buf, count))
		return -EFAULT;
	do {
		if (kfifo_is_full(&relay_in) && file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(relay_queue, !kfifo_is_full(&relay_in)))
			return -ERESTARTSYS;
		spin_lock(&relay_lock);
		n = kfifo_in(&relay_in, bytes, count);
		spin_unlock(&relay_lock);
	} while (!n && count);
	wake_up_all(&relay_queue);
	return n;
}

static __poll_t relay_poll(struct file *file, poll_table *wait)
{
	__poll_t mask = 0;

	poll_wait(file, &relay_queue, wait);
	if (!kfifo_is_empty(&relay_out))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (!kfifo_is_full(&relay_in))
		mask |= EPOLLOUT | EPOLLWRNORM;
	return mask;
}

static const struct file_operations relay_fops = {
	.owner = THIS_MODULE,
	.read = relay_read,
	.write = relay_write,
	.poll = relay_poll,
	.llseek = no_llseek,
};

static struct miscdevice relay_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "relay",
	.mode = 0666,
	.fops = &relay_fops,
};

static int __init relay_init(void)
{
	int err;

	relay_task = kthread_run(relay_run, NULL, "relay");
	if (IS_ERR(relay_task))
		return PTR_ERR(relay_task);
	err = misc_register(&relay_device);
	if (err)
		kthread_stop(relay_task);
	return err;
}

static void __exit relay_exit(void)
{
	misc_deregister(&relay_device);
	kthread_stop(relay_task);
}

module_init(relay_init);
module_exit(relay_exit);

MODULE_DESCRIPTION("A kernel thread between two queues");
MODULE_LICENSE("Dual MIT/GPL");
