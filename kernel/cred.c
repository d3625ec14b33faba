/* SPDX-License-Identifier: MIT */
/* Credentials and capabilities. A set is immutable once a task has it; changes are copies. */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <linux/sched/user.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/user_namespace.h>

#include "kernel/sched_priv.h"

struct user_namespace init_user_ns;
EXPORT_SYMBOL_GPL(init_user_ns);
struct user_struct root_user = {.__count = REFCOUNT_INIT(1)};

static struct group_info init_groups = {.usage = ATOMIC_INIT(1)};
struct cred init_cred = {
	.usage = ATOMIC_INIT(1),
	.cap_permitted = {{~0U, (1U << (CAP_LAST_CAP - 31)) - 1}},
	.cap_effective = {{~0U, (1U << (CAP_LAST_CAP - 31)) - 1}},
	.cap_bset = {{~0U, (1U << (CAP_LAST_CAP - 31)) - 1}},
	.user = &root_user,
	.user_ns = &init_user_ns,
	.group_info = &init_groups,
};

static struct kmem_cache *cred_jar;

int cred_init(void)
{
	cred_jar = kmem_cache_create("cred_jar", sizeof(struct cred), 0,
				     SLAB_HWCACHE_ALIGN | SLAB_PANIC | SLAB_ACCOUNT, NULL);
	return cred_jar ? 0 : -ENOMEM;
}

void cred_exit(void)
{
	kmem_cache_destroy(cred_jar);
	cred_jar = NULL;
	atomic_set(&init_cred.usage, 1);
}

static struct cred *copy_cred(const struct cred *old)
{
	struct cred *new = kmem_cache_alloc(cred_jar, GFP_KERNEL);

	if (!new)
		return NULL;
	/* All but the count, which others change meanwhile. */
	memcpy(&new->uid, &old->uid, sizeof(*new) - offsetof(struct cred, uid));
	atomic_set(&new->usage, 1);
	return new;
}

struct cred *prepare_creds(void)
{
	return copy_cred(current_cred());
}
EXPORT_SYMBOL(prepare_creds);

struct cred *prepare_kernel_cred(struct task_struct *daemon)
{
	return copy_cred(daemon ? __task_cred(daemon) : &init_cred);
}
EXPORT_SYMBOL(prepare_kernel_cred);

static void cred_free_rcu(struct rcu_head *head)
{
	kmem_cache_free(cred_jar, container_of(head, struct cred, rcu));
}

void __put_cred(struct cred *cred)
{
	call_rcu(&cred->rcu, cred_free_rcu);
}
EXPORT_SYMBOL(__put_cred);

int commit_creds(struct cred *new)
{
	struct task_struct *task = current;
	const struct cred *old = task->real_cred;

	get_cred(new);
	rcu_assign_pointer(task->real_cred, new);
	rcu_assign_pointer(task->cred, new);
	put_cred(old);
	put_cred(old);
	return 0;
}
EXPORT_SYMBOL(commit_creds);

void abort_creds(struct cred *new)
{
	put_cred(new);
}
EXPORT_SYMBOL(abort_creds);

const struct cred *override_creds(const struct cred *new)
{
	const struct cred *old = current->cred;

	get_cred(new);
	rcu_assign_pointer(current->cred, new);
	return old;
}
EXPORT_SYMBOL(override_creds);

void revert_creds(const struct cred *old)
{
	const struct cred *override = current->cred;

	rcu_assign_pointer(current->cred, old);
	put_cred(override);
}
EXPORT_SYMBOL(revert_creds);

const struct cred *get_task_cred(struct task_struct *task)
{
	const struct cred *cred;

	rcu_read_lock();
	cred = get_cred(rcu_dereference(task->real_cred));
	rcu_read_unlock();
	return cred;
}
EXPORT_SYMBOL(get_task_cred);

/* A client's user ids are the host's; root has every capability, others have none. */
static void cred_set_ids(struct cred *c, uid_t uid, uid_t euid, gid_t gid, gid_t egid)
{
	c->uid = KUIDT_INIT(uid);
	c->euid = c->suid = c->fsuid = KUIDT_INIT(euid);
	c->gid = KGIDT_INIT(gid);
	c->egid = c->sgid = c->fsgid = KGIDT_INIT(egid);
	c->cap_effective = euid ? CAP_EMPTY_SET : CAP_FULL_SET;
	c->cap_permitted = euid && uid ? CAP_EMPTY_SET : CAP_FULL_SET;
}

int task_set_ids(struct task_struct *p, uid_t uid, uid_t euid, gid_t gid, gid_t egid)
{
	const struct cred *old = p->real_cred;
	struct cred *new;

	if (old->uid.val == uid && old->euid.val == euid && old->gid.val == gid &&
	    old->egid.val == egid)
		return 0;
	new = copy_cred(old);
	if (!new)
		return -ENOMEM;
	cred_set_ids(new, uid, euid, gid, egid);
	get_cred(new);
	rcu_assign_pointer(p->real_cred, new);
	rcu_assign_pointer(p->cred, new);
	put_cred(old);
	put_cred(old);
	return 0;
}

bool capable(int cap)
{
	if (!cap_valid(cap) || !cap_raised(current_cred()->cap_effective, cap))
		return false;
	WRITE_ONCE(current->flags, current->flags | PF_SUPERPRIV);
	return true;
}
EXPORT_SYMBOL(capable);

bool ns_capable(struct user_namespace *ns, int cap)
{
	return capable(cap);
}
EXPORT_SYMBOL(ns_capable);

bool ns_capable_noaudit(struct user_namespace *ns, int cap)
{
	return capable(cap);
}
EXPORT_SYMBOL(ns_capable_noaudit);

bool has_capability(struct task_struct *t, int cap)
{
	bool has;

	rcu_read_lock();
	has = cap_valid(cap) && cap_raised(__task_cred(t)->cap_effective, cap);
	rcu_read_unlock();
	return has;
}
EXPORT_SYMBOL(has_capability);

bool has_capability_noaudit(struct task_struct *t, int cap)
{
	return has_capability(t, cap);
}

int in_group_p(kgid_t grp)
{
	return gid_eq(grp, current_fsgid());
}
EXPORT_SYMBOL(in_group_p);

int in_egroup_p(kgid_t grp)
{
	return gid_eq(grp, current_egid());
}
EXPORT_SYMBOL(in_egroup_p);
