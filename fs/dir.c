/* SPDX-License-Identifier: MIT */
/*
 * Listing folders. A position in a folder counts its entries: 0 is ".", 1 is "..", then the
 * children in their order. (As in Linux's procfs, an entry that is removed while a listing is
 * under way can hide its neighbour from it.)
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs.h"

/* Most that one getdents64 call gathers before it is copied out. */
#define DIRENT_CHUNK (8 * PAGE_SIZE)

/* What user space reads. */
struct linux_dirent64 {
	u64 d_ino;
	s64 d_off;
	unsigned short d_reclen;
	unsigned char d_type;
	char d_name[];
};

struct getdents {
	struct dir_context ctx;
	char *buf;
	size_t room;
	size_t used;
	size_t last; /* offset of the newest record, whose d_off is not known yet */
	int err;
};

static bool emit_child(struct dir_context *ctx, struct dentry *d)
{
	struct dentry *shown = d->d_mounted ?: d;

	return dir_emit(ctx, d->d_name.name, d->d_name.len, shown->d_inode->i_ino,
			S_DT(shown->d_inode->i_mode));
}

static int tree_iterate(struct file *file, struct dir_context *ctx)
{
	struct dentry *dir = file->f_path.dentry, *d;
	loff_t at = 2;

	if (ctx->pos == 0) {
		if (!dir_emit(ctx, ".", 1, dir->d_inode->i_ino, DT_DIR))
			return 0;
		ctx->pos = 1;
	}
	if (ctx->pos == 1) {
		if (!dir_emit(ctx, "..", 2, dir->d_parent->d_inode->i_ino, DT_DIR))
			return 0;
		ctx->pos = 2;
	}
	tree_lock();
	list_for_each_entry (d, &dir->d_subdirs, d_child) {
		if (at++ < ctx->pos)
			continue;
		if (!emit_child(ctx, d))
			break;
		ctx->pos++;
	}
	tree_unlock();
	return 0;
}

static ssize_t read_dir(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	return -EISDIR;
}

static loff_t dir_llseek(struct file *file, loff_t offset, int whence)
{
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	return vfs_setpos(file, offset, OFFSET_MAX);
}

const struct file_operations fs_dir_fops = {
	.llseek = dir_llseek,
	.read = read_dir,
	.iterate_shared = tree_iterate,
	.fsync = noop_fsync,
};

int iterate_dir(struct file *file, struct dir_context *ctx)
{
	struct inode *inode = file->f_inode;
	int err = -ENOENT;

	if (!file->f_op->iterate_shared && !file->f_op->iterate)
		return -ENOTDIR;
	inode_lock_shared(inode);
	if (!d_unhashed(file->f_path.dentry)) {
		ctx->pos = file->f_pos;
		err = file->f_op->iterate_shared ? file->f_op->iterate_shared(file, ctx)
						 : file->f_op->iterate(file, ctx);
		file->f_pos = ctx->pos;
	}
	inode_unlock_shared(inode);
	return err;
}
EXPORT_SYMBOL(iterate_dir);

static bool fill_dirent(struct dir_context *ctx, const char *name, int namlen, loff_t offset,
			u64 ino, unsigned int type)
{
	struct getdents *g = container_of(ctx, struct getdents, ctx);
	size_t reclen = ALIGN(offsetof(struct linux_dirent64, d_name) + namlen + 1, sizeof(u64));
	struct linux_dirent64 *de;

	if (reclen > g->room - g->used) {
		g->err = -EINVAL; /* counts only when it is the first */
		return false;
	}
	if (g->used)
		((struct linux_dirent64 *)(g->buf + g->last))->d_off = offset;
	de = (struct linux_dirent64 *)(g->buf + g->used);
	memset(de, 0, reclen);
	de->d_ino = ino;
	de->d_reclen = reclen;
	de->d_type = type;
	memcpy(de->d_name, name, namlen);
	g->last = g->used;
	g->used += reclen;
	return true;
}

ssize_t fs_getdents(struct file *file, void __user *buf, unsigned int count)
{
	struct getdents g = {.ctx.actor = fill_dirent};
	loff_t start;
	ssize_t ret;

	g.room = min_t(size_t, count, DIRENT_CHUNK);
	g.buf = kmalloc(max_t(size_t, g.room, 1), GFP_KERNEL);
	if (!g.buf)
		return -ENOMEM;
	mutex_lock(&file->f_pos_lock);
	start = file->f_pos;
	ret = iterate_dir(file, &g.ctx);
	if (!ret && g.used) {
		((struct linux_dirent64 *)(g.buf + g.last))->d_off = g.ctx.pos;
		ret = g.used;
		if (copy_to_user(buf, g.buf, g.used)) {
			file->f_pos = start;
			ret = -EFAULT;
		}
	} else if (!ret) {
		ret = g.err;
	}
	mutex_unlock(&file->f_pos_lock);
	kfree(g.buf);
	return ret;
}

/* ---- what the machine adds to a folder that is shared with the host ---- */

ssize_t fs_list(const char *name, char *buf, size_t size)
{
	struct dentry *d;
	struct path path;
	size_t used = 0;
	int err = tree_walk(name, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &path, NULL);

	if (err)
		return err;
	tree_lock();
	list_for_each_entry (d, &path.dentry->d_subdirs, d_child) {
		size_t left = size - used;
		size_t n = snprintf(buf + used, left, "%u %s", S_DT(d->d_inode->i_mode),
				    d->d_name.name);

		if (n >= left)
			break;
		used += n + 1;
	}
	tree_unlock();
	path_put(&path);
	return used;
}
