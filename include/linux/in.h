/* SPDX-License-Identifier: MIT */
/* Addresses of IPv4. */
#ifndef _LINUX_IN_H
#define _LINUX_IN_H

#include <asm/byteorder.h>
#include <linux/socket.h>

struct in_addr {
	__be32 s_addr;
};

struct sockaddr_in {
	__kernel_sa_family_t sin_family;
	__be16 sin_port;
	struct in_addr sin_addr;
	unsigned char __pad[8];
};

#define INADDR_ANY	 ((unsigned long)0x00000000)
#define INADDR_BROADCAST ((unsigned long)0xffffffff)
#define INADDR_LOOPBACK	 0x7f000001

#endif
