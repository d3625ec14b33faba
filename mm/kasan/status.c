/* SPDX-License-Identifier: MIT */
#include "lib/kunit/expect.h"
#include "status.h"

#include <linux/compiler.h>

/* The beginning of Linux 6.1's struct kunit_kasan_status, which the resource's data is. */
struct kasan_status {
	bool report_found;
};

bool kasan_expected_by_test(void)
{
	struct kasan_status *status = kunit_expectation("kasan_status");

	if (status)
		WRITE_ONCE(status->report_found, true);
	return status;
}
