/* SPDX-License-Identifier: MIT */
/*
 * What a pointer points at, by the letter behind %p. Each is put together in a buffer of its own
 * and then set into the conversion's field, except where the width means something else: a
 * number of bytes (%ph, %pE) or of bits (%pb).
 */
#include "lib/vsprintf.h"
#include <linux/bitops.h>
#include <linux/ctype.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/hex.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/property.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

static const struct printf_spec decimal = {.base = 10, .width = -1, .precision = -1};

static void part_hex(struct text *part, u64 value, int width)
{
	struct printf_spec hex = {
		.base = 16, .width = width, .precision = -1, .zero = true, .alternate = true};

	text_number(part, &hex, value, false);
}

static void part_byte(struct text *part, u8 byte, bool upper)
{
	text_char(part, upper ? hex_asc_upper_hi(byte) : hex_asc_hi(byte));
	text_char(part, upper ? hex_asc_upper_lo(byte) : hex_asc_lo(byte));
}

/* %*ph: at most 64 bytes in hex; C, D and N choose the separator. */
static void object_bytes(struct text *t, struct printf_spec *spec, const char *fmt, const u8 *p)
{
	char separator = *fmt == 'C' ? ':' : *fmt == 'D' ? '-' : *fmt == 'N' ? 0 : ' ';
	int i, n = spec->width < 0 ? 1 : min(spec->width, 64);

	for (i = 0; i < n; i++) {
		if (i && separator)
			text_char(t, separator);
		part_byte(t, p[i], false);
	}
}

/* %*pE: escaped; without letters as by ESCAPE_ANY_NP. */
static void object_escaped(struct text *t, struct printf_spec *spec, const char *fmt, const char *p)
{
	static const char letters[] = "achnops";
	static const unsigned int flags[] = {ESCAPE_ANY,   ESCAPE_SPECIAL, ESCAPE_HEX,	ESCAPE_NULL,
					     ESCAPE_OCTAL, ESCAPE_NP,	   ESCAPE_SPACE};
	int i, n = spec->width < 0 ? 1 : spec->width;
	unsigned int how = 0;
	char escaped[4];

	for (; isalnum(*fmt); fmt++) {
		const char *letter = strchr(letters, *fmt);

		if (!letter)
			break;
		how |= flags[letter - letters];
	}
	for (i = 0; i < n; i++)
		text_bytes(t, escaped,
			   string_escape_mem(p + i, 1, escaped, sizeof(escaped),
					     how ?: ESCAPE_ANY_NP, NULL));
}

/* %*pb: groups of 32 bits, the highest first, which has only as many digits as it needs. */
static void bitmap_hex(struct text *t, const unsigned long *map, int nbits)
{
	struct printf_spec hex = {.base = 16, .precision = -1, .zero = true};
	int chunk;

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

static void object_bitmap(struct text *t, struct printf_spec *spec, const char *fmt,
			  const unsigned long *map)
{
	int nbits = max(spec->width, 0);

	if (*fmt == 'l')
		bitmap_list(t, map, nbits);
	else if (nbits)
		bitmap_hex(t, map, nbits);
}

/* %pM with separators, %pm without; R backwards, F (instead of R) like FDDI, with '-'. */
static void object_mac(struct text *t, struct printf_spec *spec, const char *fmt, const u8 *p)
{
	char separator = fmt[0] == 'm' ? 0 : fmt[1] == 'F' ? '-' : ':';
	char buf[18];
	struct text part = {.buf = buf, .size = sizeof(buf)};
	int i;

	for (i = 0; i < 6; i++) {
		if (i && separator)
			text_char(&part, separator);
		part_byte(&part, p[fmt[1] == 'R' ? 5 - i : i], false);
	}
	text_part(t, spec, &part);
}

/* %pU: a uuid; b B big endian, l L little endian, capitals in upper case. */
static void object_uuid(struct text *t, struct printf_spec *spec, const char *fmt, const u8 *p)
{
	static const u8 big[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
	static const u8 little[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
	const u8 *order = tolower(*fmt) == 'l' ? little : big;
	char buf[40];
	struct text part = {.buf = buf, .size = sizeof(buf)};
	int i;

	for (i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			text_char(&part, '-');
		part_byte(&part, p[order[i]], *fmt == 'L' || *fmt == 'B');
	}
	text_part(t, spec, &part);
}

/* %pd, %pD: a dentry's last 1…4 path components. */
static void object_dentry(struct text *t, struct printf_spec *spec, const char *fmt,
			  const struct dentry *dentry)
{
	int depth = isdigit(*fmt) ? *fmt - '0' : 1, i, n = 0;
	char buf[4 * (DNAME_INLINE_LEN * 2 + 1)];
	struct text part = {.buf = buf, .size = sizeof(buf)};
	const struct dentry *chain[4];

	for (; dentry && n < clamp(depth, 1, 4); dentry = dentry->d_parent) {
		chain[n++] = dentry;
		if (dentry->d_parent == dentry)
			break;
	}
	/* A root that is not the first shows as the '/' before the next. */
	if (n > 1 && chain[n - 1]->d_parent == chain[n - 1]) {
		text_char(&part, '/');
		n--;
	}
	for (i = n; i-- > 0;) {
		text_bytes(&part, chain[i]->d_name.name, chain[i]->d_name.len);
		if (i)
			text_char(&part, '/');
	}
	text_part(t, spec, &part);
}

static void resource_range(struct text *part, const struct resource *res, const char *kind,
			   int width)
{
	struct printf_spec plain = {.base = 16, .width = -1, .precision = -1, .zero = true};

	text_bytes(part, kind, strlen(kind));
	if (width)
		part_hex(part, res->start, width);
	else
		text_number(part, kind[0] == 'b' ? &plain : &decimal, res->start, false);
	if (res->start == res->end)
		return;
	text_char(part, '-');
	if (width)
		part_hex(part, res->end, width);
	else
		text_number(part, kind[0] == 'b' ? &plain : &decimal, res->end, false);
}

static void part_string(struct text *part, const char *s)
{
	text_bytes(part, s, strlen(s));
}

/* %pr: [mem 0x…-0x… flags 0x…]; %pR says what the flags mean. */
static void object_resource(struct text *t, struct printf_spec *spec, bool decode,
			    const struct resource *res)
{
	static const struct {
		unsigned long type;
		const char *name;
		int width;
	} kinds[] = {
		{IORESOURCE_IO, "io  ", 6},  {IORESOURCE_MEM, "mem ", 10},
		{IORESOURCE_IRQ, "irq ", 0}, {IORESOURCE_DMA, "dma ", 0},
		{IORESOURCE_BUS, "bus ", 0}, {0, "??? ", 10},
	};
	char buf[96];
	struct text part = {.buf = buf, .size = sizeof(buf)};
	unsigned int i = 0;

	while (kinds[i].type && !(res->flags & kinds[i].type))
		i++;
	decode = decode && kinds[i].type;
	text_char(&part, '[');
	if (decode && (res->flags & IORESOURCE_UNSET)) {
		part_string(&part, kinds[i].name);
		part_string(&part, "size ");
		part_hex(&part, resource_size(res), kinds[i].width);
	} else {
		resource_range(&part, res, kinds[i].name, kinds[i].width);
	}
	if (decode) {
		part_string(&part, res->flags & IORESOURCE_MEM_64 ? " 64bit" : "");
		part_string(&part, res->flags & IORESOURCE_PREFETCH ? " pref" : "");
		part_string(&part, res->flags & IORESOURCE_WINDOW ? " window" : "");
		part_string(&part, res->flags & IORESOURCE_DISABLED ? " disabled" : "");
	} else {
		part_string(&part, " flags ");
		part_hex(&part, res->flags, -1);
	}
	text_char(&part, ']');
	text_part(t, spec, &part);
}

static void object_va_format(struct text *t, const struct va_format *vaf)
{
	va_list args;

	va_copy(args, *vaf->va);
	text_format(t, vaf->fmt, &args);
	va_end(args);
}

/* %pa: a phys_addr_t, dma_addr_t or resource_size_t by reference; %pNF: a netdev_features_t. */
static void object_u64(struct text *t, const u64 *value)
{
	part_hex(t, *value, 18); /* whatever the conversion's own width */
}

/* %p4cc: a V4L2 or DRM pixel format. */
static void object_fourcc(struct text *t, struct printf_spec *spec, const u32 *code)
{
	char buf[40];
	struct text part = {.buf = buf, .size = sizeof(buf)};
	u32 bytes = *code & ~BIT(31);
	int i;

	for (i = 0; i < 4; i++, bytes >>= 8)
		text_char(&part, isascii(bytes & 0xff) && isprint(bytes & 0xff) ? bytes : '.');
	part_string(&part, *code & BIT(31) ? " big-endian (" : " little-endian (");
	part_hex(&part, *code, 10);
	text_char(&part, ')');
	text_part(t, spec, &part);
}

/* %pfw: a firmware node's path, or with P its own name. */
static void object_fwnode(struct text *t, struct printf_spec *spec, const char *fmt,
			  struct fwnode_handle *fwnode)
{
	char buf[128];
	struct text part = {.buf = buf, .size = sizeof(buf)};
	const char *bad = text_bad_pointer(fwnode);

	if (*fmt != 'w') {
		text_unknown(t, spec, "f");
		return;
	}
	if (bad) {
		text_string(t, spec, bad);
		return;
	}
	for (int depth = fmt[1] == 'P' ? 0 : fwnode_count_parents(fwnode); depth >= 0; depth--) {
		struct fwnode_handle *node = fwnode_get_nth_parent(fwnode, depth);

		part_string(&part, depth || fmt[1] != 'P' ? fwnode_get_name_prefix(node) : "");
		part_string(&part, fwnode_get_name(node));
		fwnode_handle_put(node);
	}
	text_part(t, spec, &part);
}

void text_object(struct text *t, struct printf_spec *spec, const char *fmt, void *ptr)
{
	switch (*fmt) {
	case 'h':
		return object_bytes(t, spec, fmt + 1, ptr);
	case 'E':
		return object_escaped(t, spec, fmt + 1, ptr);
	case 'b':
		return object_bitmap(t, spec, fmt + 1, ptr);
	case 'M':
	case 'm':
		return object_mac(t, spec, fmt, ptr);
	case 'I':
	case 'i':
		return text_ip(t, spec, fmt, ptr);
	case 'U':
		return object_uuid(t, spec, fmt + 1, ptr);
	case 'd':
		return object_dentry(t, spec, fmt + 1, ptr);
	case 'D':
		return object_dentry(t, spec, fmt + 1, ((const struct file *)ptr)->f_path.dentry);
	case 'r':
	case 'R':
		return object_resource(t, spec, *fmt == 'R', ptr);
	case 'V':
		return object_va_format(t, ptr);
	case 'G':
		return text_flags(t, spec, fmt + 1, ptr);
	case 't':
		return text_time(t, spec, fmt + 1, ptr);
	case 'f':
		return object_fwnode(t, spec, fmt + 1, ptr);
	}
	if (*fmt == 'a' || (fmt[0] == 'N' && fmt[1] == 'F'))
		return object_u64(t, ptr);
	if (!strncmp(fmt, "4cc", 3))
		return object_fourcc(t, spec, ptr);
	text_unknown(t, spec, (const char[]){*fmt, '\0'});
}
