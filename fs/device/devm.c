/* SPDX-License-Identifier: MIT */
/* Managed forms of allocations, actions, attribute groups, regions and mappings. */
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base.h"

/* ---- memory: the resource's own data ---- */

struct mem {
	size_t size;
	u8 data[] __attribute__((aligned(__alignof__(unsigned long long))));
};

static void mem_release(struct device *dev, void *res)
{
}

static int mem_match(struct device *dev, void *res, void *data)
{
	return ((struct mem *)res)->data == data;
}

void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp)
{
	struct mem *m;
	size_t total;

	if (unlikely(!size))
		return ZERO_SIZE_PTR;
	if (check_add_overflow(sizeof(*m), size, &total))
		return NULL;
	m = __devres_alloc_node(mem_release, total, gfp, dev_to_node(dev), "devm_kmalloc");
	if (!m)
		return NULL;
	m->size = size;
	devres_add(dev, m);
	return m->data;
}
EXPORT_SYMBOL_GPL(devm_kmalloc);

void devm_kfree(struct device *dev, const void *p)
{
	if (ZERO_OR_NULL_PTR(p))
		return;
	WARN_ON(devres_destroy(dev, mem_release, mem_match, (void *)p));
}
EXPORT_SYMBOL_GPL(devm_kfree);

void *devm_krealloc(struct device *dev, void *ptr, size_t new_size, gfp_t gfp)
{
	void *fresh;
	size_t old;

	if (!new_size) {
		devm_kfree(dev, ptr);
		return ZERO_SIZE_PTR;
	}
	if (ZERO_OR_NULL_PTR(ptr))
		return devm_kmalloc(dev, new_size, gfp);
	if (WARN_ON(!devres_find(dev, mem_release, mem_match, ptr)))
		return NULL;
	old = container_of(ptr, struct mem, data[0])->size;
	if (new_size <= old)
		return ptr;
	fresh = devm_kmalloc(dev, new_size, gfp);
	if (!fresh)
		return NULL;
	memcpy(fresh, ptr, old);
	devm_kfree(dev, ptr);
	return fresh;
}
EXPORT_SYMBOL_GPL(devm_krealloc);

void *devm_kmemdup(struct device *dev, const void *src, size_t len, gfp_t gfp)
{
	void *p = devm_kmalloc(dev, len, gfp);

	if (p)
		memcpy(p, src, len);
	return p;
}
EXPORT_SYMBOL_GPL(devm_kmemdup);

char *devm_kstrdup(struct device *dev, const char *s, gfp_t gfp)
{
	return s ? devm_kmemdup(dev, s, strlen(s) + 1, gfp) : NULL;
}
EXPORT_SYMBOL_GPL(devm_kstrdup);

const char *devm_kstrdup_const(struct device *dev, const char *s, gfp_t gfp)
{
	return devm_kstrdup(dev, s, gfp);
}
EXPORT_SYMBOL_GPL(devm_kstrdup_const);

char *devm_kvasprintf(struct device *dev, gfp_t gfp, const char *fmt, va_list ap)
{
	va_list again;
	char *p;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	p = devm_kmalloc(dev, len + 1, gfp);
	if (p)
		vsnprintf(p, len + 1, fmt, ap);
	return p;
}
EXPORT_SYMBOL_GPL(devm_kvasprintf);

char *devm_kasprintf(struct device *dev, gfp_t gfp, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = devm_kvasprintf(dev, gfp, fmt, ap);
	va_end(ap);
	return p;
}
EXPORT_SYMBOL_GPL(devm_kasprintf);

/* ---- pages ---- */

struct pages {
	unsigned long addr;
	unsigned int order;
};

static void pages_release(struct device *dev, void *res)
{
	struct pages *p = res;

	free_pages(p->addr, p->order);
}

static int pages_match(struct device *dev, void *res, void *data)
{
	return ((struct pages *)res)->addr == (unsigned long)data;
}

unsigned long devm_get_free_pages(struct device *dev, gfp_t gfp_mask, unsigned int order)
{
	struct pages *p = devres_alloc(pages_release, sizeof(*p), GFP_KERNEL);

	if (!p)
		return 0;
	p->order = order;
	p->addr = __get_free_pages(gfp_mask, order);
	if (!p->addr) {
		devres_free(p);
		return 0;
	}
	devres_add(dev, p);
	return p->addr;
}
EXPORT_SYMBOL_GPL(devm_get_free_pages);

void devm_free_pages(struct device *dev, unsigned long addr)
{
	WARN_ON(devres_release(dev, pages_release, pages_match, (void *)addr));
}
EXPORT_SYMBOL_GPL(devm_free_pages);

/* ---- actions ---- */

struct action {
	void *data;
	void (*fn)(void *);
};

static void action_release(struct device *dev, void *res)
{
	struct action *a = res;

	a->fn(a->data);
}

static int action_match(struct device *dev, void *res, void *p)
{
	struct action *a = res, *want = p;

	return a->fn == want->fn && a->data == want->data;
}

int devm_add_action(struct device *dev, void (*fn)(void *), void *data)
{
	struct action *a = devres_alloc(action_release, sizeof(*a), GFP_KERNEL);

	if (!a)
		return -ENOMEM;
	a->data = data;
	a->fn = fn;
	devres_add(dev, a);
	return 0;
}
EXPORT_SYMBOL_GPL(devm_add_action);

void devm_remove_action(struct device *dev, void (*fn)(void *), void *data)
{
	struct action want = {.data = data, .fn = fn};

	WARN_ON(devres_destroy(dev, action_release, action_match, &want));
}
EXPORT_SYMBOL_GPL(devm_remove_action);

void devm_release_action(struct device *dev, void (*fn)(void *), void *data)
{
	struct action want = {.data = data, .fn = fn};

	WARN_ON(devres_release(dev, action_release, action_match, &want));
}
EXPORT_SYMBOL_GPL(devm_release_action);

/* ---- per-CPU memory ---- */

static void percpu_release(struct device *dev, void *res)
{
	free_percpu(*(void __percpu **)res);
}

static int percpu_match(struct device *dev, void *res, void *data)
{
	return *(void **)res == data;
}

void __percpu *__devm_alloc_percpu(struct device *dev, size_t size, size_t align)
{
	void __percpu **res = devres_alloc(percpu_release, sizeof(*res), GFP_KERNEL);

	if (!res)
		return NULL;
	*res = __alloc_percpu(size, align);
	if (!*res) {
		devres_free(res);
		return NULL;
	}
	devres_add(dev, res);
	return *res;
}
EXPORT_SYMBOL_GPL(__devm_alloc_percpu);

void devm_free_percpu(struct device *dev, void __percpu *pdata)
{
	WARN_ON(devres_release(dev, percpu_release, percpu_match, (void __force *)pdata));
}
EXPORT_SYMBOL_GPL(devm_free_percpu);

/* ---- attribute groups ---- */

static void groups_release(struct device *dev, void *res)
{
	device_remove_groups(dev, *(const struct attribute_group ***)res);
}

static int groups_match(struct device *dev, void *res, void *data)
{
	return *(void **)res == data;
}

int devm_device_add_groups(struct device *dev, const struct attribute_group **groups)
{
	const struct attribute_group ***res =
		devres_alloc(groups_release, sizeof(*res), GFP_KERNEL);
	int err;

	if (!res)
		return -ENOMEM;
	err = device_add_groups(dev, groups);
	if (err) {
		devres_free(res);
		return err;
	}
	*res = groups;
	devres_add(dev, res);
	return 0;
}
EXPORT_SYMBOL_GPL(devm_device_add_groups);

void devm_device_remove_groups(struct device *dev, const struct attribute_group **groups)
{
	WARN_ON(devres_release(dev, groups_release, groups_match, (void *)groups));
}
EXPORT_SYMBOL_GPL(devm_device_remove_groups);

struct one_group {
	const struct attribute_group *list[2];
};

static void one_group_release(struct device *dev, void *res)
{
	device_remove_groups(dev, ((struct one_group *)res)->list);
}

int devm_device_add_group(struct device *dev, const struct attribute_group *grp)
{
	struct one_group *res =
		devres_alloc(one_group_release, sizeof(*res), GFP_KERNEL | __GFP_ZERO);
	int err;

	if (!res)
		return -ENOMEM;
	res->list[0] = grp;
	err = device_add_groups(dev, res->list);
	if (err) {
		devres_free(res);
		return err;
	}
	devres_add(dev, res);
	return 0;
}
EXPORT_SYMBOL_GPL(devm_device_add_group);

/* ---- regions ---- */

struct region {
	struct resource *parent;
	resource_size_t start, n;
};

static void region_release(struct device *dev, void *res)
{
	struct region *r = res;

	__release_region(r->parent, r->start, r->n);
}

static int region_match(struct device *dev, void *res, void *data)
{
	struct region *a = res, *b = data;

	return a->parent == b->parent && a->start == b->start && a->n == b->n;
}

struct resource *__devm_request_region(struct device *dev, struct resource *parent,
				       resource_size_t start, resource_size_t n, const char *name)
{
	struct region *r = devres_alloc(region_release, sizeof(*r), GFP_KERNEL);
	struct resource *res;

	if (!r)
		return NULL;
	*r = (struct region){.parent = parent, .start = start, .n = n};
	res = __request_region(parent, start, n, name, 0);
	if (res)
		devres_add(dev, r);
	else
		devres_free(r);
	return res;
}
EXPORT_SYMBOL(__devm_request_region);

void __devm_release_region(struct device *dev, struct resource *parent, resource_size_t start,
			   resource_size_t n)
{
	struct region want = {.parent = parent, .start = start, .n = n};

	WARN_ON(devres_release(dev, region_release, region_match, &want));
}
EXPORT_SYMBOL(__devm_release_region);

static void resource_release(struct device *dev, void *res)
{
	release_resource(*(struct resource **)res);
}

static int resource_match(struct device *dev, void *res, void *data)
{
	return *(void **)res == data;
}

int devm_request_resource(struct device *dev, struct resource *root, struct resource *new)
{
	struct resource **res = devres_alloc(resource_release, sizeof(*res), GFP_KERNEL);
	int err;

	if (!res)
		return -ENOMEM;
	err = request_resource(root, new);
	if (err) {
		devres_free(res);
		return err;
	}
	*res = new;
	devres_add(dev, res);
	return 0;
}
EXPORT_SYMBOL(devm_request_resource);

void devm_release_resource(struct device *dev, struct resource *new)
{
	WARN_ON(devres_release(dev, resource_release, resource_match, new));
}
EXPORT_SYMBOL(devm_release_resource);

/* Device registers come with ioremap: until then every range is refused. */
void __iomem *devm_ioremap_resource(struct device *dev, const struct resource *res)
{
	if (!res || resource_type(res) != IORESOURCE_MEM) {
		dev_err(dev, "invalid resource\n");
		return (void __iomem *)ERR_PTR(-EINVAL);
	}
	dev_err(dev, "no device answers at %#llx\n", (unsigned long long)res->start);
	return (void __iomem *)ERR_PTR(-ENOMEM);
}
EXPORT_SYMBOL(devm_ioremap_resource);
