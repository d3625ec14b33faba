/* SPDX-License-Identifier: MIT */
/* Firmware properties: no firmware describes devices here, so none is ever present. */
#ifndef _LINUX_PROPERTY_H_
#define _LINUX_PROPERTY_H_

#include <linux/errno.h>
#include <linux/types.h>

struct device;
struct fwnode_handle;

struct property_entry {
	const char *name;
	size_t length;
	bool is_inline;
	union {
		const void *pointer;
		u64 value;
	};
};

static inline struct fwnode_handle *dev_fwnode(const struct device *dev)
{
	return NULL;
}

static inline bool device_property_present(struct device *dev, const char *propname)
{
	return false;
}

static inline bool device_property_read_bool(struct device *dev, const char *propname)
{
	return false;
}

static inline int device_property_read_u8(struct device *dev, const char *propname, u8 *val)
{
	return -EINVAL;
}

static inline int device_property_read_u16(struct device *dev, const char *propname, u16 *val)
{
	return -EINVAL;
}

static inline int device_property_read_u32(struct device *dev, const char *propname, u32 *val)
{
	return -EINVAL;
}

static inline int device_property_read_u64(struct device *dev, const char *propname, u64 *val)
{
	return -EINVAL;
}

static inline int device_property_read_string(struct device *dev, const char *propname,
					      const char **val)
{
	return -EINVAL;
}

static inline const void *device_get_match_data(struct device *dev)
{
	return NULL;
}

#endif
