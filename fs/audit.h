/* SPDX-License-Identifier: MIT */
/* Reports of what a module left registered. Theory in fs/audit.c. */
#ifndef FS_AUDIT_H
#define FS_AUDIT_H

#include <linux/compiler.h>

struct module;

/* "module M left … behind". */
__printf(2, 3) void fs_audit_report(struct module *mod, const char *fmt, ...);

/* One a registry: report and remove what belongs to @mod; how many there were. May sleep. */
unsigned int region_audit(struct module *mod);
unsigned int cdev_audit(struct module *mod);
unsigned int misc_audit(struct module *mod);
unsigned int tree_audit(struct module *mod);   /* proc, sysfs, debugfs entries */
unsigned int device_audit(struct module *mod); /* drivers, devices, classes, buses */
unsigned int resource_audit(struct module *mod);

int audit_init(void);
void audit_exit(void);

#endif
