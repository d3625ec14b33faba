/* SPDX-License-Identifier: MIT */
/* Reporting defects, for the core. */
#ifndef KERNEL_DEFECT_H
#define KERNEL_DEFECT_H

#include <linux/compiler.h>

#include <ferrite/defect.h>

/*
 * Report one defect: lines of text, the first of which says what is wrong. @caller is the
 * return address in the code that did it, 0 when unknown. Any context; takes no lock of the core.
 */
void __printf(3, 4) defect_report(enum ferrite_defect_kind kind, unsigned long caller,
				  const char *fmt, ...);

#endif
