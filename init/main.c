/* SPDX-License-Identifier: MIT */
/*
 * A machine's life: what it consists of, in the order in which it is built.
 *
 *   boot task, CPU 0 alone          a first kernel task, all CPUs
 *   ---------------------------     ------------------------------
 *   log, numbers, port              files and devices
 *   memblock -> nodes -> pages      modules
 *   per-CPU -> buddy -> slab        views of /proc and /sys
 *   vmalloc                         kswapd
 *   scheduler, work queues, CPUs
 *
 * Both columns are tables: an entry's exit undoes its init, and they run in reverse order, also
 * when a later init failed. What an entry needs is above it, so a machine can stop half-built
 * and still give everything back. The second column runs in a task because it may sleep.
 *
 * After the last exit nothing may be left: pages, objects, tasks. What is, was leaked by a
 * module, or by us, and is reported as a defect by the subsystem that knows it.
 */
#include "arch/arch.h"
#include "fs/fs.h"
#include "fs/proc/views.h"
#include "fs/sysnode/sysnode.h"
#include "lib/active.h"
#include "lib/defect.h"
#include "lib/stackdepot.h"
#include "kernel/left.h"
#include "kernel/module_state.h"
#include "kernel/printk.h"
#include "kernel/sched_priv.h"
#include "lib/vsprintf.h"
#include "lib/xarray.h"
#include "mm/boot/boot.h"
#include "mm/buddy/buddy.h"
#include "mm/kasan/kasan.h"
#include "mm/leak/leak.h"
#include "mm/machine/machine.h"
#include "mm/node/node.h"
#include "mm/page/page.h"
#include "mm/percpu/percpu.h"
#include "mm/place/place.h"
#include "mm/slab/slabinfo.h"
#include "mm/vmalloc/vmalloc.h"
#include <ferrite/api.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/random.h>
#include <linux/utsname.h>

struct machine machine;

struct stage {
	const char *name;
	int (*init)(void);
	void (*exit)(void);
};

/* Calls with another shape, or that cannot fail. */
static int port_init(void)
{
	return arch_machine_init(machine.decl);
}

static int log_init(void)
{
	printk_reset();
	panic_reset();
	defect_reset();
	stack_depot_reset();
	active_init(machine.decl->checks);
	vsprintf_init(machine.decl->seed);
	random_init(machine.decl->seed);
	return 0;
}

static int banner(void)
{
	pr_notice("%s", linux_banner);
	return 0;
}

static int shrinkers_init(void)
{
	shrinker_init();
	return 0;
}

static const struct stage boot_stages[] = {
	{"log", log_init, NULL},
	{"port", port_init, arch_machine_exit},
	{"shadow", kasan_init, kasan_exit},
	{"banner", banner, printk_flush},
	{"memblock", boot_init, boot_exit},
	{"nodes", node_init, node_exit},
	{"pages", page_init, page_exit},
	{"per-CPU memory", percpu_init, percpu_exit},
	{"page owners", page_owner_init, page_owner_exit},
	{"shrinkers", shrinkers_init, shrinker_exit},
	{"page allocator", buddy_init, buddy_exit},
	{"slab", slab_init, slab_exit},
	{"vmalloc", vmalloc_init, vmalloc_exit},
	{"places", place_describer_init, place_describer_exit},
	{"leaks", leak_init, leak_exit},
	{"scheduler", sched_init, sched_exit},
	{"work queues", workqueue_init, workqueue_exit},
	{"CPUs", smp_init, smp_exit},
};

static const struct stage task_stages[] = {
	{"xarray", xarray_init, xarray_exit},
	{"files and devices", fs_init, fs_exit},
	{"modules", modules_init, modules_exit},
	{"what modules leave", left_init, left_exit},
	{"/proc", proc_views_init, proc_views_exit},
	{"/sys/devices/system", sysnode_init, sysnode_exit},
	{"kswapd", kswapd_run_all, kswapd_stop_all},
};

static void stages_exit(const struct stage *stages, size_t n)
{
	while (n--)
		if (stages[n].exit)
			stages[n].exit();
}

static int stages_init(const struct stage *stages, size_t n)
{
	size_t i;
	int err;

	for (i = 0; i < n; i++) {
		err = stages[i].init();
		if (err) {
			pr_emerg("machine: %s: error %d\n", stages[i].name, err);
			stages_exit(stages, i);
			return err;
		}
	}
	return 0;
}

static int task_init(void *unused)
{
	return stages_init(task_stages, ARRAY_SIZE(task_stages));
}

static int task_exit(void *unused)
{
	stages_exit(task_stages, ARRAY_SIZE(task_stages));
	return 0;
}

int ferrite_machine_create(const struct ferrite_decl *decl)
{
	int err;

	memset(&machine, 0, sizeof(machine));
	machine.decl = decl;
	machine.nr_cpus = decl->nr_cpus;
	machine.nr_nodes = decl->nr_nodes;
	err = stages_init(boot_stages, ARRAY_SIZE(boot_stages));
	if (err)
		return err;
	err = ferrite_run_named("kernel_init", task_init, NULL);
	if (err) {
		stages_exit(boot_stages, ARRAY_SIZE(boot_stages));
		return err;
	}
	system_state = SYSTEM_RUNNING;
	return 0;
}

uint64_t ferrite_machine_destroy(void)
{
	unsigned long before = defect_count_kind(DEFECT_LEAK);

	system_state = SYSTEM_POWER_OFF;
	ferrite_run_named("kernel_exit", task_exit, NULL);
	stages_exit(boot_stages, ARRAY_SIZE(boot_stages));
	machine.decl = NULL;
	return defect_count_kind(DEFECT_LEAK) - before;
}
