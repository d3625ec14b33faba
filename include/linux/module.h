/* SPDX-License-Identifier: MIT */
/*
 * <linux/module.h>: a module, its life, and the references that keep it.
 *
 * Code compiled with MODULE defined is a module: module_init() names the function that the
 * loader calls once, THIS_MODULE is its struct module. The same source compiled into the core
 * or into a test program becomes an initcall.
 *
 * Behaviour follows Linux 6.1's module interface with CONFIG_MODULE_UNLOAD.
 */
#ifndef LINUX_MODULE_H
#define LINUX_MODULE_H

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/kmod.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/percpu.h>
#include <linux/srcu.h>
#include <linux/stat.h>
#include <linux/stringify.h>

#define MODULE_NAME_LEN (64 - sizeof(unsigned long))

struct module;
struct module_kobject;
struct module_image;
struct module_param_attrs;
struct notifier_block;
struct kunit_suite;

/* ---- who a module is: strings in .modinfo ---- */

#define MODULE_INFO(tag, info) __MODULE_INFO(tag, tag, info)

#define MODULE_ALIAS(_alias) MODULE_INFO(alias, _alias)
/* "pre: a b post: c": load order wishes. */
#define MODULE_SOFTDEP(_softdep) MODULE_INFO(softdep, _softdep)
/* A module without one does not load; each object that has one starts a module. */
#define MODULE_LICENSE(_license)	 MODULE_FILE MODULE_INFO(license, _license)
#define MODULE_AUTHOR(_author)		 MODULE_INFO(author, _author)
#define MODULE_DESCRIPTION(_description) MODULE_INFO(description, _description)
#define MODULE_VERSION(_version)	 MODULE_INFO(version, _version)
#define MODULE_FIRMWARE(_firmware)	 MODULE_INFO(firmware, _firmware)
#define MODULE_IMPORT_NS(ns)		 MODULE_INFO(import_ns, #ns)
#define MODULE_FILE			 /* where an object file lies is not recorded */

#define MODULE_ALIAS_BLOCKDEV(major, minor) \
	MODULE_ALIAS("block-major-" __stringify(major) "-" __stringify(minor))
#define MODULE_ALIAS_BLOCKDEV_MAJOR(major) MODULE_ALIAS("block-major-" __stringify(major) "-*")

/* Devices that the driver serves. Nothing is loaded by it here; it must name a real table. */
#ifdef MODULE
#define MODULE_DEVICE_TABLE(type, name)                           \
	extern typeof(name) __mod_##type##__##name##_device_table \
		__attribute__((unused, alias(__stringify(name)), visibility("hidden")))
#else
#define MODULE_DEVICE_TABLE(type, name)
#endif

/* ---- entry and exit ---- */

/* By these names the loader finds a module's functions. */
extern int init_module(void);
extern void cleanup_module(void);

#ifdef MODULE

/*
 * module_init(fn): int fn(void) runs once when the module is loaded, in a task that may sleep;
 * a negative result unloads it again without calling the exit function.
 */
#define module_init(initfn)                                      \
	static inline __maybe_unused initcall_t __inittest(void) \
	{                                                        \
		return initfn;                                   \
	}                                                        \
	int init_module(void) __attribute__((__copy__(initfn), alias(#initfn)));

/* module_exit(fn): void fn(void) runs at unload; a module without one cannot be unloaded. */
#define module_exit(exitfn)                                      \
	static inline __maybe_unused exitcall_t __exittest(void) \
	{                                                        \
		return exitfn;                                   \
	}                                                        \
	void cleanup_module(void) __attribute__((__copy__(exitfn), alias(#exitfn)));

/* The initcall levels mean nothing in a module: each is its one init function. */
#undef early_initcall
#undef core_initcall
#undef core_initcall_sync
#undef postcore_initcall
#undef postcore_initcall_sync
#undef arch_initcall
#undef subsys_initcall
#undef subsys_initcall_sync
#undef fs_initcall
#undef fs_initcall_sync
#undef rootfs_initcall
#undef device_initcall
#undef device_initcall_sync
#undef late_initcall
#undef late_initcall_sync
#undef console_initcall
#undef __initcall
#undef __exitcall
#define early_initcall(fn)	   module_init(fn)
#define core_initcall(fn)	   module_init(fn)
#define core_initcall_sync(fn)	   module_init(fn)
#define postcore_initcall(fn)	   module_init(fn)
#define postcore_initcall_sync(fn) module_init(fn)
#define arch_initcall(fn)	   module_init(fn)
#define subsys_initcall(fn)	   module_init(fn)
#define subsys_initcall_sync(fn)   module_init(fn)
#define fs_initcall(fn)		   module_init(fn)
#define fs_initcall_sync(fn)	   module_init(fn)
#define rootfs_initcall(fn)	   module_init(fn)
#define device_initcall(fn)	   module_init(fn)
#define device_initcall_sync(fn)   module_init(fn)
#define late_initcall(fn)	   module_init(fn)
#define late_initcall_sync(fn)	   module_init(fn)
#define console_initcall(fn)	   module_init(fn)
#define __initcall(fn)		   module_init(fn)
#define __exitcall(fn)		   module_exit(fn)

extern struct module __this_module __attribute__((visibility("hidden")));
#undef THIS_MODULE
#define THIS_MODULE (&__this_module)

#else /* built in */

#define module_init(x) __initcall(x);
#define module_exit(x) __exitcall(x);
#ifndef THIS_MODULE
#define THIS_MODULE ((struct module *)0)
#endif

#endif

/* Init code and data that a module keeps. */
#define __init_or_module
#define __initdata_or_module
#define __initconst_or_module

/* ---- struct module ---- */

enum module_state {
	MODULE_STATE_LIVE,     /* init has returned 0 */
	MODULE_STATE_COMING,   /* parameters are set, init runs */
	MODULE_STATE_GOING,    /* exit runs, or init failed */
	MODULE_STATE_UNFORMED, /* not known to anybody yet */
};

struct module_attribute {
	struct attribute attr;
	ssize_t (*show)(struct module_attribute *, struct module_kobject *, char *);
	ssize_t (*store)(struct module_attribute *, struct module_kobject *, const char *, size_t);
	void (*setup)(struct module *, const char *);
	int (*test)(struct module *);
	void (*free)(struct module *);
};

/* The folder /sys/module/NAME. */
struct module_kobject {
	struct kobject kobj;
	struct module *mod;
	struct kobject *drivers_dir;
	struct module_param_attrs *mp;
	struct completion *kobj_completion;
};

/* A part of a module's memory, as the host mapped it. */
struct module_layout {
	void *base;
	unsigned int size;
	unsigned int text_size;
	unsigned int ro_size;
	unsigned int ro_after_init_size;
};

struct module {
	enum module_state state;
	struct list_head list; /* of all modules, newest first; RCU */
	char name[MODULE_NAME_LEN];

	struct module_kobject mkobj;
	struct kobject *holders_dir;
	const char *version;
	const char *srcversion;

	const struct kernel_param *kp;
	unsigned int num_kp;
	char *args; /* the words that it was loaded with, cut up by the parser */
	size_t args_size;

	int (*init)(void);
	void (*exit)(void);

	struct module_layout core_layout;
	struct module_layout init_layout; /* size 0 once init memory was taken away */
	unsigned long taints;

	struct list_head source_list; /* who uses me: struct module_use */
	struct list_head target_list; /* whom I use */
	struct task_struct *waiter;
	atomic_t refcnt; /* 1 while loaded + references; see module_refcount() */

	struct kunit_suite **kunit_suites;
	int num_kunit_suites;

	struct module_image *image; /* the loader's: <ferrite/module.h> */
	unsigned long va;    /* canonical address of core_layout.base: 0xffffffffc0000000 + … */
	const char *modinfo; /* "tag=text" strings, each ended by 0 */
	size_t modinfo_size;
};

/* One edge "a uses a symbol of b". */
struct module_use {
	struct list_head source_list;
	struct list_head target_list;
	struct module *source, *target;
};

/* ---- references ---- */

/* How many references there are; -1 when the module is going. Any context. */
int module_refcount(struct module *mod);
/* Keep @module (NULL: always true) unless it is going. Any context. */
bool try_module_get(struct module *module);
/* Keep @module, of which the caller holds a reference already. */
void __module_get(struct module *module);
/* Give a reference back. Any context. */
void module_put(struct module *module);
/* For kthreads of a module: put the reference and end the task in code that stays. */
void __noreturn __module_put_and_kthread_exit(struct module *mod, long code);
#define module_put_and_kthread_exit(code) __module_put_and_kthread_exit(THIS_MODULE, code)

static inline bool module_is_live(struct module *mod)
{
	return mod->state != MODULE_STATE_GOING;
}

#define module_name(mod)                        \
	({                                      \
		struct module *__mod = (mod);   \
		__mod ? __mod->name : "kernel"; \
	})

/* ---- symbols of other modules, bound at run time ---- */

void *__symbol_get(const char *symbol);
void __symbol_put(const char *symbol);
void symbol_put_addr(void *addr);
/* The address of @x with a reference on its module, or NULL. */
#define symbol_get(x)	  ((typeof(&x))(__symbol_get(__stringify(x))))
#define symbol_put(x)	  __symbol_put(__stringify(x))
#define symbol_request(x) try_then_request_module(symbol_get(x), "symbol:" #x)

/* ---- look-up; the caller holds rcu_read_lock() or knows that the module stays ---- */

struct module *find_module(const char *name);
struct module *__module_address(unsigned long addr);
struct module *__module_text_address(unsigned long addr);
bool is_module_address(unsigned long addr);
bool is_module_text_address(unsigned long addr);
bool is_module_percpu_address(unsigned long addr);
bool __is_module_percpu_address(unsigned long addr, unsigned long *can_addr);

static inline bool within_module_core(unsigned long addr, const struct module *mod)
{
	return addr - (unsigned long)mod->core_layout.base < mod->core_layout.size;
}

static inline bool within_module_init(unsigned long addr, const struct module *mod)
{
	return addr - (unsigned long)mod->init_layout.base < mod->init_layout.size;
}

static inline bool within_module(unsigned long addr, const struct module *mod)
{
	return within_module_init(addr, mod) || within_module_core(addr, mod);
}

static inline bool module_sig_ok(struct module *module)
{
	return true;
}

static inline bool is_module_sig_enforced(void)
{
	return false;
}

static inline bool is_livepatch_module(struct module *mod)
{
	return false;
}

static inline bool module_requested_async_probing(struct module *module)
{
	return false;
}

/* ---- the rest ---- */

/* Called with MODULE_STATE_COMING, LIVE and GOING. Sleeps. */
int register_module_notifier(struct notifier_block *nb);
int unregister_module_notifier(struct notifier_block *nb);

/* The line "Modules linked in: …" of a warning. Any context. */
void print_modules(void);

extern struct kset *module_kset; /* /sys/module */
extern struct kobj_type module_ktype;
extern int module_sysfs_initialized;

#endif
