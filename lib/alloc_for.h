/* SPDX-License-Identifier: MIT */
/*
 * Whose memory is it that the core allocates inside a call? What a module gets by kasprintf(),
 * mempool_alloc(), xa_store() or single_open() is the module's to give back, so that the module's line
 * has to be told when it does not. Such calls begin with ALLOCATES_FOR_CALLER(): objects that the core
 * allocates until their end count as allocated by the return address of the outermost one, if that is a
 * module's. What a module's own code allocates meanwhile (a callback, an interrupt) is its own.
 *
 * Slab objects only: areas and per-CPU memory have descriptors of the core, which would count, too.
 */
#ifndef FERRITE_LIB_ALLOC_FOR_H
#define FERRITE_LIB_ALLOC_FOR_H

#include <linux/instruction_pointer.h>
#include <linux/sched.h>

#include "lib/defect.h"

static inline unsigned long alloc_for_begin(unsigned long caller)
{
	unsigned long outer = current->allocates_for;

	if (!outer)
		current->allocates_for = caller;
	return outer;
}

static inline void alloc_for_end(unsigned long *outer)
{
	current->allocates_for = *outer;
}

#define ALLOCATES_FOR_CALLER()                                                   \
	unsigned long __allocates_for __attribute__((__cleanup__(alloc_for_end))) = \
		alloc_for_begin(_RET_IP_)

/* Who is told as the owner of an object that @caller allocates. */
static inline unsigned long alloc_for(unsigned long caller)
{
	struct task_struct *tsk = current;

	if (likely(!tsk || !tsk->allocates_for) || defect_is_module(caller))
		return caller;
	return defect_is_module(tsk->allocates_for) ? tsk->allocates_for : caller;
}

#endif
