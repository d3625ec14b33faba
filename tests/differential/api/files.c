/* SPDX-License-Identifier: MIT */
/* File operations, user memory, /proc files and seq_file. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#define P(fmt, ...) pr_info("%d: " fmt "\n", __LINE__, ##__VA_ARGS__)
#define R(e)	    pr_info("%d: %s = %lld\n", __LINE__, #e, (long long)(e))

static char data[10000];
static size_t length;
static struct fasync_struct *async;

static int mem_open(struct inode *i, struct file *f)
{
	P("open flags %o mode %x pos %lld", f->f_flags & ~O_LARGEFILE & ~O_CLOEXEC,
	  f->f_mode & (FMODE_READ | FMODE_WRITE | FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE),
	  f->f_pos);
	if (f->f_flags & O_TRUNC)
		length = 0;
	return f->f_flags & O_EXCL ? -EBUSY : 0;
}

static int mem_release(struct inode *i, struct file *f)
{
	P("release %d", iminor(i) == iminor(file_inode(f)));
	return -EIO; /* nobody hears it */
}

static ssize_t mem_read(struct file *f, char __user *to, size_t n, loff_t *pos)
{
	unsigned long left;

	P("read %zu at %lld", n, *pos);
	if (*pos >= length)
		return 0;
	n = min_t(size_t, n, length - *pos);
	left = copy_to_user(to, data + *pos, n);
	if (left)
		P("%lu left", left);
	if (left == n)
		return -EFAULT;
	*pos += n - left;
	return n - left;
}

static ssize_t mem_write(struct file *f, const char __user *from, size_t n, loff_t *pos)
{
	unsigned long left;

	P("write %zu at %lld append %d", n, *pos, !!(f->f_flags & O_APPEND));
	if (*pos >= sizeof(data))
		return -ENOSPC;
	n = min_t(size_t, n, sizeof(data) - *pos);
	left = copy_from_user(data + *pos, from, n);
	if (left)
		P("%lu left", left);
	if (left == n)
		return -EFAULT;
	*pos += n - left;
	length = max_t(size_t, length, *pos);
	kill_fasync(&async, SIGIO, POLL_IN);
	return n - left;
}

static loff_t mem_llseek(struct file *f, loff_t off, int whence)
{
	P("llseek %lld %d", off, whence);
	return fixed_size_llseek(f, off, whence, sizeof(data));
}

#define GETS(type)                                                 \
	do {                                                       \
		type v_ = (type)0x55;                              \
		int e_ = get_user(v_, (type __user *)arg);         \
		P("get " #type " %d %llx", e_, (u64)v_);           \
		e_ = put_user((type)(v_ + 1), (type __user *)arg); \
		P("put " #type " %d", e_);                         \
	} while (0)

static long mem_ioctl(struct file *f, unsigned int cmd, unsigned long arg)
{
	char s[16] = "???????????????";
	long r;

	P("ioctl %x", cmd);
	switch (cmd) {
	case 1:
		GETS(u8);
		GETS(u16);
		GETS(u32);
		GETS(u64);
		GETS(s8);
		GETS(int);
		return 0;
	case 2:
		r = strncpy_from_user(s, (void __user *)arg, sizeof(s));
		P("strncpy %ld %.16s", r, r < 0 ? "" : s);
		r = strncpy_from_user(s, (void __user *)arg, 3);
		P("strncpy %ld %.3s", r, r < 0 ? "" : s);
		R(strnlen_user((void __user *)arg, 100));
		R(strnlen_user((void __user *)arg, 2));
		return r;
	case 3:
		P("clear %lu", clear_user((void __user *)arg, 9));
		return 0;
	case 4:
		P("ok %d", !!access_ok((void __user *)arg, 100));
		P("ok huge %d", !!access_ok((void __user *)arg, ~0UL));
		return 0;
	case 5:
		r = copy_from_user(s, (void __user *)arg, 8);
		P("from %ld: %*ph", r, 8, s); /* what could not be read is zero */
		r = copy_to_user((void __user *)arg, "12345678", 8);
		P("to %ld", r);
		return r;
	case 6: {
		char *d = memdup_user((void __user *)arg, 8);

		P("memdup %ld", IS_ERR(d) ? PTR_ERR(d) : 0);
		if (!IS_ERR(d))
			kfree(d);
		d = strndup_user((void __user *)arg, 5);
		P("strndup %ld", IS_ERR(d) ? PTR_ERR(d) : 0);
		if (!IS_ERR(d))
			kfree(d);
		d = memdup_user_nul((void __user *)arg, 4);
		P("memdup_nul %ld", IS_ERR(d) ? PTR_ERR(d) : 0);
		if (!IS_ERR(d))
			kfree(d);
		return 0;
	}
	case 7:
		return 1234567; /* not an error */
	case 8:
		return -ENOIOCTLCMD;
	case 9: {
		struct {
			u32 a, b;
		} v = {1, 2};

		r = copy_struct_from_user(&v, sizeof(v), (void __user *)arg, 16);
		P("copy_struct %ld", r);
		r = copy_struct_from_user(&v, sizeof(v), (void __user *)arg, 4);
		P("copy_struct %ld %u", r, v.b);
		return check_zeroed_user((void __user *)arg, 8);
	}
	}
	return -ENOTTY;
}

static __poll_t mem_poll(struct file *f, poll_table *w)
{
	return (length ? EPOLLIN | EPOLLRDNORM : 0) | (length < sizeof(data) ? EPOLLOUT : 0) |
	       (length == 5 ? EPOLLPRI : 0) | (length == 6 ? EPOLLHUP : 0) |
	       (length == 7 ? EPOLLERR : 0);
}

static int mem_fasync(int fd, struct file *f, int on)
{
	int r = fasync_helper(fd, f, on, &async);

	P("fasync on %d", on);
	return r;
}

static int mem_flush(struct file *f, fl_owner_t id)
{
	P("flush");
	return f->f_flags & O_APPEND ? -ENOSPC : 0; /* close() says so */
}

static int mem_fsync(struct file *f, loff_t a, loff_t b, int d)
{
	P("fsync %lld %d", a, d);
	return -EROFS;
}

static const struct file_operations mem_fops = {
	.owner = THIS_MODULE,
	.open = mem_open,
	.release = mem_release,
	.read = mem_read,
	.write = mem_write,
	.llseek = mem_llseek,
	.unlocked_ioctl = mem_ioctl,
	.poll = mem_poll,
	.fasync = mem_fasync,
	.flush = mem_flush,
	.fsync = mem_fsync,
};

static ssize_t it_read(struct kiocb *k, struct iov_iter *to)
{
	size_t n = min_t(size_t, iov_iter_count(to), length - min_t(size_t, length, k->ki_pos)),
	       done;

	P("read_iter %zu segments %lu at %lld", iov_iter_count(to), to->nr_segs, k->ki_pos);
	done = copy_to_iter(data + k->ki_pos, n, to);
	if (done < n)
		P("copied %zu of %zu", done, n);
	k->ki_pos += done;
	return done ?: n ? -EFAULT : 0;
}

static ssize_t it_write(struct kiocb *k, struct iov_iter *from)
{
	size_t n = min_t(size_t, iov_iter_count(from), sizeof(data) - k->ki_pos), done;

	P("write_iter %zu segments %lu at %lld append %d", iov_iter_count(from), from->nr_segs,
	  k->ki_pos, !!(k->ki_flags & IOCB_APPEND));
	done = copy_from_iter(data + k->ki_pos, n, from);
	if (done < n)
		P("copied %zu of %zu", done, n);
	k->ki_pos += done;
	length = max_t(size_t, length, k->ki_pos);
	return done ?: n ? -EFAULT : 0;
}

static const struct file_operations it_fops = {
	.owner = THIS_MODULE,
	.read_iter = it_read,
	.write_iter = it_write,
	.llseek = default_llseek,
};

static int no_open(struct inode *i, struct file *f)
{
	return nonseekable_open(i, f);
}

static int stream_open_(struct inode *i, struct file *f)
{
	return stream_open(i, f);
}

/* A stream has no position. */
static ssize_t stream_read(struct file *f, char __user *to, size_t n, loff_t *pos)
{
	P("stream read %zu pos %d", n, pos != NULL);
	return put_user('s', to) ?: 1;
}

static const struct file_operations no_fops = {
	.owner = THIS_MODULE,
	.open = no_open,
	.read = mem_read,
	.write = mem_write,
	.llseek = no_llseek,
};
static const struct file_operations stream_fops = {
	.owner = THIS_MODULE,
	.open = stream_open_,
	.read = stream_read,
	.llseek = no_llseek,
};
static const struct file_operations null_fops = {.owner = THIS_MODULE, .llseek = noop_llseek};
static const struct file_operations bare_fops = {.owner = THIS_MODULE};

static struct miscdevice miscs[] = {
	{.minor = MISC_DYNAMIC_MINOR, .name = "api_mem", .fops = &mem_fops, .mode = 0640},
	{.minor = MISC_DYNAMIC_MINOR, .name = "api_iter", .fops = &it_fops, .mode = 0666},
	{.minor = MISC_DYNAMIC_MINOR, .name = "api_noseek", .fops = &no_fops},
	{.minor = MISC_DYNAMIC_MINOR, .name = "api_stream", .fops = &stream_fops},
	{.minor = MISC_DYNAMIC_MINOR, .name = "api_null", .fops = &null_fops},
	{.minor = MISC_DYNAMIC_MINOR,
	 .name = "api_bare",
	 .fops = &bare_fops,
	 .nodename = "api/bare"},
};

/* ---- /proc ---- */

static int single_show(struct seq_file *m, void *v)
{
	P("single_show %s", (char *)m->private);
	seq_printf(m, "single %s %d\n", (char *)m->private, 5);
	seq_puts(m, "puts ");
	seq_putc(m, 'c');
	seq_write(m, " w\0w ", 5);
	seq_put_decimal_ull(m, " ull ", 1234567890123ULL);
	seq_put_decimal_ll(m, " ll ", -5);
	seq_pad(m, '\n');
	seq_setwidth(m, 20);
	seq_puts(m, "padded");
	seq_pad(m, '|');
	seq_escape(m, "esc\n\t\\", "\n\t\\");
	seq_hex_dump(m, "\ndump ", DUMP_PREFIX_OFFSET, 16, 1, "0123456789abcdefXYZ", 19, true);
	seq_printf(m, "count full %d\n", seq_has_overflowed(m));
	return 0;
}

static int single_open_(struct inode *i, struct file *f)
{
	return single_open(f, single_show, "private");
}

static int big_show(struct seq_file *m, void *v)
{
	int i;

	P("big_show size %zu", m->size);
	for (i = 0; i < 3000; i++)
		seq_printf(m, "line %d\n", i);
	return 0;
}

static int fails_show(struct seq_file *m, void *v)
{
	seq_puts(m, "lost");
	return -EXDEV;
}

static void *rows_start(struct seq_file *m, loff_t *pos)
{
	P("start %lld", *pos);
	if (*pos == 0)
		return SEQ_START_TOKEN;
	return *pos <= 500 ? (void *)(long)*pos : NULL;
}

static void *rows_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return *pos <= 500 ? (void *)(long)*pos : NULL;
}

static void rows_stop(struct seq_file *m, void *v)
{
	P("stop %s", v == NULL ? "at the end" : "in between");
}

static int rows_show(struct seq_file *m, void *v)
{
	if (v == SEQ_START_TOKEN)
		seq_puts(m, "header\n");
	else if ((long)v % 100 == 50)
		return SEQ_SKIP;
	else
		seq_printf(m, "row %ld of five hundred\n", (long)v);
	if ((long)v == 77) /* larger than the buffer */
		seq_printf(m, "%5000d\n", 77);
	return 0;
}

static const struct seq_operations rows_ops = {
	.start = rows_start,
	.next = rows_next,
	.stop = rows_stop,
	.show = rows_show,
};

static int rows_open(struct inode *i, struct file *f)
{
	int *p = __seq_open_private(f, &rows_ops, sizeof(int));

	return p ? 0 : -ENOMEM;
}

static ssize_t proc_plain_read(struct file *f, char __user *to, size_t n, loff_t *pos)
{
	P("proc read %zu at %lld data %s", n, *pos, (char *)pde_data(file_inode(f)));
	return simple_read_from_buffer(to, n, pos, "plain text\n", 11);
}

static char plain[8];
static ssize_t proc_plain_write(struct file *f, const char __user *from, size_t n, loff_t *pos)
{
	ssize_t r = simple_write_to_buffer(plain, sizeof(plain), pos, from, n);

	P("proc write %zu gives %zd: %.8s", n, r, plain);
	return r;
}

static const struct proc_ops single_ops = {
	.proc_open = single_open_,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};
static const struct proc_ops iter_ops = {
	.proc_open = single_open_,
	.proc_read_iter = seq_read_iter,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};
static const struct proc_ops rows_proc = {
	.proc_open = rows_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = seq_release_private,
};
static const struct proc_ops plain_ops = {
	.proc_read = proc_plain_read,
	.proc_write = proc_plain_write,
	.proc_lseek = default_llseek,
};
static const struct proc_ops unread_ops = {.proc_write = proc_plain_write};

static struct proc_dir_entry *dir;

static int __init api_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(miscs); i++)
		P("misc %d", misc_register(&miscs[i]));
	dir = proc_mkdir("api_files", NULL);
	proc_create("single", 0, dir, &single_ops);
	proc_create("iter", 0444, dir, &iter_ops);
	proc_create("rows", 0400, dir, &rows_proc);
	proc_create_single("big", 0, dir, big_show);
	proc_create_single_data("fails", 0, dir, fails_show, NULL);
	proc_create_seq("rows2", 0, dir, &rows_ops);
	proc_create_data("plain", 0644, dir, &plain_ops, "mine");
	proc_create("unread", 0200, dir, &unread_ops);
	P("mkdir %d", proc_mkdir_mode("sub", 0700, dir) != NULL);
	P("symlink %d", proc_symlink("link", dir, "single") != NULL);
	P("deep %d", proc_create("api_files/sub/deep", 0, NULL, &plain_ops) != NULL);
	return 0;
}

static void __exit api_exit(void)
{
	int i;

	remove_proc_entry("plain", dir);
	P("subtree %d", remove_proc_subtree("api_files", NULL));
	for (i = 0; i < ARRAY_SIZE(miscs); i++)
		misc_deregister(&miscs[i]);
}

module_init(api_init);
module_exit(api_exit);
MODULE_LICENSE("GPL");
