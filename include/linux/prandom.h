/* SPDX-License-Identifier: MIT */
/* Small generators with their own state (Tausworthe, four words), and simple helpers. */
#ifndef _LINUX_PRANDOM_H
#define _LINUX_PRANDOM_H

#include <linux/random.h>
#include <linux/types.h>

struct rnd_state {
	__u32 s1, s2, s3, s4;
};

u32 prandom_u32_state(struct rnd_state *state);
void prandom_bytes_state(struct rnd_state *state, void *buf, size_t nbytes);
void prandom_seed_full_state(struct rnd_state __percpu *pcpu_state);
void prandom_seed_state(struct rnd_state *state, u64 seed);

#define prandom_init_once(pcpu_state) DO_ONCE(prandom_seed_full_state, (pcpu_state))

static inline u32 prandom_u32(void)
{
	return get_random_u32();
}
static inline void prandom_bytes(void *buf, size_t n)
{
	get_random_bytes(buf, n);
}
/* Uniform enough in [0, ep_ro). */
static inline u32 prandom_u32_max(u32 ep_ro)
{
	return (u32)(((u64)get_random_u32() * ep_ro) >> 32);
}
/* One step of a linear congruential generator. */
static inline u32 next_pseudo_random32(u32 seed)
{
	return seed * 1664525 + 1013904223;
}

#endif
