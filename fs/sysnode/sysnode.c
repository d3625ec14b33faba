/* SPDX-License-Identifier: MIT */
/*
 * /sys/devices/system/node and /sys/devices/system/cpu.
 *
 *	system/node/{online,possible,has_cpu,…}    masks of nodes
 *	system/node/nodeN/{meminfo,numastat,…}     one node
 *	system/cpu/{online,possible,present,…}     masks of CPUs
 *	system/cpu/cpuN/topology/…                 one CPU
 *
 * On Linux these are devices on two buses. Nothing ever binds to them, so here they are plain
 * kobjects with the files that readers use; each file is a function from the folder's number to
 * text.
 */
#include "sysnode.h"

#include <linux/device.h>
#include <linux/err.h>
#include <linux/slab.h>

static struct kobject *system_root;
static struct device *system_device;

static ssize_t show_file(struct kobject *kobj, struct attribute *attr, char *buf)
{
	const struct sysnode_dir *dir = container_of(kobj, struct sysnode_dir, kobj);
	const struct sysnode_file *file = container_of(attr, struct sysnode_file, attr);

	return file->print(dir->id, buf);
}

static const struct sysfs_ops dir_ops = {.show = show_file};

static void free_dir(struct kobject *kobj)
{
	kfree(container_of(kobj, struct sysnode_dir, kobj));
}

static const struct kobj_type dir_type = {.release = free_dir, .sysfs_ops = &dir_ops};

struct sysnode_dir *sysnode_dir_add(struct kobject *parent, int id, const char *fmt,
				    const struct attribute_group *const *groups)
{
	struct sysnode_dir *dir = kzalloc(sizeof(*dir), GFP_KERNEL);
	int err;

	if (!dir)
		return ERR_PTR(-ENOMEM);
	dir->id = id;
	err = kobject_init_and_add(&dir->kobj, &dir_type, parent, fmt, id);
	if (!err)
		err = sysfs_create_groups(&dir->kobj, (const struct attribute_group **)groups);
	if (!err)
		return dir;
	kobject_put(&dir->kobj);
	return ERR_PTR(err);
}

void sysnode_dir_remove(struct sysnode_dir *dir)
{
	if (!IS_ERR_OR_NULL(dir))
		kobject_put(&dir->kobj);
}

int sysnode_init(void)
{
	int err;

	system_device = root_device_register("system");
	if (IS_ERR(system_device)) {
		err = PTR_ERR(system_device);
		system_device = NULL;
		return err;
	}
	system_root = &system_device->kobj;
	err = sysnode_cpus_init(system_root);
	if (!err)
		err = sysnode_nodes_init(system_root);
	if (err)
		sysnode_exit();
	return err;
}

void sysnode_exit(void)
{
	sysnode_nodes_exit();
	sysnode_cpus_exit();
	if (system_device)
		root_device_unregister(system_device);
	system_device = NULL;
	system_root = NULL;
}
