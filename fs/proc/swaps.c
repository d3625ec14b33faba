/* SPDX-License-Identifier: MIT */
/* /proc/swaps: the swap devices. The machine has none: a headline alone. */
#include "views.h"

static int swaps_show(struct seq_file *m, void *v)
{
	seq_puts(m, "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
	return 0;
}

const struct proc_view proc_view_swaps = {.name = "swaps", .show = swaps_show};
