/* SPDX-License-Identifier: MIT */
/*
 * Lines and results. Each line goes to the log, as on Linux, and to the program that runs the
 * suites, which must not have to pick it out of what the code under test prints there.
 */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include "kunit_priv.h"
#include "lib/step.h"

ferrite_test_sink kunit_sink;
static const char *suite_name = "";

void kunit_emit_suite(const char *name)
{
	suite_name = name;
}

static void print_line(const char *fmt, const char *text)
{
	char level = printk_get_level(fmt);

	if (level && level < '4')
		printk(KERN_ERR "%s\n", text);
	else
		printk(KERN_INFO "%s\n", text);
}

static void fill(struct ferrite_test *e, enum ferrite_test_event event, const char *name)
{
	memset(e, 0, sizeof(*e));
	e->event = event;
	e->step = step_now();
	strscpy(e->suite, suite_name, sizeof(e->suite));
	strscpy(e->name, name, sizeof(e->name));
}

noinline void kunit_emit(enum ferrite_test_event event, enum kunit_status status,
			 unsigned int number, const char *name, const char *fmt, ...)
{
	struct ferrite_test e;
	va_list args;

	fill(&e, event, name);
	e.status = status;
	e.number = e.nr = number;
	if (fmt) {
		va_start(args, fmt);
		vscnprintf(e.text, sizeof(e.text), fmt, args);
		va_end(args);
		printk(KERN_INFO "%s\n", e.text);
	}
	if (kunit_sink)
		kunit_sink(&e);
}

noinline void kunit_emit_result(enum ferrite_test_event event, const char *indent,
				enum kunit_status status, unsigned int number, const char *name,
				const char *comment)
{
	struct ferrite_test e;

	fill(&e, event, name);
	e.status = status;
	e.number = number;
	strscpy(e.comment, comment, sizeof(e.comment));
	scnprintf(e.text, sizeof(e.text), "%s%s %u %s%s%s", indent,
		  kunit_status_to_ok_not_ok(status), number, name,
		  status == KUNIT_SKIPPED ? " # SKIP " : "",
		  status == KUNIT_SKIPPED ? comment : "");
	printk(KERN_INFO "%s\n", e.text);
	if (kunit_sink)
		kunit_sink(&e);
}

noinline void __kunit_log(char *log, const char *fmt, ...)
{
	struct ferrite_test e;
	va_list args;
	size_t n;

	fill(&e, FERRITE_TEST_LINE, "");
	va_start(args, fmt);
	n = vscnprintf(e.text, sizeof(e.text), printk_skip_level(fmt), args);
	va_end(args);
	while (n && e.text[n - 1] == '\n')
		e.text[--n] = '\0';
	kunit_log_append(log, "%s\n", e.text);
	print_line(fmt, e.text);
	if (kunit_sink)
		kunit_sink(&e);
}
EXPORT_SYMBOL(__kunit_log);

void kunit_log_append(char *log, const char *fmt, ...)
{
	size_t n = log ? strlen(log) : 0;
	va_list args;

	if (!log || n + 1 >= KUNIT_LOG_SIZE)
		return;
	va_start(args, fmt);
	vscnprintf(log + n, KUNIT_LOG_SIZE - n, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(kunit_log_append);
