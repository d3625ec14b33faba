/* SPDX-License-Identifier: MIT */
/*
 * What is done when no zone is above its low mark.
 *
 *   wake kswapd, try again down to the min mark (less for urgent requests)
 *     |-- may use all reserves (PF_MEMALLOC, __GFP_MEMALLOC)? try without marks
 *     |-- may not sleep, or is itself reclaiming: fail
 *     |-- reclaim for oneself, try; drain the per-CPU lists, try
 *     |-- __GFP_NORETRY, or costly order without __GFP_RETRY_MAYFAIL: fail
 *     |-- progress was made, or might be: again (at most 16 times without progress)
 *     `-- out of memory: ask for a victim; without one: fail, or with __GFP_NOFAIL wait
 *
 * Order of decisions and numbers are Linux 6.1's. One thing differs: the processes of this
 * machine are the host's, their memory is not ours, and killing one frees nothing here; so a
 * machine without a victim lets the request fail, where Linux would panic. That is what lets
 * a test see how a module copes.
 */
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/rt.h>
#include "arch/arch.h"
#include "buddy.h"

#define MAX_RECLAIM_RETRIES 16
/* How long a request that may not fail waits for others to free, jiffies. */
#define NOFAIL_PATIENCE (10 * HZ)

static unsigned int gfp_to_alloc_flags(gfp_t gfp)
{
	unsigned int flags = ALLOC_WMARK_MIN | ALLOC_CPUSET;

	if (gfp & __GFP_HIGH)
		flags |= ALLOC_HIGH;
	if (gfp & __GFP_KSWAPD_RECLAIM)
		flags |= ALLOC_KSWAPD;
	if (gfp & __GFP_ATOMIC) {
		if (!(gfp & __GFP_NOMEMALLOC))
			flags |= ALLOC_HARDER;
		flags &= ~ALLOC_CPUSET;
	} else if (rt_task(current) && in_task()) {
		flags |= ALLOC_HARDER;
	}
	return flags;
}

/* May the request ignore the marks? Those who free memory may, so that they can. */
static unsigned int reserve_flags(gfp_t gfp)
{
	if (gfp & __GFP_NOMEMALLOC)
		return 0;
	if (gfp & __GFP_MEMALLOC)
		return ALLOC_NO_WATERMARKS;
	if (in_serving_softirq() && (current->flags & PF_MEMALLOC))
		return ALLOC_NO_WATERMARKS;
	if (!in_interrupt() && (current->flags & PF_MEMALLOC))
		return ALLOC_NO_WATERMARKS;
	return 0;
}

bool gfp_pfmemalloc_allowed(gfp_t gfp_mask)
{
	return reserve_flags(gfp_mask) != 0;
}
EXPORT_SYMBOL(gfp_pfmemalloc_allowed);

/* Everything that changes while one request goes round. */
struct slowpath {
	gfp_t gfp;
	unsigned int order;
	unsigned int alloc_flags;
	struct alloc_context *ac;
	int no_progress;
	unsigned long nofail_until; /* jiffies; 0: not waiting yet */
};

static struct page *try_again(struct slowpath *s)
{
	return get_page_from_freelist(s->gfp, s->order, s->alloc_flags, s->ac);
}

/* Reclaim, then try; what others cached counts as reclaimable. @progress: pages freed. */
static struct page *reclaim_and_try(struct slowpath *s, unsigned long *progress)
{
	unsigned int saved = memalloc_noreclaim_save();
	struct page *page;

	count_vm_events(ALLOCSTALL_NORMAL - ZONE_NORMAL + s->ac->preferred_zoneref->zone->type, 1);
	*progress = reclaim_ops->try_to_free(s->gfp, s->order, s->ac);
	memalloc_noreclaim_restore(saved);
	cond_resched();
	page = *progress ? try_again(s) : NULL;
	if (page)
		return page;
	unreserve_highatomic(s->ac, false);
	drain_all_pages(NULL);
	return try_again(s);
}

/*
 * Is it worth going on? Yes while pages are being freed, and yes if the request would succeed
 * were everything reclaimable free. (Linux does not trust the former when only shrinkers gave
 * something, and kills; we have nobody to kill.)
 */
static bool should_retry_reclaim(struct slowpath *s, unsigned long progress)
{
	struct zoneref *z;
	struct zone *zone;

	if (progress && s->order <= PAGE_ALLOC_COSTLY_ORDER) {
		s->no_progress = 0;
		return true;
	}
	s->no_progress++;
	if (s->no_progress > MAX_RECLAIM_RETRIES)
		return unreserve_highatomic(s->ac, true);
	for_each_zone_zonelist_nodemask(zone, z, s->ac->zonelist, s->ac->highest_zoneidx,
					s->ac->nodemask)
	{
		long available =
			zone_page_state(zone, NR_FREE_PAGES) + reclaim_ops->reclaimable(zone);

		if (watermark_ok(zone, s->order, min_wmark_pages(zone), s->ac->highest_zoneidx,
				 s->alloc_flags, available)) {
			cond_resched();
			return true;
		}
	}
	return false;
}

/* Nobody can free anything any more. True: try again. */
static bool out_of_memory(struct slowpath *s)
{
	if (s->order > PAGE_ALLOC_COSTLY_ORDER && !(s->gfp & __GFP_NOFAIL))
		return false;
	if ((s->gfp & (__GFP_RETRY_MAYFAIL | __GFP_THISNODE)) && !(s->gfp & __GFP_NOFAIL))
		return false;
	if (reclaim_ops->out_of_memory(s->gfp, s->order)) {
		s->no_progress = 0;
		count_vm_event(OOM_KILL);
		return true;
	}
	return false;
}

/*
 * The request may not fail. Others may give memory back, so wait; when nothing has changed for a
 * long time nothing will, and Linux would have panicked.
 */
static void wait_for_memory(struct slowpath *s)
{
	if (!s->nofail_until)
		s->nofail_until = (jiffies + NOFAIL_PATIENCE) | 1;
	if (time_after(jiffies, s->nofail_until)) {
		__show_mem(0, NULL, MAX_NR_ZONES - 1);
		arch_panic("Kernel panic - not syncing: System is deadlocked on memory");
	}
	schedule_timeout_uninterruptible(1);
}

enum slow_step { SLOW_GOT, SLOW_RETRY, SLOW_FAIL };

/* One round of a request that may sleep. */
static enum slow_step sleeping_round(struct slowpath *s, struct page **page)
{
	unsigned long progress;

	*page = reclaim_and_try(s, &progress);
	if (*page)
		return SLOW_GOT;
	if (s->gfp & __GFP_NORETRY)
		return SLOW_FAIL;
	if (s->order > PAGE_ALLOC_COSTLY_ORDER && !(s->gfp & __GFP_RETRY_MAYFAIL))
		return SLOW_FAIL;
	if (should_retry_reclaim(s, progress) || out_of_memory(s))
		return SLOW_RETRY;
	return SLOW_FAIL;
}

/* Rounds until the request is served or has to fail. */
static struct page *slow_rounds(struct slowpath *s)
{
	const bool may_sleep = s->gfp & __GFP_DIRECT_RECLAIM;
	struct page *page;
	enum slow_step step;
	unsigned int reserve;

	do {
		if (s->alloc_flags & ALLOC_KSWAPD)
			wake_all_kswapds(s->order, s->gfp, s->ac);
		reserve = reserve_flags(s->gfp);
		if (reserve)
			s->alloc_flags = reserve | (s->alloc_flags & ALLOC_KSWAPD);
		page = try_again(s);
		if (page)
			return page;
		if (!may_sleep || (current->flags & PF_MEMALLOC))
			return NULL;
		step = sleeping_round(s, &page);
	} while (step == SLOW_RETRY);
	return page;
}

struct page *alloc_pages_slowpath(gfp_t gfp, unsigned int order, struct alloc_context *ac)
{
	struct slowpath s = {.gfp = gfp, .order = order, .ac = ac};
	struct page *page = NULL;

	/* Both at once contradict each other; the caller means "atomic" where he cannot know. */
	if (WARN_ON_ONCE((gfp & (__GFP_ATOMIC | __GFP_DIRECT_RECLAIM)) ==
			 (__GFP_ATOMIC | __GFP_DIRECT_RECLAIM)))
		s.gfp &= ~__GFP_ATOMIC;
	s.alloc_flags = gfp_to_alloc_flags(s.gfp);
	for (;;) {
		if (ac->preferred_zoneref->zone)
			page = slow_rounds(&s);
		if (page || !(s.gfp & __GFP_NOFAIL))
			break;
		if (WARN_ON_ONCE(!(s.gfp & __GFP_DIRECT_RECLAIM)) || !ac->preferred_zoneref->zone)
			break;
		/* It may not fail: now it may dip into the reserve, and it waits. */
		s.alloc_flags |= ALLOC_HARDER;
		page = try_again(&s);
		if (page)
			break;
		wait_for_memory(&s);
	}
	if (!page)
		warn_alloc(gfp, ac->nodemask, "page allocation failure: order:%u", order);
	return page;
}
