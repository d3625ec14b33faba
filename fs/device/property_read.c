/* SPDX-License-Identifier: MIT */
/* Reading and copying the properties of a software node; the nodes are in property.c. */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/string.h>

static const struct property_entry *find(const struct fwnode_handle *fwnode, const char *name)
{
	const struct software_node *node = to_software_node(fwnode);
	const struct property_entry *p = node ? node->properties : NULL;

	for (; p && p->name; p++)
		if (!strcmp(p->name, name))
			return p;
	return NULL;
}

static const void *values_of(const struct property_entry *p)
{
	if (!p->length)
		return NULL;
	return p->is_inline ? (const void *)&p->value : p->pointer;
}

bool fwnode_property_present(const struct fwnode_handle *fwnode, const char *propname)
{
	return find(fwnode, propname);
}
EXPORT_SYMBOL_GPL(fwnode_property_present);

int fwnode_property_read_int_array(const struct fwnode_handle *fwnode, const char *propname,
				   unsigned int elem_size, void *val, size_t nval)
{
	const struct property_entry *p = find(fwnode, propname);

	if (!p)
		return -EINVAL;
	if (!val)
		return p->length / elem_size;
	if (!values_of(p))
		return -ENODATA;
	if (nval * elem_size > p->length)
		return -EOVERFLOW;
	memcpy(val, values_of(p), nval * elem_size);
	return 0;
}
EXPORT_SYMBOL_GPL(fwnode_property_read_int_array);

int fwnode_property_read_string_array(const struct fwnode_handle *fwnode, const char *propname,
				      const char **val, size_t nval)
{
	const struct property_entry *p = find(fwnode, propname);
	size_t count;

	if (!p)
		return -EINVAL;
	count = p->length / sizeof(const char *);
	if (!val)
		return count;
	if (!values_of(p))
		return -ENODATA;
	count = min(count, nval);
	memcpy(val, values_of(p), count * sizeof(const char *));
	return count;
}
EXPORT_SYMBOL_GPL(fwnode_property_read_string_array);

int fwnode_property_read_string(const struct fwnode_handle *fwnode, const char *propname,
				const char **val)
{
	int n = fwnode_property_read_string_array(fwnode, propname, val, 1);

	return n < 0 ? n : 0;
}
EXPORT_SYMBOL_GPL(fwnode_property_read_string);

int fwnode_property_match_string(const struct fwnode_handle *fwnode, const char *propname,
				 const char *string)
{
	const struct property_entry *p = find(fwnode, propname);
	const char *const *list;

	if (!p)
		return -EINVAL;
	list = values_of(p);
	for (size_t i = 0; i < p->length / sizeof(*list); i++)
		if (!strcmp(list[i], string))
			return i;
	return -ENODATA;
}
EXPORT_SYMBOL_GPL(fwnode_property_match_string);

int fwnode_property_get_reference_args(const struct fwnode_handle *fwnode, const char *prop,
				       const char *nargs_prop, unsigned int nargs,
				       unsigned int index, struct fwnode_reference_args *args)
{
	const struct property_entry *p = find(fwnode, prop);
	const struct software_node_ref_args *ref;
	struct fwnode_handle *to;
	int err;

	if (!p)
		return -ENOENT;
	if (p->type != DEV_PROP_REF)
		return -EINVAL;
	if ((index + 1) * sizeof(*ref) > p->length)
		return -ENOENT;
	ref = (const struct software_node_ref_args *)values_of(p) + index;
	to = software_node_fwnode(ref->node);
	if (!to)
		return -ENOENT;
	if (nargs_prop) {
		err = fwnode_property_read_u32(to, nargs_prop, &nargs);
		if (err)
			return err;
	}
	if (nargs > NR_FWNODE_REFERENCE_ARGS)
		return -EINVAL;
	if (!args)
		return 0;
	*args = (struct fwnode_reference_args){.fwnode = fwnode_handle_get(to), .nargs = nargs};
	for (unsigned int i = 0; i < min(nargs, ref->nargs); i++)
		args->args[i] = ref->args[i];
	return 0;
}
EXPORT_SYMBOL_GPL(fwnode_property_get_reference_args);

struct fwnode_handle *fwnode_find_reference(const struct fwnode_handle *fwnode, const char *name,
					    unsigned int index)
{
	struct fwnode_reference_args args;
	int err = fwnode_property_get_reference_args(fwnode, name, NULL, 0, index, &args);

	return err ? ERR_PTR(err) : args.fwnode;
}
EXPORT_SYMBOL_GPL(fwnode_find_reference);

/* ---- copies ---- */

static void entry_free(const struct property_entry *p)
{
	const char *const *strings = values_of(p);

	if (p->type == DEV_PROP_STRING)
		for (size_t i = 0; strings && i < p->length / sizeof(*strings); i++)
			kfree(strings[i]);
	if (!p->is_inline)
		kfree(p->pointer);
	kfree(p->name);
}

/* What fits into the entry is kept there, even if the original points at it. */
static int entry_dup(struct property_entry *to, const struct property_entry *from)
{
	const char **strings;

	*to = (struct property_entry){.name = kstrdup(from->name, GFP_KERNEL), .type = from->type};
	to->is_inline = from->type != DEV_PROP_REF && from->length <= sizeof(to->value);
	if (!to->name)
		return -ENOMEM;
	if (!from->length)
		return 0;
	if (to->is_inline)
		memcpy(&to->value, values_of(from), from->length);
	else
		to->pointer = kmemdup(values_of(from), from->length, GFP_KERNEL);
	if (!to->is_inline && !to->pointer)
		return -ENOMEM;
	if (from->type != DEV_PROP_STRING) {
		to->length = from->length;
		return 0;
	}
	strings = to->is_inline ? to->value.str : (const char **)to->pointer;
	/* The length grows with the copies, so that entry_free finds what there is. */
	for (size_t i = 0; i < from->length / sizeof(*strings); i++) {
		strings[i] = kstrdup(((const char *const *)values_of(from))[i], GFP_KERNEL);
		if (!strings[i])
			return -ENOMEM;
		to->length += sizeof(*strings);
	}
	return 0;
}

struct property_entry *property_entries_dup(const struct property_entry *properties)
{
	struct property_entry *copy;
	size_t n = 0, i;

	if (!properties)
		return NULL;
	while (properties[n].name)
		n++;
	copy = kcalloc(n + 1, sizeof(*copy), GFP_KERNEL);
	if (!copy)
		return ERR_PTR(-ENOMEM);
	for (i = 0; i < n; i++) {
		if (entry_dup(&copy[i], &properties[i])) {
			entry_free(&copy[i]);
			copy[i].name = NULL;
			property_entries_free(copy);
			return ERR_PTR(-ENOMEM);
		}
	}
	return copy;
}
EXPORT_SYMBOL_GPL(property_entries_dup);

void property_entries_free(const struct property_entry *properties)
{
	if (!properties)
		return;
	for (const struct property_entry *p = properties; p->name; p++)
		entry_free(p);
	kfree(properties);
}
EXPORT_SYMBOL_GPL(property_entries_free);
