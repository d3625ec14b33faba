// SPDX-License-Identifier: MIT
/*
 * scullc: scull whose quanta are objects of a slab cache.
 *
 * The cache is made when the module is loaded, with objects of scullc_quantum bytes, aligned to
 * the hardware's cache lines; /proc/slabinfo shows it as "scullc" (or under the name of the cache
 * it was merged with). /dev/scullc0 … keep what is written to them; /proc/scullcmem shows it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>

#include "scull.h"
#include "scull_store.h"

#define SCULLC_QUANTUM 4000
#define SCULLC_QSET    500

static int scullc_major;
static int scullc_devs = 4;
static int scullc_quantum = SCULLC_QUANTUM;
static int scullc_qset = SCULLC_QSET;
module_param(scullc_major, int, 0444);
MODULE_PARM_DESC(scullc_major, "major number; 0: a free one");
module_param(scullc_devs, int, 0444);
MODULE_PARM_DESC(scullc_devs, "how many devices");
module_param(scullc_quantum, int, 0444);
MODULE_PARM_DESC(scullc_quantum, "bytes of a quantum, the cache's object size");
module_param(scullc_qset, int, 0444);
MODULE_PARM_DESC(scullc_qset, "quanta in a set");

struct scullc_dev {
	struct scull_store store;
	struct cdev cdev;
};

static struct scullc_dev *scullc_devices;
static struct kmem_cache *scullc_cache;
static struct class *scullc_class;
static int scullc_object; /* object size of the cache: no quantum may be larger */

static void *scullc_alloc(size_t quantum)
{
	return kmem_cache_alloc(scullc_cache, GFP_KERNEL);
}

static void scullc_free(void *data, size_t quantum)
{
	kmem_cache_free(scullc_cache, data);
}

static const struct scull_memory scullc_memory = {
	.alloc = scullc_alloc,
	.free = scullc_free,
};

static int scullc_open(struct inode *inode, struct file *filp)
{
	struct scullc_dev *dev = container_of(inode->i_cdev, struct scullc_dev, cdev);

	return scull_store_open(&dev->store, filp, scullc_quantum, scullc_qset);
}

static long scullc_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	const struct scull_tunable tunable[] = {
		{&scullc_quantum, 1, scullc_object, min(SCULLC_QUANTUM, scullc_object)},
		{&scullc_qset, 1, INT_MAX, SCULLC_QSET},
	};
	unsigned int nr = _IOC_NR(cmd);

	if (_IOC_TYPE(cmd) != SCULLX_IOC_MAGIC || nr > SCULLX_IOC_MAXNR)
		return -ENOTTY;
	if (nr == _IOC_NR(SCULLC_IOCRESET)) {
		scullc_quantum = tunable[0].reset;
		scullc_qset = tunable[1].reset;
		return 0;
	}
	return scull_tune(&tunable[(nr - 1) / 6], (nr - 1) % 6, arg);
}

static const struct file_operations scullc_fops = {
	.owner = THIS_MODULE,
	.open = scullc_open,
	.read = scull_store_read,
	.write = scull_store_write,
	.llseek = scull_store_llseek,
	.unlocked_ioctl = scullc_ioctl,
};

static int scullc_mem_show(struct seq_file *m, void *v)
{
	int i, err = 0;

	for (i = 0; i < scullc_devs && !err; i++)
		err = scull_store_show(m, &scullc_devices[i].store, i);
	return err;
}

static int scullc_add_devices(dev_t first)
{
	int i, err;

	for (i = 0; i < scullc_devs; i++) {
		struct scullc_dev *dev = &scullc_devices[i];

		scull_store_init(&dev->store, &scullc_memory, scullc_quantum, scullc_qset);
		cdev_init(&dev->cdev, &scullc_fops);
		dev->cdev.owner = THIS_MODULE;
		err = cdev_add(&dev->cdev, first + i, 1);
		if (err)
			goto undo;
	}
	err = scull_nodes_create(scullc_class, first, scullc_devs, "scullc");
	if (!err)
		return 0;
undo:
	while (i--)
		cdev_del(&scullc_devices[i].cdev);
	return err;
}

static int __init scullc_init(void)
{
	dev_t first = MKDEV(scullc_major, 0);
	int err;

	if (scullc_devs < 1 || scullc_quantum < 1 || scullc_qset < 1)
		return -EINVAL;
	scullc_object = scullc_quantum;

	err = scullc_major ? register_chrdev_region(first, scullc_devs, "scullc")
			   : alloc_chrdev_region(&first, 0, scullc_devs, "scullc");
	if (err)
		return err;
	scullc_major = MAJOR(first);

	err = -ENOMEM;
	scullc_devices = kcalloc(scullc_devs, sizeof(*scullc_devices), GFP_KERNEL);
	if (!scullc_devices)
		goto no_devices;
	/* The whole object may be copied to and from user space: that is what it is for. */
	scullc_cache = kmem_cache_create_usercopy("scullc", scullc_quantum, 0, SLAB_HWCACHE_ALIGN,
						  0, scullc_quantum, NULL);
	if (!scullc_cache)
		goto no_cache;
	scullc_class = class_create(THIS_MODULE, "scullc");
	if (IS_ERR(scullc_class)) {
		err = PTR_ERR(scullc_class);
		goto no_class;
	}
	scullc_class->devnode = scull_devnode;
	err = scullc_add_devices(first);
	if (err)
		goto no_nodes;
	proc_create_single("scullcmem", 0, NULL, scullc_mem_show);
	return 0;

no_nodes:
	class_destroy(scullc_class);
no_class:
	kmem_cache_destroy(scullc_cache);
no_cache:
	kfree(scullc_devices);
no_devices:
	unregister_chrdev_region(first, scullc_devs);
	return err;
}

static void __exit scullc_exit(void)
{
	dev_t first = MKDEV(scullc_major, 0);
	int i;

	remove_proc_entry("scullcmem", NULL);
	scull_nodes_destroy(scullc_class, first, scullc_devs);
	class_destroy(scullc_class);
	for (i = 0; i < scullc_devs; i++) {
		cdev_del(&scullc_devices[i].cdev);
		scull_store_trim(&scullc_devices[i].store, scullc_quantum, scullc_qset);
	}
	kmem_cache_destroy(scullc_cache);
	kfree(scullc_devices);
	unregister_chrdev_region(first, scullc_devs);
}

module_init(scullc_init);
module_exit(scullc_exit);

MODULE_DESCRIPTION("Memory in a character device, from a slab cache");
MODULE_LICENSE("Dual MIT/GPL");
