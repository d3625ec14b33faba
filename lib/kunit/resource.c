/* SPDX-License-Identifier: MIT */
/*
 * What a case holds until it ends: a stack of resources, released last in first out.
 *
 *   test->resources ──► first added ──► … ──► last added        under test->lock
 *
 * The list holds one reference. Code that found a resource holds another, so that a resource
 * that is removed meanwhile stays until that code is done with it. free() runs without the
 * lock, since it may add or remove resources itself.
 */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>

void kunit_release_resource(struct kref *kref)
{
	struct kunit_resource *res = container_of(kref, struct kunit_resource, refcount);
	bool should_kfree = res->should_kfree; /* free() may release what holds @res */

	if (res->free)
		res->free(res);
	if (should_kfree)
		kfree(res);
}
EXPORT_SYMBOL(kunit_release_resource);

int __kunit_add_resource(struct kunit *test, kunit_resource_init_t init, kunit_resource_free_t free,
			 struct kunit_resource *res, void *data)
{
	unsigned long flags;
	int err = 0;

	res->free = free;
	kref_init(&res->refcount);
	if (init)
		err = init(res, data);
	else
		res->data = data;
	if (err)
		return err;
	spin_lock_irqsave(&test->lock, flags);
	list_add_tail(&res->node, &test->resources);
	spin_unlock_irqrestore(&test->lock, flags);
	return 0;
}
EXPORT_SYMBOL(__kunit_add_resource);

int kunit_add_named_resource(struct kunit *test, kunit_resource_init_t init,
			     kunit_resource_free_t free, struct kunit_resource *res,
			     const char *name, void *data)
{
	struct kunit_resource *other;

	if (!name)
		return -EINVAL;
	other = kunit_find_named_resource(test, name);
	if (other) {
		kunit_put_resource(other);
		return -EEXIST;
	}
	res->name = name;
	res->should_kfree = false;
	return __kunit_add_resource(test, init, free, res, data);
}
EXPORT_SYMBOL(kunit_add_named_resource);

struct kunit_resource *kunit_alloc_and_get_resource(struct kunit *test, kunit_resource_init_t init,
						    kunit_resource_free_t free, gfp_t internal_gfp,
						    void *context)
{
	struct kunit_resource *res = kzalloc(sizeof(*res), internal_gfp);

	if (!res)
		return NULL;
	res->should_kfree = true;
	if (__kunit_add_resource(test, init, free, res, context)) {
		kfree(res);
		return NULL;
	}
	kunit_get_resource(res);
	return res;
}
EXPORT_SYMBOL(kunit_alloc_and_get_resource);

void *kunit_alloc_resource(struct kunit *test, kunit_resource_init_t init,
			   kunit_resource_free_t free, gfp_t internal_gfp, void *context)
{
	struct kunit_resource *res =
		kunit_alloc_and_get_resource(test, init, free, internal_gfp, context);
	void *data;

	if (!res)
		return NULL;
	data = res->data;
	kunit_put_resource(res);
	return data;
}
EXPORT_SYMBOL(kunit_alloc_resource);

bool kunit_resource_name_match(struct kunit *test, struct kunit_resource *res, void *match_name)
{
	return res->name && strcmp(res->name, match_name) == 0;
}
EXPORT_SYMBOL(kunit_resource_name_match);

struct kunit_resource *kunit_find_resource(struct kunit *test, kunit_resource_match_t match,
					   void *match_data)
{
	struct kunit_resource *res, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&test->lock, flags);
	list_for_each_entry_reverse (res, &test->resources, node) {
		if (match(test, res, match_data)) {
			found = res;
			kunit_get_resource(found);
			break;
		}
	}
	spin_unlock_irqrestore(&test->lock, flags);
	return found;
}
EXPORT_SYMBOL(kunit_find_resource);

/* Out of the list, once: two that remove the same resource must not both drop the list's. */
static bool take_out(struct kunit *test, struct kunit_resource *res)
{
	unsigned long flags;
	bool listed;

	spin_lock_irqsave(&test->lock, flags);
	listed = !list_empty(&res->node);
	list_del_init(&res->node);
	spin_unlock_irqrestore(&test->lock, flags);
	return listed;
}

void kunit_remove_resource(struct kunit *test, struct kunit_resource *res)
{
	if (take_out(test, res))
		kunit_put_resource(res);
}
EXPORT_SYMBOL(kunit_remove_resource);

int kunit_destroy_resource(struct kunit *test, kunit_resource_match_t match, void *match_data)
{
	struct kunit_resource *res = kunit_find_resource(test, match, match_data);

	if (!res)
		return -ENOENT;
	kunit_remove_resource(test, res);
	kunit_put_resource(res);
	return 0;
}
EXPORT_SYMBOL(kunit_destroy_resource);

static bool match_any(struct kunit *test, struct kunit_resource *res, void *unused)
{
	return true;
}

void kunit_cleanup(struct kunit *test)
{
	while (kunit_destroy_resource(test, match_any, NULL) == 0)
		;
}
EXPORT_SYMBOL(kunit_cleanup);
