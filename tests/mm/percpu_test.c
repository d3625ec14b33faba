/* SPDX-License-Identifier: MIT */
/* Per-CPU memory: static copies, allocation, growing chunks, counters. */
#include <kunit/test.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/percpu_counter.h>
#include <linux/prandom.h>
#include <linux/string.h>
#include <linux/topology.h>

#include "lib/defect.h"
#include "mm/machine/machine.h"
#include "mm/percpu/percpu.h"

static DEFINE_PER_CPU(int, test_number) = 7;
static DEFINE_PER_CPU(char[5], test_array);

static void statics_have_copies(struct kunit *test)
{
	int cpu;

	for_each_possible_cpu (cpu) {
		KUNIT_EXPECT_EQ(test, per_cpu(test_number, cpu), 7);
		per_cpu(test_number, cpu) = 100 + cpu;
		per_cpu(test_array, cpu)[4] = cpu;
	}
	for_each_possible_cpu (cpu) {
		KUNIT_EXPECT_EQ(test, per_cpu(test_number, cpu), 100 + cpu);
		KUNIT_EXPECT_EQ(test, per_cpu(test_array, cpu)[4], (char)cpu);
		per_cpu(test_number, cpu) = 7;
	}
	KUNIT_EXPECT_TRUE(test, is_kernel_percpu_address((unsigned long)&test_number));
	KUNIT_EXPECT_FALSE(test, is_kernel_percpu_address((unsigned long)test));
}

static void operations(struct kunit *test)
{
	int *p = &get_cpu_var(test_number);

	*p = 10;
	this_cpu_add(test_number, 5);
	this_cpu_inc(test_number);
	KUNIT_EXPECT_EQ(test, this_cpu_read(test_number), 16);
	KUNIT_EXPECT_EQ(test, this_cpu_add_return(test_number, 4), 20);
	KUNIT_EXPECT_EQ(test, this_cpu_xchg(test_number, 3), 20);
	KUNIT_EXPECT_EQ(test, this_cpu_cmpxchg(test_number, 4, 9), 3);
	KUNIT_EXPECT_EQ(test, this_cpu_cmpxchg(test_number, 3, 9), 3);
	this_cpu_or(test_number, 6);
	this_cpu_and(test_number, 14);
	KUNIT_EXPECT_EQ(test, *p, 14);
	*p = 7;
	put_cpu_var(test_number);
}

static void allocations_are_zero_and_apart(struct kunit *test)
{
	long __percpu *a = alloc_percpu(long), *b = alloc_percpu(long);
	int cpu;

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	for_each_possible_cpu (cpu) {
		KUNIT_EXPECT_EQ(test, *per_cpu_ptr(a, cpu), 0L);
		*per_cpu_ptr(a, cpu) = 1000 + cpu;
		*per_cpu_ptr(b, cpu) = 2000 + cpu;
	}
	for_each_possible_cpu (cpu) {
		KUNIT_EXPECT_EQ(test, *per_cpu_ptr(a, cpu), 1000L + cpu);
		KUNIT_EXPECT_EQ(test, *per_cpu_ptr(b, cpu), 2000L + cpu);
	}
	free_percpu(a);
	free_percpu(b);
	free_percpu(NULL);
	KUNIT_EXPECT_EQ(test, percpu_audit(NULL), 0UL);
}

static void refused_sizes(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, __alloc_percpu_gfp(0, 8, GFP_KERNEL | __GFP_NOWARN), NULL);
	KUNIT_EXPECT_PTR_EQ(test, __alloc_percpu_gfp(40000, 8, GFP_KERNEL | __GFP_NOWARN), NULL);
	KUNIT_EXPECT_PTR_EQ(test, __alloc_percpu_gfp(8, 24, GFP_KERNEL | __GFP_NOWARN), NULL);
	KUNIT_EXPECT_PTR_EQ(test, __alloc_percpu_gfp(8, 8192, GFP_KERNEL | __GFP_NOWARN), NULL);
}

static struct page *page_of(void *percpu)
{
	return pfn_to_page(PHYS_PFN(per_cpu_ptr_to_phys(percpu)));
}

static void chunks_grow_and_go(struct kunit *test)
{
	unsigned long before = pcpu_nr_pages();
	char __percpu *p[12];
	unsigned int i;
	int cpu;

	for (i = 0; i < ARRAY_SIZE(p); i++) {
		p[i] = __alloc_percpu(20000, 4096);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
		KUNIT_EXPECT_EQ(test, (unsigned long)p[i] % 4096, 0UL);
		for_each_possible_cpu (cpu)
			memset(per_cpu_ptr(p[i], cpu), 16 * i + cpu, 20000);
	}
	KUNIT_EXPECT_GT(test, pcpu_nr_pages(), before);
	KUNIT_EXPECT_EQ(test, percpu_audit(NULL), 0UL);
	for (i = 0; i < ARRAY_SIZE(p); i++) {
		for_each_possible_cpu (cpu) {
			KUNIT_EXPECT_PTR_EQ(test,
					    memchr_inv(per_cpu_ptr(p[i], cpu), 16 * i + cpu, 20000),
					    NULL);
			if (per_cpu_ptr_to_phys(p[i])) /* not in the first chunk */
				KUNIT_EXPECT_EQ(test, page_to_nid(page_of(per_cpu_ptr(p[i], cpu))),
						cpu_to_node(cpu));
		}
		free_percpu(p[i]);
	}
	KUNIT_EXPECT_EQ(test, percpu_audit(NULL), 0UL);
}

/* Random sizes and alignments against a table; the seed is the machine's. */
static void random_calls_match_the_model(struct kunit *test)
{
	static struct {
		char __percpu *p;
		unsigned int size;
	} held[64];
	struct rnd_state rnd;
	unsigned int step, i;

	kunit_info(test, "seed %llu\n", (unsigned long long)machine.decl->seed);
	prandom_seed_state(&rnd, machine.decl->seed);
	for (step = 0; step < 4000; step++) {
		i = prandom_u32_state(&rnd) % ARRAY_SIZE(held);
		if (held[i].p) {
			KUNIT_ASSERT_PTR_EQ(test, memchr_inv(held[i].p, i, held[i].size), NULL);
			free_percpu(held[i].p);
			held[i].p = NULL;
			continue;
		}
		held[i].size = 1 + prandom_u32_state(&rnd) % 3000;
		held[i].p = __alloc_percpu(held[i].size, 1U << prandom_u32_state(&rnd) % 8);
		KUNIT_ASSERT_NOT_NULL(test, held[i].p);
		KUNIT_ASSERT_PTR_EQ(test, memchr_inv(held[i].p, 0, held[i].size), NULL);
		memset(held[i].p, i, held[i].size);
		if (step % 100 == 0)
			KUNIT_ASSERT_EQ(test, percpu_audit(NULL), 0UL);
	}
	for (i = 0; i < ARRAY_SIZE(held); i++) {
		free_percpu(held[i].p);
		held[i].p = NULL;
	}
	KUNIT_EXPECT_EQ(test, percpu_audit(NULL), 0UL);
}

static void counters_count(struct kunit *test)
{
	struct percpu_counter c;
	int i;

	KUNIT_ASSERT_EQ(test, percpu_counter_init(&c, 5, GFP_KERNEL), 0);
	for (i = 0; i < 1000; i++)
		percpu_counter_add(&c, i % 3 ? 7 : -2);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(&c), (s64)(5 + 666 * 7 - 334 * 2));
	KUNIT_EXPECT_EQ(test, percpu_counter_compare(&c, 4000), -1);
	percpu_counter_set(&c, 9);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(&c), 9LL);
	percpu_counter_destroy(&c);
}

static struct kunit_case percpu_cases[] = {KUNIT_CASE(statics_have_copies),
					   KUNIT_CASE(operations),
					   KUNIT_CASE(allocations_are_zero_and_apart),
					   KUNIT_CASE(refused_sizes),
					   KUNIT_CASE(chunks_grow_and_go),
					   KUNIT_CASE(random_calls_match_the_model),
					   KUNIT_CASE(counters_count),
					   {}};

static struct kunit_suite percpu_suite = {
	.name = "percpu",
	.test_cases = percpu_cases,
};
kunit_test_suite(percpu_suite);
