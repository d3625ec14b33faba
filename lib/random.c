/* SPDX-License-Identifier: MIT */
/*
 * The machine's random numbers: splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom
 * number generators", 2014; public domain), whose state is a counter. One atomic addition draws
 * a number, so any context and any number of CPUs may ask without a lock, and the sequence is a
 * function of the seed and of the order of the calls. It is not cryptographic on purpose: a run
 * must repeat. The scheduler has a generator of its own, so that a module that draws numbers does
 * not change the schedule.
 *
 * The four-word generators that modules seed themselves are L'Ecuyer's taus113 (1999), with the
 * seeding that its paper requires: words above 1, 7, 15 and 127.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/prandom.h>
#include <linux/random.h>
#include <linux/string.h>
#include <linux/unaligned/packed_struct.h>

#define GAMMA 0x9e3779b97f4a7c15ULL

static atomic64_t state = ATOMIC64_INIT(0);

void random_init(u64 seed)
{
	atomic64_set(&state, seed);
}

u64 get_random_u64(void)
{
	u64 z = atomic64_add_return_relaxed(GAMMA, &state);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}
EXPORT_SYMBOL(get_random_u64);

u32 get_random_u32(void)
{
	return get_random_u64() >> 32;
}
EXPORT_SYMBOL(get_random_u32);

u16 get_random_u16(void)
{
	return get_random_u64() >> 48;
}
EXPORT_SYMBOL(get_random_u16);

u8 get_random_u8(void)
{
	return get_random_u64() >> 56;
}
EXPORT_SYMBOL(get_random_u8);

void get_random_bytes(void *buf, size_t len)
{
	u8 *p = buf;

	while (len) {
		u64 r = get_random_u64();
		size_t n = len < 8 ? len : 8;

		memcpy(p, &r, n);
		p += n;
		len -= n;
	}
}
EXPORT_SYMBOL(get_random_bytes);

/* Lemire's multiplication: draw again while the low half is in the part that would bias. */
u32 __get_random_u32_below(u32 ceil)
{
	u32 bias = ceil ? -ceil % ceil : 0;
	u64 m;

	do {
		m = (u64)ceil * get_random_u32();
	} while ((u32)m < bias);
	return m >> 32;
}
EXPORT_SYMBOL(__get_random_u32_below);

unsigned long randomize_page(unsigned long start, unsigned long range)
{
	if (!PAGE_ALIGNED(start)) {
		range -= PAGE_ALIGN(start) - start;
		start = PAGE_ALIGN(start);
	}
	if (start > ULONG_MAX - range)
		range = ULONG_MAX - start;
	range >>= PAGE_SHIFT;
	return range ? start + (get_random_u64() % range << PAGE_SHIFT) : start;
}

#define TAUS(s, q, k_mask, shift, c) ((((s) & (k_mask)) << (c)) ^ ((((s) << (q)) ^ (s)) >> (shift)))

u32 prandom_u32_state(struct rnd_state *st)
{
	st->s1 = TAUS(st->s1, 6U, 4294967294U, 13U, 18U);
	st->s2 = TAUS(st->s2, 2U, 4294967288U, 27U, 2U);
	st->s3 = TAUS(st->s3, 13U, 4294967280U, 21U, 7U);
	st->s4 = TAUS(st->s4, 3U, 4294967168U, 12U, 13U);
	return st->s1 ^ st->s2 ^ st->s3 ^ st->s4;
}
EXPORT_SYMBOL(prandom_u32_state);

void prandom_bytes_state(struct rnd_state *st, void *buf, size_t bytes)
{
	u8 *p = buf;

	for (; bytes >= 4; bytes -= 4, p += 4)
		__put_unaligned_cpu32(prandom_u32_state(st), p);
	if (bytes) {
		u32 rem = prandom_u32_state(st);

		for (; bytes; bytes--, rem >>= 8)
			*p++ = rem;
	}
}
EXPORT_SYMBOL(prandom_bytes_state);

static u32 at_least(u32 x, u32 min)
{
	return x < min ? x + min : x;
}

void prandom_seed_state(struct rnd_state *st, u64 seed)
{
	u32 i = ((seed >> 32) ^ (seed << 10) ^ seed) & 0xffffffffUL;

	st->s1 = at_least(i, 2U);
	st->s2 = at_least(i, 8U);
	st->s3 = at_least(i, 16U);
	st->s4 = at_least(i, 128U);
}
EXPORT_SYMBOL(prandom_seed_state);

void prandom_seed_full_state(struct rnd_state __percpu *pcpu_state)
{
	int cpu;

	for_each_possible_cpu (cpu) {
		struct rnd_state *st = per_cpu_ptr(pcpu_state, cpu);

		st->s1 = at_least(get_random_u32(), 2U);
		st->s2 = at_least(get_random_u32(), 8U);
		st->s3 = at_least(get_random_u32(), 16U);
		st->s4 = at_least(get_random_u32(), 128U);
		for (int i = 0; i < 10; i++)
			prandom_u32_state(st);
	}
}
EXPORT_SYMBOL(prandom_seed_full_state);
