/* SPDX-License-Identifier: MIT */
/*
 * The depot of call stacks: a table with open addressing. See stackdepot.h.
 *
 * A slot is filled once, under a lock that is held for a few instructions without a schedule point,
 * and published by its count; so looking up, by far the commoner case, takes no lock.
 */
#include "lib/stackdepot.h"
#include <linux/kernel.h>
#include <linux/string.h>

#include <asm/percpu_section.h>

#include "arch/arch.h"

#define PROBES 64

struct stack {
	u32 nr; /* 0: unused */
	u32 hash;
	unsigned long pc[STACK_DEPOT_DEPTH];
};

static struct stack stacks[STACK_DEPOT_SLOTS];
static u32 fill_lock, nr_used;

static u32 hash_of(const unsigned long *pc, unsigned int nr)
{
	u64 hash = nr;
	unsigned int i;

	for (i = 0; i < nr; i++)
		hash = (hash ^ pc[i]) * 0x9e3779b97f4a7c15ULL;
	return (u32)(hash >> 32);
}

static bool is_it(const struct stack *s, u32 hash, const unsigned long *pc, unsigned int nr)
{
	unsigned long other = 0;
	unsigned int i;

	for (i = 0; i < nr; i++)
		other |= s->pc[i] ^ pc[i];
	return s->hash == hash && !other;
}

/* The slot that holds the stack, or the first unused one; NULL: neither is near. */
static struct stack *find(u32 hash, const unsigned long *pc, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < PROBES; i++) {
		struct stack *s = &stacks[(hash + i) % STACK_DEPOT_SLOTS];
		u32 has = __atomic_load_n(&s->nr, __ATOMIC_ACQUIRE);

		if (!has || (has == nr && is_it(s, hash, pc, nr)))
			return s;
	}
	return NULL;
}

static struct stack *fill(u32 hash, const unsigned long *pc, unsigned int nr)
{
	struct stack *s;
	unsigned long section;

	percpu_enter(section);
	while (__atomic_exchange_n(&fill_lock, 1, __ATOMIC_ACQUIRE))
		arch_cpu_relax();
	s = find(hash, pc, nr);
	if (s && !s->nr) {
		memcpy(s->pc, pc, nr * sizeof(pc[0]));
		s->hash = hash;
		nr_used++;
		__atomic_store_n(&s->nr, nr, __ATOMIC_RELEASE);
	}
	__atomic_store_n(&fill_lock, 0, __ATOMIC_RELEASE);
	percpu_leave(section);
	return s;
}

u32 stack_depot_here(unsigned long caller)
{
	uintptr_t all[STACK_DEPOT_DEPTH + 6];
	unsigned int nr = arch_backtrace(all, ARRAY_SIZE(all)), first = 0;
	const unsigned long *pc = (const unsigned long *)all;
	struct stack *s;
	u32 hash;

	while (first < nr && all[first] != caller)
		first++;
	if (first == nr) {
		all[0] = caller;
		first = 0;
		nr = 1;
	}
	pc += first;
	nr = min_t(unsigned int, nr - first, STACK_DEPOT_DEPTH);
	hash = hash_of(pc, nr);
	s = find(hash, pc, nr);
	if (s && !__atomic_load_n(&s->nr, __ATOMIC_ACQUIRE))
		s = fill(hash, pc, nr);
	return s ? (u32)(s - stacks) + 1 : 0;
}

unsigned int stack_depot_get(u32 handle, const unsigned long **pc)
{
	if (!handle || handle > STACK_DEPOT_SLOTS)
		return 0;
	*pc = stacks[handle - 1].pc;
	return stacks[handle - 1].nr;
}

unsigned long stack_depot_caller(u32 handle)
{
	const unsigned long *pc;

	return stack_depot_get(handle, &pc) ? pc[0] : 0;
}

void stack_depot_reset(void)
{
	if (nr_used)
		memset(stacks, 0, sizeof(stacks));
	nr_used = 0;
}
