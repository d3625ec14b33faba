/* SPDX-License-Identifier: MIT */
/*
 * debugfs: what drivers show to people.
 *
 * A file is made with the driver's operations. At open the file gets a proxy of them: the same
 * members present, each entering the name's gate around the real one; so debugfs_remove waits
 * for calls in flight and later ones give -EIO, whatever the driver forgot. The real operations'
 * owner is held while the file is open.
 *
 * Files made by debugfs_create_file_unsafe are called directly and guard themselves with
 * debugfs_file_get and debugfs_file_put (as the attributes of debugfs_attr.c do).
 */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "debugfs.h"
#include "sysfs.h"

static void node_free(struct fs_node *node)
{
	kfree(container_of(node, struct debugfs_node, node));
}

static struct debugfs_node *node_of(const struct dentry *dentry)
{
	return container_of(fs_node_of(dentry), struct debugfs_node, node);
}

static struct debugfs_node *node_of_file(const struct file *file)
{
	return node_of(file->f_path.dentry);
}

int debugfs_file_get(struct dentry *dentry)
{
	return fs_gate_enter(&node_of(dentry)->node.gate) ? 0 : -EIO;
}
EXPORT_SYMBOL_GPL(debugfs_file_get);

void debugfs_file_put(struct dentry *dentry)
{
	fs_gate_leave(&node_of(dentry)->node.gate);
}
EXPORT_SYMBOL_GPL(debugfs_file_put);

const struct file_operations *debugfs_real_fops(const struct file *filp)
{
	return node_of_file(filp)->real;
}
EXPORT_SYMBOL_GPL(debugfs_real_fops);

/* ---- the proxy: enter, call the real operation, leave ---- */

#define PROXY(name, ret_type, gone, proto, args)             \
	static ret_type proxy_##name proto                   \
	{                                                    \
		struct debugfs_node *n = node_of_file(filp); \
		ret_type ret;                                \
		if (!fs_gate_enter(&n->node.gate))           \
			return gone;                         \
		ret = n->real->name args;                    \
		fs_gate_leave(&n->node.gate);                \
		return ret;                                  \
	}

PROXY(llseek, loff_t, -EIO, (struct file * filp, loff_t offset, int whence), (filp, offset, whence))
PROXY(read, ssize_t, -EIO, (struct file * filp, char __user *buf, size_t size, loff_t *ppos),
      (filp, buf, size, ppos))
PROXY(write, ssize_t, -EIO, (struct file * filp, const char __user *buf, size_t size, loff_t *ppos),
      (filp, buf, size, ppos))
PROXY(unlocked_ioctl, long, -EIO, (struct file * filp, unsigned int cmd, unsigned long arg),
      (filp, cmd, arg))
PROXY(poll, __poll_t, EPOLLHUP, (struct file * filp, struct poll_table_struct *wait), (filp, wait))

static ssize_t proxy_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct debugfs_node *n = node_of_file(iocb->ki_filp);
	ssize_t ret;

	if (!fs_gate_enter(&n->node.gate))
		return -EIO;
	ret = n->real->read_iter(iocb, iter);
	fs_gate_leave(&n->node.gate);
	return ret;
}

static ssize_t proxy_write_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct debugfs_node *n = node_of_file(iocb->ki_filp);
	ssize_t ret;

	if (!fs_gate_enter(&n->node.gate))
		return -EIO;
	ret = n->real->write_iter(iocb, iter);
	fs_gate_leave(&n->node.gate);
	return ret;
}

/* release is called even when the name is gone, with the module still held. */
static int proxy_release(struct inode *inode, struct file *filp)
{
	struct debugfs_node *n = node_of_file(filp);
	int ret = n->real->release ? n->real->release(inode, filp) : 0;

	fops_put(n->real);
	return ret;
}

static int proxy_open(struct inode *inode, struct file *filp)
{
	struct debugfs_node *n = node_of_file(filp);
	int err = 0;

	if (!fs_gate_enter(&n->node.gate))
		return -ENOENT;
	if (!fops_get(n->real))
		err = -ENXIO;
	if (!err && n->real->open) {
		err = n->real->open(inode, filp);
		if (err)
			fops_put(n->real);
	}
	fs_gate_leave(&n->node.gate);
	return err;
}

static void make_proxy(struct debugfs_node *n, const struct file_operations *real)
{
	n->real = real;
	n->proxy = (struct file_operations){
		.open = proxy_open,
		.release = proxy_release,
		.llseek = real->llseek ? proxy_llseek : NULL,
		.read = real->read ? proxy_read : NULL,
		.write = real->write ? proxy_write : NULL,
		.read_iter = real->read_iter ? proxy_read_iter : NULL,
		.write_iter = real->write_iter ? proxy_write_iter : NULL,
		.poll = real->poll ? proxy_poll : NULL,
		.unlocked_ioctl = real->unlocked_ioctl ? proxy_unlocked_ioctl : NULL,
	};
}

/* ---- names ---- */

static struct dentry *dir_of(struct dentry *parent)
{
	return parent ?: fs_state.debug.sb.s_root;
}

/* Hang @inode as @name under @parent. Consumes the inode. */
static struct dentry *add_name(const char *name, struct dentry *parent, struct inode *inode,
			       const struct file_operations *fops, bool direct,
			       unsigned long caller)
{
	struct debugfs_node *n = kzalloc(sizeof(*n), GFP_KERNEL);
	struct dentry *d;

	if (!n || !inode) {
		kfree(n);
		iput(inode);
		return ERR_PTR(-ENOMEM);
	}
	fs_node_init(&n->node, "debugfs entry", caller, node_free);
	if (fops && direct) {
		n->real = fops;
		inode->i_fop = fops;
	} else if (fops) {
		make_proxy(n, fops);
		inode->i_fop = &n->proxy;
	}
	d = tree_add(dir_of(parent), name, inode, &n->node);
	if (IS_ERR(d))
		pr_err("debugfs: '%s' in directory '%s': error %ld\n", name,
		       dir_of(parent)->d_name.name, PTR_ERR(d));
	return d;
}

static const struct file_operations no_fops = {.open = simple_open};

struct dentry *debugfs_add_file(const char *name, umode_t mode, struct dentry *parent, void *data,
				const struct file_operations *fops, bool direct,
				unsigned long caller)
{
	struct inode *inode;

	if (IS_ERR(parent))
		return parent;
	if ((mode & S_IFMT) == 0)
		mode |= S_IFREG;
	inode = fs_inode_new(&fs_state.debug.sb, mode, 0);
	if (inode)
		inode->i_private = data;
	return add_name(name, parent, inode, fops ?: &no_fops, direct, caller);
}

struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent,
				   void *data, const struct file_operations *fops)
{
	return debugfs_add_file(name, mode, parent, data, fops, false,
				(unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(debugfs_create_file);

struct dentry *debugfs_create_file_unsafe(const char *name, umode_t mode, struct dentry *parent,
					  void *data, const struct file_operations *fops)
{
	return debugfs_add_file(name, mode, parent, data, fops, true,
				(unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(debugfs_create_file_unsafe);

void debugfs_create_file_size(const char *name, umode_t mode, struct dentry *parent, void *data,
			      const struct file_operations *fops, loff_t file_size)
{
	struct dentry *d = debugfs_add_file(name, mode, parent, data, fops, false,
					    (unsigned long)__builtin_return_address(0));

	if (!IS_ERR(d))
		d->d_inode->i_size = file_size;
}
EXPORT_SYMBOL_GPL(debugfs_create_file_size);

struct dentry *debugfs_create_dir(const char *name, struct dentry *parent)
{
	if (IS_ERR(parent))
		return parent;
	return add_name(name, parent, fs_inode_new(&fs_state.debug.sb, S_IFDIR | 0755, 0), NULL,
			false, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(debugfs_create_dir);

struct dentry *debugfs_create_symlink(const char *name, struct dentry *parent, const char *dest)
{
	if (IS_ERR(parent))
		return parent;
	return add_name(name, parent, fs_symlink_new(&fs_state.debug.sb, dest), NULL, false,
			(unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(debugfs_create_symlink);

void debugfs_remove(struct dentry *dentry)
{
	if (IS_ERR_OR_NULL(dentry) || d_unhashed(dentry))
		return;
	dget(dentry);
	tree_remove(dentry);
	dput(dentry);
}
EXPORT_SYMBOL_GPL(debugfs_remove);

struct dentry *debugfs_lookup(const char *name, struct dentry *parent)
{
	return IS_ERR_OR_NULL(name) || IS_ERR(parent) ? NULL : tree_get(dir_of(parent), name);
}
EXPORT_SYMBOL_GPL(debugfs_lookup);

void debugfs_lookup_and_remove(const char *name, struct dentry *parent)
{
	struct dentry *d = debugfs_lookup(name, parent);

	debugfs_remove(d);
	dput(d);
}
EXPORT_SYMBOL_GPL(debugfs_lookup_and_remove);

struct dentry *debugfs_rename(struct dentry *old_dir, struct dentry *old_dentry,
			      struct dentry *new_dir, const char *new_name)
{
	int err;

	if (IS_ERR(old_dir) || IS_ERR(new_dir) || IS_ERR_OR_NULL(old_dentry))
		return old_dentry ?: ERR_PTR(-EINVAL);
	tree_lock();
	err = tree_rename_locked(old_dentry, dir_of(new_dir), new_name);
	tree_unlock();
	return err ? ERR_PTR(err) : old_dentry;
}
EXPORT_SYMBOL_GPL(debugfs_rename);

bool debugfs_initialized(void)
{
	return fs_state.debug.sb.s_root;
}
EXPORT_SYMBOL_GPL(debugfs_initialized);

/* ---- a seq file that goes with a device ---- */

struct devm_seqfile {
	struct device *dev;
	int (*show)(struct seq_file *s, void *data);
};

/* The driver's show finds the device in m->private. */
static int devm_seqfile_open(struct inode *inode, struct file *file)
{
	struct devm_seqfile *e = inode->i_private;

	return single_open(file, e->show, e->dev);
}

static const struct file_operations devm_seqfile_fops = {
	.open = devm_seqfile_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

void debugfs_create_devm_seqfile(struct device *dev, const char *name, struct dentry *parent,
				 int (*read_fn)(struct seq_file *s, void *data))
{
	struct devm_seqfile *e;

	if (IS_ERR(parent))
		return;
	e = devm_kzalloc(dev, sizeof(*e), GFP_KERNEL);
	if (!e)
		return;
	e->dev = dev;
	e->show = read_fn;
	debugfs_add_file(name, 0444, parent, e, &devm_seqfile_fops, false,
			 (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(debugfs_create_devm_seqfile);

/* ---- life ---- */

static struct kobject *debug_kobj;

int debugfs_init(void)
{
	debug_kobj = kobject_create_and_add("debug", kernel_kobj);
	if (!debug_kobj)
		return -ENOMEM;
	return tree_mount_debug(debug_kobj->sd->node.dentry);
}

void debugfs_exit(void)
{
	fs_state.debug.covers = NULL;
	kobject_put(debug_kobj);
	debug_kobj = NULL;
}
