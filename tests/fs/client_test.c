/* SPDX-License-Identifier: MIT */
/*
 * The client service: calls in, replies out; blocked reads and signals; readiness; SIGIO; what
 * happens to files and tasks when a client goes. The suite plays the machine process.
 */
#include "util.h"

#include <ferrite/client.h>
#include <linux/irqflags.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/wait.h>

/* ---- the machine process ---- */

struct reply {
	bool done;
	int64_t result;
	uint64_t file;
	size_t len;
	char payload[128];
};

static struct reply replies[64];
static uint64_t next_cookie;
static uint32_t polled_mask;
static int polls, sigios, kills, last_kill_sig, last_kill_tid;

static void on_reply(uint64_t cookie, int64_t result, uint64_t file, const void *payload,
		     size_t len)
{
	struct reply *r = &replies[cookie % 64];

	r->result = result;
	r->file = file;
	r->len = len;
	memcpy(r->payload, payload, min(len, sizeof(r->payload)));
	smp_store_release(&r->done, true);
}

static void on_released(uint64_t cookie)
{
	smp_store_release(&replies[cookie % 64].done, true);
}

static void on_poll(uint64_t file, uint32_t mask)
{
	WRITE_ONCE(polls, polls + 1);
	WRITE_ONCE(polled_mask, mask);
}

static void on_sigio(uint64_t file, int band)
{
	WRITE_ONCE(sigios, sigios + 1);
}

static void on_kill(int tid, int sig)
{
	last_kill_tid = tid;
	last_kill_sig = sig;
	smp_store_release(&kills, kills + 1);
}

static const struct ferrite_client_ops test_ops = {
	.reply = on_reply,
	.released = on_released,
	.poll = on_poll,
	.sigio = on_sigio,
	.kill = on_kill,
};

static struct ferrite_call call_of(int tid, uint32_t op, uint64_t a0, uint64_t a1)
{
	struct ferrite_call c = {
		.op = op,
		.tid = tid,
		.tgid = tid,
		.uid = 1000,
		.euid = 1000,
		.gid = 1000,
		.egid = 1000,
		.comm = "tester",
		.a = {a0, a1},
	};

	return c;
}

/* Submit as the gate does: with interrupts off. Returns the cookie. */
static uint64_t submit(struct ferrite_call *c, uint64_t file, const char *path)
{
	uint64_t cookie = ++next_cookie;
	unsigned long flags;

	memset(&replies[cookie % 64], 0, sizeof(replies[0]));
	c->path_len = path ? strlen(path) : 0;
	local_irq_save(flags);
	ferrite_client_submit(cookie, file, c, path);
	local_irq_restore(flags);
	return cookie;
}

static struct reply *reply_of(uint64_t cookie)
{
	return &replies[cookie % 64];
}

static struct reply *wait_reply(uint64_t cookie)
{
	for (int i = 0; i < 1000 && !smp_load_acquire(&reply_of(cookie)->done); i++)
		schedule_timeout_uninterruptible(1);
	return reply_of(cookie);
}

static struct reply *call(int tid, uint32_t op, uint64_t file, uint64_t a0, uint64_t a1)
{
	struct ferrite_call c = call_of(tid, op, a0, a1);

	return wait_reply(submit(&c, file, NULL));
}

static struct reply *path_call(int tid, uint32_t op, const char *path, uint64_t a0)
{
	struct ferrite_call c = call_of(tid, op, a0, 0);

	return wait_reply(submit(&c, 0, path));
}

static void release(uint64_t file)
{
	uint64_t cookie = ++next_cookie;
	unsigned long flags;

	memset(&replies[cookie % 64], 0, sizeof(replies[0]));
	local_irq_save(flags);
	ferrite_client_release(cookie, file);
	local_irq_restore(flags);
	wait_reply(cookie);
}

/* ---- a driver that blocks ---- */

static DECLARE_WAIT_QUEUE_HEAD(queue);
static bool ready;
static struct fasync_struct *async;
static int releases;
static pid_t seen_pid;
static uid_t seen_uid;
static char seen_comm[TASK_COMM_LEN];

static ssize_t b_read(struct file *file, char __user *buf, size_t n, loff_t *pos)
{
	seen_pid = current->pid;
	seen_uid = from_kuid(&init_user_ns, current_uid());
	get_task_comm(seen_comm, current);
	if ((file->f_flags & O_NONBLOCK) && !READ_ONCE(ready))
		return -EAGAIN;
	if (wait_event_interruptible(queue, READ_ONCE(ready)))
		return -ERESTARTSYS;
	WRITE_ONCE(ready, false);
	return 7;
}

static ssize_t b_write(struct file *file, const char __user *buf, size_t n, loff_t *pos)
{
	WRITE_ONCE(ready, true);
	wake_up_interruptible(&queue);
	kill_fasync(&async, SIGIO, POLL_IN);
	return n;
}

static __poll_t b_poll(struct file *file, struct poll_table_struct *wait)
{
	poll_wait(file, &queue, wait);
	return EPOLLOUT | (READ_ONCE(ready) ? EPOLLIN : 0);
}

static long b_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return cmd == 1 ? send_sig(SIGUSR1, current, 0) : -ENOTTY;
}

static int b_fasync(int fd, struct file *file, int on)
{
	return fasync_helper(fd, file, on, &async);
}

static int b_release(struct inode *inode, struct file *file)
{
	releases++;
	return 0;
}

static const struct file_operations b_fops = {
	.owner = THIS_MODULE,
	.read = b_read,
	.write = b_write,
	.poll = b_poll,
	.unlocked_ioctl = b_ioctl,
	.fasync = b_fasync,
	.release = b_release,
};

static struct miscdevice misc = {.name = "blocky", .fops = &b_fops, .mode = 0666};

static int client_test_init(struct kunit *test)
{
	next_cookie = 0;
	polls = sigios = kills = releases = 0;
	polled_mask = 0;
	WRITE_ONCE(ready, false);
	async = NULL;
	misc.minor = MISC_DYNAMIC_MINOR;
	ferrite_client_attach(&test_ops, 1000);
	return misc_register(&misc);
}

static void client_test_exit(struct kunit *test)
{
	misc_deregister(&misc);
	ferrite_client_attach(NULL, 0);
}

static void end_client(int tid)
{
	unsigned long flags;

	local_irq_save(flags);
	ferrite_client_task_exit(tid);
	local_irq_restore(flags);
	schedule_timeout_uninterruptible(5);
}

static uint64_t open_blocky(struct kunit *test, int tid)
{
	struct reply *r = path_call(tid, FERRITE_OPEN, "/dev/blocky", O_RDWR);

	KUNIT_EXPECT_EQ(test, r->result, 0);
	return r->file;
}

static void calls_and_identity(struct kunit *test)
{
	uint64_t file = open_blocky(test, 70001);
	struct ferrite_stat st;
	struct reply *r;

	KUNIT_EXPECT_GT(test, file, 0);
	KUNIT_EXPECT_EQ(test, call(70001, FERRITE_WRITE, file, 4096, 5)->result, 5);
	KUNIT_EXPECT_EQ(test, call(70001, FERRITE_READ, file, 4096, 5)->result, 7);
	KUNIT_EXPECT_EQ(test, seen_pid, 70001);
	KUNIT_EXPECT_EQ(test, seen_uid, 1000);
	KUNIT_EXPECT_STREQ(test, seen_comm, "tester");
	KUNIT_EXPECT_EQ(test, call(70001, FERRITE_LSEEK, file, 0, 0)->result, -ESPIPE);
	KUNIT_EXPECT_EQ(test, call(70001, FERRITE_READ, 999, 4096, 5)->result, -EBADF);
	KUNIT_EXPECT_EQ(test, call(70001, 99, 0, 0, 0)->result, -ENOSYS);
	r = call(70001, FERRITE_FSTAT, file, 0, 0);
	KUNIT_EXPECT_EQ(test, r->len, sizeof(st));
	memcpy(&st, r->payload, sizeof(st));
	KUNIT_EXPECT_EQ(test, st.mode, S_IFCHR | 0666);
	KUNIT_EXPECT_EQ(test, st.rdev, new_encode_dev(MKDEV(10, 127)));
	r = path_call(70001, FERRITE_READLINK, "/sys/class/misc/blocky", 0);
	KUNIT_EXPECT_EQ(test, r->result, r->len);
	KUNIT_EXPECT_MEMEQ(test, r->payload, "../../devices/virtual/misc/blocky", r->len);
	KUNIT_EXPECT_EQ(test, path_call(70001, FERRITE_OPEN, "/dev/none", 0)->result, -ENOENT);
	r = path_call(70001, FERRITE_LIST, "/dev", 0);
	KUNIT_EXPECT_GT(test, r->result, 0);
	KUNIT_EXPECT_EQ(test, ferrite_client_files(), 1);
	release(file);
	KUNIT_EXPECT_EQ(test, releases, 1);
	KUNIT_EXPECT_EQ(test, ferrite_client_files(), 0);
	KUNIT_EXPECT_EQ(test, ferrite_client_calls(), 0);
	end_client(70001);
}

static void signals_interrupt(struct kunit *test)
{
	uint64_t file = open_blocky(test, 70002), cookie;
	struct ferrite_call c = call_of(70002, FERRITE_READ, 4096, 5);

	cookie = submit(&c, file, NULL);
	schedule_timeout_uninterruptible(5);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(reply_of(cookie)->done));
	ferrite_client_interrupt(cookie, 0);
	KUNIT_EXPECT_EQ(test, wait_reply(cookie)->result, -ERESTARTSYS);
	/* The next call knows nothing of it. */
	cookie = submit(&c, file, NULL);
	schedule_timeout_uninterruptible(5);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(reply_of(cookie)->done));
	KUNIT_EXPECT_EQ(test, call(70003, FERRITE_WRITE, file, 4096, 1)->result, 1);
	KUNIT_EXPECT_EQ(test, wait_reply(cookie)->result, 7);
	/* One that comes before the call begins is not lost. */
	cookie = submit(&c, file, NULL);
	ferrite_client_interrupt(cookie, 0);
	KUNIT_EXPECT_EQ(test, wait_reply(cookie)->result, -ERESTARTSYS);
	/* A client that dies in a call. */
	cookie = submit(&c, file, NULL);
	schedule_timeout_uninterruptible(5);
	end_client(70002);
	KUNIT_EXPECT_EQ(test, wait_reply(cookie)->result, -ERESTARTSYS);
	release(file);
	end_client(70003);
}

static void readiness(struct kunit *test)
{
	uint64_t file = open_blocky(test, 70004);

	KUNIT_EXPECT_EQ(test, call(70004, FERRITE_POLL, file, 0, 0)->result, EPOLLOUT);
	call(70005, FERRITE_WRITE, file, 4096, 1);
	schedule_timeout_uninterruptible(5);
	KUNIT_EXPECT_EQ(test, READ_ONCE(polled_mask), EPOLLOUT | EPOLLIN);
	/* The reader wakes nobody: the change is noticed after the call. */
	call(70005, FERRITE_READ, file, 4096, 1);
	schedule_timeout_uninterruptible(5);
	KUNIT_EXPECT_EQ(test, READ_ONCE(polled_mask), EPOLLOUT);
	KUNIT_EXPECT_EQ(test, READ_ONCE(polls), 2);
	release(file);
	KUNIT_EXPECT_EQ(test, releases, 1);
	wake_up_interruptible(&queue);
	end_client(70004);
	end_client(70005);
}

static void asynchronous_notice(struct kunit *test)
{
	uint64_t file = open_blocky(test, 70006);

	KUNIT_EXPECT_EQ(test, call(70006, FERRITE_SETFL, file, FASYNC | O_NONBLOCK, 3)->result, 0);
	KUNIT_EXPECT_EQ(test, call(70006, FERRITE_GETFL, file, 0, 0)->result,
			O_RDWR | O_LARGEFILE | O_NONBLOCK | FASYNC);
	KUNIT_EXPECT_EQ(test, call(70006, FERRITE_READ, file, 4096, 1)->result, -EAGAIN);
	call(70006, FERRITE_WRITE, file, 4096, 1);
	KUNIT_EXPECT_EQ(test, READ_ONCE(sigios), 1);
	KUNIT_EXPECT_EQ(test, call(70006, FERRITE_SETFL, file, 0, 3)->result, 0);
	call(70006, FERRITE_WRITE, file, 4096, 1);
	KUNIT_EXPECT_EQ(test, READ_ONCE(sigios), 1);
	call(70006, FERRITE_SETFL, file, FASYNC, 3);
	KUNIT_EXPECT_EQ(test, call(70006, FERRITE_IOCTL, file, 1, 0)->result, 0);
	KUNIT_EXPECT_EQ(test, smp_load_acquire(&kills), 1);
	KUNIT_EXPECT_EQ(test, last_kill_sig, SIGUSR1);
	KUNIT_EXPECT_EQ(test, last_kill_tid, 70006);
	release(file);
	KUNIT_EXPECT_PTR_EQ(test, async, NULL); /* closing takes the file off the list */
	end_client(70006);
}

static void strangers_need_modes(struct kunit *test)
{
	struct ferrite_call c = call_of(70007, FERRITE_OPEN, O_RDWR, 0);

	fs_chmod("/dev/blocky", 0600);
	c.uid = c.euid = 4321;
	KUNIT_EXPECT_EQ(test, wait_reply(submit(&c, 0, "/dev/blocky"))->result, -EACCES);
	KUNIT_EXPECT_EQ(test, wait_reply(submit(&c, 0, "/sys/kernel/debug/x"))->result, -EACCES);
	/* The machine's owner has every capability. */
	c = call_of(70008, FERRITE_OPEN, O_RDWR, 0);
	KUNIT_EXPECT_EQ(test, wait_reply(submit(&c, 0, "/dev/blocky"))->result, 0);
	release(reply_of(next_cookie)->file);
	end_client(70007);
	end_client(70008);
}

static void open_file_holds_nothing_after_exit(struct kunit *test)
{
	uint64_t file = open_blocky(test, 70009);

	end_client(70009);
	KUNIT_EXPECT_EQ(test, releases, 0);
	release(file); /* its opener is gone: a worker closes it */
	KUNIT_EXPECT_EQ(test, releases, 1);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(calls_and_identity),
	KUNIT_CASE(signals_interrupt),
	KUNIT_CASE(readiness),
	KUNIT_CASE(asynchronous_notice),
	KUNIT_CASE(strangers_need_modes),
	KUNIT_CASE(open_file_holds_nothing_after_exit),
	{},
};

static struct kunit_suite client_suite = {
	.name = "fs_client",
	.init = client_test_init,
	.exit = client_test_exit,
	.test_cases = cases,
};
kunit_test_suite(client_suite);
