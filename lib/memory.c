/* SPDX-License-Identifier: MIT */
/* Memory blocks beside the port's memcpy, memmove, memset and memcmp. */
#include <linux/string.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>

int bcmp(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}
EXPORT_SYMBOL(bcmp);

void *memchr(const void *s, int c, size_t n)
{
	const unsigned char *p = s;

	for (; n; n--, p++)
		if (*p == (unsigned char)c)
			return (void *)p;
	return NULL;
}
EXPORT_SYMBOL(memchr);

/* The first byte that is not @c, or NULL. Words at a time: poison checks are long. */
void *memchr_inv(const void *s, int c, size_t n)
{
	const u8 *p = s, *end = p + n;
	u64 pattern = 0x0101010101010101ULL * (u8)c, word;

	for (; end - p >= 8; p += 8) {
		memcpy(&word, p, 8);
		if (word != pattern)
			break;
	}
	for (; p < end; p++)
		if (*p != (u8)c)
			return (void *)p;
	return NULL;
}
EXPORT_SYMBOL(memchr_inv);

void *memscan(void *s, int c, size_t n)
{
	void *found = memchr(s, c, n);

	return found ?: s + n;
}
EXPORT_SYMBOL(memscan);

void *memset16(u16 *s, u16 v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		s[i] = v;
	return s;
}
EXPORT_SYMBOL(memset16);

void *memset32(u32 *s, u32 v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		s[i] = v;
	return s;
}
EXPORT_SYMBOL(memset32);

void *memset64(u64 *s, u64 v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		s[i] = v;
	return s;
}
EXPORT_SYMBOL(memset64);

void memzero_explicit(void *s, size_t count)
{
	memset(s, 0, count);
	barrier_data(s);
}
EXPORT_SYMBOL(memzero_explicit);

ssize_t memory_read_from_buffer(void *to, size_t count, loff_t *ppos, const void *from,
				size_t available)
{
	loff_t pos = *ppos;

	if (pos < 0)
		return -EINVAL;
	if (pos >= available)
		return 0;
	count = min_t(size_t, count, available - pos);
	memcpy(to, from + pos, count);
	*ppos = pos + count;
	return count;
}
EXPORT_SYMBOL(memory_read_from_buffer);

static size_t count_pointers(void **v)
{
	size_t n = 0;

	while (v[n])
		n++;
	return n;
}

void **__memcat_p(void **a, void **b)
{
	size_t na = count_pointers(a), nb = count_pointers(b);
	void **both = kmalloc_array(na + nb + 1, sizeof(*both), GFP_KERNEL);

	if (!both)
		return NULL;
	memcpy(both, a, na * sizeof(*both));
	memcpy(both + na, b, (nb + 1) * sizeof(*both));
	return both;
}
EXPORT_SYMBOL_GPL(__memcat_p);
