/* SPDX-License-Identifier: MIT */
/*
 * Checks inside the memory manager. Linux compiles them out without CONFIG_DEBUG_VM;
 * so do we (the expression is still type-checked).
 */
#ifndef _LINUX_MMDEBUG_H
#define _LINUX_MMDEBUG_H

#include <linux/bug.h>
#include <linux/stringify.h>

struct page;
struct mm_struct;

/* Print everything known about @page, with @reason as the last line. Any context. */
void dump_page(struct page *page, const char *reason);

#define VM_BUG_ON(cond)		   ((void)sizeof((long)(cond)))
#define VM_BUG_ON_PAGE(cond, page) VM_BUG_ON(cond)
#define VM_BUG_ON_FOLIO(cond, f)   VM_BUG_ON(cond)
#define VM_BUG_ON_VMA(cond, vma)   VM_BUG_ON(cond)
#define VM_BUG_ON_MM(cond, mm)	   VM_BUG_ON(cond)
#define VM_WARN_ON(cond)	   ((void)sizeof((long)(cond)))
#define VM_WARN_ON_ONCE(cond)	   ((void)sizeof((long)(cond)))
#define VM_WARN_ON_ONCE_PAGE(c, p) ({ VM_WARN_ON(c); 0; })
#define VM_WARN_ON_FOLIO(c, f)	   VM_WARN_ON(c)
#define VM_WARN_ON_ONCE_FOLIO(c, f) ({ VM_WARN_ON(c); 0; })
#define VM_WARN_ONCE(cond, fmt...) ((void)sizeof((long)(cond)))
#define VIRTUAL_BUG_ON(cond)	   do { } while (0)

#endif
