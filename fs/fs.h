/* SPDX-License-Identifier: MIT */
/*
 * Private interface of fs/: the tree of names, guarded nodes, open files, and the calls that
 * fs/client.c makes. Theory in fs/tree.c.
 */
#ifndef FS_FS_H
#define FS_FS_H

#include <linux/fs.h>
#include <linux/namei.h>
#include <linux/poll.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <linux/wait.h>

#include "fs_state.h"

struct ferrite_stat;
struct module;

/* ---- life of the subsystem (init/main.c) ---- */

/*
 * After slab, scheduler and work queues; before modules and before fs/proc's and fs/sysnode's
 * own init, which hang their files into the tree. May sleep. 0 or -errno.
 */
int fs_init(void);
/* Free the whole tree. => no open files, no modules, fs/proc and fs/sysnode have exited. */
void fs_exit(void);

/* ---- gates: who is inside an entry's operations ---- */

/*
 * Calls enter and leave; close forbids new ones and waits for those inside. It is what makes
 * remove_proc_entry, sysfs_remove_file and debugfs_remove safe.
 */
struct fs_gate {
	spinlock_t lock;
	unsigned int active; /* under lock */
	bool dead;	     /* under lock; only ever set */
	wait_queue_head_t idle;
};

void fs_gate_init(struct fs_gate *gate);
bool fs_gate_enter(struct fs_gate *gate); /* false: it is closed */
void fs_gate_leave(struct fs_gate *gate);
void fs_gate_close(struct fs_gate *gate); /* may sleep */

/* What procfs, sysfs and debugfs hang on a dentry (d_fsdata); freed with the dentry. */
struct fs_node {
	struct fs_gate gate;
	struct module *owner;  /* whose code asked for it; NULL: the core */
	unsigned long caller;  /* where it asked */
	const char *kind;      /* "proc entry", "sysfs file", … for reports */
	struct dentry *dentry; /* back pointer, not counted */
	void (*free)(struct fs_node *node);
};

void fs_node_init(struct fs_node *node, const char *kind, unsigned long caller,
		  void (*free)(struct fs_node *));

static inline struct fs_node *fs_node_of(const struct dentry *dentry)
{
	return dentry->d_fsdata;
}

/* ---- tree (fs/tree.c) ---- */

int tree_init(void);
void tree_exit(void);
void tree_lock(void);
void tree_unlock(void);
bool tree_is_locked(void);

/* => tree locked, for the next four. */
struct dentry *tree_find(struct dentry *dir, const char *name, size_t len); /* not counted */
/*
 * Hang @inode under @dir as @name. The inode's reference goes to the dentry, on success only.
 * The dentry belongs to the tree; -EEXIST, -ENOMEM, -ENAMETOOLONG (over 255).
 */
struct dentry *tree_add_locked(struct dentry *dir, const char *name, size_t len,
			       struct inode *inode, struct fs_node *node);
void tree_unlink_locked(struct dentry *dentry); /* and everything below it */
int tree_rename_locked(struct dentry *dentry, struct dentry *dir, const char *name);

/* The same, locking. @inode and @node are consumed in every case. */
struct dentry *tree_add(struct dentry *dir, const char *name, struct inode *inode,
			struct fs_node *node);
/* Close the gates of @dentry and all below it, then unlink them. The caller holds a ref. May sleep.
 */
void tree_remove(struct dentry *dentry);
/* A held child, or NULL. */
struct dentry *tree_get(struct dentry *dir, const char *name);

/* Resolve; 0 and a held path. LOOKUP_PARENT: the last part is left to *@last. */
int tree_walk(const char *name, unsigned int flags, struct path *path, const char **last);

struct vfsmount *fs_mnt(struct dentry *dentry);
int tree_mount_debug(struct dentry *at);

/* ---- inodes (fs/inode.c) ---- */

struct inode *fs_inode_new(struct super_block *sb, umode_t mode, dev_t rdev);
struct inode *fs_symlink_new(struct super_block *sb, const char *target);
extern const struct file_operations fs_dir_fops;
int fs_setattr(struct dentry *dentry, struct iattr *attr);		/* with permission checks */
int vfs_readlink_kernel(struct dentry *dentry, char *buf, size_t size); /* length or -EINVAL */

/* ---- open files (fs/open.c) ---- */

/* An open file of a client has an id; struct file is inside. */
struct fs_file {
	struct file file;
	struct list_head all; /* in fs_files, by opening order; under the files lock */
	u64 id;		      /* client's handle; 0: kernel's own */
	int tid;	      /* who opened it */
	struct fs_watch *watch;
	unsigned int calls; /* client calls that use it now */
	void (*closed)(struct fs_file *file);
};

static inline struct fs_file *fs_file_of(struct file *file)
{
	return container_of(file, struct fs_file, file);
}

struct file *fs_open_path(const struct path *path, int flags);
struct file *fs_do_open(const char *name, int flags, umode_t mode);
/* The same for clients: a name that is not there is -ENOENT, whatever O_CREAT says. */
struct file *fs_open_existing(const char *name, int flags);
struct file *fs_file_alloc(int flags);
int fs_file_open_inode(struct file *file, const struct path *path, struct inode *inode);
unsigned int fs_nr_files(void);
extern const struct file_operations def_chr_fops;
int chrdev_open(struct inode *inode, struct file *filp);

/* ---- calls (fs/rw.c, fs/ioctl.c, fs/dir.c, fs/path.c) ---- */

ssize_t fs_read(struct file *file, char __user *buf, size_t count);
ssize_t fs_write(struct file *file, const char __user *buf, size_t count);
ssize_t fs_pread(struct file *file, char __user *buf, size_t count, loff_t pos);
ssize_t fs_pwrite(struct file *file, const char __user *buf, size_t count, loff_t pos);
/* @pos -1: the file's own position. */
ssize_t fs_readv(struct file *file, const struct iovec __user *vec, unsigned long vlen, loff_t pos,
		 int rwf);
ssize_t fs_writev(struct file *file, const struct iovec __user *vec, unsigned long vlen, loff_t pos,
		  int rwf);
loff_t fs_lseek(struct file *file, loff_t offset, unsigned int whence);
long fs_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
int fs_setfl(struct file *file, int fd, unsigned int flags);
int fs_getfl(struct file *file);
ssize_t fs_getdents(struct file *file, void __user *buf, unsigned int count);
int fs_ftruncate(struct file *file, loff_t length);
int fs_stat_path(const struct path *path, struct ferrite_stat *st);
int fs_access(const char *name, int mode, int flags);
int fs_mknod(const char *name, umode_t mode, unsigned int dev);
int fs_unlink(const char *name);
int fs_chmod(const char *name, umode_t mode);
int fs_chown(const char *name, uid_t uid, gid_t gid);
/* "type name\0" records of what the machine adds to a folder; bytes, or -errno. */
ssize_t fs_list(const char *name, char *buf, size_t size);

/* ---- device numbers and nodes ---- */

int chrdev_init(void);
void chrdev_exit(void);
void cdev_map_exit(void);
int misc_init(void);
void misc_exit(void);
int devnode_init(void);
void devnode_exit(void);

/* ---- file systems ---- */

int procfs_init(void);
void procfs_exit(void);
int sysfs_init(void);
void sysfs_exit(void);
int debugfs_init(void);
void debugfs_exit(void);
int resource_init(void);
void resource_exit(void);

/* ---- what modules left behind (fs/audit.c) ---- */

/*
 * Reports what of @mod's making is still registered, then removes it so that nothing calls into
 * the gone module. Returns how many things there were. A module notifier calls it when @mod's
 * exit function has returned (or its init has failed), before its memory goes. May sleep.
 */
unsigned int fs_module_audit(struct module *mod);

#endif
