/* SPDX-License-Identifier: MIT */
/* <linux/uts.h>: the fixed parts of uname. */
#ifndef LINUX_UTS_H
#define LINUX_UTS_H

#define UTS_SYSNAME "Linux"
#define UTS_NODENAME "ferrite"
#define UTS_DOMAINNAME "(none)"
#define UTS_MACHINE "x86_64"

#endif
