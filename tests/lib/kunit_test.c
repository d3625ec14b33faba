/* SPDX-License-Identifier: MIT */
/*
 * KUnit itself. What a case must do that fails is done with a struct kunit of our own, run in a
 * task as the executor runs one, so that this suite's results stay its own.
 */
#include <kunit/resource.h>
#include <kunit/test.h>
#include <linux/kthread.h>
#include <linux/sched/task.h>

#include "lib/kunit/kunit_priv.h"

struct inner {
	struct kunit kunit;
	void (*run)(struct kunit *test);
	bool returned, caught;
};

static void inner_try(void *arg)
{
	struct inner *in = arg;

	in->run(&in->kunit);
	smp_store_release(&in->returned, true); /* @in's owner may wait for that */
}

static void inner_catch(void *arg)
{
	((struct inner *)arg)->caught = true;
}

static struct kunit *inner_run(struct kunit *test, struct inner *in, void (*run)(struct kunit *))
{
	memset(in, 0, sizeof(*in));
	in->run = run;
	kunit_init_test(&in->kunit, "inner", NULL);
	in->kunit.try_catch = (struct kunit_try_catch){
		.test = &in->kunit, .try = inner_try, .catch = inner_catch};
	kunit_try_catch_run(&in->kunit.try_catch, in);
	return &in->kunit;
}

static void expects(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 1, 2);
}
static void asserts(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, 1, 2);
}
static void fails(struct kunit *test)
{
	KUNIT_FAIL(test, "on purpose");
}
static void holds(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 2, 2);
	KUNIT_ASSERT_NE(test, 1, 2);
	KUNIT_EXPECT_LT(test, -1, 1);
	KUNIT_EXPECT_STREQ(test, "a", "a");
	KUNIT_SUCCEED(test);
}
static void wrong_string(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, "a", "b");
}
static void wrong_pointer(struct kunit *test)
{
	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, ERR_PTR(-ENOMEM));
}
static void wrong_truth(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, test == NULL);
}
static void wrong_order(struct kunit *test)
{
	KUNIT_EXPECT_GE(test, -1, 0);
}

/* Each kind of failure fails the case; only an assertion ends it. */
static void failures(struct kunit *test)
{
	static void (*const goes_on[])(struct kunit *) = {expects,	 fails,	      wrong_string,
							  wrong_pointer, wrong_truth, wrong_order};
	struct inner in;

	for (int i = 0; i < ARRAY_SIZE(goes_on); i++) {
		KUNIT_EXPECT_EQ(test, inner_run(test, &in, goes_on[i])->status, KUNIT_FAILURE);
		KUNIT_EXPECT_TRUE_MSG(test, in.returned, "%d", i);
	}
	KUNIT_EXPECT_EQ(test, inner_run(test, &in, asserts)->status, KUNIT_FAILURE);
	KUNIT_EXPECT_FALSE(test, in.returned);
	KUNIT_EXPECT_EQ(test, inner_run(test, &in, holds)->status, KUNIT_SUCCESS);
	KUNIT_EXPECT_TRUE(test, in.returned);
}

static void skips(struct kunit *test)
{
	kunit_skip(test, "because of %d", 7);
}
static void marks(struct kunit *test)
{
	kunit_mark_skipped(test, "marked");
}

static void skipped(struct kunit *test)
{
	struct inner in;

	KUNIT_EXPECT_EQ(test, inner_run(test, &in, skips)->status, KUNIT_SKIPPED);
	KUNIT_EXPECT_STREQ(test, (const char *)in.kunit.status_comment, "because of 7");
	KUNIT_EXPECT_FALSE(test, in.returned);
	KUNIT_EXPECT_EQ(test, inner_run(test, &in, marks)->status, KUNIT_SKIPPED);
	KUNIT_EXPECT_TRUE(test, in.returned);
}

static int order[8], freed;

static void note_free(struct kunit_resource *res)
{
	order[freed++] = (int)(long)res->data;
}
static void note_action(void *ctx)
{
	order[freed++] = (int)(long)ctx;
}
static int init_fails(struct kunit_resource *res, void *context)
{
	return -ENOSPC;
}
static int init_doubles(struct kunit_resource *res, void *context)
{
	res->data = (void *)((long)context * 2);
	return 0;
}

/* Released in the reverse order, each once; memory among them. */
static void resources(struct kunit *test)
{
	static struct kunit_resource one, two, bad;
	struct inner in;
	struct kunit *k = inner_run(test, &in, holds);

	freed = 0;
	KUNIT_EXPECT_EQ(test, kunit_add_resource(k, NULL, note_free, &one, (void *)1), 0);
	KUNIT_EXPECT_EQ(
		test, kunit_add_named_resource(k, init_doubles, note_free, &two, "two", (void *)1),
		0);
	KUNIT_EXPECT_EQ(test, kunit_add_resource(k, init_fails, note_free, &bad, NULL), -ENOSPC);
	KUNIT_EXPECT_NOT_NULL(test, kunit_kmalloc(k, 100, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, kunit_add_action(k, note_action, (void *)3), 0);
	KUNIT_EXPECT_EQ(test, kunit_add_action_or_reset(k, note_action, (void *)4), 0);
	KUNIT_EXPECT_EQ(test, kunit_add_action(k, note_action, (void *)5), 0);
	kunit_remove_action(k, note_action, (void *)5);
	kunit_release_action(k, note_action, (void *)4);
	KUNIT_EXPECT_EQ(test, freed, 1);
	KUNIT_EXPECT_PTR_EQ(test, kunit_find_named_resource(k, "two"), &two);
	kunit_put_resource(&two);
	KUNIT_EXPECT_EQ(test, kunit_add_named_resource(k, NULL, NULL, &bad, "two", NULL), -EEXIST);
	KUNIT_EXPECT_EQ(test, kunit_add_named_resource(k, NULL, NULL, &bad, NULL, NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_destroy_named_resource(k, "three"), -ENOENT);
	KUNIT_EXPECT_NULL(test, kunit_find_named_resource(k, "three"));
	kunit_cleanup(k);
	KUNIT_EXPECT_EQ(test, freed, 4);
	KUNIT_EXPECT_EQ(test, order[0], 4);
	KUNIT_EXPECT_EQ(test, order[1], 3);
	KUNIT_EXPECT_EQ(test, order[2], 2);
	KUNIT_EXPECT_EQ(test, order[3], 1);
	kunit_cleanup(k);
	KUNIT_EXPECT_EQ(test, freed, 4);
}

static void memory(struct kunit *test)
{
	u8 *zeroed = kunit_kzalloc(test, 100, GFP_KERNEL), *array;

	KUNIT_ASSERT_NOT_NULL(test, zeroed);
	KUNIT_EXPECT_NULL(test, memchr_inv(zeroed, 0, 100));
	kunit_kfree(test, zeroed);
	array = kunit_kcalloc(test, 10, 10, GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, memchr_inv(array, 0, 100));
	KUNIT_EXPECT_NULL(test, kunit_kmalloc_array(test, SIZE_MAX, 2, GFP_KERNEL));
}

/* What a case waits for does not come: its time is up, and the run goes on. */
static DECLARE_COMPLETION(late);
static void waits(struct kunit *test)
{
	wait_for_completion(&late);
}

static void timed_out(struct kunit *test)
{
	struct inner in;
	u64 before = get_jiffies_64();

	unsigned int timeout = kunit_timeout;

	kunit_timeout = 2;
	inner_run(test, &in, waits);
	kunit_timeout = timeout;
	KUNIT_EXPECT_GE(test, get_jiffies_64() - before, 2 * HZ);
	KUNIT_EXPECT_EQ(test, in.kunit.try_catch.try_result, -ETIMEDOUT);
	KUNIT_EXPECT_TRUE(test, in.caught);
	KUNIT_EXPECT_FALSE(test, in.returned);
	complete(&late);
	while (!smp_load_acquire(&in.returned))
		schedule_timeout_uninterruptible(1);
}

static void current_case(struct kunit *test)
{
	struct inner in;

	KUNIT_EXPECT_PTR_EQ(test, current->kunit_test, test);
	KUNIT_EXPECT_PTR_EQ(test, kunit_get_current_test(), test);
	current->kunit_test = inner_run(test, &in, holds);
	kunit_fail_current_test("on purpose: %d", 7);
	current->kunit_test = test;
	KUNIT_EXPECT_EQ(test, in.kunit.status, KUNIT_FAILURE);
}

static const struct {
	int in, square;
} params[] = {{0, 0}, {2, 4}, {-3, 9}};
static int params_seen;

static const void *next_param(const void *prev, char *desc)
{
	int next = prev ? (const typeof(params[0]) *)prev - params + 1 : 0;

	if (next == ARRAY_SIZE(params))
		return NULL;
	scnprintf(desc, KUNIT_PARAM_DESC_SIZE, "%d", params[next].in);
	return &params[next];
}

static void each_param(struct kunit *test)
{
	const typeof(params[0]) *p = test->param_value;

	KUNIT_EXPECT_EQ(test, p->in * p->in, p->square);
	KUNIT_EXPECT_PTR_EQ(test, p, &params[test->param_index]);
	params_seen |= 1 << test->param_index;
}

static void all_params(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, params_seen, 7);
	params_seen = 0;
}

static int inits, exits;

static int suite_case_init(struct kunit *test)
{
	inits++;
	KUNIT_EXPECT_EQ_MSG(test, inits, exits + 1, "an exit after each init");
	test->priv = &inits;
	return 0;
}

static void suite_case_exit(struct kunit *test)
{
	exits++;
}

static void fixture(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, test->priv, (void *)&inits);
	KUNIT_EXPECT_STREQ(test, test->name, "fixture");
	KUNIT_EXPECT_EQ_MSG(test, strncmp(current->comm, "kunit_try_catch", 15), 0,
			    "a task of its own");
}

static struct kunit_case cases[] = {KUNIT_CASE(failures),
				    KUNIT_CASE(skipped),
				    KUNIT_CASE(resources),
				    KUNIT_CASE(memory),
				    KUNIT_CASE(timed_out),
				    KUNIT_CASE(current_case),
				    KUNIT_CASE_PARAM(each_param, next_param),
				    KUNIT_CASE(all_params),
				    KUNIT_CASE(fixture),
				    {}};

static struct kunit_suite kunit_suite = {
	.name = "kunit", .init = suite_case_init, .exit = suite_case_exit, .test_cases = cases};
kunit_test_suite(kunit_suite);
