/* SPDX-License-Identifier: MIT */
/*
 * Bringing fs/ up and down. What an entry needs is above it; a failure undoes what was done.
 */
#include <linux/kernel.h>

#include "audit.h"
#include "client.h"
#include "fs/device/base.h"
#include "fs.h"
#include "usercopy.h"

static const struct {
	int (*init)(void);
	void (*exit)(void);
} stages[] = {
	{usercopy_init, usercopy_exit}, {tree_init, tree_exit},
	{resource_init, resource_exit}, {chrdev_init, chrdev_exit},
	{procfs_init, procfs_exit},	{sysfs_init, sysfs_exit},
	{kobjects_init, kobjects_exit}, {debugfs_init, debugfs_exit},
	{device_init, device_exit},	{bus_init, bus_exit},
	{class_init, class_exit},	{place_init, place_exit},
	{devnode_init, devnode_exit},	{platform_init, platform_exit},
	{misc_init, misc_exit},		{watch_init, watch_exit},
	{client_init, client_exit},	{audit_init, audit_exit},
};

static void undo(unsigned int n)
{
	while (n--)
		stages[n].exit();
}

int fs_init(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(stages); i++) {
		int err = stages[i].init();

		if (err) {
			undo(i);
			return err;
		}
	}
	return 0;
}

void fs_exit(void)
{
	undo(ARRAY_SIZE(stages));
}
