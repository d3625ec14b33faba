/* SPDX-License-Identifier: MIT */
/*
 * procfs: entries that code registers in /proc. (What the standard files print is fs/proc's.)
 *
 * A proc_dir_entry is the node of one name. Its files use proc_reg_fops, which enter the
 * entry's gate around each operation, so that remove_proc_entry can wait for calls in flight;
 * it then releases the files that are still open (their proc_release runs there and then, once)
 * and whatever is called on them later gives -EIO.
 *
 * Locking: removal, then gate.lock (openers, per entry).
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uio.h>

#include "fs.h"

struct proc_dir_entry {
	struct fs_node node;
	const struct proc_ops *ops;
	const struct seq_operations *seq_ops;
	int (*single_show)(struct seq_file *, void *);
	unsigned int state_size;
	void *data;
	struct list_head openers; /* struct opener; under node.gate.lock */
	struct mutex removal;	  /* held while the remover releases openers */
};

/* One open file whose proc_release is still to be called. */
struct opener {
	struct list_head node;
	struct file *file;
};

static struct proc_dir_entry *entry_of(const struct file *file)
{
	return container_of(fs_node_of(file->f_path.dentry), struct proc_dir_entry, node);
}

static struct dentry *dir_of(struct proc_dir_entry *parent)
{
	return parent ? parent->node.dentry : fs_state.proc.sb.s_root;
}

static void entry_free(struct fs_node *node)
{
	kfree(container_of(node, struct proc_dir_entry, node));
}

/* ---- the operations of an open file ---- */

static ssize_t proc_reg_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct proc_dir_entry *pde = entry_of(file);
	ssize_t ret = -EIO;

	if (!fs_gate_enter(&pde->node.gate))
		return ret;
	if (pde->ops->proc_read) {
		ret = pde->ops->proc_read(file, buf, count, ppos);
	} else if (pde->ops->proc_read_iter) {
		struct kiocb kiocb;
		struct iov_iter iter;

		init_sync_kiocb(&kiocb, file);
		kiocb.ki_pos = *ppos;
		iov_iter_ubuf(&iter, ITER_DEST, buf, count);
		ret = pde->ops->proc_read_iter(&kiocb, &iter);
		*ppos = kiocb.ki_pos;
	}
	fs_gate_leave(&pde->node.gate);
	return ret;
}

static ssize_t proc_reg_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct proc_dir_entry *pde = entry_of(iocb->ki_filp);
	ssize_t ret;

	if (!fs_gate_enter(&pde->node.gate))
		return -EIO;
	ret = pde->ops->proc_read_iter(iocb, iter);
	fs_gate_leave(&pde->node.gate);
	return ret;
}

static ssize_t proc_reg_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct proc_dir_entry *pde = entry_of(file);
	ssize_t ret = -EIO;

	if (!fs_gate_enter(&pde->node.gate))
		return ret;
	if (pde->ops->proc_write)
		ret = pde->ops->proc_write(file, buf, count, ppos);
	fs_gate_leave(&pde->node.gate);
	return ret;
}

static loff_t proc_reg_llseek(struct file *file, loff_t offset, int whence)
{
	struct proc_dir_entry *pde = entry_of(file);
	loff_t ret;

	if (!fs_gate_enter(&pde->node.gate))
		return -EINVAL;
	ret = pde->ops->proc_lseek(file, offset, whence);
	fs_gate_leave(&pde->node.gate);
	return ret;
}

static __poll_t proc_reg_poll(struct file *file, struct poll_table_struct *pts)
{
	struct proc_dir_entry *pde = entry_of(file);
	__poll_t ret = DEFAULT_POLLMASK;

	if (!fs_gate_enter(&pde->node.gate))
		return ret;
	if (pde->ops->proc_poll)
		ret = pde->ops->proc_poll(file, pts);
	fs_gate_leave(&pde->node.gate);
	return ret;
}

static long proc_reg_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct proc_dir_entry *pde = entry_of(file);
	long ret = -ENOTTY;

	if (!fs_gate_enter(&pde->node.gate))
		return ret;
	if (pde->ops->proc_ioctl)
		ret = pde->ops->proc_ioctl(file, cmd, arg);
	fs_gate_leave(&pde->node.gate);
	return ret;
}

static void remember_opener(struct proc_dir_entry *pde, struct file *file, struct opener *o)
{
	o->file = file;
	spin_lock(&pde->node.gate.lock);
	list_add(&o->node, &pde->openers);
	spin_unlock(&pde->node.gate.lock);
}

static int proc_reg_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *pde = entry_of(file);
	struct opener *o = NULL;
	int err = 0;

	if (!fs_gate_enter(&pde->node.gate))
		return -ENOENT;
	if (!pde->ops->proc_lseek)
		file->f_mode &= ~FMODE_LSEEK;
	if (pde->ops->proc_release) {
		o = kmalloc(sizeof(*o), GFP_KERNEL);
		err = o ? 0 : -ENOMEM;
	}
	if (!err && pde->ops->proc_open)
		err = pde->ops->proc_open(inode, file);
	if (!err && o)
		remember_opener(pde, file, o);
	else
		kfree(o);
	fs_gate_leave(&pde->node.gate);
	return err;
}

/* The opener of @file (NULL: any) that nobody has claimed yet; it is claimed and unlinked. */
static struct opener *claim_opener(struct proc_dir_entry *pde, struct file *file)
{
	struct opener *o, *found = NULL;

	spin_lock(&pde->node.gate.lock);
	list_for_each_entry (o, &pde->openers, node) {
		if (!file || o->file == file) {
			found = o;
			list_del(&o->node);
			break;
		}
	}
	spin_unlock(&pde->node.gate.lock);
	return found;
}

static int proc_reg_release(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *pde = entry_of(file);
	struct opener *o = claim_opener(pde, file);

	if (o) {
		pde->ops->proc_release(inode, file);
		kfree(o);
	} else if (pde->ops->proc_release) {
		/* The remover claimed it; @file must live until its release is over. */
		mutex_lock(&pde->removal);
		mutex_unlock(&pde->removal);
	}
	return 0;
}

static const struct file_operations proc_reg_fops = {
	.llseek = proc_reg_llseek,
	.read = proc_reg_read,
	.write = proc_reg_write,
	.poll = proc_reg_poll,
	.unlocked_ioctl = proc_reg_ioctl,
	.open = proc_reg_open,
	.release = proc_reg_release,
};

/* Entries with an iterator serve kernel readers too. */
static const struct file_operations proc_iter_fops = {
	.llseek = proc_reg_llseek,
	.read_iter = proc_reg_read_iter,
	.write = proc_reg_write,
	.poll = proc_reg_poll,
	.unlocked_ioctl = proc_reg_ioctl,
	.open = proc_reg_open,
	.release = proc_reg_release,
};

/* ---- seq and single entries ---- */

static int proc_seq_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *pde = entry_of(file);

	if (pde->state_size)
		return seq_open_private(file, pde->seq_ops, pde->state_size);
	return seq_open(file, pde->seq_ops);
}

static int proc_seq_release(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *pde = entry_of(file);

	return pde->state_size ? seq_release_private(inode, file) : seq_release(inode, file);
}

static const struct proc_ops proc_seq_ops = {
	.proc_open = proc_seq_open,
	.proc_read_iter = seq_read_iter,
	.proc_lseek = seq_lseek,
	.proc_release = proc_seq_release,
};

static int proc_single_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *pde = entry_of(file);

	return single_open(file, pde->single_show, pde->data);
}

static const struct proc_ops proc_single_ops = {
	.proc_open = proc_single_open,
	.proc_read_iter = seq_read_iter,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

/* ---- registration ---- */

/* All but the last part of *@name as a held folder; *@name moves to the last part. */
static struct dentry *find_dir(const char **name, struct proc_dir_entry *parent)
{
	struct dentry *dir = dget(dir_of(parent)), *d;
	const char *slash;

	while ((slash = strchr(*name, '/')) != NULL) {
		tree_lock();
		d = dget(tree_find(dir, *name, slash - *name));
		tree_unlock();
		dput(dir);
		if (!d) {
			WARN(1, "name '%s'\n", *name);
			return NULL;
		}
		dir = d;
		*name = slash + 1;
	}
	return dir;
}

struct proc_spec {
	const char *name;
	struct proc_dir_entry *parent;
	const struct proc_ops *ops;
	const struct seq_operations *seq_ops;
	int (*single_show)(struct seq_file *, void *);
	unsigned int state_size;
	void *data;
};

static struct proc_dir_entry *entry_new(const struct proc_spec *spec, unsigned long caller)
{
	struct proc_dir_entry *pde = kzalloc(sizeof(*pde), GFP_KERNEL);

	if (!pde)
		return NULL;
	fs_node_init(&pde->node, "proc entry", caller, entry_free);
	INIT_LIST_HEAD(&pde->openers);
	mutex_init(&pde->removal);
	pde->ops = spec->ops;
	pde->seq_ops = spec->seq_ops;
	pde->single_show = spec->single_show;
	pde->state_size = spec->state_size;
	pde->data = spec->data;
	return pde;
}

/* Register @inode's entry. Consumes the inode. */
static struct proc_dir_entry *add_entry(const struct proc_spec *spec, struct inode *inode,
					unsigned long caller)
{
	struct proc_dir_entry *pde;
	const char *name = spec->name;
	struct dentry *dir, *d;

	pde = inode ? entry_new(spec, caller) : NULL;
	dir = pde ? find_dir(&name, spec->parent) : NULL;
	if (!dir || !*name) {
		WARN(dir, "empty name\n");
		dput(dir);
		kfree(pde);
		iput(inode);
		return NULL;
	}
	inode->i_private = spec->data;
	d = tree_add(dir, name, inode, &pde->node);
	WARN(d == ERR_PTR(-EEXIST), "proc_dir_entry '%s/%s' already registered\n", dir->d_name.name,
	     name);
	dput(dir);
	return IS_ERR(d) ? NULL : pde;
}

static struct proc_dir_entry *add_file(const struct proc_spec *spec, umode_t mode,
				       unsigned long caller)
{
	struct inode *inode;

	if ((mode & S_IFMT) == 0)
		mode |= S_IFREG;
	if ((mode & S_IALLUGO) == 0)
		mode |= 0444;
	if (WARN_ON_ONCE(!S_ISREG(mode)))
		return NULL;
	inode = fs_inode_new(&fs_state.proc.sb, mode, 0);
	if (inode)
		inode->i_fop = spec->ops->proc_read_iter ? &proc_iter_fops : &proc_reg_fops;
	return add_entry(spec, inode, caller);
}

struct proc_dir_entry *proc_create_data(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct proc_ops *proc_ops, void *data)
{
	struct proc_spec spec = {.name = name, .parent = parent, .ops = proc_ops, .data = data};

	return add_file(&spec, mode, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL(proc_create_data);

struct proc_dir_entry *proc_create(const char *name, umode_t mode, struct proc_dir_entry *parent,
				   const struct proc_ops *proc_ops)
{
	struct proc_spec spec = {.name = name, .parent = parent, .ops = proc_ops};

	return add_file(&spec, mode, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL(proc_create);

struct proc_dir_entry *proc_create_seq_private(const char *name, umode_t mode,
					       struct proc_dir_entry *parent,
					       const struct seq_operations *ops,
					       unsigned int state_size, void *data)
{
	struct proc_spec spec = {
		.name = name,
		.parent = parent,
		.ops = &proc_seq_ops,
		.seq_ops = ops,
		.state_size = state_size,
		.data = data,
	};

	return add_file(&spec, mode, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL(proc_create_seq_private);

struct proc_dir_entry *proc_create_single_data(const char *name, umode_t mode,
					       struct proc_dir_entry *parent,
					       int (*show)(struct seq_file *, void *), void *data)
{
	struct proc_spec spec = {
		.name = name,
		.parent = parent,
		.ops = &proc_single_ops,
		.single_show = show,
		.data = data,
	};

	return add_file(&spec, mode, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL(proc_create_single_data);

static struct proc_dir_entry *add_folder(const char *name, umode_t mode,
					 struct proc_dir_entry *parent, void *data,
					 unsigned long caller)
{
	struct proc_spec spec = {.name = name, .parent = parent, .data = data};

	if (mode == 0)
		mode = 0555;
	return add_entry(&spec, fs_inode_new(&fs_state.proc.sb, S_IFDIR | mode, 0), caller);
}

struct proc_dir_entry *proc_mkdir_data(const char *name, umode_t mode,
				       struct proc_dir_entry *parent, void *data)
{
	return add_folder(name, mode, parent, data, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(proc_mkdir_data);

struct proc_dir_entry *proc_mkdir_mode(const char *name, umode_t mode,
				       struct proc_dir_entry *parent)
{
	return add_folder(name, mode, parent, NULL, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL(proc_mkdir_mode);

struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent)
{
	return add_folder(name, 0, parent, NULL, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL(proc_mkdir);

struct proc_dir_entry *proc_create_mount_point(const char *name)
{
	return add_folder(name, 0555, NULL, NULL, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL(proc_create_mount_point);

struct proc_dir_entry *proc_symlink(const char *name, struct proc_dir_entry *parent,
				    const char *dest)
{
	struct proc_spec spec = {.name = name, .parent = parent};

	return add_entry(&spec, fs_symlink_new(&fs_state.proc.sb, dest),
			 (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL(proc_symlink);

/* ---- removal ---- */

/* => the entry's gate is closed. Release what is still open, in the remover's name. */
static void release_openers(struct proc_dir_entry *pde)
{
	struct opener *o;

	mutex_lock(&pde->removal);
	while ((o = claim_opener(pde, NULL)) != NULL) {
		pde->ops->proc_release(o->file->f_inode, o->file);
		kfree(o);
	}
	mutex_unlock(&pde->removal);
}

/* A held entry below @d whose gate is still open, deepest last; NULL: none. */
static struct dentry *first_child(struct dentry *d)
{
	struct dentry *child;

	tree_lock();
	child = list_empty(&d->d_subdirs)
			? NULL
			: dget(list_first_entry(&d->d_subdirs, struct dentry, d_child));
	tree_unlock();
	return child;
}

/* Consumes the caller's reference of @d. */
static void remove_subtree(struct dentry *d)
{
	struct dentry *top = dget(d), *child;

	for (;;) {
		struct proc_dir_entry *pde;
		struct dentry *parent;

		while ((child = first_child(d)) != NULL) {
			dput(d);
			d = child;
		}
		pde = container_of(fs_node_of(d), struct proc_dir_entry, node);
		parent = d == top ? NULL : dget(d->d_parent);
		fs_gate_close(&pde->node.gate);
		release_openers(pde);
		tree_remove(d);
		dput(d);
		if (!parent)
			break;
		d = parent;
	}
	dput(top);
}

void proc_remove(struct proc_dir_entry *de)
{
	if (de)
		remove_subtree(dget(de->node.dentry));
}
EXPORT_SYMBOL(proc_remove);

static struct dentry *find_entry(const char *name, struct proc_dir_entry *parent)
{
	struct dentry *dir = find_dir(&name, parent), *d = NULL;

	if (dir)
		d = tree_get(dir, name);
	dput(dir);
	WARN(dir && !d, "name '%s'\n", name);
	return d;
}

void remove_proc_entry(const char *name, struct proc_dir_entry *parent)
{
	struct dentry *d = find_entry(name, parent);

	if (!d)
		return;
	WARN(!list_empty(&d->d_subdirs),
	     "remove_proc_entry: removing non-empty directory '%s', leaking at least '%s'\n", name,
	     list_first_entry(&d->d_subdirs, struct dentry, d_child)->d_name.name);
	remove_subtree(d);
}
EXPORT_SYMBOL(remove_proc_entry);

int remove_proc_subtree(const char *name, struct proc_dir_entry *parent)
{
	struct dentry *d = find_entry(name, parent);

	if (!d)
		return -ENOENT;
	remove_subtree(d);
	return 0;
}
EXPORT_SYMBOL(remove_proc_subtree);

/* ---- attributes ---- */

void proc_set_size(struct proc_dir_entry *de, loff_t size)
{
	de->node.dentry->d_inode->i_size = size;
}
EXPORT_SYMBOL(proc_set_size);

void proc_set_user(struct proc_dir_entry *de, kuid_t uid, kgid_t gid)
{
	de->node.dentry->d_inode->i_uid = uid;
	de->node.dentry->d_inode->i_gid = gid;
}
EXPORT_SYMBOL(proc_set_user);

void *pde_data(const struct inode *inode)
{
	return inode->i_private;
}
EXPORT_SYMBOL(pde_data);

int procfs_init(void)
{
	return 0;
}

void procfs_exit(void)
{
}
