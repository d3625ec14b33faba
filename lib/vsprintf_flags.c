/* SPDX-License-Identifier: MIT */
/*
 * Flags by name: %pGp of a page's, %pGg of gfp_t, %pGv of a mapping's. Names and their order are
 * Linux's, since scripts look for them; a bit without a name is shown as a number.
 */
#include "lib/vsprintf.h"
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/string.h>

struct flag_name {
	unsigned long bits;
	const char *name;
};

static const struct flag_name page_names[] = {{1UL << PG_locked, "locked"},
					      {1UL << PG_waiters, "waiters"},
					      {1UL << PG_error, "error"},
					      {1UL << PG_referenced, "referenced"},
					      {1UL << PG_uptodate, "uptodate"},
					      {1UL << PG_dirty, "dirty"},
					      {1UL << PG_lru, "lru"},
					      {1UL << PG_active, "active"},
					      {1UL << PG_workingset, "workingset"},
					      {1UL << PG_slab, "slab"},
					      {1UL << PG_owner_priv_1, "owner_priv_1"},
					      {1UL << PG_arch_1, "arch_1"},
					      {1UL << PG_reserved, "reserved"},
					      {1UL << PG_private, "private"},
					      {1UL << PG_private_2, "private_2"},
					      {1UL << PG_writeback, "writeback"},
					      {1UL << PG_head, "head"},
					      {1UL << PG_mappedtodisk, "mappedtodisk"},
					      {1UL << PG_reclaim, "reclaim"},
					      {1UL << PG_swapbacked, "swapbacked"},
					      {1UL << PG_unevictable, "unevictable"},
					      {1UL << PG_mlocked, "mlocked"},
					      {1UL << PG_uncached, "uncached"},
					      {1UL << PG_hwpoison, "hwpoison"},
					      {1UL << PG_young, "young"},
					      {1UL << PG_idle, "idle"},
					      {}};

/* Combinations before their parts: the first match takes its bits away. */
static const struct flag_name gfp_names[] = {{GFP_TRANSHUGE, "GFP_TRANSHUGE"},
					     {GFP_TRANSHUGE_LIGHT, "GFP_TRANSHUGE_LIGHT"},
					     {GFP_HIGHUSER_MOVABLE, "GFP_HIGHUSER_MOVABLE"},
					     {GFP_HIGHUSER, "GFP_HIGHUSER"},
					     {GFP_USER, "GFP_USER"},
					     {GFP_KERNEL_ACCOUNT, "GFP_KERNEL_ACCOUNT"},
					     {GFP_KERNEL, "GFP_KERNEL"},
					     {GFP_NOFS, "GFP_NOFS"},
					     {GFP_ATOMIC, "GFP_ATOMIC"},
					     {GFP_NOIO, "GFP_NOIO"},
					     {GFP_NOWAIT, "GFP_NOWAIT"},
					     {GFP_DMA, "GFP_DMA"},
					     {__GFP_HIGHMEM, "__GFP_HIGHMEM"},
					     {GFP_DMA32, "GFP_DMA32"},
					     {__GFP_HIGH, "__GFP_HIGH"},
					     {__GFP_ATOMIC, "__GFP_ATOMIC"},
					     {__GFP_IO, "__GFP_IO"},
					     {__GFP_FS, "__GFP_FS"},
					     {__GFP_NOWARN, "__GFP_NOWARN"},
					     {__GFP_RETRY_MAYFAIL, "__GFP_RETRY_MAYFAIL"},
					     {__GFP_NOFAIL, "__GFP_NOFAIL"},
					     {__GFP_NORETRY, "__GFP_NORETRY"},
					     {__GFP_COMP, "__GFP_COMP"},
					     {__GFP_ZERO, "__GFP_ZERO"},
					     {__GFP_NOMEMALLOC, "__GFP_NOMEMALLOC"},
					     {__GFP_MEMALLOC, "__GFP_MEMALLOC"},
					     {__GFP_HARDWALL, "__GFP_HARDWALL"},
					     {__GFP_THISNODE, "__GFP_THISNODE"},
					     {__GFP_RECLAIMABLE, "__GFP_RECLAIMABLE"},
					     {__GFP_MOVABLE, "__GFP_MOVABLE"},
					     {__GFP_ACCOUNT, "__GFP_ACCOUNT"},
					     {__GFP_WRITE, "__GFP_WRITE"},
					     {__GFP_RECLAIM, "__GFP_RECLAIM"},
					     {__GFP_DIRECT_RECLAIM, "__GFP_DIRECT_RECLAIM"},
					     {__GFP_KSWAPD_RECLAIM, "__GFP_KSWAPD_RECLAIM"},
					     {__GFP_ZEROTAGS, "__GFP_ZEROTAGS"},
					     {}};

static const struct flag_name mapping_names[] = {{VM_READ, "read"},
						 {VM_WRITE, "write"},
						 {VM_EXEC, "exec"},
						 {VM_SHARED, "shared"},
						 {VM_MAYREAD, "mayread"},
						 {VM_MAYWRITE, "maywrite"},
						 {VM_MAYEXEC, "mayexec"},
						 {VM_MAYSHARE, "mayshare"},
						 {VM_GROWSDOWN, "growsdown"},
						 {VM_UFFD_MISSING, "uffd_missing"},
						 {VM_PFNMAP, "pfnmap"},
						 {VM_UFFD_WP, "uffd_wp"},
						 {VM_LOCKED, "locked"},
						 {VM_IO, "io"},
						 {VM_SEQ_READ, "seqread"},
						 {VM_RAND_READ, "randread"},
						 {VM_DONTCOPY, "dontcopy"},
						 {VM_DONTEXPAND, "dontexpand"},
						 {VM_LOCKONFAULT, "lockonfault"},
						 {VM_ACCOUNT, "account"},
						 {VM_NORESERVE, "noreserve"},
						 {VM_HUGETLB, "hugetlb"},
						 {VM_SYNC, "sync"},
						 {1UL << 24, "pat"},
						 {VM_WIPEONFORK, "wipeonfork"},
						 {VM_DONTDUMP, "dontdump"},
						 {VM_SOFTDIRTY, "softdirty"},
						 {VM_MIXEDMAP, "mixedmap"},
						 {VM_HUGEPAGE, "hugepage"},
						 {VM_NOHUGEPAGE, "nohugepage"},
						 {VM_MERGEABLE, "mergeable"},
						 {1UL << 37, "uffd_minor"},
						 {}};

static void part_separator(struct text *t, bool *first)
{
	if (!*first)
		text_char(t, '|');
	*first = false;
}

static void part_number(struct text *t, u64 value, unsigned int base)
{
	struct printf_spec spec = {.base = base, .width = -1, .precision = -1, .alternate = true};

	text_number(t, &spec, value, false);
}

static void part_names(struct text *t, unsigned long flags, const struct flag_name *name,
		       bool *first)
{
	for (; name->bits; name++) {
		if ((flags & name->bits) != name->bits)
			continue;
		flags &= ~name->bits;
		part_separator(t, first);
		text_bytes(t, name->name, strlen(name->name));
	}
	if (flags) {
		part_separator(t, first);
		part_number(t, flags, 16);
	}
}

static void part_page(struct text *t, unsigned long flags)
{
	bool first = true;

	part_number(t, flags, 16);
	text_char(t, '(');
	part_names(t, flags & PAGEFLAGS_MASK, page_names, &first);
	part_separator(t, &first);
	text_bytes(t, "node=", 5);
	part_number(t, (flags >> NODES_PGSHIFT) & NODES_MASK, 10);
	text_bytes(t, "|zone=", 6);
	part_number(t, (flags >> ZONES_PGSHIFT) & ZONES_MASK, 10);
	text_char(t, ')');
}

void text_flags(struct text *t, struct printf_spec *spec, const char *fmt, const void *ptr)
{
	bool first = true;

	if (*fmt == 'p')
		part_page(t, READ_ONCE(*(const unsigned long *)ptr)); /* others may change it */
	else if (*fmt == 'v')
		part_names(t, *(const unsigned long *)ptr, mapping_names, &first);
	else if (*fmt == 'g')
		part_names(t, *(const gfp_t *)ptr, gfp_names, &first);
	else
		text_unknown(t, spec, "G");
}
