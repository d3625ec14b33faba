/* SPDX-License-Identifier: MIT */
/* Tasks, preemption, the seed, virtual time, calls between CPUs. */
#include <linux/cpu.h>
#include <linux/cred.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/smp.h>
#include <linux/stop_machine.h>

#include <ferrite/client_task.h>

#include "mm/machine/machine.h"
#include "tests/lib/sync/planted.h"

static int counter;

/* Lose an update if the schedule point in the middle gives the CPU away. */
static void racy_add(void *arg, int me)
{
	for (int i = 0; i < 4; i++) {
		int seen = READ_ONCE(counter);

		cpu_relax();
		WRITE_ONCE(counter, seen + 1);
	}
}

/* One machine has one seed, but many trials: some lose updates, and some do not. */
static void races_show_sometimes(struct kunit *test)
{
	int lost = 0, intact = 0;

	if (machine.decl->sched == FERRITE_SCHED_PARALLEL) {
		kunit_skip(test, "baton mode only");
		return;
	}
	for (int i = 0; i < 60; i++) {
		counter = 0;
		crew_run(2, racy_add, NULL);
		lost += counter < 8;
		intact += counter == 8;
	}
	kunit_info(test, "lost %d, intact %d", lost, intact);
	KUNIT_EXPECT_GT(test, lost, 0);
	KUNIT_EXPECT_GT(test, intact, 0);
}

/* What the seed decides, as a number: tests/e2e/seed.sh compares runs. */
static void schedule_trace(struct kunit *test)
{
	u64 hash = 0;

	for (int i = 0; i < 20; i++) {
		counter = 0;
		crew_run(3, racy_add, NULL);
		hash = hash * 31 + counter;
	}
	kunit_info(test, "schedule hash %llx polls %llu switches %llu", hash,
		   (u64)READ_ONCE(cpu_of(0)->nr_polls_slow), nr_context_switches());
}

static int return_data(void *data)
{
	while (!kthread_should_stop())
		msleep(1);
	return (long)data;
}

static void kthread_results(struct kunit *test)
{
	struct task_struct *k = kthread_run(return_data, (void *)37, "result/%d", 1);
	char comm[TASK_COMM_LEN];

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	KUNIT_EXPECT_STREQ(test, get_task_comm(comm, k), "result/1");
	KUNIT_EXPECT_TRUE(test, k->flags & PF_KTHREAD);
	KUNIT_EXPECT_PTR_EQ(test, find_task_by_vpid(k->pid), k);
	msleep(5); /* stopped before it begins, a thread never runs */
	KUNIT_EXPECT_EQ(test, kthread_stop(k), 37);
	k = kthread_create(return_data, NULL, "never");
	KUNIT_EXPECT_EQ(test, kthread_stop(k), -EINTR);
	k = kthread_run(return_data, NULL, "a-name-longer-than-15");
	KUNIT_EXPECT_STREQ(test, k->comm, "a-name-longer-t");
	kthread_stop(k);
}

static int parks(void *data)
{
	int *rounds = data;

	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		WRITE_ONCE(*rounds, *rounds + 1);
		msleep(1);
	}
	return 0;
}

static void kthread_parks(struct kunit *test)
{
	int rounds = 0, seen;
	struct task_struct *k = kthread_run(parks, &rounds, "parks");

	msleep(50);
	KUNIT_EXPECT_EQ(test, kthread_park(k), 0);
	seen = READ_ONCE(rounds);
	KUNIT_EXPECT_GT(test, seen, 0);
	msleep(100);
	KUNIT_EXPECT_EQ(test, READ_ONCE(rounds), seen);
	kthread_unpark(k);
	msleep(50);
	KUNIT_EXPECT_GT(test, READ_ONCE(rounds), seen);
	kthread_stop(k);
}

static int spin_forever(void *data)
{
	while (!kthread_should_stop())
		(*(int *)data)++;
	return 0;
}

/* More runnable tasks than CPUs, none of which ever sleeps: each gets its turn. */
static void preemption_is_fair(struct kunit *test)
{
	struct task_struct *k[6];
	int n[6] = {0};

	for (int i = 0; i < 6; i++)
		k[i] = kthread_run(spin_forever, &n[i], "spin/%d", i);
	msleep(400);
	for (int i = 0; i < 6; i++) {
		kthread_stop(k[i]);
		KUNIT_EXPECT_GT(test, n[i], 0);
	}
}

static void time_is_virtual(struct kunit *test)
{
	u64 from = ktime_get_ns();
	unsigned long j = jiffies;

	msleep(3600 * 1000);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - from, 3600ull * NSEC_PER_SEC);
	KUNIT_EXPECT_GE(test, jiffies - j, 3600ul * HZ);
	j = jiffies + HZ / 10;
	while (time_before(jiffies, j))
		cpu_relax();
	from = ktime_get_ns();
	mdelay(20);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - from, 20ull * NSEC_PER_MSEC);
}

static void time_calls(struct kunit *test)
{
	struct tm tm;

	if (machine.decl->sched == FERRITE_SCHED_BATON)
		time_is_virtual(test);
	KUNIT_EXPECT_EQ(test, mktime64(2000, 2, 29, 12, 0, 1), 951825601LL);
	time64_to_tm(951825601, 0, &tm);
	KUNIT_EXPECT_EQ(test, tm.tm_year, 100L);
	KUNIT_EXPECT_EQ(test, tm.tm_mon, 1);
	KUNIT_EXPECT_EQ(test, tm.tm_mday, 29);
	KUNIT_EXPECT_EQ(test, tm.tm_wday, 2);
	KUNIT_EXPECT_EQ(test, tm.tm_yday, 59);
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(1), 1ul);
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(9), 3ul);
	KUNIT_EXPECT_EQ(test, jiffies_to_msecs(HZ), 1000u);
	KUNIT_EXPECT_EQ(test, msleep_interruptible(5), 0ul);
}

static void schedule_while_atomic_reported(struct kunit *test)
{
	planted_begin();
	preempt_disable();
	schedule();
	EXPECT_PLANTED(test, DEFECT_ATOMIC_SLEEP, "BUG: scheduling while atomic: ");
	planted_end();
	preempt_enable();
}

static int exits_atomic(void *unused)
{
	preempt_disable();
	return 0;
}

static void exit_while_atomic_reported(struct kunit *test)
{
	planted_begin();
	kthread_run(exits_atomic, NULL, "leaker");
	msleep(10);
	EXPECT_PLANTED(test, DEFECT_LOCK, "note: leaker[");
	planted_end();
}

static void count_cpu(void *info)
{
	if (in_hardirq() || irqs_disabled())
		atomic_inc(info);
}

static int stopped_world(void *info)
{
	int *n = info;

	*n = 1;
	return 7;
}

static void cross_calls(struct kunit *test)
{
	unsigned int other = num_online_cpus() - 1;
	atomic_t n = ATOMIC_INIT(0);
	int flag = 0;

	on_each_cpu(count_cpu, &n, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&n), (int)num_online_cpus());
	KUNIT_EXPECT_EQ(test, smp_call_function_single(other, count_cpu, &n, 1), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&n), (int)num_online_cpus() + 1);
	KUNIT_EXPECT_EQ(test, smp_call_function_single(63, count_cpu, &n, 1), -ENXIO);
	KUNIT_EXPECT_EQ(test, stop_machine(stopped_world, &flag, NULL), 7);
	KUNIT_EXPECT_EQ(test, flag, 1);
}

static int where_am_i(void *unused)
{
	while (!kthread_should_stop())
		msleep(1);
	return raw_smp_processor_id();
}

static void affinity(struct kunit *test)
{
	unsigned int cpu;

	for_each_online_cpu (cpu) {
		struct task_struct *k = kthread_create(where_am_i, NULL, "on/%u", cpu);

		kthread_bind(k, cpu);
		wake_up_process(k);
		msleep(5);
		KUNIT_EXPECT_EQ(test, kthread_stop(k), (int)cpu);
		KUNIT_EXPECT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(cpu)), 0);
		KUNIT_EXPECT_EQ(test, raw_smp_processor_id(), cpu);
	}
	set_cpus_allowed_ptr(current, cpu_possible_mask);
}

static struct {
	struct completion go, done;
	uid_t uid;
	pid_t pid, ppid;
	bool root_cap;
	long wait;
} seen;

static int client_body(void *unused)
{
	seen.uid = __kuid_val(current_uid());
	seen.pid = current->pid;
	seen.ppid = task_ppid_nr(current);
	seen.root_cap = capable(CAP_SYS_ADMIN);
	seen.wait = wait_for_completion_interruptible(&seen.go);
	complete(&seen.done);
	return 0;
}

static int hooked_sig;
static void hook(struct task_struct *tsk, int sig)
{
	hooked_sig = sig;
	client_task_interrupt(tsk, sig == SIGKILL);
}

static void clients(struct kunit *test)
{
	struct client_attr attr = {.tid = 4711,
				   .tgid = 4711,
				   .ppid = 815,
				   .uid = 1000,
				   .euid = 1000,
				   .gid = 100,
				   .egid = 100,
				   .comm = "cat"};
	struct task_struct *t;

	init_completion(&seen.go);
	init_completion(&seen.done);
	client_signal_hook_set(hook);
	t = client_task_create(&attr, NULL, client_body, NULL);
	KUNIT_ASSERT_NOT_NULL(test, t);
	wake_up_process(t);
	msleep(5);
	KUNIT_EXPECT_PTR_EQ(test, find_task_by_vpid(4711), t);
	KUNIT_EXPECT_FALSE(test, completion_done(&seen.done));
	KUNIT_EXPECT_EQ(test, kill_pid(task_pid(t), SIGUSR1, 1), 0);
	wait_for_completion(&seen.done);
	KUNIT_EXPECT_EQ(test, hooked_sig, SIGUSR1);
	KUNIT_EXPECT_EQ(test, seen.wait, (long)-ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, seen.uid, 1000u);
	KUNIT_EXPECT_EQ(test, seen.pid, 4711);
	KUNIT_EXPECT_EQ(test, seen.ppid, 815);
	KUNIT_EXPECT_FALSE(test, seen.root_cap);
	put_task_struct(t);
	client_signal_hook_set(NULL);
	msleep(5);
	KUNIT_EXPECT_NULL(test, find_task_by_vpid(4711));
}

static struct kunit_case sched_cases[] = {KUNIT_CASE(races_show_sometimes),
					  KUNIT_CASE(schedule_trace),
					  KUNIT_CASE(kthread_results),
					  KUNIT_CASE(kthread_parks),
					  KUNIT_CASE(preemption_is_fair),
					  KUNIT_CASE(time_calls),
					  KUNIT_CASE(schedule_while_atomic_reported),
					  KUNIT_CASE(exit_while_atomic_reported),
					  KUNIT_CASE(cross_calls),
					  KUNIT_CASE(affinity),
					  KUNIT_CASE(clients),
					  {}};
static struct kunit_suite sched_suite = {.name = "kernel_sched", .test_cases = sched_cases};
kunit_test_suite(sched_suite);
