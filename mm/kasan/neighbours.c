/* SPDX-License-Identifier: MIT */
/* "Memory state around the buggy address": Linux's table, 128 bytes of memory a line. */
#include <linux/kernel.h>

#include "lib/defect.h"
#include "kasan.h"
#include "report.h"

#define GRANULES_A_LINE 16
#define BYTES_A_LINE	(GRANULES_A_LINE * KASAN_GRANULE_SIZE)
#define LINES_AROUND	2

static void note_line(struct ferrite_defect *d, unsigned long line, bool marked)
{
	char text[3 * GRANULES_A_LINE + 1];
	unsigned int i;

	for (i = 0; i < GRANULES_A_LINE; i++)
		snprintf(text + 3 * i, 4, " %02x", *kasan_shadow_of(line + i * KASAN_GRANULE_SIZE));
	defect_note(d, "%c%px:%s", marked ? '>' : ' ', (void *)line, text);
}

void kasan_note_shadow(struct ferrite_defect *d, unsigned long addr)
{
	unsigned long at = round_down(addr, BYTES_A_LINE);
	int i;

	if (!kasan_has_shadow(addr) || at < LINES_AROUND * BYTES_A_LINE ||
	    !kasan_has_shadow(at + (LINES_AROUND + 1) * BYTES_A_LINE))
		return;
	defect_note(d, "Memory state around the buggy address:");
	for (i = -LINES_AROUND; i <= LINES_AROUND; i++) {
		note_line(d, at + i * (long)BYTES_A_LINE, !i);
		if (!i) /* '>', 16 digits, ':', ' ', then three columns a granule */
			defect_note(d, "%*s",
				    (int)(1 + 16 + 1 + 2 + 3 * ((addr - at) / KASAN_GRANULE_SIZE)),
				    "^");
	}
}
