/* SPDX-License-Identifier: MIT */
/* Memory pools: the reserve, the back ends, waiting. */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/slab.h>

/* A back end that can be told to fail, and counts what it gave. */
static bool dry;
static int given;

static void *some(gfp_t gfp, void *data)
{
	if (dry)
		return NULL;
	given++;
	return kmalloc((size_t)data, gfp);
}

static void gone(void *element, void *data)
{
	given--;
	kfree(element);
}

static int pool_test_init(struct kunit *test)
{
	dry = false;
	given = 0;
	return 0;
}

static void the_reserve_holds(struct kunit *test)
{
	mempool_t *pool = mempool_create(3, some, gone, (void *)48);
	void *e[4];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	KUNIT_EXPECT_EQ(test, given, 3);
	dry = true;
	for (i = 0; i < 3; i++) {
		e[i] = mempool_alloc(pool, GFP_ATOMIC);
		KUNIT_ASSERT_NOT_NULL(test, e[i]);
	}
	KUNIT_EXPECT_PTR_EQ(test, mempool_alloc(pool, GFP_ATOMIC), NULL);
	mempool_free(e[2], pool);
	e[2] = mempool_alloc(pool, GFP_ATOMIC);
	KUNIT_EXPECT_NOT_NULL(test, e[2]);
	for (i = 0; i < 3; i++)
		mempool_free(e[i], pool);
	mempool_free(NULL, pool);
	mempool_destroy(pool);
	KUNIT_EXPECT_EQ(test, given, 0);
}

static void resizing(struct kunit *test)
{
	mempool_t *pool = mempool_create(2, some, gone, (void *)48);

	KUNIT_ASSERT_NOT_NULL(test, pool);
	KUNIT_EXPECT_EQ(test, mempool_resize(pool, 10), 0);
	KUNIT_EXPECT_EQ(test, pool->curr_nr, 10);
	KUNIT_EXPECT_EQ(test, given, 10);
	KUNIT_EXPECT_EQ(test, mempool_resize(pool, 1), 0);
	KUNIT_EXPECT_EQ(test, pool->curr_nr, 1);
	KUNIT_EXPECT_EQ(test, given, 1);
	mempool_destroy(pool);
	KUNIT_EXPECT_EQ(test, given, 0);
}

static int give_back(void *arg)
{
	void **job = arg;

	mempool_free(job[0], job[1]);
	return 0;
}

static void a_sleeper_gets_the_next_element(struct kunit *test)
{
	mempool_t *pool = mempool_create(1, some, gone, (void *)48);
	void *first, *second, *job[2];
	struct task_struct *task;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	dry = true;
	first = mempool_alloc(pool, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, first);
	job[0] = first;
	job[1] = pool;
	task = kthread_run(give_back, job, "give_back");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	second = mempool_alloc(pool, GFP_KERNEL); /* sleeps until give_back ran */
	KUNIT_EXPECT_PTR_EQ(test, second, first);
	mempool_free(second, pool);
	mempool_destroy(pool);
}

static void ready_made_back_ends(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("test_pool", 120, 0, SLAB_NOLEAKTRACE, NULL);
	mempool_t *slab = mempool_create_slab_pool(4, s);
	mempool_t *kmalloced = mempool_create_kmalloc_pool(4, 333);
	mempool_t *pages = mempool_create_page_pool(4, 1);
	struct page *page;
	void *p;

	KUNIT_ASSERT_NOT_NULL(test, slab);
	KUNIT_ASSERT_NOT_NULL(test, kmalloced);
	KUNIT_ASSERT_NOT_NULL(test, pages);
	p = mempool_alloc(slab, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, ksize(p), 120UL);
	mempool_free(p, slab);
	p = mempool_alloc(kmalloced, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, ksize(p), 512UL);
	mempool_free(p, kmalloced);
	page = mempool_alloc(pages, GFP_KERNEL);
	KUNIT_EXPECT_NOT_NULL(test, page);
	mempool_free(page, pages);
	mempool_destroy(slab);
	mempool_destroy(kmalloced);
	mempool_destroy(pages);
	kmem_cache_destroy(s);
}

static struct kunit_case mempool_cases[] = {KUNIT_CASE(the_reserve_holds),
					    KUNIT_CASE(resizing),
					    KUNIT_CASE(a_sleeper_gets_the_next_element),
					    KUNIT_CASE(ready_made_back_ends),
					    {}};

static struct kunit_suite mempool_suite = {
	.name = "mempool",
	.init = pool_test_init,
	.test_cases = mempool_cases,
};
kunit_test_suite(mempool_suite);
