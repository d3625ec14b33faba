/* SPDX-License-Identifier: MIT */
/*
 * Slab caches used by all CPUs at once: each CPU allocates, marks and passes objects on to
 * another, which checks and frees them (remote frees into frozen, partial and full slabs),
 * while one task shrinks the cache. Meant for baton mode under many seeds, for parallel mode and
 * TSan.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/prandom.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/slub_def.h>
#include <linux/spinlock.h>

#include "mm/machine/machine.h"
#include "mm/slab/slabinfo.h"

#define BOX   256
#define STEPS 3000

struct object {
	unsigned long owner, check;
	char rest[72];
};

/* Objects on their way from CPU n to CPU n + 1. */
struct box {
	spinlock_t lock;
	unsigned int nr;
	struct object *o[BOX];
};

struct worker {
	struct task_struct *task;
	unsigned int id, nr_workers;
	unsigned long errors, allocated, freed;
	struct completion done;
};

static struct kmem_cache *cache;
static struct box boxes[NR_CPUS];
static struct worker workers[NR_CPUS];

static void put_in(struct box *b, struct object *o, struct worker *w)
{
	spin_lock(&b->lock);
	if (b->nr < BOX) {
		b->o[b->nr++] = o;
		o = NULL;
	}
	spin_unlock(&b->lock);
	if (o) { /* full: keep it local */
		kmem_cache_free(cache, o);
		w->freed++;
	}
}

static struct object *take_from(struct box *b)
{
	struct object *o = NULL;

	spin_lock(&b->lock);
	if (b->nr)
		o = b->o[--b->nr];
	spin_unlock(&b->lock);
	return o;
}

static void check_and_free(struct worker *w, struct object *o)
{
	if (o->check != ~o->owner)
		w->errors++;
	o->check = 0;
	kmem_cache_free(cache, o);
	w->freed++;
}

static int work(void *arg)
{
	struct worker *w = arg;
	struct box *out = &boxes[w->id], *in = &boxes[(w->id + w->nr_workers - 1) % w->nr_workers];
	struct rnd_state rnd;
	struct object *o;
	unsigned int i;

	prandom_seed_state(&rnd, machine.decl->seed + w->id);
	for (i = 0; i < STEPS; i++) {
		u32 r = prandom_u32_state(&rnd);

		if (r % 16 < 9) {
			o = kmem_cache_alloc(cache, GFP_KERNEL);
			if (!o) {
				w->errors++;
				continue;
			}
			w->allocated++;
			o->owner = w->id * 1000000UL + i;
			o->check = ~o->owner;
			put_in(out, o, w);
		} else {
			o = take_from(in);
			if (o)
				check_and_free(w, o);
		}
		if (r % 500 == 0)
			kmem_cache_shrink(cache);
	}
	complete(&w->done);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static unsigned int start_workers(struct kunit *test)
{
	unsigned int nr = 0, cpu;

	for_each_online_cpu (cpu) {
		struct worker *w = &workers[nr];

		memset(w, 0, sizeof(*w));
		init_completion(&w->done);
		w->id = nr++;
		w->nr_workers = num_online_cpus();
		spin_lock_init(&boxes[w->id].lock);
		boxes[w->id].nr = 0;
	}
	for (cpu = 0; cpu < nr; cpu++) {
		workers[cpu].task = kthread_create(work, &workers[cpu], "slab_smp/%u", cpu);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, workers[cpu].task);
		kthread_bind(workers[cpu].task, cpumask_nth(cpu, cpu_online_mask));
		wake_up_process(workers[cpu].task);
	}
	return nr;
}

static void objects_wander_between_cpus(struct kunit *test)
{
	unsigned long allocated = 0, freed = 0, errors = 0;
	struct slabinfo info;
	unsigned int nr, i;
	struct object *o;

	cache = kmem_cache_create("test_smp", sizeof(struct object), 0, SLAB_NOLEAKTRACE, NULL);
	KUNIT_ASSERT_NOT_NULL(test, cache);
	nr = start_workers(test);
	for (i = 0; i < nr; i++) {
		wait_for_completion(&workers[i].done);
		kthread_stop(workers[i].task);
	}
	for (i = 0; i < nr; i++) {
		while ((o = take_from(&boxes[i])))
			check_and_free(&workers[i], o);
		allocated += workers[i].allocated;
		errors += workers[i].errors;
	}
	for (i = 0; i < nr; i++)
		freed += workers[i].freed;
	KUNIT_EXPECT_EQ(test, errors, 0UL);
	KUNIT_EXPECT_EQ(test, allocated, freed);
	KUNIT_EXPECT_EQ(test, slab_audit(NULL), 0UL);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(cache), 0);
	get_slabinfo(cache, &info);
	KUNIT_EXPECT_EQ(test, info.num_slabs, 0UL);
	kmem_cache_destroy(cache);
	KUNIT_EXPECT_EQ(test, slab_audit(NULL), 0UL);
}

static struct kunit_case smp_cases[] = {KUNIT_CASE(objects_wander_between_cpus), {}};

static struct kunit_suite smp_suite = {
	.name = "slab_smp",
	.test_cases = smp_cases,
};
kunit_test_suite(smp_suite);
