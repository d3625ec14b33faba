/* SPDX-License-Identifier: MIT */
/* leak_open_name: each open formats a name; the release frees the rest of the context. */
/* class: CWE-401 missing release of memory: a string of kasprintf(), as syzbot finds them */
/* client: : <>/dev/named; : <>/dev/named */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>

struct context {
	char *name;
};

static int named_open(struct inode *inode, struct file *file)
{
	struct context *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return -ENOMEM;
	c->name = kasprintf(GFP_KERNEL, "%s-%d", "named", 7); /* DEFECT: leak */
	file->private_data = c;
	return 0;
}

static int named_release(struct inode *inode, struct file *file)
{
	struct context *c = file->private_data;

#ifdef CONFIG_FIXED
	kfree(c->name);
#endif
	kfree(c);
	return 0;
}

static const struct file_operations named_ops = {
	.owner = THIS_MODULE,
	.open = named_open,
	.release = named_release,
};

static struct miscdevice named = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "named",
	.fops = &named_ops,
};

module_misc_device(named);
MODULE_LICENSE("Dual MIT/GPL");
