// SPDX-License-Identifier: MIT
/*
 * scullv: scull whose quanta are virtually contiguous.
 *
 * A quantum is 1 << scullv_order pages from vmalloc: large, without asking for a block of adjacent
 * free pages. /proc/vmallocinfo shows each of them. /dev/scullv0 … keep what is written to
 * them; /proc/scullvmem shows it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>
#include <linux/vmalloc.h>

#include "scull.h"
#include "scull_store.h"

#define SCULLV_ORDER 4
#define SCULLV_QSET  500

static int scullv_major;
static int scullv_devs = 4;
static int scullv_order = SCULLV_ORDER;
static int scullv_qset = SCULLV_QSET;
module_param(scullv_major, int, 0444);
MODULE_PARM_DESC(scullv_major, "major number; 0: a free one");
module_param(scullv_devs, int, 0444);
MODULE_PARM_DESC(scullv_devs, "how many devices");
module_param(scullv_order, int, 0444);
MODULE_PARM_DESC(scullv_order, "a quantum is 1 << order pages");
module_param(scullv_qset, int, 0444);
MODULE_PARM_DESC(scullv_qset, "quanta in a set");

struct scullv_dev {
	struct scull_store store;
	struct cdev cdev;
};

static struct scullv_dev *scullv_devices;
static struct class *scullv_class;

static void *scullv_alloc(size_t quantum)
{
	return vmalloc(quantum);
}

static void scullv_free(void *data, size_t quantum)
{
	vfree(data);
}

static const struct scull_memory scullv_memory = {
	.alloc = scullv_alloc,
	.free = scullv_free,
};

static int scullv_open(struct inode *inode, struct file *filp)
{
	struct scullv_dev *dev = container_of(inode->i_cdev, struct scullv_dev, cdev);

	return scull_store_open(&dev->store, filp, PAGE_SIZE << scullv_order, scullv_qset);
}

static long scullv_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	const struct scull_tunable tunable[] = {
		{&scullv_order, 0, MAX_ORDER - 1, SCULLV_ORDER},
		{&scullv_qset, 1, INT_MAX, SCULLV_QSET},
	};
	unsigned int nr = _IOC_NR(cmd);

	if (_IOC_TYPE(cmd) != SCULLX_IOC_MAGIC || nr > SCULLX_IOC_MAXNR)
		return -ENOTTY;
	if (nr == _IOC_NR(SCULLV_IOCRESET)) {
		scullv_order = tunable[0].reset;
		scullv_qset = tunable[1].reset;
		return 0;
	}
	return scull_tune(&tunable[(nr - 1) / 6], (nr - 1) % 6, arg);
}

static const struct file_operations scullv_fops = {
	.owner = THIS_MODULE,
	.open = scullv_open,
	.read = scull_store_read,
	.write = scull_store_write,
	.llseek = scull_store_llseek,
	.unlocked_ioctl = scullv_ioctl,
};

static int scullv_mem_show(struct seq_file *m, void *v)
{
	int i, err = 0;

	for (i = 0; i < scullv_devs && !err; i++)
		err = scull_store_show(m, &scullv_devices[i].store, i);
	return err;
}

static int scullv_add_devices(dev_t first)
{
	int i, err;

	for (i = 0; i < scullv_devs; i++) {
		struct scullv_dev *dev = &scullv_devices[i];

		scull_store_init(&dev->store, &scullv_memory, PAGE_SIZE << scullv_order,
				 scullv_qset);
		cdev_init(&dev->cdev, &scullv_fops);
		dev->cdev.owner = THIS_MODULE;
		err = cdev_add(&dev->cdev, first + i, 1);
		if (err)
			goto undo;
	}
	err = scull_nodes_create(scullv_class, first, scullv_devs, "scullv");
	if (!err)
		return 0;
undo:
	while (i--)
		cdev_del(&scullv_devices[i].cdev);
	return err;
}

static int __init scullv_init(void)
{
	dev_t first = MKDEV(scullv_major, 0);
	int err;

	if (scullv_devs < 1 || scullv_order < 0 || scullv_order >= MAX_ORDER || scullv_qset < 1)
		return -EINVAL;

	err = scullv_major ? register_chrdev_region(first, scullv_devs, "scullv")
			   : alloc_chrdev_region(&first, 0, scullv_devs, "scullv");
	if (err)
		return err;
	scullv_major = MAJOR(first);

	err = -ENOMEM;
	scullv_devices = kcalloc(scullv_devs, sizeof(*scullv_devices), GFP_KERNEL);
	if (!scullv_devices)
		goto no_devices;
	scullv_class = class_create(THIS_MODULE, "scullv");
	if (IS_ERR(scullv_class)) {
		err = PTR_ERR(scullv_class);
		goto no_class;
	}
	scullv_class->devnode = scull_devnode;
	err = scullv_add_devices(first);
	if (err)
		goto no_nodes;
	proc_create_single("scullvmem", 0, NULL, scullv_mem_show);
	return 0;

no_nodes:
	class_destroy(scullv_class);
no_class:
	kfree(scullv_devices);
no_devices:
	unregister_chrdev_region(first, scullv_devs);
	return err;
}

static void __exit scullv_exit(void)
{
	dev_t first = MKDEV(scullv_major, 0);
	int i;

	remove_proc_entry("scullvmem", NULL);
	scull_nodes_destroy(scullv_class, first, scullv_devs);
	class_destroy(scullv_class);
	for (i = 0; i < scullv_devs; i++) {
		cdev_del(&scullv_devices[i].cdev);
		scull_store_trim(&scullv_devices[i].store, PAGE_SIZE << scullv_order, scullv_qset);
	}
	kfree(scullv_devices);
	unregister_chrdev_region(first, scullv_devs);
}

module_init(scullv_init);
module_exit(scullv_exit);

MODULE_DESCRIPTION("Memory in a character device, from vmalloc");
MODULE_LICENSE("Dual MIT/GPL");
