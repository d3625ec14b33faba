/* SPDX-License-Identifier: MIT */
/*
 * The platform bus. A driver matches a device by driver_override, else by its id table, else
 * by name.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/idr.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base.h"
#include "lib/alloc_for.h"

static DEFINE_IDA(platform_ids);

static void platform_bus_release(struct device *dev)
{
}

struct device platform_bus = {
	.init_name = "platform",
	.release = platform_bus_release,
};
EXPORT_SYMBOL_GPL(platform_bus);

/* ---- resources ---- */

struct resource *platform_get_resource(struct platform_device *dev, unsigned int type,
				       unsigned int num)
{
	for (u32 i = 0; i < dev->num_resources; i++) {
		struct resource *r = &dev->resource[i];

		if (type == resource_type(r) && num-- == 0)
			return r;
	}
	return NULL;
}
EXPORT_SYMBOL_GPL(platform_get_resource);

struct resource *platform_get_mem_or_io(struct platform_device *dev, unsigned int num)
{
	for (u32 i = 0; i < dev->num_resources; i++) {
		struct resource *r = &dev->resource[i];

		if ((resource_type(r) & (IORESOURCE_MEM | IORESOURCE_IO)) && num-- == 0)
			return r;
	}
	return NULL;
}
EXPORT_SYMBOL_GPL(platform_get_mem_or_io);

struct resource *platform_get_resource_byname(struct platform_device *dev, unsigned int type,
					      const char *name)
{
	for (u32 i = 0; i < dev->num_resources; i++) {
		struct resource *r = &dev->resource[i];

		if (r->name && type == resource_type(r) && !strcmp(r->name, name))
			return r;
	}
	return NULL;
}
EXPORT_SYMBOL_GPL(platform_get_resource_byname);

int platform_get_irq_optional(struct platform_device *dev, unsigned int num)
{
	struct resource *r = platform_get_resource(dev, IORESOURCE_IRQ, num);

	return r ? (int)r->start : -ENXIO;
}
EXPORT_SYMBOL_GPL(platform_get_irq_optional);

int platform_get_irq(struct platform_device *dev, unsigned int num)
{
	int irq = platform_get_irq_optional(dev, num);

	if (irq < 0)
		dev_err(&dev->dev, "IRQ index %u not found\n", num);
	return irq;
}
EXPORT_SYMBOL_GPL(platform_get_irq);

int platform_get_irq_byname(struct platform_device *dev, const char *name)
{
	struct resource *r = platform_get_resource_byname(dev, IORESOURCE_IRQ, name);

	if (r)
		return r->start;
	dev_err(&dev->dev, "IRQ %s not found\n", name);
	return -ENXIO;
}
EXPORT_SYMBOL_GPL(platform_get_irq_byname);

void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index)
{
	return devm_ioremap_resource(&pdev->dev,
				     platform_get_resource(pdev, IORESOURCE_MEM, index));
}
EXPORT_SYMBOL_GPL(devm_platform_ioremap_resource);

/* ---- devices on the heap ---- */

struct platform_object {
	struct platform_device pdev;
	char name[];
};

static void platform_device_release(struct device *dev)
{
	struct platform_object *pa = container_of(dev, struct platform_object, pdev.dev);

	kfree(pa->pdev.dev.platform_data);
	kfree(pa->pdev.resource);
	kfree(pa->pdev.driver_override);
	kfree(pa);
}

static void setup_dma_masks(struct platform_device *pdev)
{
	if (!pdev->dev.coherent_dma_mask)
		pdev->dev.coherent_dma_mask = 0xffffffffULL;
	if (!pdev->dev.dma_mask) {
		pdev->platform_dma_mask = 0xffffffffULL;
		pdev->dev.dma_mask = &pdev->platform_dma_mask;
	}
}

struct platform_device *platform_device_alloc(const char *name, int id)
{
	ALLOCATES_FOR_CALLER();
	struct platform_object *pa = kzalloc(sizeof(*pa) + strlen(name) + 1, GFP_KERNEL);

	if (!pa)
		return NULL;
	strcpy(pa->name, name);
	pa->pdev.name = pa->name;
	pa->pdev.id = id;
	device_initialize(&pa->pdev.dev);
	pa->pdev.dev.release = platform_device_release;
	setup_dma_masks(&pa->pdev);
	return &pa->pdev;
}
EXPORT_SYMBOL_GPL(platform_device_alloc);

int platform_device_add_resources(struct platform_device *pdev, const struct resource *res,
				  unsigned int num)
{
	struct resource *r = NULL;

	if (res) {
		r = kmemdup(res, sizeof(*res) * num, GFP_KERNEL);
		if (!r)
			return -ENOMEM;
	}
	kfree(pdev->resource);
	pdev->resource = r;
	pdev->num_resources = num;
	return 0;
}
EXPORT_SYMBOL_GPL(platform_device_add_resources);

int platform_device_add_data(struct platform_device *pdev, const void *data, size_t size)
{
	void *d = NULL;

	if (data) {
		d = kmemdup(data, size, GFP_KERNEL);
		if (!d)
			return -ENOMEM;
	}
	kfree(pdev->dev.platform_data);
	pdev->dev.platform_data = d;
	return 0;
}
EXPORT_SYMBOL_GPL(platform_device_add_data);

static int set_name(struct platform_device *pdev)
{
	int id;

	switch (pdev->id) {
	default:
		return dev_set_name(&pdev->dev, "%s.%d", pdev->name, pdev->id);
	case PLATFORM_DEVID_NONE:
		return dev_set_name(&pdev->dev, "%s", pdev->name);
	case PLATFORM_DEVID_AUTO:
		id = ida_alloc(&platform_ids, GFP_KERNEL);
		if (id < 0)
			return id;
		pdev->id = id;
		pdev->id_auto = true;
		return dev_set_name(&pdev->dev, "%s.%d.auto", pdev->name, pdev->id);
	}
}

static void free_id(struct platform_device *pdev)
{
	if (!pdev->id_auto)
		return;
	ida_free(&platform_ids, pdev->id);
	pdev->id = PLATFORM_DEVID_AUTO;
	pdev->id_auto = false;
}

static void release_resources(struct platform_device *pdev, u32 n)
{
	while (n--) {
		struct resource *r = &pdev->resource[n];

		if (r->parent)
			release_resource(r);
	}
}

static int insert_resources(struct platform_device *pdev)
{
	for (u32 i = 0; i < pdev->num_resources; i++) {
		struct resource *r = &pdev->resource[i], *root = r->parent;

		if (!r->name)
			r->name = dev_name(&pdev->dev);
		if (!root && resource_type(r) == IORESOURCE_MEM)
			root = &iomem_resource;
		else if (!root && resource_type(r) == IORESOURCE_IO)
			root = &ioport_resource;
		if (root && insert_resource(root, r)) {
			dev_err(&pdev->dev, "failed to claim resource %d\n", i);
			release_resources(pdev, i);
			return -EBUSY;
		}
	}
	return 0;
}

static int add_from(struct platform_device *pdev, unsigned long caller)
{
	int err;

	if (!pdev->dev.parent)
		pdev->dev.parent = &platform_bus;
	pdev->dev.bus = &platform_bus_type;
	err = set_name(pdev);
	if (err)
		return err;
	err = insert_resources(pdev);
	if (!err) {
		err = device_add_from(&pdev->dev, caller);
		if (err)
			release_resources(pdev, pdev->num_resources);
	}
	if (err)
		free_id(pdev);
	return err;
}

int platform_device_add(struct platform_device *pdev)
{
	return pdev ? add_from(pdev, (unsigned long)__builtin_return_address(0)) : -EINVAL;
}
EXPORT_SYMBOL_GPL(platform_device_add);

int platform_device_register(struct platform_device *pdev)
{
	device_initialize(&pdev->dev);
	setup_dma_masks(pdev);
	return add_from(pdev, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(platform_device_register);

void platform_device_del(struct platform_device *pdev)
{
	if (IS_ERR_OR_NULL(pdev))
		return;
	device_del(&pdev->dev);
	free_id(pdev);
	release_resources(pdev, pdev->num_resources);
}
EXPORT_SYMBOL_GPL(platform_device_del);

void platform_device_put(struct platform_device *pdev)
{
	if (!IS_ERR_OR_NULL(pdev))
		put_device(&pdev->dev);
}
EXPORT_SYMBOL_GPL(platform_device_put);

void platform_device_unregister(struct platform_device *pdev)
{
	platform_device_del(pdev);
	platform_device_put(pdev);
}
EXPORT_SYMBOL_GPL(platform_device_unregister);

int platform_add_devices(struct platform_device **devs, int num)
{
	int err = 0, i;

	for (i = 0; i < num && !err; i++)
		err = platform_device_register(devs[i]);
	if (err)
		for (i -= 2; i >= 0; i--)
			platform_device_unregister(devs[i]);
	return err;
}
EXPORT_SYMBOL_GPL(platform_add_devices);

static struct platform_device *register_full(const struct platform_device_info *info,
					     unsigned long caller)
{
	struct platform_device *pdev = platform_device_alloc(info->name, info->id);
	int err;

	if (!pdev)
		return ERR_PTR(-ENOMEM);
	pdev->dev.parent = info->parent;
	pdev->dev.fwnode = info->fwnode;
	if (info->dma_mask) {
		pdev->platform_dma_mask = info->dma_mask;
		pdev->dev.coherent_dma_mask = info->dma_mask;
	}
	err = platform_device_add_resources(pdev, info->res, info->num_res)
		      ?: platform_device_add_data(pdev, info->data, info->size_data);
	if (!err && info->properties)
		err = device_create_managed_software_node(&pdev->dev, info->properties, NULL);
	if (!err)
		err = add_from(pdev, caller);
	if (!err)
		return pdev;
	property_device_gone(&pdev->dev);
	platform_device_put(pdev);
	return ERR_PTR(err);
}

struct platform_device *platform_device_register_full(const struct platform_device_info *info)
{
	return register_full(info, (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(platform_device_register_full);

/* ---- drivers ---- */

int __platform_driver_register(struct platform_driver *drv, struct module *owner)
{
	drv->driver.owner = owner;
	drv->driver.bus = &platform_bus_type;
	return driver_register(&drv->driver);
}
EXPORT_SYMBOL_GPL(__platform_driver_register);

void platform_driver_unregister(struct platform_driver *drv)
{
	driver_unregister(&drv->driver);
}
EXPORT_SYMBOL_GPL(platform_driver_unregister);

static int any_bound(struct device *dev, void *data)
{
	return dev->driver == data;
}

int __platform_driver_probe(struct platform_driver *drv, int (*probe)(struct platform_device *),
			    struct module *module)
{
	int err;

	drv->driver.suppress_bind_attrs = true;
	drv->prevent_deferred_probe = true;
	drv->probe = probe;
	err = __platform_driver_register(drv, module);
	if (err)
		return err;
	/* A driver for devices that are there now, or not at all. */
	if (bus_for_each_dev(&platform_bus_type, NULL, &drv->driver, any_bound))
		return 0;
	platform_driver_unregister(drv);
	return -ENODEV;
}
EXPORT_SYMBOL_GPL(__platform_driver_probe);

struct platform_device *__platform_create_bundle(struct platform_driver *driver,
						 int (*probe)(struct platform_device *),
						 struct resource *res, unsigned int n_res,
						 const void *data, size_t size,
						 struct module *module)
{
	struct platform_device_info info = {
		.name = driver->driver.name,
		.id = PLATFORM_DEVID_NONE,
		.res = res,
		.num_res = n_res,
		.data = data,
		.size_data = size,
	};
	struct platform_device *pdev =
		register_full(&info, (unsigned long)__builtin_return_address(0));
	int err;

	if (IS_ERR(pdev))
		return pdev;
	err = __platform_driver_probe(driver, probe, module);
	if (!err)
		return pdev;
	platform_device_unregister(pdev);
	return ERR_PTR(err);
}
EXPORT_SYMBOL_GPL(__platform_create_bundle);

int __platform_register_drivers(struct platform_driver *const *drivers, unsigned int count,
				struct module *owner)
{
	int err = 0;

	for (unsigned int i = 0; i < count; i++) {
		err = __platform_driver_register(drivers[i], owner);
		if (err) {
			platform_unregister_drivers(drivers, i);
			break;
		}
	}
	return err;
}
EXPORT_SYMBOL_GPL(__platform_register_drivers);

void platform_unregister_drivers(struct platform_driver *const *drivers, unsigned int count)
{
	while (count--)
		platform_driver_unregister(drivers[count]);
}
EXPORT_SYMBOL_GPL(platform_unregister_drivers);

/* ---- the bus ---- */

static const struct platform_device_id *match_id(const struct platform_device_id *id,
						 struct platform_device *pdev)
{
	for (; id->name[0]; id++) {
		if (!strcmp(pdev->name, id->name)) {
			pdev->id_entry = id;
			return id;
		}
	}
	return NULL;
}

static int platform_match(struct device *dev, struct device_driver *drv)
{
	struct platform_device *pdev = to_platform_device(dev);
	struct platform_driver *pdrv = to_platform_driver(drv);

	if (pdev->driver_override)
		return !strcmp(pdev->driver_override, drv->name);
	if (pdrv->id_table)
		return match_id(pdrv->id_table, pdev) != NULL;
	return !strcmp(pdev->name, drv->name);
}

static int platform_uevent(struct device *dev, struct kobj_uevent_env *env)
{
	return add_uevent_var(env, "MODALIAS=platform:%s", to_platform_device(dev)->name);
}

static int platform_probe(struct device *dev)
{
	struct platform_driver *drv = to_platform_driver(dev->driver);

	return drv->probe ? drv->probe(to_platform_device(dev)) : 0;
}

static void platform_remove(struct device *dev)
{
	struct platform_driver *drv = to_platform_driver(dev->driver);

	if (drv->remove && drv->remove(to_platform_device(dev)))
		dev_warn(dev, "remove callback returned a non-zero value. This will be ignored.\n");
}

static ssize_t modalias_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "platform:%s\n", to_platform_device(dev)->name);
}
static DEVICE_ATTR_RO(modalias);

static struct attribute *platform_dev_attrs[] = {
	&dev_attr_modalias.attr,
	NULL,
};
ATTRIBUTE_GROUPS(platform_dev);

struct bus_type platform_bus_type = {
	.name = "platform",
	.dev_groups = platform_dev_groups,
	.match = platform_match,
	.uevent = platform_uevent,
	.probe = platform_probe,
	.remove = platform_remove,
};
EXPORT_SYMBOL_GPL(platform_bus_type);

int platform_init(void)
{
	int err;

	/* A machine may have been here before. */
	memset(&platform_bus, 0, sizeof(platform_bus));
	platform_bus.init_name = "platform";
	platform_bus.release = platform_bus_release;
	err = device_register(&platform_bus);
	return err ?: bus_register(&platform_bus_type);
}

void platform_exit(void)
{
	bus_unregister(&platform_bus_type);
	device_unregister(&platform_bus);
	ida_destroy(&platform_ids);
}
