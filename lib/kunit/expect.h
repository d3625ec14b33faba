/* SPDX-License-Identifier: MIT */
/* What detectors ask of KUnit: does the running case expect the error that they found? */
#ifndef LIB_KUNIT_EXPECT_H
#define LIB_KUNIT_EXPECT_H

#include <linux/types.h>

/*
 * The data of the resource @name of the case that runs, or NULL. Any context: the list is read
 * without its lock, which would be a schedule point in the middle of a report; only the case
 * itself changes it, and it is the case that is being reported on.
 */
void *kunit_expectation(const char *name);
/*
 * SLUB has found or mended something. True: the running case counts such errors (its resource
 * "slab_errors"), this one was counted, and nothing is to be printed. Any context.
 */
bool kunit_slab_error(void);

#endif
