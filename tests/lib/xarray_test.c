/* SPDX-License-Identifier: MIT */
/* The XArray, radix tree, IDR and IDA against arrays that hold the same. */
#include "prop.h"

#include <linux/idr.h>
#include <linux/radix-tree.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#define SPAN 600

struct model {
	unsigned long index[SPAN];
	void *entry[SPAN];
	bool mark[SPAN][XA_MAX_MARKS];
};

/* Sparse on purpose: small, around node borders, large, and the very end. */
static void spread(struct model *m)
{
	for (unsigned int i = 0; i < SPAN; i++) {
		if (i < 200)
			m->index[i] = i;
		else if (i < 400)
			m->index[i] = 4000 + i;
		else if (i < 500)
			m->index[i] = (unsigned long)i << 20;
		else
			m->index[i] = ~0UL - (SPAN - 1 - i);
	}
}

static void compare_iteration(struct kunit *test, struct xarray *xa, struct model *m)
{
	unsigned long index;
	unsigned int i = 0;
	void *entry;

	xa_for_each (xa, index, entry) {
		while (i < SPAN && !m->entry[i])
			i++;
		KUNIT_ASSERT_LT(test, i, SPAN);
		KUNIT_ASSERT_EQ(test, index, m->index[i]);
		KUNIT_ASSERT_PTR_EQ(test, entry, m->entry[i]);
		i++;
	}
	while (i < SPAN && !m->entry[i])
		i++;
	KUNIT_ASSERT_EQ(test, i, SPAN);
}

static void compare_marked(struct kunit *test, struct xarray *xa, struct model *m, xa_mark_t mark)
{
	unsigned long index;
	unsigned int i = 0;
	void *entry;

	xa_for_each_marked(xa, index, entry, mark)
	{
		while (i < SPAN && !(m->entry[i] && m->mark[i][mark]))
			i++;
		KUNIT_ASSERT_LT(test, i, SPAN);
		KUNIT_ASSERT_EQ(test, index, m->index[i]);
		i++;
	}
	while (i < SPAN && !(m->entry[i] && m->mark[i][mark]))
		i++;
	KUNIT_ASSERT_EQ(test, i, SPAN);
}

static void one_step(struct kunit *test, struct xarray *xa, struct model *m, struct prop *p)
{
	unsigned int i = prop_below(p, SPAN);
	xa_mark_t mark = prop_below(p, XA_MAX_MARKS);
	void *entry = xa_mk_value(prop_below(p, 1000) + 1), *old;

	switch (prop_below(p, 6)) {
	case 0:
	case 1:
		old = xa_store(xa, m->index[i], entry, GFP_KERNEL);
		KUNIT_ASSERT_PTR_EQ(test, old, m->entry[i]);
		m->entry[i] = entry;
		break;
	case 2:
		KUNIT_ASSERT_PTR_EQ(test, xa_erase(xa, m->index[i]), m->entry[i]);
		m->entry[i] = NULL;
		memset(m->mark[i], 0, sizeof(m->mark[i]));
		break;
	case 3:
		xa_set_mark(xa, m->index[i], mark);
		m->mark[i][mark] = m->entry[i] != NULL;
		break;
	case 4:
		xa_clear_mark(xa, m->index[i], mark);
		m->mark[i][mark] = false;
		break;
	case 5:
		KUNIT_ASSERT_EQ(test, xa_insert(xa, m->index[i], entry, GFP_KERNEL),
				m->entry[i] ? -EBUSY : 0);
		if (!m->entry[i])
			m->entry[i] = entry;
		break;
	}
	KUNIT_ASSERT_PTR_EQ(test, xa_load(xa, m->index[i]), m->entry[i]);
	KUNIT_ASSERT_EQ(test, xa_get_mark(xa, m->index[i], mark), m->mark[i][mark]);
}

static void xarray_random(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	DEFINE_XARRAY(xa);
	struct prop p;

	KUNIT_ASSERT_NOT_NULL(test, m);
	prop_start(test, &p, 0);
	spread(m);
	for (int i = 0; i < 6000; i++) {
		one_step(test, &xa, m, &p);
		if (i % 200)
			continue;
		compare_iteration(test, &xa, m);
		for (xa_mark_t mark = 0; mark < XA_MAX_MARKS; mark++)
			compare_marked(test, &xa, m, mark);
	}
	for (unsigned int i = SPAN; i-- > 0;)
		xa_erase(&xa, m->index[i]);
	KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
	xa_store(&xa, 5000, xa_mk_value(1), GFP_KERNEL);
	xa_destroy(&xa);
	KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
}

static void xarray_alloc(struct kunit *test)
{
	DEFINE_XARRAY_ALLOC(xa);
	DEFINE_XARRAY_ALLOC1(xa1);
	u32 id, next = 0;

	for (u32 i = 0; i < 300; i++) {
		KUNIT_ASSERT_EQ(test, xa_alloc(&xa, &id, &xa, xa_limit_32b, GFP_KERNEL), 0);
		KUNIT_ASSERT_EQ(test, id, i);
		KUNIT_ASSERT_EQ(test, xa_alloc(&xa1, &id, &xa, xa_limit_32b, GFP_KERNEL), 0);
		KUNIT_ASSERT_EQ(test, id, i + 1);
	}
	xa_erase(&xa, 77);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, NULL, XA_LIMIT(10, 200), GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, 77U);
	KUNIT_EXPECT_NULL(test, xa_load(&xa, 77));
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, &xa, XA_LIMIT(10, 200), GFP_KERNEL), -EBUSY);
	xa_destroy(&xa);
	xa_destroy(&xa1);
	for (u32 i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test,
				xa_alloc_cyclic(&xa, &id, &xa, XA_LIMIT(0, 5), &next, GFP_KERNEL),
				i < 6 ? 0 : -EBUSY);
	xa_erase(&xa, 2);
	KUNIT_EXPECT_EQ(test, xa_alloc_cyclic(&xa, &id, &xa, XA_LIMIT(0, 5), &next, GFP_KERNEL), 1);
	KUNIT_EXPECT_EQ(test, id, 2U);
	xa_destroy(&xa);
}

static void xarray_states(struct kunit *test)
{
	DEFINE_XARRAY(xa);
	XA_STATE(xas, &xa, 60);
	XA_STATE_ORDER(wide, &xa, 64, 2);
	unsigned long seen = 0;
	void *entry;

	for (unsigned long i = 60; i < 70; i++)
		xa_store(&xa, i, xa_mk_value(i), GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, xa_reserve(&xa, 65, GFP_KERNEL), 0);
	KUNIT_EXPECT_PTR_EQ(test, xa_load(&xa, 65), xa_mk_value(65));
	rcu_read_lock();
	xas_for_each(&xas, entry, 68) seen += xa_to_value(entry);
	KUNIT_EXPECT_EQ(test, seen, 60UL + 61 + 62 + 63 + 64 + 65 + 66 + 67 + 68);
	xas_set(&xas, 63);
	KUNIT_EXPECT_PTR_EQ(test, xas_next(&xas), xa_mk_value(63));
	KUNIT_EXPECT_PTR_EQ(test, xas_next(&xas), xa_mk_value(64));
	KUNIT_EXPECT_PTR_EQ(test, xas_prev(&xas), xa_mk_value(63));
	rcu_read_unlock();
	xas_lock(&wide);
	xas_store(&wide, xa_mk_value(1));
	xas_unlock(&wide);
	KUNIT_EXPECT_EQ(test, xas_error(&wide), -EINVAL);
	xas_set(&xas, 0);
	xas_lock(&xas);
	xas_for_each(&xas, entry, ULONG_MAX) xas_store(&xas, NULL);
	xas_unlock(&xas);
	KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
}

static void radix_tree_basics(struct kunit *test)
{
	RADIX_TREE(tree, GFP_KERNEL);
	struct radix_tree_iter iter;
	void __rcu **slot;
	int n = 0, data[3];

	KUNIT_ASSERT_EQ(test, radix_tree_preload(GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, radix_tree_insert(&tree, 1UL << 40, &data[0]), 0);
	radix_tree_preload_end();
	KUNIT_EXPECT_EQ(test, radix_tree_insert(&tree, 1UL << 40, &data[1]), -EEXIST);
	KUNIT_EXPECT_EQ(test, radix_tree_insert(&tree, 0, &data[1]), 0);
	KUNIT_EXPECT_EQ(test, radix_tree_insert(&tree, ~0UL, &data[2]), 0);
	radix_tree_tag_set(&tree, 0, 1);
	radix_tree_for_each_slot(slot, &tree, &iter, 0)
	{
		KUNIT_EXPECT_PTR_EQ(test, radix_tree_deref_slot(slot),
				    (void *)&data[n == 0   ? 1
						  : n == 1 ? 0
							   : 2]);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, 3);
	radix_tree_for_each_tagged(slot, &tree, &iter, 0, 1) KUNIT_EXPECT_EQ(test, iter.index, 0UL);
	KUNIT_EXPECT_PTR_EQ(test, radix_tree_delete(&tree, 0), (void *)&data[1]);
	KUNIT_EXPECT_EQ(test, radix_tree_tagged(&tree, 1), 0);
	radix_tree_delete(&tree, ~0UL);
	radix_tree_delete(&tree, 1UL << 40);
	KUNIT_EXPECT_TRUE(test, radix_tree_empty(&tree));
}

static void idr_random(struct kunit *test)
{
	bool *used = kunit_kzalloc(test, SPAN, GFP_KERNEL);
	struct prop p;
	struct idr idr;

	KUNIT_ASSERT_NOT_NULL(test, used);
	prop_start(test, &p, 0);
	idr_init_base(&idr, 1);
	for (int i = 0; i < 4000; i++) {
		int start = 1 + prop_below(&p, 300), end = start + 1 + prop_below(&p, 200);
		int expected = start, id;

		if (prop_below(&p, 3) == 0) {
			idr_remove(&idr, start);
			used[start] = false;
			continue;
		}
		while (expected < end && used[expected])
			expected++;
		idr_preload(GFP_KERNEL);
		id = idr_alloc(&idr, i % 7 ? test : NULL, start, end, GFP_NOWAIT);
		idr_preload_end();
		KUNIT_ASSERT_EQ(test, id, expected < end ? expected : -ENOSPC);
		if (id >= 0) {
			used[id] = true;
			KUNIT_ASSERT_PTR_EQ(test, idr_find(&idr, id), i % 7 ? (void *)test : NULL);
		}
	}
	KUNIT_EXPECT_PTR_EQ(test, idr_replace(&idr, test, 599), ERR_PTR(-ENOENT));
	idr_destroy(&idr);
	KUNIT_EXPECT_TRUE(test, idr_is_empty(&idr));
	idr_init(&idr);
	KUNIT_EXPECT_EQ(test, idr_alloc_cyclic(&idr, test, 3, 5, GFP_KERNEL), 3);
	KUNIT_EXPECT_EQ(test, idr_alloc_cyclic(&idr, test, 3, 5, GFP_KERNEL), 4);
	KUNIT_EXPECT_EQ(test, idr_alloc_cyclic(&idr, test, 3, 5, GFP_KERNEL), -ENOSPC);
	idr_remove(&idr, 3);
	KUNIT_EXPECT_EQ(test, idr_alloc_cyclic(&idr, test, 3, 5, GFP_KERNEL), 3);
	idr_destroy(&idr);
}

static void ida_random(struct kunit *test)
{
	enum { IDS = 5000 };
	bool *used = kunit_kzalloc(test, IDS, GFP_KERNEL);
	unsigned int dense = 0;
	DEFINE_IDA(ida);
	struct prop p;

	KUNIT_ASSERT_NOT_NULL(test, used);
	prop_start(test, &p, 0);
	for (int i = 0; i < 20000; i++) {
		unsigned int min = prop_below(&p, 2) ? 0 : prop_below(&p, IDS), at = min;
		unsigned int id = prop_below(&p, IDS);

		if (used[id] && prop_below(&p, 3) == 0) {
			ida_free(&ida, id);
			used[id] = false;
			continue;
		}
		while (at < IDS && used[at])
			at++;
		KUNIT_ASSERT_EQ(test, ida_alloc_range(&ida, min, IDS - 1, GFP_KERNEL),
				at < IDS ? (int)at : -ENOSPC);
		if (at < IDS)
			used[at] = true;
	}
	for (unsigned int i = 0; i < IDS; i++) {
		dense += used[i];
		if (used[i])
			ida_free(&ida, i);
	}
	KUNIT_EXPECT_GT(test, dense, 1024U);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&ida));
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, INT_MAX, ~0, GFP_KERNEL), INT_MAX);
	KUNIT_EXPECT_EQ(test, ida_alloc_min(&ida, INT_MAX, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_EQ(test, ida_alloc_min(&ida, 100, GFP_KERNEL), 100);
	ida_destroy(&ida);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&ida));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(xarray_random),
	KUNIT_CASE(xarray_alloc),
	KUNIT_CASE(xarray_states),
	KUNIT_CASE(idr_random),
	KUNIT_CASE(radix_tree_basics),
	KUNIT_CASE(ida_random),
	{},
};
static struct kunit_suite suite = {.name = "xarray", .test_cases = cases};
kunit_test_suite(suite);
