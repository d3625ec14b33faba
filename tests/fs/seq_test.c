/* SPDX-License-Identifier: MIT */
/* seq_file through /proc: long records, skipped ones, seeks, errors, removal while open. */
#include "util.h"

#include <linux/kthread.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

/* Records 0 … n-1; record i prints its number and is padded to width[i] bytes. */
static unsigned int nr_records, starts, stops, fail_at;
static unsigned int (*width)(unsigned int i);

static void *t_start(struct seq_file *m, loff_t *pos)
{
	starts++;
	return *pos < nr_records ? (void *)(unsigned long)(*pos + 1) : NULL;
}

static void *t_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return *pos < nr_records ? (void *)(unsigned long)(*pos + 1) : NULL;
}

static void t_stop(struct seq_file *m, void *v)
{
	stops++;
}

static int t_show(struct seq_file *m, void *v)
{
	unsigned int i = (unsigned long)v - 1;

	if (i + 1 == fail_at)
		return -EIO;
	if (!width(i)) {
		seq_puts(m, "thrown away");
		return SEQ_SKIP;
	}
	seq_setwidth(m, width(i) - 1);
	seq_printf(m, "%u", i);
	seq_pad(m, '\n');
	return 0;
}

static const struct seq_operations t_ops = {
	.start = t_start,
	.next = t_next,
	.stop = t_stop,
	.show = t_show,
};

static unsigned int width_8(unsigned int i)
{
	return 8;
}

/* Short, skipped and very long records mixed. */
static unsigned int width_mixed(unsigned int i)
{
	return i % 3 == 0 ? 0 : i % 7 == 1 ? 9000 : 10;
}

static int seq_test_init(struct kunit *test)
{
	starts = stops = fail_at = 0;
	nr_records = 2000;
	width = width_8;
	return proc_create_seq("seq_t", 0, NULL, &t_ops) ? 0 : -ENOMEM;
}

static void seq_test_exit(struct kunit *test)
{
	remove_proc_entry("seq_t", NULL);
}

static void whole_text(struct kunit *test)
{
	char *buf = kunit_kmalloc(test, 20000, GFP_KERNEL);

	KUNIT_EXPECT_EQ(test, slurp("/proc/seq_t", buf, 20000), 16000);
	KUNIT_EXPECT_MEMEQ(test, buf, "0      \n1      \n", 16);
	KUNIT_EXPECT_MEMEQ(test, buf + 15992, "1999   \n", 8);
	KUNIT_EXPECT_EQ(test, starts, stops);
}

static void long_and_skipped_records(struct kunit *test)
{
	size_t want = 0, size;
	char *buf;

	nr_records = 40;
	width = width_mixed;
	for (unsigned int i = 0; i < nr_records; i++)
		want += width_mixed(i);
	size = want + 100;
	buf = kunit_kmalloc(test, size, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, slurp("/proc/seq_t", buf, size), want);
	KUNIT_EXPECT_MEMEQ(test, buf, "1     ", 6);
	KUNIT_EXPECT_EQ(test, starts, stops);
}

static void odd_reads_and_seeks(struct kunit *test)
{
	struct file *f = open_path("/proc/seq_t", O_RDONLY);
	char buf[32];

	KUNIT_EXPECT_EQ(test, read_some(f, buf, 5), 5);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 5), 5);
	KUNIT_EXPECT_MEMEQ(test, buf, "  \n1 ", 5);
	KUNIT_EXPECT_EQ(test, fs_lseek(f, 8 * 1500, SEEK_SET), 8 * 1500);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 4), 4);
	KUNIT_EXPECT_MEMEQ(test, buf, "1500", 4);
	KUNIT_EXPECT_EQ(test, fs_lseek(f, -8, SEEK_CUR), 8 * 1500 - 4);
	KUNIT_EXPECT_EQ(test, fs_lseek(f, 0, SEEK_END), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_lseek(f, -1, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, fs_lseek(f, 1000000, SEEK_SET), 1000000);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 4), 0);
	/* From the start it is made anew. */
	nr_records = 1;
	KUNIT_EXPECT_EQ(test, fs_lseek(f, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, sizeof(buf)), 8);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, sizeof(buf)), 0);
	KUNIT_EXPECT_EQ(test, starts, stops);
	close_file(f);
}

static void errors_stop(struct kunit *test)
{
	struct file *f = open_path("/proc/seq_t", O_RDONLY);
	char *buf = kunit_kmalloc(test, 8192, GFP_KERNEL);

	fail_at = 1;
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 100), -EIO);
	fail_at = 3;
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 8192), 16);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 8192), -EIO);
	fail_at = 0;
	KUNIT_EXPECT_EQ(test, fs_read(f, (void __user *)4096, 10), -EFAULT);
	KUNIT_EXPECT_EQ(test, starts, stops);
	close_file(f);
}

static void kernel_reads(struct kunit *test)
{
	struct file *f = open_path("/proc/seq_t", O_RDONLY);
	loff_t pos = 0;
	char buf[16];

	KUNIT_EXPECT_EQ(test, kernel_read(f, buf, sizeof(buf), &pos), 16);
	KUNIT_EXPECT_EQ(test, pos, 16);
	KUNIT_EXPECT_MEMEQ(test, buf, "0      \n1      \n", 16);
	close_file(f);
}

static void removed_while_open(struct kunit *test)
{
	struct file *f = open_path("/proc/seq_t", O_RDONLY);
	char buf[16];

	KUNIT_EXPECT_EQ(test, read_some(f, buf, 8), 8);
	remove_proc_entry("seq_t", NULL);
	KUNIT_EXPECT_EQ(test, read_some(f, buf, 8), -EIO);
	KUNIT_EXPECT_EQ(test, fs_lseek(f, 0, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, try_open("/proc/seq_t", O_RDONLY), -ENOENT);
	close_file(f);
	KUNIT_ASSERT_NOT_NULL(test, proc_create_seq("seq_t", 0, NULL, &t_ops));
}

/* ---- removal waits for those inside ---- */

static bool inside, let_go, removed;

static int slow_show(struct seq_file *m, void *v)
{
	WRITE_ONCE(inside, true);
	while (!READ_ONCE(let_go))
		schedule_timeout_uninterruptible(1);
	seq_puts(m, "late\n");
	return 0;
}

static int reader(void *data)
{
	char buf[16];

	return slurp("/proc/slow_t", buf, sizeof(buf));
}

static int remover(void *unused)
{
	remove_proc_entry("slow_t", NULL);
	WRITE_ONCE(removed, true);
	return 0;
}

static void removal_waits(struct kunit *test)
{
	struct task_struct *r, *d;

	inside = let_go = removed = false;
	proc_create_single("slow_t", 0, NULL, slow_show);
	r = kthread_create(reader, NULL, "reader");
	get_task_struct(r);
	wake_up_process(r);
	while (!READ_ONCE(inside))
		schedule_timeout_uninterruptible(1);
	d = kthread_create(remover, NULL, "remover");
	get_task_struct(d);
	wake_up_process(d);
	schedule_timeout_uninterruptible(10);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(removed));
	WRITE_ONCE(let_go, true);
	KUNIT_EXPECT_EQ(test, kthread_stop(d), 0);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(removed));
	kthread_stop(r);
	put_task_struct(d);
	put_task_struct(r);
}

static void printing(struct kunit *test)
{
	char buf[64];
	struct seq_file m = {.buf = buf, .size = sizeof(buf)};

	seq_put_decimal_ull(&m, "a=", 7);
	seq_put_decimal_ll(&m, " b=", -7);
	seq_put_decimal_ull_width(&m, " ", 7, 3);
	seq_put_hex_ll(&m, " ", 0xab, 4);
	seq_escape(&m, " x\ty", "\t");
	seq_putc(&m, '\0');
	KUNIT_EXPECT_STREQ(test, buf, "a=7 b=-7   7 00ab x\\011y");
	m.count = sizeof(buf) - 3;
	seq_puts(&m, "abc");
	KUNIT_EXPECT_TRUE(test, seq_has_overflowed(&m));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(whole_text),
	KUNIT_CASE(long_and_skipped_records),
	KUNIT_CASE(odd_reads_and_seeks),
	KUNIT_CASE(errors_stop),
	KUNIT_CASE(kernel_reads),
	KUNIT_CASE(removed_while_open),
	KUNIT_CASE(removal_waits),
	KUNIT_CASE(printing),
	{},
};

static struct kunit_suite seq_suite = {
	.name = "fs_seq",
	.init = seq_test_init,
	.exit = seq_test_exit,
	.test_cases = cases,
};
kunit_test_suite(seq_suite);
