/* SPDX-License-Identifier: MIT */
/*
 * What is looked at when the modules of a machine have gone. The audits belong to their
 * subsystems; this is their list.
 */
#include <linux/kernel.h>

#include <ferrite/defect.h>

#include "lib/defect.h"
#include "mm/percpu/percpu.h"
#include "mm/slab/slabinfo.h"
#include "mm/stat/stat.h"
#include "mm/vmalloc/vmalloc.h"

void ferrite_defect_left(const char *sentence)
{
	defect_report(DEFECT_REGISTRATION, "%s", sentence);
}

/* A counter of ours that a recount does not confirm is a defect of ferrite, told all the same. */
static void recount(const char *what, unsigned long errors)
{
	if (errors)
		defect_report(DEFECT_COUNTER, "%s: %lu figure(s) differ from a recount", what,
			      errors);
}

static void recount_all(void)
{
	struct slab_recount slab;
	struct vmalloc_recount vmalloc;
	struct percpu_recount percpu;

	audit_report();
	recount("slab", slab_audit(&slab));
	recount("vmalloc", vmalloc_audit(&vmalloc));
	recount("per-CPU memory", percpu_audit(&percpu));
}

unsigned long ferrite_audit(bool (*is_ours)(unsigned long caller))
{
	unsigned long before = defect_count();

	slab_report_leaks(is_ours);
	slab_check_objects();
	vmalloc_report_leaks(is_ours);
	percpu_report_leaks(is_ours);
	page_check_free();
	page_report_leaks(is_ours);
	recount_all();
	return defect_count() - before;
}
