/* SPDX-License-Identifier: MIT */
/*
 * Files, inodes and the operations that a driver gives for them, in Linux 6.1's shapes.
 * Where a member's meaning differs because ferrite has no disk file systems, it says so.
 */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/build_bug.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/fs_types.h>
#include <linux/init.h>
#include <linux/kdev_t.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/mm_types.h>
#include <linux/mount.h>
#include <linux/mutex.h>
#include <linux/path.h>
#include <linux/pid.h>
#include <linux/radix-tree.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/stddef.h>
#include <linux/time64.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <linux/uuid.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include <uapi/linux/fs.h>

struct address_space;
struct cdev;
struct dir_context;
struct fiemap_extent_info;
struct fileattr;
struct file_lock;
struct io_comp_batch;
struct io_uring_cmd;
struct iov_iter;
struct kiocb;
struct kstat;
struct kstatfs;
struct module;
struct pipe_inode_info;
struct poll_table_struct;
struct posix_acl;
struct seq_file;
struct vm_area_struct;
struct writeback_control;

/* Bits of permission checks (inode_permission, i_op->permission). */
#define MAY_EXEC      0x00000001
#define MAY_WRITE     0x00000002
#define MAY_READ      0x00000004
#define MAY_APPEND    0x00000008
#define MAY_ACCESS    0x00000010
#define MAY_OPEN      0x00000020
#define MAY_CHDIR     0x00000040
#define MAY_NOT_BLOCK 0x00000080

/* struct file's f_mode. */
#define FMODE_READ	      ((__force fmode_t)0x1)
#define FMODE_WRITE	      ((__force fmode_t)0x2)
#define FMODE_LSEEK	      ((__force fmode_t)0x4)
#define FMODE_PREAD	      ((__force fmode_t)0x8)
#define FMODE_PWRITE	      ((__force fmode_t)0x10)
#define FMODE_EXEC	      ((__force fmode_t)0x20)
#define FMODE_NDELAY	      ((__force fmode_t)0x40)
#define FMODE_EXCL	      ((__force fmode_t)0x80)
#define FMODE_WRITE_IOCTL     ((__force fmode_t)0x100)
#define FMODE_32BITHASH	      ((__force fmode_t)0x200)
#define FMODE_64BITHASH	      ((__force fmode_t)0x400)
#define FMODE_NOCMTIME	      ((__force fmode_t)0x800)
#define FMODE_RANDOM	      ((__force fmode_t)0x1000)
#define FMODE_UNSIGNED_OFFSET ((__force fmode_t)0x2000)
#define FMODE_PATH	      ((__force fmode_t)0x4000)
#define FMODE_ATOMIC_POS      ((__force fmode_t)0x8000)
#define FMODE_WRITER	      ((__force fmode_t)0x10000)
#define FMODE_CAN_READ	      ((__force fmode_t)0x20000)
#define FMODE_CAN_WRITE	      ((__force fmode_t)0x40000)
#define FMODE_OPENED	      ((__force fmode_t)0x80000)
#define FMODE_CREATED	      ((__force fmode_t)0x100000)
#define FMODE_STREAM	      ((__force fmode_t)0x200000)
#define FMODE_NONOTIFY	      ((__force fmode_t)0x4000000)
#define FMODE_NOWAIT	      ((__force fmode_t)0x8000000)
#define FMODE_NEED_UNMOUNT    ((__force fmode_t)0x10000000)
#define FMODE_NOACCOUNT	      ((__force fmode_t)0x20000000)
#define FMODE_BUF_RASYNC      ((__force fmode_t)0x40000000)
#define FMODE_BUF_WASYNC      ((__force fmode_t)0x80000000)

#define OPEN_FMODE(flag) ((__force fmode_t)(((flag) + 1) & O_ACCMODE))

#define OFFSET_MAX	 ((loff_t)LLONG_MAX)
#define MAX_LFS_FILESIZE ((loff_t)LLONG_MAX)
#define MAX_NON_LFS	 ((1UL << 31) - 1)
/* No read or write moves more than this. */
#define MAX_RW_COUNT (INT_MAX & PAGE_MASK)

#define ATTR_MODE  (1 << 0)
#define ATTR_UID   (1 << 1)
#define ATTR_GID   (1 << 2)
#define ATTR_SIZE  (1 << 3)
#define ATTR_ATIME (1 << 4)
#define ATTR_MTIME (1 << 5)
#define ATTR_CTIME (1 << 6)
#define ATTR_FORCE (1 << 9)
#define ATTR_FILE  (1 << 13)
#define ATTR_OPEN  (1 << 15)

struct iattr {
	unsigned int ia_valid;
	umode_t ia_mode;
	kuid_t ia_uid;
	kgid_t ia_gid;
	loff_t ia_size;
	struct timespec64 ia_atime;
	struct timespec64 ia_mtime;
	struct timespec64 ia_ctime;
	struct file *ia_file;
};

struct address_space_operations;

struct address_space {
	struct inode *host;
	struct xarray i_pages;
	struct rw_semaphore invalidate_lock;
	gfp_t gfp_mask;
	atomic_t i_mmap_writable;
	struct rb_root_cached i_mmap;
	struct rw_semaphore i_mmap_rwsem;
	unsigned long nrpages;
	pgoff_t writeback_index;
	const struct address_space_operations *a_ops;
	unsigned long flags;
	spinlock_t private_lock;
	struct list_head private_list;
	void *private_data;
};

struct inode {
	umode_t i_mode;
	unsigned short i_opflags;
	kuid_t i_uid;
	kgid_t i_gid;
	unsigned int i_flags;
	const struct inode_operations *i_op;
	struct super_block *i_sb;
	struct address_space *i_mapping;
	unsigned long i_ino;
	union {
		const unsigned int i_nlink;
		unsigned int __i_nlink;
	};
	dev_t i_rdev;
	loff_t i_size;
	struct timespec64 i_atime;
	struct timespec64 i_mtime;
	struct timespec64 i_ctime;
	spinlock_t i_lock; /* i_cdev, i_size */
	unsigned short i_bytes;
	u8 i_blkbits;
	blkcnt_t i_blocks;
	unsigned long i_state;
	struct rw_semaphore i_rwsem;
	struct list_head i_sb_list;
	atomic64_t i_version;
	atomic_t i_count;
	atomic_t i_writecount;
	const struct file_operations *i_fop;
	struct address_space i_data;
	struct list_head i_devices; /* in cdev->list */
	union {
		struct pipe_inode_info *i_pipe;
		struct cdev *i_cdev;
		char *i_link;
		unsigned int i_dir_seq;
	};
	u32 i_generation;
	void *i_private;
};

static inline unsigned int i_blocksize(const struct inode *node)
{
	return 1U << node->i_blkbits;
}

static inline unsigned int imajor(const struct inode *inode)
{
	return MAJOR(inode->i_rdev);
}

static inline unsigned int iminor(const struct inode *inode)
{
	return MINOR(inode->i_rdev);
}

static inline loff_t i_size_read(const struct inode *inode)
{
	return READ_ONCE(inode->i_size);
}

static inline void i_size_write(struct inode *inode, loff_t i_size)
{
	WRITE_ONCE(inode->i_size, i_size);
}

static inline void inode_lock(struct inode *inode)
{
	down_write(&inode->i_rwsem);
}

static inline void inode_unlock(struct inode *inode)
{
	up_write(&inode->i_rwsem);
}

static inline int inode_trylock(struct inode *inode)
{
	return down_write_trylock(&inode->i_rwsem);
}

static inline void inode_lock_shared(struct inode *inode)
{
	down_read(&inode->i_rwsem);
}

static inline void inode_unlock_shared(struct inode *inode)
{
	up_read(&inode->i_rwsem);
}

static inline uid_t i_uid_read(const struct inode *inode)
{
	return from_kuid(&init_user_ns, inode->i_uid);
}

static inline gid_t i_gid_read(const struct inode *inode)
{
	return from_kgid(&init_user_ns, inode->i_gid);
}

static inline void inc_nlink(struct inode *inode)
{
	inode->__i_nlink++;
}

static inline void drop_nlink(struct inode *inode)
{
	inode->__i_nlink--;
}

static inline void set_nlink(struct inode *inode, unsigned int nlink)
{
	inode->__i_nlink = nlink;
}

static inline void clear_nlink(struct inode *inode)
{
	inode->__i_nlink = 0;
}

struct timespec64 current_time(struct inode *inode);
void ihold(struct inode *inode);
void iput(struct inode *inode);
unsigned int get_next_ino(void);

struct fown_struct {
	rwlock_t lock;
	struct pid *pid;
	enum pid_type pid_type;
	kuid_t uid, euid;
	int signum;
};

struct file_ra_state {
	pgoff_t start;
	unsigned int size;
	unsigned int async_size;
	unsigned int ra_pages;
	unsigned int mmap_miss;
	loff_t prev_pos;
};

typedef u32 errseq_t;

struct file {
	union {
		struct llist_node f_llist;
		struct rcu_head f_rcuhead;
		unsigned int f_iocb_flags;
	};
	struct path f_path;
	struct inode *f_inode;
	const struct file_operations *f_op;
	spinlock_t f_lock; /* f_flags */
	atomic_long_t f_count;
	unsigned int f_flags;
	fmode_t f_mode;
	struct mutex f_pos_lock; /* f_pos, when FMODE_ATOMIC_POS */
	loff_t f_pos;
	struct fown_struct f_owner;
	const struct cred *f_cred;
	struct file_ra_state f_ra;
	u64 f_version;
	void *f_security;
	void *private_data;
	struct hlist_head *f_ep;
	struct address_space *f_mapping;
	errseq_t f_wb_err;
	errseq_t f_sb_err;
};

struct file_handle;

static inline struct file *get_file(struct file *f)
{
	atomic_long_inc(&f->f_count);
	return f;
}

#define file_count(x) atomic_long_read(&(x)->f_count)

/* Drop a reference; the last one calls f_op->release. May sleep. */
void fput(struct file *file);

static inline struct inode *file_inode(const struct file *f)
{
	return f->f_inode;
}

static inline struct dentry *file_dentry(const struct file *file)
{
	return file->f_path.dentry;
}

typedef void *fl_owner_t;

struct file_lock {
	fl_owner_t fl_owner;
	unsigned int fl_flags;
	unsigned char fl_type;
	unsigned int fl_pid;
	struct file *fl_file;
	loff_t fl_start;
	loff_t fl_end;
};

struct fasync_struct {
	rwlock_t fa_lock;
	int magic;
	int fa_fd;
	struct fasync_struct *fa_next;
	struct file *fa_file;
	struct rcu_head fa_rcu;
};

#define FASYNC_MAGIC 0x4601

/*
 * Add (@on) or remove @filp on the list at *@fapp. Driver's fasync operation and release call
 * it. Positive: changed; 0: nothing to do; -ENOMEM. May sleep.
 */
int fasync_helper(int fd, struct file *filp, int on, struct fasync_struct **fapp);
/* Signal all files of the list (@sig SIGIO; @band POLL_IN …). Any context. */
void kill_fasync(struct fasync_struct **fp, int sig, int band);
struct fasync_struct *fasync_alloc(void);
void fasync_free(struct fasync_struct *fa);
int fasync_remove_entry(struct file *filp, struct fasync_struct **fapp);

struct super_operations {
	int (*statfs)(struct dentry *, struct kstatfs *);
	void (*evict_inode)(struct inode *);
};

struct file_system_type {
	const char *name;
	int fs_flags;
	struct module *owner;
	struct file_system_type *next;
};

struct super_block {
	struct list_head s_list;
	dev_t s_dev;
	unsigned char s_blocksize_bits;
	unsigned long s_blocksize;
	loff_t s_maxbytes;
	struct file_system_type *s_type;
	const struct super_operations *s_op;
	unsigned long s_flags;
	unsigned long s_magic;
	struct dentry *s_root;
	void *s_fs_info;
	u32 s_time_gran;
	char s_id[32];
	struct user_namespace *s_user_ns;
};

typedef bool (*filldir_t)(struct dir_context *, const char *, int, loff_t, u64, unsigned int);

struct dir_context {
	filldir_t actor;
	loff_t pos;
};

static inline bool dir_emit(struct dir_context *ctx, const char *name, int namelen, u64 ino,
			    unsigned int type)
{
	return ctx->actor(ctx, name, namelen, ctx->pos, ino, type);
}

/* struct file_operations' mmap_supported_flags, remap and copy flags are accepted, not used. */
struct file_operations {
	struct module *owner;
	loff_t (*llseek)(struct file *, loff_t, int);
	ssize_t (*read)(struct file *, char __user *, size_t, loff_t *);
	ssize_t (*write)(struct file *, const char __user *, size_t, loff_t *);
	ssize_t (*read_iter)(struct kiocb *, struct iov_iter *);
	ssize_t (*write_iter)(struct kiocb *, struct iov_iter *);
	int (*iopoll)(struct kiocb *kiocb, struct io_comp_batch *, unsigned int flags);
	int (*iterate)(struct file *, struct dir_context *);
	int (*iterate_shared)(struct file *, struct dir_context *);
	__poll_t (*poll)(struct file *, struct poll_table_struct *);
	long (*unlocked_ioctl)(struct file *, unsigned int, unsigned long);
	long (*compat_ioctl)(struct file *, unsigned int, unsigned long);
	int (*mmap)(struct file *, struct vm_area_struct *);
	unsigned long mmap_supported_flags;
	int (*open)(struct inode *, struct file *);
	int (*flush)(struct file *, fl_owner_t id);
	int (*release)(struct inode *, struct file *);
	int (*fsync)(struct file *, loff_t, loff_t, int datasync);
	int (*fasync)(int, struct file *, int);
	int (*lock)(struct file *, int, struct file_lock *);
	ssize_t (*sendpage)(struct file *, struct page *, int, size_t, loff_t *, int);
	unsigned long (*get_unmapped_area)(struct file *, unsigned long, unsigned long,
					   unsigned long, unsigned long);
	int (*check_flags)(int);
	int (*flock)(struct file *, int, struct file_lock *);
	ssize_t (*splice_write)(struct pipe_inode_info *, struct file *, loff_t *, size_t,
				unsigned int);
	ssize_t (*splice_read)(struct file *, loff_t *, struct pipe_inode_info *, size_t,
			       unsigned int);
	int (*setlease)(struct file *, long, struct file_lock **, void **);
	long (*fallocate)(struct file *file, int mode, loff_t offset, loff_t len);
	void (*show_fdinfo)(struct seq_file *m, struct file *f);
	ssize_t (*copy_file_range)(struct file *, loff_t, struct file *, loff_t, size_t,
				   unsigned int);
	loff_t (*remap_file_range)(struct file *file_in, loff_t pos_in, struct file *file_out,
				   loff_t pos_out, loff_t len, unsigned int remap_flags);
	int (*fadvise)(struct file *, loff_t, loff_t, int);
	int (*uring_cmd)(struct io_uring_cmd *ioucmd, unsigned int issue_flags);
	int (*uring_cmd_iopoll)(struct io_uring_cmd *, struct io_comp_batch *,
				unsigned int poll_flags);
};

struct delayed_call {
	void (*fn)(void *);
	void *arg;
};

struct inode_operations {
	struct dentry *(*lookup)(struct inode *, struct dentry *, unsigned int);
	const char *(*get_link)(struct dentry *, struct inode *, struct delayed_call *);
	int (*permission)(struct user_namespace *, struct inode *, int);
	struct posix_acl *(*get_acl)(struct inode *, int, bool);
	int (*readlink)(struct dentry *, char __user *, int);
	int (*create)(struct user_namespace *, struct inode *, struct dentry *, umode_t, bool);
	int (*link)(struct dentry *, struct inode *, struct dentry *);
	int (*unlink)(struct inode *, struct dentry *);
	int (*symlink)(struct user_namespace *, struct inode *, struct dentry *, const char *);
	int (*mkdir)(struct user_namespace *, struct inode *, struct dentry *, umode_t);
	int (*rmdir)(struct inode *, struct dentry *);
	int (*mknod)(struct user_namespace *, struct inode *, struct dentry *, umode_t, dev_t);
	int (*rename)(struct user_namespace *, struct inode *, struct dentry *, struct inode *,
		      struct dentry *, unsigned int);
	int (*setattr)(struct user_namespace *, struct dentry *, struct iattr *);
	int (*getattr)(struct user_namespace *, const struct path *, struct kstat *, u32,
		       unsigned int);
	ssize_t (*listxattr)(struct dentry *, char *, size_t);
	int (*fiemap)(struct inode *, struct fiemap_extent_info *, u64 start, u64 len);
	int (*update_time)(struct inode *, struct timespec64 *, int);
	int (*atomic_open)(struct inode *, struct dentry *, struct file *, unsigned int open_flag,
			   umode_t create_mode);
	int (*tmpfile)(struct user_namespace *, struct inode *, struct file *, umode_t);
	int (*set_acl)(struct user_namespace *, struct inode *, struct posix_acl *, int);
	int (*fileattr_set)(struct user_namespace *mnt_userns, struct dentry *dentry,
			    struct fileattr *fa);
	int (*fileattr_get)(struct dentry *dentry, struct fileattr *fa);
};

/* One read or write in progress; always synchronous here. */
struct wait_page_queue;
struct kiocb {
	struct file *ki_filp;
	loff_t ki_pos;
	void (*ki_complete)(struct kiocb *iocb, long ret);
	void *private;
	int ki_flags;
	u16 ki_ioprio;
	struct wait_page_queue *ki_waitq;
};

#define IOCB_HIPRI	 (__force int)RWF_HIPRI
#define IOCB_DSYNC	 (__force int)RWF_DSYNC
#define IOCB_SYNC	 (__force int)RWF_SYNC
#define IOCB_NOWAIT	 (__force int)RWF_NOWAIT
#define IOCB_APPEND	 (__force int)RWF_APPEND
#define IOCB_EVENTFD	 (1 << 16)
#define IOCB_DIRECT	 (1 << 17)
#define IOCB_WRITE	 (1 << 18)
#define IOCB_WAITQ	 (1 << 19)
#define IOCB_NOIO	 (1 << 20)
#define IOCB_ALLOC_CACHE (1 << 21)

static inline bool is_sync_kiocb(struct kiocb *kiocb)
{
	return kiocb->ki_complete == NULL;
}

static inline int iocb_flags(struct file *file)
{
	int res = 0;

	if (file->f_flags & O_APPEND)
		res |= IOCB_APPEND;
	if (file->f_flags & O_DIRECT)
		res |= IOCB_DIRECT;
	if (file->f_flags & O_DSYNC)
		res |= IOCB_DSYNC;
	if (file->f_flags & __O_SYNC)
		res |= IOCB_SYNC;
	return res;
}

static inline void init_sync_kiocb(struct kiocb *kiocb, struct file *filp)
{
	*kiocb = (struct kiocb){
		.ki_filp = filp,
		.ki_flags = iocb_flags(filp),
	};
}

/* Take a reference of the operations' module; NULL when it is leaving. */
#define fops_get(fops)                                                    \
	({                                                                \
		const struct file_operations *_fops = (fops);             \
		((_fops && try_module_get(_fops->owner)) ? _fops : NULL); \
	})
#define fops_put(fops)                                        \
	({                                                    \
		const struct file_operations *_fops = (fops); \
		if (_fops)                                    \
			module_put(_fops->owner);             \
	})
/* Give an opening file its real operations; the reference of the old ones is dropped. */
#define replace_fops(f, fops)                     \
	do {                                      \
		struct file *__file = (f);        \
		fops_put(__file->f_op);           \
		BUG_ON(!(__file->f_op = (fops))); \
	} while (0)

#include <ferrite/fs_calls.h>

#endif
