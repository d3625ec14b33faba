/* SPDX-License-Identifier: MIT */
/* Run @fn while no other task runs anywhere. May sleep. kernel/smp.c. */
#ifndef LINUX_STOP_MACHINE_H
#define LINUX_STOP_MACHINE_H

#include <linux/cpumask.h>

typedef int (*cpu_stop_fn_t)(void *arg);
int stop_machine(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus);

#endif
