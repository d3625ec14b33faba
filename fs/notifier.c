/* SPDX-License-Identifier: MIT */
/*
 * Notifier chains. One list algorithm (highest priority first, equal ones in the order of
 * registration); the kinds differ in the lock around it.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/rcupdate.h>

#include "arch/arch.h"
#include "lib/active.h"
#include "lib/step.h"

typedef struct notifier_block __rcu *chain_t;

/*
 * Must a block on the chain with this head be taken off it before @caller's module goes? Not when
 * the chain goes with the module.
 */
static bool outlives(const chain_t *head, unsigned long caller)
{
	return arch_is_kernel_text((uintptr_t)head) &&
	       __module_address((unsigned long)head) != __module_address(caller);
}

static int chain_register(chain_t *nl, struct notifier_block *n, bool unique, unsigned long caller)
{
	bool watched = outlives(nl, caller);

	step_next(caller);
	while (*nl) {
		if (*nl == n) {
			WARN(1, "notifier callback %ps already registered", n->notifier_call);
			return -EEXIST;
		}
		if (n->priority > (*nl)->priority)
			break;
		if (n->priority == (*nl)->priority && unique)
			return -EBUSY;
		nl = &(*nl)->next;
	}
	n->next = *nl;
	rcu_assign_pointer(*nl, n);
	if (watched)
		active_add(ACTIVE_NOTIFIER, n, sizeof(*n), n->notifier_call, caller);
	return 0;
}

static int chain_unregister(chain_t *nl, struct notifier_block *n)
{
	for (; *nl; nl = &(*nl)->next) {
		if (*nl == n) {
			rcu_assign_pointer(*nl, n->next);
			active_del(ACTIVE_NOTIFIER, n);
			return 0;
		}
	}
	return -ENOENT;
}

/* Call up to @max blocks (-1: all) until one stops the chain; *@called counts. */
static int chain_call(chain_t *nl, unsigned long val, void *v, int max, int *called)
{
	struct notifier_block *nb = rcu_dereference_raw(*nl), *next;
	int ret = NOTIFY_DONE;

	for (; nb && max; nb = next, max--) {
		next = rcu_dereference_raw(nb->next);
		ret = nb->notifier_call(nb, val, v);
		if (called)
			++*called;
		if (ret & NOTIFY_STOP_MASK)
			break;
	}
	return ret;
}

static int chain_call_robust(chain_t *nl, unsigned long up, unsigned long down, void *v)
{
	int n = 0, ret = chain_call(nl, up, v, -1, &n);

	if (ret & NOTIFY_STOP_MASK)
		chain_call(nl, down, v, n - 1, NULL);
	return ret;
}

/* ---- atomic ---- */

static int atomic_register(struct atomic_notifier_head *nh, struct notifier_block *n, bool unique,
			   unsigned long caller)
{
	unsigned long flags;
	int err;

	spin_lock_irqsave(&nh->lock, flags);
	err = chain_register(&nh->head, n, unique, caller);
	spin_unlock_irqrestore(&nh->lock, flags);
	return err;
}

int atomic_notifier_chain_register(struct atomic_notifier_head *nh, struct notifier_block *n)
{
	return atomic_register(nh, n, false, _RET_IP_);
}
EXPORT_SYMBOL_GPL(atomic_notifier_chain_register);

int atomic_notifier_chain_register_unique_prio(struct atomic_notifier_head *nh,
					       struct notifier_block *n)
{
	return atomic_register(nh, n, true, _RET_IP_);
}
EXPORT_SYMBOL_GPL(atomic_notifier_chain_register_unique_prio);

int atomic_notifier_chain_unregister(struct atomic_notifier_head *nh, struct notifier_block *n)
{
	unsigned long flags;
	int err;

	spin_lock_irqsave(&nh->lock, flags);
	err = chain_unregister(&nh->head, n);
	spin_unlock_irqrestore(&nh->lock, flags);
	synchronize_rcu();
	return err;
}
EXPORT_SYMBOL_GPL(atomic_notifier_chain_unregister);

int atomic_notifier_call_chain(struct atomic_notifier_head *nh, unsigned long val, void *v)
{
	int ret;

	rcu_read_lock();
	ret = chain_call(&nh->head, val, v, -1, NULL);
	rcu_read_unlock();
	return ret;
}
EXPORT_SYMBOL_GPL(atomic_notifier_call_chain);

bool atomic_notifier_call_chain_is_empty(struct atomic_notifier_head *nh)
{
	return !rcu_access_pointer(nh->head);
}

/* ---- blocking ---- */

static int blocking_register(struct blocking_notifier_head *nh, struct notifier_block *n,
			     bool unique, unsigned long caller)
{
	int err;

	down_write(&nh->rwsem);
	err = chain_register(&nh->head, n, unique, caller);
	up_write(&nh->rwsem);
	return err;
}

int blocking_notifier_chain_register(struct blocking_notifier_head *nh, struct notifier_block *n)
{
	return blocking_register(nh, n, false, _RET_IP_);
}
EXPORT_SYMBOL_GPL(blocking_notifier_chain_register);

int blocking_notifier_chain_register_unique_prio(struct blocking_notifier_head *nh,
						 struct notifier_block *n)
{
	return blocking_register(nh, n, true, _RET_IP_);
}
EXPORT_SYMBOL_GPL(blocking_notifier_chain_register_unique_prio);

int blocking_notifier_chain_unregister(struct blocking_notifier_head *nh, struct notifier_block *n)
{
	int err;

	down_write(&nh->rwsem);
	err = chain_unregister(&nh->head, n);
	up_write(&nh->rwsem);
	return err;
}
EXPORT_SYMBOL_GPL(blocking_notifier_chain_unregister);

int blocking_notifier_call_chain(struct blocking_notifier_head *nh, unsigned long val, void *v)
{
	int ret = NOTIFY_DONE;

	/* Most chains are empty, and then need no lock. */
	if (rcu_access_pointer(nh->head)) {
		down_read(&nh->rwsem);
		ret = chain_call(&nh->head, val, v, -1, NULL);
		up_read(&nh->rwsem);
	}
	return ret;
}
EXPORT_SYMBOL_GPL(blocking_notifier_call_chain);

int blocking_notifier_call_chain_robust(struct blocking_notifier_head *nh, unsigned long val_up,
					unsigned long val_down, void *v)
{
	int ret;

	down_read(&nh->rwsem);
	ret = chain_call_robust(&nh->head, val_up, val_down, v);
	up_read(&nh->rwsem);
	return ret;
}
EXPORT_SYMBOL_GPL(blocking_notifier_call_chain_robust);

/* ---- raw: the callers lock ---- */

int raw_notifier_chain_register(struct raw_notifier_head *nh, struct notifier_block *n)
{
	return chain_register(&nh->head, n, false, _RET_IP_);
}
EXPORT_SYMBOL_GPL(raw_notifier_chain_register);

int raw_notifier_chain_unregister(struct raw_notifier_head *nh, struct notifier_block *n)
{
	return chain_unregister(&nh->head, n);
}
EXPORT_SYMBOL_GPL(raw_notifier_chain_unregister);

int raw_notifier_call_chain(struct raw_notifier_head *nh, unsigned long val, void *v)
{
	return chain_call(&nh->head, val, v, -1, NULL);
}
EXPORT_SYMBOL_GPL(raw_notifier_call_chain);

int raw_notifier_call_chain_robust(struct raw_notifier_head *nh, unsigned long val_up,
				   unsigned long val_down, void *v)
{
	return chain_call_robust(&nh->head, val_up, val_down, v);
}
EXPORT_SYMBOL_GPL(raw_notifier_call_chain_robust);

/* ---- SRCU ---- */

void srcu_init_notifier_head(struct srcu_notifier_head *nh)
{
	mutex_init(&nh->mutex);
	BUG_ON(init_srcu_struct(&nh->srcu) < 0);
	nh->head = NULL;
}
EXPORT_SYMBOL_GPL(srcu_init_notifier_head);

int srcu_notifier_chain_register(struct srcu_notifier_head *nh, struct notifier_block *n)
{
	int err;

	mutex_lock(&nh->mutex);
	err = chain_register(&nh->head, n, false, _RET_IP_);
	mutex_unlock(&nh->mutex);
	return err;
}
EXPORT_SYMBOL_GPL(srcu_notifier_chain_register);

int srcu_notifier_chain_unregister(struct srcu_notifier_head *nh, struct notifier_block *n)
{
	int err;

	mutex_lock(&nh->mutex);
	err = chain_unregister(&nh->head, n);
	mutex_unlock(&nh->mutex);
	synchronize_srcu(&nh->srcu);
	return err;
}
EXPORT_SYMBOL_GPL(srcu_notifier_chain_unregister);

int srcu_notifier_call_chain(struct srcu_notifier_head *nh, unsigned long val, void *v)
{
	int idx = srcu_read_lock(&nh->srcu);
	int ret = chain_call(&nh->head, val, v, -1, NULL);

	srcu_read_unlock(&nh->srcu, idx);
	return ret;
}
EXPORT_SYMBOL_GPL(srcu_notifier_call_chain);
