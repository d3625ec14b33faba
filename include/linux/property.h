/* SPDX-License-Identifier: MIT */
/*
 * Properties of devices, and the software nodes that hold them: there is no firmware, so what a
 * module says with struct software_node or struct property_entry is all there is.
 * Registering may sleep; reading is for any context. After Linux's drivers/base/property.c docs.
 */
#ifndef _LINUX_PROPERTY_H_
#define _LINUX_PROPERTY_H_

#include <linux/bits.h>
#include <linux/fwnode.h>
#include <linux/kernel.h>
#include <linux/types.h>

struct device;

enum dev_prop_type {
	DEV_PROP_U8,
	DEV_PROP_U16,
	DEV_PROP_U32,
	DEV_PROP_U64,
	DEV_PROP_STRING,
	DEV_PROP_REF,
};

struct software_node;

/* Another node, with numbers. */
struct software_node_ref_args {
	const struct software_node *node;
	unsigned int nargs;
	u64 args[NR_FWNODE_REFERENCE_ARGS];
};

/* A name and its values: in place when they fit 8 bytes and are not an array. */
struct property_entry {
	const char *name;
	size_t length; /* bytes; 0: a bool that is true */
	bool is_inline;
	enum dev_prop_type type;
	union {
		const void *pointer;
		union {
			u8 u8_data[8];
			u16 u16_data[4];
			u32 u32_data[2];
			u64 u64_data[1];
			const char *str[1];
		} value;
	};
};

struct software_node {
	const char *name;
	const struct software_node *parent;
	const struct property_entry *properties;
};

#define SOFTWARE_NODE_REFERENCE(_ref_, ...)                                        \
	(const struct software_node_ref_args)                                      \
	{                                                                          \
		.node = (_ref_), .nargs = COUNT_ARGS(__VA_ARGS__),                 \
		.args = { __VA_ARGS__ },                                           \
	}

#define __PROPERTY_ARRAY(_name_, _type_, _size_, _val_, _len_)                     \
	(struct property_entry)                                                    \
	{                                                                          \
		.name = _name_, .length = (_len_) * (_size_), .type = _type_,      \
		.pointer = _val_,                                                  \
	}
#define __PROPERTY_ONE(_name_, _type_, _member_, _val_)                            \
	(struct property_entry)                                                    \
	{                                                                          \
		.name = _name_, .is_inline = true, .type = _type_,                 \
		.length = sizeof(((struct property_entry *)0)->value._member_[0]), \
		.value = { ._member_[0] = _val_ },                                 \
	}

#define PROPERTY_ENTRY_U8_ARRAY_LEN(_name_, _val_, _len_)  __PROPERTY_ARRAY(_name_, DEV_PROP_U8, 1, _val_, _len_)
#define PROPERTY_ENTRY_U16_ARRAY_LEN(_name_, _val_, _len_) __PROPERTY_ARRAY(_name_, DEV_PROP_U16, 2, _val_, _len_)
#define PROPERTY_ENTRY_U32_ARRAY_LEN(_name_, _val_, _len_) __PROPERTY_ARRAY(_name_, DEV_PROP_U32, 4, _val_, _len_)
#define PROPERTY_ENTRY_U64_ARRAY_LEN(_name_, _val_, _len_) __PROPERTY_ARRAY(_name_, DEV_PROP_U64, 8, _val_, _len_)
#define PROPERTY_ENTRY_STRING_ARRAY_LEN(_name_, _val_, _len_) \
	__PROPERTY_ARRAY(_name_, DEV_PROP_STRING, sizeof(const char *), _val_, _len_)
#define PROPERTY_ENTRY_REF_ARRAY_LEN(_name_, _val_, _len_) \
	__PROPERTY_ARRAY(_name_, DEV_PROP_REF, sizeof(struct software_node_ref_args), _val_, _len_)
#define PROPERTY_ENTRY_U8_ARRAY(_name_, _val_)	   PROPERTY_ENTRY_U8_ARRAY_LEN(_name_, _val_, ARRAY_SIZE(_val_))
#define PROPERTY_ENTRY_U16_ARRAY(_name_, _val_)	   PROPERTY_ENTRY_U16_ARRAY_LEN(_name_, _val_, ARRAY_SIZE(_val_))
#define PROPERTY_ENTRY_U32_ARRAY(_name_, _val_)	   PROPERTY_ENTRY_U32_ARRAY_LEN(_name_, _val_, ARRAY_SIZE(_val_))
#define PROPERTY_ENTRY_U64_ARRAY(_name_, _val_)	   PROPERTY_ENTRY_U64_ARRAY_LEN(_name_, _val_, ARRAY_SIZE(_val_))
#define PROPERTY_ENTRY_STRING_ARRAY(_name_, _val_) PROPERTY_ENTRY_STRING_ARRAY_LEN(_name_, _val_, ARRAY_SIZE(_val_))
#define PROPERTY_ENTRY_REF_ARRAY(_name_, _val_)	   PROPERTY_ENTRY_REF_ARRAY_LEN(_name_, _val_, ARRAY_SIZE(_val_))
#define PROPERTY_ENTRY_U8(_name_, _val_)	   __PROPERTY_ONE(_name_, DEV_PROP_U8, u8_data, _val_)
#define PROPERTY_ENTRY_U16(_name_, _val_)	   __PROPERTY_ONE(_name_, DEV_PROP_U16, u16_data, _val_)
#define PROPERTY_ENTRY_U32(_name_, _val_)	   __PROPERTY_ONE(_name_, DEV_PROP_U32, u32_data, _val_)
#define PROPERTY_ENTRY_U64(_name_, _val_)	   __PROPERTY_ONE(_name_, DEV_PROP_U64, u64_data, _val_)
#define PROPERTY_ENTRY_STRING(_name_, _val_)	   __PROPERTY_ONE(_name_, DEV_PROP_STRING, str, _val_)
#define PROPERTY_ENTRY_BOOL(_name_)                             \
	(struct property_entry)                                 \
	{                                                       \
		.name = _name_, .is_inline = true,              \
	}
#define PROPERTY_ENTRY_REF(_name_, _ref_, ...)                                     \
	(struct property_entry)                                                    \
	{                                                                          \
		.name = _name_, .length = sizeof(struct software_node_ref_args),   \
		.type = DEV_PROP_REF,                                              \
		.pointer = &SOFTWARE_NODE_REFERENCE(_ref_, ##__VA_ARGS__),         \
	}

/* Deep copies of a list that ends with a nameless entry. */
struct property_entry *property_entries_dup(const struct property_entry *properties);
void property_entries_free(const struct property_entry *properties);

/* -EEXIST twice; a parent must be registered before (-EINVAL). Lists end with {} or NULL. */
int software_node_register(const struct software_node *node);
void software_node_unregister(const struct software_node *node);
int software_node_register_nodes(const struct software_node *nodes);
void software_node_unregister_nodes(const struct software_node *nodes);
int software_node_register_node_group(const struct software_node **group);
void software_node_unregister_node_group(const struct software_node **group);
bool is_software_node(const struct fwnode_handle *fwnode);
const struct software_node *to_software_node(const struct fwnode_handle *fwnode);
struct fwnode_handle *software_node_fwnode(const struct software_node *node);
const struct software_node *software_node_find_by_name(const struct software_node *parent,
						       const char *name);
/* Nodes that exist as long as nobody removes them, with a copy of the properties. */
struct fwnode_handle *fwnode_create_software_node(const struct property_entry *properties,
						  const struct fwnode_handle *parent);
void fwnode_remove_software_node(struct fwnode_handle *fwnode);
int device_add_software_node(struct device *dev, const struct software_node *node);
void device_remove_software_node(struct device *dev);
/* The node goes with the device, by device_del. */
int device_create_managed_software_node(struct device *dev, const struct property_entry *properties,
					const struct software_node *parent);

struct fwnode_handle *fwnode_handle_get(struct fwnode_handle *fwnode);
void fwnode_handle_put(struct fwnode_handle *fwnode);
struct fwnode_handle *fwnode_get_parent(const struct fwnode_handle *fwnode);
unsigned int fwnode_count_parents(const struct fwnode_handle *fwnode);
/* 0: the node itself. What is returned is held. */
struct fwnode_handle *fwnode_get_nth_parent(struct fwnode_handle *fwnode, unsigned int depth);
/* Drops the hold on @child. */
struct fwnode_handle *fwnode_get_next_child_node(const struct fwnode_handle *fwnode,
						 struct fwnode_handle *child);
struct fwnode_handle *fwnode_get_named_child_node(const struct fwnode_handle *fwnode,
						  const char *childname);
const char *fwnode_get_name(const struct fwnode_handle *fwnode);
const char *fwnode_get_name_prefix(const struct fwnode_handle *fwnode);

#define fwnode_for_each_child_node(fwnode, child)                                   \
	for (child = fwnode_get_next_child_node(fwnode, NULL); child;               \
	     child = fwnode_get_next_child_node(fwnode, child))

/*
 * @val NULL: how many values there are. Else 0, or -EINVAL no such property, -ENODATA no value,
 * -EOVERFLOW fewer than @nval values.
 */
int fwnode_property_read_int_array(const struct fwnode_handle *fwnode, const char *propname,
				   unsigned int elem_size, void *val, size_t nval);
/* @val NULL: how many; else the number of strings that were stored. */
int fwnode_property_read_string_array(const struct fwnode_handle *fwnode, const char *propname,
				      const char **val, size_t nval);
int fwnode_property_read_string(const struct fwnode_handle *fwnode, const char *propname,
				const char **val);
/* The index of the string; -ENODATA. */
int fwnode_property_match_string(const struct fwnode_handle *fwnode, const char *propname,
				 const char *string);
bool fwnode_property_present(const struct fwnode_handle *fwnode, const char *propname);
/* @nargs_prop: the property of the node referred to that says how many numbers follow. */
int fwnode_property_get_reference_args(const struct fwnode_handle *fwnode, const char *prop,
				       const char *nargs_prop, unsigned int nargs,
				       unsigned int index, struct fwnode_reference_args *args);
struct fwnode_handle *fwnode_find_reference(const struct fwnode_handle *fwnode, const char *name,
					    unsigned int index);

struct fwnode_handle *dev_fwnode(const struct device *dev);

#define __PROPERTY_READ(type)                                                                     \
	static inline int fwnode_property_read_##type##_array(const struct fwnode_handle *fwnode, \
							      const char *propname, type *val,    \
							      size_t nval)                        \
	{                                                                                         \
		return fwnode_property_read_int_array(fwnode, propname, sizeof(type), val, nval); \
	}                                                                                         \
	static inline int fwnode_property_read_##type(const struct fwnode_handle *fwnode,         \
						      const char *propname, type *val)            \
	{                                                                                         \
		return fwnode_property_read_##type##_array(fwnode, propname, val, 1);             \
	}                                                                                         \
	static inline int fwnode_property_count_##type(const struct fwnode_handle *fwnode,        \
						       const char *propname)                      \
	{                                                                                         \
		return fwnode_property_read_##type##_array(fwnode, propname, NULL, 0);            \
	}                                                                                         \
	static inline int device_property_read_##type##_array(                                    \
		const struct device *dev, const char *propname, type *val, size_t nval)           \
	{                                                                                         \
		return fwnode_property_read_##type##_array(dev_fwnode(dev), propname, val, nval); \
	}                                                                                         \
	static inline int device_property_read_##type(const struct device *dev,                   \
						      const char *propname, type *val)            \
	{                                                                                         \
		return device_property_read_##type##_array(dev, propname, val, 1);                \
	}                                                                                         \
	static inline int device_property_count_##type(const struct device *dev,                  \
						       const char *propname)                      \
	{                                                                                         \
		return device_property_read_##type##_array(dev, propname, NULL, 0);               \
	}
__PROPERTY_READ(u8)
__PROPERTY_READ(u16)
__PROPERTY_READ(u32)
__PROPERTY_READ(u64)

static inline bool fwnode_property_read_bool(const struct fwnode_handle *fwnode,
					     const char *propname)
{
	return fwnode_property_present(fwnode, propname);
}
static inline int fwnode_property_string_array_count(const struct fwnode_handle *fwnode,
						     const char *propname)
{
	return fwnode_property_read_string_array(fwnode, propname, NULL, 0);
}
static inline bool device_property_present(const struct device *dev, const char *propname)
{
	return fwnode_property_present(dev_fwnode(dev), propname);
}
static inline bool device_property_read_bool(const struct device *dev, const char *propname)
{
	return fwnode_property_present(dev_fwnode(dev), propname);
}
static inline int device_property_read_string_array(const struct device *dev, const char *propname,
						    const char **val, size_t nval)
{
	return fwnode_property_read_string_array(dev_fwnode(dev), propname, val, nval);
}
static inline int device_property_string_array_count(const struct device *dev, const char *propname)
{
	return fwnode_property_string_array_count(dev_fwnode(dev), propname);
}
static inline int device_property_read_string(const struct device *dev, const char *propname,
					      const char **val)
{
	return fwnode_property_read_string(dev_fwnode(dev), propname, val);
}
static inline int device_property_match_string(const struct device *dev, const char *propname,
					       const char *string)
{
	return fwnode_property_match_string(dev_fwnode(dev), propname, string);
}
static inline struct fwnode_handle *device_get_next_child_node(const struct device *dev,
							       struct fwnode_handle *child)
{
	return fwnode_get_next_child_node(dev_fwnode(dev), child);
}
#define device_for_each_child_node(dev, child)                                      \
	for (child = device_get_next_child_node(dev, NULL); child;                  \
	     child = device_get_next_child_node(dev, child))

static inline const void *device_get_match_data(const struct device *dev)
{
	return NULL;
}

#endif
