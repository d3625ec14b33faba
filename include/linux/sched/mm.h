/* SPDX-License-Identifier: MIT */
/* Allocation scopes of the running task: Documentation/core-api/gfp_mask-from-fs-io.rst. */
#ifndef LINUX_SCHED_MM_H
#define LINUX_SCHED_MM_H

#include <linux/gfp.h>
#include <linux/mm_types.h>
#include <linux/sched.h>

/* @flags as the running task's scopes leave them: NOIO clears IO and FS, NOFS clears FS. */
static inline gfp_t current_gfp_context(gfp_t flags)
{
	unsigned int pflags = READ_ONCE(current->flags);

	if (likely(!(pflags & (PF_MEMALLOC_NOIO | PF_MEMALLOC_NOFS | PF_MEMALLOC_PIN))))
		return flags;
	if (pflags & PF_MEMALLOC_NOIO)
		flags &= ~(__GFP_IO | __GFP_FS);
	else if (pflags & PF_MEMALLOC_NOFS)
		flags &= ~__GFP_FS;
	if (pflags & PF_MEMALLOC_PIN)
		flags &= ~__GFP_MOVABLE;
	return flags;
}

#define __MEMALLOC_SCOPE(name, bit)                                            \
	static inline unsigned int memalloc_##name##_save(void)                \
	{                                                                      \
		unsigned int flags = current->flags & (bit);                   \
		WRITE_ONCE(current->flags, current->flags | (bit));            \
		return flags;                                                  \
	}                                                                      \
	static inline void memalloc_##name##_restore(unsigned int flags)       \
	{                                                                      \
		WRITE_ONCE(current->flags, (current->flags & ~(bit)) | flags); \
	}
__MEMALLOC_SCOPE(noio, PF_MEMALLOC_NOIO)
__MEMALLOC_SCOPE(nofs, PF_MEMALLOC_NOFS)
__MEMALLOC_SCOPE(noreclaim, PF_MEMALLOC)
__MEMALLOC_SCOPE(pin, PF_MEMALLOC_PIN)

static inline void fs_reclaim_acquire(gfp_t gfp_mask)
{
}
static inline void fs_reclaim_release(gfp_t gfp_mask)
{
}
/* Say that an allocation with @gfp_mask may happen below: checks the context. */
static inline void might_alloc(gfp_t gfp_mask)
{
	if (gfpflags_allow_blocking(gfp_mask))
		__might_alloc(gfp_mask, __FILE__, __LINE__);
}

#endif
