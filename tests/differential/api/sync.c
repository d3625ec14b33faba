/* SPDX-License-Identifier: MIT */
/* Locks, waiting, threads, work queues, RCU, atomics: what they return and in what order they act.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kref.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <linux/sched/signal.h>
#include <linux/semaphore.h>
#include <linux/seqlock.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define P(fmt, ...) pr_info("%d: " fmt "\n", __LINE__, ##__VA_ARGS__)
#define R(e)	    pr_info("%d: %s = %lld\n", __LINE__, #e, (long long)(e))

static DEFINE_MUTEX(mutex);
static DECLARE_RWSEM(rwsem);
static DEFINE_SEMAPHORE(one);
static DEFINE_SPINLOCK(spin);
static DEFINE_RWLOCK(rw);
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(done);
static int flag;

static void locks(void)
{
	struct semaphore two;
	DEFINE_SEQLOCK(seq);
	unsigned int s;
	unsigned long flags;

	R(mutex_trylock(&mutex));
	R(mutex_trylock(&mutex));
	R(mutex_is_locked(&mutex));
	mutex_unlock(&mutex);
	P("interruptible %d", mutex_lock_interruptible(&mutex));
	mutex_unlock(&mutex);
	P("killable %d", mutex_lock_killable(&mutex));
	mutex_unlock(&mutex);
	sema_init(&two, 2);
	R(down_trylock(&two));
	R(down_trylock(&two));
	R(down_trylock(&two));
	up(&two);
	P("sem %d", down_interruptible(&two));
	P("timeout %d", down_timeout(&two, 2));
	up(&two);
	P("killable %d", down_killable(&two));
	R(down_trylock(&one));
	R(down_trylock(&one));
	up(&one);
	R(down_read_trylock(&rwsem));
	R(down_read_trylock(&rwsem));
	R(down_write_trylock(&rwsem));
	up_read(&rwsem);
	up_read(&rwsem);
	R(down_write_trylock(&rwsem));
	R(down_read_trylock(&rwsem));
	R(rwsem_is_locked(&rwsem));
	downgrade_write(&rwsem);
	R(down_read_trylock(&rwsem));
	R(down_write_trylock(&rwsem));
	up_read(&rwsem);
	up_read(&rwsem);
	P("write killable %d", down_write_killable(&rwsem));
	up_write(&rwsem);
	R(spin_trylock(&spin));
	R(spin_trylock(&spin));
	R(spin_is_locked(&spin));
	spin_unlock(&spin);
	P("irqsave %d", spin_trylock_irqsave(&spin, flags));
	P("irqs off %d", irqs_disabled());
	spin_unlock_irqrestore(&spin, flags);
	R(irqs_disabled());
	R(in_atomic());
	P("bh %d", spin_trylock_bh(&spin));
	R(!!in_softirq());
	R(!!in_interrupt());
	R(!!in_serving_softirq());
	spin_unlock_bh(&spin);
	R(read_trylock(&rw));
	R(read_trylock(&rw));
	R(write_trylock(&rw));
	read_unlock(&rw);
	read_unlock(&rw);
	R(write_trylock(&rw));
	R(read_trylock(&rw));
	write_unlock(&rw);
	s = read_seqbegin(&seq);
	P("seq %u retry %d", s, read_seqretry(&seq, s));
	write_seqlock(&seq);
	write_sequnlock(&seq);
	R(read_seqretry(&seq, s));
	R(read_seqbegin(&seq));
}

static void atomics(void)
{
	atomic_t a = ATOMIC_INIT(5);
	atomic64_t b = ATOMIC64_INIT(1LL << 40);
	refcount_t r = REFCOUNT_INIT(1);
	unsigned long w = 0;
	int old;
	s64 o64;

	R(atomic_add_return(3, &a));
	R(atomic_sub_return(1, &a));
	R(atomic_inc_return(&a));
	R(atomic_dec_return(&a));
	R(atomic_fetch_add(2, &a));
	R(atomic_fetch_or(16, &a));
	R(atomic_fetch_and(~1, &a));
	R(atomic_fetch_xor(3, &a));
	R(atomic_read(&a));
	R(atomic_xchg(&a, 1));
	R(atomic_cmpxchg(&a, 1, 2));
	R(atomic_cmpxchg(&a, 1, 3));
	R(atomic_add_unless(&a, 5, 2));
	R(atomic_add_unless(&a, 5, 3));
	R(atomic_inc_not_zero(&a));
	R(atomic_dec_if_positive(&a));
	R(atomic_read(&a));
	atomic_set(&a, 1);
	R(atomic_dec_and_test(&a));
	R(atomic_inc_and_test(&a));
	R(atomic_inc_not_zero(&a));
	atomic_set(&a, 0);
	R(atomic_inc_not_zero(&a));
	R(atomic_dec_if_positive(&a));
	R(atomic_sub_and_test(0, &a));
	R(atomic_add_negative(-1, &a));
	R(atomic_inc_unless_negative(&a));
	R(atomic_dec_unless_positive(&a));
	R(atomic_fetch_add_unless(&a, 4, 9));
	old = 2;
	P("try %d", atomic_try_cmpxchg(&a, &old, 7));
	P("old %d", old);
	R(atomic_try_cmpxchg(&a, &old, 7));
	R(atomic_read(&a));
	R(atomic64_add_return(1, &b));
	R(atomic64_fetch_sub(2, &b));
	o64 = 0;
	R(atomic64_try_cmpxchg(&b, &o64, 3));
	R(atomic64_read(&b));
	R(test_and_set_bit(3, &w));
	R(test_and_set_bit_lock(3, &w));
	R(test_and_clear_bit(3, &w));
	R(xchg(&w, 9UL));
	R(cmpxchg(&w, 9UL, 4UL));
	R(cmpxchg(&w, 9UL, 5UL));
	R(refcount_inc_not_zero(&r));
	R(refcount_read(&r));
	R(refcount_dec_and_test(&r));
	R(refcount_dec_not_one(&r));
	R(refcount_dec_if_one(&r));
	R(refcount_read(&r));
	P("ref %d", refcount_inc_not_zero(&r));
	refcount_set(&r, 3);
	R(refcount_sub_and_test(2, &r));
	R(refcount_dec_and_mutex_lock(&r, &mutex));
	P("locked %d", mutex_is_locked(&mutex));
	mutex_unlock(&mutex);
	refcount_set(&r, 2);
	P("ref lock %d", refcount_dec_and_lock(&r, &spin));
}

static int sleeper(void *what)
{
	long r;

	switch ((long)what) {
	case 0:
		while (!kthread_should_stop()) {
			set_current_state(TASK_INTERRUPTIBLE);
			if (!kthread_should_stop())
				schedule();
			__set_current_state(TASK_RUNNING);
		}
		return 123;
	case 1: /* wakes the waiter after a while */
		msleep(20);
		flag = 1;
		wake_up(&queue);
		return -5;
	case 2:
		msleep(20);
		complete(&done);
		break;
	case 3: /* a signal interrupts */
		allow_signal(SIGUSR1);
		complete(&done);
		r = wait_event_interruptible(queue, flag == 99);
		P("interrupted %ld pending %d", r, signal_pending(current));
		r = wait_event_interruptible_timeout(queue, flag == 99, 100);
		P("again %ld", r);
		r = wait_event_interruptible_timeout(queue, true, 100);
		P("already true %ld", r);
		r = mutex_lock_interruptible(&mutex);
		P("mutex %ld", r);
		r = down_interruptible(&one);
		P("sem %ld", r);
		r = wait_for_completion_interruptible(&done);
		P("completion %ld", r);
		r = wait_for_completion_interruptible_timeout(&done, 10);
		P("completion %ld", r);
		P("msleep %d", msleep_interruptible(1000) > 900);
		r = schedule_timeout_interruptible(50);
		P("schedule_timeout %d", r > 40);
		r = wait_event_killable(queue, flag == 1);
		P("killable %ld", r);
		flush_signals(current);
		P("pending %d", signal_pending(current));
		flag = 77;
		break;
	case 4:
		while (!kthread_should_stop()) {
			if (kthread_should_park()) {
				P("parking");
				kthread_parkme();
				P("unparked");
			}
			schedule_timeout_interruptible(1);
		}
		return 4;
	}
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return what == (void *)3 ? 33 : 0;
}

static void waits(void)
{
	int sent;
	struct task_struct *t;
	long r;

	t = kthread_run(sleeper, (void *)0, "api/%d", 0);
	P("comm %s", t->comm);
	msleep(20);
	P("wake running or not %d", wake_up_process(t) >= 0);
	P("stop %d", kthread_stop(t));
	t = kthread_create(sleeper, (void *)0, "never");
	P("stop before it ran %d", kthread_stop(t));
	t = kthread_run(sleeper, (void *)1, "wake");
	r = wait_event_timeout(queue, flag, HZ);
	P("wait_event_timeout %d flag %d", r > HZ / 2 && r < HZ, flag);
	msleep(10);
	flag = 0;
	r = wait_event_timeout(queue, flag, 3);
	P("timed out %ld", r);
	r = wait_event_timeout(queue, true, 0);
	P("true at 0: %ld", r);
	r = wait_event_timeout(queue, false, 0);
	P("false at 0: %ld", r);
	r = wait_event_interruptible_timeout(queue, flag, 3);
	P("timed out %ld", r);
	r = wait_event_interruptible(queue, true);
	P("true %ld", r);
	r = wait_event_hrtimeout(queue, flag, ms_to_ktime(5));
	P("hrtimeout %ld", r);
	P("active %d", waitqueue_active(&queue));
	r = wait_for_completion_timeout(&done, 3);
	P("completion timeout %ld", r);
	R(try_wait_for_completion(&done));
	R(completion_done(&done));
	t = kthread_run(sleeper, (void *)2, "complete");
	r = wait_for_completion_timeout(&done, HZ);
	P("completed %d", r > HZ / 2 && r <= HZ);
	kthread_stop(t);
	complete_all(&done);
	wait_for_completion(&done);
	R(try_wait_for_completion(&done));
	R(completion_done(&done));
	reinit_completion(&done);
	P("reinit %d", completion_done(&done));
	complete(&done);
	complete(&done);
	R(try_wait_for_completion(&done));
	R(try_wait_for_completion(&done));
	R(try_wait_for_completion(&done));
	mutex_lock(&mutex);
	down(&one);
	t = kthread_create(sleeper, (void *)3, "signalled");
	get_task_struct(t);
	wake_up_process(t);
	wait_for_completion(&done);
	msleep(20);
	sent = send_sig(SIGUSR1, t, 1);
	while (flag != 77) {
		msleep(10);
		if (flag == 0)
			flag = 1, wake_up(&queue);
	}
	flag = 0;
	P("stop %d", kthread_stop(t));
	P("send_sig %d", sent); /* said here, when nobody else talks */
	put_task_struct(t);
	mutex_unlock(&mutex);
	up(&one);
	t = kthread_run(sleeper, (void *)4, "parked");
	P("park %d", kthread_park(t));
	kthread_unpark(t);
	msleep(30);
	P("stop %d", kthread_stop(t));
	R(schedule_timeout_uninterruptible(2));
	R(schedule_timeout_interruptible(0));
	__set_current_state(TASK_RUNNING);
}

static int order[32], n_order;
struct job {
	struct work_struct w;
	int n;
};

static void job(struct work_struct *w)
{
	struct job *j = container_of(w, struct job, w);

	order[n_order++] = j->n;
	if (j->n < 3)
		msleep(5);
}

static void slow(struct work_struct *w)
{
	msleep(30);
	n_order++;
}

static void works(void)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("api_%s", 0, "ordered");
	static struct job j[8];
	static DECLARE_DELAYED_WORK(late, slow);
	static DECLARE_WORK(now, slow);
	int i;

	for (i = 0; i < 8; i++) {
		INIT_WORK(&j[i].w, job);
		j[i].n = i;
		P("queue %d", queue_work(wq, &j[i].w));
	}
	R(queue_work(wq, &j[7].w));
	R(work_pending(&j[7].w));
	flush_workqueue(wq);
	for (i = 0; i < n_order; i++)
		P("ran %d", order[i]);
	P("flush idle %d", flush_work(&j[0].w));
	P("cancel idle %d", cancel_work_sync(&j[0].w));
	n_order = 0;
	P("schedule %d", schedule_work(&now));
	P("flush %d ran %d", flush_work(&now), n_order);
	R(queue_delayed_work(wq, &late, HZ));
	R(queue_delayed_work(wq, &late, 1));
	P("pending %d", delayed_work_pending(&late));
	P("mod %d", mod_delayed_work(wq, &late, 2));
	P("flush %d ran %d", flush_delayed_work(&late), n_order);
	P("mod idle %d", mod_delayed_work(wq, &late, 1000));
	R(cancel_delayed_work(&late));
	R(cancel_delayed_work(&late));
	P("schedule %d", schedule_delayed_work(&late, 1000));
	P("cancel_sync %d ran %d", cancel_delayed_work_sync(&late), n_order);
	P("schedule 0 %d", schedule_delayed_work(&late, 0));
	msleep(10);
	P("cancel running %d", cancel_delayed_work_sync(&late));
	P("ran %d", n_order);
	P("queue_work_on %d", queue_work_on(1, system_wq, &now));
	P("flush %d", flush_work(&now));
	queue_work(wq, &j[1].w);
	destroy_workqueue(wq);
	P("drained %d", order[n_order - 1]);
	wq = alloc_workqueue("api", WQ_UNBOUND | WQ_MEM_RECLAIM, 2);
	P("unbound %d", wq != NULL);
	destroy_workqueue(wq);
}

struct node {
	struct rcu_head rcu;
	int n;
};
DEFINE_STATIC_SRCU(srcu);
static atomic_t freed;
static void free_node(struct rcu_head *r)
{
	struct node *n = container_of(r, struct node, rcu);

	order[atomic_fetch_inc(&freed)] = n->n;
	kfree(n);
}

static void released(struct kref *k)
{
	P("released");
}

static void rcus(void)
{
	static struct node __rcu *head;
	struct node *n;
	struct kref k;
	int i;

	rcu_assign_pointer(head, kzalloc(sizeof(*n), GFP_KERNEL));
	rcu_read_lock();
	P("deref %d", rcu_dereference(head)->n);
	rcu_read_unlock();
	n = rcu_replace_pointer(head, NULL, true);
	synchronize_rcu();
	kfree(n);
	P("null %d", rcu_access_pointer(head) == NULL);
	preempt_disable();
	for (i = 0; i < 5; i++) {
		n = kmalloc(sizeof(*n), GFP_ATOMIC);
		n->n = i;
		call_rcu(&n->rcu, free_node);
	}
	P("not yet %d", atomic_read(&freed));
	preempt_enable();
	rcu_barrier();
	P("freed %d: %d %d %d %d %d", atomic_read(&freed), order[0], order[1], order[2], order[3],
	  order[4]);
	n = kmalloc(sizeof(*n), GFP_KERNEL);
	kfree_rcu(n, rcu);
	i = srcu_read_lock(&srcu);
	srcu_read_unlock(&srcu, i);
	synchronize_srcu(&srcu);
	kref_init(&k);
	kref_get(&k);
	R(kref_put(&k, released));
	R(kref_read(&k));
	P("kref %d", kref_put(&k, released));
	P("kref %d", kref_get_unless_zero(&k));
}

static int __init sync_init(void)
{
	locks();
	atomics();
	waits();
	works();
	rcus();
	return 0;
}

static void __exit sync_exit(void)
{
	rcu_barrier();
}

module_init(sync_init);
module_exit(sync_exit);
MODULE_LICENSE("GPL");
