/* SPDX-License-Identifier: MIT */
/*
 * /sys/module/NAME: state, size, references, and one file a parameter.
 *
 * The parameters' attributes are made at load, one array a module, because their number is the
 * module's; mkobj.mp holds them. The folder's kobject stands in struct module, so removal waits
 * until its last user has let go (the release completes).
 */
#include <linux/completion.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "module_state.h"

struct kset *module_kset;
int module_sysfs_initialized;

struct param_attribute {
	struct module_attribute mattr;
	const struct kernel_param *param;
};

struct module_param_attrs {
	struct attribute_group grp;
	unsigned int num;
	struct param_attribute attrs[];
};

#define to_module_attr(n)    container_of(n, struct module_attribute, attr)
#define to_module_kobject(n) container_of(n, struct module_kobject, kobj)
#define to_param_attr(n)     container_of(n, struct param_attribute, mattr)

/* ---- parameters ---- */

static ssize_t param_show(struct module_attribute *mattr, struct module_kobject *mk, char *buf)
{
	const struct kernel_param *kp = to_param_attr(mattr)->param;
	ssize_t n;

	if (!kp->ops->get)
		return -EPERM;
	kernel_param_lock(mk->mod);
	n = kp->ops->get(buf, kp);
	kernel_param_unlock(mk->mod);
	return n;
}

static ssize_t param_store(struct module_attribute *mattr, struct module_kobject *mk,
			   const char *buf, size_t len)
{
	const struct kernel_param *kp = to_param_attr(mattr)->param;
	int err;

	if (!kp->ops->set)
		return -EPERM;
	kernel_param_lock(mk->mod);
	err = kp->ops->set(buf, kp);
	kernel_param_unlock(mk->mod);
	return err ?: (ssize_t)len;
}

static unsigned int visible_params(const struct module *mod)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < mod->num_kp; i++)
		n += mod->kp[i].perm != 0;
	return n;
}

static int add_params(struct module *mod)
{
	unsigned int n = visible_params(mod), k = 0;
	struct module_param_attrs *mp;
	struct attribute **list;
	int err;

	if (!n)
		return 0;
	mp = kzalloc(struct_size(mp, attrs, n), GFP_KERNEL);
	list = kcalloc(n + 1, sizeof(*list), GFP_KERNEL);
	if (!mp || !list)
		goto no_memory;
	for (unsigned int i = 0; i < mod->num_kp; i++) {
		struct param_attribute *pa = &mp->attrs[k];

		if (!mod->kp[i].perm)
			continue;
		sysfs_attr_init(&pa->mattr.attr);
		pa->param = &mod->kp[i];
		pa->mattr.attr.name = mod->kp[i].name;
		pa->mattr.attr.mode = mod->kp[i].perm;
		pa->mattr.show = param_show;
		pa->mattr.store = mod->kp[i].perm & 0222 ? param_store : NULL;
		list[k++] = &pa->mattr.attr;
	}
	mp->num = n;
	mp->grp.name = "parameters";
	mp->grp.attrs = list;
	err = sysfs_create_group(&mod->mkobj.kobj, &mp->grp);
	if (!err) {
		mod->mkobj.mp = mp;
		return 0;
	}
	kfree(list);
	kfree(mp);
	return err;

no_memory:
	kfree(list);
	kfree(mp);
	return -ENOMEM;
}

static void remove_params(struct module *mod)
{
	struct module_param_attrs *mp = mod->mkobj.mp;

	if (!mp)
		return;
	sysfs_remove_group(&mod->mkobj.kobj, &mp->grp);
	kfree(mp->grp.attrs);
	kfree(mp);
	mod->mkobj.mp = NULL;
}

/* ---- the module's own attributes ---- */

static ssize_t refcnt_show(struct module_attribute *a, struct module_kobject *mk, char *buf)
{
	return sprintf(buf, "%i\n", module_refcount(mk->mod));
}

static ssize_t initstate_show(struct module_attribute *a, struct module_kobject *mk, char *buf)
{
	static const char *const names[] = {
		[MODULE_STATE_LIVE] = "live",
		[MODULE_STATE_COMING] = "coming",
		[MODULE_STATE_GOING] = "going",
		[MODULE_STATE_UNFORMED] = "unformed",
	};

	return sprintf(buf, "%s\n", names[mk->mod->state]);
}

static ssize_t coresize_show(struct module_attribute *a, struct module_kobject *mk, char *buf)
{
	return sprintf(buf, "%u\n", mk->mod->core_layout.size);
}

static ssize_t initsize_show(struct module_attribute *a, struct module_kobject *mk, char *buf)
{
	return sprintf(buf, "%u\n", mk->mod->init_layout.size);
}

static ssize_t taint_show(struct module_attribute *a, struct module_kobject *mk, char *buf)
{
	return sprintf(buf, "\n");
}

static ssize_t version_show(struct module_attribute *a, struct module_kobject *mk, char *buf)
{
	return scnprintf(buf, PAGE_SIZE, "%s\n", mk->mod->version);
}

static struct module_attribute refcnt_attr = __ATTR_RO(refcnt);
static struct module_attribute initstate_attr = __ATTR_RO(initstate);
static struct module_attribute coresize_attr = __ATTR_RO(coresize);
static struct module_attribute initsize_attr = __ATTR_RO(initsize);
static struct module_attribute taint_attr = __ATTR_RO(taint);
static struct module_attribute version_attr = __ATTR_RO(version);

static struct attribute *module_attrs[] = {
	&refcnt_attr.attr,
	&initstate_attr.attr,
	&coresize_attr.attr,
	&initsize_attr.attr,
	&taint_attr.attr,
	&version_attr.attr,
	NULL,
};

static umode_t module_attr_visible(struct kobject *kobj, struct attribute *attr, int n)
{
	struct module *mod = to_module_kobject(kobj)->mod;

	return attr == &version_attr.attr && !mod->version ? 0 : attr->mode;
}

static const struct attribute_group module_group = {
	.attrs = module_attrs,
	.is_visible = module_attr_visible,
};

/* ---- the folder ---- */

static ssize_t module_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct module_attribute *mattr = to_module_attr(attr);

	return mattr->show ? mattr->show(mattr, to_module_kobject(kobj), buf) : -EIO;
}

static ssize_t module_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
				 size_t len)
{
	struct module_attribute *mattr = to_module_attr(attr);

	return mattr->store ? mattr->store(mattr, to_module_kobject(kobj), buf, len) : -EIO;
}

static const struct sysfs_ops module_sysfs_ops = {
	.show = module_attr_show,
	.store = module_attr_store,
};

static void module_kobj_release(struct kobject *kobj)
{
	struct module_kobject *mk = to_module_kobject(kobj);

	if (mk->kobj_completion)
		complete(mk->kobj_completion);
}

struct kobj_type module_ktype = {
	.release = module_kobj_release,
	.sysfs_ops = &module_sysfs_ops,
};

int module_sysfs_init(void)
{
	module_kset = kset_create_and_add("module", NULL, NULL);
	if (!module_kset)
		return -ENOMEM;
	module_sysfs_initialized = 1;
	return 0;
}

void module_sysfs_exit(void)
{
	module_sysfs_initialized = 0;
	kset_unregister(module_kset);
	module_kset = NULL;
}

static void put_folder(struct module *mod)
{
	DECLARE_COMPLETION_ONSTACK(gone);

	mod->mkobj.kobj_completion = &gone;
	kobject_put(&mod->mkobj.kobj);
	wait_for_completion(&gone);
	mod->mkobj.mod = NULL;
}

int module_sysfs_add(struct module *mod)
{
	int err;

	mod->mkobj.mod = mod;
	mod->mkobj.kobj.kset = module_kset;
	err = kobject_init_and_add(&mod->mkobj.kobj, &module_ktype, NULL, "%s", mod->name);
	if (err) {
		put_folder(mod);
		return err;
	}
	mod->holders_dir = kobject_create_and_add("holders", &mod->mkobj.kobj);
	err = mod->holders_dir ? 0 : -ENOMEM;
	if (!err)
		err = sysfs_create_group(&mod->mkobj.kobj, &module_group);
	if (!err)
		err = add_params(mod);
	if (!err)
		kobject_uevent(&mod->mkobj.kobj, KOBJ_ADD);
	return err;
}

void module_sysfs_remove(struct module *mod)
{
	if (!mod->mkobj.mod)
		return;
	remove_params(mod);
	sysfs_remove_group(&mod->mkobj.kobj, &module_group);
	kobject_del(mod->holders_dir);
	kobject_put(mod->holders_dir);
	mod->holders_dir = NULL;
	kobject_del(&mod->mkobj.kobj);
	put_folder(mod);
}

int module_sysfs_link_holder(struct module *user, struct module *used)
{
	if (!used->holders_dir || !user->mkobj.mod)
		return 0;
	return sysfs_create_link(used->holders_dir, &user->mkobj.kobj, user->name);
}

void module_sysfs_unlink_holder(struct module *user, struct module *used)
{
	if (used->holders_dir)
		sysfs_remove_link(used->holders_dir, user->name);
}
