/* SPDX-License-Identifier: MIT */
/*
 * What is looked at before kernel memory is copied to or from user memory. usercopy.c tells
 * what, and what follows from it.
 */
#ifndef FS_USERCOPY_H
#define FS_USERCOPY_H

#include <linux/types.h>

/*
 * May [@p, @p + @n) be copied to user memory (@to_user) or overwritten from it? False, after a
 * report, when it is not within one object: then the caller copies nothing. True without checks.
 * Any context.
 */
bool usercopy_ok(const void *p, unsigned long n, bool to_user);
/* Report bytes of [@p, @p + @n) that nobody has written, on their way to user memory. Any context.
 */
void usercopy_infoleak(const void *p, unsigned long n);
/* The same for a value of 4 or 8 bytes that was loaded from somewhere. */
void usercopy_infoleak_value(const void *value, unsigned int size);

/* Each place in a module is reported once for a machine. */
int usercopy_init(void);
void usercopy_exit(void);

#endif
