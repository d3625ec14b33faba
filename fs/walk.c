/* SPDX-License-Identifier: MIT */
/*
 * From a path to a dentry, and back.
 *
 * A walk keeps the text that is still to be resolved in one buffer. A symbolic link puts its
 * target in front of the rest, so there is no recursion; MAXSYMLINKS ends loops. Paths come
 * absolute and normalised from clients, "." and ".." from links inside the tree.
 *
 * Search permission is checked on every folder that is gone through, as Linux does.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs.h"

struct walk {
	struct dentry *at; /* held */
	char *rest;	   /* what is left, in buf */
	char *buf;	   /* PATH_MAX */
	unsigned int flags;
	unsigned int links;
};

static void step_to(struct walk *w, struct dentry *to)
{
	dget(to);
	dput(w->at);
	w->at = to;
}

/* Down from what a mount covers to the mount's root. */
static struct dentry *into_mount(struct dentry *d)
{
	while (d->d_mounted)
		d = d->d_mounted;
	return d;
}

static struct dentry *parent_of(struct dentry *d)
{
	struct fs_mount *m = fs_mount_of(d->d_sb);

	if (d == m->sb.s_root && m->covers)
		d = m->covers;
	return d->d_parent;
}

/* Put a link's @target in front of the rest. */
static int follow_link(struct walk *w, struct dentry *link)
{
	const char *target = link->d_inode->i_link;
	size_t n, rest = strlen(w->rest);

	if (++w->links > MAXSYMLINKS)
		return -ELOOP;
	n = strlen(target);
	if (n + rest >= PATH_MAX)
		return -ENAMETOOLONG;
	memmove(w->buf + n, w->rest, rest + 1); /* the rest is empty or starts with a slash */
	memcpy(w->buf, target, n);
	w->rest = w->buf;
	if (*target == '/')
		step_to(w, fs_state.root.sb.s_root);
	return 0;
}

/* Resolve one part of the path, [name, name + len), in the folder w->at. */
static int step(struct walk *w, const char *name, size_t len, bool more)
{
	struct inode *dir = w->at->d_inode;
	struct dentry *d;
	int err;

	if (!S_ISDIR(dir->i_mode))
		return -ENOTDIR;
	err = inode_permission(&init_user_ns, dir, MAY_EXEC);
	if (err)
		return err;
	if (len == 1 && name[0] == '.')
		return 0;
	if (len > NAME_MAX)
		return -ENAMETOOLONG;
	tree_lock();
	if (len == 2 && name[0] == '.' && name[1] == '.')
		d = parent_of(w->at);
	else
		d = tree_find(w->at, name, len);
	d = dget(d ? into_mount(d) : NULL);
	tree_unlock();
	if (!d)
		return -ENOENT;
	if (S_ISLNK(d->d_inode->i_mode) && (more || (w->flags & LOOKUP_FOLLOW))) {
		err = follow_link(w, d);
	} else {
		step_to(w, d);
	}
	dput(d);
	return err;
}

/* Go on until nothing, or (LOOKUP_PARENT) only the last part, is left. */
static int walk_on(struct walk *w)
{
	for (;;) {
		char *name, *end;
		bool slash;
		int err;

		while (*w->rest == '/')
			w->rest++;
		if (!*w->rest)
			return 0;
		name = w->rest;
		end = strchrnul(name, '/');
		slash = *end == '/';
		if ((w->flags & LOOKUP_PARENT) && !end[strspn(end, "/")])
			return 0;
		w->rest = end;
		err = step(w, name, end - name, slash);
		if (err)
			return err;
	}
}

int tree_walk(const char *name, unsigned int flags, struct path *path, const char **last)
{
	struct walk w = {.flags = flags};
	int err;

	if (name[0] != '/')
		return -ENOENT;
	w.buf = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!w.buf)
		return -ENOMEM;
	err = strscpy(w.buf, name, PATH_MAX) < 0 ? -ENAMETOOLONG : 0;
	w.rest = w.buf;
	w.at = dget(fs_state.root.sb.s_root);
	if (!err)
		err = walk_on(&w);
	if (!err && (flags & LOOKUP_DIRECTORY) && !S_ISDIR(w.at->d_inode->i_mode))
		err = -ENOTDIR;
	/* With LOOKUP_PARENT no link was followed at the end: the text's tail is @name's own. */
	if (!err && last)
		*last = name + strlen(name) - strlen(w.rest);
	kfree(w.buf);
	if (err) {
		dput(w.at);
		return err;
	}
	path->dentry = w.at;
	path->mnt = fs_mnt(w.at);
	return 0;
}

int kern_path(const char *name, unsigned int flags, struct path *path)
{
	return tree_walk(name, flags, path, NULL);
}
EXPORT_SYMBOL(kern_path);

/* Write @d's path before @end, which is in @buf; the start, or ERR_PTR(-ENAMETOOLONG). */
static char *prepend_path(struct dentry *d, char *buf, char *end, bool cross)
{
	char *p = end;

	for (;;) {
		struct fs_mount *m = fs_mount_of(d->d_sb);

		if (cross && d == m->sb.s_root && m->covers) {
			d = m->covers;
			continue;
		}
		if (d->d_parent == d)
			break;
		if (p - buf < (long)d->d_name.len + 1)
			return ERR_PTR(-ENAMETOOLONG);
		p -= d->d_name.len;
		memcpy(p, d->d_name.name, d->d_name.len);
		*--p = '/';
		d = d->d_parent;
	}
	if (p == end) {
		if (p == buf)
			return ERR_PTR(-ENAMETOOLONG);
		*--p = '/';
	}
	return p;
}

static char *whole_path(struct dentry *d, char *buf, int buflen, bool cross)
{
	static const char gone[] = " (deleted)";
	char *end = buf + buflen - 1;

	if (buflen < 2)
		return ERR_PTR(-ENAMETOOLONG);
	*end = '\0';
	tree_lock();
	if (cross && d_unhashed(d) && buflen > (int)sizeof(gone)) {
		end -= sizeof(gone) - 1;
		memcpy(end, gone, sizeof(gone));
	}
	end = prepend_path(d, buf, end, cross);
	tree_unlock();
	return end;
}

char *d_path(const struct path *path, char *buf, int buflen)
{
	return whole_path(path->dentry, buf, buflen, true);
}
EXPORT_SYMBOL(d_path);

char *dentry_path_raw(const struct dentry *dentry, char *buf, int buflen)
{
	return whole_path((struct dentry *)dentry, buf, buflen, false);
}
EXPORT_SYMBOL(dentry_path_raw);

char *file_path(struct file *filp, char *buf, int buflen)
{
	return d_path(&filp->f_path, buf, buflen);
}
EXPORT_SYMBOL(file_path);
