/* SPDX-License-Identifier: MIT */
/*
 * What a case holds until it ends: a stack of resources, released last in first out. Memory
 * and actions are resources too.
 */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>

struct kunit *kunit_case_with_names;

static void push(struct kunit *test, struct kunit_resource *res)
{
	if (res->name)
		WRITE_ONCE(kunit_case_with_names, test);
	spin_lock(&test->lock);
	list_add_tail(&res->node, &test->resources);
	spin_unlock(&test->lock);
}

static void release(struct kunit_resource *res)
{
	bool on_heap = res->on_heap;

	if (res->free)
		res->free(res);
	if (on_heap)
		kfree(res);
}

void kunit_remove_resource(struct kunit *test, struct kunit_resource *res)
{
	spin_lock(&test->lock);
	list_del(&res->node);
	spin_unlock(&test->lock);
	release(res);
}
EXPORT_SYMBOL(kunit_remove_resource);

void kunit_cleanup(struct kunit *test)
{
	if (kunit_case_with_names == test)
		WRITE_ONCE(kunit_case_with_names, NULL);
	while (!list_empty(&test->resources))
		kunit_remove_resource(
			test, list_last_entry(&test->resources, struct kunit_resource, node));
}
EXPORT_SYMBOL(kunit_cleanup);

int kunit_add_named_resource(struct kunit *test, kunit_resource_init_t init,
			     kunit_resource_free_t free, struct kunit_resource *res,
			     const char *name, void *data)
{
	int err = 0;

	res->name = name;
	res->free = free;
	if (init)
		err = init(res, data);
	else
		res->data = data;
	if (!err)
		push(test, res);
	return err;
}
EXPORT_SYMBOL(kunit_add_named_resource);

int kunit_add_resource(struct kunit *test, kunit_resource_init_t init, kunit_resource_free_t free,
		       struct kunit_resource *res, void *data)
{
	return kunit_add_named_resource(test, init, free, res, NULL, data);
}
EXPORT_SYMBOL(kunit_add_resource);

void *kunit_alloc_resource(struct kunit *test, kunit_resource_init_t init,
			   kunit_resource_free_t free, gfp_t gfp, void *context)
{
	struct kunit_resource *res = kzalloc(sizeof(*res), gfp);

	if (!res)
		return NULL;
	res->on_heap = true;
	if (kunit_add_resource(test, init, free, res, context)) {
		kfree(res);
		return NULL;
	}
	return res->data;
}
EXPORT_SYMBOL(kunit_alloc_resource);

struct kunit_resource *kunit_find_named_resource(struct kunit *test, const char *name)
{
	struct kunit_resource *res, *found = NULL;

	spin_lock(&test->lock);
	list_for_each_entry_reverse (res, &test->resources, node) {
		if (res->name && !strcmp(res->name, name)) {
			found = res;
			break;
		}
	}
	spin_unlock(&test->lock);
	return found;
}
EXPORT_SYMBOL(kunit_find_named_resource);

static void free_memory(struct kunit_resource *res)
{
	kfree(res->data);
}

void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	void *memory = kmalloc_array(n, size, gfp);

	if (memory && !kunit_alloc_resource(test, NULL, free_memory, gfp & ~__GFP_ZERO, memory)) {
		kfree(memory);
		memory = NULL;
	}
	return memory;
}
EXPORT_SYMBOL(kunit_kmalloc_array);

static struct kunit_resource *find(struct kunit *test, kunit_resource_free_t free, const void *data)
{
	struct kunit_resource *res;

	list_for_each_entry_reverse (res, &test->resources, node)
		if (res->free == free && res->data == data)
			return res;
	return NULL;
}

void kunit_kfree(struct kunit *test, const void *ptr)
{
	struct kunit_resource *res;

	if (!ptr)
		return;
	res = find(test, free_memory, ptr);
	if (!res)
		KUNIT_FAIL(test, "kunit_kfree of an address that this case did not allocate");
	else
		kunit_remove_resource(test, res);
}
EXPORT_SYMBOL(kunit_kfree);

struct action {
	struct kunit_resource res;
	void (*func)(void *);
	void *ctx;
};

static void run_action(struct kunit_resource *res)
{
	struct action *action = container_of(res, struct action, res);

	action->func(action->ctx);
}

int kunit_add_action(struct kunit *test, void (*func)(void *), void *ctx)
{
	struct action *action = kzalloc(sizeof(*action), GFP_KERNEL);

	if (!action)
		return -ENOMEM;
	action->func = func;
	action->ctx = ctx;
	action->res.on_heap = true; /* res is the first member */
	return kunit_add_resource(test, NULL, run_action, &action->res, ctx);
}
EXPORT_SYMBOL(kunit_add_action);

int kunit_add_action_or_reset(struct kunit *test, void (*func)(void *), void *ctx)
{
	int err = kunit_add_action(test, func, ctx);

	if (err)
		func(ctx);
	return err;
}
EXPORT_SYMBOL(kunit_add_action_or_reset);

static struct kunit_resource *find_action(struct kunit *test, void (*func)(void *), void *ctx)
{
	struct kunit_resource *res;

	list_for_each_entry_reverse (res, &test->resources, node)
		if (res->free == run_action &&
		    container_of(res, struct action, res)->func == func && res->data == ctx)
			return res;
	return NULL;
}

void kunit_release_action(struct kunit *test, void (*func)(void *), void *ctx)
{
	struct kunit_resource *res = find_action(test, func, ctx);

	if (res)
		kunit_remove_resource(test, res);
}
EXPORT_SYMBOL(kunit_release_action);

void kunit_remove_action(struct kunit *test, void (*func)(void *), void *ctx)
{
	struct kunit_resource *res = find_action(test, func, ctx);

	if (res) {
		res->free = NULL;
		kunit_remove_resource(test, res);
	}
}
EXPORT_SYMBOL(kunit_remove_action);
