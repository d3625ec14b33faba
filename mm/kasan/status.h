/* SPDX-License-Identifier: MIT */
/* status.c: KUnit cases that expect a report. */
#ifndef MM_KASAN_STATUS_H
#define MM_KASAN_STATUS_H

#include <linux/types.h>

/*
 * Does the running KUnit case have a resource "kasan_status", by which it looks for reports
 * itself? Then it is told of one.
 */
bool kasan_expected_by_test(void);

#endif
