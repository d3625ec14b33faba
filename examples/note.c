// SPDX-License-Identifier: MIT
/* note: a misc device, /dev/note, that keeps the last line written to it, and a sysfs file. */
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define NOTE_MAX 4096

static DEFINE_MUTEX(note_lock); /* guards text and length */
static char *note_text;
static size_t note_length;

static ssize_t note_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	ssize_t done;

	mutex_lock(&note_lock);
	done = simple_read_from_buffer(buf, count, pos, note_text, note_length);
	mutex_unlock(&note_lock);
	return done;
}

/* One write replaces the note. The new text is complete before the old one goes. */
static ssize_t note_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	char *text;

	if (count > NOTE_MAX)
		return -EMSGSIZE;
	text = memdup_user(buf, count);
	if (IS_ERR(text))
		return PTR_ERR(text);
	mutex_lock(&note_lock);
	swap(note_text, text);
	note_length = count;
	mutex_unlock(&note_lock);
	kfree(text);
	return count;
}

static const struct file_operations note_fops = {
	.owner = THIS_MODULE,
	.read = note_read,
	.write = note_write,
	.llseek = default_llseek,
};

/* /sys/class/misc/note/length */
static ssize_t length_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%zu\n", note_length);
}
static DEVICE_ATTR_RO(length);

static struct attribute *note_attrs[] = {&dev_attr_length.attr, NULL};
ATTRIBUTE_GROUPS(note);

static struct miscdevice note_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "note",
	.mode = 0666,
	.fops = &note_fops,
	.groups = note_groups,
};

static int __init note_init(void)
{
	return misc_register(&note_device);
}

static void __exit note_exit(void)
{
	misc_deregister(&note_device);
	kfree(note_text);
}

module_init(note_init);
module_exit(note_exit);

MODULE_DESCRIPTION("Keeps what was last written to it");
MODULE_LICENSE("Dual MIT/GPL");
