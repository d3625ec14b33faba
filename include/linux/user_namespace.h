/* SPDX-License-Identifier: MIT */
/* The one user namespace. */
#ifndef LINUX_USER_NAMESPACE_H
#define LINUX_USER_NAMESPACE_H

#include <linux/uidgid.h>

struct user_namespace {
	int level;
	kuid_t owner;
	kgid_t group;
};
static inline struct user_namespace *get_user_ns(struct user_namespace *ns)
{
	return ns;
}
static inline void put_user_ns(struct user_namespace *ns)
{
}

#endif
