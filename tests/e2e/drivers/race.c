// SPDX-License-Identifier: MIT
/*
 * race: a planted race, for the seeds. Two kthreads on two CPUs each add to a counter by
 * reading it, coming to a schedule point, and writing it back; nothing protects it. Under some
 * schedules no addition is lost, under others some are. /proc/race says how many were lost.
 */
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>

static int rounds = 10;
module_param(rounds, int, 0444);

static int total;
static DECLARE_COMPLETION(race_done);
static atomic_t race_left = ATOMIC_INIT(2);

static int race_run(void *unused)
{
	int i, seen;

	for (i = 0; i < rounds; i++) {
		seen = READ_ONCE(total);
		cpu_relax();
		WRITE_ONCE(total, seen + 1);
		cond_resched();
	}
	if (atomic_dec_and_test(&race_left))
		complete(&race_done);
	return 0;
}

static int race_show(struct seq_file *m, void *v)
{
	seq_printf(m, "lost %d\n", 2 * rounds - total);
	return 0;
}

static int __init race_init(void)
{
	struct task_struct *task[2];
	int i;

	for (i = 0; i < 2; i++) {
		task[i] = kthread_create(race_run, NULL, "race%d", i);
		if (IS_ERR(task[i])) {
			if (i)
				kthread_stop(task[0]);
			return PTR_ERR(task[i]);
		}
	}
	for (i = 0; i < 2; i++) {
		kthread_bind(task[i], i % num_online_cpus());
		wake_up_process(task[i]);
	}
	wait_for_completion(&race_done);
	return proc_create_single("race", 0, NULL, race_show) ? 0 : -ENOMEM;
}

static void __exit race_exit(void)
{
	remove_proc_entry("race", NULL);
}

module_init(race_init);
module_exit(race_exit);

MODULE_DESCRIPTION("Loses additions under some schedules");
MODULE_LICENSE("Dual MIT/GPL");
