/* SPDX-License-Identifier: MIT */
/* Tasks that do not go on: kernel/hung_task.c. */
#ifndef LIB_HUNG_TASK_H
#define LIB_HUNG_TASK_H

#include <linux/types.h>

struct ferrite_defect;
struct task_struct;

/* Add the stack of @t, which is switched out and stays so meanwhile, as "in". Is it code of a
 * module? */
bool hung_task_stack(struct ferrite_defect *d, struct task_struct *t);

#endif
