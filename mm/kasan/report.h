/* SPDX-License-Identifier: MIT */
/* What the files that write KASAN's reports share. */
#ifndef MM_KASAN_REPORT_H
#define MM_KASAN_REPORT_H

#include <linux/types.h>

struct ferrite_defect;

void kasan_report_reset(void);

/* neighbours.c: the shadow around @addr, as Linux prints it. */
void kasan_note_shadow(struct ferrite_defect *d, unsigned long addr);
/*
 * frame.c: the variable of a function that [@bad, …) is behind or before, by the description that
 * the compiler left in the frame. False: there is none. @name is not terminated.
 */
struct kasan_variable {
	const char *name;
	size_t name_len;
	long offset; /* of the bad byte, from the variable's start */
	size_t size;
	const char *function; /* NULL: unknown */
	unsigned long pc;     /* in the function whose variable it is */
};
bool kasan_find_variable(unsigned long bad, struct kasan_variable *v);

#endif
