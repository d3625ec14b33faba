/* SPDX-License-Identifier: MIT */
/*
 * What is looked at when the modules of a machine have gone, and the way of findings to the
 * program around it. The audits belong to their subsystems; this is their list.
 */
#include <linux/kernel.h>

#include <ferrite/defect.h>

#include "kernel/defect.h"
#include "mm/slab/slabinfo.h"
#include "mm/stat/stat.h"

static void (*host_sink)(const char *kind, const char *text);

static void to_host(enum defect_kind kind, const char *text)
{
	host_sink(defect_kind_name(kind), text);
}

void ferrite_defect_sink(void (*fn)(const char *kind, const char *text))
{
	host_sink = fn;
	defect_set_sink(fn ? to_host : NULL);
}

void ferrite_defect_left(const char *sentence)
{
	defect_report(DEFECT_REGISTRATION, "%s", sentence);
}

unsigned long ferrite_audit(bool (*is_ours)(unsigned long caller))
{
	unsigned long before = defect_count();

	slab_report_leaks(is_ours);
	slab_check_free_objects();
	page_report_leaks(is_ours);
	audit_report();
	return defect_count() - before;
}
