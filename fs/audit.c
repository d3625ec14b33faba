/* SPDX-License-Identifier: MIT */
/*
 * What a module left registered when it went.
 *
 * Each registry knows, for each entry, which module asked for it: by the owner that the call
 * names, else by the address from which it was called. When a module's exit function has
 * returned, nothing of it may remain: what does is reported by name, once, and then removed,
 * since in Linux the next access to it would run code that is no longer there.
 *
 * Order: what stands on something goes before it (devices before classes, all of these before
 * the bare files of sysfs and before numbers), so that one forgotten call is one finding.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "lib/active.h"
#include "audit.h"
#include "fs/device/base.h"
#include "fs.h"
#include "sysfs.h"
#include "lib/defect.h"

void fs_audit_report(struct module *mod, enum active_type type, const void *obj, const char *fmt,
		     ...)
{
	struct va_format vaf = {.fmt = fmt};
	struct ferrite_defect d;
	struct active a;
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	defect_begin(&d, DEFECT_REGISTRATION, "%pV", &vaf);
	va_end(args);
	defect_note(&d, "by module %s", module_name(mod));
	if (active_find(type, obj, &a)) {
		active_add_stack(&d, &a);
		d.step = a.step;
	}
	active_del(type, obj);
	defect_end(&d);
}

/* ---- names in proc, sysfs, debugfs ---- */

static struct dentry *next_below(struct dentry *root, struct dentry *d)
{
	if (!list_empty(&d->d_subdirs))
		return list_first_entry(&d->d_subdirs, struct dentry, d_child);
	while (d != root && list_is_last(&d->d_child, &d->d_parent->d_subdirs))
		d = d->d_parent;
	return d == root ? NULL : list_next_entry(d, d_child);
}

/* The first name under @root, from above, that belongs to @mod; held. */
static struct dentry *find_owned(struct dentry *root, struct module *mod)
{
	struct dentry *d;

	tree_lock();
	for (d = root; d; d = next_below(root, d))
		if (fs_node_of(d) && fs_node_of(d)->owner == mod)
			break;
	dget(d);
	tree_unlock();
	return d;
}

static unsigned int audit_mount(struct fs_mount *m, struct module *mod)
{
	struct dentry *d;
	unsigned int n = 0;

	for (; (d = find_owned(m->sb.s_root, mod)) != NULL; n++) {
		struct path path = {.mnt = &m->mnt, .dentry = d};
		char *buf = kmalloc(PATH_MAX, GFP_KERNEL);
		char *name = buf ? d_path(&path, buf, PATH_MAX) : ERR_PTR(-ENOMEM);

		fs_audit_report(mod, ACTIVE_ENTRY, fs_node_of(d), "%s %s", fs_node_of(d)->kind,
				IS_ERR(name) ? (char *)d->d_name.name : name);
		kfree(buf);
		if (m != &fs_state.sys || !sysfs_del_kobject(d))
			tree_remove(d);
		dput(d);
	}
	return n;
}

unsigned int tree_audit(struct module *mod)
{
	return audit_mount(&fs_state.proc, mod) + audit_mount(&fs_state.debug, mod) +
	       audit_mount(&fs_state.sys, mod);
}

/* ---- the device model ---- */

/* A held device that @mod added, the newest. */
static struct device *owned_device(struct module *mod)
{
	struct device_private *p;
	struct device *dev = NULL;

	mutex_lock(&registry_lock);
	list_for_each_entry_reverse (p, &all_devices, all) {
		if (p->owner == mod) {
			dev = get_device(p->device);
			break;
		}
	}
	mutex_unlock(&registry_lock);
	return dev;
}

static struct subsys_private *owned_subsys(struct module *mod)
{
	struct subsys_private *p;

	list_for_each_entry_reverse (p, &all_subsys, all)
		if (p->owner == mod)
			return p;
	return NULL;
}

static struct device_driver *owned_driver(struct module *mod)
{
	struct subsys_private *p;
	struct driver_private *d;

	list_for_each_entry (p, &all_subsys, all)
		list_for_each_entry (d, &p->drivers, bus_node)
			if (d->owner == mod)
				return d->driver;
	return NULL;
}

static unsigned int audit_devices(struct module *mod)
{
	struct device *dev;
	unsigned int n = 0;

	for (; (dev = owned_device(mod)) != NULL; n++) {
		fs_audit_report(mod, ACTIVE_DEVICE, dev, "device %s%s%s", dev_bus_name(dev),
				dev_bus_name(dev)[0] ? "/" : "", dev_name(dev));
		device_del(dev);
		/* Its own last reference stays: the release function may be the module's. */
		put_device(dev);
	}
	return n;
}

unsigned int device_audit(struct module *mod)
{
	struct device_driver *drv;
	struct subsys_private *p;
	unsigned int n = 0;

	for (; (drv = owned_driver(mod)) != NULL; n++) {
		fs_audit_report(mod, ACTIVE_DRIVER, drv->p, "driver %s on bus %s", drv->name,
				drv->bus->name);
		driver_unregister(drv);
	}
	n += audit_devices(mod);
	for (; (p = owned_subsys(mod)) != NULL; n++) {
		fs_audit_report(mod, ACTIVE_CLASS, p, "%s %s", p->bus ? "bus" : "class",
				p->bus ? p->bus->name : p->class->name);
		if (p->bus)
			bus_unregister(p->bus);
		else
			class_unregister(p->class);
	}
	return n;
}

unsigned int fs_module_audit(struct module *mod)
{
	return misc_audit(mod) + device_audit(mod) + region_audit(mod) + cdev_audit(mod) +
	       tree_audit(mod) + resource_audit(mod);
}

/* GOING comes when the exit function has returned, or init has failed. */
static int on_module(struct notifier_block *nb, unsigned long state, void *mod)
{
	if (state == MODULE_STATE_GOING)
		fs_module_audit(mod);
	return NOTIFY_OK;
}

/* Last of all: what others clean up at that moment is not left behind. */
static struct notifier_block on_module_nb = {
	.notifier_call = on_module,
	.priority = INT_MIN,
};

int audit_init(void)
{
	return register_module_notifier(&on_module_nb);
}

void audit_exit(void)
{
	unregister_module_notifier(&on_module_nb);
}
