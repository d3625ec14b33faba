/* SPDX-License-Identifier: MIT */
/*
 * The lock checker: each class of report planted, legal patterns that must stay silent, and random
 * lock orders against a naive model.
 *
 * The checker follows modules' calls only. Here the functions marked PLANT are "the module": they
 * lie in a section of their own, and while a case runs, that section is what counts as module code.
 * They end in barrier(), so that their last call is one and not a jump: modules are compiled that
 * way.
 */
#include <linux/delay.h>
#include <linux/hardirq.h>
#include <linux/mutex.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>

#include "lib/sync/leave.h"
#include "lib/sync/lockdep.h"
#include "planted.h"

#define PLANT static noinline __attribute__((section("lockdep_text")))

extern char __start_lockdep_text[], __stop_lockdep_text[];

static bool is_planted(unsigned long pc)
{
	return pc > (unsigned long)__start_lockdep_text && pc <= (unsigned long)__stop_lockdep_text;
}

static void begin(void)
{
	ferrite_defect_modules(is_planted);
	planted_begin();
}

static void end(void)
{
	ferrite_defect_modules(NULL);
	planted_end();
}

#define EXPECT_SILENT(test) \
	KUNIT_EXPECT_EQ_MSG(test, planted_seen, 0u, "got: %s\n%s", planted_text, planted_linux)

/* Run @fn as if in a softirq. */
static void in_softirq_do(void (*fn)(void))
{
	preempt_count_add(SOFTIRQ_OFFSET);
	fn();
	preempt_count_sub(SOFTIRQ_OFFSET);
}

/* ---- orders ---- */

PLANT void lock_two(struct mutex *first, struct mutex *second)
{
	mutex_lock(first);
	mutex_lock(second);
	mutex_unlock(second);
	mutex_unlock(first);
	barrier();
}

static DEFINE_MUTEX(order_a);
static DEFINE_MUTEX(order_b);
static DEFINE_MUTEX(order_c);

static void both_orders_reported(struct kunit *test)
{
	begin();
	lock_two(&order_a, &order_b);
	lock_two(&order_a, &order_b);
	EXPECT_SILENT(test);
	lock_two(&order_b, &order_a);
	EXPECT_PLANTED(test, DEFECT_LOCK, " are taken in both orders");
	EXPECT_PLANTED(test, DEFECT_LOCK, "possible circular locking dependency detected");
	lock_two(&order_b, &order_a); /* known: once is enough */
	KUNIT_EXPECT_EQ(test, planted_seen, 1u);
	lock_two(&order_b, &order_c);
	KUNIT_EXPECT_EQ(test, planted_seen, 1u);
	end();
	KUNIT_EXPECT_EQ(test, lockdep_depth(current), 0);
}

static DEFINE_MUTEX(round_a);
static DEFINE_MUTEX(round_b);
static DEFINE_MUTEX(round_c);

static void circle_of_three_reported(struct kunit *test)
{
	begin();
	lock_two(&round_a, &round_b);
	lock_two(&round_b, &round_c);
	EXPECT_SILENT(test);
	lock_two(&round_c, &round_a);
	EXPECT_PLANTED(test, DEFECT_LOCK, "locks are taken in a circle: ");
	end();
}

static DEFINE_SPINLOCK(spin_a);
static DEFINE_SPINLOCK(spin_b);
static DEFINE_SPINLOCK(spin_c);

PLANT void spin_two(spinlock_t *first, spinlock_t *second)
{
	unsigned long flags;

	spin_lock_irqsave(first, flags);
	spin_lock(second);
	spin_unlock(second);
	spin_unlock_irqrestore(first, flags);
	barrier();
}

PLANT void spin_try_second(spinlock_t *first, spinlock_t *second)
{
	spin_lock(first);
	if (spin_trylock(second))
		spin_unlock(second);
	spin_unlock(first);
	barrier();
}

static void trylock_may_go_backwards(struct kunit *test)
{
	begin();
	spin_two(&spin_a, &spin_b);
	spin_try_second(&spin_b, &spin_a);
	EXPECT_SILENT(test);
	spin_two(&spin_b, &spin_c);
	EXPECT_SILENT(test);
	spin_two(&spin_b, &spin_a);
	EXPECT_PLANTED(test, DEFECT_LOCK, " are taken in both orders");
	end();
}

/* ---- several of one class ---- */

struct node {
	struct mutex lock;
	spinlock_t spin;
	struct rw_semaphore sem;
};

PLANT void node_init(struct node *n)
{
	mutex_init(&n->lock);
	spin_lock_init(&n->spin);
	init_rwsem(&n->sem);
	barrier();
}

PLANT void nested(struct node *parent, struct node *child)
{
	mutex_lock(&parent->lock);
	mutex_lock_nested(&child->lock, SINGLE_DEPTH_NESTING);
	mutex_unlock(&child->lock);
	spin_lock(&parent->spin);
	spin_lock_nested(&child->spin, SINGLE_DEPTH_NESTING);
	spin_unlock(&child->spin);
	spin_unlock(&parent->spin);
	mutex_unlock(&parent->lock);
	barrier();
}

PLANT void under_one_lock(struct mutex *all, struct node *one, struct node *other)
{
	mutex_lock(all);
	mutex_lock_nest_lock(&one->lock, all);
	mutex_lock_nest_lock(&other->lock, all);
	mutex_unlock(&other->lock);
	mutex_unlock(&one->lock);
	mutex_unlock(all);
	barrier();
}

static void instances_of_one_class(struct kunit *test)
{
	struct node *a = kmalloc(sizeof(*a), GFP_KERNEL), *b = kmalloc(sizeof(*b), GFP_KERNEL);
	static DEFINE_MUTEX(all);

	begin();
	node_init(a);
	node_init(b);
	nested(a, b);
	nested(b, a); /* parents and children are told apart, not instances */
	under_one_lock(&all, a, b);
	EXPECT_SILENT(test);
	lock_two(&a->lock, &b->lock);
	EXPECT_PLANTED(test, DEFECT_LOCK,
		       "two locks of one kind are taken together: mutex &n->lock");
	EXPECT_PLANTED(test, DEFECT_LOCK, "possible recursive locking detected");
	lock_two(&a->lock, &b->lock);
	KUNIT_EXPECT_EQ(test, planted_seen, 1u);
	kfree(a);
	kfree(b);
	KUNIT_EXPECT_EQ(test, planted_seen, 1u);
	end();
}

/* ---- recursion goes on ---- */

static DEFINE_MUTEX(own_mutex);
static DEFINE_SPINLOCK(own_spin);
static DEFINE_RWLOCK(own_rw);
static DECLARE_RWSEM(own_sem);

PLANT void mutex_twice(void)
{
	mutex_lock(&own_mutex);
	mutex_lock(&own_mutex);
	mutex_unlock(&own_mutex);
	mutex_unlock(&own_mutex);
	barrier();
}

PLANT void spin_twice(void)
{
	spin_lock(&own_spin);
	spin_lock(&own_spin);
	spin_unlock(&own_spin);
	spin_unlock(&own_spin);
	barrier();
}

PLANT void rw_upgrade(void)
{
	read_lock(&own_rw);
	write_lock(&own_rw);
	write_unlock(&own_rw);
	read_unlock(&own_rw);
	barrier();
}

PLANT void sem_upgrade(void)
{
	down_read(&own_sem);
	down_write(&own_sem);
	up_write(&own_sem);
	up_read(&own_sem);
	barrier();
}

static void expect_own(struct kunit *test, void (*fn)(void), const char *head)
{
	begin();
	fn();
	EXPECT_PLANTED(test, DEFECT_LOCK, head);
	end();
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	KUNIT_EXPECT_EQ(test, lockdep_depth(current), 0);
}

static void own_lock_again_reported(struct kunit *test)
{
	expect_own(test, mutex_twice, " is taken again by its holder");
	expect_own(test, spin_twice, " is taken again by its holder");
	expect_own(test, rw_upgrade, " is taken again by its holder");
	expect_own(test, sem_upgrade, " is taken again by its holder");
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&own_mutex));
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&own_spin));
	KUNIT_EXPECT_TRUE(test, write_trylock(&own_rw));
	write_unlock(&own_rw);
	KUNIT_EXPECT_FALSE(test, rwsem_is_locked(&own_sem));
}

/* ---- interrupts ---- */

static DEFINE_SPINLOCK(irq_lock);
static DEFINE_SPINLOCK(good_lock);
static DEFINE_SPINLOCK(outer_lock);
static DEFINE_SPINLOCK(plain_lock);
static DEFINE_RWLOCK(irq_rw);

PLANT void take_irq_lock(void)
{
	spin_lock(&irq_lock);
	spin_unlock(&irq_lock);
	barrier();
}

PLANT void take_good_lock(void)
{
	spin_lock(&good_lock);
	spin_unlock(&good_lock);
	barrier();
}

PLANT void take_good_lock_bh(void)
{
	spin_lock_bh(&good_lock);
	spin_unlock_bh(&good_lock);
	barrier();
}

PLANT void take_outer(void)
{
	spin_lock(&outer_lock);
	spin_unlock(&outer_lock);
	barrier();
}

PLANT void take_plain(void)
{
	spin_lock(&plain_lock);
	spin_unlock(&plain_lock);
	barrier();
}

PLANT void take_plain_under_outer(void)
{
	spin_lock_bh(&outer_lock);
	spin_lock(&plain_lock);
	spin_unlock(&plain_lock);
	spin_unlock_bh(&outer_lock);
	barrier();
}

PLANT void read_irq_rw(void)
{
	read_lock(&irq_rw);
	read_unlock(&irq_rw);
	barrier();
}

static void softirq_state_reported(struct kunit *test)
{
	begin();
	take_good_lock_bh();
	in_softirq_do(take_good_lock);
	in_softirq_do(read_irq_rw); /* readers on both sides do not exclude each other */
	read_irq_rw();
	take_irq_lock();
	EXPECT_SILENT(test);
	in_softirq_do(take_irq_lock);
	EXPECT_PLANTED(test, DEFECT_LOCK, " is taken in a softirq, and elsewhere");
	EXPECT_PLANTED(test, DEFECT_LOCK, "inconsistent {SOFTIRQ-ON-W} -> {IN-SOFTIRQ-W} usage.");
	in_softirq_do(take_irq_lock);
	KUNIT_EXPECT_EQ(test, planted_seen, 1u);
	end();
}

static void softirq_order_reported(struct kunit *test)
{
	begin();
	in_softirq_do(take_outer);
	take_plain();
	EXPECT_SILENT(test);
	take_plain_under_outer();
	EXPECT_PLANTED(test, DEFECT_LOCK, ", which is taken with softirqs enabled");
	EXPECT_PLANTED(test, DEFECT_LOCK, "SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected");
	end();
}

static DEFINE_SPINLOCK(flags_lock);

PLANT void irqsave_and_plain(void)
{
	unsigned long flags;

	spin_lock_irqsave(&flags_lock, flags);
	spin_unlock_irqrestore(&flags_lock, flags);
	spin_lock_irq(&flags_lock);
	spin_unlock_irq(&flags_lock);
	spin_lock(&flags_lock);
	spin_unlock(&flags_lock);
	barrier();
}

static void plain_use_in_tasks_is_silent(struct kunit *test)
{
	begin();
	irqsave_and_plain();
	EXPECT_SILENT(test);
	end();
}

/* ---- left, freed, another's ---- */

static DEFINE_MUTEX(left_mutex);
static DEFINE_SPINLOCK(left_spin);

PLANT void leave_mutex(void)
{
	mutex_lock(&left_mutex);
	barrier();
}

PLANT void leave_spin(void)
{
	unsigned long flags;

	spin_lock_irqsave(&left_spin, flags);
	(void)flags;
	barrier();
}

PLANT void leave_rcu(void)
{
	rcu_read_lock();
	barrier();
}

PLANT void leave_preempt(void)
{
	preempt_disable();
	barrier();
}

PLANT void unlock_left_mutex(void)
{
	mutex_unlock(&left_mutex);
	barrier();
}

static void expect_left(struct kunit *test, void (*fn)(void), enum leaving what, const char *text)
{
	struct code_mark mark;

	begin();
	code_enter(&mark);
	fn();
	code_leave(&mark, what, fn);
	EXPECT_PLANTED(test, DEFECT_LOCK, text);
	end();
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	KUNIT_EXPECT_EQ(test, lockdep_depth(current), 0);
}

static void what_is_left_is_reported(struct kunit *test)
{
	expect_left(test, leave_mutex, LEAVE_CALL, "lock held when returning to user space!");
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&left_mutex));
	begin();
	unlock_left_mutex(); /* its belated release is no second defect */
	EXPECT_SILENT(test);
	end();
	expect_left(test, leave_spin, LEAVE_WORK, " is left locked: the work ends");
	expect_left(test, leave_rcu, LEAVE_TIMER, "rcu_read_lock() without rcu_read_unlock()");
	expect_left(test, leave_preempt, LEAVE_WORK, "workqueue leaked lock or atomic");
	expect_left(test, leave_preempt, LEAVE_TIMER, "preempt leak");
}

PLANT void free_node(struct node *n, bool locked)
{
	if (locked)
		mutex_lock(&n->lock);
	debug_check_no_locks_freed(n, sizeof(*n));
	barrier();
}

static void locked_memory_freed_reported(struct kunit *test)
{
	struct node *n = kmalloc(sizeof(*n), GFP_KERNEL);

	begin();
	node_init(n);
	free_node(n, false);
	EXPECT_SILENT(test);
	node_init(n);
	free_node(n, true);
	EXPECT_PLANTED(test, DEFECT_LIVE_OBJECT,
		       "mutex &n->lock is locked in memory that is freed");
	EXPECT_PLANTED(test, DEFECT_LIVE_OBJECT, "held lock freed!");
	end();
	kfree(n);
	KUNIT_EXPECT_EQ(test, lockdep_depth(current), 0);
}

static DECLARE_RWSEM(given_sem);
static DEFINE_MUTEX(given_mutex);

PLANT void take_given(void)
{
	mutex_lock(&given_mutex);
	barrier();
}

PLANT int give_mutex_back(void *arg)
{
	mutex_unlock(&given_mutex);
	return 0;
}

PLANT int sem_taker(void *arg)
{
	down_read_non_owner(&given_sem);
	return 0;
}

PLANT void sem_giver(void)
{
	up_read_non_owner(&given_sem);
	barrier();
}

static void run_thread(int (*fn)(void *))
{
	struct task_struct *k = kthread_create(fn, NULL, "other");

	get_task_struct(k);
	wake_up_process(k);
	msleep(10);
	kthread_stop(k);
	put_task_struct(k);
}

static void unlock_by_another_reported(struct kunit *test)
{
	begin();
	run_thread(sem_taker);
	sem_giver();
	EXPECT_SILENT(test);
	take_given();
	run_thread(give_mutex_back);
	EXPECT_PLANTED(test, DEFECT_LOCK, " is unlocked by another than its holder");
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&given_mutex));
	end();
	mutex_lock(&given_mutex);
	mutex_unlock(&given_mutex);
	lockdep_untake(&given_mutex);
}

/* ---- annotations ---- */

static struct lock_class_key map_key;
static struct lockdep_map flush_map = STATIC_LOCKDEP_MAP_INIT("flush", &map_key);
static DEFINE_MUTEX(flush_lock);
static DEFINE_MUTEX(asserted);

PLANT void flush_under_lock(void)
{
	mutex_lock(&flush_lock);
	lock_map_acquire(&flush_map);
	lock_map_release(&flush_map);
	mutex_unlock(&flush_lock);
	barrier();
}

PLANT void work_takes_lock(void)
{
	lock_map_acquire(&flush_map);
	might_lock(&flush_lock);
	lock_map_release(&flush_map);
	barrier();
}

PLANT void held_or_not(struct kunit *test)
{
	lockdep_assert_not_held(&asserted);
	mutex_lock(&asserted);
	lockdep_assert_held(&asserted);
	KUNIT_EXPECT_EQ(test, lockdep_depth(current), 1);
	KUNIT_EXPECT_EQ(test, lockdep_state(&asserted), LOCK_STATE_HELD);
	mutex_unlock(&asserted);
	KUNIT_EXPECT_EQ(test, lockdep_state(&asserted), LOCK_STATE_NOT_HELD);
	barrier();
}

PLANT void not_held(void)
{
	lockdep_assert_held(&asserted);
	barrier();
}

static void annotations(struct kunit *test)
{
	begin();
	held_or_not(test);
	flush_under_lock();
	EXPECT_SILENT(test);
	work_takes_lock();
	EXPECT_PLANTED(test, DEFECT_LOCK, " are taken in both orders");
	planted_begin();
	not_held();
	EXPECT_PLANTED(test, DEFECT_LOCK, "assertion: &asserted is not held");
	end();
}

/* ---- random orders against a naive model ---- */

#define KEYS   7
#define TRIALS 40
#define PAIRS  24

static struct lock_class_key random_keys[TRIALS][KEYS];

PLANT void init_random(struct mutex *m, struct lock_class_key *key)
{
	__mutex_init(m, "random", key);
	barrier();
}

/* reach[a][b]: some sequence of pairs leads from a to b. True: it closes a circle. */
static bool model_add(bool reach[KEYS][KEYS], int a, int b)
{
	bool circle = reach[b][a];

	if (circle)
		return true;
	for (int i = 0; i < KEYS; i++)
		for (int j = 0; j < KEYS; j++)
			if ((i == a || reach[i][a]) && (j == b || reach[b][j]))
				reach[i][j] = true;
	return false;
}

static unsigned int random_trial(struct kunit *test, struct mutex *m, bool ordered)
{
	bool reach[KEYS][KEYS] = {}, told[KEYS][KEYS] = {};
	unsigned int expected = 0;

	for (int n = 0; n < PAIRS; n++) {
		int a = prandom_u32_max(KEYS), b = prandom_u32_max(KEYS);

		if (a == b || (ordered && a > b))
			continue;
		if (!told[a][b] && model_add(reach, a, b)) {
			told[a][b] = true;
			expected++;
		}
		lock_two(&m[a], &m[b]);
		KUNIT_EXPECT_EQ(test, planted_seen, expected);
	}
	return expected;
}

static void random_orders(struct kunit *test)
{
	struct mutex *m = kcalloc(KEYS, sizeof(*m), GFP_KERNEL);
	unsigned int circles = 0;

	for (int trial = 0; trial < TRIALS; trial++) {
		begin();
		for (int i = 0; i < KEYS; i++)
			init_random(&m[i], &random_keys[trial][i]);
		circles += random_trial(test, m, trial % 2);
		end();
	}
	lockdep_image_gone(random_keys, sizeof(random_keys), "");
	kfree(m);
	KUNIT_EXPECT_GT(test, circles, 20u);
}

static struct kunit_case lockdep_cases[] = {KUNIT_CASE(both_orders_reported),
					    KUNIT_CASE(circle_of_three_reported),
					    KUNIT_CASE(trylock_may_go_backwards),
					    KUNIT_CASE(instances_of_one_class),
					    KUNIT_CASE(own_lock_again_reported),
					    KUNIT_CASE(softirq_state_reported),
					    KUNIT_CASE(softirq_order_reported),
					    KUNIT_CASE(plain_use_in_tasks_is_silent),
					    KUNIT_CASE(what_is_left_is_reported),
					    KUNIT_CASE(locked_memory_freed_reported),
					    KUNIT_CASE(unlock_by_another_reported),
					    KUNIT_CASE(annotations),
					    KUNIT_CASE(random_orders),
					    {}};
static int lockdep_test_init(struct kunit *test)
{
	if (!lockdep_active)
		kunit_skip(test, "needs a machine with checks");
	return 0;
}

static struct kunit_suite lockdep_suite = {
	.name = "sync_lockdep", .init = lockdep_test_init, .test_cases = lockdep_cases};
kunit_test_suite(lockdep_suite);
