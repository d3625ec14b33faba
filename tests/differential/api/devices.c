/* SPDX-License-Identifier: MIT */
/* Devices: classes, attributes, debugfs, managed resources, platform drivers, kobjects. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/cdev.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/kobject.h>
#include <linux/mod_devicetable.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/platform_device.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#define P(fmt, ...) pr_info("%d: " fmt "\n", __LINE__, ##__VA_ARGS__)
#define R(e)	    pr_info("%d: %s = %lld\n", __LINE__, #e, (long long)(e))

static struct class *class;
static struct device *dev, *child;
static dev_t devt;
static struct cdev cdev;
static int number = 42;

static ssize_t number_show(struct device *d, struct device_attribute *a, char *buf)
{
	P("show %s of %s", a->attr.name, dev_name(d));
	return sysfs_emit(buf, "%d\n", number);
}

static ssize_t number_store(struct device *d, struct device_attribute *a, const char *buf, size_t n)
{
	int r = kstrtoint(buf, 0, &number);

	P("store %zu [%s] %d", n, buf, r);
	return r ?: n;
}
static DEVICE_ATTR_RW(number);

static ssize_t fails_show(struct device *d, struct device_attribute *a, char *buf)
{
	return -EXDEV;
}
static DEVICE_ATTR_RO(fails);

static ssize_t partly_store(struct device *d, struct device_attribute *a, const char *buf, size_t n)
{
	P("partly %zu %d", n, buf[n]);
	return min_t(size_t, n, 3);
}
static DEVICE_ATTR_WO(partly);

static ssize_t empty_show(struct device *d, struct device_attribute *a, char *buf)
{
	return 0;
}
static DEVICE_ATTR(empty, 0400, empty_show, NULL);

static ssize_t large_show(struct device *d, struct device_attribute *a, char *buf)
{
	memset(buf, 'x', PAGE_SIZE);
	return PAGE_SIZE - 1;
}
static DEVICE_ATTR(large, 0444, large_show, NULL);

static int value = 7;
static bool truth = true;
static unsigned long ul = 9;
static DEVICE_INT_ATTR(value, 0644, value);
static DEVICE_BOOL_ATTR(truth, 0644, truth);
static DEVICE_ULONG_ATTR(ul, 0644, ul);

static ssize_t bin_read(struct file *f, struct kobject *k, struct bin_attribute *a, char *buf,
			loff_t off, size_t n)
{
	P("bin read %zu at %lld", n, off);
	memset(buf, 'a' + off % 26, n);
	return n;
}

static ssize_t bin_write(struct file *f, struct kobject *k, struct bin_attribute *a, char *buf,
			 loff_t off, size_t n)
{
	P("bin write %zu at %lld: %.3s", n, off, buf);
	return n;
}
static BIN_ATTR(blob, 0644, bin_read, bin_write, 100);

static umode_t visible(struct kobject *k, struct attribute *a, int n)
{
	P("visible %s %d", a->name, n);
	return n == 1 ? 0 : n == 2 ? 0400 : a->mode;
}

static struct attribute *some[] = {
	&dev_attr_number.attr, &dev_attr_fails.attr, &dev_attr_partly.attr,
	&dev_attr_empty.attr,  &dev_attr_large.attr, NULL,
};
static struct bin_attribute *bins[] = {&bin_attr_blob, NULL};
static const struct attribute_group plain_group = {.attrs = some, .bin_attrs = bins};
static const struct attribute_group named_group = {
	.name = "named", .attrs = some, .is_visible = visible};
static const struct attribute_group *groups[] = {&plain_group, &named_group, NULL};

static char *node_name(struct device *d, umode_t *mode)
{
	if (mode)
		*mode = 0604;
	return kasprintf(GFP_KERNEL, "api/%s", dev_name(d));
}

static ssize_t version_show(struct class *c, struct class_attribute *a, char *buf)
{
	return sprintf(buf, "1.2\n");
}
static CLASS_ATTR_RO(version);

static int node_open(struct inode *i, struct file *f)
{
	P("open minor %u cdev %d", iminor(i), i->i_cdev == &cdev);
	return 0;
}
static const struct file_operations fops = {.owner = THIS_MODULE, .open = node_open};

static void devs(void)
{
	int r, major;

	R(alloc_chrdev_region(&devt, 3, 4, "api_dev"));
	R(MINOR(devt));
	r = register_chrdev_region(devt, 2, "api_taken");
	P("taken %d", r);
	major = register_chrdev(0, "api_chr", &fops);
	P("register_chrdev %d", major > 0);
	P("busy %d", register_chrdev(major, "api_chr2", &fops));
	P("bad major %d", register_chrdev(5000, "x", &fops));
	unregister_chrdev(major, "api_chr");
	cdev_init(&cdev, &fops);
	P("cdev_add %d", cdev_add(&cdev, devt, 2));
	class = class_create(THIS_MODULE, "api_class");
	class->devnode = node_name;
	P("class file %d", class_create_file(class, &class_attr_version));
	dev = device_create_with_groups(class, NULL, devt, "drv data", groups, "api%d", 0);
	P("device %d %s", PTR_ERR_OR_ZERO(dev), dev_name(dev));
	P("data %s", (char *)dev_get_drvdata(dev));
	R(device_create_file(dev, &dev_attr_value.attr));
	R(device_create_file(dev, &dev_attr_truth.attr));
	R(device_create_file(dev, &dev_attr_ul.attr));
	child = device_create(class, dev, MKDEV(MAJOR(devt), 4), NULL, "child!%s", "x");
	P("child %d %s parent %s", PTR_ERR_OR_ZERO(child), dev_name(child),
	  dev_name(child->parent));
	P("link %d", sysfs_create_link(&dev->kobj, &child->kobj, "to_child"));
	dev_info(dev, "info\n");
	dev_warn(child, "warn\n");
	{
		struct device *d = class_find_device_by_name(class, "api0");

		P("find %d", d == dev);
		put_device(d);
	}
}

static void undevs(void)
{
	sysfs_remove_link(&dev->kobj, "to_child");
	device_destroy(class, MKDEV(MAJOR(devt), 4));
	device_destroy(class, devt);
	device_destroy(class, MKDEV(MAJOR(devt), 99));
	class_remove_file(class, &class_attr_version);
	class_destroy(class);
	cdev_del(&cdev);
	unregister_chrdev_region(devt, 4);
}

/* ---- debugfs ---- */

static struct dentry *dbg;
static u8 v8 = 8;
static u16 v16 = 16;
static u32 v32 = 32, regs[] = {0x11, 0x22, 0x33};
static u64 v64 = 64;
static unsigned long vul = 5;
static size_t vsz = 77;
static bool vb;
static atomic_t va = ATOMIC_INIT(-3);
static char *vs;
static struct debugfs_blob_wrapper blob = {.data = "blob data", .size = 9};
static struct debugfs_u32_array array = {.array = regs, .n_elements = 3};

static int attr_get(void *data, u64 *v)
{
	*v = *(u32 *)data * 2;
	return *v == 20 ? -EBUSY : 0;
}

static int attr_set(void *data, u64 v)
{
	*(u32 *)data = v;
	return v == 13 ? -ERANGE : 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(attr_fops, attr_get, attr_set, "<%llu>\n");
DEFINE_SIMPLE_ATTRIBUTE(simple_fops, attr_get, NULL, "%lld\n");
DEFINE_DEBUGFS_ATTRIBUTE_SIGNED(signed_fops, attr_get, attr_set, "%lld\n");

static int shown_show(struct seq_file *m, void *v)
{
	seq_printf(m, "shown %d\n", *(u8 *)m->private);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(shown);

static int dev_shown(struct seq_file *m, void *v)
{
	struct device *d = m->private;

	seq_printf(m, "seq %s\n", dev_name(d));
	return 0;
}

static void debugs(void)
{
	struct dentry *d;

	vs = kstrdup("string", GFP_KERNEL);
	dbg = debugfs_create_dir("api_dbg", NULL);
	debugfs_create_u8("u8", 0644, dbg, &v8);
	debugfs_create_u16("u16", 0644, dbg, &v16);
	debugfs_create_u32("u32", 0444, dbg, &v32);
	debugfs_create_u64("u64", 0644, dbg, &v64);
	debugfs_create_ulong("ulong", 0644, dbg, &vul);
	debugfs_create_x8("x8", 0644, dbg, &v8);
	debugfs_create_x16("x16", 0644, dbg, &v16);
	debugfs_create_x32("x32", 0644, dbg, &v32);
	debugfs_create_x64("x64", 0644, dbg, &v64);
	debugfs_create_size_t("size", 0644, dbg, &vsz);
	debugfs_create_atomic_t("atomic", 0644, dbg, &va);
	debugfs_create_bool("bool", 0644, dbg, &vb);
	debugfs_create_blob("blob", 0444, dbg, &blob);
	debugfs_create_u32_array("array", 0444, dbg, &array);
	debugfs_create_file("attr", 0644, dbg, &v32, &attr_fops);
	debugfs_create_file("simple", 0644, dbg, &v32, &simple_fops);
	debugfs_create_file("signed", 0644, dbg, &v32, &signed_fops);
	debugfs_create_file_unsafe("shown", 0444, dbg, &v8, &shown_fops);
	debugfs_create_file("wo", 0200, dbg, &v8, &attr_fops);
	debugfs_create_devm_seqfile(dev, "devm", dbg, dev_shown);
	debugfs_create_symlink("sym", dbg, "u8");
	d = debugfs_create_dir("sub", dbg);
	R(IS_ERR(d));
	R(PTR_ERR(debugfs_create_dir("sub", dbg)));
	d = debugfs_lookup("u16", dbg);
	P("lookup %d %d", d != NULL, debugfs_lookup("zzz", dbg) == NULL);
	dput(d);
	debugfs_remove(debugfs_create_file("gone", 0644, dbg, NULL, &attr_fops));
}

/* ---- managed ---- */

static void action(void *s)
{
	P("action %s", (char *)s);
}

static void dr_release(struct device *d, void *res)
{
	P("devres %d", *(int *)res);
}

static int dr_match(struct device *d, void *res, void *data)
{
	return *(int *)res == *(int *)data;
}

static int probe(struct platform_device *p)
{
	struct resource *r = platform_get_resource(p, IORESOURCE_MEM, 0);
	int *dr, n = 2;
	void *g, *m;

	P("probe %s id %d driver data %lu", p->name, p->id,
	  p->id_entry ? p->id_entry->driver_data : 0);
	P("mem %pR none %d irq %d", r, platform_get_resource(p, IORESOURCE_MEM, 1) == NULL,
	  platform_get_irq_optional(p, 0));
	P("named %d", platform_get_resource_byname(p, IORESOURCE_MEM, "regs") == r);
	P("platdata %s", (char *)dev_get_platdata(&p->dev));
	if (p->id == 3)
		return -ENODEV;
	if (p->id == 4) {
		devm_add_action(&p->dev, action, "of a failed probe");
		return -EINVAL;
	}
	platform_set_drvdata(p, "data");
	devm_add_action(&p->dev, action, "first");
	m = devm_kzalloc(&p->dev, 100, GFP_KERNEL);
	P("zero %d", memchr_inv(m, 0, 100) == NULL);
	P("dup %s %s", devm_kstrdup(&p->dev, "dup", GFP_KERNEL),
	  devm_kasprintf(&p->dev, GFP_KERNEL, "%d", 5));
	devm_kfree(&p->dev, m);
	for (n = 0; n < 3; n++) {
		dr = devres_alloc(dr_release, sizeof(int), GFP_KERNEL);
		*dr = n;
		devres_add(&p->dev, dr);
	}
	n = 1;
	dr = devres_find(&p->dev, dr_release, dr_match, &n);
	P("found %d", *dr);
	P("destroy %d", devres_destroy(&p->dev, dr_release, dr_match, &n));
	P("release %d %d", devres_release(&p->dev, dr_release, dr_match, &n), 0);
	n = 0;
	P("release %d", devres_release(&p->dev, dr_release, dr_match, &n));
	g = devres_open_group(&p->dev, NULL, GFP_KERNEL);
	devm_add_action(&p->dev, action, "in group");
	devres_close_group(&p->dev, g);
	P("group %d", devres_release_group(&p->dev, g));
	P("action_or_reset %d", devm_add_action_or_reset(&p->dev, action, "last"));
	devm_remove_action(&p->dev, action, "first");
	return 0;
}

static int remove(struct platform_device *p)
{
	P("remove %d %s", p->id, (char *)platform_get_drvdata(p));
	return 0;
}

static void shutdown(struct platform_device *p)
{
}

static const struct platform_device_id table[] = {{"api-pdev", 5}, {"api-other", 6}, {}};
static struct platform_driver driver = {
	.probe = probe,
	.remove = remove,
	.shutdown = shutdown,
	.id_table = table,
	.driver = {.name = "api-driver", .dev_groups = NULL},
};

static struct platform_device *pdev[4];

static void platforms(void)
{
	struct resource r = DEFINE_RES_MEM_NAMED(0x10000000, 0x100, "regs");
	int i;

	pdev[0] = platform_device_register_resndata(NULL, "api-pdev", 1, &r, 1, "pdata", 6);
	P("before %d", pdev[0]->dev.driver != NULL);
	P("driver %d", platform_driver_register(&driver));
	P("bound %d", pdev[0]->dev.driver == &driver.driver);
	P("again %d", platform_driver_register(&driver) != 0);
	pdev[1] = platform_device_register_simple("api-other", PLATFORM_DEVID_NONE, NULL, 0);
	P("name %s", dev_name(&pdev[1]->dev));
	pdev[2] = platform_device_alloc("api-pdev", 3);
	P("add %d bound %d", platform_device_add(pdev[2]), pdev[2]->dev.driver != NULL);
	pdev[3] = platform_device_register_simple("api-pdev", 4, NULL, 0);
	P("failed %d bound %d", IS_ERR(pdev[3]), pdev[3]->dev.driver != NULL);
	platform_device_unregister(pdev[0]);
	platform_driver_unregister(&driver);
	P("unbound %d", pdev[1]->dev.driver == NULL);
	for (i = 1; i < 4; i++)
		platform_device_unregister(pdev[i]);
}

/* ---- kobjects ---- */

struct thing {
	struct kobject k;
	int n;
};

static void thing_release(struct kobject *k)
{
	P("thing %d released", container_of(k, struct thing, k)->n);
	kfree(container_of(k, struct thing, k));
}

static ssize_t thing_show(struct kobject *k, struct attribute *a, char *buf)
{
	return sprintf(buf, "%s of %d\n", a->name, container_of(k, struct thing, k)->n);
}

static const struct sysfs_ops thing_ops = {.show = thing_show};
static struct attribute thing_attr = {.name = "attr", .mode = 0644};
static struct attribute *thing_attrs[] = {&thing_attr, NULL};
ATTRIBUTE_GROUPS(thing);
static struct kobj_type thing_type = {
	.release = thing_release,
	.sysfs_ops = &thing_ops,
	.default_groups = thing_groups,
};

static ssize_t k_show(struct kobject *k, struct kobj_attribute *a, char *buf)
{
	return sysfs_emit_at(buf, sysfs_emit(buf, "%s ", k->name), "%s\n", a->attr.name);
}
static struct kobj_attribute k_attr = __ATTR(k, 0444, k_show, NULL);

static struct kset *set;
static struct kobject *simple;
static struct thing *things[3];

static void kobjects(void)
{
	char *path;
	int i;

	set = kset_create_and_add("api_set", NULL, kernel_kobj);
	for (i = 0; i < 3; i++) {
		things[i] = kzalloc(sizeof(**things), GFP_KERNEL);
		things[i]->n = i;
		things[i]->k.kset = set;
		P("add %d", kobject_init_and_add(&things[i]->k, &thing_type, NULL, "thing%d", i));
	}
	P("find %d", kset_find_obj(set, "thing1") == &things[1]->k);
	kobject_put(&things[1]->k);
	simple = kobject_create_and_add("api_simple", &set->kobj);
	P("file %d", sysfs_create_file(simple, &k_attr.attr));
	path = kobject_get_path(&things[0]->k, GFP_KERNEL);
	P("path %s", path);
	kfree(path);
	P("rename %d", kobject_rename(&things[2]->k, "renamed"));
	P("now %s", kobject_name(&things[2]->k));
	P("group %d",
	  sysfs_create_group(simple, &(struct attribute_group){
					     .name = "g",
					     .attrs = (struct attribute *[]){&k_attr.attr, NULL}}));
}

static void unkobjects(void)
{
	int i;

	sysfs_remove_file(simple, &k_attr.attr);
	kobject_put(simple);
	kobject_get(&things[0]->k);
	for (i = 0; i < 3; i++)
		kobject_put(&things[i]->k);
	P("still %d", things[0]->n);
	kobject_del(&things[0]->k);
	kobject_put(&things[0]->k);
	kset_unregister(set);
}

/* ---- notifiers ---- */

static int called(struct notifier_block *b, unsigned long event, void *data)
{
	P("notified %d of %lu", b->priority, event);
	return event == 2			? notifier_from_errno(-EPERM)
	       : b->priority == 5 && event == 3 ? NOTIFY_STOP
						: NOTIFY_OK;
}

static void notifiers(void)
{
	static BLOCKING_NOTIFIER_HEAD(head);
	static struct notifier_block low = {.notifier_call = called, .priority = 1},
				     high = {.notifier_call = called, .priority = 5};
	int i;

	R(blocking_notifier_chain_register(&head, &low));
	R(blocking_notifier_chain_register(&head, &high));
	for (i = 1; i < 4; i++) {
		int r = blocking_notifier_call_chain(&head, i, NULL);

		P("%d: %x %d", i, r, notifier_to_errno(r));
	}
	R(blocking_notifier_chain_unregister(&head, &low));
	R(blocking_notifier_chain_unregister(&head, &low));
}

static int __init devices_init_(void)
{
	devs();
	debugs();
	platforms();
	kobjects();
	notifiers();
	return 0;
}

static void __exit devices_exit(void)
{
	unkobjects();
	debugfs_remove_recursive(dbg);
	kfree(vs);
	undevs();
	P("number %d value %d truth %d ul %lu", number, value, truth, ul);
	P("%u %u %u %llu %lu %zu %d %d", v8, v16, v32, v64, vul, vsz, atomic_read(&va), vb);
}

module_init(devices_init_);
module_exit(devices_exit);
MODULE_LICENSE("GPL");
