/* SPDX-License-Identifier: MIT */
/*
 * Character devices: a cdev ties a range of device numbers to file_operations.
 * All calls may sleep; none may be made from interrupt context.
 */
#ifndef _LINUX_CDEV_H
#define _LINUX_CDEV_H

#include <linux/device.h>
#include <linux/kdev_t.h>
#include <linux/kobject.h>
#include <linux/list.h>

struct file_operations;
struct inode;
struct module;

struct cdev {
	struct kobject kobj;
	struct module *owner;
	const struct file_operations *ops;
	struct list_head list; /* inodes that have this cdev in i_cdev */
	dev_t dev;
	unsigned int count;
};

/* Prepare a cdev that the caller embeds. Forgets what was in it. */
void cdev_init(struct cdev *cdev, const struct file_operations *fops);
/* A cdev on the heap, freed with its last reference. NULL when memory is short. */
struct cdev *cdev_alloc(void);
void cdev_put(struct cdev *p);
/* Make @count numbers from @dev live at once; a later, narrower range hides an earlier one.
 * 0 or -ENOMEM. */
int cdev_add(struct cdev *p, dev_t dev, unsigned int count);
void cdev_set_parent(struct cdev *p, struct kobject *kobj);
/* cdev_add and device_add together; the device holds the cdev's parent reference. */
int cdev_device_add(struct cdev *cdev, struct device *dev);
void cdev_device_del(struct cdev *cdev, struct device *dev);
/* New opens fail with -ENXIO; files that are open stay open and keep the object. */
void cdev_del(struct cdev *p);
/* Forget the inode's cdev (called when an inode dies). */
void cd_forget(struct inode *inode);

#endif
