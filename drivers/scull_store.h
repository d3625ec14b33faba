/* SPDX-License-Identifier: MIT */
/*
 * The store behind every scull device: bytes kept in quanta, quanta kept in sets.
 *
 *	store ──> set 0 ──> set 2 ──> …        a set that nothing was written to does not exist
 *	            │
 *	            └─ data[0 … qset-1] ──> quantum bytes each, or NULL where nothing was written
 *
 * What distinguishes scull, scullc, scullp and scullv is only where a quantum comes from; each
 * gives that as a struct scull_memory and the rest is shared from here. A read or write call
 * never goes beyond the end of one quantum: the caller sees a short count and calls again.
 *
 * Locking: store->lock (a mutex) guards the whole store, and is held while user memory is
 * copied. Each driver is a module of one source, hence functions in a header.
 */
#ifndef DRIVERS_SCULL_STORE_H
#define DRIVERS_SCULL_STORE_H

#include <linux/capability.h>
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/* Where quanta come from. */
struct scull_memory {
	void *(*alloc)(size_t quantum); /* may sleep; NULL: no memory. Contents do not matter */
	void (*free)(void *data, size_t quantum);
};

struct scull_set {
	struct list_head list;
	long number; /* bytes number * qset * quantum … are here */
	void **data;
};

struct scull_store {
	struct mutex lock;
	struct list_head sets; /* ascending by number */
	size_t quantum;	       /* bytes of one quantum */
	int qset;	       /* quanta in one set */
	loff_t size;	       /* one past the last byte written */
	const struct scull_memory *memory;
};

/* Where a byte of the device is. */
struct scull_place {
	long set;
	int slot;
	size_t offset;
};

static inline void scull_store_init(struct scull_store *store, const struct scull_memory *memory,
				    size_t quantum, int qset)
{
	mutex_init(&store->lock);
	INIT_LIST_HEAD(&store->sets);
	store->quantum = quantum;
	store->qset = qset;
	store->size = 0;
	store->memory = memory;
}

/*
 * Drop all contents; from here on the store is cut as @quantum and @qset say.
 * => called with store->lock held, or when nobody else can reach the store
 */
static inline void scull_store_trim(struct scull_store *store, size_t quantum, int qset)
{
	struct scull_set *set, *next;
	int i;

	list_for_each_entry_safe (set, next, &store->sets, list) {
		for (i = 0; i < store->qset; i++) {
			if (set->data[i])
				store->memory->free(set->data[i], store->quantum);
		}
		kfree(set->data);
		list_del(&set->list);
		kfree(set);
	}
	store->quantum = quantum;
	store->qset = qset;
	store->size = 0;
}

/*
 * What open does: a file opened for writing only begins empty. The store becomes the file's
 * private data, where read, write and llseek below look for it.
 */
static inline int scull_store_open(struct scull_store *store, struct file *filp, size_t quantum,
				   int qset)
{
	filp->private_data = store;
	if ((filp->f_flags & O_ACCMODE) != O_WRONLY)
		return 0;
	if (mutex_lock_interruptible(&store->lock))
		return -ERESTARTSYS;
	scull_store_trim(store, quantum, qset);
	mutex_unlock(&store->lock);
	return 0;
}

static inline struct scull_place scull_store_place(const struct scull_store *store, loff_t pos)
{
	long set_bytes = (long)store->quantum * store->qset;
	long rest = (long)pos % set_bytes;

	return (struct scull_place){
		.set = (long)pos / set_bytes,
		.slot = rest / (long)store->quantum,
		.offset = rest % (long)store->quantum,
	};
}

/* Set @number, or NULL. *@after is where a new one would have to be inserted. */
static inline struct scull_set *scull_store_find(struct scull_store *store, long number,
						 struct list_head **after)
{
	struct scull_set *set;

	*after = &store->sets;
	list_for_each_entry (set, &store->sets, list) {
		if (set->number > number)
			break;
		*after = &set->list;
		if (set->number == number)
			return set;
	}
	return NULL;
}

static inline struct scull_set *scull_store_add(struct scull_store *store, long number,
						struct list_head *after)
{
	struct scull_set *set = kzalloc(sizeof(*set), GFP_KERNEL);

	if (!set)
		return NULL;
	set->data = kcalloc(store->qset, sizeof(*set->data), GFP_KERNEL);
	if (!set->data) {
		kfree(set);
		return NULL;
	}
	set->number = number;
	list_add(&set->list, after);
	return set;
}

/* The quantum that holds @place, made if it was not there. NULL: no memory. */
static inline void *scull_store_make(struct scull_store *store, struct scull_place place)
{
	struct list_head *after;
	struct scull_set *set = scull_store_find(store, place.set, &after);

	if (!set)
		set = scull_store_add(store, place.set, after);
	if (!set)
		return NULL;
	if (!set->data[place.slot]) {
		set->data[place.slot] = store->memory->alloc(store->quantum);
		if (set->data[place.slot])
			memset(set->data[place.slot], 0, store->quantum);
	}
	return set->data[place.slot];
}

/* The body of read(2). A hole reads as the end of the file. */
static inline ssize_t scull_store_read(struct file *filp, char __user *buf, size_t count,
				       loff_t *pos)
{
	struct scull_store *store = filp->private_data;
	struct scull_place place;
	struct list_head *after;
	struct scull_set *set;
	ssize_t done = 0;

	if (mutex_lock_interruptible(&store->lock))
		return -ERESTARTSYS;
	if (*pos >= store->size)
		goto out;
	place = scull_store_place(store, *pos);
	set = scull_store_find(store, place.set, &after);
	if (!set || !set->data[place.slot])
		goto out;

	count = min_t(size_t, count, store->size - *pos);
	count = min(count, store->quantum - place.offset);
	if (copy_to_user(buf, (char *)set->data[place.slot] + place.offset, count)) {
		done = -EFAULT;
		goto out;
	}
	*pos += count;
	done = count;
out:
	mutex_unlock(&store->lock);
	return done;
}

/* The body of write(2). */
static inline ssize_t scull_store_write(struct file *filp, const char __user *buf, size_t count,
					loff_t *pos)
{
	struct scull_store *store = filp->private_data;
	struct scull_place place;
	ssize_t done;
	char *data;

	if (mutex_lock_interruptible(&store->lock))
		return -ERESTARTSYS;
	place = scull_store_place(store, *pos);
	done = -ENOMEM;
	data = scull_store_make(store, place);
	if (!data)
		goto out;

	count = min(count, store->quantum - place.offset);
	done = -EFAULT;
	if (copy_from_user(data + place.offset, buf, count))
		goto out;
	*pos += count;
	done = count;
	store->size = max(store->size, *pos);
out:
	mutex_unlock(&store->lock);
	return done;
}

static inline loff_t scull_store_llseek(struct file *filp, loff_t off, int whence)
{
	struct scull_store *store = filp->private_data;
	loff_t pos;

	switch (whence) {
	case SEEK_SET:
		pos = off;
		break;
	case SEEK_CUR:
		pos = filp->f_pos + off;
		break;
	case SEEK_END:
		pos = store->size + off;
		break;
	default:
		return -EINVAL;
	}
	if (pos < 0)
		return -EINVAL;
	filp->f_pos = pos;
	return pos;
}

/* One device's part of /proc/scullmem: every set, and the quanta of the last one. */
static inline int scull_store_show(struct seq_file *m, struct scull_store *store, int index)
{
	struct scull_set *set;
	int i;

	if (mutex_lock_interruptible(&store->lock))
		return -ERESTARTSYS;
	seq_printf(m, "\nDevice %i: qset %i, q %zu, sz %lli\n", index, store->qset, store->quantum,
		   store->size);
	list_for_each_entry (set, &store->sets, list) {
		seq_printf(m, "  item at %p, qset at %p\n", set, set->data);
		if (!list_is_last(&set->list, &store->sets))
			continue;
		for (i = 0; i < store->qset; i++) {
			if (set->data[i])
				seq_printf(m, "    % 4i: %8p\n", i, set->data[i]);
		}
	}
	mutex_unlock(&store->lock);
	return 0;
}

/* A tunable and the values that it may have. */
struct scull_tunable {
	int *value;
	int min, max;
	int reset; /* what RESET makes of it */
};

/* The letter of a command, in the order that scullc's commands have. */
enum scull_verb { SCULL_SET, SCULL_TELL, SCULL_GET, SCULL_QUERY, SCULL_EXCHANGE, SCULL_SHIFT };

/* Carry out one command on one tunable; the result is the ioctl's. */
static inline long scull_tune(const struct scull_tunable *t, enum scull_verb verb,
			      unsigned long arg)
{
	bool pointer = verb == SCULL_SET || verb == SCULL_GET || verb == SCULL_EXCHANGE;
	bool change = verb != SCULL_GET && verb != SCULL_QUERY;
	bool reply = verb != SCULL_SET && verb != SCULL_TELL;
	int old = *t->value;
	int new = (int)arg;

	if (change) {
		if (!capable(CAP_SYS_ADMIN))
			return -EPERM;
		if (pointer && get_user(new, (int __user *)arg))
			return -EFAULT;
		if (new < t->min || new > t->max)
			return -EINVAL;
		*t->value = new;
	}
	if (!reply)
		return 0;
	return pointer ? put_user(old, (int __user *)arg) : old;
}

/* Nodes that everybody may open, so that a test needs no chmod. */
static inline char *scull_devnode(struct device *dev, umode_t *mode)
{
	if (mode)
		*mode = 0666;
	return NULL;
}

/* Make @nr device nodes NAME0 … from @first on. On failure none is left. */
static inline int scull_nodes_create(struct class *class, dev_t first, int nr, const char *name)
{
	struct device *dev;
	int i;

	for (i = 0; i < nr; i++) {
		dev = device_create(class, NULL, first + i, NULL, "%s%d", name, i);
		if (!IS_ERR(dev))
			continue;
		while (i--)
			device_destroy(class, first + i);
		return PTR_ERR(dev);
	}
	return 0;
}

static inline void scull_nodes_destroy(struct class *class, dev_t first, int nr)
{
	while (nr--)
		device_destroy(class, first + nr);
}

#endif
