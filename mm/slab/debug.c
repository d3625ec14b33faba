/* SPDX-License-Identifier: MIT */
/*
 * Metadata inside objects, for caches that were created with SLAB_RED_ZONE, SLAB_POISON,
 * SLAB_STORE_USER or SLAB_CONSISTENCY_CHECKS. Layout: geometry.c. The patterns and the
 * reports are those of Documentation/mm/slub.rst.
 */
#include <linux/kernel.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include "lib/defect.h"
#include "lib/kunit/expect.h"
#include "slab.h"

/* Bytes of the right red zone: from the object's end to its metadata. */
static unsigned int right_red(const struct kmem_cache *s)
{
	return s->inuse - s->object_size;
}

static struct slab_user *user_of(const struct kmem_cache *s, void *object, bool alloc)
{
	unsigned int end = s->inuse;

	if (s->offset >= s->inuse)
		end = s->offset + sizeof(void *);
	return (struct slab_user *)((char *)object + end) + (alloc ? 0 : 1);
}

void slab_debug_init_object(struct kmem_cache *s, void *object, bool active)
{
	unsigned char red = active ? SLAB_RED_ACTIVE : SLAB_RED_INACTIVE;
	unsigned char *p = object;

	if (s->flags & SLAB_RED_ZONE) {
		memset(p - s->red_left_pad, red, s->red_left_pad);
		memset(p + s->object_size, red, right_red(s));
	}
	if ((s->flags & __OBJECT_POISON) && !active) {
		memset(p, SLAB_POISON_FREE, s->object_size - 1);
		p[s->object_size - 1] = SLAB_POISON_END;
	}
}

/* Offset of the first of @n bytes at @p that is not @want; @n if all are. */
static unsigned int first_other(const unsigned char *p, unsigned char want, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n && p[i] == want; i++)
		;
	return i;
}

static noinline void report_bytes(struct kmem_cache *s, struct slab *slab, unsigned char *object,
				  const char *part, unsigned char *bad, unsigned char *last,
				  unsigned char want)
{
	struct track *t = track_of(slab, slab_index(s, slab, object));
	bool poison = want == SLAB_POISON_FREE || want == SLAB_POISON_END;
	long at = bad - object;
	struct ferrite_defect d;

	defect_begin(&d, poison ? DEFECT_USE_AFTER_FREE : DEFECT_OVERRUN,
		     "byte %ld of %s object of %u bytes, %s, was written", at,
		     poison ? "a freed" : "an", s->object_size, s->name);
	defect_linux(&d, "BUG %s (%s): %s overwritten", s->name, print_tainted(), part);
	defect_linux(&d, "0x%px-0x%px @offset=%ld. First byte 0x%x instead of 0x%x", bad, last,
		     (long)((unsigned long)bad - (unsigned long)slab_address(slab)), *bad, want);
	defect_note(&d, "Object 0x%px @offset=%ld", object,
		    (long)((unsigned long)object - (unsigned long)slab_address(slab)));
	if (poison)
		track_stack_free(&d, t);
	track_stack_alloc(&d, t);
	if (t)
		d.step = poison ? t->free_step : t->alloc_step;
	defect_here(&d, "found");
	defect_end(&d);
}

static void bad_bytes(struct kmem_cache *s, struct slab *slab, unsigned char *object,
		      const char *part, unsigned char *p, unsigned char want, unsigned int n)
{
	unsigned int at = first_other(p, want, n), last = n;

	if (at == n)
		return;
	while (p[last - 1] == want)
		last--;
	/* A test that counts errors sees two, as on Linux: this one, and that it was mended. */
	if (!kunit_slab_error() || !kunit_slab_error())
		report_bytes(s, slab, object, part, p + at, p + last - 1, want);
	memset(p, want, n); /* repaired, so that it is told once */
}

void slab_debug_check(struct kmem_cache *s, struct slab *slab, void *object, bool active)
{
	unsigned char red = active ? SLAB_RED_ACTIVE : SLAB_RED_INACTIVE;
	unsigned char *p = object;

	if (s->flags & SLAB_RED_ZONE) {
		bad_bytes(s, slab, p, "Left Redzone", p - s->red_left_pad, red, s->red_left_pad);
		bad_bytes(s, slab, p, "Right Redzone", p + s->object_size, red, right_red(s));
	}
	if ((s->flags & __OBJECT_POISON) && !active) {
		bad_bytes(s, slab, p, "Poison", p, SLAB_POISON_FREE, s->object_size - 1);
		bad_bytes(s, slab, p, "End Poison", p + s->object_size - 1, SLAB_POISON_END, 1);
	}
}

void slab_debug_set_user(struct kmem_cache *s, void *object, bool alloc, unsigned long caller)
{
	struct slab_user *user;

	if (!(s->flags & SLAB_STORE_USER))
		return;
	user = user_of(s, object, alloc);
	memset(user, 0, sizeof(*user));
	if (!caller)
		return;
	user->addr = caller;
	user->cpu = raw_smp_processor_id();
	user->pid = current ? current->pid : 0;
	user->when = jiffies;
}

static void print_user(const char *verb, const struct slab_user *user)
{
	if (user->addr)
		pr_err("%s in %pS age=%lu cpu=%u pid=%d\n", verb, (void *)user->addr,
		       jiffies - user->when, user->cpu, user->pid);
}

void slab_debug_print_user(struct kmem_cache *s, void *object)
{
	if (!(s->flags & SLAB_STORE_USER))
		return;
	print_user("Allocated", user_of(s, object, true));
	print_user("Freed", user_of(s, object, false));
}
