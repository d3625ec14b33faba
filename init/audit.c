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

/* The running stack is that of the audit and says nothing: these findings have none. */
void ferrite_defect_left(const char *sentence)
{
	struct ferrite_defect d;

	defect_begin(&d, DEFECT_REGISTRATION, "%s", sentence);
	defect_end(&d);
}

/* A counter of ours that a recount does not confirm is a defect of ferrite, told all the same. */
static void recount(const char *what, unsigned long errors)
{
	struct ferrite_defect d;

	if (!errors)
		return;
	defect_begin(&d, DEFECT_COUNTER, "%s: %lu figure%s differ%s from a recount", what, errors,
		     errors == 1 ? "" : "s", errors == 1 ? "s" : "");
	defect_note(&d, "This is ferrite's own fault, or memory of the machine was overwritten.");
	defect_end(&d);
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
