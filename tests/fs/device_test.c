/* SPDX-License-Identifier: MIT */
/* The device model: places in /sys, drivers and devices, devres, resources, notifiers, klists. */
#include "util.h"

#include "lib/defect.h"

#include <linux/device.h>
#include <linux/klist.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

/* ---- classes and places ---- */

static ssize_t colour_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", (char *)dev_get_drvdata(dev));
}
static DEVICE_ATTR_RO(colour);
static struct attribute *colour_attrs[] = {&dev_attr_colour.attr, NULL};
ATTRIBUTE_GROUPS(colour);

static void class_devices(struct kunit *test)
{
	struct class *cls = class_create(THIS_MODULE, "tclass");
	struct device *a, *b, *found;
	char buf[64];

	KUNIT_ASSERT_FALSE(test, IS_ERR(cls));
	KUNIT_EXPECT_EQ(test, try_open("/sys/class/tclass", O_DIRECTORY), 0);
	a = device_create_with_groups(cls, NULL, MKDEV(240, 1), "red", colour_groups, "dir!t%d", 1);
	KUNIT_ASSERT_FALSE(test, IS_ERR(a));
	b = device_create(cls, a, MKDEV(240, 2), "blue", "tb");
	KUNIT_ASSERT_FALSE(test, IS_ERR(b));
	slurp("/sys/devices/virtual/tclass/dir!t1/colour", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "red\n");
	slurp("/sys/class/tclass/tb/dev", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "240:2\n");
	/* A child of a class device stands in it without a folder for the class. */
	KUNIT_EXPECT_EQ(test, try_open("/sys/devices/virtual/tclass/dir!t1/tb", O_DIRECTORY), 0);
	KUNIT_EXPECT_EQ(test, try_open("/sys/class/tclass/tb/device/colour", 0), 0);
	KUNIT_EXPECT_EQ(test, try_open("/sys/class/tclass/tb/subsystem/tb", 0), 0);
	KUNIT_EXPECT_EQ(test, try_open("/dev/dir/t1", O_RDONLY), -ENXIO);
	KUNIT_EXPECT_EQ(test, try_open("/dev/tb", O_RDONLY), -ENXIO);
	found = class_find_device_by_name(cls, "tb");
	KUNIT_EXPECT_PTR_EQ(test, found, b);
	put_device(found);
	/* A name is one device's: refused with a warning, and nothing stays. */
	KUNIT_EXPECT_EQ(test, defect_count_kind(DEFECT_WARN), 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR(device_create(cls, NULL, MKDEV(240, 9), NULL, "dir!t1")),
			-EEXIST);
	KUNIT_EXPECT_EQ(test, defect_count_kind(DEFECT_WARN), 1);
	defect_reset();
	device_destroy(cls, MKDEV(240, 2));
	device_destroy(cls, MKDEV(240, 1));
	KUNIT_EXPECT_EQ(test, try_open("/dev/dir", O_RDONLY), -ENOENT);
	KUNIT_EXPECT_EQ(test, try_open("/sys/devices/virtual/tclass", O_RDONLY), -ENOENT);
	class_destroy(cls);
	KUNIT_EXPECT_EQ(test, try_open("/sys/class/tclass", O_RDONLY), -ENOENT);
}

/* ---- platform ---- */

static int probes, removes, released, probe_result;

static void count_release(void *data)
{
	released = released * 10 + (int)(long)data;
}

static int t_probe(struct platform_device *pdev)
{
	probes++;
	if (probe_result)
		return probe_result;
	devm_add_action(&pdev->dev, count_release, (void *)1);
	devm_add_action(&pdev->dev, count_release, (void *)2);
	return devm_kzalloc(&pdev->dev, 100, GFP_KERNEL) ? 0 : -ENOMEM;
}

static int t_remove(struct platform_device *pdev)
{
	removes++;
	return 0;
}

static const struct platform_device_id ids[] = {{"tdev", 5}, {"tother", 6}, {}};
static struct platform_driver drv = {
	.probe = t_probe,
	.remove = t_remove,
	.id_table = ids,
	.driver = {.name = "tdriver"},
};

static int device_test_init(struct kunit *test)
{
	probes = removes = released = probe_result = 0;
	return 0;
}

static void platform_binding(struct kunit *test)
{
	struct resource res[] = {DEFINE_RES_IRQ(9), DEFINE_RES_MEM(0x4000000000, 0x100)};
	struct platform_device *a, *b, *c;
	char buf[64];

	a = platform_device_register_simple("tdev", 3, res, 2);
	c = platform_device_register_simple("stranger", -1, NULL, 0);
	KUNIT_ASSERT_EQ(test, platform_driver_register(&drv), 0);
	KUNIT_EXPECT_EQ(test, probes, 1);
	b = platform_device_register_simple("tother", PLATFORM_DEVID_AUTO, NULL, 0);
	KUNIT_EXPECT_EQ(test, probes, 2);
	KUNIT_EXPECT_EQ(test, platform_get_device_id(b)->driver_data, 6);
	KUNIT_EXPECT_EQ(test, platform_get_irq(a, 0), 9);
	KUNIT_EXPECT_EQ(test, platform_get_irq_optional(a, 1), -ENXIO);
	KUNIT_EXPECT_EQ(test, platform_get_resource(a, IORESOURCE_MEM, 0)->start, 0x4000000000);
	KUNIT_EXPECT_STREQ(test, dev_name(&a->dev), "tdev.3");
	KUNIT_EXPECT_STREQ(test, dev_name(&b->dev), "tother.0.auto");
	KUNIT_EXPECT_PTR_EQ(test, c->dev.driver, NULL);
	slurp("/sys/bus/platform/devices/tdev.3/uevent", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "DRIVER=tdriver\nMODALIAS=platform:tdev\n");
	KUNIT_EXPECT_EQ(test, try_open("/sys/bus/platform/drivers/tdriver/tdev.3/driver", 0), 0);
	platform_device_unregister(a);
	KUNIT_EXPECT_EQ(test, removes, 1);
	KUNIT_EXPECT_EQ(test, released, 21); /* last added, first released */
	platform_driver_unregister(&drv);
	KUNIT_EXPECT_EQ(test, removes, 2);
	KUNIT_EXPECT_PTR_EQ(test, b->dev.driver, NULL);
	platform_device_unregister(b);
	platform_device_unregister(c);
}

static void probe_fails(struct kunit *test)
{
	struct platform_device *a = platform_device_register_simple("tdev", -1, NULL, 0);

	probe_result = -ENODEV;
	KUNIT_ASSERT_EQ(test, platform_driver_register(&drv), 0);
	KUNIT_EXPECT_EQ(test, probes, 1);
	KUNIT_EXPECT_PTR_EQ(test, a->dev.driver, NULL);
	/* bind, by hand, when it would work. */
	probe_result = 0;
	KUNIT_EXPECT_EQ(test, echo("tdev", "/sys/bus/platform/drivers/tdriver/bind"), 4);
	KUNIT_EXPECT_PTR_EQ(test, a->dev.driver, &drv.driver);
	KUNIT_EXPECT_EQ(test, echo("tdev", "/sys/bus/platform/drivers/tdriver/unbind"), 4);
	KUNIT_EXPECT_EQ(test, removes, 1);
	KUNIT_EXPECT_EQ(test, echo("none", "/sys/bus/platform/drivers/tdriver/bind"), -ENODEV);
	KUNIT_EXPECT_EQ(test, platform_driver_register(&drv), -EBUSY);
	platform_driver_unregister(&drv);
	platform_device_unregister(a);
}

/* ---- devres ---- */

static void devres_groups(struct kunit *test)
{
	struct device *dev = root_device_register("tres");
	void *id;
	char *p;

	devm_add_action(dev, count_release, (void *)1);
	id = devres_open_group(dev, NULL, GFP_KERNEL);
	devm_add_action(dev, count_release, (void *)2);
	devm_add_action(dev, count_release, (void *)3);
	devres_close_group(dev, id);
	devm_add_action(dev, count_release, (void *)4);
	devres_release_group(dev, id);
	KUNIT_EXPECT_EQ(test, released, 32);
	p = devm_kasprintf(dev, GFP_KERNEL, "n%d", 7);
	KUNIT_EXPECT_STREQ(test, p, "n7");
	p = devm_krealloc(dev, p, 200, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, p, "n7");
	devm_kfree(dev, p);
	devm_remove_action(dev, count_release, (void *)4);
	root_device_unregister(dev);
	KUNIT_EXPECT_EQ(test, released, 321);
}

/* ---- resources ---- */

#define BASE 0x5000000000ULL

static void regions(struct kunit *test)
{
	struct resource *r = request_mem_region(BASE, 0x1000, "one");
	struct resource parent = DEFINE_RES_MEM_NAMED(BASE - 0x1000, 0x4000, "parent");
	struct resource got = DEFINE_RES_MEM_NAMED(0, 0, "got");

	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_EXPECT_PTR_EQ(test, request_mem_region(BASE + 0xfff, 2, "two"), NULL);
	KUNIT_EXPECT_EQ(test, insert_resource(&iomem_resource, &parent), 0);
	KUNIT_EXPECT_PTR_EQ(test, r->parent, &parent);
	KUNIT_EXPECT_EQ(test,
			allocate_resource(&parent, &got, 0x1000, BASE - 0x1000, BASE + 0x2000,
					  0x2000, NULL, NULL),
			-EBUSY);
	KUNIT_EXPECT_EQ(test,
			allocate_resource(&parent, &got, 0x1000, 0, ~0ULL, 0x1000, NULL, NULL), 0);
	KUNIT_EXPECT_EQ(test, got.start, BASE - 0x1000);
	KUNIT_EXPECT_EQ(test, release_resource(&got), 0);
	KUNIT_EXPECT_EQ(test, release_resource(&got), -EINVAL);
	release_mem_region(BASE, 0x1000);
	KUNIT_EXPECT_EQ(test, release_resource(&parent), 0);
}

/* ---- notifiers ---- */

static char calls[16];

static int note_a(struct notifier_block *nb, unsigned long action, void *data)
{
	strcat(calls, "a");
	return NOTIFY_OK;
}

static int note_b(struct notifier_block *nb, unsigned long action, void *data)
{
	strcat(calls, "b");
	return action == 9 ? notifier_from_errno(-EPERM) : NOTIFY_OK;
}

static void notifiers(struct kunit *test)
{
	static BLOCKING_NOTIFIER_HEAD(head);
	struct notifier_block a = {.notifier_call = note_a, .priority = 1};
	struct notifier_block b = {.notifier_call = note_b, .priority = 2};
	struct notifier_block c = {.notifier_call = note_a, .priority = 1};

	calls[0] = '\0';
	blocking_notifier_chain_register(&head, &a);
	blocking_notifier_chain_register(&head, &b);
	KUNIT_EXPECT_EQ(test, blocking_notifier_chain_register_unique_prio(&head, &c), -EBUSY);
	KUNIT_EXPECT_EQ(test, blocking_notifier_call_chain(&head, 1, NULL), NOTIFY_OK);
	KUNIT_EXPECT_STREQ(test, calls, "ba");
	KUNIT_EXPECT_EQ(test, notifier_to_errno(blocking_notifier_call_chain(&head, 9, NULL)),
			-EPERM);
	KUNIT_EXPECT_STREQ(test, calls, "bab");
	KUNIT_EXPECT_EQ(test, blocking_notifier_chain_unregister(&head, &c), -ENOENT);
	blocking_notifier_chain_unregister(&head, &b);
	blocking_notifier_chain_unregister(&head, &a);
	KUNIT_EXPECT_EQ(test, blocking_notifier_call_chain(&head, 1, NULL), NOTIFY_DONE);
}

static void klists(struct kunit *test)
{
	struct klist list;
	struct klist_node n[3];
	struct klist_iter it;

	klist_init(&list, NULL, NULL);
	for (int i = 0; i < 3; i++)
		klist_add_tail(&n[i], &list);
	klist_iter_init(&list, &it);
	KUNIT_EXPECT_PTR_EQ(test, klist_next(&it), &n[0]);
	klist_del(&n[0]); /* stays until the walk moves on */
	klist_del(&n[1]);
	KUNIT_EXPECT_TRUE(test, klist_node_attached(&n[0]));
	KUNIT_EXPECT_PTR_EQ(test, klist_next(&it), &n[2]);
	KUNIT_EXPECT_FALSE(test, klist_node_attached(&n[0]));
	KUNIT_EXPECT_PTR_EQ(test, klist_next(&it), NULL);
	klist_iter_exit(&it);
	klist_remove(&n[2]);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(class_devices), KUNIT_CASE(platform_binding),
	KUNIT_CASE(probe_fails),   KUNIT_CASE(devres_groups),
	KUNIT_CASE(regions),	   KUNIT_CASE(notifiers),
	KUNIT_CASE(klists),	   {},
};

static struct kunit_suite device_suite = {
	.name = "fs_device",
	.init = device_test_init,
	.test_cases = cases,
};
kunit_test_suite(device_suite);
