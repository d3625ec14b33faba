/* SPDX-License-Identifier: MIT */
/*
 * Hashes of names. Documentation/filesystems says only that they are salted and differ between
 * boots, so the function is free: here FNV-1a (public domain), the salt a number, never a pointer.
 */
#ifndef _LINUX_STRINGHASH_H
#define _LINUX_STRINGHASH_H

#include <linux/compiler.h>
#include <linux/hash.h>
#include <linux/types.h>

#define init_name_hash(salt) (14695981039346656037ULL ^ (unsigned long)(salt))
#define hashlen_hash(hashlen) ((u32)(hashlen))
#define hashlen_len(hashlen) ((u32)((hashlen) >> 32))
#define hashlen_create(hash, len) (((u64)(len) << 32) | (u32)(hash))

static inline unsigned long partial_name_hash(unsigned long c, unsigned long prevhash)
{
	return (prevhash ^ (c & 0xff)) * 1099511628211ULL;
}
static inline unsigned int end_name_hash(unsigned long hash)
{
	return hash_long(hash, 32);
}
static inline unsigned int full_name_hash(const void *salt, const char *name, unsigned int len)
{
	unsigned long hash = init_name_hash(salt);

	while (len--)
		hash = partial_name_hash((unsigned char)*name++, hash);
	return end_name_hash(hash);
}
/* The hash of a NUL-terminated name, its length in the high half. */
static inline u64 hashlen_string(const void *salt, const char *name)
{
	unsigned long hash = init_name_hash(salt);
	u32 len = 0;

	for (; name[len]; len++)
		hash = partial_name_hash((unsigned char)name[len], hash);
	return hashlen_create(end_name_hash(hash), len);
}

#endif
