/* SPDX-License-Identifier: MIT */
/*
 * Open files: from a path to a struct file, and its end.
 *
 * A file holds its dentry, its opener's credentials and a reference of the module whose
 * operations it uses; so a module cannot leave while one of its files is open. The last fput
 * calls release, in the task that drops it.
 */
#include <linux/anon_inodes.h>
#include <linux/cdev.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs.h"

static DEFINE_SPINLOCK(files_lock);
static unsigned int nr_files; /* under files_lock */

unsigned int fs_nr_files(void)
{
	return READ_ONCE(nr_files);
}

struct file *fs_file_alloc(int flags)
{
	struct fs_file *ff = kmem_cache_zalloc(fs_state.filp, GFP_KERNEL);
	struct file *file;

	if (!ff)
		return ERR_PTR(-ENOMEM);
	file = &ff->file;
	atomic_long_set(&file->f_count, 1);
	spin_lock_init(&file->f_lock);
	mutex_init(&file->f_pos_lock);
	rwlock_init(&file->f_owner.lock);
	file->f_cred = get_current_cred();
	file->f_flags = flags;
	file->f_mode = OPEN_FMODE(flags);
	spin_lock(&files_lock);
	nr_files++;
	spin_unlock(&files_lock);
	return file;
}

static void file_free(struct file *file)
{
	put_cred(file->f_cred);
	spin_lock(&files_lock);
	nr_files--;
	spin_unlock(&files_lock);
	kmem_cache_free(fs_state.filp, fs_file_of(file));
}

/* What the operations allow, now that they are known. */
static void settle_mode(struct file *file)
{
	const struct file_operations *op = file->f_op;

	if ((file->f_mode & FMODE_READ) && (op->read || op->read_iter))
		file->f_mode |= FMODE_CAN_READ;
	if ((file->f_mode & FMODE_WRITE) && (op->write || op->write_iter))
		file->f_mode |= FMODE_CAN_WRITE;
	if ((file->f_mode & FMODE_LSEEK) && !op->llseek)
		file->f_mode &= ~FMODE_LSEEK;
}

/*
 * Let @file be open on @path. On failure the caller frees the file; nothing was kept.
 */
int fs_file_open_inode(struct file *file, const struct path *path, struct inode *inode)
{
	int err;

	file->f_path = *path;
	path_get(&file->f_path);
	file->f_inode = inode;
	file->f_mapping = inode->i_mapping;
	file->f_mode |= FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE;
	if (S_ISREG(inode->i_mode) || S_ISDIR(inode->i_mode))
		file->f_mode |= FMODE_ATOMIC_POS;
	file->f_op = fops_get(inode->i_fop);
	err = file->f_op ? 0 : S_ISBLK(inode->i_mode) ? -ENXIO : -ENODEV;
	if (!err && file->f_op->open)
		err = file->f_op->open(inode, file);
	if (!err) {
		file->f_mode |= FMODE_OPENED;
		settle_mode(file);
		file->f_flags &= ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
		/* Nothing here does direct I/O. */
		err = (file->f_flags & O_DIRECT) ? -EINVAL : 0;
	}
	return err;
}

static void file_release(struct file *file)
{
	struct inode *inode = file->f_inode;

	if (file->f_mode & FMODE_OPENED) {
		if ((file->f_flags & FASYNC) && file->f_op->fasync)
			file->f_op->fasync(-1, file, 0);
		if (file->f_op->release)
			file->f_op->release(inode, file);
		if (S_ISCHR(inode->i_mode) && inode->i_cdev)
			cdev_put(inode->i_cdev);
	}
	fops_put(file->f_op);
	path_put(&file->f_path);
	file_free(file);
}

void fput(struct file *file)
{
	if (atomic_long_dec_and_test(&file->f_count))
		file_release(file);
}
EXPORT_SYMBOL(fput);

int filp_close(struct file *filp, fl_owner_t id)
{
	int err = 0;

	if (filp->f_op && filp->f_op->flush)
		err = filp->f_op->flush(filp, id);
	fput(filp);
	return err;
}
EXPORT_SYMBOL(filp_close);

struct file *fs_open_path(const struct path *path, int flags)
{
	struct file *file = fs_file_alloc(flags);
	int err;

	if (IS_ERR(file))
		return file;
	err = fs_file_open_inode(file, path, path->dentry->d_inode);
	if (err) {
		fput(file);
		return ERR_PTR(err);
	}
	return file;
}

static int access_of_flags(int flags)
{
	static const int may[4] = {MAY_READ, MAY_WRITE, MAY_READ | MAY_WRITE, MAY_READ | MAY_WRITE};

	return may[flags & O_ACCMODE] | ((flags & O_TRUNC) ? MAY_WRITE : 0);
}

/* Everything that open(2) checks about an existing file before its own open is called. */
static int may_open(struct inode *inode, int flags)
{
	int access = access_of_flags(flags);

	if ((flags & O_DIRECTORY) && !S_ISDIR(inode->i_mode))
		return -ENOTDIR;
	if (S_ISLNK(inode->i_mode))
		return -ELOOP;
	if (S_ISDIR(inode->i_mode) && ((access & MAY_WRITE) || (flags & O_CREAT)))
		return -EISDIR;
	if ((flags & O_NOATIME) && !inode_owner_or_capable(&init_user_ns, inode))
		return -EPERM;
	return inode_permission(&init_user_ns, inode, access | MAY_OPEN);
}

/* What O_CREAT of a name that is not there gives: no file system here makes plain files. */
static int may_create(const char *name)
{
	struct path dir;
	const char *last;
	int err = tree_walk(name, LOOKUP_PARENT, &dir, &last);

	if (err)
		return err;
	err = inode_permission(&init_user_ns, dir.dentry->d_inode, MAY_WRITE | MAY_EXEC);
	if (!err)
		err = dir.dentry->d_sb == &fs_state.proc.sb ? -ENOENT : -EACCES;
	path_put(&dir);
	return err;
}

static struct file *open_named(const char *name, int flags, bool create)
{
	bool exclusive = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
	unsigned int lookup = (flags & O_NOFOLLOW) || exclusive ? 0 : LOOKUP_FOLLOW;
	struct path path;
	struct file *file;
	int err;

	if (name[0] && name[strlen(name) - 1] == '/')
		lookup |= LOOKUP_FOLLOW | LOOKUP_DIRECTORY;
	err = tree_walk(name, lookup, &path, NULL);
	if (err == -ENOENT && (flags & O_CREAT) && create)
		err = may_create(name);
	if (err)
		return ERR_PTR(err);
	err = exclusive ? -EEXIST : may_open(path.dentry->d_inode, flags);
	file = err ? ERR_PTR(err) : fs_open_path(&path, flags);
	path_put(&path);
	return file;
}

struct file *fs_do_open(const char *name, int flags, umode_t mode)
{
	return open_named(name, flags, true);
}

struct file *fs_open_existing(const char *name, int flags)
{
	return open_named(name, flags, false);
}

struct file *filp_open(const char *filename, int flags, umode_t mode)
{
	return fs_do_open(filename, flags | O_LARGEFILE, mode);
}
EXPORT_SYMBOL(filp_open);

/* ---- files without a name ---- */

struct file *anon_inode_getfile(const char *name, const struct file_operations *fops, void *priv,
				int flags)
{
	struct super_block *sb = &fs_state.anon.sb;
	struct path path = {.mnt = &fs_state.anon.mnt, .dentry = sb->s_root};
	struct file *file;

	if (!fops_get(fops))
		return ERR_PTR(-ENOENT);
	file = fs_file_alloc(flags & (O_ACCMODE | O_NONBLOCK));
	if (IS_ERR(file)) {
		fops_put(fops);
		return file;
	}
	file->f_path = path;
	path_get(&path);
	file->f_inode = sb->s_root->d_inode;
	file->f_mapping = file->f_inode->i_mapping;
	file->f_op = fops;
	file->private_data = priv;
	file->f_mode |= FMODE_OPENED | FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE;
	settle_mode(file);
	return file;
}
EXPORT_SYMBOL_GPL(anon_inode_getfile);

int anon_inode_getfd(const char *name, const struct file_operations *fops, void *priv, int flags)
{
	return -EOPNOTSUPP;
}
EXPORT_SYMBOL_GPL(anon_inode_getfd);
