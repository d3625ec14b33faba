/* SPDX-License-Identifier: MIT */
/*
 * KASAN as the pools see it, and what the files of mm/kasan/ share. kasan.c tells the theory.
 *
 * Unless a comment says otherwise: any context, no lock, nothing is allocated, and nothing
 * happens on a machine that was not declared with kasan.
 */
#ifndef MM_KASAN_KASAN_H
#define MM_KASAN_KASAN_H

#include <asm/kasan.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define KASAN_GRANULE_SIZE 8UL
#define KASAN_GRANULE_MASK (KASAN_GRANULE_SIZE - 1)

/*
 * Values of a shadow byte. 0: all 8 bytes are good. 1 to 7: so many of the first are. The
 * others are Linux's (Documentation/dev-tools/kasan.rst) and the compilers'.
 */
#define KASAN_PAGE_FREE	     0xff /* page that nobody has */
#define KASAN_PAGE_REDZONE   0xfe /* behind a large kmalloc */
#define KASAN_SLAB_REDZONE   0xfc /* around an object */
#define KASAN_SLAB_FREE	     0xfb /* a freed object */
#define KASAN_GLOBAL_REDZONE 0xf9 /* behind a module's variable */
#define KASAN_VMALLOC	     0xf8 /* vmalloc window: guard, tail, freed */
#define KASAN_PERCPU	     0xf6 /* per-CPU memory that nobody has */
#define KASAN_STACK_LEFT     0xf1
#define KASAN_STACK_MID	     0xf2
#define KASAN_STACK_RIGHT    0xf3
#define KASAN_STACK_PARTIAL  0xf4
#define KASAN_STACK_SCOPE    0xf8 /* a variable whose block was left; the compilers' value */
#define KASAN_ALLOCA_LEFT    0xca
#define KASAN_ALLOCA_RIGHT   0xcb

/* Is the machine declared with kasan? Constant while it runs. */
extern bool kasan_running;

static __always_inline bool kasan_on(void)
{
	return unlikely(kasan_running);
}

/* The second stage of a machine's life, right after the port: maps the shadow. */
int kasan_init(void);
void kasan_exit(void);

/* ---- shadow.c: granules ---- */

static inline u8 *kasan_shadow_of(unsigned long addr)
{
	return (u8 *)KASAN_SHADOW_OFFSET + (addr >> KASAN_SHADOW_SCALE_SHIFT);
}

/* Does @addr have a shadow at all? */
static inline bool kasan_has_shadow(unsigned long addr)
{
	return addr < KASAN_ADDRESS_END;
}

/* Nobody may touch [addr, addr + size): @addr is a granule's start, a part of the last counts. */
void kasan_poison(const void *addr, size_t size, u8 value);
/* The same bytes may be touched; those of the last granule behind them may not. */
void kasan_unpoison(const void *addr, size_t size);
/*
 * The first byte of [addr, addr + size) that may not be touched; 0: all may. => the range has a
 * shadow, size is not 0
 */
unsigned long kasan_first_bad(unsigned long addr, size_t size);

/* ---- check.c: accesses ---- */

/*
 * May @ip's function touch these bytes? False, after a report, if not. A range of 0 bytes
 * is good.
 */
bool kasan_check(const volatile void *addr, size_t size, bool write, unsigned long ip);

/* What becomes of an access that a check is asked about, when the answer is no. */
enum kasan_use {
	KASAN_DONE,	    /* it is done all the same; in a page that is not there, it faults */
	KASAN_REFUSED,	    /* the call returns without it: the report is all that is seen of it */
	KASAN_REFUSED_COPY, /* so is a copy from or to user memory: leaving an object is a usercopy
			     */
};

/* The same for a caller that looks at the answer (@use), or who touches nothing himself. */
bool kasan_allows(const void *addr, size_t size, bool write, enum kasan_use use, unsigned long ip);

/* May the first byte at @addr be touched? No report. */
static inline bool kasan_accessible(const void *addr)
{
	return !kasan_on() || !kasan_has_shadow((unsigned long)addr) ||
	       !kasan_first_bad((unsigned long)addr, 1);
}

/* ---- report.c ---- */

void kasan_report_access(unsigned long addr, size_t size, bool write, unsigned long ip);
void kasan_report_use(unsigned long addr, size_t size, bool write, enum kasan_use use,
		      unsigned long ip);
/*
 * @addr is given to a free call and is free already (@again), or no object's start. Does a
 * running KUnit case expect that? Then it is told, and it is no finding.
 */
bool kasan_free_expected(const void *addr, bool again, unsigned long ip);
/* Linux's lines for the same, added to the finding. */
struct ferrite_defect;
void kasan_free_lines(struct ferrite_defect *d, const void *addr, bool again, unsigned long ip);
/*
 * Was a write to this byte reported? Then what is found damaged there is that report's, and is
 * not to be told a second time.
 */
bool kasan_told(const void *addr);

/* What a pool knows of an address. Stacks: none are known when nr is 0. */
struct kasan_object {
	unsigned long start;
	size_t size;	  /* bytes that its owner asked for */
	const char *what; /* "object", "area of vmalloc" */
	const char *cache;
	unsigned long mapped_end; /* of a vmalloc area: what follows faults */
	bool freed;
	const unsigned long *alloc_pc, *free_pc;
	unsigned int nr_alloc, nr_free;
	int alloc_pid, free_pid;
	u64 alloc_step;
};

/* A pool's answer; false: the address is none of its. The pools add theirs when they start. */
typedef bool (*kasan_finder_t)(unsigned long addr, struct kasan_object *o);
void kasan_add_finder(kasan_finder_t find);

/* ---- globals.c ---- */

/* The module's variable in whose memory, red zone included, @addr lies. */
const char *kasan_find_global(unsigned long addr, unsigned long *start, size_t *size);
void kasan_globals_reset(void);

/* ---- hooks of the pools ---- */

void __kasan_alloc_bytes(const void *addr, size_t size, size_t room, u8 behind);

/* A block of pages is given to somebody. */
static __always_inline void kasan_alloc_pages(const void *addr, size_t bytes)
{
	if (kasan_on())
		kasan_unpoison(addr, bytes);
}

/* A block of pages is free. */
static __always_inline void kasan_free_pages(const void *addr, size_t bytes)
{
	if (kasan_on())
		kasan_poison(addr, bytes, KASAN_PAGE_FREE);
}

/* A large kmalloc: @size bytes of a block of @room. */
static __always_inline void kasan_kmalloc_large(const void *addr, size_t size, size_t room)
{
	if (kasan_on())
		__kasan_alloc_bytes(addr, size, room, KASAN_PAGE_REDZONE);
}

/* New slab pages: no object may be touched before it is handed out. */
static __always_inline void kasan_poison_slab(const void *addr, size_t bytes)
{
	if (kasan_on())
		kasan_poison(addr, bytes, KASAN_SLAB_REDZONE);
}

/* An object for @size bytes is handed out, in a slot with @room. */
static __always_inline void kasan_kmalloc(const void *object, size_t size, size_t room)
{
	if (kasan_on())
		__kasan_alloc_bytes(object, size, room, KASAN_SLAB_REDZONE);
}

/* Memory that a caller of ksize() or krealloc() now owns. */
static __always_inline void kasan_unpoison_range(const void *addr, size_t size)
{
	if (kasan_on())
		kasan_unpoison(addr, size);
}

bool __kasan_slab_may_free(const void *object, bool is_object, unsigned long ip);

/* Before an object is freed. False: a KUnit case expected that it must not be. */
static __always_inline bool kasan_slab_may_free(const void *object, bool is_object,
						unsigned long ip)
{
	return !kasan_on() || __kasan_slab_may_free(object, is_object, ip);
}

/* The object is free; @size bytes are the slot's. */
static __always_inline void kasan_slab_free(const void *object, size_t size)
{
	if (kasan_on())
		kasan_poison(object, size, KASAN_SLAB_FREE);
}

/* @size bytes of an area of @room are used; the rest is its tail and guard. */
static __always_inline void kasan_unpoison_vmalloc(const void *addr, size_t size, size_t room)
{
	if (kasan_on())
		__kasan_alloc_bytes(addr, size, room, KASAN_VMALLOC);
}

static __always_inline void kasan_poison_vmalloc(const void *addr, size_t room)
{
	if (kasan_on())
		kasan_poison(addr, room, KASAN_VMALLOC);
}

/* Room that a per-CPU object takes: with a gap behind it, and no granule shared. */
static __always_inline size_t kasan_percpu_room(size_t size)
{
	return kasan_on() ? ((size + KASAN_GRANULE_MASK) & ~KASAN_GRANULE_MASK) + 16 : size;
}

/* @size bytes at @addr in each of @nr_cpus copies, @stride apart, of an object with @room. */
void __kasan_percpu(const void *addr, size_t size, size_t room, unsigned int nr_cpus,
		    size_t stride);

static __always_inline void kasan_percpu_alloc(const void *addr, size_t size, size_t room,
					       unsigned int nr_cpus, size_t stride)
{
	if (kasan_on())
		__kasan_percpu(addr, size, room, nr_cpus, stride);
}

static __always_inline void kasan_percpu_free(const void *addr, size_t room, unsigned int nr_cpus,
					      size_t stride)
{
	if (kasan_on())
		__kasan_percpu(addr, 0, room, nr_cpus, stride);
}

#endif
