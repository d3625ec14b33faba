/* SPDX-License-Identifier: MIT */
/*
 * debugfs files that show and set one variable, or show an array, a blob or registers.
 *
 * One table describes all plain numbers: how the value is loaded and stored, in which format
 * it is printed. A mode without write permission gives operations without set, as in Linux.
 */
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "debugfs.h"

struct dentry *arch_debugfs_dir;
EXPORT_SYMBOL(arch_debugfs_dir);

/* ---- guarded attribute operations ---- */

ssize_t debugfs_attr_read(struct file *file, char __user *buf, size_t len, loff_t *ppos)
{
	struct dentry *dentry = file->f_path.dentry;
	ssize_t ret = debugfs_file_get(dentry);

	if (ret)
		return ret;
	ret = simple_attr_read(file, buf, len, ppos);
	debugfs_file_put(dentry);
	return ret;
}
EXPORT_SYMBOL_GPL(debugfs_attr_read);

static ssize_t attr_write(struct file *file, const char __user *buf, size_t len, loff_t *ppos,
			  bool is_signed)
{
	struct dentry *dentry = file->f_path.dentry;
	ssize_t ret = debugfs_file_get(dentry);

	if (ret)
		return ret;
	ret = is_signed ? simple_attr_write_signed(file, buf, len, ppos)
			: simple_attr_write(file, buf, len, ppos);
	debugfs_file_put(dentry);
	return ret;
}

ssize_t debugfs_attr_write(struct file *file, const char __user *buf, size_t len, loff_t *ppos)
{
	return attr_write(file, buf, len, ppos, false);
}
EXPORT_SYMBOL_GPL(debugfs_attr_write);

ssize_t debugfs_attr_write_signed(struct file *file, const char __user *buf, size_t len,
				  loff_t *ppos)
{
	return attr_write(file, buf, len, ppos, true);
}
EXPORT_SYMBOL_GPL(debugfs_attr_write_signed);

/* ---- numbers ---- */

/* get and set of a type, and the three operations (rw, ro, wo) in the given format. */
#define NUMBER_TYPE(tag, type)                     \
	static int tag##_get(void *data, u64 *val) \
	{                                          \
		*val = *(type *)data;              \
		return 0;                          \
	}                                          \
	static int tag##_set(void *data, u64 val)  \
	{                                          \
		*(type *)data = val;               \
		return 0;                          \
	}

#define NUMBER_FOPS(name, tag, fmt)                                     \
	DEFINE_DEBUGFS_ATTRIBUTE(name##_rw, tag##_get, tag##_set, fmt); \
	DEFINE_DEBUGFS_ATTRIBUTE(name##_ro, tag##_get, NULL, fmt);      \
	DEFINE_DEBUGFS_ATTRIBUTE(name##_wo, NULL, tag##_set, fmt)

#define NUMBER_CREATE(name, type)                                                         \
	void debugfs_create_##name(const char *file, umode_t mode, struct dentry *parent, \
				   type *value)                                           \
	{                                                                                 \
		const struct file_operations *f = !(mode & S_IWUGO)   ? &name##_ro        \
						  : !(mode & S_IRUGO) ? &name##_wo        \
								      : &name##_rw;       \
		debugfs_add_file(file, mode, parent, value, f, true,                      \
				 (unsigned long)__builtin_return_address(0));             \
	}                                                                                 \
	EXPORT_SYMBOL_GPL(debugfs_create_##name)

NUMBER_TYPE(n8, u8)
NUMBER_TYPE(n16, u16)
NUMBER_TYPE(n32, u32)
NUMBER_TYPE(n64, u64)
NUMBER_TYPE(nlong, unsigned long)
NUMBER_TYPE(nsize, size_t)

static int natomic_get(void *data, u64 *val)
{
	*val = atomic_read((atomic_t *)data);
	return 0;
}

static int natomic_set(void *data, u64 val)
{
	atomic_set((atomic_t *)data, val);
	return 0;
}

NUMBER_FOPS(u8, n8, "%llu\n");
NUMBER_FOPS(u16, n16, "%llu\n");
NUMBER_FOPS(u32, n32, "%llu\n");
NUMBER_FOPS(u64, n64, "%llu\n");
NUMBER_FOPS(ulong, nlong, "%llu\n");
NUMBER_FOPS(x8, n8, "0x%02llx\n");
NUMBER_FOPS(x16, n16, "0x%04llx\n");
NUMBER_FOPS(x32, n32, "0x%08llx\n");
NUMBER_FOPS(x64, n64, "0x%016llx\n");
NUMBER_FOPS(size_t, nsize, "%llu\n");
DEFINE_DEBUGFS_ATTRIBUTE_SIGNED(atomic_t_rw, natomic_get, natomic_set, "%lld\n");
DEFINE_DEBUGFS_ATTRIBUTE_SIGNED(atomic_t_ro, natomic_get, NULL, "%lld\n");
DEFINE_DEBUGFS_ATTRIBUTE_SIGNED(atomic_t_wo, NULL, natomic_set, "%lld\n");

NUMBER_CREATE(u8, u8);
NUMBER_CREATE(u16, u16);
NUMBER_CREATE(u32, u32);
NUMBER_CREATE(u64, u64);
NUMBER_CREATE(ulong, unsigned long);
NUMBER_CREATE(x8, u8);
NUMBER_CREATE(x16, u16);
NUMBER_CREATE(x32, u32);
NUMBER_CREATE(x64, u64);
NUMBER_CREATE(size_t, size_t);
NUMBER_CREATE(atomic_t, atomic_t);

/* ---- booleans ---- */

ssize_t debugfs_read_file_bool(struct file *file, char __user *user_buf, size_t count, loff_t *ppos)
{
	struct dentry *dentry = file->f_path.dentry;
	char text[2] = "N\n";
	int err = debugfs_file_get(dentry);

	if (err)
		return err;
	if (*(bool *)file->private_data)
		text[0] = 'Y';
	debugfs_file_put(dentry);
	return simple_read_from_buffer(user_buf, count, ppos, text, sizeof(text));
}
EXPORT_SYMBOL_GPL(debugfs_read_file_bool);

ssize_t debugfs_write_file_bool(struct file *file, const char __user *user_buf, size_t count,
				loff_t *ppos)
{
	struct dentry *dentry = file->f_path.dentry;
	bool value;
	int err = kstrtobool_from_user(user_buf, count, &value);

	/* What is no truth value is ignored, without an error, as long as it could be read. */
	if (err)
		return err == -EFAULT ? err : (ssize_t)count;
	err = debugfs_file_get(dentry);
	if (err)
		return err;
	*(bool *)file->private_data = value;
	debugfs_file_put(dentry);
	return count;
}
EXPORT_SYMBOL_GPL(debugfs_write_file_bool);

static const struct file_operations bool_rw = {
	.read = debugfs_read_file_bool,
	.write = debugfs_write_file_bool,
	.open = simple_open,
	.llseek = default_llseek,
};
static const struct file_operations bool_ro = {
	.read = debugfs_read_file_bool,
	.open = simple_open,
	.llseek = default_llseek,
};
static const struct file_operations bool_wo = {
	.write = debugfs_write_file_bool,
	.open = simple_open,
	.llseek = default_llseek,
};

NUMBER_CREATE(bool, bool);

/* ---- strings ---- */

ssize_t debugfs_read_file_str(struct file *file, char __user *user_buf, size_t count, loff_t *ppos)
{
	struct dentry *dentry = file->f_path.dentry;
	char *str, *copy;
	ssize_t ret = debugfs_file_get(dentry);

	if (ret)
		return ret;
	str = *(char **)file->private_data;
	copy = kasprintf(GFP_KERNEL, "%s\n", str ?: "");
	debugfs_file_put(dentry);
	if (!copy)
		return -ENOMEM;
	ret = simple_read_from_buffer(user_buf, count, ppos, copy, strlen(copy));
	kfree(copy);
	return ret;
}
EXPORT_SYMBOL_GPL(debugfs_read_file_str);

static const struct file_operations str_ro = {
	.read = debugfs_read_file_str,
	.open = simple_open,
	.llseek = default_llseek,
};

void debugfs_create_str(const char *name, umode_t mode, struct dentry *parent, char **value)
{
	debugfs_add_file(name, mode & ~S_IWUGO, parent, value, &str_ro, true,
			 (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(debugfs_create_str);

/* ---- blobs ---- */

static ssize_t blob_read(struct file *file, char __user *user_buf, size_t count, loff_t *ppos)
{
	struct debugfs_blob_wrapper *blob = file->private_data;
	struct dentry *dentry = file->f_path.dentry;
	ssize_t ret = debugfs_file_get(dentry);

	if (ret)
		return ret;
	ret = simple_read_from_buffer(user_buf, count, ppos, blob->data, blob->size);
	debugfs_file_put(dentry);
	return ret;
}

static const struct file_operations blob_fops = {
	.read = blob_read,
	.open = simple_open,
	.llseek = default_llseek,
};

struct dentry *debugfs_create_blob(const char *name, umode_t mode, struct dentry *parent,
				   struct debugfs_blob_wrapper *blob)
{
	return debugfs_add_file(name, mode & 0444, parent, blob, &blob_fops, true,
				(unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(debugfs_create_blob);

/* ---- arrays: one line, made at open ---- */

static int u32_array_open(struct inode *inode, struct file *file)
{
	struct debugfs_u32_array *a = inode->i_private;
	size_t size = a->n_elements * 11 + 2, used = 0;
	char *text = kmalloc(size, GFP_KERNEL);

	if (!text)
		return -ENOMEM;
	for (u32 i = 0; i < a->n_elements; i++)
		used += scnprintf(text + used, size - used, "%u%c", a->array[i],
				  i + 1 == a->n_elements ? '\n' : ' ');
	text[used] = '\0';
	file->private_data = text;
	return nonseekable_open(inode, file);
}

static ssize_t u32_array_read(struct file *file, char __user *buf, size_t len, loff_t *ppos)
{
	return simple_read_from_buffer(buf, len, ppos, file->private_data,
				       strlen(file->private_data));
}

static int u32_array_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static const struct file_operations u32_array_fops = {
	.open = u32_array_open,
	.release = u32_array_release,
	.read = u32_array_read,
	.llseek = no_llseek,
};

void debugfs_create_u32_array(const char *name, umode_t mode, struct dentry *parent,
			      struct debugfs_u32_array *array)
{
	debugfs_add_file(name, mode, parent, array, &u32_array_fops, false,
			 (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(debugfs_create_u32_array);

/* ---- register sets ---- */

void debugfs_print_regs32(struct seq_file *s, const struct debugfs_reg32 *regs, int nregs,
			  void __iomem *base, char *prefix)
{
	for (int i = 0; i < nregs; i++) {
		if (prefix)
			seq_puts(s, prefix);
		seq_printf(s, "%s = 0x%08x\n", regs[i].name, readl(base + regs[i].offset));
	}
}
EXPORT_SYMBOL_GPL(debugfs_print_regs32);

static int debugfs_regset32_show(struct seq_file *s, void *data)
{
	struct debugfs_regset32 *regset = s->private;

	debugfs_print_regs32(s, regset->regs, regset->nregs, regset->base, "");
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(debugfs_regset32);

void debugfs_create_regset32(const char *name, umode_t mode, struct dentry *parent,
			     struct debugfs_regset32 *regset)
{
	debugfs_add_file(name, mode, parent, regset, &debugfs_regset32_fops, false,
			 (unsigned long)__builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(debugfs_create_regset32);
