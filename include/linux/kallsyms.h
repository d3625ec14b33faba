/* SPDX-License-Identifier: MIT */
/*
 * <linux/kallsyms.h>: names of addresses.
 *
 * Functions and data of the core and of loaded modules have names; addresses are the real
 * ones of this process. None of these calls sleeps or takes a lock.
 */
#ifndef LINUX_KALLSYMS_H
#define LINUX_KALLSYMS_H

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/stddef.h>

#define KSYM_NAME_LEN 512
#define KSYM_SYMBOL_LEN                                                             \
	(sizeof("%s+%#lx/%#lx [%s %s]") + (KSYM_NAME_LEN - 1) + 2 * (64 * 3 / 10) + \
	 (MODULE_NAME_LEN - 1) + (20 * 2) + 1)

/*
 * Write "name+0xoffset/0xsize [module]" for @address, or "0xaddress" when nobody has it.
 * @buffer has KSYM_SYMBOL_LEN bytes. Returns the length.
 */
int sprint_symbol(char *buffer, unsigned long address);
int sprint_symbol_build_id(char *buffer, unsigned long address);
int sprint_symbol_no_offset(char *buffer, unsigned long address);
/* For return addresses: look up the instruction before, so that a tail call names its caller. */
int sprint_backtrace(char *buffer, unsigned long address);
int sprint_backtrace_build_id(char *buffer, unsigned long address);

/* The name without offset into @symname (KSYM_NAME_LEN bytes): 0 or -ERANGE. */
int lookup_symbol_name(unsigned long addr, char *symname);

/*
 * The name that covers @addr; its size, the distance and the module's name (NULL for the
 * core) through the pointers that are not NULL. The text is in @namebuf. NULL when unknown.
 */
const char *kallsyms_lookup(unsigned long addr, unsigned long *symbolsize, unsigned long *offset,
			    char **modname, char *namebuf);
/* 1 when @addr is inside a known symbol; its size and distance. */
int kallsyms_lookup_size_offset(unsigned long addr, unsigned long *symbolsize,
				unsigned long *offset);
/* The address of an exported name, of the core or of a module; 0 when there is none. */
unsigned long kallsyms_lookup_name(const char *name);

void print_ip_sym(const char *loglvl, unsigned long ip);

static inline void *dereference_symbol_descriptor(void *ptr)
{
	return ptr;
}

#endif
