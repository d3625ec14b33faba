/* SPDX-License-Identifier: MIT */
/* What the machine says that it is: Linux 6.1, as ferrite builds it. */
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/utsname.h>

#define RELEASE	    "6.1.0-ferrite"
#define BUILD_WORDS "(ferrite@localhost) (gcc " __VERSION__ ") #1 SMP PREEMPT"

const char linux_banner[] = "Linux version " RELEASE " " BUILD_WORDS "\n";
const char linux_proc_banner[] = "%s version %s " BUILD_WORDS " %s\n";
