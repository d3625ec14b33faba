/* SPDX-License-Identifier: MIT */
/* Credentials: Documentation/security/credentials.rst. Immutable once committed; kernel/cred.c. */
#ifndef LINUX_CRED_H
#define LINUX_CRED_H

#include <asm/current.h>
#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/uidgid.h>

struct user_struct;
struct group_info {
	atomic_t usage;
	int ngroups;
	kgid_t gid[];
};

struct cred {
	atomic_t usage;
	kuid_t uid, suid, euid, fsuid;
	kgid_t gid, sgid, egid, fsgid;
	unsigned int securebits;
	kernel_cap_t cap_inheritable, cap_permitted, cap_effective, cap_bset, cap_ambient;
	struct user_struct *user;
	struct user_namespace *user_ns;
	struct group_info *group_info;
	struct rcu_head rcu;
};

extern struct cred init_cred;

/* A copy of current's to change, then commit or abort. NULL without memory. May sleep. */
struct cred *prepare_creds(void);
struct cred *prepare_kernel_cred(struct task_struct *daemon);
int commit_creds(struct cred *cred);
void abort_creds(struct cred *cred);
const struct cred *override_creds(const struct cred *cred);
void revert_creds(const struct cred *cred);
void __put_cred(struct cred *cred);
/* Give task @p the ids of a client; -ENOMEM. => @p is not running, or is current. */
int task_set_ids(struct task_struct *p, uid_t uid, uid_t euid, gid_t gid, gid_t egid);

static inline const struct cred *get_cred(const struct cred *cred)
{
	if (cred)
		atomic_inc(&((struct cred *)cred)->usage);
	return cred;
}
static inline void put_cred(const struct cred *_cred)
{
	struct cred *cred = (struct cred *)_cred;

	if (cred && atomic_dec_and_test(&cred->usage))
		__put_cred(cred);
}

#define current_cred()	    ((const struct cred *)current->cred)
#define current_real_cred() ((const struct cred *)current->real_cred)
#define __task_cred(task)   ((const struct cred *)(task)->real_cred)
#define get_current_cred()  get_cred(current_cred())
const struct cred *get_task_cred(struct task_struct *task);
#define current_cred_xxx(xxx) (current_cred()->xxx)
#define current_uid()	      current_cred_xxx(uid)
#define current_gid()	      current_cred_xxx(gid)
#define current_euid()	      current_cred_xxx(euid)
#define current_egid()	      current_cred_xxx(egid)
#define current_suid()	      current_cred_xxx(suid)
#define current_sgid()	      current_cred_xxx(sgid)
#define current_fsuid()	      current_cred_xxx(fsuid)
#define current_fsgid()	      current_cred_xxx(fsgid)
#define current_cap()	      current_cred_xxx(cap_effective)
#define current_user_ns()     (&init_user_ns)
#define current_uid_gid(_uid, _gid)      \
	do {                             \
		*(_uid) = current_uid(); \
		*(_gid) = current_gid(); \
	} while (0)
#define task_uid(task)		 (__task_cred(task)->uid)
#define task_euid(task)		 (__task_cred(task)->euid)
#define task_cred_xxx(task, xxx) (__task_cred(task)->xxx)
int in_group_p(kgid_t grp);
int in_egroup_p(kgid_t grp);

#endif
