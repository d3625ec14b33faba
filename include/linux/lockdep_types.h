/* SPDX-License-Identifier: MIT */
/* Types of lock checking: <linux/lockdep.h>. */
#ifndef LINUX_LOCKDEP_TYPES_H
#define LINUX_LOCKDEP_TYPES_H

#include <linux/types.h>

/*
 * A class of locks is known by the address of its key, which must therefore be static (or
 * registered by lockdep_register_key()). One byte, so that two keys have two addresses.
 */
struct lock_class_key {
	unsigned char subkey;
};

/* A lock that exists only for the checker: what code waits for by other means. */
struct lockdep_map {
	struct lock_class_key *key;
	const char *name;
};

struct pin_cookie {
	unsigned int val;
};
#define NIL_COOKIE          \
	(struct pin_cookie) \
	{                   \
		0           \
	}

#define MAX_LOCKDEP_SUBCLASSES 8UL
#define STATIC_LOCKDEP_MAP_INIT(_name, _key)           \
	{                                              \
		.name = (_name), .key = (void *)(_key) \
	}

/*
 * Enter @lock as one of @key's class. Called by every *_init() macro of a lock; does nothing on a
 * machine without checks. Any context.
 */
void lockdep_init_class(const void *lock, const char *name, struct lock_class_key *key,
			unsigned int subclass);

#endif
