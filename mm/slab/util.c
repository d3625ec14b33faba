/* SPDX-License-Identifier: MIT */
/*
 * Copies in kmalloc'ed memory, and kvmalloc: Linux's mm/util.c as <linux/string.h> and
 * <linux/slab.h> declare it. Each call remembers its own caller as the owner of the memory.
 */
#include <linux/kernel.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include "slab.h"

static void *dup_bytes(const void *src, size_t len, size_t room, gfp_t gfp, unsigned long caller)
{
	char *to = __kmalloc_node_track_caller(room, gfp, NUMA_NO_NODE, caller);

	if (!to)
		return NULL;
	memcpy(to, src, len);
	if (room > len)
		to[len] = '\0';
	return to;
}

char *kstrdup(const char *s, gfp_t gfp)
{
	size_t len = s ? strlen(s) : 0;

	return s ? dup_bytes(s, len, len + 1, gfp, _RET_IP_) : NULL;
}
EXPORT_SYMBOL(kstrdup);

/*
 * Linux does not copy what lies in the kernel's read-only data. Here a module's strings look
 * alike and go away with it, so that all are copied.
 */
const char *kstrdup_const(const char *s, gfp_t gfp)
{
	size_t len = s ? strlen(s) : 0;

	return s ? dup_bytes(s, len, len + 1, gfp, _RET_IP_) : NULL;
}
EXPORT_SYMBOL(kstrdup_const);

void kfree_const(const void *x)
{
	slab_kfree_for(x, _RET_IP_);
}
EXPORT_SYMBOL(kfree_const);

char *kstrndup(const char *s, size_t max, gfp_t gfp)
{
	size_t len = s ? strnlen(s, max) : 0;

	return s ? dup_bytes(s, len, len + 1, gfp, _RET_IP_) : NULL;
}
EXPORT_SYMBOL(kstrndup);

void *kmemdup(const void *src, size_t len, gfp_t gfp)
{
	return dup_bytes(src, len, len, gfp, _RET_IP_);
}
EXPORT_SYMBOL(kmemdup);

char *kmemdup_nul(const char *s, size_t len, gfp_t gfp)
{
	return s ? dup_bytes(s, len, len + 1, gfp, _RET_IP_) : NULL;
}
EXPORT_SYMBOL(kmemdup_nul);

static void *kvmalloc_for(size_t size, gfp_t flags, int node, unsigned long caller)
{
	gfp_t kmalloc_flags = flags;
	void *p;

	/* A large block is tried without effort: vmalloc stands by. */
	if (size > PAGE_SIZE) {
		kmalloc_flags |= __GFP_NOWARN;
		if (!(kmalloc_flags & __GFP_RETRY_MAYFAIL))
			kmalloc_flags |= __GFP_NORETRY;
		kmalloc_flags &= ~__GFP_NOFAIL;
	}
	p = __kmalloc_node_track_caller(size, kmalloc_flags, node, caller);
	if (p || size <= PAGE_SIZE)
		return p;
	if (!gfpflags_allow_blocking(flags))
		return NULL;
	if (unlikely(size > INT_MAX)) {
		WARN_ON_ONCE(!(flags & __GFP_NOWARN));
		return NULL;
	}
	return __vmalloc_node(size, 1, flags, node, (void *)caller);
}

/* Freed by kvfree. Error pointers: -ENOMEM, -EFAULT. */
void *vmemdup_user(const void __user *src, size_t len)
{
	void *p = kvmalloc_for(len, GFP_USER, NUMA_NO_NODE, _RET_IP_);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, len)) {
		kvfree(p);
		return ERR_PTR(-EFAULT);
	}
	return p;
}
EXPORT_SYMBOL(vmemdup_user);

static void *dup_user(const void __user *src, size_t len, bool nul, unsigned long caller)
{
	/* Linux: the data comes from a task, so that the task may be charged and sleep. */
	char *p = __kmalloc_node_track_caller(len + nul, nul ? GFP_KERNEL : GFP_USER | __GFP_NOWARN,
					      NUMA_NO_NODE, caller);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, len)) {
		kfree(p);
		return ERR_PTR(-EFAULT);
	}
	if (nul)
		p[len] = '\0';
	return p;
}

void *memdup_user(const void __user *src, size_t len)
{
	return dup_user(src, len, false, _RET_IP_);
}
EXPORT_SYMBOL(memdup_user);

void *memdup_user_nul(const void __user *src, size_t len)
{
	return dup_user(src, len, true, _RET_IP_);
}
EXPORT_SYMBOL(memdup_user_nul);

/* @n bounds the length with its 0 byte: longer is -EINVAL, unreadable -EFAULT. */
char *strndup_user(const char __user *s, long n)
{
	long len = strnlen_user(s, n);
	char *p;

	if (!len)
		return ERR_PTR(-EFAULT);
	if (len > n)
		return ERR_PTR(-EINVAL);
	p = dup_user(s, len, false, _RET_IP_);
	if (!IS_ERR(p))
		p[len - 1] = '\0'; /* it may have changed meanwhile */
	return p;
}
EXPORT_SYMBOL(strndup_user);

/* ---- kvmalloc ---- */

void *kvmalloc_node(size_t size, gfp_t flags, int node)
{
	return kvmalloc_for(size, flags, node, _RET_IP_);
}
EXPORT_SYMBOL(kvmalloc_node);

void kvfree(const void *addr)
{
	if (is_vmalloc_addr(addr))
		vfree(addr);
	else
		slab_kfree_for(addr, _RET_IP_);
}
EXPORT_SYMBOL(kvfree);

void kvfree_sensitive(const void *addr, size_t len)
{
	volatile unsigned char *byte = (volatile unsigned char *)addr;

	if (ZERO_OR_NULL_PTR(addr))
		return;
	while (len--)
		*byte++ = 0;
	if (is_vmalloc_addr(addr))
		vfree(addr);
	else
		slab_kfree_for(addr, _RET_IP_);
}
EXPORT_SYMBOL(kvfree_sensitive);

void *kvrealloc(const void *p, size_t oldsize, size_t newsize, gfp_t flags)
{
	void *to;

	if (oldsize >= newsize)
		return (void *)p;
	to = kvmalloc(newsize, flags);
	if (!to)
		return NULL;
	memcpy(to, p, oldsize);
	kvfree(p);
	return to;
}
EXPORT_SYMBOL(kvrealloc);
