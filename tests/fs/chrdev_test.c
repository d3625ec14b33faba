/* SPDX-License-Identifier: MIT */
/* Numbers, cdevs, misc devices, and what the generic layer checks before a driver runs. */
#include "util.h"

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uio.h>

static void dynamic_majors(struct kunit *test)
{
	dev_t a, b, c;

	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&a, 0, 4, "first"), 0);
	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&b, 7, 1, "second"), 0);
	KUNIT_EXPECT_EQ(test, MAJOR(a), 254);
	KUNIT_EXPECT_EQ(test, MAJOR(b), 253);
	KUNIT_EXPECT_EQ(test, MINOR(b), 7);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(254, 3), 2, "over"), -EBUSY);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(254, 4), 2, "after"), 0);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(512, 0), 1, "high"), -EINVAL);
	unregister_chrdev_region(MKDEV(254, 4), 2);
	unregister_chrdev_region(a, 4);
	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&c, 0, 1, "again"), 0);
	KUNIT_EXPECT_EQ(test, MAJOR(c), 254);
	unregister_chrdev_region(c, 1);
	unregister_chrdev_region(b, 1);
}

static void all_dynamic_majors(struct kunit *test)
{
	static dev_t dev[200];
	int n = 0;

	while (n < 200 && alloc_chrdev_region(&dev[n], 0, 1, "many") == 0)
		n++;
	/* 254 … 234, then 511 … 384. */
	KUNIT_EXPECT_EQ(test, n, 21 + 128);
	KUNIT_EXPECT_EQ(test, MAJOR(dev[20]), 234);
	KUNIT_EXPECT_EQ(test, MAJOR(dev[21]), 511);
	while (n--)
		unregister_chrdev_region(dev[n], 1);
}

/* ---- a device that remembers ---- */

static int opens, releases, flushes;
static char store[64];

static int t_open(struct inode *inode, struct file *file)
{
	opens++;
	return iminor(inode) == 9 ? -EBUSY : 0;
}

static int t_release(struct inode *inode, struct file *file)
{
	releases++;
	return 0;
}

static int t_flush(struct file *file, fl_owner_t id)
{
	flushes++;
	return 0;
}

static ssize_t t_read(struct file *file, char __user *buf, size_t n, loff_t *pos)
{
	return simple_read_from_buffer(buf, n, pos, store, sizeof(store));
}

static ssize_t t_write(struct file *file, const char __user *buf, size_t n, loff_t *pos)
{
	return simple_write_to_buffer(store, sizeof(store), pos, buf, n);
}

static long t_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return cmd == 77 ? (long)arg : -ENOIOCTLCMD;
}

static const struct file_operations fops = {
	.owner = THIS_MODULE,
	.open = t_open,
	.release = t_release,
	.flush = t_flush,
	.read = t_read,
	.write = t_write,
	.llseek = default_llseek,
	.unlocked_ioctl = t_ioctl,
};

static int chrdev_test_init(struct kunit *test)
{
	opens = releases = flushes = 0;
	memset(store, 0, sizeof(store));
	return 0;
}

static void open_by_number(struct kunit *test)
{
	int major = register_chrdev(0, "numbered", &fops);
	struct file *f;

	KUNIT_ASSERT_GT(test, major, 0);
	fs_mknod("/dev/num1", S_IFCHR | 0666, new_encode_dev(MKDEV(major, 1)));
	fs_mknod("/dev/num9", S_IFCHR | 0666, new_encode_dev(MKDEV(major, 9)));
	fs_mknod("/dev/num256", S_IFCHR | 0666, new_encode_dev(MKDEV(major, 256)));
	f = open_path("/dev/num1", O_RDWR);
	KUNIT_ASSERT_FALSE(test, IS_ERR(f));
	KUNIT_EXPECT_PTR_EQ(test, f->f_op, &fops);
	close_file(f);
	KUNIT_EXPECT_EQ(test, flushes, 1);
	KUNIT_EXPECT_EQ(test, releases, 1);
	KUNIT_EXPECT_EQ(test, try_open("/dev/num9", O_RDWR), -EBUSY);
	KUNIT_EXPECT_EQ(test, releases, 1);
	KUNIT_EXPECT_EQ(test, try_open("/dev/num256", O_RDWR), -ENXIO);
	/* An open file survives its driver's cdev. */
	f = open_path("/dev/num1", O_RDWR);
	unregister_chrdev(major, "numbered");
	KUNIT_EXPECT_EQ(test, write_some(f, "abc", 3), 3);
	close_file(f);
	KUNIT_EXPECT_EQ(test, try_open("/dev/num1", O_RDWR), -ENXIO);
	fs_unlink("/dev/num1");
	fs_unlink("/dev/num9");
	fs_unlink("/dev/num256");
}

static void narrow_range_hides_wide(struct kunit *test)
{
	static const struct file_operations other = {.owner = THIS_MODULE};
	struct cdev *wide = cdev_alloc(), *narrow = cdev_alloc();
	struct file *f;

	wide->ops = &fops;
	narrow->ops = &other;
	KUNIT_ASSERT_EQ(test, cdev_add(narrow, MKDEV(200, 3), 1), 0);
	KUNIT_ASSERT_EQ(test, cdev_add(wide, MKDEV(200, 0), 10), 0);
	fs_mknod("/dev/wide", S_IFCHR | 0666, new_encode_dev(MKDEV(200, 2)));
	fs_mknod("/dev/narrow", S_IFCHR | 0666, new_encode_dev(MKDEV(200, 3)));
	f = open_path("/dev/wide", O_RDONLY);
	KUNIT_EXPECT_PTR_EQ(test, f->f_op, &fops);
	close_file(f);
	f = open_path("/dev/narrow", O_RDONLY);
	KUNIT_EXPECT_PTR_EQ(test, f->f_op, &other);
	close_file(f);
	cdev_del(wide);
	cdev_del(narrow);
	fs_unlink("/dev/wide");
	fs_unlink("/dev/narrow");
}

static struct miscdevice misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "tmisc",
	.fops = &fops,
	.mode = 0666,
};

static void misc_minors(struct kunit *test)
{
	struct miscdevice two = {.minor = MISC_DYNAMIC_MINOR, .name = "two", .fops = &fops};
	struct miscdevice taken = {.minor = 127, .name = "taken", .fops = &fops};
	struct file *f;
	char buf[64];

	misc.minor = MISC_DYNAMIC_MINOR;
	KUNIT_ASSERT_EQ(test, misc_register(&misc), 0);
	KUNIT_ASSERT_EQ(test, misc_register(&two), 0);
	KUNIT_EXPECT_EQ(test, misc.minor, 127);
	KUNIT_EXPECT_EQ(test, two.minor, 126);
	KUNIT_EXPECT_EQ(test, misc_register(&taken), -EBUSY);
	KUNIT_EXPECT_GT(test, slurp("/proc/misc", buf, sizeof(buf)), 0);
	KUNIT_EXPECT_STREQ(test, buf, "126 two\n127 tmisc\n");
	slurp("/sys/class/misc/tmisc/dev", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "10:127\n");
	slurp("/sys/dev/char/10:126/uevent", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "MAJOR=10\nMINOR=126\nDEVNAME=two\n");
	slurp("/sys/class/misc/tmisc/uevent", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "MAJOR=10\nMINOR=127\nDEVNAME=tmisc\nDEVMODE=0666\n");
	f = open_path("/dev/tmisc", O_RDWR);
	KUNIT_ASSERT_FALSE(test, IS_ERR(f));
	KUNIT_EXPECT_PTR_EQ(test, f->private_data, (void *)&misc);
	close_file(f);
	misc_deregister(&two);
	misc_deregister(&misc);
	KUNIT_EXPECT_EQ(test, try_open("/dev/tmisc", O_RDWR), -ENOENT);
}

/* ---- checks before the driver ---- */

static void mode_checks(struct kunit *test)
{
	struct file *r, *w;
	char buf[8];

	misc.minor = MISC_DYNAMIC_MINOR;
	KUNIT_ASSERT_EQ(test, misc_register(&misc), 0);
	r = open_path("/dev/tmisc", O_RDONLY);
	w = open_path("/dev/tmisc", O_WRONLY);
	KUNIT_EXPECT_EQ(test, write_some(r, "a", 1), -EBADF);
	KUNIT_EXPECT_EQ(test, read_some(w, buf, 1), -EBADF);
	KUNIT_EXPECT_EQ(test, fs_pread(r, buf, 1, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_read(r, (void __user *)-1L, 0), -EFAULT);
	KUNIT_EXPECT_EQ(test, fs_read(r, (void __user *)8, -1), -EFAULT);
	/* This task has no user memory. */
	KUNIT_EXPECT_EQ(test, fs_read(r, (void __user *)4096, 5), -EFAULT);
	KUNIT_EXPECT_EQ(test, fs_lseek(r, 0, 9), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_lseek(r, -5, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_lseek(r, 5, SEEK_SET), 5);
	KUNIT_EXPECT_EQ(test, fs_lseek(r, 5, SEEK_CUR), 10);
	KUNIT_EXPECT_EQ(test, vfs_fsync(r, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_ftruncate(w, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_ioctl(r, 77, 5), 5);
	KUNIT_EXPECT_EQ(test, fs_ioctl(r, 78, 5), -ENOTTY);
	KUNIT_EXPECT_EQ(test, fs_setfl(r, 0, O_DIRECT), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_setfl(r, 0, O_APPEND | O_NONBLOCK), 0);
	KUNIT_EXPECT_EQ(test, fs_getfl(r), O_RDONLY | O_APPEND | O_NONBLOCK);
	KUNIT_EXPECT_EQ(test, fs_getdents(r, buf, 8), -ENOTDIR);
	close_file(r);
	close_file(w);
	misc_deregister(&misc);
}

static void vectors(struct kunit *test)
{
	char a[4] = "abc", b[4] = "def", in[8] = "";
	struct iovec out[2] = {{a, 3}, {b, 3}}, back[2] = {{in, 2}, {in + 2, 6}};
	struct file *f;
	void *old;

	misc.minor = MISC_DYNAMIC_MINOR;
	KUNIT_ASSERT_EQ(test, misc_register(&misc), 0);
	f = open_path("/dev/tmisc", O_RDWR);
	old = fs_user_is_kernel_begin();
	KUNIT_EXPECT_EQ(test, fs_writev(f, out, 2, -1, 0), 6);
	KUNIT_EXPECT_EQ(test, f->f_pos, 6);
	KUNIT_EXPECT_EQ(test, fs_readv(f, back, 2, 0, 0), 8);
	KUNIT_EXPECT_MEMEQ(test, in, "abcdef", 6);
	KUNIT_EXPECT_EQ(test, f->f_pos, 6);
	KUNIT_EXPECT_EQ(test, fs_readv(f, back, 0, -1, 0), 0);
	KUNIT_EXPECT_EQ(test, fs_readv(f, back, 1025, -1, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_readv(f, back, 2, -2, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_readv(f, back, 2, 0, RWF_NOWAIT), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, fs_readv(f, back, 2, 0, 0x100), -EOPNOTSUPP);
	back[0].iov_len = -1;
	KUNIT_EXPECT_EQ(test, fs_readv(f, back, 2, 0, 0), -EINVAL);
	fs_user_is_kernel_end(old);
	close_file(f);
	misc_deregister(&misc);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(dynamic_majors), KUNIT_CASE(all_dynamic_majors),
	KUNIT_CASE(open_by_number), KUNIT_CASE(narrow_range_hides_wide),
	KUNIT_CASE(misc_minors),    KUNIT_CASE(mode_checks),
	KUNIT_CASE(vectors),	    {},
};

static struct kunit_suite chrdev_suite = {
	.name = "fs_chrdev",
	.init = chrdev_test_init,
	.test_cases = cases,
};
kunit_test_suite(chrdev_suite);
