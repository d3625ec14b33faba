// SPDX-License-Identifier: MIT
/*
 * scullp: scull whose quanta are whole pages.
 *
 * A quantum is one block of 1 << scullp_order pages from __get_free_pages: no rounding to a slab's
 * object size, and no neighbour in the same page. /proc/buddyinfo shows what that takes.
 * /dev/scullp0 … keep what is written to them; /proc/scullpmem shows it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>

#include "scull.h"
#include "scull_store.h"

#define SCULLP_ORDER 0
#define SCULLP_QSET  500

static int scullp_major;
static int scullp_devs = 4;
static int scullp_order = SCULLP_ORDER;
static int scullp_qset = SCULLP_QSET;
module_param(scullp_major, int, 0444);
MODULE_PARM_DESC(scullp_major, "major number; 0: a free one");
module_param(scullp_devs, int, 0444);
MODULE_PARM_DESC(scullp_devs, "how many devices");
module_param(scullp_order, int, 0444);
MODULE_PARM_DESC(scullp_order, "a quantum is 1 << order pages");
module_param(scullp_qset, int, 0444);
MODULE_PARM_DESC(scullp_qset, "quanta in a set");

struct scullp_dev {
	struct scull_store store;
	struct cdev cdev;
};

static struct scullp_dev *scullp_devices;
static struct class *scullp_class;

static void *scullp_alloc(size_t quantum)
{
	return (void *)__get_free_pages(GFP_KERNEL, get_order(quantum));
}

static void scullp_free(void *data, size_t quantum)
{
	free_pages((unsigned long)data, get_order(quantum));
}

static const struct scull_memory scullp_memory = {
	.alloc = scullp_alloc,
	.free = scullp_free,
};

static int scullp_open(struct inode *inode, struct file *filp)
{
	struct scullp_dev *dev = container_of(inode->i_cdev, struct scullp_dev, cdev);

	return scull_store_open(&dev->store, filp, PAGE_SIZE << scullp_order, scullp_qset);
}

static long scullp_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	const struct scull_tunable tunable[] = {
		{&scullp_order, 0, MAX_ORDER - 1, SCULLP_ORDER},
		{&scullp_qset, 1, INT_MAX, SCULLP_QSET},
	};
	unsigned int nr = _IOC_NR(cmd);

	if (_IOC_TYPE(cmd) != SCULLX_IOC_MAGIC || nr > SCULLX_IOC_MAXNR)
		return -ENOTTY;
	if (nr == _IOC_NR(SCULLP_IOCRESET)) {
		scullp_order = tunable[0].reset;
		scullp_qset = tunable[1].reset;
		return 0;
	}
	return scull_tune(&tunable[(nr - 1) / 6], (nr - 1) % 6, arg);
}

static const struct file_operations scullp_fops = {
	.owner = THIS_MODULE,
	.open = scullp_open,
	.read = scull_store_read,
	.write = scull_store_write,
	.llseek = scull_store_llseek,
	.unlocked_ioctl = scullp_ioctl,
};

static int scullp_mem_show(struct seq_file *m, void *v)
{
	int i, err = 0;

	for (i = 0; i < scullp_devs && !err; i++)
		err = scull_store_show(m, &scullp_devices[i].store, i);
	return err;
}

static int scullp_add_devices(dev_t first)
{
	int i, err;

	for (i = 0; i < scullp_devs; i++) {
		struct scullp_dev *dev = &scullp_devices[i];

		scull_store_init(&dev->store, &scullp_memory, PAGE_SIZE << scullp_order,
				 scullp_qset);
		cdev_init(&dev->cdev, &scullp_fops);
		dev->cdev.owner = THIS_MODULE;
		err = cdev_add(&dev->cdev, first + i, 1);
		if (err)
			goto undo;
	}
	err = scull_nodes_create(scullp_class, first, scullp_devs, "scullp");
	if (!err)
		return 0;
undo:
	while (i--)
		cdev_del(&scullp_devices[i].cdev);
	return err;
}

static int __init scullp_init(void)
{
	dev_t first = MKDEV(scullp_major, 0);
	int err;

	if (scullp_devs < 1 || scullp_order < 0 || scullp_order >= MAX_ORDER || scullp_qset < 1)
		return -EINVAL;

	err = scullp_major ? register_chrdev_region(first, scullp_devs, "scullp")
			   : alloc_chrdev_region(&first, 0, scullp_devs, "scullp");
	if (err)
		return err;
	scullp_major = MAJOR(first);

	err = -ENOMEM;
	scullp_devices = kcalloc(scullp_devs, sizeof(*scullp_devices), GFP_KERNEL);
	if (!scullp_devices)
		goto no_devices;
	scullp_class = class_create(THIS_MODULE, "scullp");
	if (IS_ERR(scullp_class)) {
		err = PTR_ERR(scullp_class);
		goto no_class;
	}
	scullp_class->devnode = scull_devnode;
	err = scullp_add_devices(first);
	if (err)
		goto no_nodes;
	proc_create_single("scullpmem", 0, NULL, scullp_mem_show);
	return 0;

no_nodes:
	class_destroy(scullp_class);
no_class:
	kfree(scullp_devices);
no_devices:
	unregister_chrdev_region(first, scullp_devs);
	return err;
}

static void __exit scullp_exit(void)
{
	dev_t first = MKDEV(scullp_major, 0);
	int i;

	remove_proc_entry("scullpmem", NULL);
	scull_nodes_destroy(scullp_class, first, scullp_devs);
	class_destroy(scullp_class);
	for (i = 0; i < scullp_devs; i++) {
		cdev_del(&scullp_devices[i].cdev);
		scull_store_trim(&scullp_devices[i].store, PAGE_SIZE << scullp_order, scullp_qset);
	}
	kfree(scullp_devices);
	unregister_chrdev_region(first, scullp_devs);
}

module_init(scullp_init);
module_exit(scullp_exit);

MODULE_DESCRIPTION("Memory in a character device, from the page allocator");
MODULE_LICENSE("Dual MIT/GPL");
