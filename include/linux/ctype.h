/* SPDX-License-Identifier: MIT */
/* Character classes of Latin-1, as Linux has them. */
#ifndef _LINUX_CTYPE_H
#define _LINUX_CTYPE_H
#include <linux/types.h>
static inline int isdigit(int c)
{
	return c >= '0' && c <= '9';
}
static inline int isupper(int c)
{
	c = (unsigned char)c;
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
}
static inline int islower(int c)
{
	c = (unsigned char)c;
	return (c >= 'a' && c <= 'z') || (c >= 0xdf && c != 0xf7);
}
#define isalpha(c) __kern_isalpha(c)
static inline int __kern_isalpha(int c)
{
	return isupper(c) || islower(c);
}
static inline int isalnum(int c)
{
	return isalpha(c) || isdigit(c);
}
static inline int isspace(int c)
{
	c = (unsigned char)c;
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0;
}
static inline int iscntrl(int c)
{
	c = (unsigned char)c;
	return c < 32 || c == 127;
}
static inline int isprint(int c)
{
	c = (unsigned char)c;
	return (c >= 32 && c < 127) || c >= 0xa0;
}
static inline int isgraph(int c)
{
	c = (unsigned char)c;
	return (c > 32 && c < 127) || c > 0xa0;
}
static inline int ispunct(int c)
{
	return isgraph(c) && !isalnum(c);
}
static inline int isxdigit(int c)
{
	return isdigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
static inline int isodigit(int c)
{
	return c >= '0' && c <= '7';
}
#define isascii(c) (((unsigned char)(c)) <= 0x7f)
#define toascii(c) (((unsigned char)(c)) & 0x7f)
static inline unsigned char __tolower(unsigned char c)
{
	return isupper(c) ? c + 32 : c;
}
static inline unsigned char __toupper(unsigned char c)
{
	return islower(c) ? c - 32 : c;
}
#define tolower(c) __tolower(c)
#define toupper(c) __toupper(c)
static inline char _tolower(const char c)
{
	return c | 0x20;
}
#endif
