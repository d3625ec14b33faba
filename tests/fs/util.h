/* SPDX-License-Identifier: MIT */
/* For the suites of fs/: opening paths and moving bytes with kernel buffers as user memory. */
#ifndef TESTS_FS_UTIL_H
#define TESTS_FS_UTIL_H

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/string.h>

#include "fs/fs.h"
#include "fs/user.h"

static inline struct file *open_path(const char *name, int flags)
{
	return fs_do_open(name, flags, 0);
}

static inline void close_file(struct file *file)
{
	filp_close(file, NULL);
}

static inline ssize_t read_some(struct file *file, void *buf, size_t n)
{
	void *old = fs_user_is_kernel_begin();
	ssize_t ret = fs_read(file, (void __user *)buf, n);

	fs_user_is_kernel_end(old);
	return ret;
}

static inline ssize_t write_some(struct file *file, const void *buf, size_t n)
{
	void *old = fs_user_is_kernel_begin();
	ssize_t ret = fs_write(file, (const void __user *)buf, n);

	fs_user_is_kernel_end(old);
	return ret;
}

/* The whole file as a string; length or -errno. */
static inline ssize_t slurp(const char *name, char *buf, size_t size)
{
	struct file *file = open_path(name, O_RDONLY);
	size_t used = 0;
	ssize_t n;

	if (IS_ERR(file))
		return PTR_ERR(file);
	while ((n = read_some(file, buf + used, size - 1 - used)) > 0)
		used += n;
	buf[used] = '\0';
	close_file(file);
	return n < 0 ? n : (ssize_t)used;
}

/* One write(2) of a string to a fresh open; bytes or -errno. */
static inline ssize_t echo(const char *text, const char *name)
{
	struct file *file = open_path(name, O_WRONLY);
	ssize_t n;

	if (IS_ERR(file))
		return PTR_ERR(file);
	n = write_some(file, text, strlen(text));
	close_file(file);
	return n;
}

/* The errno of opening, or 0. */
static inline int try_open(const char *name, int flags)
{
	struct file *file = open_path(name, flags);

	if (IS_ERR(file))
		return PTR_ERR(file);
	close_file(file);
	return 0;
}

#endif
