/* SPDX-License-Identifier: MIT */
/* The freestanding half of the KUnit host: runs one suite inside the machine. */
#include "lib/defect.h"
#include "kernel/printk.h"
#include "lib/kunit/kunit_priv.h"
#include <kunit/test.h>

int kunit_core_run(void *suite);
unsigned long kunit_core_defects(void);
void kunit_core_reset_defects(void);

int kunit_core_run(void *suite)
{
	struct kunit_suite *const one[] = { suite };
	int failed;

	/* Suites of time sleep for hours of the machine's, which are nothing in baton mode. */
	kunit_timeout = 24 * 3600;
	failed = kunit_run_suites(one, 1, NULL);

	printk_flush();
	return failed;
}

unsigned long kunit_core_defects(void)
{
	return defect_count();
}

void kunit_core_reset_defects(void)
{
	defect_reset();
}
