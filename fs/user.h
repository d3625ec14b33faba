/* SPDX-License-Identifier: MIT */
/*
 * For code of the core and its tests that reads files into kernel memory: from begin to end
 * the current task's user addresses are kernel addresses. Nests; the value is for end.
 */
#ifndef FS_USER_H
#define FS_USER_H

void *fs_user_is_kernel_begin(void);
void fs_user_is_kernel_end(void *old);

#endif
