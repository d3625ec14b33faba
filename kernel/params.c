/* SPDX-License-Identifier: MIT */
/*
 * Parameters: from the words that a module was loaded with to its variables, and back to text
 * for /sys/module/NAME/parameters.
 *
 *   "quantum=100 name=\"a b\" debug"
 *      │ next_word: cut at blanks outside double quotes
 *      │ parse_one: find the kernel_param by name ('-' and '_' are the same)
 *      └ ops->set(val, kp), val NULL when there is no '='
 *
 * Results, errors and messages follow Linux 6.1, which users of insmod know: -EINVAL "invalid
 * for parameter", -ENOSPC "too large", unknown words are only reported.
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "module_state.h"

static DEFINE_MUTEX(param_lock);

void kernel_param_lock(struct module *mod)
{
	mutex_lock(&param_lock);
}
EXPORT_SYMBOL(kernel_param_lock);

void kernel_param_unlock(struct module *mod)
{
	mutex_unlock(&param_lock);
}
EXPORT_SYMBOL(kernel_param_unlock);

/* ---- the parser ---- */

static char same_dash(char c)
{
	return c == '-' ? '_' : c;
}

bool parameqn(const char *name1, const char *name2, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (same_dash(name1[i]) != same_dash(name2[i]))
			return false;
	return true;
}

bool parameq(const char *name1, const char *name2)
{
	size_t n = strlen(name1);

	return n == strlen(name2) && parameqn(name1, name2, n);
}

static int parse_one(char *name, char *val, const char *doing, const struct kernel_param *params,
		     unsigned int num, s16 level_min, s16 level_max, void *arg,
		     int (*unknown)(char *param, char *val, const char *doing, void *arg))
{
	for (unsigned int i = 0; i < num; i++) {
		const struct kernel_param *kp = &params[i];
		int err;

		if (!parameq(name, kp->name))
			continue;
		if (kp->level < level_min || kp->level > level_max)
			return 0;
		if (!val && !(kp->ops->flags & KERNEL_PARAM_OPS_FL_NOARG))
			return -EINVAL;
		if (kp->flags & KERNEL_PARAM_FL_UNSAFE)
			pr_notice("Setting dangerous option %s - tainting kernel\n", kp->name);
		kernel_param_lock(kp->mod);
		err = kp->ops->set(val, kp);
		kernel_param_unlock(kp->mod);
		return err;
	}
	return unknown ? unknown(name, val, doing, arg) : -ENOENT;
}

/*
 * Cut the next word off @args: its name, its value (NULL without '='). Double quotes around
 * the value, or around the whole word, are removed. Returns what follows.
 */
static char *next_word(char *args, char **name, char **val)
{
	bool quoted = *args == '"';
	char *p, *equals = NULL;
	bool in_quote = quoted;

	args += quoted;
	for (p = args; *p && (in_quote || !isspace(*p)); p++) {
		if (*p == '=' && !equals)
			equals = p;
		if (*p == '"')
			in_quote = !in_quote;
	}
	*name = args;
	*val = NULL;
	if (equals) {
		*equals = '\0';
		*val = equals + 1;
		if (**val == '"') {
			(*val)++;
			if (p[-1] == '"')
				p[-1] = '\0';
		}
	}
	if (quoted && p > args && p[-1] == '"')
		p[-1] = '\0';
	if (*p)
		*p++ = '\0';
	return skip_spaces(p);
}

static int report_error(const char *doing, const char *name, const char *val, int err)
{
	if (err == -ENOENT)
		pr_err("%s: Unknown parameter `%s'\n", doing, name);
	else if (err == -ENOSPC)
		pr_err("%s: `%s' too large for parameter `%s'\n", doing, val ?: "", name);
	else if (err)
		pr_err("%s: `%s' invalid for parameter `%s'\n", doing, val ?: "", name);
	return err;
}

char *parse_args(const char *doing, char *args, const struct kernel_param *params, unsigned int num,
		 s16 level_min, s16 level_max, void *arg,
		 int (*unknown)(char *param, char *val, const char *doing, void *arg))
{
	char *name, *val, *ret = NULL;

	args = skip_spaces(args);
	while (*args) {
		int err;

		args = next_word(args, &name, &val);
		if (!val && strcmp(name, "--") == 0)
			return ret ?: args;
		err = parse_one(name, val, doing, params, num, level_min, level_max, arg, unknown);
		err = report_error(doing, name, val, err);
		if (err)
			ret = ERR_PTR(err); /* the words behind it are set all the same */
	}
	return ret;
}
EXPORT_SYMBOL(parse_args);

/* ---- integer types ---- */

#define PARAM_NUMBER(name, type, format, parse)                                     \
	int param_set_##name(const char *val, const struct kernel_param *kp)        \
	{                                                                           \
		return val ? parse(val, 0, (type *)kp->arg) : -EINVAL;              \
	}                                                                           \
	EXPORT_SYMBOL(param_set_##name);                                            \
	int param_get_##name(char *buffer, const struct kernel_param *kp)           \
	{                                                                           \
		return scnprintf(buffer, PAGE_SIZE, format "\n", *(type *)kp->arg); \
	}                                                                           \
	EXPORT_SYMBOL(param_get_##name);                                            \
	const struct kernel_param_ops param_ops_##name = {                          \
		.set = param_set_##name,                                            \
		.get = param_get_##name,                                            \
	};                                                                          \
	EXPORT_SYMBOL(param_ops_##name)

PARAM_NUMBER(byte, unsigned char, "%hhu", kstrtou8);
PARAM_NUMBER(short, short, "%hi", kstrtos16);
PARAM_NUMBER(ushort, unsigned short, "%hu", kstrtou16);
PARAM_NUMBER(int, int, "%i", kstrtoint);
PARAM_NUMBER(uint, unsigned int, "%u", kstrtouint);
PARAM_NUMBER(long, long, "%li", kstrtol);
PARAM_NUMBER(ulong, unsigned long, "%lu", kstrtoul);
PARAM_NUMBER(ullong, unsigned long long, "%llu", kstrtoull);
PARAM_NUMBER(hexint, unsigned int, "%#08x", kstrtouint);

int param_set_uint_minmax(const char *val, const struct kernel_param *kp, unsigned int min,
			  unsigned int max)
{
	unsigned int num;
	int err = val ? kstrtouint(val, 0, &num) : -EINVAL;

	if (err)
		return err;
	if (num < min || num > max)
		return -EINVAL;
	*(unsigned int *)kp->arg = num;
	return 0;
}
EXPORT_SYMBOL(param_set_uint_minmax);

/* ---- text ---- */

/*
 * A charp points into the words that the module was loaded with, which live as long as it
 * does; what sysfs sets later is an allocation of ours, kept on a list to know it again.
 */
struct charp_copy {
	struct list_head list;
	char text[];
};

static LIST_HEAD(charp_copies);

static void charp_drop(char *text)
{
	struct charp_copy *c;

	list_for_each_entry (c, &charp_copies, list)
		if (c->text == text) {
			list_del(&c->list);
			kfree(c);
			return;
		}
}

int param_set_charp(const char *val, const struct kernel_param *kp)
{
	struct charp_copy *c;
	size_t len = val ? strlen(val) : 0;

	if (!val)
		return -EINVAL;
	if (len > 1024) {
		pr_err("%s: string parameter too long\n", kp->name);
		return -ENOSPC;
	}
	if (module_args_hold(kp->mod, val)) {
		charp_drop(*(char **)kp->arg);
		*(char **)kp->arg = (char *)val;
		return 0;
	}
	c = kmalloc(sizeof(*c) + len + 1, GFP_KERNEL);
	if (!c)
		return -ENOMEM;
	memcpy(c->text, val, len + 1);
	charp_drop(*(char **)kp->arg);
	list_add(&c->list, &charp_copies);
	*(char **)kp->arg = c->text;
	return 0;
}
EXPORT_SYMBOL(param_set_charp);

int param_get_charp(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%s\n", *(char **)kp->arg);
}
EXPORT_SYMBOL(param_get_charp);

void param_free_charp(void *arg)
{
	charp_drop(*(char **)arg);
}
EXPORT_SYMBOL(param_free_charp);

const struct kernel_param_ops param_ops_charp = {
	.set = param_set_charp,
	.get = param_get_charp,
	.free = param_free_charp,
};
EXPORT_SYMBOL(param_ops_charp);

int param_set_copystring(const char *val, const struct kernel_param *kp)
{
	const struct kparam_string *str = kp->str;

	if (!val)
		return -EINVAL;
	if (strlen(val) + 1 > str->maxlen) {
		pr_err("%s: string doesn't fit in %u chars.\n", kp->name, str->maxlen - 1);
		return -ENOSPC;
	}
	strcpy(str->string, val);
	return 0;
}
EXPORT_SYMBOL(param_set_copystring);

int param_get_string(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%s\n", kp->str->string);
}
EXPORT_SYMBOL(param_get_string);

const struct kernel_param_ops param_ops_string = {
	.set = param_set_copystring,
	.get = param_get_string,
};
EXPORT_SYMBOL(param_ops_string);

/* ---- truth ---- */

int param_set_bool(const char *val, const struct kernel_param *kp)
{
	/* A bare name means yes. */
	return kstrtobool(val ?: "1", kp->arg);
}
EXPORT_SYMBOL(param_set_bool);

int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%c\n", *(bool *)kp->arg ? 'Y' : 'N');
}
EXPORT_SYMBOL(param_get_bool);

const struct kernel_param_ops param_ops_bool = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bool,
	.get = param_get_bool,
};
EXPORT_SYMBOL(param_ops_bool);

int param_set_bool_enable_only(const char *val, const struct kernel_param *kp)
{
	bool new;
	int err = kstrtobool(val ?: "1", &new);

	if (err)
		return err;
	if (!new &&*(bool *)kp->arg)
		return -EROFS;
	*(bool *)kp->arg = new;
	return 0;
}
EXPORT_SYMBOL(param_set_bool_enable_only);

const struct kernel_param_ops param_ops_bool_enable_only = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bool_enable_only,
	.get = param_get_bool,
};
EXPORT_SYMBOL(param_ops_bool_enable_only);

int param_set_invbool(const char *val, const struct kernel_param *kp)
{
	bool given;
	int err = val ? kstrtobool(val, &given) : -EINVAL;

	if (!err)
		*(bool *)kp->arg = !given;
	return err;
}
EXPORT_SYMBOL(param_set_invbool);

int param_get_invbool(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%c\n", *(bool *)kp->arg ? 'N' : 'Y');
}
EXPORT_SYMBOL(param_get_invbool);

const struct kernel_param_ops param_ops_invbool = {
	.set = param_set_invbool,
	.get = param_get_invbool,
};
EXPORT_SYMBOL(param_ops_invbool);

int param_set_bint(const char *val, const struct kernel_param *kp)
{
	bool given;
	int err = kstrtobool(val ?: "1", &given);

	if (!err)
		*(int *)kp->arg = given;
	return err;
}
EXPORT_SYMBOL(param_set_bint);

const struct kernel_param_ops param_ops_bint = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bint,
	.get = param_get_int,
};
EXPORT_SYMBOL(param_ops_bint);

/* ---- arrays ---- */

static int param_array_set(const char *val, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arr;
	struct kernel_param one = {
		.name = kp->name,
		.mod = kp->mod,
		.ops = arr->ops,
		.level = kp->level,
		.arg = arr->elem,
	};
	char *text = (char *)val, end = ',';
	unsigned int own, *count = arr->num ?: &own;

	if (!val)
		return -EINVAL;
	*count = 0; /* also counts those before one that fails */
	while (end == ',') {
		size_t len = strcspn(text, ",");
		int err;

		if (*count >= arr->max) {
			pr_err("%s: can only take %i arguments\n", kp->name, arr->max);
			return -EINVAL;
		}
		end = text[len];
		text[len] = '\0';
		err = arr->ops->set(text, &one);
		if (err)
			return err;
		one.arg += arr->elemsize;
		text += len + 1;
		(*count)++;
	}
	return 0;
}

static int param_array_get(char *buffer, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arr;
	struct kernel_param one = *kp;
	unsigned int n = arr->num ? *arr->num : arr->max;
	int off = 0;

	for (unsigned int i = 0; i < n; i++) {
		int len;

		one.arg = arr->elem + i * arr->elemsize;
		if (off)
			buffer[off - 1] = ',';
		len = arr->ops->get(buffer + off, &one);
		if (len < 0)
			return len;
		off += len;
	}
	buffer[off] = '\0';
	return off;
}

static void param_array_free(void *arg)
{
	const struct kparam_array *arr = arg;
	unsigned int n = arr->num ? *arr->num : arr->max;

	if (!arr->ops->free)
		return;
	for (unsigned int i = 0; i < n; i++)
		arr->ops->free(arr->elem + i * arr->elemsize);
}

const struct kernel_param_ops param_array_ops = {
	.set = param_array_set,
	.get = param_array_get,
	.free = param_array_free,
};
EXPORT_SYMBOL(param_array_ops);
