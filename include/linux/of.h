/* SPDX-License-Identifier: MIT */
/* The device tree: there is none, so nothing matches and nothing is found. */
#ifndef _LINUX_OF_H
#define _LINUX_OF_H

#include <linux/errno.h>
#include <linux/mod_devicetable.h>
#include <linux/types.h>

struct device;

struct device_node {
	const char *name;
	const char *full_name;
};

#define of_match_ptr(_ptr) NULL

static inline struct device_node *of_node_get(struct device_node *node)
{
	return node;
}

static inline void of_node_put(struct device_node *node)
{
}

static inline const struct of_device_id *of_match_device(const struct of_device_id *matches,
							 const struct device *dev)
{
	return NULL;
}

static inline const void *of_device_get_match_data(const struct device *dev)
{
	return NULL;
}

static inline int of_property_read_u32(const struct device_node *np, const char *name, u32 *val)
{
	return -EINVAL;
}

static inline int of_property_read_string(const struct device_node *np, const char *name,
					  const char **val)
{
	return -EINVAL;
}

static inline bool of_property_read_bool(const struct device_node *np, const char *name)
{
	return false;
}

static inline const void *of_get_property(const struct device_node *np, const char *name, int *len)
{
	return NULL;
}

#endif
