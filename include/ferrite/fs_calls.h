/* SPDX-License-Identifier: MIT */
/*
 * The functions of <linux/fs.h>, which includes this after its types: device numbers,
 * positions, small copies, and the calls on files. Include <linux/fs.h>.
 */
#ifndef FERRITE_FS_CALLS_H
#define FERRITE_FS_CALLS_H

#include <linux/fs.h>

/* ---- character device numbers (fs/chrdev.c, fs/cdev.c). All may sleep. ---- */

#define CHRDEV_MAJOR_HASH_SIZE	   255
#define CHRDEV_MAJOR_MAX	   512
#define CHRDEV_MAJOR_DYN_END	   234 /* dynamic majors: 254 down to this, … */
#define CHRDEV_MAJOR_DYN_EXT_START 511 /* … then 511 down to … */
#define CHRDEV_MAJOR_DYN_EXT_END   384

/* Reserve @count numbers with a dynamic major. 0 and *@dev, -EBUSY, -ENOMEM. */
int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count, const char *name);
/* Reserve [@first, @first + @count). 0, -EBUSY, -EINVAL, -ENOMEM. */
int register_chrdev_region(dev_t first, unsigned int count, const char *name);
void unregister_chrdev_region(dev_t first, unsigned int count);
/* Region and cdev in one; @major 0: dynamic, and the major is the result. */
int __register_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
		      const char *name, const struct file_operations *fops);
void __unregister_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
			 const char *name);
/* The body of /proc/devices for one hash row (0 … CHRDEV_MAJOR_MAX-1). */
void chrdev_show(struct seq_file *m, off_t offset);

static inline int register_chrdev(unsigned int major, const char *name,
				  const struct file_operations *fops)
{
	return __register_chrdev(major, 0, 256, name, fops);
}

static inline void unregister_chrdev(unsigned int major, const char *name)
{
	__unregister_chrdev(major, 0, 256, name);
}

/* ---- positions (fs/seek.c) ---- */

loff_t vfs_setpos(struct file *file, loff_t offset, loff_t maxsize);
loff_t noop_llseek(struct file *file, loff_t offset, int whence); /* position stays, no error */
#define no_llseek NULL /* an open clears FMODE_LSEEK: -ESPIPE */
loff_t default_llseek(struct file *file, loff_t offset, int whence);
loff_t generic_file_llseek(struct file *file, loff_t offset, int whence);
loff_t generic_file_llseek_size(struct file *file, loff_t offset, int whence, loff_t maxsize,
				loff_t eof);
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size);
loff_t no_seek_end_llseek(struct file *file, loff_t offset, int whence);
loff_t no_seek_end_llseek_size(struct file *file, loff_t offset, int whence, loff_t size);
loff_t vfs_llseek(struct file *file, loff_t offset, int whence);
int generic_file_open(struct inode *inode, struct file *filp);
int nonseekable_open(struct inode *inode, struct file *filp);
int stream_open(struct inode *inode, struct file *filp);
int simple_open(struct inode *inode, struct file *file); /* private_data = i_private */

/* ---- copies between a small kernel buffer and the user (fs/simple.c) ---- */

/* Bytes moved, 0 at the end of the buffer, -EINVAL (negative *@ppos), -EFAULT (nothing moved). */
ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *ppos, const void *from,
				size_t available);
ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *ppos, const void __user *from,
			       size_t count);
ssize_t memory_read_from_buffer(void *to, size_t count, loff_t *ppos, const void *from,
				size_t available);
int simple_attr_open(struct inode *inode, struct file *file, int (*get)(void *, u64 *),
		     int (*set)(void *, u64), const char *fmt);
int simple_attr_release(struct inode *inode, struct file *file);
ssize_t simple_attr_read(struct file *file, char __user *buf, size_t len, loff_t *ppos);
ssize_t simple_attr_write(struct file *file, const char __user *buf, size_t len, loff_t *ppos);
ssize_t simple_attr_write_signed(struct file *file, const char __user *buf, size_t len,
				 loff_t *ppos);
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync);

static inline __printf(1, 2) void __simple_attr_check_format(const char *fmt, ...)
{
}

#define DEFINE_SIMPLE_ATTRIBUTE_XSIGNED(__fops, __get, __set, __fmt, __is_signed)      \
	static int __fops##_open(struct inode *inode, struct file *file)               \
	{                                                                              \
		__simple_attr_check_format(__fmt, 0ull);                               \
		return simple_attr_open(inode, file, __get, __set, __fmt);             \
	}                                                                              \
	static const struct file_operations __fops = {                                 \
		.owner = THIS_MODULE,                                                  \
		.open = __fops##_open,                                                 \
		.release = simple_attr_release,                                        \
		.read = simple_attr_read,                                              \
		.write = (__is_signed) ? simple_attr_write_signed : simple_attr_write, \
		.llseek = generic_file_llseek,                                         \
	}
#define DEFINE_SIMPLE_ATTRIBUTE(__fops, __get, __set, __fmt) \
	DEFINE_SIMPLE_ATTRIBUTE_XSIGNED(__fops, __get, __set, __fmt, false)
#define DEFINE_SIMPLE_ATTRIBUTE_SIGNED(__fops, __get, __set, __fmt) \
	DEFINE_SIMPLE_ATTRIBUTE_XSIGNED(__fops, __get, __set, __fmt, true)

/* ---- the calls themselves (fs/open.c, fs/rw.c, fs/seek.c); buffers are the current task's ---- */

/* Open a path of the served tree from inside the kernel; ERR_PTR on failure. May sleep. */
struct file *filp_open(const char *filename, int flags, umode_t mode);
int filp_close(struct file *filp, fl_owner_t id);
ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos);
/* The same with a kernel buffer: only for files with read_iter / write_iter. */
ssize_t kernel_read(struct file *file, void *buf, size_t count, loff_t *pos);
ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t *pos);
long vfs_ioctl(struct file *filp, unsigned int cmd, unsigned long arg);
int vfs_fsync(struct file *file, int datasync);
int vfs_getattr(const struct path *path, struct kstat *stat, u32 request_mask,
		unsigned int query_flags);
void generic_fillattr(struct user_namespace *mnt_userns, struct inode *inode, struct kstat *stat);
int iterate_dir(struct file *file, struct dir_context *ctx);
int inode_permission(struct user_namespace *mnt_userns, struct inode *inode, int mask);
int generic_permission(struct user_namespace *mnt_userns, struct inode *inode, int mask);
int file_permission(struct file *file, int mask);
long compat_ptr_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
char *file_path(struct file *filp, char *buf, int buflen);
bool inode_owner_or_capable(struct user_namespace *mnt_userns, const struct inode *inode);

static inline void file_accessed(struct file *file)
{
	if (!(file->f_flags & O_NOATIME))
		file->f_inode->i_atime = current_time(file->f_inode);
}

int file_update_time(struct file *file);

/* Mapping a file is not served by this version: the types are here for drivers' signatures. */
int generic_file_mmap(struct file *file, struct vm_area_struct *vma);

static inline struct user_namespace *file_mnt_user_ns(struct file *file)
{
	return &init_user_ns;
}

#endif
