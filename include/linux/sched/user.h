/* SPDX-License-Identifier: MIT */
/* struct user_struct: one a uid. */
#ifndef LINUX_SCHED_USER_H
#define LINUX_SCHED_USER_H

#include <linux/atomic.h>
#include <linux/refcount.h>
#include <linux/uidgid.h>

struct user_struct {
	refcount_t __count;
	kuid_t uid;
	atomic_long_t locked_vm;
};
extern struct user_struct root_user;
#define INIT_USER (&root_user)
static inline struct user_struct *get_uid(struct user_struct *u)
{
	refcount_inc(&u->__count);
	return u;
}
static inline void free_uid(struct user_struct *u)
{
}

#endif
