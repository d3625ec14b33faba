/* SPDX-License-Identifier: MIT */
/*
 * devres: resources that go with a device.
 *
 *	[ head: release, size, name | data, what drivers see ]
 *
 * A device's list holds them in the order of their adding; release_all takes them off in the
 * reverse order and calls each release without the lock. A group is two marks on the list.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base.h"

struct devres {
	struct list_head node;
	dr_release_t release;
	const char *name;
	size_t size;
	void *group_id; /* of a group's open and close marks */
	u8 data[] __attribute__((aligned(__alignof__(unsigned long long))));
};

static void group_open_release(struct device *dev, void *res)
{
}

static void group_close_release(struct device *dev, void *res)
{
}

static struct devres *devres_of(void *data)
{
	return container_of(data, struct devres, data[0]);
}

void *__devres_alloc_node(dr_release_t release, size_t size, gfp_t gfp, int nid, const char *name)
{
	struct devres *dr;
	size_t total;

	if (check_add_overflow(sizeof(*dr), size, &total))
		return NULL;
	/* The caller is the driver's own: so that a leak is told as its. */
	dr = kmalloc_node_track_caller(total, gfp, nid);
	if (!dr)
		return NULL;
	/* As Linux: the head always, the data only when asked for. */
	memset(dr, 0, (gfp & __GFP_ZERO) ? total : sizeof(*dr));
	INIT_LIST_HEAD(&dr->node);
	dr->release = release;
	dr->size = size;
	dr->name = name;
	return dr->data;
}
EXPORT_SYMBOL_GPL(__devres_alloc_node);

void devres_free(void *res)
{
	struct devres *dr;

	if (!res)
		return;
	dr = devres_of(res);
	WARN_ON(!list_empty(&dr->node));
	kfree(dr);
}
EXPORT_SYMBOL_GPL(devres_free);

void devres_add(struct device *dev, void *res)
{
	struct devres *dr = devres_of(res);
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	WARN_ON(!list_empty(&dr->node));
	list_add_tail(&dr->node, &dev->devres_head);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
}
EXPORT_SYMBOL_GPL(devres_add);

/* => devres_lock. The newest match. */
static struct devres *find(struct device *dev, dr_release_t release, dr_match_t match,
			   void *match_data)
{
	struct devres *dr;

	list_for_each_entry_reverse (dr, &dev->devres_head, node)
		if (dr->release == release && (!match || match(dev, dr->data, match_data)))
			return dr;
	return NULL;
}

void *devres_find(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	struct devres *dr;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	dr = find(dev, release, match, match_data);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return dr ? dr->data : NULL;
}
EXPORT_SYMBOL_GPL(devres_find);

void *devres_get(struct device *dev, void *new_res, dr_match_t match, void *match_data)
{
	struct devres *new = devres_of(new_res), *dr;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	dr = find(dev, new->release, match, match_data);
	if (!dr) {
		list_add_tail(&new->node, &dev->devres_head);
		dr = new;
		new = NULL;
	}
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	if (new)
		devres_free(new->data);
	return dr->data;
}
EXPORT_SYMBOL_GPL(devres_get);

void *devres_remove(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	struct devres *dr;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	dr = find(dev, release, match, match_data);
	if (dr)
		list_del_init(&dr->node);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return dr ? dr->data : NULL;
}
EXPORT_SYMBOL_GPL(devres_remove);

int devres_destroy(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	void *res = devres_remove(dev, release, match, match_data);

	if (!res)
		return -ENOENT;
	devres_free(res);
	return 0;
}
EXPORT_SYMBOL_GPL(devres_destroy);

int devres_release(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	void *res = devres_remove(dev, release, match, match_data);

	if (!res)
		return -ENOENT;
	release(dev, res);
	devres_free(res);
	return 0;
}
EXPORT_SYMBOL_GPL(devres_release);

void devres_for_each_res(struct device *dev, dr_release_t release, dr_match_t match,
			 void *match_data, void (*fn)(struct device *, void *, void *), void *data)
{
	struct devres *dr, *tmp;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	list_for_each_entry_safe_reverse(dr, tmp, &dev->devres_head,
					 node) if (dr->release == release &&
						   (!match || match(dev, dr->data, match_data)))
		fn(dev, dr->data, data);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
}
EXPORT_SYMBOL_GPL(devres_for_each_res);

/* Release everything on @todo, last first; how many. */
static int release_list(struct device *dev, struct list_head *todo)
{
	struct devres *dr, *tmp;
	int n = 0;

	list_for_each_entry_safe_reverse(dr, tmp, todo, node)
	{
		list_del_init(&dr->node);
		n += dr->release != group_open_release && dr->release != group_close_release;
		dr->release(dev, dr->data);
		kfree(dr);
	}
	return n;
}

int devres_release_all(struct device *dev)
{
	LIST_HEAD(todo);
	unsigned long flags;

	if (!dev->devres_head.next || list_empty(&dev->devres_head))
		return 0;
	spin_lock_irqsave(&dev->devres_lock, flags);
	list_splice_init(&dev->devres_head, &todo);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return release_list(dev, &todo);
}

/* ---- groups ---- */

void *devres_open_group(struct device *dev, void *id, gfp_t gfp)
{
	void *res = __devres_alloc_node(group_open_release, 0, gfp, NUMA_NO_NODE, "grp<");

	if (!res)
		return NULL;
	devres_of(res)->group_id = id ?: res;
	devres_add(dev, res);
	return devres_of(res)->group_id;
}
EXPORT_SYMBOL_GPL(devres_open_group);

/* => devres_lock. The newest open mark of @id (NULL: of any group that is not closed). */
static struct devres *find_mark(struct device *dev, void *id, dr_release_t kind)
{
	struct devres *dr;

	list_for_each_entry_reverse (dr, &dev->devres_head, node)
		if (dr->release == kind && (!id || dr->group_id == id))
			return dr;
	return NULL;
}

void devres_close_group(struct device *dev, void *id)
{
	void *res = __devres_alloc_node(group_close_release, 0, GFP_KERNEL, NUMA_NO_NODE, "grp>");
	struct devres *open;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	open = find_mark(dev, id, group_open_release);
	if (open && res) {
		devres_of(res)->group_id = open->group_id;
		list_add_tail(&devres_of(res)->node, &dev->devres_head);
	}
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	if (WARN_ON(!open))
		devres_free(res);
}
EXPORT_SYMBOL_GPL(devres_close_group);

/* => devres_lock. Move the group, or only its marks, to @todo; false: there is none. */
static bool take_group(struct device *dev, void *id, bool members, struct list_head *todo)
{
	struct devres *open = find_mark(dev, id, group_open_release), *close, *dr, *tmp;
	bool inside = false;

	if (!open)
		return false;
	close = find_mark(dev, open->group_id, group_close_release);
	list_for_each_entry_safe (dr, tmp, &dev->devres_head, node) {
		bool last = dr == close;

		inside |= dr == open;
		if (inside && (members || dr == open || last))
			list_move_tail(&dr->node, todo);
		if (last)
			break;
	}
	return true;
}

static int end_group(struct device *dev, void *id, bool members)
{
	LIST_HEAD(todo);
	unsigned long flags;
	bool found;

	spin_lock_irqsave(&dev->devres_lock, flags);
	found = take_group(dev, id, members, &todo);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	WARN_ON(!found);
	return release_list(dev, &todo);
}

void devres_remove_group(struct device *dev, void *id)
{
	end_group(dev, id, false);
}
EXPORT_SYMBOL_GPL(devres_remove_group);

int devres_release_group(struct device *dev, void *id)
{
	return end_group(dev, id, true);
}
EXPORT_SYMBOL_GPL(devres_release_group);
