/* SPDX-License-Identifier: MIT */
/* Names: look-up, links, listing orders, removal under an open file. */
#include "util.h"

#include <linux/debugfs.h>
#include <linux/kobject.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

static int show_x(struct seq_file *m, void *v)
{
	seq_puts(m, "x\n");
	return 0;
}

static void lookup_errors(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, try_open("/nothing", O_RDONLY), -ENOENT);
	KUNIT_EXPECT_EQ(test, try_open("/proc/nothing", O_RDONLY), -ENOENT);
	KUNIT_EXPECT_EQ(test, try_open("/proc/misc/x", O_RDONLY), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, try_open("/proc/misc/", O_RDONLY), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, try_open("/proc/misc", O_RDONLY | O_DIRECTORY), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, try_open("/proc", O_WRONLY), -EISDIR);
	KUNIT_EXPECT_EQ(test, try_open("/proc", O_RDONLY | O_CREAT), -EISDIR);
	KUNIT_EXPECT_EQ(test, try_open("/proc/new", O_RDWR | O_CREAT), -ENOENT);
	KUNIT_EXPECT_EQ(test, try_open("/sys/new", O_RDWR | O_CREAT), -EACCES);
	KUNIT_EXPECT_EQ(test, try_open("/proc/misc", O_RDWR | O_CREAT | O_EXCL), -EEXIST);
	KUNIT_EXPECT_EQ(test, try_open("/proc/misc", O_RDONLY | O_DIRECT), -EINVAL);
	KUNIT_EXPECT_EQ(test, try_open("//proc//./misc", O_RDONLY), 0);
	KUNIT_EXPECT_EQ(test, try_open("/sys/../proc/misc", O_RDONLY), 0);
	KUNIT_EXPECT_EQ(test, try_open("/sys/kernel/debug/../debug/..", O_RDONLY), 0);
}

static void long_names(struct kunit *test)
{
	char *name = kunit_kzalloc(test, 300, GFP_KERNEL);

	memcpy(name, "/proc/", 6);
	memset(name + 6, 'a', 255);
	KUNIT_EXPECT_EQ(test, try_open(name, O_RDONLY), -ENOENT);
	name[6 + 255] = 'a';
	KUNIT_EXPECT_EQ(test, try_open(name, O_RDONLY), -ENAMETOOLONG);
}

static void symlinks(struct kunit *test)
{
	char buf[64];

	KUNIT_ASSERT_NOT_NULL(test, proc_mkdir("lt", NULL));
	KUNIT_ASSERT_NOT_NULL(test, proc_create_single("lt/real", 0, NULL, show_x));
	KUNIT_ASSERT_NOT_NULL(test, proc_symlink("lt/rel", NULL, "../lt/real"));
	KUNIT_ASSERT_NOT_NULL(test, proc_symlink("lt/abs", NULL, "/proc/lt/rel"));
	KUNIT_ASSERT_NOT_NULL(test, proc_symlink("lt/dir", NULL, "../lt"));
	KUNIT_ASSERT_NOT_NULL(test, proc_symlink("lt/loop", NULL, "loop"));
	KUNIT_ASSERT_NOT_NULL(test, proc_symlink("lt/gone", NULL, "nowhere"));
	KUNIT_EXPECT_EQ(test, slurp("/proc/lt/abs", buf, sizeof(buf)), 2);
	KUNIT_EXPECT_EQ(test, slurp("/proc/lt/dir/dir/rel", buf, sizeof(buf)), 2);
	KUNIT_EXPECT_EQ(test, try_open("/proc/lt/loop", O_RDONLY), -ELOOP);
	KUNIT_EXPECT_EQ(test, try_open("/proc/lt/gone", O_RDONLY), -ENOENT);
	KUNIT_EXPECT_EQ(test, try_open("/proc/lt/rel", O_RDONLY | O_NOFOLLOW), -ELOOP);
	KUNIT_EXPECT_EQ(test, try_open("/proc/lt/dir", O_NOFOLLOW | O_DIRECTORY), -ENOTDIR);
	remove_proc_subtree("lt", NULL);
	KUNIT_EXPECT_EQ(test, try_open("/proc/lt", O_RDONLY), -ENOENT);
}

struct names {
	struct dir_context ctx;
	char text[128];
};

static bool collect(struct dir_context *ctx, const char *name, int len, loff_t off, u64 ino,
		    unsigned int type)
{
	struct names *n = container_of(ctx, struct names, ctx);

	if (name[0] != '.') {
		strncat(n->text, name, len);
		strcat(n->text, " ");
	}
	return true;
}

static void list(const char *name, struct names *n)
{
	struct file *dir = open_path(name, O_RDONLY | O_DIRECTORY);

	memset(n, 0, sizeof(*n));
	n->ctx.actor = collect;
	iterate_dir(dir, &n->ctx);
	close_file(dir);
}

static void listing_orders(struct kunit *test)
{
	struct dentry *d = debugfs_create_dir("order", NULL);
	struct names n;

	debugfs_create_dir("b", d);
	debugfs_create_dir("a", d);
	debugfs_create_dir("c", d);
	list("/sys/kernel/debug/order", &n);
	KUNIT_EXPECT_STREQ(test, n.text, "c a b ");
	debugfs_remove(d);

	proc_mkdir("order", NULL);
	proc_mkdir("order/bbb", NULL);
	proc_mkdir("order/cc", NULL);
	proc_mkdir("order/ab", NULL);
	proc_mkdir("order/aaa", NULL);
	list("/proc/order", &n);
	KUNIT_EXPECT_STREQ(test, n.text, "ab cc aaa bbb ");
	remove_proc_subtree("order", NULL);
}

static void getdents_sizes(struct kunit *test)
{
	struct file *dir = open_path("/sys", O_RDONLY | O_DIRECTORY);
	void *old = fs_user_is_kernel_begin();
	char buf[256];
	unsigned int n = 0;
	ssize_t got;

	KUNIT_EXPECT_EQ(test, fs_getdents(dir, buf, 5), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_getdents(dir, buf, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_getdents(dir, buf, 25), 24); /* "." alone */
	for (n = 1; (got = fs_getdents(dir, buf, 40)) > 0; n++)
		KUNIT_EXPECT_LE(test, got, 40);
	KUNIT_EXPECT_EQ(test, got, 0);
	KUNIT_EXPECT_GE(test, n, 9);
	fs_user_is_kernel_end(old);
	close_file(dir);
}

static void path_texts(struct kunit *test)
{
	struct dentry *d = debugfs_create_dir("where", NULL);
	struct file *f = open_path("/sys/kernel/debug/where", O_RDONLY);
	char buf[64];

	KUNIT_EXPECT_STREQ(test, file_path(f, buf, sizeof(buf)), "/sys/kernel/debug/where");
	KUNIT_EXPECT_STREQ(test, dentry_path_raw(d, buf, sizeof(buf)), "/where");
	KUNIT_EXPECT_EQ(test, PTR_ERR(file_path(f, buf, 10)), -ENAMETOOLONG);
	debugfs_remove(d);
	KUNIT_EXPECT_STREQ(test, file_path(f, buf, sizeof(buf)),
			   "/sys/kernel/debug/where (deleted)");
	close_file(f);
}

static void device_nodes(struct kunit *test)
{
	struct path path;

	KUNIT_EXPECT_EQ(test, fs_mknod("/dev/tree_t", S_IFCHR | 0666, 0x10fe), 0);
	KUNIT_EXPECT_EQ(test, fs_mknod("/dev/tree_t", S_IFCHR | 0666, 0x10fe), -EEXIST);
	KUNIT_EXPECT_EQ(test, try_open("/dev/tree_t", O_RDWR), -ENXIO);
	KUNIT_EXPECT_EQ(test, kern_path("/dev/tree_t", 0, &path), 0);
	KUNIT_EXPECT_EQ(test, MAJOR(path.dentry->d_inode->i_rdev), 16);
	KUNIT_EXPECT_EQ(test, MINOR(path.dentry->d_inode->i_rdev), 254);
	path_put(&path);
	KUNIT_EXPECT_EQ(test, fs_chmod("/dev/tree_t", 0600), 0);
	KUNIT_EXPECT_EQ(test, fs_unlink("/dev/tree_t"), 0);
	KUNIT_EXPECT_EQ(test, fs_unlink("/dev/tree_t"), -ENOENT);
	KUNIT_EXPECT_EQ(test, fs_mknod("/proc/tree_t", S_IFCHR | 0666, 0x10fe), -ENOENT);
	KUNIT_EXPECT_EQ(test, fs_mknod("/sys/tree_t", S_IFCHR | 0666, 0x10fe), -EPERM);
	KUNIT_EXPECT_EQ(test, fs_unlink("/proc/misc"), -EPERM);
	KUNIT_EXPECT_EQ(test, fs_unlink("/sys/class"), -EISDIR);
	KUNIT_EXPECT_EQ(test, fs_access("/proc/misc", 4, 0), 0);
	KUNIT_EXPECT_EQ(test, fs_access("/proc/misc", 1, 0), -EACCES);
	KUNIT_EXPECT_EQ(test, fs_access("/proc/misc", 8, 0), -EINVAL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(lookup_errors),  KUNIT_CASE(long_names),
	KUNIT_CASE(symlinks),	    KUNIT_CASE(listing_orders),
	KUNIT_CASE(getdents_sizes), KUNIT_CASE(path_texts),
	KUNIT_CASE(device_nodes),   {},
};

static struct kunit_suite tree_suite = {.name = "fs_tree", .test_cases = cases};
kunit_test_suite(tree_suite);
