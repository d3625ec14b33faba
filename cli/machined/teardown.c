/* SPDX-License-Identifier: MIT */
/*
 * The end of a run: modules leave in reverse order, then everything that they allocated and
 * did not give back is a defect, told with the call that allocated it.
 *
 * A module without an exit function is permanent, as on Linux: it stays, and what it holds is
 * not a leak.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <ferrite/alloc_stats.h>
#include <ferrite/defect.h>
#include <ferrite/test.h>

#include "machined.h"

extern uint64_t arch_time_ns(void);

static _Atomic uint64_t defects;
static struct wire_verdict verdict;

void teardown_count_defect(void)
{
	atomic_fetch_add(&defects, 1);
}

static void log_line(int level, const char *text)
{
	struct wire_msg m = {.type = WIRE_LOG, .arg = {(uint64_t)level, arch_time_ns()}};

	wire_send(&m, text, strlen(text));
}

/* Does any module stay? */
static bool unload_all(void)
{
	bool stays = false;
	char why[256], text[512];

	for (struct loaded *l = loaded_last; l; l = l->before) {
		if (!l->live)
			continue;
		if (module_image_unload(&l->image, why, sizeof(why)) == 0) {
			l->live = false;
			load_hide(l);
			continue;
		}
		stays = true;
		snprintf(text, sizeof(text), "module %s cannot be unloaded: %s", l->image.name,
			 why);
		if (l->image.parts->exit)
			ferrite_defect_left(text);
		else
			log_line(5, text);
	}
	return stays;
}

bool teardown_modules_stay;

void teardown_modules(void)
{
	struct alloc_stats st;

	/* Its code still runs: that was told when its time was up, and nothing more can be said. */
	teardown_modules_stay = ferrite_tests_left_behind() || unload_all();
	if (!teardown_modules_stay)
		ferrite_audit(load_is_module);
	alloc_stats_read(&st);
	verdict.allocations = st.allocations;
	verdict.peak_bytes = (uint64_t)st.peak_bytes;
	verdict.left_bytes = teardown_modules_stay || st.bytes < 0 ? 0 : (uint64_t)st.bytes;
	teardown_modules_stay |= ferrite_threads_stay();
}

void teardown_verdict(void)
{
	struct wire_msg m = {.type = WIRE_VERDICT};

	verdict.defects = atomic_load(&defects);
	wire_send(&m, &verdict, sizeof(verdict));
}
