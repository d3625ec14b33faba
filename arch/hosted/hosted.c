/* SPDX-License-Identifier: MIT */
/* The hosted port's life, and the calls of arch.h that the mode decides. */
#include <string.h>

#include "hosted.h"

struct hosted hosted;

int arch_machine_init(const struct ferrite_decl *decl)
{
	struct task_struct *boot;
	int err;

	memset(&hosted, 0, sizeof(hosted));
	err = host_windows_init(decl);
	if (err)
		return err;
	hosted.decl = decl;
	hosted.nr_cpus = decl->nr_cpus;
	hosted.start_ns = host_mono_ns();
	boot = cpu_boot_prepare(decl);
	for (int i = 0; i < hosted.nr_cpus; i++) {
		hosted.vcpu[i].cpu = cpu_of((unsigned int)i);
		hosted.vcpu[i].cpu->arch = &hosted.vcpu[i];
	}
	hosted.vcpu[0].started = true;
	host_thread_boot_init(boot);
	hosted.mode = decl->sched == FERRITE_SCHED_PARALLEL ? &parallel_mode : &baton_mode;
	hosted.mode->init(decl->seed);
	hosted.mode->resumed(&hosted.vcpu[0]);
	return 0;
}

void arch_machine_exit(void)
{
	/* A stopped CPU's thread may still be on its way out through the mode. */
	host_threads_exit();
	hosted.mode = NULL;
	host_events_exit();
	host_windows_exit();
}

void arch_cpu_poll(void)
{
	hosted.mode->poll(this_vcpu());
}

void arch_cpu_relax(void)
{
	hosted.mode->relax(this_vcpu());
}

void arch_cpu_idle(uint64_t deadline_ns)
{
	hosted.mode->idle(this_vcpu(), deadline_ns);
}

void arch_cpu_kick(unsigned int cpu)
{
	hosted.mode->kick(&hosted.vcpu[cpu]);
}

uint64_t arch_time_ns(void)
{
	/* The log may be written before there is a machine: about why there will be none. */
	return hosted.mode ? hosted.mode->time_ns() : 0;
}

void arch_delay_ns(uint64_t ns)
{
	hosted.mode->delay(this_vcpu(), ns);
}
