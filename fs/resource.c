/* SPDX-License-Identifier: MIT */
/*
 * The trees of I/O ports and of physical addresses.
 *
 *	iomem_resource ─ 00001000-0009fbff : System RAM ─ sibling …
 *			      └ child: 00002000-00002fff : mydevice
 *
 * Siblings are disjoint and sorted; a child is inside its parent. resource_lock guards all
 * links. A region that request_region makes is ours to free; other resources are the callers'.
 */
#include <linux/export.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "lib/active.h"
#include "audit.h"
#include "fs.h"

#define IOPORT_END 0xffff
#define IOMEM_END  ((1ULL << 46) - 1)

struct resource ioport_resource = {
	.name = "PCI IO",
	.end = IOPORT_END,
	.flags = IORESOURCE_IO,
};
EXPORT_SYMBOL(ioport_resource);

struct resource iomem_resource = {
	.name = "PCI mem",
	.end = IOMEM_END,
	.flags = IORESOURCE_MEM,
};
EXPORT_SYMBOL(iomem_resource);

/* A region that request_region made, with who asked. */
struct region {
	struct resource res;
	struct module *owner;
	struct list_head all; /* under resource_lock */
};

static DEFINE_SPINLOCK(resource_lock);
static LIST_HEAD(regions);

/* => resource_lock. The conflict, or NULL when @new is in. */
static struct resource *request_locked(struct resource *root, struct resource *new)
{
	struct resource **p = &root->child, *tmp;

	if (new->end < new->start || new->start < root->start || new->end > root->end)
		return root;
	for (; (tmp = *p) != NULL && tmp->start <= new->end; p = &tmp->sibling)
		if (tmp->end >= new->start)
			return tmp;
	new->sibling = tmp;
	*p = new;
	new->parent = root;
	return NULL;
}

struct resource *request_resource_conflict(struct resource *root, struct resource *new)
{
	struct resource *conflict;

	spin_lock(&resource_lock);
	conflict = request_locked(root, new);
	spin_unlock(&resource_lock);
	return conflict;
}
EXPORT_SYMBOL(request_resource_conflict);

int request_resource(struct resource *root, struct resource *new)
{
	return request_resource_conflict(root, new) ? -EBUSY : 0;
}
EXPORT_SYMBOL(request_resource);

/* => resource_lock. Take @old out; @keep_children: they go to its parent in its place. */
static int release_locked(struct resource *old, bool keep_children)
{
	struct resource **p, *last;

	if (!old->parent)
		return -EINVAL;
	for (p = &old->parent->child; *p && *p != old; p = &(*p)->sibling)
		;
	if (!*p)
		return -EINVAL;
	*p = old->sibling;
	if (keep_children && old->child) {
		*p = old->child;
		for (last = old->child;; last = last->sibling) {
			last->parent = old->parent;
			if (!last->sibling)
				break;
		}
		last->sibling = old->sibling;
		old->child = NULL;
	}
	old->parent = NULL;
	old->sibling = NULL;
	return 0;
}

int release_resource(struct resource *old)
{
	int err;

	spin_lock(&resource_lock);
	err = release_locked(old, false);
	spin_unlock(&resource_lock);
	return err;
}
EXPORT_SYMBOL(release_resource);

int remove_resource(struct resource *old)
{
	int err;

	spin_lock(&resource_lock);
	err = release_locked(old, true);
	spin_unlock(&resource_lock);
	return err;
}
EXPORT_SYMBOL_GPL(remove_resource);

/* => resource_lock. Let @new take in the siblings from @first on that are inside it. */
static struct resource *adopt(struct resource *parent, struct resource *first, struct resource *new)
{
	struct resource *next, *last = first, **p;

	for (next = first;; next = next->sibling) {
		/* One that sticks out cannot be taken in. */
		if (next->start < new->start || next->end > new->end)
			return next;
		last = next;
		if (!next->sibling || next->sibling->start > new->end)
			break;
	}
	for (p = &parent->child; *p != first; p = &(*p)->sibling)
		;
	*p = new;
	new->parent = parent;
	new->sibling = last->sibling;
	new->child = first;
	last->sibling = NULL;
	for (next = first; next; next = next->sibling)
		next->parent = new;
	return NULL;
}

struct resource *insert_resource_conflict(struct resource *parent, struct resource *new)
{
	struct resource *first;

	spin_lock(&resource_lock);
	for (;; parent = first) {
		first = request_locked(parent, new);
		if (!first || first == parent || first == new)
			break;
		/* Around the conflict, or equal to it: above it. Inside it: go down. */
		if (first->start > new->start || first->end < new->end ||
		    (first->start == new->start && first->end == new->end)) {
			first = adopt(parent, first, new);
			break;
		}
	}
	spin_unlock(&resource_lock);
	return first;
}
EXPORT_SYMBOL_GPL(insert_resource_conflict);

int insert_resource(struct resource *parent, struct resource *new)
{
	return insert_resource_conflict(parent, new) ? -EBUSY : 0;
}
EXPORT_SYMBOL_GPL(insert_resource);

int adjust_resource(struct resource *res, resource_size_t start, resource_size_t size)
{
	struct resource *parent = res->parent, *tmp;
	resource_size_t end = start + size - 1;
	int err = -EBUSY;

	spin_lock(&resource_lock);
	if (parent && (start < parent->start || end > parent->end))
		goto out;
	if (res->sibling && res->sibling->start <= end)
		goto out;
	for (tmp = parent ? parent->child : NULL; tmp && tmp != res; tmp = tmp->sibling)
		if (tmp->sibling == res && start <= tmp->end)
			goto out;
	for (tmp = res->child; tmp; tmp = tmp->sibling)
		if (tmp->start < start || tmp->end > end)
			goto out;
	res->start = start;
	res->end = end;
	err = 0;
out:
	spin_unlock(&resource_lock);
	return err;
}
EXPORT_SYMBOL(adjust_resource);

/* What an allocation asks for. */
struct want {
	resource_size_t size, min, max, align;
	resource_size_t (*alignf)(void *, const struct resource *, resource_size_t,
				  resource_size_t);
	void *data;
};

/* Does @new fit into the gap [@lo, @hi]? Then it is placed. */
static bool place(struct resource *new, const struct want *w, u64 lo, u64 hi)
{
	lo = max(lo, (u64)w->min);
	hi = min(hi, (u64)w->max);
	lo = ALIGN(lo, max(w->align, (resource_size_t)1));
	new->start = lo;
	if (w->alignf)
		new->start = w->alignf(w->data, new, w->size, w->align);
	new->end = new->start + w->size - 1;
	return new->start >= lo &&new->end >= new->start &&new->end <= hi;
}

int allocate_resource(struct resource *root, struct resource *new, resource_size_t size,
		      resource_size_t min, resource_size_t max, resource_size_t align,
		      resource_size_t (*alignf)(void *, const struct resource *, resource_size_t,
						resource_size_t),
		      void *alignf_data)
{
	struct want w = {size, min, max, align, alignf, alignf_data};
	u64 lo = root->start;
	struct resource *next;
	int err = -EBUSY;

	spin_lock(&resource_lock);
	for (next = root->child;; next = next->sibling) {
		u64 hi = next ? next->start - 1 : root->end;

		if ((!next || next->start > lo) && place(new, &w, lo, hi)) {
			err = request_locked(root, new) ? -EBUSY : 0;
			break;
		}
		if (!next)
			break;
		lo = next->end + 1;
	}
	spin_unlock(&resource_lock);
	return err;
}
EXPORT_SYMBOL(allocate_resource);

/* ---- regions ---- */

struct resource *__request_region(struct resource *parent, resource_size_t start, resource_size_t n,
				  const char *name, int flags)
{
	struct region *r = kzalloc(sizeof(*r), GFP_KERNEL);
	struct resource *conflict;

	if (!r)
		return NULL;
	r->owner = __module_address((unsigned long)__builtin_return_address(0));
	if (r->owner)
		active_record(ACTIVE_RESOURCE, r, 0, NULL, _RET_IP_);
	r->res.name = name;
	r->res.start = start;
	r->res.end = start + n - 1;
	r->res.flags = resource_type(parent) | resource_ext_type(parent) | IORESOURCE_BUSY | flags;
	spin_lock(&resource_lock);
	/* Inside a resource that is not busy there is still room. */
	for (;; parent = conflict) {
		conflict = request_locked(parent, &r->res);
		if (!conflict || conflict == parent || (conflict->flags & IORESOURCE_BUSY))
			break;
	}
	if (!conflict)
		list_add(&r->all, &regions);
	spin_unlock(&resource_lock);
	if (!conflict)
		return &r->res;
	active_del(ACTIVE_RESOURCE, r);
	kfree(r);
	return NULL;
}
EXPORT_SYMBOL(__request_region);

/* => resource_lock. The busy region of exactly that range at or below @parent. */
static struct resource *find_region(struct resource *parent, resource_size_t start,
				    resource_size_t end)
{
	struct resource *res = parent->child;

	while (res) {
		if (res->start <= start && res->end >= end) {
			if (res->flags & IORESOURCE_BUSY)
				return res->start == start && res->end == end ? res : NULL;
			res = res->child;
			continue;
		}
		res = res->sibling;
	}
	return NULL;
}

void __release_region(struct resource *parent, resource_size_t start, resource_size_t n)
{
	resource_size_t end = start + n - 1;
	struct resource *res;
	struct region *r = NULL;

	spin_lock(&resource_lock);
	res = find_region(parent, start, end);
	if (res) {
		r = container_of(res, struct region, res);
		release_locked(res, false);
		list_del(&r->all);
	}
	spin_unlock(&resource_lock);
	if (!r)
		pr_warn("Trying to free nonexistent resource <%016llx-%016llx>\n",
			(unsigned long long)start, (unsigned long long)end);
	active_del(ACTIVE_RESOURCE, r);
	kfree(r);
}
EXPORT_SYMBOL(__release_region);

static struct region *take_region(struct module *mod)
{
	struct region *r;

	spin_lock(&resource_lock);
	list_for_each_entry (r, &regions, all) {
		if (r->owner == mod) {
			list_del(&r->all);
			release_locked(&r->res, false);
			spin_unlock(&resource_lock);
			return r;
		}
	}
	spin_unlock(&resource_lock);
	return NULL;
}

unsigned int resource_audit(struct module *mod)
{
	struct region *r;
	unsigned int n = 0;

	for (; (r = take_region(mod)) != NULL; n++) {
		fs_audit_report(mod, ACTIVE_RESOURCE, r, "region %#llx-%#llx \"%s\"",
				(unsigned long long)r->res.start, (unsigned long long)r->res.end,
				r->res.name);
		active_del(ACTIVE_RESOURCE, r);
		kfree(r);
	}
	return n;
}

int resource_init(void)
{
	return 0;
}

void resource_exit(void)
{
	struct region *r, *tmp;

	list_for_each_entry_safe (r, tmp, &regions, all) {
		active_del(ACTIVE_RESOURCE, r);
		kfree(r);
	}
	INIT_LIST_HEAD(&regions);
	ioport_resource.child = NULL;
	iomem_resource.child = NULL;
}
