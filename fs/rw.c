/* SPDX-License-Identifier: MIT */
/*
 * Reading and writing: the checks that Linux makes before a driver's operation runs, and the
 * two shapes of operation, with a buffer (read, write) and with an iterator.
 *
 * Order of checks, as clients can tell: mode (-EBADF), an operation exists (-EINVAL), the
 * address range (-EFAULT), the position (-EINVAL, -EOVERFLOW). A count is cut to MAX_RW_COUNT
 * after they passed. The position moves only when the operation succeeded.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/uio.h>

#include "fs.h"

/* May [*@ppos, *@ppos + @count) be accessed? @ppos NULL: the file is a stream. */
static int verify_area(struct file *file, const loff_t *ppos, size_t count)
{
	bool is_unsigned = file->f_mode & FMODE_UNSIGNED_OFFSET;
	loff_t pos;

	if ((ssize_t)count < 0)
		return -EINVAL;
	if (!ppos)
		return 0;
	pos = *ppos;
	if (pos < 0) {
		if (!is_unsigned)
			return -EINVAL;
		if (count >= (u64)-pos)
			return -EOVERFLOW;
	} else if ((loff_t)((u64)pos + count) < 0 && !is_unsigned) {
		return -EINVAL;
	}
	return 0;
}

static ssize_t check_read(struct file *file, const void __user *buf, size_t count,
			  const loff_t *pos)
{
	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	if (!(file->f_mode & FMODE_CAN_READ))
		return -EINVAL;
	if (!access_ok(buf, count))
		return -EFAULT;
	return verify_area(file, pos, count);
}

static ssize_t check_write(struct file *file, const void __user *buf, size_t count,
			   const loff_t *pos)
{
	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (!(file->f_mode & FMODE_CAN_WRITE))
		return -EINVAL;
	if (!access_ok(buf, count))
		return -EFAULT;
	return verify_area(file, pos, count);
}

static ssize_t call_iter(struct file *file, struct iov_iter *iter, loff_t *ppos, int flags,
			 bool write)
{
	struct kiocb kiocb;
	ssize_t ret;

	init_sync_kiocb(&kiocb, file);
	kiocb.ki_flags |= flags | (write ? IOCB_WRITE : 0);
	kiocb.ki_pos = ppos ? *ppos : 0;
	ret = write ? file->f_op->write_iter(&kiocb, iter) : file->f_op->read_iter(&kiocb, iter);
	BUG_ON(ret == -EIOCBQUEUED);
	if (ppos)
		*ppos = kiocb.ki_pos;
	return ret;
}

ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct iov_iter iter;
	ssize_t ret = check_read(file, buf, count, pos);

	if (ret)
		return ret;
	count = min_t(size_t, count, MAX_RW_COUNT);
	if (file->f_op->read)
		return file->f_op->read(file, buf, count, pos);
	iov_iter_ubuf(&iter, ITER_DEST, buf, count);
	return call_iter(file, &iter, pos, 0, false);
}
EXPORT_SYMBOL(vfs_read);

ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	struct iov_iter iter;
	ssize_t ret = check_write(file, buf, count, pos);

	if (ret)
		return ret;
	count = min_t(size_t, count, MAX_RW_COUNT);
	if (file->f_op->write)
		return file->f_op->write(file, buf, count, pos);
	iov_iter_ubuf(&iter, ITER_SOURCE, (void __user *)buf, count);
	return call_iter(file, &iter, pos, 0, true);
}
EXPORT_SYMBOL(vfs_write);

/* Linux's kernel_read serves iterator files only, so that no address is mistaken. */
ssize_t kernel_read(struct file *file, void *buf, size_t count, loff_t *pos)
{
	struct kvec vec = {.iov_base = buf, .iov_len = min_t(size_t, count, MAX_RW_COUNT)};
	struct iov_iter iter;

	if (!(file->f_mode & FMODE_READ))
		return -EINVAL;
	if (file->f_op->read || !file->f_op->read_iter)
		return -EINVAL;
	iov_iter_kvec(&iter, ITER_DEST, &vec, 1, vec.iov_len);
	return call_iter(file, &iter, pos, 0, false);
}
EXPORT_SYMBOL(kernel_read);

ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t *pos)
{
	struct kvec vec = {.iov_base = (void *)buf, .iov_len = min_t(size_t, count, MAX_RW_COUNT)};
	struct iov_iter iter;

	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (file->f_op->write || !file->f_op->write_iter)
		return -EINVAL;
	iov_iter_kvec(&iter, ITER_SOURCE, &vec, 1, vec.iov_len);
	return call_iter(file, &iter, pos, 0, true);
}
EXPORT_SYMBOL(kernel_write);

/* ---- with the file's own position ---- */

/* Only files and folders have a position that calls must not share; a device's may race. */
static void pos_lock(struct file *file)
{
	if (file->f_mode & FMODE_ATOMIC_POS)
		mutex_lock(&file->f_pos_lock);
}

static void pos_unlock(struct file *file)
{
	if (file->f_mode & FMODE_ATOMIC_POS)
		mutex_unlock(&file->f_pos_lock);
}

ssize_t fs_read(struct file *file, char __user *buf, size_t count)
{
	bool stream = file->f_mode & FMODE_STREAM;
	loff_t pos;
	ssize_t ret;

	pos_lock(file);
	pos = READ_ONCE(file->f_pos);
	ret = vfs_read(file, buf, count, stream ? NULL : &pos);
	if (ret >= 0 && !stream)
		WRITE_ONCE(file->f_pos, pos);
	pos_unlock(file);
	return ret;
}

ssize_t fs_write(struct file *file, const char __user *buf, size_t count)
{
	bool stream = file->f_mode & FMODE_STREAM;
	loff_t pos;
	ssize_t ret;

	pos_lock(file);
	pos = READ_ONCE(file->f_pos);
	ret = vfs_write(file, buf, count, stream ? NULL : &pos);
	if (ret >= 0 && !stream)
		WRITE_ONCE(file->f_pos, pos);
	pos_unlock(file);
	return ret;
}

ssize_t fs_pread(struct file *file, char __user *buf, size_t count, loff_t pos)
{
	if (pos < 0)
		return -EINVAL;
	if (!(file->f_mode & FMODE_PREAD))
		return -ESPIPE;
	return vfs_read(file, buf, count, &pos);
}

ssize_t fs_pwrite(struct file *file, const char __user *buf, size_t count, loff_t pos)
{
	if (pos < 0)
		return -EINVAL;
	if (!(file->f_mode & FMODE_PWRITE))
		return -ESPIPE;
	return vfs_write(file, buf, count, &pos);
}

/* ---- vectors ---- */

/* A file without an iterator operation gets one call for each segment, until a short one. */
static ssize_t loop_segments(struct file *file, struct iov_iter *iter, loff_t *ppos, bool write)
{
	ssize_t done = 0;

	while (iov_iter_count(iter)) {
		char __user *base = iter->iov->iov_base + iter->iov_offset;
		size_t len = iov_iter_single_seg_count(iter);
		ssize_t n;

		n = write ? file->f_op->write(file, base, len, ppos)
			  : file->f_op->read(file, base, len, ppos);
		if (n < 0)
			return done ?: n;
		done += n;
		if ((size_t)n != len)
			break;
		iov_iter_advance(iter, n);
	}
	return done;
}

/* RWF_* as kiocb flags, or -EOPNOTSUPP. */
static int rwf_flags(struct file *file, int rwf, bool iter_op)
{
	if (rwf & ~RWF_SUPPORTED)
		return -EOPNOTSUPP;
	if ((rwf & RWF_NOWAIT) && !(file->f_mode & FMODE_NOWAIT))
		return -EOPNOTSUPP;
	if (!iter_op && (rwf & ~RWF_HIPRI))
		return -EOPNOTSUPP;
	return rwf;
}

static ssize_t move_vector(struct file *file, struct iov_iter *iter, loff_t *ppos, int rwf,
			   bool write)
{
	fmode_t want = write ? FMODE_WRITE : FMODE_READ;
	fmode_t can = write ? FMODE_CAN_WRITE : FMODE_CAN_READ;
	bool iter_op = write ? file->f_op->write_iter : file->f_op->read_iter;
	ssize_t ret;

	if (!(file->f_mode & want))
		return -EBADF;
	if (!(file->f_mode & can))
		return -EINVAL;
	if (!iov_iter_count(iter))
		return 0;
	ret = verify_area(file, ppos, iov_iter_count(iter));
	if (ret)
		return ret;
	ret = rwf_flags(file, rwf, iter_op);
	if (ret < 0)
		return ret;
	if (iter_op)
		return call_iter(file, iter, ppos, ret, write);
	return loop_segments(file, iter, ppos, write);
}

static ssize_t import_and_move(struct file *file, const struct iovec __user *vec,
			       unsigned long vlen, loff_t *ppos, int rwf, bool write)
{
	struct iovec fast[UIO_FASTIOV], *iov = fast;
	struct iov_iter iter;
	ssize_t ret;

	ret = import_iovec(write ? ITER_SOURCE : ITER_DEST, vec, vlen, ARRAY_SIZE(fast), &iov,
			   &iter);
	if (ret >= 0) {
		ret = move_vector(file, &iter, ppos, rwf, write);
		kfree(iov);
	}
	return ret;
}

static ssize_t vector_call(struct file *file, const struct iovec __user *vec, unsigned long vlen,
			   loff_t pos, int rwf, bool write)
{
	fmode_t positional = write ? FMODE_PWRITE : FMODE_PREAD;
	bool stream = file->f_mode & FMODE_STREAM;
	ssize_t ret;

	if (pos != -1) {
		if (pos < 0)
			return -EINVAL;
		if (!(file->f_mode & positional))
			return -ESPIPE;
		return import_and_move(file, vec, vlen, &pos, rwf, write);
	}
	pos_lock(file);
	pos = READ_ONCE(file->f_pos);
	ret = import_and_move(file, vec, vlen, stream ? NULL : &pos, rwf, write);
	if (ret >= 0 && !stream)
		WRITE_ONCE(file->f_pos, pos);
	pos_unlock(file);
	return ret;
}

ssize_t fs_readv(struct file *file, const struct iovec __user *vec, unsigned long vlen, loff_t pos,
		 int rwf)
{
	return vector_call(file, vec, vlen, pos, rwf, false);
}

ssize_t fs_writev(struct file *file, const struct iovec __user *vec, unsigned long vlen, loff_t pos,
		  int rwf)
{
	return vector_call(file, vec, vlen, pos, rwf, true);
}
