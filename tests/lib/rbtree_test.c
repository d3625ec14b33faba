/* SPDX-License-Identifier: MIT */
/* rbtree and interval tree: invariants after random insertions and erasures, order, iteration. */
#include "prop.h"

#include <linux/interval_tree.h>
#include <linux/rbtree_augmented.h>
#include <linux/slab.h>

#define NODES 200

struct item {
	struct rb_node rb;
	u32 key;
	u32 max; /* of the subtree */
	bool in;
};

#define ITEM_KEY(it) ((it)->key)
RB_DECLARE_CALLBACKS_MAX(static, item_augment, struct item, rb, u32, max, ITEM_KEY);

static struct item *item_of(struct rb_node *rb)
{
	return rb_entry(rb, struct item, rb);
}

/* Black height of the subtree; -1 if a rule is broken. */
static int check_subtree(struct rb_node *n, struct rb_node *parent)
{
	int left, right;
	u32 max;

	if (!n)
		return 0;
	if (rb_parent(n) != parent || (rb_is_red(n) && parent && rb_is_red(parent)))
		return -1;
	left = check_subtree(n->rb_left, n);
	right = check_subtree(n->rb_right, n);
	if (left < 0 || left != right)
		return -1;
	max = item_of(n)->key;
	if (n->rb_left && item_of(n->rb_left)->max > max)
		max = item_of(n->rb_left)->max;
	if (n->rb_right && item_of(n->rb_right)->max > max)
		max = item_of(n->rb_right)->max;
	if (max != item_of(n)->max)
		return -1;
	return left + rb_is_black(n);
}

static void insert(struct rb_root_cached *root, struct item *it)
{
	struct rb_node **link = &root->rb_root.rb_node, *parent = NULL;
	bool leftmost = true;

	while (*link) {
		parent = *link;
		if (item_of(parent)->max < it->key)
			item_of(parent)->max = it->key;
		if (it->key < item_of(parent)->key) {
			link = &parent->rb_left;
		} else {
			link = &parent->rb_right;
			leftmost = false;
		}
	}
	it->max = it->key;
	rb_link_node(&it->rb, parent, link);
	rb_insert_augmented_cached(&it->rb, root, leftmost, &item_augment);
	it->in = true;
}

static void check_order(struct kunit *test, struct rb_root_cached *root, unsigned int expected)
{
	struct rb_node *n, *prev = NULL;
	unsigned int count = 0;

	for (n = rb_first(&root->rb_root); n; prev = n, n = rb_next(n), count++) {
		KUNIT_ASSERT_PTR_EQ(test, rb_prev(n), prev);
		if (prev)
			KUNIT_ASSERT_LE(test, item_of(prev)->key, item_of(n)->key);
	}
	KUNIT_ASSERT_EQ(test, count, expected);
	KUNIT_ASSERT_PTR_EQ(test, rb_last(&root->rb_root), prev);
	KUNIT_ASSERT_PTR_EQ(test, rb_first_cached(root), rb_first(&root->rb_root));
	count = 0;
	for (n = rb_first_postorder(&root->rb_root); n; n = rb_next_postorder(n))
		count++;
	KUNIT_ASSERT_EQ(test, count, expected);
}

static void rbtree_random(struct kunit *test)
{
	struct item *items = kunit_kcalloc(test, NODES, sizeof(*items), GFP_KERNEL);
	struct rb_root_cached root = RB_ROOT_CACHED;
	unsigned int in = 0;
	struct prop p;

	KUNIT_ASSERT_NOT_NULL(test, items);
	prop_start(test, &p, 0);
	for (int i = 0; i < 5000; i++) {
		struct item *it = &items[prop_below(&p, NODES)];

		if (it->in) {
			rb_erase_augmented_cached(&it->rb, &root, &item_augment);
			it->in = false;
			in--;
		} else {
			it->key = prop_below(&p, 100);
			insert(&root, it);
			in++;
		}
		KUNIT_ASSERT_GE(test, check_subtree(root.rb_root.rb_node, NULL), 0);
		if (i % 50 == 0)
			check_order(test, &root, in);
	}
}

static void rbtree_replace(struct kunit *test)
{
	struct item a = {.key = 1}, b = {.key = 2}, c = {.key = 3}, other = {.key = 2};
	struct rb_root_cached root = RB_ROOT_CACHED;

	insert(&root, &a);
	insert(&root, &b);
	insert(&root, &c);
	other.max = b.max;
	rb_replace_node_cached(&b.rb, &other.rb, &root);
	KUNIT_EXPECT_PTR_EQ(test, rb_next(&a.rb), &other.rb);
	KUNIT_EXPECT_PTR_EQ(test, rb_prev(&c.rb), &other.rb);
	KUNIT_EXPECT_PTR_EQ(test, root.rb_root.rb_node, &other.rb);
	RB_CLEAR_NODE(&b.rb);
	KUNIT_EXPECT_TRUE(test, RB_EMPTY_NODE(&b.rb));
	KUNIT_EXPECT_NULL(test, rb_next(&b.rb));
}

static void interval_tree_random(struct kunit *test)
{
	struct interval_tree_node *nodes = kunit_kcalloc(test, 64, sizeof(*nodes), GFP_KERNEL);
	struct rb_root_cached root = RB_ROOT_CACHED;
	struct prop p;

	KUNIT_ASSERT_NOT_NULL(test, nodes);
	prop_start(test, &p, 0);
	for (int i = 0; i < 64; i++) {
		nodes[i].start = prop_below(&p, 1000);
		nodes[i].last = nodes[i].start + prop_below(&p, 60);
		interval_tree_insert(&nodes[i], &root);
	}
	for (int i = 0; i < 500; i++) {
		unsigned long start = prop_below(&p, 1000), last = start + prop_below(&p, 30);
		int expected = 0, found = 0;

		for (int k = 0; k < 64; k++)
			expected += nodes[k].start <= last && start <= nodes[k].last;
		for (struct interval_tree_node *n = interval_tree_iter_first(&root, start, last); n;
		     n = interval_tree_iter_next(n, start, last)) {
			KUNIT_ASSERT_TRUE(test, n->start <= last && start <= n->last);
			found++;
		}
		KUNIT_ASSERT_EQ(test, found, expected);
		if (i % 10 == 0) {
			struct interval_tree_node *n = &nodes[prop_below(&p, 64)];

			interval_tree_remove(n, &root);
			n->start = prop_below(&p, 1000);
			n->last = n->start + prop_below(&p, 60);
			interval_tree_insert(n, &root);
		}
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(rbtree_random),
	KUNIT_CASE(rbtree_replace),
	KUNIT_CASE(interval_tree_random),
	{},
};
static struct kunit_suite suite = {.name = "rbtree", .test_cases = cases};
kunit_test_suite(suite);
