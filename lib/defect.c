/* SPDX-License-Identifier: MIT */
/* The one place where findings are counted. See defect.h. */
#include "lib/defect.h"
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define DEFECT_TEXT 2048

static const char *const names[NR_DEFECT_KINDS] = {
	[DEFECT_WARN] = "warning",
	[DEFECT_BUG] = "bug",
	[DEFECT_LEAK] = "leak",
	[DEFECT_REGISTRATION] = "left behind",
	[DEFECT_DOUBLE_FREE] = "double free",
	[DEFECT_BAD_FREE] = "bad free",
	[DEFECT_USE_AFTER_FREE] = "use after free",
	[DEFECT_OVERRUN] = "overrun",
	[DEFECT_BAD_PAGE] = "bad page",
	[DEFECT_ATOMIC_SLEEP] = "sleep in atomic context",
	[DEFECT_LOCK] = "locking",
	[DEFECT_HANG] = "hang",
	[DEFECT_CACHE_BUSY] = "cache still in use",
	[DEFECT_CRASH] = "crash",
	[DEFECT_TEST] = "failed test",
	[DEFECT_COUNTER] = "wrong counter",
};

static unsigned long counts[NR_DEFECT_KINDS];
static defect_sink_t sink;

static void log_lines(const char *text)
{
	while (*text) {
		const char *end = strchrnul(text, '\n');

		printk(KERN_ERR "%.*s\n", (int)(end - text), text);
		text = *end ? end + 1 : end;
	}
}

void defect_report(enum defect_kind kind, const char *fmt, ...)
{
	char text[DEFECT_TEXT];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	while (n && text[n - 1] == '\n')
		text[--n] = '\0';
	__atomic_fetch_add(&counts[kind], 1, __ATOMIC_RELAXED);
	log_lines(text);
	if (sink)
		sink(kind, text);
}

unsigned long defect_count_kind(enum defect_kind kind)
{
	return __atomic_load_n(&counts[kind], __ATOMIC_RELAXED);
}

unsigned long defect_count(void)
{
	unsigned long sum = 0;
	int kind;

	for (kind = 0; kind < NR_DEFECT_KINDS; kind++)
		sum += defect_count_kind(kind);
	return sum;
}

const char *defect_kind_name(enum defect_kind kind)
{
	return kind < NR_DEFECT_KINDS ? names[kind] : "unknown";
}

void defect_set_sink(defect_sink_t to)
{
	sink = to;
}

void defect_reset(void)
{
	memset(counts, 0, sizeof(counts));
}
