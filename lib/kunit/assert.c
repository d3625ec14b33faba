/* SPDX-License-Identifier: MIT */
/* What a failed check prints, and what it does to the case. */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/kernel.h>

#define HEX_SHOWN 64 /* bytes of memory that are printed */

#define line(test, fmt, ...) kunit_log(KERN_ERR, test, KUNIT_SUBTEST_INDENT fmt, ##__VA_ARGS__)

/* "3 == 3" and "\"abc\" == \"abc\"" tell nothing: a literal is not shown. */
static bool is_number(const char *text, s64 value)
{
	char shown[24];

	scnprintf(shown, sizeof(shown), "%lld", value);
	return strcmp(text, shown) == 0;
}

static bool is_string(const char *text, const char *value)
{
	size_t n = value ? strlen(value) : 0;

	return value && strlen(text) == n + 2 && text[0] == '"' && text[n + 1] == '"' &&
	       strncmp(text + 1, value, n) == 0;
}

static void show_value(struct kunit *test, enum kunit_show show, const char *text, s64 value)
{
	if (show == KUNIT_SHOW_INT && !is_number(text, value))
		line(test, "    %s == %lld", text, value);
	if (show == KUNIT_SHOW_PTR)
		line(test, "    %s == %px", text, (void *)value);
	if (show == KUNIT_SHOW_STR && !is_string(text, (const char *)value))
		line(test, "    %s == \"%s\"", text, (const char *)value);
}

static void show(struct kunit *test, const struct kunit_check *check, enum kunit_show show,
		 s64 left, s64 right)
{
	switch (show) {
	case KUNIT_SHOW_NOTHING:
		return;
	case KUNIT_SHOW_BOOL:
		line(test, "Expected %s to be %s, but is %s", check->left, check->right,
		     right ? "false" : "true");
		return;
	case KUNIT_SHOW_NOT_ERR:
		if (left)
			line(test, "Expected %s is not error, but is: %lld", check->left, left);
		else
			line(test, "Expected %s is not null, but is", check->left);
		return;
	default:
		line(test, "Expected %s %s %s, but", check->left, check->op, check->right);
		show_value(test, show, check->left, left);
		show_value(test, show, check->right, right);
	}
}

static void fail_begin(struct kunit *test, const struct kunit_check *check)
{
	kunit_set_failure(test);
	line(test, "# %s: %s FAILED at %s:%d", test->name,
	     check->kind == KUNIT_ASSERTION ? "ASSERTION" : "EXPECTATION", check->file,
	     check->line);
}

static void fail_end(struct kunit *test, const struct kunit_check *check, const char *fmt,
		     va_list args)
{
	if (fmt) {
		va_list copy;
		struct va_format vaf = {.fmt = fmt, .va = &copy};

		va_copy(copy, args);
		line(test, "%pV", &vaf);
		va_end(copy);
	}
	if (check->kind == KUNIT_ASSERTION)
		__kunit_abort(test);
}

void __kunit_failed(struct kunit *test, const struct kunit_check *check, enum kunit_show how,
		    s64 left, s64 right, const char *fmt, ...)
{
	va_list args;

	fail_begin(test, check);
	show(test, check, how, left, right);
	va_start(args, fmt);
	fail_end(test, check, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(__kunit_failed);

static void show_memory(struct kunit *test, const char *text, const void *memory, size_t size)
{
	if (memory)
		line(test, "    %s == %*ph", text, (int)min_t(size_t, size, HEX_SHOWN), memory);
	else
		line(test, "    %s == NULL", text);
}

void __kunit_failed_mem(struct kunit *test, const struct kunit_check *check, const void *left,
			const void *right, size_t size, const char *fmt, ...)
{
	va_list args;

	fail_begin(test, check);
	line(test, "Expected %s %s %s over %zu bytes, but", check->left, check->op, check->right,
	     size);
	show_memory(test, check->left, left, size);
	show_memory(test, check->right, right, size);
	va_start(args, fmt);
	fail_end(test, check, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(__kunit_failed_mem);
