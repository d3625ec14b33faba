/* SPDX-License-Identifier: MIT */
/* Grouping of leaks. See leaks.h. */
#include "lib/leaks.h"
#include <linux/kernel.h>
#include <linux/string.h>

#include "lib/step.h"

#define NR_GROUPS 256
#define FROM	  96 /* bytes of the text that names a root */
#define SHOWN	  4  /* addresses named in a finding */
#define MISFREED  64 /* addresses of refused frees that are remembered */

struct group {
	struct leak first;
	unsigned long nr;
	unsigned long reached[REACH_IGNORED + 1]; /* how many, by enum reach */
	const void *addr[SHOWN];
	char from[FROM]; /* of the first that is reachable */
};

enum reach (*leak_reach)(const void *addr, char *from, size_t size);

static struct group groups[NR_GROUPS];
static unsigned int nr_groups;
static unsigned long nr_leaks;
static leak_head_t head;
static struct {
	const void *addr;
	const void *block; /* the leak that it explained */
	u32 step;	   /* when it was tried: what was allocated later is another block */
} misfreed[MISFREED];
static unsigned int nr_misfreed, nr_explained;

static enum reach ask(const void *addr, char *from)
{
	from[0] = '\0';
	return leak_reach ? leak_reach(addr, from, FROM) : REACH_UNKNOWN;
}

void leaks_begin(leak_head_t how)
{
	nr_groups = 0;
	nr_leaks = 0;
	head = how;
}

static void note_some(struct ferrite_defect *d, const struct group *g, enum reach reach,
		      const char *text)
{
	if (!g->reached[reach])
		return;
	if (g->reached[reach] == g->nr)
		defect_note(d, "%s%s", text, g->from);
	else
		defect_note(d, "%lu of %lu %s%s", g->reached[reach], g->nr, text, g->from);
}

static void note_reach(struct ferrite_defect *d, struct group *g)
{
	note_some(d, g, REACH_ROOT, "still reachable from ");
	g->from[0] = '\0';
	note_some(d, g, REACH_INDIRECT, "reachable only from another leaked object");
	note_some(d, g, REACH_NONE, "unreachable: nothing points to it");
}

static noinline void report(struct group *g)
{
	const struct leak *l = &g->first;
	struct ferrite_defect d;
	unsigned int i;

	head(&d, l, g->nr);
	if (g->reached[REACH_NONE])
		defect_linux(&d, "unreferenced object 0x%px (size %zu):\n  comm \"%s\", pid %d",
			     l->addr, l->size, defect_task_comm(l->pid), l->pid);
	defect_recorded(&d, l->stack, l->pid, "allocated");
	d.step = l->step;
	for (i = 1; i < min(g->nr, (unsigned long)SHOWN); i++)
		defect_note(&d, "also 0x%px", g->addr[i]);
	if (g->nr > SHOWN)
		defect_note(&d, "and %lu more", g->nr - SHOWN);
	note_reach(&d, g);
	defect_place(&d, l->addr);
	defect_end(&d);
}

static struct group *group_of(const struct leak *l)
{
	unsigned int i;

	for (i = 0; i < nr_groups; i++) {
		const struct leak *f = &groups[i].first;

		if (f->stack == l->stack && f->size == l->size && f->what == l->what)
			return &groups[i];
	}
	if (nr_groups == NR_GROUPS) { /* make room: what is known so far is told now */
		while (nr_groups)
			report(&groups[--nr_groups]);
	}
	memset(&groups[nr_groups], 0, sizeof(groups[0]));
	groups[nr_groups].first = *l;
	return &groups[nr_groups++];
}

void leaks_misfreed(const void *addr)
{
	unsigned int i = __atomic_fetch_add(&nr_misfreed, 1, __ATOMIC_RELAXED);

	if (i < MISFREED) {
		misfreed[i].addr = addr;
		misfreed[i].step = (u32)step_now();
	}
}

unsigned int leaks_explained(void)
{
	return nr_explained;
}

void leaks_reset(void)
{
	memset(misfreed, 0, sizeof(misfreed));
	nr_misfreed = 0;
	nr_explained = 0;
}

/*
 * Was the free of this memory tried, and refused? Each refused free explains one leak, which may be
 * asked about twice: a large kmalloc is also a block of pages.
 */
static bool explained(const struct leak *leak)
{
	unsigned int i, nr = min_t(unsigned int, nr_misfreed, MISFREED);

	for (i = 0; i < nr; i++) {
		long at = misfreed[i].addr - leak->addr;
		const void *block = misfreed[i].block;

		if (at < 0 || at >= (long)leak->size || (block && block != leak->addr) ||
		    (s32)(misfreed[i].step - leak->step) < 0)
			continue;
		nr_explained += !block;
		misfreed[i].block = leak->addr;
		return true;
	}
	return false;
}

void leaks_add(const struct leak *leak)
{
	char from[FROM];
	enum reach reach = ask(leak->addr, from);
	struct group *g;

	if (reach == REACH_IGNORED || explained(leak))
		return;
	nr_leaks++;
	g = group_of(leak);
	if (g->nr < SHOWN)
		g->addr[g->nr] = leak->addr;
	g->nr++;
	g->reached[reach]++;
	if (from[0] && !g->from[0])
		strscpy(g->from, from, FROM);
}

unsigned long leaks_report(void)
{
	unsigned int i;

	for (i = 0; i < nr_groups; i++)
		report(&groups[i]);
	nr_groups = 0;
	return nr_leaks;
}
