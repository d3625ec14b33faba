/* SPDX-License-Identifier: MIT */
/*
 * Calls to other CPUs. A call is a node in the target's queue and a pending bit; the target
 * runs it in hard interrupt context at its next schedule point. A waiter polls meanwhile, so
 * that two CPUs that call each other both get on.
 */
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/export.h>
#include <linux/irq_work.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/stop_machine.h>
#include <linux/string.h>

#include "kernel/sched_priv.h"
#include "lib/active.h"

#define CSD_QUEUED 1u
#define CSD_SYNC   2u /* somebody waits for it: it lives until QUEUED is cleared */

static struct {
	u32 lock; /* core lock */
	struct list_head list;
} call_queue[NR_CPUS];
unsigned int total_cpus;
EXPORT_SYMBOL_GPL(total_cpus);

static void irq_work_drop(void *obj);

void smp_reset(void)
{
	active_set_cancel(ACTIVE_IRQ_WORK, irq_work_drop);
	for (int i = 0; i < NR_CPUS; i++) {
		call_queue[i].lock = 0;
		INIT_LIST_HEAD(&call_queue[i].list);
	}
}

static bool csd_claim(call_single_data_t *csd)
{
	return !(__atomic_fetch_or(&csd->flags, CSD_QUEUED, __ATOMIC_SEQ_CST) & CSD_QUEUED);
}

static void csd_queue(unsigned int cpu, call_single_data_t *csd)
{
	core_lock(&call_queue[cpu].lock);
	list_add_tail(&csd->node, &call_queue[cpu].list);
	core_unlock(&call_queue[cpu].lock);
	cpu_set_pending(cpu_of(cpu), CPU_PENDING_IPI);
	arch_cpu_kick(cpu);
}

static void csd_wait(call_single_data_t *csd)
{
	while (__atomic_load_n(&csd->flags, __ATOMIC_ACQUIRE) & CSD_QUEUED) {
		cpu_poll();
		arch_cpu_relax();
	}
}

/* The interrupt. => hard interrupt context on @cpu. */
void smp_ipi_run(unsigned int cpu)
{
	for (;;) {
		call_single_data_t *csd = NULL;
		smp_call_func_t func;
		void *info;

		core_lock(&call_queue[cpu].lock);
		if (!list_empty(&call_queue[cpu].list)) {
			csd = list_first_entry(&call_queue[cpu].list, call_single_data_t, node);
			list_del(&csd->node);
		}
		core_unlock(&call_queue[cpu].lock);
		if (!csd)
			return;
		func = csd->func;
		info = csd->info;
		/* An asynchronous one may be queued again, or freed, by its function. */
		if (!(csd->flags & CSD_SYNC)) {
			__atomic_store_n(&csd->flags, 0, __ATOMIC_RELEASE);
			func(info);
		} else {
			func(info);
			__atomic_store_n(&csd->flags, 0, __ATOMIC_RELEASE);
		}
	}
}

static void call_here(smp_call_func_t func, void *info)
{
	unsigned long flags;

	local_irq_save(flags);
	func(info);
	local_irq_restore(flags);
}

int smp_call_function_single(int cpuid, smp_call_func_t func, void *info, int wait)
{
	call_single_data_t csd = CSD_INIT(func, info);
	int err = 0;

	preempt_disable();
	if (cpuid == (int)raw_smp_processor_id()) {
		call_here(func, info);
	} else if ((unsigned int)cpuid >= nr_cpu_ids || !cpu_online(cpuid)) {
		err = -ENXIO;
	} else {
		/* The node is on this stack, so even callers that need not wait do. */
		csd.flags = CSD_QUEUED | CSD_SYNC;
		csd_queue(cpuid, &csd);
		csd_wait(&csd);
	}
	preempt_enable();
	return err;
}
EXPORT_SYMBOL(smp_call_function_single);

int smp_call_function_single_async(int cpu, call_single_data_t *csd)
{
	if ((unsigned int)cpu >= nr_cpu_ids || !cpu_online(cpu))
		return -ENXIO;
	if (!csd_claim(csd))
		return -EBUSY;
	csd_queue(cpu, csd);
	cpu_poll();
	return 0;
}
EXPORT_SYMBOL_GPL(smp_call_function_single_async);

int smp_call_function_any(const struct cpumask *mask, smp_call_func_t func, void *info, int wait)
{
	unsigned int cpu = raw_smp_processor_id();

	if (!cpumask_test_cpu(cpu, mask))
		cpu = cpumask_any_and(mask, cpu_online_mask);
	return smp_call_function_single(cpu, func, info, wait);
}
EXPORT_SYMBOL_GPL(smp_call_function_any);

void on_each_cpu_cond_mask(smp_cond_func_t cond_func, smp_call_func_t func, void *info, bool wait,
			   const struct cpumask *mask)
{
	call_single_data_t csd[NR_CPUS];
	unsigned int cpu, self;
	cpumask_t sent = {{0}};

	preempt_disable();
	self = raw_smp_processor_id();
	for_each_cpu_and(cpu, mask, cpu_online_mask)
	{
		if (cpu == self || (cond_func && !cond_func(cpu, info)))
			continue;
		csd[cpu] = (call_single_data_t)CSD_INIT(func, info);
		csd[cpu].flags = CSD_QUEUED | CSD_SYNC;
		cpumask_set_cpu(cpu, &sent);
		csd_queue(cpu, &csd[cpu]);
	}
	if (cpumask_test_cpu(self, mask) && (!cond_func || cond_func(self, info)))
		call_here(func, info);
	for_each_cpu (cpu, &sent)
		csd_wait(&csd[cpu]);
	preempt_enable();
}
EXPORT_SYMBOL(on_each_cpu_cond_mask);

void on_each_cpu(smp_call_func_t func, void *info, int wait)
{
	on_each_cpu_cond_mask(NULL, func, info, wait, cpu_online_mask);
}
EXPORT_SYMBOL(on_each_cpu);

void on_each_cpu_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait)
{
	on_each_cpu_cond_mask(NULL, func, info, wait, mask);
}
EXPORT_SYMBOL(on_each_cpu_mask);

void on_each_cpu_cond(smp_cond_func_t cond_func, smp_call_func_t func, void *info, bool wait)
{
	on_each_cpu_cond_mask(cond_func, func, info, wait, cpu_online_mask);
}
EXPORT_SYMBOL(on_each_cpu_cond);

void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait)
{
	cpumask_t others = *mask;

	cpumask_clear_cpu(raw_smp_processor_id(), &others);
	on_each_cpu_cond_mask(NULL, func, info, wait, &others);
}
EXPORT_SYMBOL(smp_call_function_many);

void smp_call_function(smp_call_func_t func, void *info, int wait)
{
	smp_call_function_many(cpu_online_mask, func, info, wait);
}
EXPORT_SYMBOL(smp_call_function);

static void do_nothing(void *unused)
{
}

void kick_all_cpus_sync(void)
{
	smp_mb();
	smp_call_function(do_nothing, NULL, 1);
}
EXPORT_SYMBOL_GPL(kick_all_cpus_sync);

void wake_up_all_idle_cpus(void)
{
	unsigned int cpu;

	for_each_online_cpu (cpu)
		arch_cpu_kick(cpu);
}
EXPORT_SYMBOL_GPL(wake_up_all_idle_cpus);

void smp_send_reschedule(int cpu)
{
	cpu_set_pending(cpu_of(cpu), CPU_PENDING_RESCHED | CPU_PENDING_SEED);
	arch_cpu_kick(cpu);
}

/* Run @func as a task on @cpu: the caller goes there itself. */
int smp_call_on_cpu(unsigned int cpu, int (*func)(void *), void *par, bool phys)
{
	cpumask_t old = current->cpus_mask;
	int ret;

	if (cpu >= nr_cpu_ids || !cpu_online(cpu))
		return -ENXIO;
	set_cpus_allowed_ptr(current, cpumask_of(cpu));
	ret = func(par);
	set_cpus_allowed_ptr(current, &old);
	return ret;
}
EXPORT_SYMBOL_GPL(smp_call_on_cpu);

/* ---- irq_work ---- */

static void irq_work_run(void *info)
{
	struct irq_work *work = container_of(info, struct irq_work, csd);

	active_del(ACTIVE_IRQ_WORK, work);
	work->func(work);
}

/* Its memory or its code goes: it is on one of the queues. */
static void irq_work_drop(void *obj)
{
	struct irq_work *work = obj;
	call_single_data_t *csd, *next;
	unsigned int cpu;

	for_each_possible_cpu (cpu) {
		core_lock(&call_queue[cpu].lock);
		list_for_each_entry_safe (csd, next, &call_queue[cpu].list, node)
			if (csd == &work->csd)
				list_del(&csd->node);
		core_unlock(&call_queue[cpu].lock);
	}
}

static bool queue_work(struct irq_work *work, int cpu, unsigned long caller)
{
	if (!csd_claim(&work->csd))
		return false;
	work->csd.func = irq_work_run;
	work->csd.info = &work->csd;
	active_add(ACTIVE_IRQ_WORK, work, sizeof(*work), work->func, caller);
	csd_queue(cpu, &work->csd);
	cpu_poll();
	return true;
}

bool irq_work_queue_on(struct irq_work *work, int cpu)
{
	return queue_work(work, cpu, _RET_IP_);
}
EXPORT_SYMBOL_GPL(irq_work_queue_on);

bool irq_work_queue(struct irq_work *work)
{
	return queue_work(work, raw_smp_processor_id(), _RET_IP_);
}
EXPORT_SYMBOL_GPL(irq_work_queue);

void irq_work_sync(struct irq_work *work)
{
	csd_wait(&work->csd);
}
EXPORT_SYMBOL_GPL(irq_work_sync);

/*
 * ---- stop_machine: hold the other CPUs in an interrupt while @fn runs ----
 *
 * Only where the interrupted code could have been preempted: then it holds no spinlock, and what
 * @fn calls may take any. A CPU that cannot stop now says so and is asked again.
 */

static DEFINE_MUTEX(stop_mutex); /* two that hold each other would wait for ever */

struct stop_state {
	unsigned int held;
	unsigned int release;
	bool refused[NR_CPUS];
};

static void stop_here(void *info)
{
	struct stop_state *s = info;

	if (preempt_count() != HARDIRQ_OFFSET && !is_idle_task(current)) {
		__atomic_store_n(&s->refused[raw_smp_processor_id()], true, __ATOMIC_RELEASE);
		return;
	}
	__atomic_fetch_add(&s->held, 1, __ATOMIC_SEQ_CST);
	while (!__atomic_load_n(&s->release, __ATOMIC_ACQUIRE))
		arch_cpu_relax();
}

static void ask_to_stop(struct stop_state *s, unsigned int cpu, call_single_data_t *csd)
{
	*csd = (call_single_data_t)CSD_INIT(stop_here, s);
	csd->flags = CSD_QUEUED | CSD_SYNC;
	csd_queue(cpu, csd);
}

int stop_machine(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus)
{
	static call_single_data_t csd[NR_CPUS];
	static struct stop_state s;
	unsigned int cpu, self, sent = 0;
	int ret;

	mutex_lock(&stop_mutex);
	memset(&s, 0, sizeof(s));
	preempt_disable();
	self = raw_smp_processor_id();
	for_each_online_cpu (cpu) {
		if (cpu == self)
			continue;
		ask_to_stop(&s, cpu, &csd[cpu]);
		sent++;
	}
	while (__atomic_load_n(&s.held, __ATOMIC_ACQUIRE) < sent) {
		arch_cpu_relax();
		for_each_online_cpu (cpu)
			if (__atomic_exchange_n(&s.refused[cpu], false, __ATOMIC_ACQUIRE)) {
				csd_wait(&csd[cpu]);
				ask_to_stop(&s, cpu, &csd[cpu]);
			}
	}
	local_irq_disable();
	ret = fn(data);
	__atomic_store_n(&s.release, 1, __ATOMIC_RELEASE);
	for_each_online_cpu (cpu)
		if (cpu != self)
			csd_wait(&csd[cpu]);
	local_irq_enable();
	preempt_enable();
	mutex_unlock(&stop_mutex);
	return ret;
}
EXPORT_SYMBOL_GPL(stop_machine);

/* ---- hot-plug states ---- */

#define NR_CPUHP_DYN 30
static int (*cpuhp_teardown[NR_CPUHP_DYN])(unsigned int cpu);
static bool cpuhp_used[NR_CPUHP_DYN];

void cpuhp_reset(void)
{
	memset(cpuhp_used, 0, sizeof(cpuhp_used));
	memset(cpuhp_teardown, 0, sizeof(cpuhp_teardown));
}

int __cpuhp_setup_state(enum cpuhp_state state, const char *name, bool invoke,
			int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu),
			bool multi_instance)
{
	unsigned int cpu;
	int slot = -1;

	if (state == CPUHP_AP_ONLINE_DYN || state == CPUHP_BP_PREPARE_DYN) {
		for (slot = 0; slot < NR_CPUHP_DYN && cpuhp_used[slot]; slot++)
			;
		if (slot == NR_CPUHP_DYN)
			return -ENOSPC;
	}
	for_each_online_cpu (cpu) {
		int err = invoke && startup ? startup(cpu) : 0;

		if (err)
			return err;
	}
	if (slot < 0)
		return 0;
	cpuhp_used[slot] = true;
	cpuhp_teardown[slot] = teardown;
	return CPUHP_AP_ONLINE_DYN + slot;
}
EXPORT_SYMBOL(__cpuhp_setup_state);

void __cpuhp_remove_state(enum cpuhp_state state, bool invoke)
{
	int slot = (int)state - CPUHP_AP_ONLINE_DYN;
	unsigned int cpu;

	if (slot < 0 || slot >= NR_CPUHP_DYN || !cpuhp_used[slot])
		return;
	for_each_online_cpu (cpu)
		if (invoke && cpuhp_teardown[slot])
			cpuhp_teardown[slot](cpu);
	cpuhp_used[slot] = false;
}
EXPORT_SYMBOL(__cpuhp_remove_state);
