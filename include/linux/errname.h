/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ERRNAME_H
#define _LINUX_ERRNAME_H
/* "-ENOMEM" for -12, "ENOMEM" for 12, NULL for a number without a name. Any context. */
const char *errname(int err);
#endif
