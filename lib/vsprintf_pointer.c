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
#include <linux/bitops.h>
#include <linux/ctype.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/errname.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/ioport.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
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
	return vsprintf_image_address ? vsprintf_image_address(p) : p;
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
	spec->zero = true;
	if (!spec->width)
		spec->width = 2 * sizeof(void *) + (spec->alternate ? 2 : 0);
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

/* %*ph: bytes in hex; C, D and N choose the separator. */
static const char *pointer_hex(struct text *t, struct printf_spec *spec, const char *fmt,
			       const u8 *p)
{
	char separator = *fmt == 'C' ? ':' : *fmt == 'D' ? '-' : *fmt == 'N' ? 0 : ' ';
	int i, n = clamp(spec->width, 1, 64);

	for (i = 0; i < n; i++) {
		if (i && separator)
			text_char(t, separator);
		text_char(t, hex_asc_hi(p[i]));
		text_char(t, hex_asc_lo(p[i]));
	}
	return fmt + (*fmt && strchr("CDN", *fmt) != NULL);
}

static void bitmap_hex(struct text *t, const unsigned long *map, int nbits)
{
	struct printf_spec hex = { .base = 16, .precision = -1, .zero = true };
	int chunk;

	/* Groups of 32 bits, the highest first, which has only as many digits as it needs. */
	for (chunk = (nbits - 1) / 32; chunk >= 0; chunk--) {
		u32 bits = map[chunk / 2] >> (chunk % 2 * 32);
		int used = min(nbits - chunk * 32, 32);

		hex.width = (used + 3) / 4;
		if (used < 32)
			bits &= (1U << used) - 1;
		text_number(t, &hex, bits, false);
		if (chunk)
			text_char(t, ',');
	}
}

static void bitmap_list(struct text *t, const unsigned long *map, int nbits)
{
	struct printf_spec decimal = { .base = 10, .precision = -1 };
	int start, end, n = 0;

	for (start = 0; start < nbits; start = end + 1) {
		end = start;
		if (!test_bit(start, map))
			continue;
		while (end + 1 < nbits && test_bit(end + 1, map))
			end++;
		if (n++)
			text_char(t, ',');
		text_number(t, &decimal, start, false);
		if (end > start) {
			text_char(t, '-');
			text_number(t, &decimal, end, false);
		}
	}
}

/* %*pb, %*pbl: as many bits as the width says. */
static const char *pointer_bitmap(struct text *t, struct printf_spec *spec, const char *fmt,
				  const unsigned long *map)
{
	int nbits = max(spec->width, 0);

	if (*fmt == 'l')
		bitmap_list(t, map, nbits);
	else
		bitmap_hex(t, map, nbits);
	return fmt + (*fmt == 'l');
}

static const char *pointer_mac(struct text *t, const char *fmt, const u8 *p)
{
	bool reverse = false;
	char separator = ':';
	int i;

	for (; *fmt == 'F' || *fmt == 'R'; fmt++) {
		if (*fmt == 'F')
			separator = '-';
		else
			reverse = true;
	}
	for (i = 0; i < 6; i++) {
		u8 byte = p[reverse ? 5 - i : i];

		if (i)
			text_char(t, separator);
		text_char(t, hex_asc_hi(byte));
		text_char(t, hex_asc_lo(byte));
	}
	return fmt;
}

static const char *pointer_ip(struct text *t, const char *fmt, const u8 *p, bool plain)
{
	struct printf_spec number = { .base = 10, .precision = -1 };
	int i;

	if (*fmt == '6') {
		for (i = 0; i < 16; i++) {
			if (i && i % 2 == 0 && plain)
				text_char(t, ':');
			text_char(t, hex_asc_hi(p[i]));
			text_char(t, hex_asc_lo(p[i]));
		}
		return fmt + 1 + (fmt[1] == 'c');
	}
	number.precision = plain ? -1 : 3;
	for (i = 0; i < 4; i++) {
		if (i)
			text_char(t, '.');
		text_number(t, &number, p[i], false);
	}
	fmt++;
	return fmt + (*fmt && strchr("hnbl", *fmt) != NULL);
}

/* %pU: a uuid; b B big endian, l L little endian, capitals in upper case. */
static const char *pointer_uuid(struct text *t, const char *fmt, const u8 *p)
{
	static const u8 big[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
	static const u8 little[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };
	const u8 *order = tolower(*fmt) == 'l' ? little : big;
	bool upper = *fmt == 'L' || *fmt == 'B';
	int i;

	for (i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			text_char(t, '-');
		text_char(t, upper ? hex_asc_upper_hi(p[order[i]]) : hex_asc_hi(p[order[i]]));
		text_char(t, upper ? hex_asc_upper_lo(p[order[i]]) : hex_asc_lo(p[order[i]]));
	}
	return fmt + (*fmt && strchr("lLbB", *fmt) != NULL);
}

/* %pd, %pD: a dentry's last 1…4 path components. */
static const char *pointer_dentry(struct text *t, struct printf_spec *spec, const char *fmt,
				  const struct dentry *dentry)
{
	int depth = isdigit(*fmt) ? *fmt - '0' : 1, i, n = 0;
	const struct dentry *chain[4];

	for (; dentry && n < min(depth, 4); dentry = dentry->d_parent) {
		chain[n++] = dentry;
		if (dentry->d_parent == dentry)
			break;
	}
	if (!n)
		text_string(t, spec, NULL);
	for (i = n; i-- > 0;) {
		text_bytes(t, chain[i]->d_name.name, chain[i]->d_name.len);
		if (i && !(chain[i]->d_name.len == 1 && chain[i]->d_name.name[0] == '/'))
			text_char(t, '/');
	}
	return fmt + isdigit(*fmt);
}

static const char *pointer_resource(struct text *t, const char *fmt, const struct resource *res)
{
	struct printf_spec hex = { .base = 16, .precision = -1, .zero = true, .width = 10,
				   .alternate = true };
	const char *kind = res->flags & IORESOURCE_IO ? "io  " : res->flags & IORESOURCE_MEM
									  ? "mem "
									  : "??? ";

	if (res->flags & IORESOURCE_IO)
		hex.width = 6;
	text_char(t, '[');
	text_bytes(t, kind, 4);
	text_number(t, &hex, res->start, false);
	text_char(t, '-');
	text_number(t, &hex, res->end, false);
	text_char(t, ']');
	return fmt;
}

static void pointer_va_format(struct text *t, const struct va_format *vaf)
{
	va_list args;

	va_copy(args, *vaf->va);
	text_format(t, vaf->fmt, &args);
	va_end(args);
}

/* %pa: a phys_addr_t, dma_addr_t or resource_size_t by reference. */
static const char *pointer_address(struct text *t, const char *fmt, const u64 *addr)
{
	struct printf_spec hex = { .base = 16, .precision = -1, .zero = true, .width = 18,
				   .alternate = true };

	text_number(t, &hex, *addr, false);
	return fmt + (*fmt && strchr("pd", *fmt) != NULL);
}

/* Those of the letters that only make sense on memory. */
static const char *pointer_object(struct text *t, struct printf_spec *spec, const char *fmt,
				  const void *ptr)
{
	switch (*fmt++) {
	case 'h':
		return pointer_hex(t, spec, fmt, ptr);
	case 'b':
		return pointer_bitmap(t, spec, fmt, ptr);
	case 'M':
	case 'm':
		return pointer_mac(t, fmt, ptr);
	case 'I':
	case 'i':
		return pointer_ip(t, fmt, ptr, fmt[-1] == 'I');
	case 'U':
		return pointer_uuid(t, fmt, ptr);
	case 'd':
		return pointer_dentry(t, spec, fmt, ptr);
	case 'D':
		return pointer_dentry(t, spec, fmt, ((const struct file *)ptr)->f_path.dentry);
	case 'r':
	case 'R':
		return pointer_resource(t, fmt, ptr);
	case 'a':
		return pointer_address(t, fmt, ptr);
	case 'V':
		pointer_va_format(t, ptr);
		return fmt;
	}
	pointer_hashed(t, spec, ptr);
	return fmt - 1;
}

const char *text_pointer(struct text *t, struct printf_spec *spec, const char *fmt, void *ptr)
{
	switch (*fmt) {
	case 'x':
		pointer_value(t, spec, canonical_address(ptr));
		return fmt + 1;
	case 'K': /* kptr_restrict is 0: like %p */
		pointer_hashed(t, spec, ptr);
		return fmt + 1;
	case 'e':
		pointer_error(t, spec, ptr);
		return fmt + 1;
	case 'S':
	case 's':
	case 'F':
	case 'f':
	case 'B':
		pointer_symbol(t, spec, ptr, *fmt);
		return fmt + 1 + (fmt[1] == 'R') + (fmt[1] == 'b');
	}
	if (!*fmt || !strchr("hbMmIiUdDrRaV", *fmt)) {
		pointer_hashed(t, spec, ptr);
		return fmt;
	}
	if ((unsigned long)ptr < PAGE_SIZE_OF_NULL || IS_ERR(ptr)) {
		text_string(t, spec, ptr);
		for (fmt++; isalnum(*fmt); fmt++)
			;
		return fmt;
	}
	return pointer_object(t, spec, fmt, ptr);
}
