/* SPDX-License-Identifier: MIT */
/*
 * Tasks as host threads.
 *
 * Each task is carried by a host thread of its own, so that gdb, ASan, TSan and valgrind see
 * ordinary threads and stacks. Switching is a hand-off: the next task's thread is let go
 * through its futex word, then the previous one waits on its own. Nothing else orders them:
 * the release store of one word and the acquire load of the other carry everything.
 *
 * Threads of dead tasks return to a pool. A task ends deep in its stack (do_exit never
 * returns), so its thread comes back by longjmp to the function that began it; that unwinds
 * nothing, and kernel code has nothing to unwind. Rejected: pthread_exit, which loads the
 * unwinder at run time and costs a thread creation a task; ucontext, which tools cannot see.
 */
#include <alloca.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hosted.h"

__thread struct arch_tls arch_tls;
static __thread struct host_thread *self_thread;

static struct {
	pthread_mutex_t mutex;
	struct host_thread *free, *all;
} pool = {.mutex = PTHREAD_MUTEX_INITIALIZER};

struct host_thread *host_thread_self(void)
{
	return self_thread;
}

void host_thread_let_go(struct host_thread *t)
{
	atomic_store_explicit(&t->go, 1, memory_order_release);
	host_futex_wake(&t->go, 1);
}

void host_thread_wait(struct host_thread *self)
{
	atomic_store_explicit(&self->waits, true, memory_order_relaxed);
	while (!atomic_load_explicit(&self->go, memory_order_acquire))
		host_futex_wait(&self->go, 0, UINT64_MAX);
	atomic_store_explicit(&self->go, 0, memory_order_relaxed);
	atomic_store_explicit(&self->waits, false, memory_order_relaxed);
}

void host_thread_load_tls(struct host_thread *t)
{
	struct cpu *c = t->vcpu->cpu;

	arch_tls.task = t->task;
	arch_tls.cpu = c;
	arch_tls.percpu_offset = c->percpu_offset;
	arch_tls.cpu_id = c->id;
	arch_tls.node_id = c->node;
}

static void stack_bounds(struct host_thread *t)
{
	pthread_attr_t attr;
	void *base = NULL;
	size_t size = 0;

	if (pthread_getattr_np(pthread_self(), &attr))
		return;
	pthread_attr_getstack(&attr, &base, &size);
	pthread_attr_destroy(&attr);
	t->stack_lo = (uintptr_t)base;
	t->stack_hi = t->stack_lo + size;
}

static void run_task(struct host_thread *t)
{
	host_shadow_clean(t->stack_lo, t->stack_hi); /* the last task ended inside its functions */
	host_thread_load_tls(t);
	hosted.mode->resumed(t->vcpu);
	/*
	 * Returns only for an idle task whose CPU was stopped; other tasks end in longjmp. Like
	 * theirs, its thread is free when arch_task_free says so, or when the pool ends.
	 */
	task_entry(t->task);
	hosted.mode->cpu_stop(t->vcpu);
	host_thread_wait(t);
}

static void pool_put(struct host_thread *t)
{
	t->task = NULL;
	t->vcpu = NULL;
	atomic_store_explicit(&t->dead, false, memory_order_relaxed);
	pthread_mutex_lock(&pool.mutex);
	t->next_free = pool.free;
	pool.free = t;
	pthread_mutex_unlock(&pool.mutex);
}

static const int own_signals[] = {SIGSEGV, SIGBUS,  SIGILL, SIGFPE,
				  SIGTRAP, SIGABRT, SIGSYS, SIGXCPU};

/* Where a crash handler runs: the task's own stack may be what overflowed. */
static __thread char signal_stack[32768];

static __attribute__((noinline)) void carry_tasks(struct host_thread *t)
{
	while (!atomic_load_explicit(&t->quit, memory_order_acquire)) {
		host_thread_wait(t);
		if (!t->task)
			continue;
		if (t->zone_open)
			host_stack_rearm(t);
		if (!setjmp(t->top) && !atomic_load_explicit(&t->dead, memory_order_acquire))
			run_task(t);
		arch_tls = (struct arch_tls){0};
		pool_put(t);
	}
}

static void *thread_main(void *arg)
{
	struct host_thread *t = arg;
	void *pad;
	stack_t ss = {.ss_sp = signal_stack, .ss_size = sizeof(signal_stack)}, there;

	/* A sanitizer has set one of its own, which it wants back. */
	if (sigaltstack(NULL, &there) == 0 && (there.ss_flags & SS_DISABLE))
		sigaltstack(&ss, NULL);
	self_thread = t;
	stack_bounds(t);
	t->top_frame = (uintptr_t)__builtin_frame_address(0);
	atomic_store(&t->tid, gettid());
	/* The end of what a task may use is a page's. */
	pad = alloca(host_stack_pad((uintptr_t)__builtin_frame_address(0)));
	__asm__ volatile("" : : "r"(pad) : "memory");
	host_stack_guard(t, (uintptr_t)pad);
	carry_tasks(t);
	return NULL;
}

static struct host_thread *thread_new(void)
{
	struct host_thread *t = calloc(1, sizeof(*t));
	sigset_t all, old;
	pthread_attr_t attr;
	int err;

	if (!t)
		return NULL;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, HOST_STACK_BYTES);
	pthread_attr_setguardsize(&attr, HOST_GUARD_BYTES);
	/*
	 * Signals of the process are for the embedder's own threads; those that an instruction
	 * raises are this thread's (were they blocked, no handler could report the crash).
	 */
	sigfillset(&all);
	for (size_t i = 0; i < sizeof(own_signals) / sizeof(own_signals[0]); i++)
		sigdelset(&all, own_signals[i]);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	err = pthread_create(&t->pt, &attr, thread_main, t);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_attr_destroy(&attr);
	if (err) {
		free(t);
		return NULL;
	}
	pthread_mutex_lock(&pool.mutex);
	t->next_all = pool.all;
	pool.all = t;
	pthread_mutex_unlock(&pool.mutex);
	return t;
}

static struct host_thread *pool_get(void)
{
	struct host_thread *t;

	pthread_mutex_lock(&pool.mutex);
	t = pool.free;
	if (t)
		pool.free = t->next_free;
	pthread_mutex_unlock(&pool.mutex);
	return t ? t : thread_new();
}

int arch_task_create(struct task_struct *task)
{
	struct host_thread *t = pool_get();

	if (!t)
		return -EAGAIN;
	t->task = task;
	task_ti(task)->arch = t;
	return 0;
}

void arch_task_free(struct task_struct *task)
{
	struct host_thread *t = task_thread(task);

	task_ti(task)->arch = NULL;
	if (!t || t->task != task)
		return;
	/* It waits in arch_switch_to, or at its beginning when the task never ran. */
	atomic_store_explicit(&t->dead, true, memory_order_release);
	host_thread_let_go(t);
}

void arch_switch_to(struct task_struct *prev, struct task_struct *next)
{
	struct host_thread *p = task_thread(prev), *n = task_thread(next);
	struct vcpu *v = p->vcpu;

	n->vcpu = v;
	v->thread = n;
	p->fp = __builtin_frame_address(0);
	host_thread_let_go(n);
	host_thread_wait(p);
	if (atomic_load_explicit(&p->dead, memory_order_acquire))
		longjmp(p->top, 1);
	if (p->zone_open)
		host_stack_rearm(p);
	host_thread_load_tls(p);
	hosted.mode->resumed(p->vcpu);
}

int arch_cpu_start(unsigned int cpu, struct task_struct *idle)
{
	struct vcpu *v = &hosted.vcpu[cpu];
	int err = arch_task_create(idle);

	if (err)
		return err;
	v->thread = task_thread(idle);
	v->thread->vcpu = v;
	hosted.mode->cpu_start(v);
	return 0;
}

int host_thread_boot_init(struct task_struct *boot)
{
	struct host_thread *t = &hosted.boot;

	memset(t, 0, sizeof(*t));
	t->boot = true;
	t->task = boot;
	t->vcpu = &hosted.vcpu[0];
	hosted.vcpu[0].thread = t;
	task_ti(boot)->arch = t;
	self_thread = t;
	stack_bounds(t);
	atomic_store(&t->tid, gettid());
	host_thread_load_tls(t);
	return 0;
}

/* Every task but the boot task is gone: end the pool's threads. */
void host_threads_exit(void)
{
	struct host_thread *t, *next;

	for (t = pool.all; t; t = next) {
		next = t->next_all;
		/* It may still be on its way into the pool, and look before it waits again. */
		atomic_store_explicit(&t->quit, true, memory_order_release);
		host_thread_let_go(t);
		pthread_join(t->pt, NULL);
		free(t);
	}
	pool.all = pool.free = NULL;
	arch_tls = (struct arch_tls){0};
	self_thread = NULL;
}
