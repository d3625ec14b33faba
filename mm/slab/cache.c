/* SPDX-License-Identifier: MIT */
/*
 * Caches: creating, merging, destroying; the two caches that come before all others.
 *
 * A cache's descriptor is an object of the cache "kmem_cache", and what it holds on a node is an
 * object of the cache "kmem_cache_node". The descriptors of these two are first static, and move
 * into their own slabs as soon as those exist (slab_init).
 */
#include <linux/kernel.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/string.h>
#include <linux/memblock.h>
#include "lib/active.h"
#include "lib/defect.h"
#include "lib/step.h"
#include "mm/machine/machine.h"
#include "mm/page/page.h"
#include "mm/percpu/percpu.h"
#include "slab.h"
#include "slabinfo.h"

/* The size of the descriptor on Linux 6.1: so that slabinfo's line is the same.
 * Ours fits. */
#define LINUX_KMEM_CACHE 216U
#define KMEM_CACHE_SIZE	 (LINUX_KMEM_CACHE + nr_node_ids * (unsigned int)sizeof(void *))
_Static_assert(offsetof(struct kmem_cache, node) <= LINUX_KMEM_CACHE, "see above");
#define KMEM_CACHE_NODE_SIZE ((unsigned int)sizeof(struct kmem_cache_node))

bool slab_is_available(void)
{
	return slab_state.boot >= SLAB_UP;
}

/* ---- opening and closing ---- */

/*
 * The very first kmem_cache_node objects, while no cache can hand one out: cut the first
 * slab of their own cache by hand.
 */
static int first_node_object(struct kmem_cache *s, int nid)
{
	struct slab *slab = slab_new(s, GFP_NOWAIT | __GFP_THISNODE, nid);
	struct kmem_cache_node *n;

	if (!slab)
		return -ENOMEM;
	n = slab->freelist;
	slab->freelist = get_freepointer(s, n);
	slab->inuse = 1;
	track_alloc(s, slab, n, sizeof(*n), false, _THIS_IP_);
	slab_node_init(n);
	n->nr_slabs = 1;
	n->total_objects = slab->objects;
	s->node[nid] = n;
	slab_add_partial(n, slab, false);
	return 0;
}

static int open_nodes(struct kmem_cache *s)
{
	struct kmem_cache_node *n;
	int nid, err;

	for_each_node_state (nid, N_NORMAL_MEMORY) {
		if (slab_state.boot == SLAB_DOWN) {
			err = first_node_object(s, nid);
			if (err)
				return err;
			continue;
		}
		n = kmem_cache_alloc_node(slab_state.kmem_cache_node, GFP_KERNEL, nid);
		if (!n)
			return -ENOMEM;
		slab_node_init(n);
		s->node[nid] = n;
	}
	return 0;
}

/* What open allocated goes. => no slab is left */
static void close_cache(struct kmem_cache *s)
{
	struct kmem_cache_node *n;
	int nid;

	for_each_cache_node (s, nid, n) {
		s->node[nid] = NULL;
		kmem_cache_free(slab_state.kmem_cache_node, n);
	}
	free_percpu(s->cpu_slab);
	s->cpu_slab = NULL;
}

/* What the machine's checks add to the flags of a cache. */
static slab_flags_t with_checks(slab_flags_t flags)
{
	if (!track_enabled())
		return flags;
	flags |= __SLAB_CHECKED;
	if (flags & SLAB_DEBUG_FLAGS)
		return flags; /* its creator wants the metadata of Linux */
	flags |= __SLAB_SIDE;
	return flags & SLAB_NO_USER_FLAGS ? flags : flags | slab_state.full;
}

/*
 * Make a described cache (name, object_size, align, ctor) work. 0, -EINVAL (no slab can
 * hold such an object) or -ENOMEM; on failure nothing is left.
 */
int slab_cache_open(struct kmem_cache *s, slab_flags_t flags)
{
	int err;

	s->flags = with_checks(flags);
	if (!slab_calculate_sizes(s))
		return -EINVAL;
	/* A line of its own: two CPUs' or two caches' lists never share one. */
	s->cpu_slab = __alloc_percpu(sizeof(struct kmem_cache_cpu), 64);
	if (!s->cpu_slab)
		return -ENOMEM;
	err = open_nodes(s);
	if (err)
		close_cache(s);
	return err;
}

/* ---- merging ---- */

static bool unmergeable(const struct kmem_cache *s)
{
	return (s->flags & SLAB_NEVER_MERGE) || s->ctor || s->usersize || s->refcount < 0;
}

/*
 * A cache that can serve as the wished one: the same kind of pages, a slot that is aligned
 * as wished and wastes less than a word. The oldest that fits wins, as on Linux.
 */
static struct kmem_cache *find_mergeable(unsigned int size, unsigned int align, slab_flags_t flags,
					 void (*ctor)(void *))
{
	struct kmem_cache *s;

	if (ctor || (with_checks(flags) & SLAB_NEVER_MERGE))
		return NULL;
	size = ALIGN(size, (unsigned int)sizeof(void *));
	align = slab_calculate_alignment(flags, align, size);
	size = ALIGN(size, align);

	list_for_each_entry_reverse (s, &slab_state.caches, list) {
		if (unmergeable(s) || size > s->size)
			continue;
		if ((flags & SLAB_MERGE_SAME) != (s->flags & SLAB_MERGE_SAME))
			continue;
		if ((s->size & ~(align - 1)) != s->size)
			continue;
		if (s->size - size < sizeof(void *))
			return s;
	}
	return NULL;
}

static struct kmem_cache *alias_of(unsigned int size, unsigned int align, slab_flags_t flags,
				   void (*ctor)(void *))
{
	struct kmem_cache *s = find_mergeable(size, align, flags, ctor);

	if (!s)
		return NULL;
	s->refcount++;
	/* kzalloc clears object_size: as much as the largest of the users. */
	s->object_size = max(s->object_size, size);
	s->inuse = max(s->inuse, ALIGN(size, (unsigned int)sizeof(void *)));
	return s;
}

/* ---- creating ---- */

/*
 * A cache that is never merged has a folder of its name in Linux's
 * /sys/kernel/slab, so that a second one of that name cannot be made.
 */
static bool name_is_taken(const char *name, slab_flags_t flags, unsigned int usersize,
			  void (*ctor)(void *))
{
	struct kmem_cache *s;

	if (!ctor && !usersize && !(with_checks(flags) & SLAB_NEVER_MERGE))
		return false;
	list_for_each_entry (s, &slab_state.caches, list)
		if (unmergeable(s) && !strcmp(s->name, name))
			return true;
	return false;
}

static struct kmem_cache *new_cache(const char *name, unsigned int size, unsigned int align,
				    slab_flags_t flags, unsigned int useroffset,
				    unsigned int usersize, void (*ctor)(void *), int *err)
{
	struct kmem_cache *s;

	*err = -EEXIST;
	if (name_is_taken(name, flags, usersize, ctor))
		return NULL;
	*err = -ENOMEM;
	s = kmem_cache_zalloc(slab_state.kmem_cache, GFP_KERNEL);
	if (!s)
		return NULL;
	s->name = kstrdup(name, GFP_KERNEL);
	if (!s->name)
		goto free;
	s->object_size = size;
	s->size = size;
	s->align = slab_calculate_alignment(flags, align, size);
	s->ctor = ctor;
	s->useroffset = useroffset;
	s->usersize = usersize;
	*err = slab_cache_open(s, flags);
	if (*err)
		goto free_name;
	s->refcount = 1;
	list_add(&s->list, &slab_state.caches);
	return s;

free_name:
	kfree(s->name);
free:
	kmem_cache_free(slab_state.kmem_cache, s);
	return NULL;
}

/* Linux tells its failures under this name, whoever called. */
static const char create_name[] = "kmem_cache_create_usercopy";

static struct kmem_cache *create_for(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, unsigned int useroffset,
				     unsigned int usersize, void (*ctor)(void *),
				     unsigned long caller)
{
	struct kmem_cache *s = NULL;
	int err = -EINVAL;

	step_next(caller);

	mutex_lock(&slab_state.mutex);
	if (!name || !size || size > KMALLOC_MAX_SIZE || (flags & ~SLAB_CREATE_FLAGS))
		goto out;
	if (WARN_ON(!usersize && useroffset) ||
	    WARN_ON(size < usersize || size - usersize < useroffset))
		usersize = useroffset = 0;
	if (!usersize)
		s = alias_of(size, align, flags, ctor);
	if (!s) {
		s = new_cache(name, size, align, flags, useroffset, usersize, ctor, &err);
		if (s)
			slab_cache_made(s, caller);
	}
out:
	mutex_unlock(&slab_state.mutex);
	if (s)
		active_add(ACTIVE_CACHE, s, 0, NULL, caller);
	if (!s) {
		if (flags & SLAB_PANIC)
			panic("%s: Failed to create slab '%s'. Error %d\n", create_name, name, err);
		pr_warn("%s(%s) failed with error %d\n", create_name, name ? name : "(null)", err);
		dump_stack();
	}
	return s;
}

struct kmem_cache *kmem_cache_create_usercopy(const char *name, unsigned int size,
					      unsigned int align, slab_flags_t flags,
					      unsigned int useroffset, unsigned int usersize,
					      void (*ctor)(void *))
{
	return create_for(name, size, align, flags, useroffset, usersize, ctor, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_create_usercopy);

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *))
{
	return create_for(name, size, align, flags, 0, 0, ctor, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_create);

unsigned int kmem_cache_size(struct kmem_cache *s)
{
	return s->object_size;
}
EXPORT_SYMBOL(kmem_cache_size);

const char *kmem_cache_name(struct kmem_cache *s)
{
	return s->name;
}

/* ---- destroying ---- */

#define NAMED 4 /* objects that a report names one by one */

/* Each live object of one slab. => quiet slab, not frozen. Returns how many. */
static unsigned int name_live_objects(struct kmem_cache *s, struct slab *slab,
				      struct ferrite_defect *d, unsigned int before)
{
	unsigned int i, nr = 0;

	for (i = 0; i < slab->objects; i++) {
		void *object = slab_object(s, slab, i);
		struct track *t = track_of(slab, i);

		if (slab_on_freelist(s, slab, object))
			continue;
		if (before + nr++ < NAMED)
			defect_note(d, "Object 0x%px @offset=%lu", object,
				    (unsigned long)object - (unsigned long)slab_address(slab));
		if (t && t->state == TRACK_LIVE) {
			if (d->nr_stacks < DEFECT_STACKS)
				track_stack_alloc(d, t);
			t->flags |= TRACK_REPORTED;
		}
		slab_debug_print_user(s, object);
	}
	return nr;
}

/* Is all that lives in the core's own cache a leak of modules, which was told as that? */
static bool told_as_leaks(struct kmem_cache *s)
{
	struct slab *slab;
	unsigned int i;

	for_each_slab (slab) {
		for (i = 0; slab->slab_cache == s && slab->inuse && i < slab->objects; i++) {
			struct track *t = track_of(slab, i);

			if (!slab_on_freelist(s, slab, slab_object(s, slab, i)) &&
			    !(t && t->flags & TRACK_REPORTED))
				return false;
		}
	}
	return true;
}

/* Live objects of a cache that is being destroyed. Full slabs are on no list:
 * walk the memory. */
static noinline void report_remaining(struct kmem_cache *s, unsigned long caller)
{
	struct ferrite_defect d;
	struct slab *slab;
	unsigned int nr = 0;

	defect_begin(&d, DEFECT_CACHE_BUSY, "objects are left in %s", s->name);
	defect_linux(&d, "BUG %s (%s): Objects remaining in %s on __kmem_cache_shutdown()", s->name,
		     print_tainted(), s->name);
	defect_linux(&d,
		     "kmem_cache_destroy %s: Slab cache still has objects when "
		     "called from %pS",
		     s->name, (void *)caller);
	defect_here(&d, "destroyed");
	for_each_slab (slab)
		if (slab->slab_cache == s && slab->inuse)
			nr += name_live_objects(s, slab, &d, nr);
	scnprintf(d.head, sizeof(d.head), "%u object%s of %u bytes %s left in %s", nr,
		  nr == 1 ? "" : "s", s->object_size, nr == 1 ? "is" : "are", s->name);
	if (defect_is_module(caller))
		defect_where(&d, caller);
	defect_end(&d);
}

void kmem_cache_destroy(struct kmem_cache *s)
{
	const char *name;

	if (!s || !kasan_check(s, 1, false, _RET_IP_))
		return;
	might_sleep();
	step_next(_RET_IP_);
	if (!slab_cache_alive(s, "kmem_cache_destroy", _RET_IP_))
		return;
	active_del(ACTIVE_CACHE, s);
	mutex_lock(&slab_state.mutex);
	if (--s->refcount)
		goto out;
	if (slab_shrink_cache(s)) {
		if (defect_is_module(_RET_IP_) || !told_as_leaks(s))
			report_remaining(s, _RET_IP_);
		goto out; /* the memory stays: somebody still uses it */
	}
	list_del(&s->list);
	if (s->flags & SLAB_TYPESAFE_BY_RCU)
		rcu_barrier(); /* the last slabs' callbacks use the descriptor */
	close_cache(s);
	name = s->name;
	slab_cache_bury(s, _RET_IP_);
	kfree(name);
	kmem_cache_free(slab_state.kmem_cache, s);
out:
	mutex_unlock(&slab_state.mutex);
}
EXPORT_SYMBOL(kmem_cache_destroy);

/* ---- the beginning ---- */

static void describe_boot_cache(struct kmem_cache *s, const char *name, unsigned int size,
				slab_flags_t flags)
{
	memset(s, 0, sizeof(*s));
	s->name = name;
	s->object_size = size;
	s->size = size;
	s->align = slab_calculate_alignment(flags, ARCH_KMALLOC_MINALIGN, size);
	/* Powers of two are aligned to their size, for kmalloc's callers. */
	if (!(size & (size - 1)))
		s->align = max(s->align, slab_calculate_alignment(flags, size, size));
	s->refcount = -1;
}

struct kmem_cache *slab_create_kmalloc_cache(const char *name, unsigned int size,
					     slab_flags_t flags)
{
	struct kmem_cache *s = kmem_cache_zalloc(slab_state.kmem_cache, GFP_NOWAIT);
	struct kmem_cache *shape;

	if (!s)
		return NULL;
	shape = &slab_state.scratch;
	describe_boot_cache(shape, name, size, flags);
	memcpy(s, shape, offsetof(struct kmem_cache, node));
	s->usersize = size;
	if (slab_cache_open(s, flags | SLAB_KMALLOC))
		return NULL;
	list_add(&s->list, &slab_state.caches);
	/* On Linux only the plain ones are kept from merging, for the sake of memcg. */
	s->refcount = flags & SLAB_MERGE_SAME ? 1 : -1;
	return s;
}

/* Move a static descriptor into an object of the cache "kmem_cache". */
static struct kmem_cache *move_descriptor(struct kmem_cache *from)
{
	struct kmem_cache *s = kmem_cache_zalloc(slab_state.kmem_cache, GFP_NOWAIT);
	struct kmem_cache_node *n;
	struct slab *slab;
	int nid;

	if (!s)
		return NULL;
	/* The CPU's slabs name their cache too: put them on the list first. */
	slab_flush_cpu(from, smp_processor_id());
	memcpy(s, from, offsetof(struct kmem_cache, node) + nr_node_ids * sizeof(void *));
	for_each_cache_node (s, nid, n)
		list_for_each_entry (slab, &n->partial, slab_list)
			slab->slab_cache = s;
	list_add(&s->list, &slab_state.caches);
	return s;
}

static int open_boot_caches(void)
{
	struct slab_state *st = &slab_state;
	int err;

	describe_boot_cache(&st->boot_node_cache, "kmem_cache_node", KMEM_CACHE_NODE_SIZE,
			    SLAB_HWCACHE_ALIGN);
	st->kmem_cache_node = &st->boot_node_cache;
	err = slab_cache_open(st->kmem_cache_node, SLAB_HWCACHE_ALIGN);
	if (err)
		return err;
	st->boot = SLAB_PARTIAL;

	describe_boot_cache(&st->boot_cache, "kmem_cache", KMEM_CACHE_SIZE, SLAB_HWCACHE_ALIGN);
	st->kmem_cache = &st->boot_cache;
	err = slab_cache_open(st->kmem_cache, SLAB_HWCACHE_ALIGN);
	if (err)
		return err;
	st->kmem_cache = move_descriptor(&st->boot_cache);
	st->kmem_cache_node = move_descriptor(&st->boot_node_cache);
	return st->kmem_cache && st->kmem_cache_node ? 0 : -ENOMEM;
}

int slab_init(void)
{
	int err;

	slab_hot.direct_base = arch_direct_base;
	slab_hot.direct_size = (unsigned long)max_pfn << PAGE_SHIFT;
	slab_hot.memmap = arch_memmap_base;
	mutex_init(&slab_state.mutex);
	INIT_LIST_HEAD(&slab_state.caches);
	track_init();
	slab_kasan_init();
	slab_state.full = track_enabled() && machine.decl->redzone ? SLAB_RED_ZONE : 0;
	page_owner_fill = slab_state.full ? track_fill_uninit : NULL;
	err = open_boot_caches();
	if (!err)
		err = slab_kmalloc_init();
	if (err)
		return err;
	slab_state.boot = SLAB_UP;
	percpu_init_late();
	pr_info("SLUB: HWalign=64, Order=0-3, MinObjects=0, CPUs=%u, Nodes=%u\n", nr_cpu_ids,
		nr_node_ids);
	return 0;
}

/* ---- the end ---- */

/* All slabs, or all but those of the two first caches. */
static void release_slabs(bool keep_first)
{
	struct slab_state *st = &slab_state;
	struct slab *slab, *next;

	for (slab = slab_next_from(0); slab; slab = next) {
		next = slab_next_from(page_to_pfn(slab_page(slab)) + (1UL << slab_order(slab)));
		if (keep_first && (slab->slab_cache == &st->boot_cache ||
				   slab->slab_cache == &st->boot_node_cache))
			continue;
		slab_release_pages(slab->slab_cache, slab);
	}
}

/* => the only CPU that still runs; nobody uses any cache afterwards */
void slab_exit(void)
{
	struct slab_state *st = &slab_state;
	struct kmem_cache *s;
	struct slab *slab;
	int cpu;

	/* The two descriptors that describe the others' slabs must outlive those. */
	list_for_each_entry (s, &st->caches, list) {
		s->flags &=
			~SLAB_TYPESAFE_BY_RCU; /* no reader is left, and no grace period comes */
		for_each_possible_cpu (cpu)
			slab_flush_cpu(s, cpu);
		free_percpu(s->cpu_slab);
		s->cpu_slab = NULL;
	}
	memcpy(&st->boot_cache, st->kmem_cache, KMEM_CACHE_SIZE);
	memcpy(&st->boot_node_cache, st->kmem_cache_node, KMEM_CACHE_SIZE);
	for_each_slab (slab) {
		if (slab->slab_cache == st->kmem_cache)
			slab->slab_cache = &st->boot_cache;
		else if (slab->slab_cache == st->kmem_cache_node)
			slab->slab_cache = &st->boot_node_cache;
	}
	release_slabs(true);
	release_slabs(false);
	slab_kmalloc_exit();
	slab_quarantine_exit();
	track_exit();
	percpu_exit_late();
	memset(st, 0, sizeof(*st));
}
