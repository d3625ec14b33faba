/* SPDX-License-Identifier: MIT */
/*
 * Bits of a word and of arrays of words. The plain names are atomic (set_bit, test_and_set_bit,
 * the latter with full ordering as Linux demands), the ones with __ are not.
 */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/bits.h>
#include <linux/types.h>
#include <linux/typecheck.h>

#define BITS_PER_TYPE(type) (sizeof(type) * BITS_PER_BYTE)
#define __bits_words(nr, d) (((nr) + (d)-1) / (d))
#define BITS_TO_LONGS(nr) __bits_words(nr, BITS_PER_LONG)
#define BITS_TO_U64(nr) __bits_words(nr, 64)
#define BITS_TO_U32(nr) __bits_words(nr, 32)
#define BITS_TO_BYTES(nr) __bits_words(nr, 8)

static __always_inline void set_bit(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_or(addr + BIT_WORD(nr), BIT_MASK(nr), __ATOMIC_RELAXED);
}

static __always_inline void clear_bit(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_and(addr + BIT_WORD(nr), ~BIT_MASK(nr), __ATOMIC_RELAXED);
}

static __always_inline void change_bit(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_xor(addr + BIT_WORD(nr), BIT_MASK(nr), __ATOMIC_RELAXED);
}

static __always_inline bool test_and_set_bit(long nr, volatile unsigned long *addr)
{
	return __atomic_fetch_or(addr + BIT_WORD(nr), BIT_MASK(nr), __ATOMIC_SEQ_CST) & BIT_MASK(nr);
}

static __always_inline bool test_and_clear_bit(long nr, volatile unsigned long *addr)
{
	return __atomic_fetch_and(addr + BIT_WORD(nr), ~BIT_MASK(nr), __ATOMIC_SEQ_CST) &
	       BIT_MASK(nr);
}

static __always_inline bool test_and_change_bit(long nr, volatile unsigned long *addr)
{
	return __atomic_fetch_xor(addr + BIT_WORD(nr), BIT_MASK(nr), __ATOMIC_SEQ_CST) &
	       BIT_MASK(nr);
}

/* Of a word that the compiler knows, a constant, as Linux has it. */
static __always_inline bool test_bit(long nr, const volatile unsigned long *addr)
{
	const unsigned long *word = (const unsigned long *)addr + BIT_WORD(nr);

	if (__builtin_constant_p(nr) && __builtin_constant_p(*word))
		return (*word >> (nr % BITS_PER_LONG)) & 1;
	return (__atomic_load_n(addr + BIT_WORD(nr), __ATOMIC_RELAXED) >> (nr % BITS_PER_LONG)) & 1;
}

static __always_inline bool test_bit_acquire(long nr, const volatile unsigned long *addr)
{
	return (__atomic_load_n(addr + BIT_WORD(nr), __ATOMIC_ACQUIRE) >> (nr % BITS_PER_LONG)) & 1;
}

static __always_inline bool test_and_set_bit_lock(long nr, volatile unsigned long *addr)
{
	return __atomic_fetch_or(addr + BIT_WORD(nr), BIT_MASK(nr), __ATOMIC_ACQUIRE) & BIT_MASK(nr);
}

static __always_inline void clear_bit_unlock(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_and(addr + BIT_WORD(nr), ~BIT_MASK(nr), __ATOMIC_RELEASE);
}
#define __clear_bit_unlock(nr, addr) clear_bit_unlock(nr, addr)

static __always_inline void __set_bit(long nr, volatile unsigned long *addr)
{
	((unsigned long *)addr)[BIT_WORD(nr)] |= BIT_MASK(nr);
}

static __always_inline void __clear_bit(long nr, volatile unsigned long *addr)
{
	((unsigned long *)addr)[BIT_WORD(nr)] &= ~BIT_MASK(nr);
}

static __always_inline void __change_bit(long nr, volatile unsigned long *addr)
{
	((unsigned long *)addr)[BIT_WORD(nr)] ^= BIT_MASK(nr);
}

static __always_inline bool __test_and_set_bit(long nr, volatile unsigned long *addr)
{
	unsigned long *word = (unsigned long *)addr + BIT_WORD(nr);
	bool old = *word & BIT_MASK(nr);

	*word |= BIT_MASK(nr);
	return old;
}

static __always_inline bool __test_and_clear_bit(long nr, volatile unsigned long *addr)
{
	unsigned long *word = (unsigned long *)addr + BIT_WORD(nr);
	bool old = *word & BIT_MASK(nr);

	*word &= ~BIT_MASK(nr);
	return old;
}

static __always_inline bool __test_and_change_bit(long nr, volatile unsigned long *addr)
{
	unsigned long *word = (unsigned long *)addr + BIT_WORD(nr);
	bool old = *word & BIT_MASK(nr);

	*word ^= BIT_MASK(nr);
	return old;
}

static __always_inline void assign_bit(long nr, volatile unsigned long *addr, bool value)
{
	if (value)
		set_bit(nr, addr);
	else
		clear_bit(nr, addr);
}

static __always_inline void __assign_bit(long nr, volatile unsigned long *addr, bool value)
{
	if (value)
		__set_bit(nr, addr);
	else
		__clear_bit(nr, addr);
}

/* ffs, fls count from 1 and give 0 for 0; the __ forms count from 0 and want a set bit. */
static __always_inline int __kernel_ffs(int x)
{
	return __builtin_ffs(x);
}
#define ffs(x) __kernel_ffs(x)

static __always_inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

static __always_inline int fls64(__u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

static __always_inline unsigned int fls_long(unsigned long x)
{
	return fls64(x);
}

static __always_inline unsigned long __ffs(unsigned long x)
{
	return __builtin_ctzl(x);
}

static __always_inline unsigned long __fls(unsigned long x)
{
	return 63 - __builtin_clzl(x);
}

static __always_inline unsigned long ffz(unsigned long x)
{
	return __builtin_ctzl(~x);
}

static __always_inline unsigned long __ffs64(u64 x)
{
	return __builtin_ctzll(x);
}

/*
 * Bits set. Constants fold; otherwise sums of pairs, nibbles and bytes, since the compiler's own
 * would call its run-time library, which the core does not have.
 */
static __always_inline unsigned long __sw_hweight64(u64 w)
{
	w -= (w >> 1) & 0x5555555555555555ULL;
	w = (w & 0x3333333333333333ULL) + ((w >> 2) & 0x3333333333333333ULL);
	w = (w + (w >> 4)) & 0x0f0f0f0f0f0f0f0fULL;
	return (w * 0x0101010101010101ULL) >> 56;
}
#define __hweight_of(w) (__builtin_constant_p(w) ? __builtin_popcountll(w) : __sw_hweight64(w))

static __always_inline unsigned long hweight_long(unsigned long w)
{
	return __hweight_of(w);
}
#define __hweight_mask(w, bits) __hweight_of((u64)(w)&GENMASK_ULL(bits - 1, 0))
#define hweight8(w) ((unsigned int)__hweight_mask(w, 8))
#define hweight16(w) ((unsigned int)__hweight_mask(w, 16))
#define hweight32(w) ((unsigned int)__hweight_mask(w, 32))
#define hweight64(w) ((unsigned long)__hweight_mask(w, 64))
#define HWEIGHT8(w) hweight8(w)
#define HWEIGHT16(w) hweight16(w)
#define HWEIGHT32(w) hweight32(w)
#define HWEIGHT64(w) hweight64(w)

#define __bitops_rotate(bits)                                                                      \
	static __always_inline u##bits rol##bits(u##bits word, unsigned int shift)                 \
	{                                                                                          \
		return (word << (shift & (bits - 1))) | (word >> ((-shift) & (bits - 1)));         \
	}                                                                                          \
	static __always_inline u##bits ror##bits(u##bits word, unsigned int shift)                 \
	{                                                                                          \
		return (word >> (shift & (bits - 1))) | (word << ((-shift) & (bits - 1)));         \
	}
__bitops_rotate(8)
__bitops_rotate(16)
__bitops_rotate(32)
__bitops_rotate(64)
#undef __bitops_rotate

static __always_inline s32 sign_extend32(u32 value, int index)
{
	u8 shift = 31 - index;

	return (s32)(value << shift) >> shift;
}

static __always_inline s64 sign_extend64(u64 value, int index)
{
	u8 shift = 63 - index;

	return (s64)(value << shift) >> shift;
}

static inline int get_bitmask_order(unsigned int count)
{
	return fls(count);
}

static inline int get_count_order(unsigned int count)
{
	return count ? fls(--count) : -1;
}

static inline int get_count_order_long(unsigned long l)
{
	return l ? (int)fls_long(l - 1) : -1;
}

/* Replace the bits of @mask by those of @bits, atomically; gives the new value. */
#define set_mask_bits(ptr, mask, bits)                                                             \
	({                                                                                         \
		typeof(*(ptr)) __old = __atomic_load_n(ptr, __ATOMIC_RELAXED), __new;              \
		do                                                                                 \
			__new = (__old & ~(typeof(*(ptr)))(mask)) | (bits);                        \
		while (!__atomic_compare_exchange_n(ptr, &__old, __new, 0, __ATOMIC_SEQ_CST,       \
						    __ATOMIC_RELAXED));                            \
		__old;                                                                             \
	})

#include <linux/find.h>

#endif
