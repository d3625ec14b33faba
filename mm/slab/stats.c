/* SPDX-License-Identifier: MIT */
/*
 * How much the modules hold: the figures of the verdict line (<ferrite/alloc_stats.h>).
 */
#include <linux/kernel.h>
#include <linux/export.h>
#include <linux/string.h>
#include <linux/percpu.h>
#include <linux/cpumask.h>
#include <ferrite/alloc_stats.h>
#include "mm/page/page.h"
#include "slab.h"
#include "slabinfo.h"

static struct {
	/* With checks: exact. Each word is atomic; reading all is not one moment. */
	struct alloc_stats exact;
	/* Without checks: what the per-CPU counts and the pages were at the baseline. */
	uint64_t base_allocs, base_frees;
	long base_pages;
	bool (*is_module)(unsigned long caller);
} stats;

bool alloc_stats_add(size_t bytes, unsigned long caller)
{
	bool (*is_module)(unsigned long) = __atomic_load_n(&stats.is_module, __ATOMIC_ACQUIRE);
	int64_t now, peak;

	if (is_module && !is_module(caller))
		return false;
	__atomic_fetch_add(&stats.exact.allocations, 1, __ATOMIC_RELAXED);
	now = __atomic_add_fetch(&stats.exact.bytes, (int64_t)bytes, __ATOMIC_RELAXED);
	peak = __atomic_load_n(&stats.exact.peak_bytes, __ATOMIC_RELAXED);
	while (now > peak && !__atomic_compare_exchange_n(&stats.exact.peak_bytes, &peak, now, true,
							  __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
	return true;
}

void alloc_stats_sub(size_t bytes)
{
	__atomic_fetch_add(&stats.exact.frees, 1, __ATOMIC_RELAXED);
	__atomic_fetch_sub(&stats.exact.bytes, (int64_t)bytes, __ATOMIC_RELAXED);
}

/* Pages that a module takes directly; those below slabs and areas have callers of the core. */
static void count_pages(unsigned long pc, long bytes)
{
	bool (*is_module)(unsigned long) = __atomic_load_n(&stats.is_module, __ATOMIC_ACQUIRE);

	if (!is_module || !is_module(pc))
		return;
	if (bytes > 0)
		alloc_stats_add(bytes, pc);
	else
		alloc_stats_sub(-bytes);
}

void alloc_stats_set_filter(bool (*is_module)(unsigned long caller))
{
	__atomic_store_n(&stats.is_module, is_module, __ATOMIC_RELEASE);
	page_owner_count = is_module ? count_pages : NULL;
}

bool alloc_stats_is_filtered(void)
{
	return __atomic_load_n(&stats.is_module, __ATOMIC_RELAXED) != NULL;
}

/* Calls that the CPUs counted, of all caches. => quiet machine, or an approximation */
static void sum_calls(uint64_t *allocs, uint64_t *frees)
{
	struct kmem_cache *s;
	int cpu;

	*allocs = *frees = 0;
	slab_caches_lock();
	for (s = slab_caches_first(); s; s = slab_caches_next(s)) {
		for_each_possible_cpu (cpu) {
			struct kmem_cache_cpu *c = per_cpu_ptr(s->cpu_slab, cpu);

			*allocs += c->nr_alloc;
			*frees += c->nr_free;
		}
	}
	slab_caches_unlock();
}

void alloc_stats_baseline(void)
{
	memset(&stats.exact, 0, sizeof(stats.exact));
	sum_calls(&stats.base_allocs, &stats.base_frees);
	stats.base_pages = __atomic_load_n(&slab_state.slab_pages, __ATOMIC_RELAXED);
	__atomic_store_n(&slab_state.slab_pages_peak, stats.base_pages, __ATOMIC_RELAXED);
}

static int64_t pages_above_base(const long *pages)
{
	long nr = __atomic_load_n(pages, __ATOMIC_RELAXED) - stats.base_pages;

	return nr > 0 ? (int64_t)nr * PAGE_SIZE : 0;
}

void alloc_stats_read(struct alloc_stats *st)
{
	if (track_enabled()) {
		st->allocations = __atomic_load_n(&stats.exact.allocations, __ATOMIC_RELAXED);
		st->frees = __atomic_load_n(&stats.exact.frees, __ATOMIC_RELAXED);
		st->bytes = __atomic_load_n(&stats.exact.bytes, __ATOMIC_RELAXED);
		st->peak_bytes = __atomic_load_n(&stats.exact.peak_bytes, __ATOMIC_RELAXED);
	} else {
		sum_calls(&st->allocations, &st->frees);
		st->allocations -= stats.base_allocs;
		st->frees -= stats.base_frees;
		st->bytes = pages_above_base(&slab_state.slab_pages);
		st->peak_bytes = pages_above_base(&slab_state.slab_pages_peak);
	}
	st->live = st->allocations - st->frees;
}
