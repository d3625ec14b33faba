/* SPDX-License-Identifier: MIT */
/* What still points to memory that is left: the answers of mm/leak. */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/kmemleak.h>
#include <linux/slab.h>

#include "lib/defect.h"
#include "lib/leaks.h"
#include "mm/leak/leak.h"
#include "mm/slab/track.h"

struct node {
	struct node *next;
	long data[7];
};

static struct node *root;

static __attribute__((noipa)) struct node *make(struct node *next)
{
	struct node *n = kzalloc(sizeof(*n), GFP_KERNEL);

	if (n)
		n->next = next;
	return n;
}

/* For these tests, make() is the module. */
static bool is_make(unsigned long pc)
{
	return pc - (unsigned long)make < 256;
}

static bool next_root(struct leak_root *r, void *arg)
{
	bool *given = arg;

	if (*given)
		return false;
	*given = true;
	*r = (struct leak_root){"root", (unsigned long)&root, sizeof(root)};
	return true;
}

static void scan(void)
{
	bool given = false;

	leak_scan("test", next_root, &given);
}

static int leak_test_init(struct kunit *test)
{
	if (!track_enabled())
		kunit_skip(test, "the machine was declared without checks");
	root = NULL;
	ferrite_defect_modules(is_make);
	return 0;
}

static void leak_test_exit(struct kunit *test)
{
	ferrite_defect_modules(NULL);
	leak_init();
}

#define EXPECT_REACH(object, want)                                                        \
	do {                                                                              \
		char from[64] = "";                                                       \
		KUNIT_EXPECT_EQ(test, (int)leak_reach(object, from, sizeof(from)), want); \
		if ((want) == REACH_ROOT)                                                 \
			KUNIT_EXPECT_STREQ(test, from, "`root` of module test");          \
	} while (0)

static void free_all(struct node *n)
{
	while (n) {
		struct node *next = n->next;

		kfree(n);
		n = next;
	}
}

static void chains(struct kunit *test)
{
	struct node *known = make(make(NULL)), *lost = make(make(make(NULL)));

	root = known;
	scan();
	EXPECT_REACH(known, REACH_ROOT);
	EXPECT_REACH(known->next, REACH_ROOT);
	EXPECT_REACH(lost, REACH_NONE);
	EXPECT_REACH(lost->next, REACH_INDIRECT);
	EXPECT_REACH(lost->next->next, REACH_INDIRECT);
	free_all(known);
	free_all(lost);
}

static void interior_and_self(struct kunit *test)
{
	struct node *inside = make(NULL), *self = make(NULL);

	root = (struct node *)&inside->data[3];
	self->next = self;
	scan();
	EXPECT_REACH(inside, REACH_ROOT);
	EXPECT_REACH(self, REACH_NONE);
	kfree(inside);
	kfree(self);
}

static void what_the_module_says(struct kunit *test)
{
	struct node *hidden = make(make(NULL)), *never = make(NULL);

	root = hidden;
	kmemleak_no_scan(hidden);
	kmemleak_not_leak(never);
	scan();
	EXPECT_REACH(hidden, REACH_ROOT);
	EXPECT_REACH(hidden->next, REACH_NONE);
	EXPECT_REACH(never, REACH_IGNORED);
	free_all(hidden);
	kfree(never);
}

static void others_are_not_asked_about(struct kunit *test)
{
	void *ours = kmalloc(64, GFP_KERNEL);

	scan();
	EXPECT_REACH(ours, REACH_UNKNOWN);
	EXPECT_REACH(&root, REACH_UNKNOWN);
	kfree(ours);
}

static struct kunit_case leak_cases[] = {KUNIT_CASE(chains),
					 KUNIT_CASE(interior_and_self),
					 KUNIT_CASE(what_the_module_says),
					 KUNIT_CASE(others_are_not_asked_about),
					 {}};
static struct kunit_suite leak_suite = {.name = "leak_reach",
					.init = leak_test_init,
					.exit = leak_test_exit,
					.test_cases = leak_cases};
kunit_test_suite(leak_suite);
