/* SPDX-License-Identifier: MIT */
/*
 * The served tree: every name that a client can open.
 *
 * Concepts
 *   dentry   one name. Here a dentry is not a cache entry: it exists while the name does, and
 *	      afterwards as long as an open file holds it.
 *   inode    what the name stands for; one dentry an inode (there are no hard links).
 *   node     struct fs_node, what procfs, sysfs or debugfs keeps for a name: its owner (which
 *	      module asked for it) and its gate (who is inside its operations).
 *   mount    a super block whose root stands in for a folder of another one. Fixed at boot:
 *
 *		/ ── dev   ⇒ devtmpfs   nodes made by device_add, misc_register, mknod
 *		   ├ proc  ⇒ proc       fs/procfs.c's calls; the files are fs/proc's and modules'
 *		   └ sys   ⇒ sysfs      kobjects and attributes
 *		      └ kernel ─ debug ⇒ debugfs
 *
 * Invariants
 *   - A hashed dentry has one reference for its name. A dentry holds its parent.
 *   - d_fsdata is set before the dentry is hashed and freed with the dentry.
 *   - The children of a folder stand in listing order, so a listing is a walk.
 *   - A dentry whose gate is closed is about to be unlinked, and stays closed.
 *
 * Locking
 *   tree_mutex guards all links and nr_* counts; it is never held while a driver's or a
 *   module's code runs, nor while a gate is closed (code inside a gate may look names up).
 *   Order: device or class mutex → tree_mutex → gate.lock.
 *
 * Failure
 *   Nothing here fails but for memory (-ENOMEM), a taken name (-EEXIST), a name over 255 bytes.
 *
 * Rejected: a dentry cache with negative entries and lazy look-up (all trees here are known in
 * full, and a second copy of the truth must be kept coherent); a lock a folder (renames and
 * recursive removal then need an order among folders; the tree is never hot).
 */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "lib/active.h"
#include "arch/arch.h"
#include "fs.h"

struct fs_state fs_state;

static DEFINE_MUTEX(tree_mutex);

void tree_lock(void)
{
	mutex_lock(&tree_mutex);
}

void tree_unlock(void)
{
	mutex_unlock(&tree_mutex);
}

bool tree_is_locked(void)
{
	return mutex_is_locked(&tree_mutex);
}

/* ---- gates and nodes ---- */

void fs_gate_init(struct fs_gate *gate)
{
	spin_lock_init(&gate->lock);
	gate->active = 0;
	gate->dead = false;
	init_waitqueue_head(&gate->idle);
}

bool fs_gate_enter(struct fs_gate *gate)
{
	bool open;

	spin_lock(&gate->lock);
	open = !gate->dead;
	if (open)
		gate->active++;
	spin_unlock(&gate->lock);
	return open;
}

void fs_gate_leave(struct fs_gate *gate)
{
	spin_lock(&gate->lock);
	/* Under the lock: the closer frees the gate only after it has had the lock itself. */
	if (--gate->active == 0 && gate->dead)
		wake_up_all(&gate->idle);
	spin_unlock(&gate->lock);
}

static bool gate_is_idle(struct fs_gate *gate)
{
	bool idle;

	spin_lock(&gate->lock);
	idle = gate->active == 0;
	spin_unlock(&gate->lock);
	return idle;
}

void fs_gate_close(struct fs_gate *gate)
{
	spin_lock(&gate->lock);
	gate->dead = true;
	spin_unlock(&gate->lock);
	wait_event(gate->idle, gate_is_idle(gate));
}

/*
 * The module that asked: whose code called, or, when a helper of ours did in between
 * (kobject_add for sysfs_create_dir), whose code is the nearest on the stack.
 */
static struct module *find_owner(unsigned long caller)
{
	uintptr_t pc[16];
	unsigned int n, i;
	struct module *mod = __module_address(caller);

	if (mod)
		return mod;
	n = arch_backtrace(pc, ARRAY_SIZE(pc));
	for (i = 0; i < n && !mod; i++)
		mod = __module_address(pc[i]);
	return mod;
}

void fs_node_init(struct fs_node *node, const char *kind, unsigned long caller,
		  void (*free)(struct fs_node *))
{
	fs_gate_init(&node->gate);
	node->kind = kind;
	node->caller = caller;
	node->owner = find_owner(caller);
	if (node->owner)
		active_record(ACTIVE_ENTRY, node, 0, NULL, caller);
	node->dentry = NULL;
	node->free = free;
}

static void node_free(struct fs_node *node)
{
	active_del(ACTIVE_ENTRY, node);
	node->free(node);
}

/* ---- dentries ---- */

static struct dentry *dentry_alloc(struct super_block *sb, const char *name, size_t len)
{
	struct dentry *d;
	unsigned char *text;

	if (len > NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	d = kmem_cache_zalloc(fs_state.dentry, GFP_KERNEL);
	if (!d)
		return ERR_PTR(-ENOMEM);
	text = d->d_iname;
	if (len >= DNAME_INLINE_LEN)
		text = kmalloc(len + 1, GFP_KERNEL);
	if (!text) {
		kmem_cache_free(fs_state.dentry, d);
		return ERR_PTR(-ENOMEM);
	}
	memcpy(text, name, len);
	text[len] = '\0';
	d->d_name = (struct qstr)QSTR_INIT(text, len);
	atomic_set(&d->d_count, 1);
	spin_lock_init(&d->d_lock);
	INIT_LIST_HEAD(&d->d_child);
	INIT_LIST_HEAD(&d->d_subdirs);
	d->d_parent = d;
	d->d_sb = sb;
	return d;
}

static void dentry_free(struct dentry *d)
{
	struct fs_node *node = d->d_fsdata;

	if (d->d_inode)
		iput(d->d_inode);
	if (node)
		node_free(node);
	if (d->d_name.name != d->d_iname)
		kfree(d->d_name.name);
	kmem_cache_free(fs_state.dentry, d);
}

void dput(struct dentry *d)
{
	while (d && atomic_dec_and_test(&d->d_count)) {
		struct dentry *parent = d->d_parent == d ? NULL : d->d_parent;

		dentry_free(d);
		d = parent;
	}
}
EXPORT_SYMBOL(dput);

void path_get(const struct path *path)
{
	dget(path->dentry);
}
EXPORT_SYMBOL(path_get);

void path_put(const struct path *path)
{
	dput(path->dentry);
}
EXPORT_SYMBOL(path_put);

struct vfsmount *fs_mnt(struct dentry *dentry)
{
	return &fs_mount_of(dentry->d_sb)->mnt;
}

/* ---- links ---- */

static bool listed_before(enum fs_order order, const struct qstr *a, const struct qstr *b)
{
	size_t n = min(a->len, b->len);
	int cmp;

	if (order == FS_ORDER_NEWEST)
		return true;
	if (order == FS_ORDER_PROC && a->len != b->len)
		return a->len < b->len;
	cmp = memcmp(a->name, b->name, n);
	return cmp ? cmp < 0 : a->len < b->len;
}

/* => tree locked. Put @d among its parent's children where a listing shows it. */
static void link_child(struct dentry *dir, struct dentry *d)
{
	enum fs_order order = fs_mount_of(d->d_sb)->order;
	struct dentry *pos;

	list_for_each_entry (pos, &dir->d_subdirs, d_child) {
		if (listed_before(order, &d->d_name, &pos->d_name))
			break;
	}
	list_add_tail(&d->d_child, &pos->d_child);
}

struct dentry *tree_find(struct dentry *dir, const char *name, size_t len)
{
	struct dentry *d;

	list_for_each_entry (d, &dir->d_subdirs, d_child) {
		if (d->d_name.len == len && memcmp(d->d_name.name, name, len) == 0)
			return d;
	}
	return NULL;
}

struct dentry *tree_add_locked(struct dentry *dir, const char *name, size_t len,
			       struct inode *inode, struct fs_node *node)
{
	struct dentry *d;

	if (d_unhashed(dir))
		return ERR_PTR(-ENOENT);
	if (tree_find(dir, name, len))
		return ERR_PTR(-EEXIST);
	d = dentry_alloc(dir->d_sb, name, len);
	if (IS_ERR(d))
		return d;
	d->d_inode = inode;
	d->d_fsdata = node;
	if (node)
		node->dentry = d;
	d->d_parent = dget(dir);
	link_child(dir, d);
	if (S_ISDIR(inode->i_mode))
		inc_nlink(dir->d_inode);
	dir->d_inode->i_mtime = dir->d_inode->i_ctime = current_time(dir->d_inode);
	fs_state.nr_dentries++;
	return d;
}

struct dentry *tree_add(struct dentry *dir, const char *name, struct inode *inode,
			struct fs_node *node)
{
	struct dentry *d;

	if (!inode) {
		d = ERR_PTR(-ENOMEM);
	} else {
		tree_lock();
		d = tree_add_locked(dir, name, strlen(name), inode, node);
		tree_unlock();
	}
	if (IS_ERR(d)) {
		iput(inode);
		if (node)
			node_free(node);
	}
	return d;
}

static void unlink_one(struct dentry *d)
{
	struct inode *dir = d->d_parent->d_inode;

	list_del_init(&d->d_child);
	d->d_flags |= DCACHE_UNHASHED;
	if (S_ISDIR(d->d_inode->i_mode))
		drop_nlink(dir);
	clear_nlink(d->d_inode);
	dir->i_mtime = dir->i_ctime = current_time(dir);
	fs_state.nr_dentries--;
	dput(d);
}

/* The deepest first child, so that removal needs no recursion. */
static struct dentry *deepest(struct dentry *d)
{
	while (!list_empty(&d->d_subdirs))
		d = list_first_entry(&d->d_subdirs, struct dentry, d_child);
	return d;
}

void tree_unlink_locked(struct dentry *dentry)
{
	struct dentry *d;

	if (d_unhashed(dentry))
		return;
	do {
		d = deepest(dentry);
		unlink_one(d);
	} while (d != dentry);
}

int tree_rename_locked(struct dentry *d, struct dentry *dir, const char *name)
{
	size_t len = strlen(name);
	struct dentry *fresh, *old = d->d_parent;

	if (tree_find(dir, name, len))
		return -EEXIST;
	/* A throw-away dentry makes the new name, whose text is then exchanged. */
	fresh = dentry_alloc(d->d_sb, name, len);
	if (IS_ERR(fresh))
		return PTR_ERR(fresh);
	if (d->d_name.name != d->d_iname)
		kfree(d->d_name.name);
	d->d_name = fresh->d_name;
	if (fresh->d_name.name == fresh->d_iname) {
		memcpy(d->d_iname, fresh->d_iname, DNAME_INLINE_LEN);
		d->d_name.name = d->d_iname;
	}
	kmem_cache_free(fs_state.dentry, fresh);
	list_del(&d->d_child);
	if (S_ISDIR(d->d_inode->i_mode)) {
		drop_nlink(old->d_inode);
		inc_nlink(dir->d_inode);
	}
	d->d_parent = dget(dir);
	link_child(dir, d);
	dput(old);
	return 0;
}

/* The next dentry of a pre-order walk below @root; NULL at the end. => tree locked. */
static struct dentry *next_below(struct dentry *root, struct dentry *d)
{
	if (!list_empty(&d->d_subdirs))
		return list_first_entry(&d->d_subdirs, struct dentry, d_child);
	while (d != root && list_is_last(&d->d_child, &d->d_parent->d_subdirs))
		d = d->d_parent;
	return d == root ? NULL : list_next_entry(d, d_child);
}

/* A held dentry at or below @root whose gate is open, or NULL. */
static struct dentry *get_open_gate(struct dentry *root)
{
	struct dentry *d;

	tree_lock();
	for (d = root; d; d = next_below(root, d)) {
		if (fs_node_of(d) && !READ_ONCE(fs_node_of(d)->gate.dead))
			break;
	}
	dget(d);
	tree_unlock();
	return d;
}

void tree_remove(struct dentry *dentry)
{
	struct dentry *d;

	while ((d = get_open_gate(dentry)) != NULL) {
		fs_gate_close(&fs_node_of(d)->gate);
		dput(d);
	}
	tree_lock();
	tree_unlink_locked(dentry);
	tree_unlock();
}

struct dentry *tree_get(struct dentry *dir, const char *name)
{
	struct dentry *d;

	tree_lock();
	d = dget(tree_find(dir, name, strlen(name)));
	tree_unlock();
	return d;
}

/* ---- mounts ---- */

static int mount_init(struct fs_mount *m, const char *name, unsigned int minor, unsigned long magic,
		      umode_t mode, enum fs_order order)
{
	struct inode *inode;
	struct dentry *root;

	m->type.name = name;
	m->order = order;
	m->next_ino = 1;
	INIT_LIST_HEAD(&m->sb.s_list);
	m->sb.s_dev = MKDEV(0, minor);
	m->sb.s_blocksize = order == FS_ORDER_PROC ? 1024 : PAGE_SIZE;
	m->sb.s_blocksize_bits = order == FS_ORDER_PROC ? 10 : PAGE_SHIFT;
	m->sb.s_maxbytes = MAX_LFS_FILESIZE;
	m->sb.s_magic = magic;
	m->sb.s_type = &m->type;
	m->sb.s_time_gran = 1;
	m->sb.s_user_ns = &init_user_ns;
	strscpy(m->sb.s_id, name, sizeof(m->sb.s_id));
	inode = fs_inode_new(&m->sb, S_IFDIR | mode, 0);
	if (!inode)
		return -ENOMEM;
	root = dentry_alloc(&m->sb, "/", 1);
	if (IS_ERR(root)) {
		iput(inode);
		return PTR_ERR(root);
	}
	root->d_inode = inode;
	m->sb.s_root = root;
	m->mnt.mnt_root = root;
	m->mnt.mnt_sb = &m->sb;
	return 0;
}

/* Let @m's root stand in for a new folder @name of @dir. */
static int mount_on(struct fs_mount *m, struct dentry *dir, const char *name)
{
	struct inode *inode = fs_inode_new(dir->d_sb, S_IFDIR | 0755, 0);
	struct dentry *at = tree_add(dir, name, inode, NULL);

	if (IS_ERR(at))
		return PTR_ERR(at);
	at->d_mounted = m->sb.s_root;
	at->d_flags |= DCACHE_MOUNTED;
	m->covers = at;
	return 0;
}

static void mount_exit(struct fs_mount *m)
{
	struct dentry *root = m->sb.s_root;

	if (!root)
		return;
	tree_lock();
	while (!list_empty(&root->d_subdirs))
		unlink_one(deepest(root));
	tree_unlock();
	dput(root);
	memset(m, 0, sizeof(*m));
}

static int caches_init(void)
{
	struct fs_state *fs = &fs_state;

	fs->filp = kmem_cache_create("filp", sizeof(struct fs_file), 0, SLAB_HWCACHE_ALIGN, NULL);
	fs->inode = kmem_cache_create("inode_cache", sizeof(struct inode), 0,
				      SLAB_RECLAIM_ACCOUNT | SLAB_MEM_SPREAD, NULL);
	fs->dentry = kmem_cache_create("dentry", sizeof(struct dentry), 0,
				       SLAB_RECLAIM_ACCOUNT | SLAB_MEM_SPREAD, NULL);
	return fs->filp && fs->inode && fs->dentry ? 0 : -ENOMEM;
}

static int mounts_init(void)
{
	struct fs_state *fs = &fs_state;
	int err;

	err = mount_init(&fs->root, "rootfs", 2, 0x858458f6, 0755, FS_ORDER_NAME) ?:
	      mount_init(&fs->dev, "devtmpfs", 5, 0x01021994, 0755, FS_ORDER_NEWEST) ?:
	      mount_init(&fs->proc, "proc", 19, 0x9fa0, 0555, FS_ORDER_PROC) ?:
	      mount_init(&fs->sys, "sysfs", 20, 0x62656572, 0555, FS_ORDER_NAME) ?:
	      mount_init(&fs->debug, "debugfs", 7, 0x64626720, 0700, FS_ORDER_NEWEST) ?:
	      mount_init(&fs->anon, "anon_inodefs", 14, 0x09041934, 0600, FS_ORDER_NEWEST);
	if (err)
		return err;
	/* procfs numbers its registered entries from here up. */
	fs->proc.next_ino = 0xf0000000UL;
	return mount_on(&fs->dev, fs->root.sb.s_root, "dev") ?:
	       mount_on(&fs->proc, fs->root.sb.s_root, "proc") ?:
	       mount_on(&fs->sys, fs->root.sb.s_root, "sys");
}

int tree_init(void)
{
	int err = caches_init() ?: mounts_init();

	if (err)
		tree_exit();
	return err;
}

/* sysfs makes /sys/kernel/debug (a kobject); then debugfs covers it. */
int tree_mount_debug(struct dentry *at)
{
	at->d_mounted = fs_state.debug.sb.s_root;
	at->d_flags |= DCACHE_MOUNTED;
	fs_state.debug.covers = at;
	return 0;
}

void tree_exit(void)
{
	struct fs_state *fs = &fs_state;

	mount_exit(&fs->anon);
	mount_exit(&fs->debug);
	mount_exit(&fs->sys);
	mount_exit(&fs->proc);
	mount_exit(&fs->dev);
	mount_exit(&fs->root);
	kmem_cache_destroy(fs->filp);
	kmem_cache_destroy(fs->inode);
	kmem_cache_destroy(fs->dentry);
	memset(fs, 0, sizeof(*fs));
}
