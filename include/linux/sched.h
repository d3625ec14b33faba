/* SPDX-License-Identifier: MIT */
/*
 * struct task_struct and the scheduler's calls. Names as in Linux 6.1; a member exists when
 * something of ferrite gives it a true value.
 *
 * A task is one host thread on the hosted port; it runs only while it is some CPU's current.
 */
#ifndef LINUX_SCHED_H
#define LINUX_SCHED_H

#include <asm/current.h>
#include <asm/processor.h>
#include <linux/compiler.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/nodemask.h>
#include <linux/param.h>
#include <linux/pid.h>
#include <linux/preempt.h>
#include <linux/refcount.h>
#include <linux/sched/prio.h>
#include <linux/sched/types.h>
#include <linux/signal_types.h>
#include <linux/smp.h>
#include <linux/spinlock_types.h>
#include <linux/thread_info.h>
#include <linux/time64.h>
#include <linux/types.h>

struct cred;
struct mm_struct;
struct files_struct;
struct fs_struct;
struct nsproxy;
struct signal_struct;
struct sighand_struct;
struct mempolicy;
struct reclaim_state;
struct io_context;
struct user_struct;
struct kernel_param;
struct kunit;
struct sched_param;

/* Task states: a bit each, Linux's values (what /proc and the sleepers' masks use). */
#define TASK_RUNNING	     0x00000000
#define TASK_INTERRUPTIBLE   0x00000001
#define TASK_UNINTERRUPTIBLE 0x00000002
#define __TASK_STOPPED	     0x00000004
#define __TASK_TRACED	     0x00000008
#define EXIT_DEAD	     0x00000010
#define EXIT_ZOMBIE	     0x00000020
#define EXIT_TRACE	     (EXIT_ZOMBIE | EXIT_DEAD)
#define TASK_PARKED	     0x00000040
#define TASK_DEAD	     0x00000080
#define TASK_WAKEKILL	     0x00000100
#define TASK_WAKING	     0x00000200
#define TASK_NOLOAD	     0x00000400
#define TASK_NEW	     0x00000800
#define TASK_RTLOCK_WAIT     0x00001000
#define TASK_FREEZABLE	     0x00002000
#define TASK_FROZEN	     0x00008000
#define TASK_KILLABLE	     (TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_STOPPED	     (TASK_WAKEKILL | __TASK_STOPPED)
#define TASK_TRACED	     __TASK_TRACED
#define TASK_IDLE	     (TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_NORMAL	     (TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
#define TASK_REPORT                                                                  \
	(TASK_RUNNING | TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE | __TASK_STOPPED | \
	 __TASK_TRACED | EXIT_DEAD | EXIT_ZOMBIE | TASK_PARKED)
#define TASK_ANY (~0)

/* Task flags (task->flags): only the task itself changes them. */
#define PF_VCPU		  0x00000001
#define PF_IDLE		  0x00000002
#define PF_EXITING	  0x00000004
#define PF_POSTCOREDUMP	  0x00000008
#define PF_IO_WORKER	  0x00000010
#define PF_WQ_WORKER	  0x00000020
#define PF_FORKNOEXEC	  0x00000040
#define PF_SUPERPRIV	  0x00000100
#define PF_DUMPCORE	  0x00000200
#define PF_SIGNALED	  0x00000400
#define PF_MEMALLOC	  0x00000800
#define PF_USED_MATH	  0x00002000
#define PF_NOFREEZE	  0x00008000
#define PF_FROZEN	  0x00010000
#define PF_KSWAPD	  0x00020000
#define PF_MEMALLOC_NOFS  0x00040000
#define PF_MEMALLOC_NOIO  0x00080000
#define PF_LOCAL_THROTTLE 0x00100000
#define PF_KTHREAD	  0x00200000
#define PF_RANDOMIZE	  0x00400000
#define PF_NO_SETAFFINITY 0x04000000
#define PF_MCE_EARLY	  0x08000000
#define PF_MEMALLOC_PIN	  0x10000000

#define TASK_COMM_LEN	     16
#define MAX_SCHEDULE_TIMEOUT LONG_MAX
#define TASK_HELD_LOCKS	     16

struct sigpending {
	struct list_head list;
	sigset_t signal;
};

/* What kthread.h's calls keep about a kernel thread; see kernel/kthread.c. */
struct kthread_info {
	int (*fn)(void *);
	void *data;
	unsigned long flags; /* KTHREAD_*: should stop, should park, per-CPU */
	int result;
	bool started;
	struct completion *exited; /* in the stopper's stack; under kthread_lock */
	struct completion *parked;
};

struct task_struct {
	struct thread_info thread_info; /* first: <asm/thread_info.h> */
	unsigned int __state;		/* TASK_*; own changes, and ttwu under pi_lock */
	unsigned int saved_state;
	void *stack;
	refcount_t usage;
	unsigned int flags; /* PF_* */
	unsigned int ptrace;

	/* Scheduler: kernel/sched.c. Under the run queue's lock of .cpu unless told otherwise. */
	int on_cpu; /* its context is in use: cleared when the switch away is done */
	int on_rq;
	unsigned int cpu;	   /* run queue it is or was last on */
	struct list_head run_node; /* in rq->queue when runnable and not running */
	u32 pi_lock;		   /* core lock: serialises wake-ups of this task */
	int prio, static_prio, normal_prio;
	unsigned int rt_priority;
	unsigned int policy;
	unsigned short migration_disabled;
	unsigned short kasan_depth; /* its accesses are not reported: kasan_disable_current() */
	int nr_cpus_allowed;
	const cpumask_t *cpus_ptr;
	cpumask_t cpus_mask;
	u64 slice_start_ns, last_ran_ns;
	u64 sum_exec_ns;
	unsigned long nvcsw, nivcsw;

	/* lib/sync */
	int rcu_read_lock_nesting;
	int held_depth; /* ranked locks held, innermost last; this task or its interrupts */
	struct {
		const void *lock;
		unsigned int rank;
	} held[TASK_HELD_LOCKS];
	struct lock_stack *lock_stack; /* locks of modules held: lib/sync/lockdep.c; NULL: never any */
	unsigned long allocates_for; /* see lib/alloc_for.h */
	u32 atomic_since; /* stack of the module's call that switched preemption or interrupts off */
	bool held_reporting; /* a report of a wrong order takes locks itself */
	unsigned char blocked_kind;	 /* enum blocked_kind: why it sleeps, lib/sync/blocked.h */
	const void *blocked_what;
	unsigned long blocked_at; /* a module's return address */
	int non_block_count;

	/* Identity: kernel/pid.c, kernel/fork.c. */
	struct list_head tasks; /* all tasks; under tasklist_lock or RCU */
	pid_t pid, tgid;
	struct pid *thread_pid;
	struct task_struct __rcu *real_parent;
	struct task_struct __rcu *parent;
	struct list_head children, sibling;
	struct task_struct *group_leader;
	int exit_state, exit_code, exit_signal;
	char comm[TASK_COMM_LEN];
	u64 start_time, start_boottime; /* ns */
	u64 utime, stime;
	unsigned long min_flt, maj_flt;
	const struct cred __rcu *real_cred;
	const struct cred __rcu *cred;

	/* Memory. */
	struct mm_struct *mm, *active_mm;
	nodemask_t mems_allowed;
	struct mempolicy *mempolicy;
	struct reclaim_state *reclaim_state;
	unsigned int in_iowait : 1;
	unsigned int sched_contributes_to_load : 1;
	unsigned int in_memstall : 1;
	unsigned int pagefault_disabled;

	struct fs_struct *fs;
	struct files_struct *files;
	struct nsproxy *nsproxy;
	void *journal_info;
	struct io_context *io_context;

	/* Signals: kernel/signal.c. */
	struct signal_struct *signal;
	struct sighand_struct *sighand;
	sigset_t blocked, real_blocked, allowed; /* allowed: allow_signal of a kernel thread */
	struct sigpending pending;		 /* under siglock */

	struct kunit *kunit_test; /* the case that this task runs, or NULL */
	struct kthread_info kthread;
	void *worker;	      /* struct worker of a work queue worker */
	int (*entry)(void *); /* body of a task that is not a kthread */
	void *entry_arg;
	pid_t client_ppid; /* of a client: its real parent; 0: none */
	void *client;	   /* what arch_user_* hand to the embedder: task_set_client() */
	u64 sleep_deadline_ns;
	struct rcu_head rcu;
};

extern struct task_struct init_task;

/* ---- state and sleeping (kernel/sched.c) ---- */

#define task_is_running(task)  (READ_ONCE((task)->__state) == TASK_RUNNING)
#define task_is_stopped(task)  ((READ_ONCE((task)->__state) & __TASK_STOPPED) != 0)
#define task_is_traced(task)   ((READ_ONCE((task)->__state) & __TASK_TRACED) != 0)
#define __set_current_state(s) WRITE_ONCE(current->__state, (s))
#define set_current_state(s)   __atomic_store_n(&current->__state, (s), __ATOMIC_SEQ_CST)
#define __set_task_state(t, s) WRITE_ONCE((t)->__state, (s))
#define set_special_state(s)   set_current_state(s)
#define get_current_state()    READ_ONCE(current->__state)
#define task_state_to_char(t)  task_index_to_char(task_state_index(t))

unsigned int task_state_index(struct task_struct *tsk);
char task_index_to_char(unsigned int state);

/* Give up the CPU. Task context; a defect when preemption is off ("scheduling while atomic"). */
void schedule(void);
void schedule_preempt_disabled(void);
/*
 * Sleep at most @timeout jiffies in the state that the caller set (MAX_SCHEDULE_TIMEOUT: no
 * limit). Returns the jiffies left, 0 when the time was up.
 */
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_uninterruptible(long timeout);
long schedule_timeout_idle(long timeout);
long io_schedule_timeout(long timeout);
void io_schedule(void);
void yield(void);
int yield_to(struct task_struct *p, bool preempt);

/* Make @p runnable when it sleeps in NORMAL state. 1 when it was woken. Any context. */
int wake_up_process(struct task_struct *p);
int wake_up_state(struct task_struct *p, unsigned int state);
void wake_up_new_task(struct task_struct *p);
void kick_process(struct task_struct *p);
/* Wait until @p has left its CPU; 0 when its state is not in @match_state (0: any). */
unsigned long wait_task_inactive(struct task_struct *p, unsigned int match_state);

/* Let others run when they want to. 1 when something ran. A schedule point; may sleep. */
int __cond_resched(void);
int __cond_resched_lock(spinlock_t *lock);
#define cond_resched()                                  \
	({                                              \
		__might_resched(__FILE__, __LINE__, 0); \
		__cond_resched();                       \
	})
#define cond_resched_lock(lock) __cond_resched_lock(lock)
/* For loops under rcu_read_lock(), which it leaves for a moment (see <linux/rcupdate.h>). */
#define cond_resched_rcu()         \
	do {                       \
		rcu_read_unlock(); \
		cond_resched();    \
		rcu_read_lock();   \
	} while (0)
#define _cond_resched()		__cond_resched()
static inline bool need_resched(void)
{
	return unlikely(tif_need_resched());
}
static inline void set_tsk_need_resched(struct task_struct *tsk)
{
	set_ti_thread_flag(&tsk->thread_info, TIF_NEED_RESCHED);
}
static inline void clear_tsk_need_resched(struct task_struct *tsk)
{
	clear_ti_thread_flag(&tsk->thread_info, TIF_NEED_RESCHED);
}
static inline int test_tsk_need_resched(struct task_struct *tsk)
{
	return test_ti_thread_flag(&tsk->thread_info, TIF_NEED_RESCHED);
}
static inline int test_tsk_thread_flag(struct task_struct *tsk, int flag)
{
	return test_ti_thread_flag(&tsk->thread_info, flag);
}
static inline void set_tsk_thread_flag(struct task_struct *tsk, int flag)
{
	set_ti_thread_flag(&tsk->thread_info, flag);
}
static inline void clear_tsk_thread_flag(struct task_struct *tsk, int flag)
{
	clear_ti_thread_flag(&tsk->thread_info, flag);
}

static inline unsigned int task_cpu(const struct task_struct *p)
{
	return READ_ONCE(p->cpu);
}
int task_curr(const struct task_struct *p);
int idle_cpu(int cpu);
struct task_struct *idle_task(int cpu);
int available_idle_cpu(int cpu);
unsigned int nr_running_tasks(void);
unsigned int nr_blocked_tasks(void);
unsigned long long nr_context_switches(void);

int task_nice(const struct task_struct *p);
void set_user_nice(struct task_struct *p, long nice);
int can_nice(const struct task_struct *p, const int nice);
void sched_set_fifo(struct task_struct *p);
void sched_set_fifo_low(struct task_struct *p);
void sched_set_normal(struct task_struct *p, int nice);
int sched_setscheduler(struct task_struct *p, int policy, const struct sched_param *param);
int sched_setscheduler_nocheck(struct task_struct *p, int policy, const struct sched_param *param);
/* 0, or -EINVAL when no online CPU is in @new_mask. */
int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *new_mask);
long sched_setaffinity(pid_t pid, const struct cpumask *new_mask);

/* ---- identity ---- */

#define is_idle_task(p)	       (!!((p)->flags & PF_IDLE))
#define thread_group_leader(p) ((p)->pid == (p)->tgid)
static inline pid_t task_pid_nr(struct task_struct *tsk)
{
	return tsk->pid;
}
static inline pid_t task_tgid_nr(struct task_struct *tsk)
{
	return tsk->tgid;
}
#define task_pid_vnr(tsk)	 task_pid_nr(tsk)
#define task_tgid_vnr(tsk)	 task_tgid_nr(tsk)
#define task_pid_nr_ns(tsk, ns)	 task_pid_nr(tsk)
#define task_tgid_nr_ns(tsk, ns) task_tgid_nr(tsk)
pid_t task_ppid_nr(const struct task_struct *tsk);
static inline struct pid *task_pid(struct task_struct *task)
{
	return task->thread_pid;
}
static inline int pid_alive(const struct task_struct *p)
{
	return p->thread_pid != NULL;
}
static inline int is_global_init(struct task_struct *tsk)
{
	return tsk->tgid == 1;
}
struct task_struct *find_task_by_vpid(pid_t nr);
struct task_struct *find_task_by_pid_ns(pid_t nr, struct pid_namespace *ns);
struct task_struct *find_get_task_by_vpid(pid_t nr);
char *__get_task_comm(char *to, size_t len, struct task_struct *tsk);
#define get_task_comm(buf, tsk) __get_task_comm(buf, sizeof(buf), tsk)
void __set_task_comm(struct task_struct *tsk, const char *from, bool exec);
static inline void set_task_comm(struct task_struct *tsk, const char *from)
{
	__set_task_comm(tsk, from, false);
}

#define for_each_process(p)	      list_for_each_entry_rcu (p, &init_task.tasks, tasks)
#define for_each_process_thread(p, t) for_each_process(p) for ((t) = (p); (t); (t) = NULL)
#define for_each_thread(p, t)	      for ((t) = (p); (t); (t) = NULL)

/* ---- current's allocation context: <linux/sched/mm.h> has the scopes ---- */

#define current_is_kthread() (!!(current->flags & PF_KTHREAD))
#define tsk_used_math(p)     0

static inline bool task_sees_client(const struct task_struct *p)
{
	return p->client != NULL;
}

#include <linux/might_sleep.h>
#include <linux/sched/task.h>

#endif
