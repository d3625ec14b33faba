/* SPDX-License-Identifier: MIT */
/* Resources of common kinds: memory, and calls that are made at the end of the case. */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>

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

static bool is_memory(struct kunit *test, struct kunit_resource *res, void *memory)
{
	return res->free == free_memory && res->data == memory;
}

void kunit_kfree(struct kunit *test, const void *ptr)
{
	if (ptr && kunit_destroy_resource(test, is_memory, (void *)ptr))
		KUNIT_FAIL(test, "kunit_kfree: %px already freed or not allocated by kunit", ptr);
}
EXPORT_SYMBOL(kunit_kfree);

struct action {
	struct kunit_resource res; /* first: kfree of it frees the whole */
	kunit_action_t *func;
	void *ctx;
};

static void run_action(struct kunit_resource *res)
{
	struct action *action = container_of(res, struct action, res);

	action->func(action->ctx);
}

int kunit_add_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	struct action *action = kzalloc(sizeof(*action), GFP_KERNEL);

	if (!action)
		return -ENOMEM;
	action->func = func;
	action->ctx = ctx;
	action->res.should_kfree = true;
	return __kunit_add_resource(test, NULL, run_action, &action->res, ctx);
}
EXPORT_SYMBOL(kunit_add_action);

int kunit_add_action_or_reset(struct kunit *test, kunit_action_t *func, void *ctx)
{
	int err = kunit_add_action(test, func, ctx);

	if (err)
		func(ctx);
	return err;
}
EXPORT_SYMBOL(kunit_add_action_or_reset);

static bool is_action(struct kunit *test, struct kunit_resource *res, void *match)
{
	const struct action *want = match;

	return res->free == run_action && res->data == want->ctx &&
	       container_of(res, struct action, res)->func == want->func;
}

void kunit_release_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	struct action want = {.func = func, .ctx = ctx};

	kunit_destroy_resource(test, is_action, &want);
}
EXPORT_SYMBOL(kunit_release_action);

void kunit_remove_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	struct action want = {.func = func, .ctx = ctx};
	struct kunit_resource *res = kunit_find_resource(test, is_action, &want);

	if (!res)
		return;
	res->free = NULL;
	kunit_remove_resource(test, res);
	kunit_put_resource(res);
}
EXPORT_SYMBOL(kunit_remove_action);
