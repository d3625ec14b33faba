/* SPDX-License-Identifier: MIT */
/*
 * Software nodes: the only descriptions of devices that there are, since a machine has no
 * firmware. A module registers a static struct software_node, or lets one be made from a list of
 * properties; a struct swnode is made for it, whose fwnode_handle the rest of the kernel passes
 * around.
 *
 *   struct software_node (the module's)  <--node--  struct swnode { fwnode, ref, list }
 *         .parent                                       .parent (held)
 *
 * Nodes stand in one list under nodes_lock; a swnode exists while it is registered or held.
 */
#include "base.h"
#include <linux/export.h>
#include <linux/kref.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

struct swnode {
	struct fwnode_handle fwnode;
	const struct software_node *node;
	struct swnode *parent; /* held; NULL at the top */
	struct kref ref;
	struct list_head entry;	   /* under nodes_lock; itself when unregistered */
	bool managed;		   /* goes with its device */
	struct software_node made; /* of fwnode_create_software_node: what node points at */
	char name[16];
};

static LIST_HEAD(nodes);
static DEFINE_SPINLOCK(nodes_lock);
static unsigned int made_count;

/* Only its address matters: it marks a handle as a software node's. */
struct fwnode_operations {
	char mark;
};
static const struct fwnode_operations software_node_ops;

void property_exit(void)
{
	INIT_LIST_HEAD(&nodes);
	made_count = 0;
}

bool is_software_node(const struct fwnode_handle *fwnode)
{
	return !IS_ERR_OR_NULL(fwnode) && fwnode->ops == &software_node_ops;
}
EXPORT_SYMBOL_GPL(is_software_node);

static struct swnode *to_swnode(const struct fwnode_handle *fwnode)
{
	return is_software_node(fwnode) ? container_of(fwnode, struct swnode, fwnode) : NULL;
}

const struct software_node *to_software_node(const struct fwnode_handle *fwnode)
{
	struct swnode *sw = to_swnode(fwnode);

	return sw ? sw->node : NULL;
}
EXPORT_SYMBOL_GPL(to_software_node);

/* Call with nodes_lock held. */
static struct swnode *find(const struct software_node *node)
{
	struct swnode *sw;

	list_for_each_entry (sw, &nodes, entry)
		if (sw->node == node)
			return sw;
	return NULL;
}

struct fwnode_handle *software_node_fwnode(const struct software_node *node)
{
	struct swnode *sw;
	unsigned long flags;

	spin_lock_irqsave(&nodes_lock, flags);
	sw = node ? find(node) : NULL;
	spin_unlock_irqrestore(&nodes_lock, flags);
	return sw ? &sw->fwnode : NULL;
}
EXPORT_SYMBOL_GPL(software_node_fwnode);

const struct software_node *software_node_find_by_name(const struct software_node *parent,
						       const char *name)
{
	const struct software_node *found = NULL;
	unsigned long flags;
	struct swnode *sw;

	spin_lock_irqsave(&nodes_lock, flags);
	list_for_each_entry (sw, &nodes, entry)
		if (sw->node->parent == parent && sw->node->name && !strcmp(sw->node->name, name)) {
			kref_get(&sw->ref);
			found = sw->node;
			break;
		}
	spin_unlock_irqrestore(&nodes_lock, flags);
	return found;
}
EXPORT_SYMBOL_GPL(software_node_find_by_name);

struct fwnode_handle *fwnode_handle_get(struct fwnode_handle *fwnode)
{
	struct swnode *sw = to_swnode(fwnode);

	if (sw)
		kref_get(&sw->ref);
	return fwnode;
}
EXPORT_SYMBOL_GPL(fwnode_handle_get);

static void swnode_release(struct kref *ref)
{
	struct swnode *sw = container_of(ref, struct swnode, ref);

	if (sw->parent)
		fwnode_handle_put(&sw->parent->fwnode);
	if (sw->node == &sw->made)
		property_entries_free(sw->made.properties);
	kfree(sw);
}

void fwnode_handle_put(struct fwnode_handle *fwnode)
{
	struct swnode *sw = to_swnode(fwnode);

	if (sw)
		kref_put(&sw->ref, swnode_release);
}
EXPORT_SYMBOL_GPL(fwnode_handle_put);

/* ---- registering ---- */

static int swnode_add(struct swnode *sw)
{
	unsigned long flags;
	int err = -EEXIST;

	kref_init(&sw->ref);
	sw->fwnode.ops = &software_node_ops;
	spin_lock_irqsave(&nodes_lock, flags);
	if (!find(sw->node)) {
		if (sw->parent)
			kref_get(&sw->parent->ref);
		list_add_tail(&sw->entry, &nodes);
		err = 0;
	}
	spin_unlock_irqrestore(&nodes_lock, flags);
	return err;
}

static void swnode_remove(struct swnode *sw)
{
	unsigned long flags;

	spin_lock_irqsave(&nodes_lock, flags);
	list_del_init(&sw->entry);
	spin_unlock_irqrestore(&nodes_lock, flags);
	fwnode_handle_put(&sw->fwnode);
}

int software_node_register(const struct software_node *node)
{
	struct fwnode_handle *parent = software_node_fwnode(node->parent);
	struct swnode *sw;
	int err;

	if (software_node_fwnode(node))
		return -EEXIST;
	if (node->parent && !parent)
		return -EINVAL;
	sw = kzalloc(sizeof(*sw), GFP_KERNEL);
	if (!sw)
		return -ENOMEM;
	sw->node = node;
	sw->parent = to_swnode(parent);
	err = swnode_add(sw);
	if (err)
		kfree(sw);
	return err;
}
EXPORT_SYMBOL_GPL(software_node_register);

void software_node_unregister(const struct software_node *node)
{
	struct swnode *sw = to_swnode(software_node_fwnode(node));

	if (sw)
		swnode_remove(sw);
}
EXPORT_SYMBOL_GPL(software_node_unregister);

/* Children are unregistered before their parents, who stand before them. */
static void unregister_first(const struct software_node *list, int n)
{
	while (n--)
		software_node_unregister(&list[n]);
}

int software_node_register_nodes(const struct software_node *list)
{
	int err;

	for (int n = 0; list[n].name; n++) {
		err = software_node_register(&list[n]);
		if (err) {
			unregister_first(list, n);
			return err;
		}
	}
	return 0;
}
EXPORT_SYMBOL_GPL(software_node_register_nodes);

void software_node_unregister_nodes(const struct software_node *list)
{
	int n = 0;

	while (list[n].name)
		n++;
	unregister_first(list, n);
}
EXPORT_SYMBOL_GPL(software_node_unregister_nodes);

void software_node_unregister_node_group(const struct software_node **group)
{
	int n = 0;

	while (group && group[n])
		n++;
	while (n--)
		software_node_unregister(group[n]);
}
EXPORT_SYMBOL_GPL(software_node_unregister_node_group);

int software_node_register_node_group(const struct software_node **group)
{
	int err;

	for (int n = 0; group && group[n]; n++) {
		err = software_node_register(group[n]);
		if (!err)
			continue;
		while (n--)
			software_node_unregister(group[n]);
		return err;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(software_node_register_node_group);

struct fwnode_handle *fwnode_create_software_node(const struct property_entry *properties,
						  const struct fwnode_handle *parent)
{
	struct property_entry *copy;
	struct swnode *sw;

	if (parent && !is_software_node(parent))
		return ERR_PTR(-EINVAL);
	copy = property_entries_dup(properties);
	if (IS_ERR(copy))
		return ERR_CAST(copy);
	sw = kzalloc(sizeof(*sw), GFP_KERNEL);
	if (!sw) {
		property_entries_free(copy);
		return ERR_PTR(-ENOMEM);
	}
	snprintf(sw->name, sizeof(sw->name), "node%u", made_count++);
	sw->parent = to_swnode(parent);
	sw->made = (struct software_node){
		.name = sw->name, .properties = copy, .parent = to_software_node(parent)};
	sw->node = &sw->made;
	swnode_add(sw);
	return &sw->fwnode;
}
EXPORT_SYMBOL_GPL(fwnode_create_software_node);

void fwnode_remove_software_node(struct fwnode_handle *fwnode)
{
	struct swnode *sw = to_swnode(fwnode);

	if (sw)
		swnode_remove(sw);
}
EXPORT_SYMBOL_GPL(fwnode_remove_software_node);

/* ---- devices ---- */

struct fwnode_handle *dev_fwnode(const struct device *dev)
{
	return dev->fwnode;
}
EXPORT_SYMBOL_GPL(dev_fwnode);

int device_add_software_node(struct device *dev, const struct software_node *node)
{
	struct fwnode_handle *fwnode;
	int err;

	if (dev->fwnode)
		return -EBUSY;
	fwnode = software_node_fwnode(node);
	if (!fwnode) {
		err = software_node_register(node);
		if (err)
			return err;
		fwnode = software_node_fwnode(node);
	} else {
		fwnode_handle_get(fwnode);
	}
	dev->fwnode = fwnode;
	return 0;
}
EXPORT_SYMBOL_GPL(device_add_software_node);

void device_remove_software_node(struct device *dev)
{
	struct swnode *sw = to_swnode(dev->fwnode);

	if (!sw)
		return;
	dev->fwnode = NULL;
	if (sw->managed)
		swnode_remove(sw);
	else if (kref_read(&sw->ref) > 1)
		fwnode_handle_put(&sw->fwnode);
	else
		swnode_remove(sw);
}
EXPORT_SYMBOL_GPL(device_remove_software_node);

int device_create_managed_software_node(struct device *dev, const struct property_entry *properties,
					const struct software_node *parent)
{
	struct fwnode_handle *above = software_node_fwnode(parent), *fwnode;

	if (parent && !above)
		return -EINVAL;
	if (dev->fwnode)
		return -EBUSY;
	fwnode = fwnode_create_software_node(properties, above);
	if (IS_ERR(fwnode))
		return PTR_ERR(fwnode);
	to_swnode(fwnode)->managed = true;
	dev->fwnode = fwnode;
	return 0;
}
EXPORT_SYMBOL_GPL(device_create_managed_software_node);

void property_device_gone(struct device *dev)
{
	struct swnode *sw = to_swnode(dev->fwnode);

	if (sw && sw->managed)
		device_remove_software_node(dev);
}

/* ---- the tree ---- */

struct fwnode_handle *fwnode_get_parent(const struct fwnode_handle *fwnode)
{
	struct swnode *sw = to_swnode(fwnode);

	return sw && sw->parent ? fwnode_handle_get(&sw->parent->fwnode) : NULL;
}
EXPORT_SYMBOL_GPL(fwnode_get_parent);

unsigned int fwnode_count_parents(const struct fwnode_handle *fwnode)
{
	struct swnode *sw = to_swnode(fwnode);
	unsigned int n = 0;

	while (sw && sw->parent) {
		sw = sw->parent;
		n++;
	}
	return n;
}
EXPORT_SYMBOL_GPL(fwnode_count_parents);

struct fwnode_handle *fwnode_get_nth_parent(struct fwnode_handle *fwnode, unsigned int depth)
{
	struct swnode *sw = to_swnode(fwnode);

	while (sw && depth--)
		sw = sw->parent;
	return sw ? fwnode_handle_get(&sw->fwnode) : NULL;
}
EXPORT_SYMBOL_GPL(fwnode_get_nth_parent);

struct fwnode_handle *fwnode_get_next_child_node(const struct fwnode_handle *fwnode,
						 struct fwnode_handle *child)
{
	struct swnode *parent = to_swnode(fwnode), *after = to_swnode(child), *sw, *found = NULL;
	bool passed = !after;
	unsigned long flags;

	spin_lock_irqsave(&nodes_lock, flags);
	list_for_each_entry (sw, &nodes, entry) {
		if (parent && passed && sw->parent == parent) {
			kref_get(&sw->ref);
			found = sw;
			break;
		}
		passed |= sw == after;
	}
	spin_unlock_irqrestore(&nodes_lock, flags);
	fwnode_handle_put(child);
	return found ? &found->fwnode : NULL;
}
EXPORT_SYMBOL_GPL(fwnode_get_next_child_node);

struct fwnode_handle *fwnode_get_named_child_node(const struct fwnode_handle *fwnode,
						  const char *childname)
{
	struct fwnode_handle *child;

	fwnode_for_each_child_node(
		fwnode, child) if (!strcmp(fwnode_get_name(child), childname)) return child;
	return NULL;
}
EXPORT_SYMBOL_GPL(fwnode_get_named_child_node);

const char *fwnode_get_name(const struct fwnode_handle *fwnode)
{
	struct swnode *sw = to_swnode(fwnode);

	return !sw ? NULL : sw->node->name ?: "(null)";
}
EXPORT_SYMBOL_GPL(fwnode_get_name);

const char *fwnode_get_name_prefix(const struct fwnode_handle *fwnode)
{
	struct swnode *sw = to_swnode(fwnode);

	return sw && sw->parent ? "/" : "";
}
