/* SPDX-License-Identifier: MIT */
/*
 * SipHash-c-d: four words are keyed, each 8 bytes of the text are mixed in with c rounds, the
 * rest and the length make the last 8, and d rounds end it.
 */
#include <linux/siphash.h>
#include <asm/unaligned.h>
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/string.h>

struct sip {
	u64 v0, v1, v2, v3;
};

static void rounds(struct sip *s, int n)
{
	while (n--) {
		s->v0 += s->v1;
		s->v1 = rol64(s->v1, 13) ^ s->v0;
		s->v0 = rol64(s->v0, 32);
		s->v2 += s->v3;
		s->v3 = rol64(s->v3, 16) ^ s->v2;
		s->v0 += s->v3;
		s->v3 = rol64(s->v3, 21) ^ s->v0;
		s->v2 += s->v1;
		s->v1 = rol64(s->v1, 17) ^ s->v2;
		s->v2 = rol64(s->v2, 32);
	}
}

static void mix(struct sip *s, u64 word, int c)
{
	s->v3 ^= word;
	rounds(s, c);
	s->v0 ^= word;
}

static u64 sip(const u8 *p, size_t len, u64 k0, u64 k1, int c, int d)
{
	struct sip s = {.v0 = 0x736f6d6570736575ULL ^ k0,
			.v1 = 0x646f72616e646f6dULL ^ k1,
			.v2 = 0x6c7967656e657261ULL ^ k0,
			.v3 = 0x7465646279746573ULL ^ k1};
	u64 last = (u64)len << 56;
	size_t i;

	for (i = 0; i + 8 <= len; i += 8)
		mix(&s, get_unaligned_le64(p + i), c);
	for (; i < len; i++)
		last |= (u64)p[i] << (i % 8 * 8);
	mix(&s, last, c);
	s.v2 ^= 0xff;
	rounds(&s, d);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

u64 siphash(const void *data, size_t len, const siphash_key_t *key)
{
	return sip(data, len, key->key[0], key->key[1], 2, 4);
}
EXPORT_SYMBOL(siphash);

u32 hsiphash(const void *data, size_t len, const hsiphash_key_t *key)
{
	return sip(data, len, key->key[0], key->key[1], 1, 3);
}
EXPORT_SYMBOL(hsiphash);

/* Numbers stand in memory lowest byte first, one after the other. */
#define OF_NUMBERS(hash, ret, name, type, key_type, args, ...) \
	ret name(args, const key_type *key)                    \
	{                                                      \
		const type words[] = {__VA_ARGS__};            \
                                                               \
		return hash(words, sizeof(words), key);        \
	}                                                      \
	EXPORT_SYMBOL(name)
#define ARGS(...) __VA_ARGS__

OF_NUMBERS(siphash, u64, siphash_1u64, u64, siphash_key_t, ARGS(u64 a), a);
OF_NUMBERS(siphash, u64, siphash_2u64, u64, siphash_key_t, ARGS(u64 a, u64 b), a, b);
OF_NUMBERS(siphash, u64, siphash_3u64, u64, siphash_key_t, ARGS(u64 a, u64 b, u64 c), a, b, c);
OF_NUMBERS(siphash, u64, siphash_4u64, u64, siphash_key_t, ARGS(u64 a, u64 b, u64 c, u64 d), a, b,
	   c, d);
OF_NUMBERS(siphash, u64, siphash_1u32, u32, siphash_key_t, ARGS(u32 a), a);
OF_NUMBERS(siphash, u64, siphash_3u32, u32, siphash_key_t, ARGS(u32 a, u32 b, u32 c), a, b, c);
OF_NUMBERS(hsiphash, u32, hsiphash_1u32, u32, hsiphash_key_t, ARGS(u32 a), a);
OF_NUMBERS(hsiphash, u32, hsiphash_2u32, u32, hsiphash_key_t, ARGS(u32 a, u32 b), a, b);
OF_NUMBERS(hsiphash, u32, hsiphash_3u32, u32, hsiphash_key_t, ARGS(u32 a, u32 b, u32 c), a, b, c);
OF_NUMBERS(hsiphash, u32, hsiphash_4u32, u32, hsiphash_key_t, ARGS(u32 a, u32 b, u32 c, u32 d), a,
	   b, c, d);
