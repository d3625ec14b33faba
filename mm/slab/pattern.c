/* SPDX-License-Identifier: MIT */
/*
 * Patterns: what surrounds live objects, what fills free ones, and who is to blame when it changed.
 *
 *	checks=full   | left zone | asked for … | rest of the object | right zone |
 *	checks=on                 | asked for … | rest of the slot                |
 *	live             cc cc cc   the owner's   cc cc cc cc cc cc cc cc cc cc cc
 *	free             bb bb bb   6b 6b 6b 6b   6b 6b 6b 6b 6b 6b 6b   bb bb bb
 *
 * Zones can be pages wide (a 4 KiB object that is aligned to its size). Then the ZONE bytes next
 * to the object are used: a stray write far from its object is no overrun. The bytes of an object
 * are left alone while it is free if a constructor or RCU readers rely on them; of a constructed
 * object, its sum is kept instead.
 *
 * Blame. Damage is found late: when the object is freed, handed out, or at the end. Bytes right in
 * front of an object, or its first ones, may be its left neighbour's overrun: then the
 * neighbour's own right side is damaged too, and so on leftwards. The leftmost one of such a row
 * is the one whose owner wrote too far; its allocation is what is reported, once for the row.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include "lib/defect.h"
#include "lib/vsprintf.h"
#include "slab.h"

#define ZONE 128U /* bytes of a zone that are used, at most */

/* A piece of a slot, relative to its object, and what it should be filled with.
 */
struct piece {
	int from, to;
	unsigned char want;
};

/* ---- where the pieces are ---- */

static int slot_end(const struct kmem_cache *s)
{
	return s->size - s->red_left_pad;
}

static struct piece left_piece(const struct kmem_cache *s, bool live)
{
	return (struct piece){-(int)min(s->red_left_pad, ZONE), 0,
			      live ? SLAB_RED_ACTIVE : SLAB_RED_INACTIVE};
}

static struct piece right_piece(const struct kmem_cache *s, const struct track *t, bool live)
{
	int from = live ? t->size : s->object_size;
	int to = min_t(int, slot_end(s), max_t(int, from, s->object_size) + ZONE);

	return (struct piece){from, max(from, to), live ? SLAB_RED_ACTIVE : SLAB_RED_INACTIVE};
}

static struct piece body_piece(const struct kmem_cache *s, const struct track *t, bool live)
{
	return (struct piece){0, !live && (t->flags & TRACK_POISONED) ? (int)s->object_size : 0,
			      SLAB_POISON_FREE};
}

/* May free objects be overwritten? Not when a constructor or RCU readers rely
 * on them. */
static bool can_poison(const struct kmem_cache *s)
{
	return !s->ctor && !(s->flags & SLAB_TYPESAFE_BY_RCU) && s != slab_state.kmem_cache;
}

static bool can_sum(const struct kmem_cache *s)
{
	return s->ctor && !(s->flags & SLAB_TYPESAFE_BY_RCU);
}

static bool is_live(const struct track *t)
{
	return t->state == TRACK_LIVE || t->state == TRACK_LARGE;
}

/* ---- filling and comparing ---- */

typedef u64 __attribute__((__aligned__(1))) u64_any;

/* Offset of the first byte in [@from, @to) that is not @want; @to: there is
 * none. */
static int first_other(const unsigned char *p, int from, int to, unsigned char want)
{
	u64 word = want * (~0ULL / 0xff);

	for (; from + 32 <= to; from += 32) {
		const u64_any *w = (const u64_any *)(p + from);

		if ((w[0] ^ word) | (w[1] ^ word) | (w[2] ^ word) | (w[3] ^ word))
			break;
	}
	for (; from + 8 <= to && *(const u64_any *)(p + from) == word; from += 8)
		;
	while (from < to && p[from] == want)
		from++;
	return from;
}

static int last_other(const unsigned char *p, int from, int to, unsigned char want)
{
	while (to > from && p[to - 1] == want)
		to--;
	return to - 1;
}

static void fill(unsigned char *object, struct piece z)
{
	if (z.to > z.from)
		memset(object + z.from, z.want, z.to - z.from);
}

/*
 * Whole, if the bytes at both ends are and each byte is like the one 8 before it. Few bytes are
 * compared here, many by memcmp.
 */
static inline bool is_whole(const unsigned char *object, struct piece z)
{
	const unsigned char *p = object + z.from;
	u64 word = z.want * (~0ULL / 0xff), other = 0;
	long n = z.to - z.from, i;

	if (n < 8)
		return n <= 0 || first_other(object, z.from, z.to, z.want) == z.to;
	if (n > 32)
		return *(const u64_any *)p == word && !memcmp(p, p + 8, n - 8);
	for (i = 0; i < n - 8; i += 8)
		other |= *(const u64_any *)(p + i) ^ word;
	return !(other | (*(const u64_any *)(p + n - 8) ^ word));
}

static u32 sum_of(const void *object, unsigned int size)
{
	const u64_any *w = object;
	const unsigned char *byte = object;
	u64 sum = size;
	unsigned int i;

	for (i = 0; i < size / 8; i++)
		sum = (sum ^ w[i]) * 0x9e3779b97f4a7c15ULL;
	for (i *= 8; i < size; i++)
		sum = (sum ^ byte[i]) * 0x9e3779b97f4a7c15ULL;
	return sum >> 32;
}

void pattern_free(struct kmem_cache *s, struct slab *slab, unsigned int index, struct track *t)
{
	unsigned char *object = slab_object(s, slab, index);

	if (can_poison(s)) {
		memset(object, SLAB_POISON_FREE, s->object_size);
		t->flags |= TRACK_POISONED;
	} else if (can_sum(s) && t->state != TRACK_NONE) {
		t->size = sum_of(object, s->object_size);
		t->flags |= TRACK_SUMMED;
	}
	fill(object, left_piece(s, false));
	fill(object, right_piece(s, t, false));
}

void pattern_live(struct kmem_cache *s, struct slab *slab, unsigned int index, struct track *t)
{
	unsigned char *object = slab_object(s, slab, index);

	fill(object, left_piece(s, true));
	fill(object, right_piece(s, t, true));
}

/* ---- reports ---- */

/* What is said of the piece @z of an object, of which the bytes [@at, @last]
 * changed. */
struct damage {
	const char *part; /* Linux's name for the piece */
	int at, last;
	unsigned char want;
};

static void describe(struct ferrite_defect *d, struct kmem_cache *s, const struct track *t,
		     const struct damage *dm)
{
	const char *cache = track_cache_name(s);
	char bytes[40];

	if (dm->at == dm->last)
		scnprintf(bytes, sizeof(bytes), "byte %d", dm->at);
	else
		scnprintf(bytes, sizeof(bytes), "bytes %d to %d", dm->at, dm->last);
	switch (t->state) {
	case TRACK_LIVE:
		defect_begin(d, DEFECT_OVERRUN, "%s of an object of %u bytes, %s, %s written",
			     bytes, t->size, cache, dm->at == dm->last ? "was" : "were");
		break;
	case TRACK_FREE:
		defect_begin(d, DEFECT_USE_AFTER_FREE,
			     "%s of a freed object of %u bytes, %s, %s written", bytes,
			     s->ctor ? s->object_size : t->size, cache,
			     dm->at == dm->last ? "was" : "were");
		break;
	default:
		defect_begin(d, DEFECT_OVERRUN,
			     "%s of an object that nobody had yet, %s, %s written", bytes, cache,
			     dm->at == dm->last ? "was" : "were");
	}
}

static noinline void report_damage(struct kmem_cache *s, struct slab *slab, unsigned int index,
				   const struct damage *dm)
{
	unsigned char *object = slab_object(s, slab, index);
	struct track *t = track_of(slab, index);
	struct ferrite_defect d;

	describe(&d, s, t, dm);
	defect_linux(&d, "BUG %s (%s): %s overwritten", track_cache_name(s), print_tainted(),
		     dm->part);
	defect_linux(&d, "0x%px-0x%px @offset=%lu. First byte 0x%x instead of 0x%x",
		     object + dm->at, object + dm->last,
		     (unsigned long)(object + dm->at) - (unsigned long)slab_address(slab),
		     object[dm->at], dm->want);
	if (t->state == TRACK_FREE) {
		track_stack_free(&d, t);
		d.step = t->free_step;
	} else if (t->state == TRACK_LIVE) {
		d.step = t->alloc_step;
	}
	if (t->state != TRACK_NONE)
		track_stack_alloc(&d, t);
	defect_here(&d, "found");
	d.watch = canonical_address(object + dm->at);
	defect_place(&d, object + dm->at);
	defect_end(&d);
}

/* ---- checking one object ---- */

static bool right_is_whole(struct kmem_cache *s, struct slab *slab, unsigned int index)
{
	struct track *t = track_of(slab, index);

	return is_whole(slab_object(s, slab, index), right_piece(s, t, is_live(t)));
}

static bool left_is_whole(struct kmem_cache *s, struct slab *slab, unsigned int index)
{
	return is_whole(slab_object(s, slab, index), left_piece(s, is_live(track_of(slab, index))));
}

/*
 * The bytes in front of object @index, or its first ones, changed: the first
 * object of the row whose owners may have written there; @index itself, if its
 * neighbour is whole.
 */
static unsigned int first_of_row(struct kmem_cache *s, struct slab *slab, unsigned int index)
{
	while (index && !right_is_whole(s, slab, index - 1)) {
		index--;
		if (s->red_left_pad && left_is_whole(s, slab, index))
			break;
	}
	return index;
}

static void repair(struct kmem_cache *s, struct slab *slab, unsigned int from, unsigned int to)
{
	for (; from <= to; from++) {
		struct track *t = track_of(slab, from);

		if (is_live(t))
			pattern_live(s, slab, from, t);
		else
			pattern_free(s, slab, from, t);
	}
}

static bool damaged(const unsigned char *object, struct piece z, const char *part,
		    struct damage *dm)
{
	if (is_whole(object, z))
		return false;
	dm->part = part;
	dm->want = z.want;
	dm->at = first_other(object, z.from, z.to, z.want);
	dm->last = last_other(object, z.from, z.to, z.want);
	return true;
}

static bool is_undamaged(struct kmem_cache *s, const unsigned char *object, const struct track *t,
			 bool live)
{
	return is_whole(object, left_piece(s, live)) && is_whole(object, body_piece(s, t, live)) &&
	       is_whole(object, right_piece(s, t, live));
}

/* The first piece, from left to right, that changed. */
static bool find_damage(struct kmem_cache *s, const unsigned char *object, const struct track *t,
			bool live, struct damage *dm)
{
	return damaged(object, left_piece(s, live), "Left Redzone", dm) ||
	       damaged(object, body_piece(s, t, live), "Poison", dm) ||
	       damaged(object, right_piece(s, t, live), "Right Redzone", dm);
}

static bool sum_changed(struct kmem_cache *s, const unsigned char *object, const struct track *t,
			bool live, struct damage *dm)
{
	if (live || !(t->flags & TRACK_SUMMED) || sum_of(object, s->object_size) == t->size)
		return false;
	*dm = (struct damage){"Poison", 0, s->object_size - 1, object[0]};
	return true;
}

static noinline void object_is_damaged(struct kmem_cache *s, struct slab *slab, unsigned int index,
				       struct damage *dm)
{
	unsigned int row = dm->at <= 0 ? first_of_row(s, slab, index) : index;
	struct track *t = track_of(slab, row);

	if (row != index) {
		damaged(slab_object(s, slab, row), right_piece(s, t, is_live(t)), "Right Redzone",
			dm);
	} else if (index && t->state == TRACK_NONE && dm->at <= 0 &&
		   is_live(track_of(slab, index - 1))) {
		/* Nobody ever had it: its neighbour, of which no byte is guarded, wrote
		 * here. */
		row = index - 1;
		dm->at += s->size;
		dm->last += s->size;
	}
	if (!kasan_told((char *)slab_object(s, slab, row) + dm->at))
		report_damage(s, slab, row, dm);
	repair(s, slab, row, index);
}

bool pattern_check(struct kmem_cache *s, struct slab *slab, unsigned int index, bool live)
{
	unsigned char *object = slab_object(s, slab, index);
	struct track *t = track_of(slab, index);
	u8 state = t->state;
	struct damage dm;

	if (!(s->flags & __SLAB_SIDE))
		return true;
	if (likely(is_undamaged(s, object, t, live)) && !sum_changed(s, object, t, live, &dm))
		return true;
	if (!is_undamaged(s, object, t, live))
		find_damage(s, object, t, live, &dm);
	/* An object that is just being freed is still reported as its owner's. */
	if (live)
		t->state = TRACK_LIVE;
	object_is_damaged(s, slab, index, &dm);
	t->state = state;
	return false;
}

/* ---- large kmallocs ---- */

static struct piece large_piece(struct page *page, const struct track *t)
{
	return (struct piece){t->size, page_size(page), SLAB_RED_ACTIVE};
}

void pattern_large(struct page *page, struct track *t)
{
	fill(page_address(page), large_piece(page, t));
}

bool pattern_check_large(struct page *page, struct track *t)
{
	unsigned char *block = page_address(page);
	struct ferrite_defect d;
	struct damage dm;

	if (!damaged(block, large_piece(page, t), "Right Redzone", &dm) ||
	    kasan_told(block + dm.at))
		return true;
	defect_begin(&d, DEFECT_OVERRUN, "byte %d of a block of %u bytes from kmalloc was written",
		     dm.at, t->size);
	defect_note(&d, "0x%px-0x%px. First byte 0x%x instead of 0x%x", block + dm.at,
		    block + dm.last, block[dm.at], dm.want);
	track_stack_alloc(&d, t);
	defect_here(&d, "found");
	d.step = t->alloc_step;
	d.watch = canonical_address(block + dm.at);
	defect_place(&d, block + dm.at);
	defect_end(&d);
	pattern_large(page, t);
	return false;
}
