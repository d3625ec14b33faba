/* SPDX-License-Identifier: MIT */
/*
 * Random numbers. All come from one generator that the machine's declaration seeds, so a run
 * with the same seed and the same sequence of calls gets the same numbers. Any context; never
 * sleeps; always ready.
 */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/types.h>

struct notifier_block;

/* Start the machine's generator at @seed. Before anything else asks; again for a new machine. */
void random_init(u64 seed);

void get_random_bytes(void *buf, size_t len);
u8 get_random_u8(void);
u16 get_random_u16(void);
u32 get_random_u32(void);
u64 get_random_u64(void);
/* Uniform in [0, ceil); ceil must not be 0. */
u32 __get_random_u32_below(u32 ceil);

static inline u32 get_random_u32_below(u32 ceil)
{
	return __get_random_u32_below(ceil);
}
/* Uniform in (floor, U32_MAX]. */
static inline u32 get_random_u32_above(u32 floor)
{
	return floor + 1 + get_random_u32_below(~0U - floor);
}
/* Uniform in [floor, ceil]. */
static inline u32 get_random_u32_inclusive(u32 floor, u32 ceil)
{
	return floor == 0 && ceil == ~0U ? get_random_u32() :
					   floor + get_random_u32_below(ceil - floor + 1);
}
static inline unsigned int get_random_int(void)
{
	return get_random_u32();
}
static inline unsigned long get_random_long(void)
{
	return get_random_u64();
}
static inline unsigned long get_random_canary(void)
{
	return get_random_long() & ~0xffUL;
}
/* A page-aligned address in [start, start + range). */
unsigned long randomize_page(unsigned long start, unsigned long range);

static inline int wait_for_random_bytes(void)
{
	return 0;
}
static inline bool rng_is_initialized(void)
{
	return true;
}
static inline int get_random_bytes_wait(void *buf, size_t n)
{
	get_random_bytes(buf, n);
	return 0;
}
static inline void add_device_randomness(const void *buf, size_t len)
{
}
static inline void add_input_randomness(unsigned int type, unsigned int code, unsigned int value)
{
}
static inline void add_interrupt_randomness(int irq)
{
}
static inline void add_hwgenerator_randomness(const void *buf, size_t len, size_t entropy)
{
}
#define get_random_once(buf, nbytes) DO_ONCE(get_random_bytes, (buf), (nbytes))
#define get_random_once_wait(buf, nbytes) DO_ONCE(get_random_bytes_wait, (buf), (nbytes))

#include <linux/once.h>
#include <linux/prandom.h>

#endif
