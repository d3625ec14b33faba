/* SPDX-License-Identifier: MIT */
/* Reports of what a module left registered. Theory in fs/audit.c. */
#ifndef FS_AUDIT_H
#define FS_AUDIT_H

#include <linux/compiler.h>

#include "lib/active.h"

struct module;

/*
 * @mod left behind what the format says. @type and @obj: what it was entered as in lib/active.h, so
 * that the finding names the call that registered it; the entry is taken out.
 */
__printf(4, 5) void fs_audit_report(struct module *mod, enum active_type type, const void *obj,
				    const char *fmt, ...);

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
