/* SPDX-License-Identifier: MIT */
/*
 * <linux/utsname.h>: what the machine calls itself. There is one UTS namespace; its strings
 * are constant while the machine lives, so no lock is needed to read them.
 */
#ifndef LINUX_UTSNAME_H
#define LINUX_UTSNAME_H

#include <uapi/linux/utsname.h>

struct uts_namespace {
	struct new_utsname name;
};

extern struct uts_namespace init_uts_ns;

static inline struct new_utsname *utsname(void)
{
	return &init_uts_ns.name;
}

static inline struct new_utsname *init_utsname(void)
{
	return &init_uts_ns.name;
}

#endif
