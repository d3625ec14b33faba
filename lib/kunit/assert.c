/* SPDX-License-Identifier: MIT */
/* What a failed check prints, and what it does to the case. */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/kernel.h>

static void show_values(struct kunit *test, const struct kunit_check *check, enum kunit_show show,
			s64 left, s64 right)
{
	if (!check->op) {
		kunit_log_line(test, "    Expected %s to be %s", check->left, check->right);
		return;
	}
	kunit_log_line(test, "    Expected %s %s %s, but", check->left, check->op, check->right);
	switch (show) {
	case KUNIT_SHOW_INT:
		kunit_log_line(test, "        %s == %lld (0x%llx)", check->left, left, left);
		kunit_log_line(test, "        %s == %lld (0x%llx)", check->right, right, right);
		break;
	case KUNIT_SHOW_PTR:
		kunit_log_line(test, "        %s == %px", check->left, (void *)left);
		kunit_log_line(test, "        %s == %px", check->right, (void *)right);
		break;
	case KUNIT_SHOW_STR:
		kunit_log_line(test, "        %s == \"%s\"", check->left, (const char *)left);
		kunit_log_line(test, "        %s == \"%s\"", check->right, (const char *)right);
		break;
	}
}

static void fail_begin(struct kunit *test, const struct kunit_check *check)
{
	WRITE_ONCE(test->status, KUNIT_FAILURE);
	kunit_log_line(test, "# %s: %s FAILED at %s:%d", test->name,
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
		kunit_log_line(test, "%pV", &vaf);
		va_end(copy);
	}
	if (check->kind == KUNIT_ASSERTION)
		__kunit_abort(test);
}

void __kunit_failed(struct kunit *test, const struct kunit_check *check, enum kunit_show show,
		    s64 left, s64 right, const char *fmt, ...)
{
	va_list args;

	fail_begin(test, check);
	show_values(test, check, show, left, right);
	va_start(args, fmt);
	fail_end(test, check, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(__kunit_failed);

void __kunit_failed_mem(struct kunit *test, const struct kunit_check *check, const void *left,
			const void *right, size_t size, const char *fmt, ...)
{
	int shown = min_t(size_t, size, 64);
	va_list args;

	fail_begin(test, check);
	kunit_log_line(test, "    Expected %s %s %s over %zu bytes, but", check->left, check->op,
		       check->right, size);
	kunit_log_line(test, "        %s == %*ph", check->left, shown, left);
	kunit_log_line(test, "        %s == %*ph", check->right, shown, right);
	va_start(args, fmt);
	fail_end(test, check, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(__kunit_failed_mem);
