/* SPDX-License-Identifier: MIT */
/* Look-up of a path in the served tree. */
#ifndef _LINUX_NAMEI_H
#define _LINUX_NAMEI_H

#include <linux/path.h>
#include <linux/types.h>

#define LOOKUP_FOLLOW	 0x0001
#define LOOKUP_DIRECTORY 0x0002
#define LOOKUP_PARENT	 0x0010

#define MAXSYMLINKS 40

/* Resolve an absolute path; 0 and a held @path, or -ENOENT, -ENOTDIR, -ELOOP, -EACCES. */
int kern_path(const char *name, unsigned int flags, struct path *path);

#endif
