/* SPDX-License-Identifier: MIT */
#include <kunit/test.h>
#include <linux/string.h>

#include "status.h"

/* The beginning of Linux 6.1's struct kunit_kasan_status, which the resource's data is. */
struct kasan_status {
	bool report_found;
};

bool kasan_expected_by_test(void)
{
	struct kunit *test = READ_ONCE(kunit_case_with_names);
	struct kunit_resource *res;

	if (!test)
		return false;
	/* Without the lock, which is a schedule point; nobody else changes the list now. */
	list_for_each_entry_reverse (res, &test->resources, node) {
		if (!res->name || strcmp(res->name, "kasan_status"))
			continue;
		WRITE_ONCE(((struct kasan_status *)res->data)->report_found, true);
		return true;
	}
	return false;
}
