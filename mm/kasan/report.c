/* SPDX-License-Identifier: MIT */
/*
 * Reports: what was touched, whose it is, who had it before.
 *
 * A place in the code is reported once, as a loop over an array would fill a screen;
 * kasan_save_enable_multi_shot() changes that. While a KUnit case that expects a report runs (its
 * resource "kasan_status"), the report is logged and the case told, and it is no finding.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "arch/arch.h"
#include "lib/defect.h"
#include "lib/leaks.h"
#include "kasan.h"
#include "report.h"
#include "status.h"

#define MAX_PLACES  1024
#define MAX_FINDERS 8
#define MAX_TOLD    512

static unsigned long places[MAX_PLACES]; /* by hash; 0: free */
static struct {
	unsigned long start, end;
} told[MAX_TOLD]; /* a ring of bytes that were written in spite of a report */
static unsigned int next_told;
static kasan_finder_t finders[MAX_FINDERS];
static unsigned int nr_finders;
static bool multi_shot;

/* One report in the making. */
struct access {
	unsigned long addr, bad; /* first byte, first bad byte */
	size_t size;
	bool write;
	enum kasan_use use;
	unsigned long ip;
	u8 shadow; /* what is wrong with the bad byte; 0: it has no shadow */
};

void kasan_report_reset(void)
{
	memset(places, 0, sizeof(places));
	memset(told, 0, sizeof(told));
	next_told = 0;
	nr_finders = 0;
	multi_shot = false;
}

void kasan_add_finder(kasan_finder_t find)
{
	if (nr_finders < MAX_FINDERS)
		finders[nr_finders++] = find;
}

bool kasan_save_enable_multi_shot(void);
bool kasan_save_enable_multi_shot(void)
{
	return __atomic_exchange_n(&multi_shot, true, __ATOMIC_RELAXED);
}
EXPORT_SYMBOL_GPL(kasan_save_enable_multi_shot);

void kasan_restore_multi_shot(bool enabled);
void kasan_restore_multi_shot(bool enabled)
{
	WRITE_ONCE(multi_shot, enabled);
}
EXPORT_SYMBOL_GPL(kasan_restore_multi_shot);

/* Is @ip new? Remembers it. When the table is full nothing is. */
static bool first_at(unsigned long ip)
{
	unsigned int slot = (ip * 0x9e3779b97f4a7c15UL) >> 54, tries;

	for (tries = 0; tries < MAX_PLACES; tries++, slot = (slot + 1) % MAX_PLACES) {
		unsigned long seen = 0;

		if (__atomic_compare_exchange_n(&places[slot], &seen, ip, false, __ATOMIC_RELAXED,
						__ATOMIC_RELAXED))
			return true;
		if (seen == ip)
			return READ_ONCE(multi_shot);
	}
	return false;
}

static void remember_told(unsigned long addr, size_t size)
{
	unsigned int i = __atomic_fetch_add(&next_told, 1, __ATOMIC_RELAXED) % MAX_TOLD;

	WRITE_ONCE(told[i].start, addr);
	WRITE_ONCE(told[i].end, addr + size);
}

bool kasan_told(const void *addr)
{
	unsigned long at = (unsigned long)addr;
	unsigned int i;

	for (i = 0; kasan_on() && i < MAX_TOLD; i++)
		if (at >= READ_ONCE(told[i].start) && at < READ_ONCE(told[i].end))
			return true;
	return false;
}

/* ---- what is it ---- */

static struct access access_of(unsigned long addr, size_t size, bool write, unsigned long ip)
{
	struct access a = {.addr = addr, .bad = addr, .size = size, .write = write, .ip = ip};
	u8 *shadow;

	if (addr + size < addr || !kasan_has_shadow(addr + size - 1) || addr < PAGE_SIZE)
		return a;
	a.bad = kasan_first_bad(addr, size) ?: addr;
	shadow = kasan_shadow_of(a.bad);
	a.shadow = *shadow;
	/* A granule of which a part is good: what follows says what the rest is. */
	if (a.shadow && a.shadow < KASAN_GRANULE_SIZE && shadow[1])
		a.shadow = shadow[1];
	return a;
}

static bool in_vmalloc(unsigned long addr)
{
	return addr - arch_vmalloc_base < arch_vmalloc_size;
}

static const struct bug {
	u8 shadow;
	const char *linux_name;
	enum defect_kind kind;
} bugs[] = {
	{KASAN_PAGE_REDZONE, "slab-out-of-bounds", DEFECT_OUT_OF_BOUNDS},
	{KASAN_SLAB_REDZONE, "slab-out-of-bounds", DEFECT_OUT_OF_BOUNDS},
	{KASAN_PAGE_FREE, "use-after-free", DEFECT_USE_AFTER_FREE},
	{KASAN_SLAB_FREE, "use-after-free", DEFECT_USE_AFTER_FREE},
	{KASAN_GLOBAL_REDZONE, "global-out-of-bounds", DEFECT_OUT_OF_BOUNDS},
	{KASAN_PERCPU, "percpu-out-of-bounds", DEFECT_OUT_OF_BOUNDS},
	{KASAN_STACK_LEFT, "stack-out-of-bounds", DEFECT_OUT_OF_BOUNDS},
	{KASAN_STACK_MID, "stack-out-of-bounds", DEFECT_OUT_OF_BOUNDS},
	{KASAN_STACK_RIGHT, "stack-out-of-bounds", DEFECT_OUT_OF_BOUNDS},
	{KASAN_STACK_PARTIAL, "stack-out-of-bounds", DEFECT_OUT_OF_BOUNDS},
	{KASAN_ALLOCA_LEFT, "alloca-out-of-bounds", DEFECT_OUT_OF_BOUNDS},
	{KASAN_ALLOCA_RIGHT, "alloca-out-of-bounds", DEFECT_OUT_OF_BOUNDS},
	{0, "out-of-bounds", DEFECT_OUT_OF_BOUNDS},
};

static const struct bug vmalloc_bug = {KASAN_VMALLOC, "vmalloc-out-of-bounds",
				       DEFECT_OUT_OF_BOUNDS};
static const struct bug scope_bug = {KASAN_STACK_SCOPE, "use-after-scope", DEFECT_USE_AFTER_FREE};
static const struct bug null_bug = {0, "null-ptr-deref", DEFECT_CRASH};
static const struct bug user_bug = {0, "user-memory-access", DEFECT_USER_POINTER};
static const struct bug wild_bug = {0, "wild-memory-access", DEFECT_CRASH};

static const struct bug *bug_of(const struct access *a)
{
	const struct bug *b = bugs;

	/* A size that wraps round is a negative one. */
	if (a->addr + a->size < a->addr)
		return bugs + ARRAY_SIZE(bugs) - 1;
	if (a->addr < PAGE_SIZE)
		return &null_bug;
	if (!kasan_has_shadow(a->addr + a->size - 1))
		return a->size > KASAN_ADDRESS_END / 2 ? bugs + ARRAY_SIZE(bugs) - 1 : &wild_bug;
	if (!a->shadow)
		return &user_bug;
	if (a->shadow == KASAN_VMALLOC)
		return in_vmalloc(a->bad) ? &vmalloc_bug : &scope_bug;
	while (b->shadow && b->shadow != a->shadow)
		b++;
	return b;
}

/* ---- whose is it ---- */

static bool find_object(unsigned long addr, struct kasan_object *o)
{
	unsigned int i;

	memset(o, 0, sizeof(*o));
	for (i = 0; i < nr_finders; i++)
		if (finders[i](addr, o))
			return true;
	return false;
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* "9 bytes past an object of 123 bytes": into @text. */
static void relate(char *text, size_t room, unsigned long bad, unsigned long start, size_t size,
		   const char *what)
{
	if (bad < start)
		snprintf(text, room, "%lu byte%s before %s of %zu byte%s", start - bad,
			 plural(start - bad), what, size, plural(size));
	else if (bad >= start + size)
		snprintf(text, room, "%lu byte%s past %s of %zu byte%s", bad - start - size,
			 plural(bad - start - size), what, size, plural(size));
	else
		snprintf(text, room, "byte %lu of %s of %zu byte%s", bad - start, what, size,
			 plural(size));
}

/* The head's second half, from the most telling thing that is known of the bad byte. */
static bool describe(char *text, size_t room, const struct access *a, struct kasan_object *o)
{
	struct kasan_variable v;
	unsigned long start;
	char what[100];
	const char *name;
	size_t size;

	if (find_object(a->bad, o)) {
		snprintf(what, sizeof(what), "%s %s", o->freed ? "a freed" : "an", o->what);
		relate(text, room, a->bad, o->start, o->size, what);
		if (o->cache)
			snprintf(text + strlen(text), room - strlen(text), ", %s", o->cache);
		return true;
	}
	name = kasan_find_global(a->bad, &start, &size);
	if (name) {
		snprintf(what, sizeof(what), "variable %s", name);
		relate(text, room, a->bad, start, size, what);
		return true;
	}
	if (a->shadow >= 0xf0 && a->shadow <= 0xf8 && !in_vmalloc(a->bad) &&
	    a->shadow != KASAN_PERCPU && kasan_find_variable(a->bad, &v)) {
		snprintf(what, sizeof(what), "variable %.*s", (int)v.name_len, v.name);
		relate(text, room, a->bad, a->bad - v.offset, v.size, what);
		return true;
	}
	return false;
}

static const char *fallback(const struct access *a)
{
	switch (a->shadow) {
	case KASAN_PAGE_FREE:
		return "of a free page";
	case KASAN_ALLOCA_LEFT:
		return "before a dynamic array";
	case KASAN_ALLOCA_RIGHT:
		return "past a dynamic array";
	case KASAN_VMALLOC:
		return in_vmalloc(a->bad) ? "of the vmalloc window that no area has"
					  : "of a variable whose block was left";
	case KASAN_PERCPU:
		return "of per-CPU memory that nobody has";
	case 0:
		return "at an address that is no memory of the kernel";
	}
	return "outside of what it belongs to";
}

/* ---- telling ---- */

/* The running stack from @ip outwards. */
static noinline void add_running(struct ferrite_defect *d, unsigned long ip)
{
	unsigned long pc[32];
	unsigned int nr = arch_backtrace(pc, ARRAY_SIZE(pc)), first = 0;

	while (first < nr && pc[first] != ip)
		first++;
	if (first == nr) {
		pc[0] = ip;
		nr = 1;
		first = 0;
	}
	defect_stack(d, pc + first, nr - first, current->pid, "in");
	if (d->nr_stacks)
		strscpy(d->stack[d->nr_stacks - 1].comm, current->comm, sizeof(d->stack[0].comm));
}

static void add_history(struct ferrite_defect *d, const struct kasan_object *o)
{
	if (o->nr_alloc)
		defect_stack(d, o->alloc_pc, o->nr_alloc, o->alloc_pid, "allocated");
	if (o->nr_free)
		defect_stack(d, o->free_pc, o->nr_free, o->free_pid, "freed");
}

static void add_region(struct ferrite_defect *d, unsigned long bad, const struct kasan_object *o)
{
	unsigned long end = o->start + o->size;

	if (bad < o->start)
		defect_note(d, "The buggy address is located %lu bytes to the left of",
			    o->start - bad);
	else if (bad >= end)
		defect_note(d, "The buggy address is located %lu bytes to the right of", bad - end);
	else
		defect_note(d, "The buggy address is located %lu bytes inside of", bad - o->start);
	defect_note(d, " %zu-byte region [%px, %px)", o->size, (void *)o->start, (void *)end);
}

/* Log or report: a case that waits for it is no finding. */
static void finish(struct ferrite_defect *d)
{
	if (kasan_expected_by_test())
		pr_err("%s\n", d->linux_text);
	else
		defect_end(d);
}

/* An access to a page of the vmalloc window that is not there faults, and is told then. */
static bool will_fault(const struct access *a, const struct kasan_object *o)
{
	return a->use == KASAN_DONE && a->shadow == KASAN_VMALLOC && in_vmalloc(a->bad) &&
	       (!o->what || a->bad >= o->mapped_end);
}

static noinline void report(const struct access *a)
{
	const struct bug *bug = bug_of(a);
	enum defect_kind kind = bug->kind;
	struct kasan_object o;
	struct ferrite_defect d;
	char relation[160];
	bool known = describe(relation, sizeof(relation), a, &o);

	if (will_fault(a, &o))
		return;
	if (a->use == KASAN_REFUSED_COPY && kind == DEFECT_OUT_OF_BOUNDS)
		kind = DEFECT_USERCOPY;
	if (!known)
		strscpy(relation, fallback(a), sizeof(relation));
	defect_begin(&d, kind, "%s of %zu byte%s%s %s", a->write ? "write" : "read", a->size,
		     plural(a->size), known ? "," : "", relation);
	defect_linux(&d, "BUG: KASAN: %s in %pS", bug->linux_name, (void *)a->ip);
	defect_linux(&d, "%s of size %zu at addr %px by task %s/%d", a->write ? "Write" : "Read",
		     a->size, (void *)a->addr, current->comm, current->pid);
	defect_where(&d, a->ip);
	add_running(&d, a->ip);
	if (known && o.what) {
		add_history(&d, &o);
		add_region(&d, a->bad, &o);
	}
	if (a->shadow) {
		defect_place(&d, (void *)a->bad);
		kasan_note_shadow(&d, a->bad);
	}
	finish(&d);
}

void kasan_report_use(unsigned long addr, size_t size, bool write, enum kasan_use use,
		      unsigned long ip)
{
	struct access a;

	if (!kasan_on() || current->kasan_depth)
		return;
	if (write)
		remember_told(addr, size);
	if (!first_at(ip)) {
		kasan_expected_by_test();
		return;
	}
	a = access_of(addr, size, write, ip);
	a.use = use;
	report(&a);
}

void kasan_report_access(unsigned long addr, size_t size, bool write, unsigned long ip)
{
	kasan_report_use(addr, size, write, KASAN_DONE, ip);
}

/* ---- frees: the checks of slabs tell, with Linux's lines of KASAN added ---- */

static const char *free_bug(bool again)
{
	return again ? "double-free" : "invalid-free";
}

bool kasan_free_expected(const void *addr, bool again, unsigned long ip)
{
	if (!kasan_on() || !kasan_expected_by_test())
		return false;
	if (!again)
		leaks_misfreed(addr);
	pr_err("BUG: KASAN: %s in %pS\n", free_bug(again), (void *)ip);
	pr_err("Free of addr %px by task %s/%d\n", addr, current->comm, current->pid);
	return true;
}

void kasan_free_lines(struct ferrite_defect *d, const void *addr, bool again, unsigned long ip)
{
	if (!kasan_on())
		return;
	defect_linux(d, "BUG: KASAN: %s in %pS", free_bug(again), (void *)ip);
	defect_linux(d, "Free of addr %px by task %s/%d", addr, current->comm, current->pid);
	kasan_note_shadow(d, (unsigned long)addr);
}
