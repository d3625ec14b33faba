/* SPDX-License-Identifier: MIT */
/*
 * %p: what a pointer points at, or its value.
 *
 * Values are canonical: the addresses that the same object has on a real x86-64 Linux (direct
 * map at 0xffff888000000000, vmalloc at 0xffffc90000000000, memory map at 0xffffea0000000000,
 * module and core images at 0xffffffff80000000 and up), so that logs repeat though the host places
 * its windows elsewhere in each process. Plain %p shows a hash of that, as Linux does.
 */
#include "lib/vsprintf.h"
#include "arch/arch.h"
#include <linux/err.h>
#include <linux/errname.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/string.h>

bool no_hash_pointers;
EXPORT_SYMBOL(no_hash_pointers);
static u64 hash_key;
unsigned long (*vsprintf_image_address)(unsigned long addr);

void vsprintf_init(u64 seed)
{
	hash_key = (seed + 0x9e3779b97f4a7c15ULL) * 0xbf58476d1ce4e5b9ULL;
	no_hash_pointers = false;
}

static bool within(uintptr_t p, uintptr_t base, uintptr_t size)
{
	return base && p - base < size;
}

/*
 * The core's image: what is before and behind the static per-CPU variables and the first dynamic
 * ones, all CPUs' copies, keeps its distance from them.
 */
#define CANONICAL_PERCPU 0xffffffff84000000UL
/* Where the running task's stack ends; behind all that vmalloc hands out. */
#define CANONICAL_STACK 0xffffc98000000000UL
extern char __per_cpu_start[];

/* An address outside the windows: in an image, or on the running stack. */
static unsigned long canonical_elsewhere(uintptr_t p)
{
	unsigned long image = vsprintf_image_address ? vsprintf_image_address(p) : p;
	uintptr_t lo, hi;

	if (image != p)
		return image;
	if (arch_stack_bounds(&lo, &hi) && p - lo < hi - lo)
		return CANONICAL_STACK - (hi - p);
	return arch_is_kernel_text(p) ? CANONICAL_PERCPU + (p - (uintptr_t)__per_cpu_start) : p;
}

/* The address that this object would have on x86-64 Linux. */

unsigned long canonical_address(const void *ptr)
{
	uintptr_t p = (uintptr_t)ptr;

	if (p < PAGE_SIZE_OF_NULL || IS_ERR(ptr))
		return p;
	if (within(p, arch_direct_base, arch_direct_size))
		return 0xffff888000000000UL + (p - arch_direct_base);
	if (within(p, arch_vmalloc_base, arch_vmalloc_size))
		return 0xffffc90000000000UL + (p - arch_vmalloc_base);
	/* 64 bytes of memory map a page: a 64th of the direct map's size. */
	if (within(p, arch_memmap_base, arch_direct_size / 64))
		return 0xffffea0000000000UL + (p - arch_memmap_base);
	if (within(p, (uintptr_t)__per_cpu_start, NR_CPUS * PERCPU_STRIDE))
		return CANONICAL_PERCPU + (p - (uintptr_t)__per_cpu_start);
	return canonical_elsewhere(p);
}

static u32 hashed(u64 value)
{
	value = (value ^ hash_key) * 0x94d049bb133111ebULL;
	value ^= value >> 29;
	value *= 0xbf58476d1ce4e5b9ULL;
	return value >> 32 ?: 1;
}

static void pointer_value(struct text *t, struct printf_spec *spec, u64 value)
{
	spec->base = 16;
	if (spec->width < 0) {
		spec->width = 2 * sizeof(void *); /* with the 0x of %#p */
		spec->zero = true;
	}
	text_number(t, spec, value, false);
}

static void pointer_hashed(struct text *t, struct printf_spec *spec, const void *ptr)
{
	if (!ptr || IS_ERR(ptr) || no_hash_pointers)
		pointer_value(t, spec, canonical_address(ptr));
	else
		pointer_value(t, spec, hashed(canonical_address(ptr)));
}

static void pointer_symbol(struct text *t, struct printf_spec *spec, const void *ptr, char kind)
{
	char symbol[KSYM_SYMBOL_LEN];

	if (kind == 's')
		sprint_symbol_no_offset(symbol, (unsigned long)ptr);
	else if (kind == 'B')
		sprint_backtrace(symbol, (unsigned long)ptr);
	else
		sprint_symbol(symbol, (unsigned long)ptr);
	text_string(t, spec, symbol);
}

static void pointer_error(struct text *t, struct printf_spec *spec, const void *ptr)
{
	const char *name = IS_ERR(ptr) ? errname(PTR_ERR(ptr)) : NULL;

	if (name) {
		text_string(t, spec, name);
	} else if (IS_ERR(ptr)) {
		spec->base = 10;
		spec->is_signed = true;
		text_number(t, spec, -PTR_ERR(ptr), true);
	} else {
		pointer_hashed(t, spec, ptr);
	}
}

void text_unknown(struct text *t, const struct printf_spec *spec, const char *letters)
{
	char text[16];

	snprintf(text, sizeof(text), "(%%p%s?)", letters);
	text_string(t, spec, text);
}

void text_pointer(struct text *t, struct printf_spec *spec, const char *fmt, void *ptr)
{
	const char *bad = text_bad_pointer(ptr);

	switch (*fmt) {
	case 'x':
		pointer_value(t, spec, canonical_address(ptr));
		return;
	case 'e':
		pointer_error(t, spec, ptr);
		return;
	case 'S':
	case 's':
	case 'B':
		pointer_symbol(t, spec, ptr, *fmt);
		return;
	}
	/* %pK among the rest: kptr_restrict is 0. */
	if (!*fmt || !strchr("4CDEGIMNORUVabdfghimrt", *fmt))
		pointer_hashed(t, spec, ptr);
	else if (bad && strchr("4CDEGIMNRUVabdghimrt", *fmt))
		text_string(t, spec, bad);
	else
		text_object(t, spec, fmt, ptr);
}
