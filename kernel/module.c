/* SPDX-License-Identifier: MIT */
/*
 * Modules: from code that the host has mapped to a living part of the machine, and back.
 *
 * Vocabulary
 *   image   what the host mapped, and what it knows about it (<ferrite/module.h>)
 *   module  struct module, which stands in the image (THIS_MODULE)
 *   use     module a is bound to an export of module b: b cannot go before a
 *
 * Life
 *
 *   UNFORMED ─ fill in, check ─► COMING ─ parameters, sysfs, init() ─► LIVE ─┐
 *                                  │ init() < 0                              │ refcount 0
 *                                  ▼                                         ▼
 *                                 GOING ◄────────────── exit() ◄────────── GOING
 *
 * Invariants
 *   - refcnt is 1 + references while a module may be referenced, 0 from the moment it goes:
 *     try_module_get() never revives one.
 *   - Init memory is taken away by the host after init: later use of it faults, as on Linux.
 *   - A module's canonical address (what %px prints) depends on load order and sizes only.
 *
 * Locking: modules_mutex (outermost, sleeping) orders loading, unloading and views; readers of
 * the list in atomic context (look-up of addresses) use RCU. Parameters have a mutex of their
 * own (params.c), taken inside.
 *
 * Rejected: relocating modules ourselves, as the kernel does: the host's dynamic linker does
 * it, and gdb, perf and the sanitizers know the result.
 */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uts.h>
#include <linux/utsname.h>

#include <generated/utsrelease.h>

#include "lib/defect.h"
#include "lib/sync/leave.h"
#include "lib/vsprintf.h"
#include "kernel/left.h"
#include "lib/kunit/kunit_priv.h"
#include "module_state.h"

#define MODULE_VA_START 0xffffffffc0000000UL

LIST_HEAD(modules);
DEFINE_MUTEX(modules_mutex);
static BLOCKING_NOTIFIER_HEAD(module_notifiers);
static unsigned long next_va = MODULE_VA_START;

static const struct module_host_ops no_host;
const struct module_host_ops *module_host = &no_host;

struct uts_namespace init_uts_ns = {
	.name =
		{
			.sysname = UTS_SYSNAME,
			.nodename = UTS_NODENAME,
			.release = UTS_RELEASE,
			.version = "#1 SMP PREEMPT",
			.machine = UTS_MACHINE,
			.domainname = UTS_DOMAINNAME,
		},
};
EXPORT_SYMBOL(init_uts_ns);

void module_set_host(const struct module_host_ops *ops)
{
	module_host = ops ?: &no_host;
}

static unsigned long image_address(unsigned long addr)
{
	return module_canonical(addr) ?: addr;
}

int modules_init(void)
{
	next_va = MODULE_VA_START;
	vsprintf_image_address = image_address;
	return module_sysfs_init();
}

void modules_exit(void)
{
	module_sysfs_exit();
	vsprintf_image_address = NULL;
	INIT_LIST_HEAD(&modules);
	next_va = MODULE_VA_START;
	kunit_forget_left();
}

/* ---- references ---- */

int module_refcount(struct module *mod)
{
	return atomic_read(&mod->refcnt) - 1;
}
EXPORT_SYMBOL(module_refcount);

bool try_module_get(struct module *module)
{
	if (!module)
		return true;
	return module_is_live(module) && atomic_inc_not_zero(&module->refcnt);
}
EXPORT_SYMBOL(try_module_get);

void __module_get(struct module *module)
{
	if (module)
		atomic_inc(&module->refcnt);
}
EXPORT_SYMBOL(__module_get);

void module_put(struct module *module)
{
	if (module)
		WARN_ON(atomic_dec_if_positive(&module->refcnt) < 0);
}
EXPORT_SYMBOL(module_put);

void __noreturn __module_put_and_kthread_exit(struct module *mod, long code)
{
	module_put(mod);
	kthread_exit(code);
}
EXPORT_SYMBOL(__module_put_and_kthread_exit);

/* ---- notifiers ---- */

int register_module_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&module_notifiers, nb);
}
EXPORT_SYMBOL(register_module_notifier);

int unregister_module_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_unregister(&module_notifiers, nb);
}
EXPORT_SYMBOL(unregister_module_notifier);

/* ---- loading ---- */

const char *module_modinfo(const struct module *mod, const char *tag)
{
	size_t n = strlen(tag);
	const char *p = mod->modinfo, *end = p + mod->modinfo_size;

	for (; p < end; p += strlen(p) + 1)
		if (strncmp(p, tag, n) == 0 && p[n] == '=')
			return p + n + 1;
	return NULL;
}

bool module_args_hold(struct module *mod, const char *text)
{
	return mod && mod->args && text >= mod->args && text < mod->args + mod->args_size;
}

/* CPU 0's copy of the static per-CPU variables is in the image; the others start as it does. */
static void copy_percpu(const struct ferrite_module_parts *p)
{
	size_t n = p->percpu_end - p->percpu_start;
	unsigned int cpu;

	if (n)
		for_each_possible_cpu (cpu)
			if (cpu)
				memcpy(p->percpu_start + cpu * PERCPU_STRIDE, p->percpu_start, n);
}

static int fill_module(struct module *mod, struct module_image *image, char *why, size_t size)
{
	const struct ferrite_module_parts *p = image->parts;

	if (strlen(image->name) >= MODULE_NAME_LEN) {
		scnprintf(why, size, "the name %s is longer than %zu characters", image->name,
			  MODULE_NAME_LEN - 1);
		return -ENOEXEC;
	}
	memset(mod, 0, sizeof(*mod));
	mod->state = MODULE_STATE_UNFORMED;
	strscpy(mod->name, image->name, sizeof(mod->name));
	mod->image = image;
	mod->init = p->init;
	mod->exit = p->exit;
	mod->kp = p->params_start;
	mod->num_kp = (struct kernel_param *)p->params_end - (struct kernel_param *)p->params_start;
	mod->modinfo = p->modinfo_start;
	mod->modinfo_size = p->modinfo_end - p->modinfo_start;
	mod->kunit_suites = p->kunit_start;
	mod->num_kunit_suites = (struct kunit_suite **)p->kunit_end - mod->kunit_suites;
	mod->core_layout.base = (void *)image->base;
	mod->core_layout.size = image->shown_size;
	mod->core_layout.text_size = p->text_end - p->text_start;
	mod->init_layout.base = p->init_text_start;
	mod->init_layout.size = p->init_text_end - p->init_text_start;
	mod->version = module_modinfo(mod, "version");
	mod->srcversion = module_modinfo(mod, "srcversion");
	mod->va = next_va;
	next_va += ALIGN(image->shown_size, PAGE_SIZE) + PAGE_SIZE;
	INIT_LIST_HEAD(&mod->source_list);
	INIT_LIST_HEAD(&mod->target_list);
	atomic_set(&mod->refcnt, 2); /* its own, and the loader's until init has returned */
	if (module_modinfo(mod, "license"))
		return 0;
	scnprintf(why, size, "it has no MODULE_LICENSE");
	return -ENOEXEC;
}

static int check_image(struct module_image *image, char *why, size_t size)
{
	const struct ferrite_module_parts *p = image->parts;

	if (p->abi == FERRITE_MODULE_ABI && p->module_size == sizeof(struct module))
		return 0;
	scnprintf(why, size, "it was built against headers of another ferrite");
	return -ENOEXEC;
}

static int add_uses(struct module *mod)
{
	for (size_t i = 0; i < mod->image->nr_uses; i++) {
		struct module *used = mod->image->uses[i]->module;
		struct module_use *use;

		if (!try_module_get(used))
			return -EBUSY;
		use = kzalloc(sizeof(*use), GFP_KERNEL);
		if (!use) {
			module_put(used);
			return -ENOMEM;
		}
		use->source = mod;
		use->target = used;
		list_add(&use->source_list, &used->source_list);
		list_add(&use->target_list, &mod->target_list);
	}
	return 0;
}

/* After both have their folders: /sys/module/USED/holders/USER. */
static void link_holders(struct module *mod)
{
	struct module_use *use;

	list_for_each_entry (use, &mod->target_list, target_list)
		module_sysfs_link_holder(mod, use->target);
}

static void remove_uses(struct module *mod)
{
	struct module_use *use, *next;

	list_for_each_entry_safe (use, next, &mod->target_list, target_list) {
		module_sysfs_unlink_holder(mod, use->target);
		list_del(&use->source_list);
		list_del(&use->target_list);
		module_put(use->target);
		kfree(use);
	}
}

static int unknown_parameter(char *param, char *val, const char *modname, void *arg)
{
	pr_warn("%s: unknown parameter '%s' ignored\n", modname, param);
	return 0;
}

/* The words, kept for as long as the module lives, because charp parameters point into them. */
static int set_parameters(struct module *mod, const char *args)
{
	char *after;

	mod->args_size = strlen(args) + 1;
	mod->args = kstrdup(args, GFP_KERNEL);
	if (!mod->args)
		return -ENOMEM;
	after = parse_args(mod->name, mod->args, mod->kp, mod->num_kp, S16_MIN, S16_MAX, mod,
			   unknown_parameter);
	if (IS_ERR(after))
		return PTR_ERR(after);
	if (after)
		pr_warn("%s: parameters '%s' after `--' ignored\n", mod->name, after);
	return 0;
}

static void free_parameters(struct module *mod)
{
	for (unsigned int i = 0; i < mod->num_kp; i++)
		if (mod->kp[i].ops->free)
			mod->kp[i].ops->free(mod->kp[i].arg);
	kfree(mod->args);
	mod->args = NULL;
}

static int run_init(struct module *mod)
{
	struct code_mark mark;
	int result;

	if (!mod->init)
		return 0;
	code_enter(&mark);
	result = mod->init();
	code_leave(&mark, LEAVE_INIT, mod->init);
	if (result > 0)
		pr_warn("%s: '%s'->init suspiciously returned %d, it should follow 0/-E "
			"convention\n"
			"%s: loading module anyway...\n",
			"do_init_module", mod->name, result, "do_init_module");
	return result < 0 ? result : 0;
}

static void drop_init(struct module *mod)
{
	const struct ferrite_module_parts *p = mod->image->parts;

	mod->init_layout.size = 0;
	if (!module_host->drop)
		return;
	if (p->init_text_end > p->init_text_start)
		module_host->drop(p->init_text_start, p->init_text_end - p->init_text_start);
	if (p->init_data_end > p->init_data_start)
		module_host->drop(p->init_data_start, p->init_data_end - p->init_data_start);
}

static void forget(struct module *mod)
{
	module_sysfs_remove(mod);
	remove_uses(mod);
	free_parameters(mod);
	list_del_rcu(&mod->list);
	mod->state = MODULE_STATE_UNFORMED;
	synchronize_rcu();
	lockdep_image_gone((void *)mod->image->base, mod->image->size, mod->name);
	mod->image->module = NULL;
}

static int notify(struct module *mod, enum module_state state)
{
	mod->state = state;
	return notifier_to_errno(blocking_notifier_call_chain(&module_notifiers, state, mod));
}

/* COMING: everything up to and including init. The caller forgets the module on failure. */
static int bring_up(struct module *mod, const char *args, char *why, size_t size)
{
	int err = add_uses(mod);

	if (!err)
		err = notify(mod, MODULE_STATE_COMING);
	if (!err)
		err = set_parameters(mod, args);
	if (!err)
		err = module_sysfs_add(mod);
	if (!err)
		link_holders(mod);
	if (err) {
		scnprintf(why, size, "%pe", ERR_PTR(err));
		return err;
	}
	err = run_init(mod);
	if (err)
		scnprintf(why, size, "its init function returned %d (%pe)", err, ERR_PTR(err));
	return err;
}

int module_image_load(struct module_image *image, const char *args, char *why, size_t why_size)
{
	struct module *mod = image->parts->module;
	int err = check_image(image, why, why_size);

	if (err)
		return err;
	mutex_lock(&modules_mutex);
	err = -EEXIST;
	if (!find_module(image->name)) {
		err = fill_module(mod, image, why, why_size);
		if (!err) {
			image->module = mod;
			list_add_rcu(&mod->list, &modules);
		}
	}
	mutex_unlock(&modules_mutex);
	if (err)
		return err;
	copy_percpu(image->parts);
	err = bring_up(mod, args, why, why_size);
	if (!err) {
		notify(mod, MODULE_STATE_LIVE);
		module_run_suites(mod);
		if (!module_suites_wait(mod))
			drop_init(mod);
		module_put(mod);
		return 0;
	}
	notify(mod, MODULE_STATE_GOING);
	atomic_set(&mod->refcnt, 0);
	mutex_lock(&modules_mutex);
	forget(mod);
	mutex_unlock(&modules_mutex);
	return err;
}

/* ---- unloading ---- */

/* From here on nobody gets a reference: 0, or why not. */
static int stop(struct module *mod, char *why, size_t size)
{
	if (!list_empty(&mod->source_list)) {
		struct module_use *use =
			list_first_entry(&mod->source_list, struct module_use, source_list);

		scnprintf(why, size, "%s uses it", use->source->name);
		return -EWOULDBLOCK;
	}
	if (mod->state != MODULE_STATE_LIVE) {
		scnprintf(why, size, "it is not live");
		return -EBUSY;
	}
	if (mod->init && !mod->exit) {
		scnprintf(why, size, "it has no exit function: it is permanent");
		return -EBUSY;
	}
	if (atomic_cmpxchg(&mod->refcnt, 1, 0) != 1) {
		scnprintf(why, size, "it is in use: %d reference(s)", module_refcount(mod));
		return -EWOULDBLOCK;
	}
	mod->state = MODULE_STATE_GOING;
	return 0;
}

static void run_exit(struct module *mod)
{
	struct code_mark mark;

	left_exit_begins();
	code_enter(&mark);
	mod->exit();
	code_leave(&mark, LEAVE_EXIT, mod->exit);
}

int module_image_unload(struct module_image *image, char *why, size_t why_size)
{
	struct module *mod = image->module;
	int err;

	if (!mod)
		return -ENOENT;
	mutex_lock(&modules_mutex);
	err = stop(mod, why, why_size);
	mutex_unlock(&modules_mutex);
	if (err)
		return err;
	if (mod->exit)
		run_exit(mod);
	notify(mod, MODULE_STATE_GOING);
	mutex_lock(&modules_mutex);
	forget(mod);
	mutex_unlock(&modules_mutex);
	return 0;
}
