/* SPDX-License-Identifier: MIT */
/*
 * Firmware nodes: what describes a device besides its driver. Here every node is a software
 * node (<linux/property.h>).
 */
#ifndef _LINUX_FWNODE_H_
#define _LINUX_FWNODE_H_

#include <linux/types.h>

struct device;
struct fwnode_operations;

struct fwnode_handle {
	struct fwnode_handle *secondary;
	const struct fwnode_operations *ops;
	struct device *dev;
};

#define NR_FWNODE_REFERENCE_ARGS 8

struct fwnode_reference_args {
	struct fwnode_handle *fwnode; /* held: fwnode_handle_put */
	unsigned int nargs;
	u64 args[NR_FWNODE_REFERENCE_ARGS];
};

#endif
