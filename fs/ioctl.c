/* SPDX-License-Identifier: MIT */
/*
 * ioctl and the flags of F_SETFL: what the generic layer answers before a driver is asked.
 */
#include <linux/export.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/uaccess.h>

#include "fs.h"
#include <uapi/asm/ioctls.h>

#define SETFL_MASK (O_APPEND | O_NONBLOCK | O_NDELAY | O_DIRECT | O_NOATIME)

long vfs_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	long err = -ENOTTY;

	if (filp->f_op->unlocked_ioctl)
		err = filp->f_op->unlocked_ioctl(filp, cmd, arg);
	return err == -ENOIOCTLCMD ? -ENOTTY : err;
}
EXPORT_SYMBOL(vfs_ioctl);

long compat_ptr_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (!file->f_op->unlocked_ioctl)
		return -ENOIOCTLCMD;
	return file->f_op->unlocked_ioctl(file, cmd, arg & 0xffffffffUL);
}
EXPORT_SYMBOL(compat_ptr_ioctl);

static void change_flag(struct file *file, unsigned int flag, bool on)
{
	spin_lock(&file->f_lock);
	if (on)
		file->f_flags |= flag;
	else
		file->f_flags &= ~flag;
	spin_unlock(&file->f_lock);
}

static int ioctl_fionbio(struct file *file, int __user *argp)
{
	int on;

	if (get_user(on, argp))
		return -EFAULT;
	change_flag(file, O_NONBLOCK, on);
	return 0;
}

static int ioctl_fioasync(struct file *file, int __user *argp)
{
	int on, err;

	if (get_user(on, argp))
		return -EFAULT;
	if (!on == !(file->f_flags & FASYNC))
		return 0;
	if (!file->f_op->fasync)
		return -ENOTTY;
	err = file->f_op->fasync(0, file, on != 0);
	return err < 0 ? err : 0;
}

static int ioctl_fioqsize(struct inode *inode, void __user *argp)
{
	loff_t size = i_size_read(inode);

	if (!S_ISDIR(inode->i_mode) && !S_ISREG(inode->i_mode) && !S_ISLNK(inode->i_mode))
		return -ENOTTY;
	return copy_to_user(argp, &size, sizeof(size)) ? -EFAULT : 0;
}

/* Commands that mean something for plain files only; -ENOIOCTLCMD: not one of them. */
static long ioctl_plain_file(struct file *file, unsigned int cmd, void __user *argp)
{
	struct inode *inode = file->f_inode;

	if (!S_ISREG(inode->i_mode))
		return -ENOIOCTLCMD;
	if (cmd == FIONREAD)
		return put_user((int)(i_size_read(inode) - file->f_pos), (int __user *)argp);
	if (cmd == FIBMAP) {
		if (!capable(CAP_SYS_RAWIO))
			return -EPERM;
		return put_user(0, (int __user *)argp) ?: -EINVAL; /* no block device below */
	}
	return -ENOIOCTLCMD;
}

long fs_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *argp = (void __user *)arg;
	struct inode *inode = file->f_inode;
	long ret;

	switch (cmd) {
	case FIOCLEX:
	case FIONCLEX:
		return 0; /* the descriptor's flag is the client's */
	case FIONBIO:
		return ioctl_fionbio(file, argp);
	case FIOASYNC:
		return ioctl_fioasync(file, argp);
	case FIOQSIZE:
		return ioctl_fioqsize(inode, argp);
	case FIGETBSZ:
		return put_user((int)inode->i_sb->s_blocksize, (int __user *)argp);
	case FIFREEZE:
	case FITHAW:
		return capable(CAP_SYS_ADMIN) ? -EOPNOTSUPP : -EPERM;
	case FICLONE:
		return -EXDEV;
	}
	ret = ioctl_plain_file(file, cmd, argp);
	return ret == -ENOIOCTLCMD ? vfs_ioctl(file, cmd, arg) : ret;
}

int fs_setfl(struct file *file, int fd, unsigned int flags)
{
	int err = 0;

	if ((flags & O_NOATIME) && !(file->f_flags & O_NOATIME) &&
	    !inode_owner_or_capable(&init_user_ns, file->f_inode))
		return -EPERM;
	if (flags & O_DIRECT)
		return -EINVAL;
	if (file->f_op->check_flags)
		err = file->f_op->check_flags(flags);
	if (err)
		return err;
	if (((flags ^ file->f_flags) & FASYNC) && file->f_op->fasync)
		err = file->f_op->fasync(fd, file, (flags & FASYNC) != 0);
	if (err < 0)
		return err;
	spin_lock(&file->f_lock);
	file->f_flags = (flags & SETFL_MASK) | (file->f_flags & ~SETFL_MASK);
	file->f_iocb_flags = iocb_flags(file);
	spin_unlock(&file->f_lock);
	return 0;
}

int fs_getfl(struct file *file)
{
	return file->f_flags;
}

int vfs_fsync(struct file *file, int datasync)
{
	if (!file->f_op->fsync)
		return -EINVAL;
	return file->f_op->fsync(file, 0, LLONG_MAX, datasync);
}
EXPORT_SYMBOL(vfs_fsync);

int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	return 0;
}
EXPORT_SYMBOL(noop_fsync);

/* Devices and folders cannot be cut; files of the virtual systems ignore it. */
int fs_ftruncate(struct file *file, loff_t length)
{
	if (length < 0)
		return -EINVAL;
	if (!S_ISREG(file->f_inode->i_mode) || !(file->f_mode & FMODE_WRITE))
		return -EINVAL;
	return 0;
}
