/* SPDX-License-Identifier: MIT */
/* Private to vsprintf*.c: a conversion and the text that it adds to. */
#ifndef LIB_VSPRINTF_H
#define LIB_VSPRINTF_H

#include <linux/sprintf.h>

#define PAGE_SIZE_OF_NULL 4096 /* a pointer below this is NULL plus an offset */

struct text {
	char *buf;
	size_t size; /* room, including the final 0 */
	size_t len;  /* of the text so far, whether it fit or not */
};

enum spec_length { LEN_INT, LEN_CHAR, LEN_SHORT, LEN_LONG };

struct printf_spec {
	int width;     /* -1: none given */
	int precision; /* -1: none given */
	enum spec_length length;
	unsigned int base;
	bool left, plus, space, alternate, zero, upper, is_signed;
};

void text_char(struct text *t, char c);
void text_fill(struct text *t, char c, int n);
void text_bytes(struct text *t, const char *s, size_t n);
void text_field(struct text *t, const struct printf_spec *spec, const char *s, int n);
void text_string(struct text *t, const struct printf_spec *spec, const char *s);
void text_number(struct text *t, const struct printf_spec *spec, u64 value, bool negative);
/* Text that was put together in @part's buffer, as one field. */
void text_part(struct text *t, const struct printf_spec *spec, const struct text *part);
/* What is shown instead of what a pointer points at when it cannot; NULL: it can. */
const char *text_bad_pointer(const void *ptr);
void text_format(struct text *t, const char *fmt, va_list *args);
/* %p and the letters behind it; @fmt is behind the 'p'. All letters and digits there belong to it. */
void text_pointer(struct text *t, struct printf_spec *spec, const char *fmt, void *ptr);

/* What the letters behind %p mean that look at the object; see vsprintf_object.c. */
void text_object(struct text *t, struct printf_spec *spec, const char *fmt, void *ptr);
/* "(%pX?)": the letters ask for something that there is not. */
void text_unknown(struct text *t, const struct printf_spec *spec, const char *letters);
/* %pG: flags by name; vsprintf_flags.c. */
void text_flags(struct text *t, struct printf_spec *spec, const char *fmt, const void *ptr);
/* %pt, %pI and %pi: times, addresses of networks; vsprintf_net.c. */
void text_time(struct text *t, struct printf_spec *spec, const char *fmt, const void *ptr);
void text_ip(struct text *t, struct printf_spec *spec, const char *fmt, const void *ptr);

/* The hash key of %p: set from the machine's seed. */
void vsprintf_init(u64 seed);
/* Canonical address of something in the core's or a module's image: set by kernel/module.c. */
extern unsigned long (*vsprintf_image_address)(unsigned long addr);
/* What %px shows. */
unsigned long canonical_address(const void *ptr);

#endif
