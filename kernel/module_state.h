/* SPDX-License-Identifier: MIT */
/* Modules, privately: what kernel/{module,module_sysfs,kallsyms,params,kmod}.c share. */
#ifndef KERNEL_MODULE_STATE_H
#define KERNEL_MODULE_STATE_H

#include <linux/module.h>

#include <ferrite/module.h>

/*
 * Make the list of modules and /sys/module. => after sysfs and the slab allocator; exit frees
 * what init made and expects that every module was unloaded.
 */
int modules_init(void);
void modules_exit(void);

/* What the host gave with module_set_host(); never NULL, its members may be. */
extern const struct module_host_ops *module_host;

/* All modules, newest first. Changed under modules_mutex, read under it or RCU. */
extern struct list_head modules;
extern struct mutex modules_mutex;

/* For views. @fn is called under modules_mutex and may sleep; stops when it is not 0. */
int module_for_each(int (*fn)(struct module *mod, void *arg), void *arg);
/* Names of those who use @mod, "a,b," as /proc/modules prints them ("" when nobody does). */
int module_users(struct module *mod, char *buffer, size_t size);
/* Where the canonical address space shows @addr of a module; 0 when no module has it. */
unsigned long module_canonical(unsigned long addr);
/* Is @text part of the words that @mod was loaded with? */
bool module_args_hold(struct module *mod, const char *text);
/* The value of a "tag=value" string of .modinfo, or NULL. */
const char *module_modinfo(const struct module *mod, const char *tag);
/* A symbol that some loaded module exports; *@owner is that module. */
void *module_find_export(const char *name, struct module **owner);

/* module_tests.c: run the KUnit suites of a module that is live now, unless they are to wait. */
void module_run_suites(struct module *mod);
/* Do they wait, so that the init sections must stay? */
bool module_suites_wait(const struct module *mod);

/* module_sysfs.c: the folder /sys/module/NAME. */
int module_sysfs_init(void);
void module_sysfs_exit(void);
int module_sysfs_add(struct module *mod);
void module_sysfs_remove(struct module *mod);
int module_sysfs_link_holder(struct module *user, struct module *used);
void module_sysfs_unlink_holder(struct module *user, struct module *used);

#endif
