/* SPDX-License-Identifier: MIT */
/*
 * Sections of code and data that are needed at start only. In a module, .init.* is made
 * inaccessible when its init function has returned. The initcall levels of built-in code
 * are <linux/module.h>'s.
 */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/compiler.h>
#include <linux/types.h>

#ifdef MODULE
#define __init __section(".init.text") __cold
#define __initdata __section(".init.data")
#define __initconst __section(".init.rodata")
#define __exit __section(".exit.text") __used __cold
#else
#define __init __cold
#define __initdata
#define __initconst
#define __exit __used __cold
#endif
#define __exitdata
#define __exit_call __used
#define __init_or_module
#define __initdata_or_module
#define __initconst_or_module
#define __ref
#define __refdata
#define __refconst
#define __meminit
#define __meminitdata
#define __meminitconst
#define __memexit
#define __memexitdata
#define __cpuinit
#define __cpuinitdata
#define __cpuexit
#define __devinit
#define __devinitdata
#define __devexit
#define __devexit_p(x) (x)
#define __ro_after_init
#define __read_mostly
#define __initcall_unused

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

#endif
