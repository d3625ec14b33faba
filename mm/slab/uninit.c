/* SPDX-License-Identifier: MIT */
/* Memory that nobody has written yet: see track.h. */
#include <linux/kernel.h>
#include <linux/string.h>
#include "slab.h"

static const union {
	u64 word;
	u8 byte[8];
} pattern = {TRACK_UNINIT_WORD};

/* What is copied to where it has to be filled. */
static const u64 block[64] = {[0 ... 63] = TRACK_UNINIT_WORD};

bool track_fills(void)
{
	return slab_state.full != 0;
}

void track_fill_uninit(void *p, size_t n)
{
	u8 *at = p, *end = at + n;

	while (at < end && ((unsigned long)at & 7)) {
		*at = pattern.byte[(unsigned long)at & 7];
		at++;
	}
	for (; at < end; at += min_t(size_t, end - at, sizeof(block)))
		memcpy(at, block, min_t(size_t, end - at, sizeof(block)));
}

static bool is_uninit(const u8 *at)
{
	return *at == pattern.byte[(unsigned long)at & 7];
}

size_t track_uninit_find(const void *p, size_t n, size_t *run)
{
	const u8 *byte = p;
	size_t at, from, len;

	/* A run covers one of the bytes TRACK_UNINIT_RUN apart: look at those only. */
	for (at = TRACK_UNINIT_RUN - 1; at < n; at += TRACK_UNINIT_RUN) {
		if (!is_uninit(byte + at))
			continue;
		for (from = at; from && is_uninit(byte + from - 1); from--)
			;
		for (len = at - from; from + len < n && is_uninit(byte + from + len); len++)
			;
		if (len >= TRACK_UNINIT_RUN) {
			*run = len;
			return from;
		}
	}
	*run = 0;
	return n;
}
