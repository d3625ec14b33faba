/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HIGHMEM_INTERNAL_H
#define _LINUX_HIGHMEM_INTERNAL_H

#include <linux/highmem.h>

#endif
