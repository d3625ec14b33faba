/* SPDX-License-Identifier: MIT */
/* Socket addresses, for %pIS and for drivers that carry them; there is no network. */
#ifndef _LINUX_SOCKET_H
#define _LINUX_SOCKET_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/uio.h>

typedef unsigned short sa_family_t;
typedef sa_family_t __kernel_sa_family_t;

#define AF_UNSPEC 0
#define AF_UNIX	  1
#define AF_LOCAL  1
#define AF_INET	  2
#define AF_INET6  10
#define PF_UNSPEC AF_UNSPEC
#define PF_UNIX	  AF_UNIX
#define PF_INET	  AF_INET
#define PF_INET6  AF_INET6

struct sockaddr {
	sa_family_t sa_family;
	char sa_data[14];
};

struct __kernel_sockaddr_storage {
	__kernel_sa_family_t ss_family;
	char __data[126];
} __attribute__((aligned(8)));
#define sockaddr_storage __kernel_sockaddr_storage

#endif
