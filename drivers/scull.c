// SPDX-License-Identifier: MIT
/*
 * scull: memory that looks like character devices. Quanta come from kmalloc.
 *
 *   /dev/scull0 … 3      bare devices: what is written stays, until somebody opens write-only
 *   /dev/scullpipe0 … 3  pipes: a ring buffer with blocking, poll and fasync
 *   /dev/scullsingle     open once at a time; a second open is -EBUSY
 *   /dev/sculluid        open many times, by one user at a time; others get -EBUSY
 *   /dev/scullwuid       the same, but others wait until it is free
 *   /dev/scullpriv       everybody with the same key (terminal, user or process) has a store of
 *                        his own
 *
 * All have one major number, minors in this order. /proc/scullmem and /proc/scullseq show the
 * bare devices, in one piece and device by device.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cred.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>
#include <linux/tty.h>
#include <linux/uidgid.h>
#include <linux/wait.h>

#include "scull.h"
#include "scull_pipe.h"
#include "scull_store.h"

#define SCULL_QUANTUM  4000
#define SCULL_QSET     1000
#define SCULL_P_BUFFER 4000

static int scull_major;
static int scull_minor;
static int scull_nr_devs = 4;
static int scull_quantum = SCULL_QUANTUM;
static int scull_qset = SCULL_QSET;
static int scull_p_nr_devs = 4;
static int scull_p_buffer = SCULL_P_BUFFER;
static char *scull_priv_key = "tty";
module_param(scull_major, int, 0444);
MODULE_PARM_DESC(scull_major, "major number; 0: a free one");
module_param(scull_minor, int, 0444);
MODULE_PARM_DESC(scull_minor, "first minor number");
module_param(scull_nr_devs, int, 0444);
MODULE_PARM_DESC(scull_nr_devs, "how many bare devices");
module_param(scull_quantum, int, 0444);
MODULE_PARM_DESC(scull_quantum, "bytes of a quantum");
module_param(scull_qset, int, 0444);
MODULE_PARM_DESC(scull_qset, "quanta in a set");
module_param(scull_p_nr_devs, int, 0444);
MODULE_PARM_DESC(scull_p_nr_devs, "how many pipes");
module_param(scull_p_buffer, int, 0444);
MODULE_PARM_DESC(scull_p_buffer, "bytes of a pipe's buffer; it holds one less");
module_param(scull_priv_key, charp, 0444);
MODULE_PARM_DESC(scull_priv_key, "whose store scullpriv is: by tty, uid or pid");

static struct class *scull_class;

static void *scull_alloc(size_t quantum)
{
	return kmalloc(quantum, GFP_KERNEL);
}

static void scull_free(void *data, size_t quantum)
{
	kfree(data);
}

static const struct scull_memory scull_memory = {
	.alloc = scull_alloc,
	.free = scull_free,
};

/* ---- every device: ioctl ---- */

static long scull_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	static const enum scull_verb verb[] = {
		SCULL_SET, SCULL_TELL, SCULL_GET, SCULL_QUERY, SCULL_EXCHANGE, SCULL_SHIFT,
	};
	static const struct scull_tunable tunable[] = {
		{&scull_quantum, 1, INT_MAX, SCULL_QUANTUM},
		{&scull_qset, 1, INT_MAX, SCULL_QSET},
	};
	unsigned int nr = _IOC_NR(cmd);

	if (_IOC_TYPE(cmd) != SCULL_IOC_MAGIC || nr > SCULL_IOC_MAXNR)
		return -ENOTTY;
	switch (nr) {
	case _IOC_NR(SCULL_IOCRESET):
		scull_quantum = SCULL_QUANTUM;
		scull_qset = SCULL_QSET;
		return 0;
	case _IOC_NR(SCULL_P_IOCTSIZE):
		if (arg < 2 || arg > INT_MAX)
			return -EINVAL;
		scull_p_buffer = arg;
		return 0;
	case _IOC_NR(SCULL_P_IOCQSIZE):
		return scull_p_buffer;
	default: /* quantum and qset in turn, two commands a verb */
		return scull_tune(&tunable[(nr - 1) % 2], verb[(nr - 1) / 2], arg);
	}
}

/* ---- the bare devices ---- */

struct scull_dev {
	struct scull_store store;
	struct cdev cdev;
};

static struct scull_dev *scull_devices;

static int scull_open(struct inode *inode, struct file *filp)
{
	struct scull_dev *dev = container_of(inode->i_cdev, struct scull_dev, cdev);

	return scull_store_open(&dev->store, filp, scull_quantum, scull_qset);
}

static const struct file_operations scull_fops = {
	.owner = THIS_MODULE,
	.open = scull_open,
	.read = scull_store_read,
	.write = scull_store_write,
	.llseek = scull_store_llseek,
	.unlocked_ioctl = scull_ioctl,
};

static int scull_mem_show(struct seq_file *m, void *v)
{
	int i, err = 0;

	for (i = 0; i < scull_nr_devs && !err; i++)
		err = scull_store_show(m, &scull_devices[i].store, i);
	return err;
}

/* /proc/scullseq: the same text, one device a step. */
static void *scull_seq_start(struct seq_file *m, loff_t *pos)
{
	return *pos < scull_nr_devs ? &scull_devices[*pos] : NULL;
}

static void *scull_seq_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return scull_seq_start(m, pos);
}

static void scull_seq_stop(struct seq_file *m, void *v)
{
}

static int scull_seq_show(struct seq_file *m, void *v)
{
	struct scull_dev *dev = v;

	return scull_store_show(m, &dev->store, dev - scull_devices);
}

static const struct seq_operations scull_seq_ops = {
	.start = scull_seq_start,
	.next = scull_seq_next,
	.stop = scull_seq_stop,
	.show = scull_seq_show,
};

/* ---- the pipes: scull_pipe.h ---- */

static struct scull_pipe *scull_pipes;

static int scull_pipe_open(struct inode *inode, struct file *filp)
{
	struct scull_pipe *pipe = container_of(inode->i_cdev, struct scull_pipe, cdev);

	return scull_pipe_enter(pipe, inode, filp, scull_p_buffer);
}

static const struct file_operations scull_pipe_fops = {
	.owner = THIS_MODULE,
	.open = scull_pipe_open,
	.release = scull_pipe_release,
	.read = scull_pipe_read,
	.write = scull_pipe_write,
	.poll = scull_pipe_poll,
	.fasync = scull_pipe_fasync,
	.llseek = no_llseek,
	.unlocked_ioctl = scull_ioctl,
};

/* ---- the devices that choose whom they let in ---- */

/* Who has a gated device open. @lock guards @count and @owner. */
struct scull_gate {
	struct scull_store store;
	struct cdev cdev;
	spinlock_t lock;
	unsigned int count;
	kuid_t owner;
	wait_queue_head_t queue;
};

enum { SCULL_SINGLE, SCULL_UID, SCULL_WUID, SCULL_PRIV, SCULL_GATES };

static struct scull_gate scull_gates[SCULL_GATES];

/* One open at a time. */
static bool scull_gate_enter_single(struct scull_gate *gate)
{
	bool free;

	spin_lock(&gate->lock);
	free = gate->count == 0;
	if (free)
		gate->count = 1;
	spin_unlock(&gate->lock);
	return free;
}

/* One user at a time: the first, whoever became him (su), and those who may override. */
static bool scull_gate_enter_user(struct scull_gate *gate)
{
	bool allowed;

	spin_lock(&gate->lock);
	allowed = gate->count == 0 || uid_eq(gate->owner, current_uid()) ||
		  uid_eq(gate->owner, current_euid()) || capable(CAP_DAC_OVERRIDE);
	if (allowed && gate->count++ == 0)
		gate->owner = current_uid();
	spin_unlock(&gate->lock);
	return allowed;
}

static int scull_gate_release(struct inode *inode, struct file *filp)
{
	struct scull_gate *gate = container_of(inode->i_cdev, struct scull_gate, cdev);
	bool last;

	spin_lock(&gate->lock);
	last = --gate->count == 0;
	spin_unlock(&gate->lock);
	if (last)
		wake_up_interruptible_sync(&gate->queue);
	return 0;
}

/* Let the opener go on to the store; he who is turned away there leaves the gate again. */
static int scull_gate_pass(struct scull_gate *gate, struct inode *inode, struct file *filp)
{
	int err = scull_store_open(&gate->store, filp, scull_quantum, scull_qset);

	if (err)
		scull_gate_release(inode, filp);
	return err;
}

static int scull_single_open(struct inode *inode, struct file *filp)
{
	struct scull_gate *gate = container_of(inode->i_cdev, struct scull_gate, cdev);

	return scull_gate_enter_single(gate) ? scull_gate_pass(gate, inode, filp) : -EBUSY;
}

static int scull_uid_open(struct inode *inode, struct file *filp)
{
	struct scull_gate *gate = container_of(inode->i_cdev, struct scull_gate, cdev);

	return scull_gate_enter_user(gate) ? scull_gate_pass(gate, inode, filp) : -EBUSY;
}

static int scull_wuid_open(struct inode *inode, struct file *filp)
{
	struct scull_gate *gate = container_of(inode->i_cdev, struct scull_gate, cdev);

	while (!scull_gate_enter_user(gate)) {
		if (filp->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(gate->queue, READ_ONCE(gate->count) == 0))
			return -ERESTARTSYS;
	}
	return scull_gate_pass(gate, inode, filp);
}

/* The stores of /dev/scullpriv, one a key; they live until the module leaves. */
struct scull_private {
	struct list_head list;
	u64 key;
	struct scull_store store;
};

static LIST_HEAD(scull_privates);
static DEFINE_MUTEX(scull_privates_lock);

static int scull_private_key(u64 *key)
{
	struct tty_struct *tty;

	if (!strcmp(scull_priv_key, "uid")) {
		*key = from_kuid(&init_user_ns, current_uid());
		return 0;
	}
	if (!strcmp(scull_priv_key, "pid")) {
		*key = current->tgid;
		return 0;
	}
	tty = get_current_tty();
	if (!tty) {
		pr_debug("%s has no controlling terminal\n", current->comm);
		return -EINVAL;
	}
	*key = tty_devnum(tty);
	tty_kref_put(tty);
	return 0;
}

/* The store of @key, made for its first user. => called with scull_privates_lock held */
static struct scull_store *scull_private_find(u64 key)
{
	struct scull_private *p;

	list_for_each_entry (p, &scull_privates, list) {
		if (p->key == key)
			return &p->store;
	}
	p = kzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return NULL;
	p->key = key;
	scull_store_init(&p->store, &scull_memory, scull_quantum, scull_qset);
	list_add(&p->list, &scull_privates);
	return &p->store;
}

static int scull_priv_open(struct inode *inode, struct file *filp)
{
	struct scull_store *store;
	u64 key;
	int err = scull_private_key(&key);

	if (err)
		return err;
	mutex_lock(&scull_privates_lock);
	store = scull_private_find(key);
	mutex_unlock(&scull_privates_lock);
	return store ? scull_store_open(store, filp, scull_quantum, scull_qset) : -ENOMEM;
}

#define SCULL_GATE_FOPS(how, leave)                                                                \
	{                                                                                          \
		.owner = THIS_MODULE, .open = (how), .release = (leave), .read = scull_store_read, \
		.write = scull_store_write, .llseek = scull_store_llseek,                          \
		.unlocked_ioctl = scull_ioctl,                                                     \
	}

static const struct scull_gate_kind {
	const char *name;
	struct file_operations fops;
} scull_gate_kinds[SCULL_GATES] = {
	[SCULL_SINGLE] = {"scullsingle", SCULL_GATE_FOPS(scull_single_open, scull_gate_release)},
	[SCULL_UID] = {"sculluid", SCULL_GATE_FOPS(scull_uid_open, scull_gate_release)},
	[SCULL_WUID] = {"scullwuid", SCULL_GATE_FOPS(scull_wuid_open, scull_gate_release)},
	[SCULL_PRIV] = {"scullpriv", SCULL_GATE_FOPS(scull_priv_open, NULL)},
};

/* ---- coming and going ---- */

/* What has minor number scull_minor + @i. */
struct scull_member {
	struct cdev *cdev;
	const struct file_operations *fops;
	const char *name;
	int number; /* of its kind */
};

static struct scull_member scull_member(int i)
{
	if (i < scull_nr_devs)
		return (struct scull_member){&scull_devices[i].cdev, &scull_fops, "scull%d", i};
	i -= scull_nr_devs;
	if (i < scull_p_nr_devs)
		return (struct scull_member){&scull_pipes[i].cdev, &scull_pipe_fops, "scullpipe%d",
					     i};
	i -= scull_p_nr_devs;
	return (struct scull_member){&scull_gates[i].cdev, &scull_gate_kinds[i].fops,
				     scull_gate_kinds[i].name, i};
}

static int scull_total(void)
{
	return scull_nr_devs + scull_p_nr_devs + SCULL_GATES;
}

/* Undo everything; @nr devices had been added. */
static void scull_remove(int nr)
{
	struct scull_private *p, *next;
	int i;

	while (nr--) {
		device_destroy(scull_class, MKDEV(scull_major, scull_minor + nr));
		cdev_del(scull_member(nr).cdev);
	}
	if (scull_class)
		class_destroy(scull_class);
	for (i = 0; scull_devices && i < scull_nr_devs; i++)
		scull_store_trim(&scull_devices[i].store, scull_quantum, scull_qset);
	for (i = 0; i < SCULL_GATES; i++)
		scull_store_trim(&scull_gates[i].store, scull_quantum, scull_qset);
	list_for_each_entry_safe (p, next, &scull_privates, list) {
		scull_store_trim(&p->store, scull_quantum, scull_qset);
		list_del(&p->list);
		kfree(p);
	}
	kfree(scull_pipes);
	kfree(scull_devices);
	unregister_chrdev_region(MKDEV(scull_major, scull_minor), scull_total());
}

static int scull_alloc_devices(void)
{
	int i;

	for (i = 0; i < SCULL_GATES; i++) {
		scull_store_init(&scull_gates[i].store, &scull_memory, scull_quantum, scull_qset);
		spin_lock_init(&scull_gates[i].lock);
		init_waitqueue_head(&scull_gates[i].queue);
	}
	scull_devices = kcalloc(scull_nr_devs, sizeof(*scull_devices), GFP_KERNEL);
	if (!scull_devices)
		return -ENOMEM;
	for (i = 0; i < scull_nr_devs; i++)
		scull_store_init(&scull_devices[i].store, &scull_memory, scull_quantum, scull_qset);
	scull_pipes = kcalloc(scull_p_nr_devs, sizeof(*scull_pipes), GFP_KERNEL);
	if (!scull_pipes)
		return -ENOMEM;
	for (i = 0; i < scull_p_nr_devs; i++)
		scull_pipe_init(&scull_pipes[i]);
	return 0;
}

/* Number @member and make its node. */
static int scull_add(struct scull_member member, dev_t dev)
{
	struct device *node;
	int err;

	cdev_init(member.cdev, member.fops);
	member.cdev->owner = THIS_MODULE;
	err = cdev_add(member.cdev, dev, 1);
	if (err)
		return err;
	node = device_create(scull_class, NULL, dev, NULL, member.name, member.number);
	if (!IS_ERR(node))
		return 0;
	cdev_del(member.cdev);
	return PTR_ERR(node);
}

static int __init scull_init(void)
{
	dev_t first = MKDEV(scull_major, scull_minor);
	int nr = 0, err;

	if (scull_nr_devs < 1 || scull_p_nr_devs < 1 || scull_quantum < 1 || scull_qset < 1 ||
	    scull_p_buffer < 2)
		return -EINVAL;
	err = scull_major ? register_chrdev_region(first, scull_total(), "scull")
			  : alloc_chrdev_region(&first, scull_minor, scull_total(), "scull");
	if (err)
		return err;
	scull_major = MAJOR(first);

	err = scull_alloc_devices();
	if (err)
		goto fail;
	scull_class = class_create(THIS_MODULE, "scull");
	if (IS_ERR(scull_class)) {
		err = PTR_ERR(scull_class);
		scull_class = NULL;
		goto fail;
	}
	scull_class->devnode = scull_devnode;
	for (; nr < scull_total(); nr++) {
		err = scull_add(scull_member(nr), first + nr);
		if (err)
			goto fail;
	}
	proc_create_single("scullmem", 0, NULL, scull_mem_show);
	proc_create_seq("scullseq", 0, NULL, &scull_seq_ops);
	return 0;

fail:
	scull_remove(nr);
	return err;
}

static void __exit scull_exit(void)
{
	remove_proc_entry("scullseq", NULL);
	remove_proc_entry("scullmem", NULL);
	scull_remove(scull_total());
}

module_init(scull_init);
module_exit(scull_exit);

MODULE_DESCRIPTION("Memory in character devices: bare, as pipes, and with access control");
MODULE_LICENSE("Dual MIT/GPL");
