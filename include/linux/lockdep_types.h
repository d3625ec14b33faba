/* SPDX-License-Identifier: MIT */
/* Types of lock checking that module sources name. Empty: the checks need no keys (lockdep.h). */
#ifndef LINUX_LOCKDEP_TYPES_H
#define LINUX_LOCKDEP_TYPES_H

struct lock_class_key {
};
struct lockdep_map {
};
struct pin_cookie {
};

#define MAX_LOCKDEP_SUBCLASSES 8UL
#define STATIC_LOCKDEP_MAP_INIT(_name, _key) \
	{                                    \
	}

#endif
