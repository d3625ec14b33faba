/* SPDX-License-Identifier: MIT */
/* <linux/vermagic.h>: what must agree between a module and the kernel that loads it. */
#ifndef LINUX_VERMAGIC_H
#define LINUX_VERMAGIC_H

#include <generated/utsrelease.h>

#define MODULE_VERMAGIC_SMP "SMP "
#define MODULE_VERMAGIC_PREEMPT "preempt "
#define MODULE_VERMAGIC_MODULE_UNLOAD "mod_unload "
#define MODULE_VERMAGIC_MODVERSIONS ""
#define MODULE_ARCH_VERMAGIC ""

#define VERMAGIC_STRING                                                                            \
	UTS_RELEASE " " MODULE_VERMAGIC_SMP MODULE_VERMAGIC_PREEMPT MODULE_VERMAGIC_MODULE_UNLOAD  \
		MODULE_VERMAGIC_MODVERSIONS MODULE_ARCH_VERMAGIC

#endif
