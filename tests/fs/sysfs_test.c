/* SPDX-License-Identifier: MIT */
/* sysfs and debugfs: attributes, groups, links, notification, what removal does to open files. */
#include "util.h"

#include <linux/debugfs.h>
#include <linux/kobject.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

static int value;
static char stored[32];
static size_t stored_len;

static ssize_t value_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", value);
}

static ssize_t value_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			   size_t count)
{
	stored_len = count;
	strscpy(stored, buf, sizeof(stored));
	return kstrtoint(buf, 0, &value) ?: (int)count;
}
static struct kobj_attribute value_attr = __ATTR_RW(value);

static ssize_t ro_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "fixed\n");
}
static struct kobj_attribute ro_attr = __ATTR_RO(ro);

static ssize_t wo_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			size_t count)
{
	return count;
}
static struct kobj_attribute wo_attr = __ATTR_WO(wo);

static struct kobject *kobj;

static int sysfs_test_init(struct kunit *test)
{
	value = 5;
	kobj = kobject_create_and_add("sysfs_t", kernel_kobj);
	return kobj ? 0 : -ENOMEM;
}

static void sysfs_test_exit(struct kunit *test)
{
	kobject_put(kobj);
}

#define DIR "/sys/kernel/sysfs_t"

static void attributes(struct kunit *test)
{
	char buf[32];

	KUNIT_ASSERT_EQ(test, sysfs_create_file(kobj, &value_attr.attr), 0);
	KUNIT_ASSERT_EQ(test, sysfs_create_file(kobj, &ro_attr.attr), 0);
	KUNIT_ASSERT_EQ(test, sysfs_create_file(kobj, &wo_attr.attr), 0);
	KUNIT_EXPECT_EQ(test, slurp(DIR "/value", buf, sizeof(buf)), 2);
	KUNIT_EXPECT_STREQ(test, buf, "5\n");
	KUNIT_EXPECT_EQ(test, echo("42\n", DIR "/value"), 3);
	KUNIT_EXPECT_EQ(test, value, 42);
	KUNIT_EXPECT_STREQ(test, stored, "42\n");
	KUNIT_EXPECT_EQ(test, echo("x", DIR "/value"), -EINVAL);
	stored_len = 99;
	KUNIT_EXPECT_EQ(test, echo("", DIR "/value"), 0);
	KUNIT_EXPECT_EQ(test, stored_len, 99); /* store is not called for nothing */
	/* Even root cannot open an attribute in a way that it does not have. */
	KUNIT_EXPECT_EQ(test, try_open(DIR "/ro", O_WRONLY), -EACCES);
	KUNIT_EXPECT_EQ(test, try_open(DIR "/ro", O_RDWR), -EACCES);
	KUNIT_EXPECT_EQ(test, try_open(DIR "/wo", O_RDONLY), -EACCES);
	KUNIT_EXPECT_EQ(test, try_open(DIR "/wo", O_WRONLY | O_TRUNC), 0);
	sysfs_remove_file(kobj, &value_attr.attr);
	KUNIT_EXPECT_EQ(test, try_open(DIR "/value", O_RDONLY), -ENOENT);
}

static void positions(struct kunit *test)
{
	struct file *f;
	char buf[32];

	KUNIT_ASSERT_EQ(test, sysfs_create_file(kobj, &value_attr.attr), 0);
	value = 12345;
	f = open_path(DIR "/value", O_RDWR);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 2), 2);
	value = 67890;
	KUNIT_EXPECT_EQ(test, read_some(f, buf + 2, 20), 4); /* the text of the first read */
	KUNIT_EXPECT_MEMEQ(test, buf, "12345\n", 6);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 20), 0);
	KUNIT_EXPECT_EQ(test, fs_lseek(f, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 20), 6);
	KUNIT_EXPECT_MEMEQ(test, buf, "67890\n", 6);
	KUNIT_EXPECT_EQ(test, fs_lseek(f, 5, SEEK_END), PAGE_SIZE + 5);
	KUNIT_EXPECT_EQ(test, vfs_fsync(f, 1), 0);
	sysfs_remove_file(kobj, &value_attr.attr);
	fs_lseek(f, 0, SEEK_SET);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 20), -ENODEV);
	KUNIT_EXPECT_EQ(test, write_some(f, "1", 1), -ENODEV);
	close_file(f);
}

static umode_t visible(struct kobject *k, struct attribute *attr, int n)
{
	return n == 1 ? 0 : attr->mode;
}

static struct attribute *attrs[] = {&value_attr.attr, &ro_attr.attr, &wo_attr.attr, NULL};
static const struct attribute_group named = {
	.name = "sub",
	.is_visible = visible,
	.attrs = attrs,
};

static void groups(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, sysfs_create_group(kobj, &named), 0);
	KUNIT_EXPECT_EQ(test, try_open(DIR "/sub/value", O_RDONLY), 0);
	KUNIT_EXPECT_EQ(test, try_open(DIR "/sub/ro", O_RDONLY), -ENOENT);
	KUNIT_EXPECT_EQ(test, try_open(DIR "/sub/wo", O_WRONLY), 0);
	KUNIT_EXPECT_EQ(test, sysfs_update_group(kobj, &named), 0);
	KUNIT_EXPECT_EQ(test, sysfs_add_file_to_group(kobj, &ro_attr.attr, "sub"), 0);
	KUNIT_EXPECT_EQ(test, try_open(DIR "/sub/ro", O_RDONLY), 0);
	sysfs_remove_group(kobj, &named);
	KUNIT_EXPECT_EQ(test, try_open(DIR "/sub", O_RDONLY), -ENOENT);
}

static ssize_t blob_read(struct file *file, struct kobject *k, struct bin_attribute *attr,
			 char *buf, loff_t pos, size_t n)
{
	memset(buf, 'a' + (int)(pos / PAGE_SIZE), n);
	return n;
}
static BIN_ATTR_RO(blob, 3 * PAGE_SIZE - 10);

static void binary(struct kunit *test)
{
	char *buf = kunit_kmalloc(test, 4 * PAGE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_EQ(test, sysfs_create_bin_file(kobj, &bin_attr_blob), 0);
	KUNIT_EXPECT_EQ(test, slurp(DIR "/blob", buf, 4 * PAGE_SIZE), 3 * PAGE_SIZE - 10);
	KUNIT_EXPECT_EQ(test, buf[PAGE_SIZE], 'b');
	KUNIT_EXPECT_EQ(test, buf[3 * PAGE_SIZE - 11], 'c');
	sysfs_remove_bin_file(kobj, &bin_attr_blob);
}

static void links(struct kunit *test)
{
	struct kobject *child = kobject_create_and_add("child", kobj);
	struct path path;
	char buf[64] = "";

	KUNIT_EXPECT_EQ(test, sysfs_create_link(child, kernel_kobj, "up"), 0);
	KUNIT_EXPECT_EQ(test, sysfs_create_link(power_kobj, child, "down"), 0);
	KUNIT_EXPECT_EQ(test, kern_path(DIR "/child/up", 0, &path), 0);
	KUNIT_EXPECT_EQ(test, vfs_readlink_kernel(path.dentry, buf, sizeof(buf)), 15);
	KUNIT_EXPECT_STREQ(test, buf, "../../../kernel");
	path_put(&path);
	memset(buf, 0, sizeof(buf));
	KUNIT_EXPECT_EQ(test, kern_path("/sys/power/down", 0, &path), 0);
	KUNIT_EXPECT_GT(test, vfs_readlink_kernel(path.dentry, buf, sizeof(buf)), 0);
	KUNIT_EXPECT_STREQ(test, buf, "../kernel/sysfs_t/child");
	path_put(&path);
	KUNIT_EXPECT_EQ(test, try_open("/sys/power/down/up/mm", O_RDONLY), 0);
	sysfs_remove_link(power_kobj, "down");
	kobject_put(child);
	KUNIT_EXPECT_EQ(test, try_open(DIR "/child", O_RDONLY), -ENOENT);
}

static void notification(struct kunit *test)
{
	__poll_t usual = DEFAULT_POLLMASK, told = usual | EPOLLERR | EPOLLPRI;
	struct file *f;
	char buf[8];

	KUNIT_ASSERT_EQ(test, sysfs_create_file(kobj, &value_attr.attr), 0);
	f = open_path(DIR "/value", O_RDONLY);
	KUNIT_EXPECT_EQ(test, vfs_poll(f, NULL), told); /* never read */
	read_some(f, buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, vfs_poll(f, NULL), usual);
	sysfs_notify(kobj, NULL, "value");
	KUNIT_EXPECT_EQ(test, vfs_poll(f, NULL), told);
	fs_lseek(f, 0, SEEK_SET);
	read_some(f, buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, vfs_poll(f, NULL), usual);
	close_file(f);
}

static void renamed(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kobject_rename(kobj, "sysfs_renamed_to_a_name_over_32_bytes"), 0);
	KUNIT_EXPECT_EQ(test, try_open("/sys/kernel/sysfs_renamed_to_a_name_over_32_bytes", 0), 0);
	KUNIT_EXPECT_EQ(test, try_open(DIR, 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, kobject_move(kobj, power_kobj), 0);
	KUNIT_EXPECT_EQ(test, try_open("/sys/power/sysfs_renamed_to_a_name_over_32_bytes", 0), 0);
	KUNIT_EXPECT_EQ(test, kobject_rename(kobj, "short"), 0);
	KUNIT_EXPECT_EQ(test, try_open("/sys/power/short", 0), 0);
}

/* ---- debugfs ---- */

static void debugfs_numbers(struct kunit *test)
{
	struct dentry *dir = debugfs_create_dir("numbers", NULL);
	u8 a = 200;
	u32 x = 0xbeef;
	bool flag = true;
	atomic_t at = ATOMIC_INIT(-3);
	char *str = "text";
	u32 list[3] = {1, 22, 333};
	struct debugfs_u32_array array = {list, 3};
	char buf[32];

#define NUM "/sys/kernel/debug/numbers/"
	debugfs_create_u8("a", 0644, dir, &a);
	debugfs_create_x32("x", 0444, dir, &x);
	debugfs_create_bool("flag", 0644, dir, &flag);
	debugfs_create_atomic_t("at", 0644, dir, &at);
	debugfs_create_str("str", 0444, dir, &str);
	debugfs_create_u32_array("list", 0444, dir, &array);
	slurp(NUM "a", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "200\n");
	slurp(NUM "x", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "0x0000beef\n");
	slurp(NUM "flag", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "Y\n");
	slurp(NUM "at", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "-3\n");
	slurp(NUM "str", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "text\n");
	slurp(NUM "list", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "1 22 333\n");
	KUNIT_EXPECT_EQ(test, echo("7\n", NUM "a"), 2);
	KUNIT_EXPECT_EQ(test, a, 7);
	KUNIT_EXPECT_EQ(test, echo("n\n", NUM "flag"), 2);
	KUNIT_EXPECT_FALSE(test, flag);
	KUNIT_EXPECT_EQ(test, echo("-9", NUM "at"), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&at), -9);
	KUNIT_EXPECT_EQ(test, echo("junk", NUM "a"), -EINVAL);
	debugfs_remove(dir);
}

static void debugfs_errors(struct kunit *test)
{
	struct dentry *dir = debugfs_create_dir("twice", NULL), *again;
	u32 v = 1;
	struct file *f;
	char buf[8];

	again = debugfs_create_dir("twice", NULL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(again), -EEXIST);
	KUNIT_EXPECT_PTR_EQ(test, debugfs_create_dir("below", again), again);
	debugfs_create_u32("v", 0644, dir, &v);
	f = open_path("/sys/kernel/debug/twice/v", O_RDONLY);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 1), 1);
	debugfs_remove(dir);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 1), -EIO);
	close_file(f);
	debugfs_remove(again);
	debugfs_remove(NULL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(attributes),	    KUNIT_CASE(positions),
	KUNIT_CASE(groups),	    KUNIT_CASE(binary),
	KUNIT_CASE(links),	    KUNIT_CASE(notification),
	KUNIT_CASE(renamed),	    KUNIT_CASE(debugfs_numbers),
	KUNIT_CASE(debugfs_errors), {},
};

static struct kunit_suite sysfs_suite = {
	.name = "fs_sysfs",
	.init = sysfs_test_init,
	.exit = sysfs_test_exit,
	.test_cases = cases,
};
kunit_test_suite(sysfs_suite);
