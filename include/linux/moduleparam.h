/* SPDX-License-Identifier: MIT */
/*
 * <linux/moduleparam.h>: parameters of a module, as insmod's name=value words set them.
 *
 * Each module_param*() puts one struct kernel_param into section __param of its object. The
 * loader (kernel/module.c) hands the whole array to parse_args() before the module's init
 * function runs and shows those with a mode in /sys/module/NAME/parameters.
 *
 * Behaviour follows Linux 6.1: Documentation/admin-guide/kernel-parameters.rst and the
 * comments of its module_param() interface.
 */
#ifndef LINUX_MODULEPARAM_H
#define LINUX_MODULEPARAM_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/stringify.h>
#include <linux/types.h>

/* Name of a built-in part's parameters starts with its module name; a module's does not. */
#ifdef MODULE
#define MODULE_PARAM_PREFIX /* empty */
#else
#define MODULE_PARAM_PREFIX KBUILD_MODNAME "."
#endif

/* Room for "name=" plus a whole parameter name, as Linux limits it. */
#define MAX_PARAM_PREFIX_LEN (64 - sizeof(unsigned long))

/* One "tag=text" string in .modinfo, read by the loader and by modinfo(8). */
#define __MODULE_INFO(tag, name, info)                                   \
	static const char __UNIQUE_ID(name)[]                            \
		__attribute__((used, section(".modinfo"), aligned(1))) = \
			__MODULE_INFO_PREFIX __stringify(tag) "=" info

#ifdef MODULE
#define __MODULE_INFO_PREFIX /* empty */
#else
#define __MODULE_INFO_PREFIX KBUILD_MODNAME "."
#endif

#define __MODULE_PARM_TYPE(name, _type) __MODULE_INFO(parmtype, name##type, #name ":" _type)

/* Describe a parameter for modinfo(8). */
#define MODULE_PARM_DESC(_parm, desc) __MODULE_INFO(parm, _parm, #_parm ":" desc)

struct kernel_param;

enum {
	KERNEL_PARAM_OPS_FL_NOARG = 1 << 0, /* "name" without "=value" is accepted: val is NULL */
};

enum {
	KERNEL_PARAM_FL_UNSAFE = 1 << 0, /* setting it taints the kernel, with a notice */
	KERNEL_PARAM_FL_HWPARAM = 1 << 1,
};

/*
 * How one type of parameter is read and written.
 *  set:  parse @val; 0 or -errno. May sleep. Called under kernel_param_lock().
 *  get:  write text with a trailing newline into a page; the length or -errno.
 *  free: release what set() allocated; at unload. May be NULL.
 */
struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *val, const struct kernel_param *kp);
	int (*get)(char *buffer, const struct kernel_param *kp);
	void (*free)(void *arg);
};

struct kparam_string {
	unsigned int maxlen; /* bytes of @string, its 0 included */
	char *string;
};

struct kparam_array {
	unsigned int max;
	unsigned int elemsize;
	unsigned int *num; /* how many elements were given; may be NULL */
	const struct kernel_param_ops *ops;
	void *elem;
};

struct module;

struct kernel_param {
	const char *name;
	struct module *mod;
	const struct kernel_param_ops *ops;
	const u16 perm;
	s8 level;
	u8 flags;
	union {
		void *arg;
		const struct kparam_string *str;
		const struct kparam_array *arr;
	};
};

/* ---- declaring parameters ---- */

/*
 * module_param(name, type, perm): a variable @name is a parameter of the same name.
 * type: byte, hexint, short, ushort, int, uint, long, ulong, ullong, charp, bool, invbool,
 * bint, or any T with param_ops_T and param_check_T. perm: mode in sysfs, 0 hides it.
 */
#define module_param(name, type, perm) module_param_named(name, name, type, perm)

#define module_param_unsafe(name, type, perm) module_param_named_unsafe(name, name, type, perm)

#define module_param_named(name, value, type, perm)             \
	param_check_##type(name, &(value));                     \
	module_param_cb(name, &param_ops_##type, &value, perm); \
	__MODULE_PARM_TYPE(name, #type)

#define module_param_named_unsafe(name, value, type, perm)             \
	param_check_##type(name, &(value));                            \
	module_param_cb_unsafe(name, &param_ops_##type, &value, perm); \
	__MODULE_PARM_TYPE(name, #type)

#define module_param_hw_named(name, value, type, hwtype, perm)                              \
	param_check_##type(name, &(value));                                                 \
	__module_param_call(MODULE_PARAM_PREFIX, name, &param_ops_##type, &value, perm, -1, \
			    KERNEL_PARAM_FL_HWPARAM);                                       \
	__MODULE_PARM_TYPE(name, #type)

#define module_param_hw(name, type, hwtype, perm) \
	module_param_hw_named(name, name, type, hwtype, perm)

/* A parameter with its own set and get. */
#define module_param_cb(name, ops, arg, perm) \
	__module_param_call(MODULE_PARAM_PREFIX, name, ops, arg, perm, -1, 0)

#define module_param_cb_unsafe(name, ops, arg, perm) \
	__module_param_call(MODULE_PARAM_PREFIX, name, ops, arg, perm, -1, KERNEL_PARAM_FL_UNSAFE)

/* Set before the initcalls of that level; a module's parameters are all set before init. */
#define __level_param_cb(name, ops, arg, perm, level) \
	__module_param_call(MODULE_PARAM_PREFIX, name, ops, arg, perm, level, 0)
#define core_param_cb(name, ops, arg, perm)	__level_param_cb(name, ops, arg, perm, 1)
#define postcore_param_cb(name, ops, arg, perm) __level_param_cb(name, ops, arg, perm, 2)
#define arch_param_cb(name, ops, arg, perm)	__level_param_cb(name, ops, arg, perm, 3)
#define subsys_param_cb(name, ops, arg, perm)	__level_param_cb(name, ops, arg, perm, 4)
#define fs_param_cb(name, ops, arg, perm)	__level_param_cb(name, ops, arg, perm, 5)
#define device_param_cb(name, ops, arg, perm)	__level_param_cb(name, ops, arg, perm, 6)
#define late_param_cb(name, ops, arg, perm)	__level_param_cb(name, ops, arg, perm, 7)

/* The mode must be octal, without an executable bit and not writable by others. */
#define __VERIFY_PARAM_PERM(perm)                                           \
	(BUILD_BUG_ON_ZERO((perm) < 0) + BUILD_BUG_ON_ZERO((perm) > 0777) + \
	 BUILD_BUG_ON_ZERO((perm)&2) + (perm))

#ifdef MODULE
#define __PARAM_MODULE (&__this_module)
extern struct module __this_module;
#else
#define __PARAM_MODULE ((struct module *)0)
#endif

#define __module_param_call(prefix, name, ops, arg, perm, level, flags)                   \
	static_assert(sizeof("" prefix) - 1 <= MAX_PARAM_PREFIX_LEN);                     \
	static const char __param_str_##name[] = prefix #name;                            \
	static struct kernel_param const __param_##name __attribute__((                   \
		used, section("__param"), aligned(__alignof__(struct kernel_param)))) = { \
		__param_str_##name,                                                       \
		__PARAM_MODULE,                                                           \
		ops,                                                                      \
		__VERIFY_PARAM_PERM(perm),                                                \
		level,                                                                    \
		flags,                                                                    \
		{arg}}

/* The form before kernel_param_ops: set and get given one by one. */
#define module_param_call(name, _set, _get, arg, perm)              \
	static const struct kernel_param_ops __param_ops_##name = { \
		.flags = 0,                                         \
		.set = _set,                                        \
		.get = _get,                                        \
	};                                                          \
	__module_param_call(MODULE_PARAM_PREFIX, name, &__param_ops_##name, arg, perm, -1, 0)

/* A parameter without a prefix even when built in. */
#define core_param(name, var, type, perm) \
	param_check_##type(name, &(var)); \
	__module_param_call("", name, &param_ops_##type, &var, perm, -1, 0)
#define core_param_unsafe(name, var, type, perm) \
	param_check_##type(name, &(var));        \
	__module_param_call("", name, &param_ops_##type, &var, perm, -1, KERNEL_PARAM_FL_UNSAFE)

/* Copy the text into @string, at most @len - 1 characters: -ENOSPC when it is longer. */
#define module_param_string(name, string, len, perm)                             \
	static const struct kparam_string __param_string_##name = {len, string}; \
	__module_param_call(MODULE_PARAM_PREFIX, name, &param_ops_string,        \
			    (void *)&__param_string_##name, perm, -1, 0);        \
	__MODULE_PARM_TYPE(name, "string")

/* Comma-separated values; *@nump (may be NULL) becomes how many were given. */
#define module_param_array(name, type, nump, perm) \
	module_param_array_named(name, name, type, nump, perm)

#define module_param_array_named(name, array, type, nump, perm)                              \
	param_check_##type(name, &(array)[0]);                                               \
	static const struct kparam_array __param_arr_##name = {.max = sizeof(array) /        \
								      sizeof((array)[0]),    \
							       .num = nump,                  \
							       .ops = &param_ops_##type,     \
							       .elemsize = sizeof(array[0]), \
							       .elem = array};               \
	__module_param_call(MODULE_PARAM_PREFIX, name, &param_array_ops,                     \
			    (void *)&__param_arr_##name, perm, -1, 0);                       \
	__MODULE_PARM_TYPE(name, "array of " #type)

#define module_param_hw_array(name, type, hwtype, nump, perm) \
	module_param_array_named(name, name, type, nump, perm)

/* ---- the standard types ---- */

#define __param_check(name, p, type)                            \
	static inline type __maybe_unused *__check_##name(void) \
	{                                                       \
		return (p);                                     \
	}

#define __DECLARE_PARAM(T)                                                 \
	extern const struct kernel_param_ops param_ops_##T;                \
	int param_set_##T(const char *val, const struct kernel_param *kp); \
	int param_get_##T(char *buffer, const struct kernel_param *kp)

__DECLARE_PARAM(byte);
__DECLARE_PARAM(short);
__DECLARE_PARAM(ushort);
__DECLARE_PARAM(int);
__DECLARE_PARAM(uint);
__DECLARE_PARAM(long);
__DECLARE_PARAM(ulong);
__DECLARE_PARAM(ullong);
__DECLARE_PARAM(hexint);
__DECLARE_PARAM(charp);
__DECLARE_PARAM(bool);
__DECLARE_PARAM(invbool);
#undef __DECLARE_PARAM

#define param_check_byte(name, p)    __param_check(name, p, unsigned char)
#define param_check_short(name, p)   __param_check(name, p, short)
#define param_check_ushort(name, p)  __param_check(name, p, unsigned short)
#define param_check_int(name, p)     __param_check(name, p, int)
#define param_check_uint(name, p)    __param_check(name, p, unsigned int)
#define param_check_long(name, p)    __param_check(name, p, long)
#define param_check_ulong(name, p)   __param_check(name, p, unsigned long)
#define param_check_ullong(name, p)  __param_check(name, p, unsigned long long)
#define param_check_hexint(name, p)  param_check_uint(name, p)
#define param_check_charp(name, p)   __param_check(name, p, char *)
#define param_check_bool(name, p)    __param_check(name, p, bool)
#define param_check_invbool(name, p) __param_check(name, p, bool)

/* bool that can only be switched on by writing to it at run time */
extern const struct kernel_param_ops param_ops_bool_enable_only;
int param_set_bool_enable_only(const char *val, const struct kernel_param *kp);
#define param_get_bool_enable_only   param_get_bool
#define param_check_bool_enable_only param_check_bool

/* an int that takes the values of a bool */
extern const struct kernel_param_ops param_ops_bint;
int param_set_bint(const char *val, const struct kernel_param *kp);
#define param_get_bint	 param_get_int
#define param_check_bint param_check_int

/* set/get helpers for callbacks: an unsigned int with limits */
int param_set_uint_minmax(const char *val, const struct kernel_param *kp, unsigned int min,
			  unsigned int max);

void param_free_charp(void *arg);

extern const struct kernel_param_ops param_array_ops;
extern const struct kernel_param_ops param_ops_string;
int param_set_copystring(const char *val, const struct kernel_param *kp);
int param_get_string(char *buffer, const struct kernel_param *kp);

/* ---- the parser ---- */

/*
 * Set parameters from a line of name=value words (double quotes keep blanks together; '-' and
 * '_' are the same in names). @args is cut up in place. A word that no parameter has goes to
 * @unknown (-ENOENT is its "nobody knows it"). Returns NULL, the text after a word "--", or an
 * ERR_PTR. May sleep.
 */
char *parse_args(const char *name, char *args, const struct kernel_param *params, unsigned int num,
		 s16 level_min, s16 level_max, void *arg,
		 int (*unknown)(char *param, char *val, const char *doing, void *arg));

/* Equal when '-' and '_' are taken as the same; parameqn compares @n characters. */
bool parameq(const char *name1, const char *name2);
bool parameqn(const char *name1, const char *name2, size_t n);

/* Keep sysfs from changing this module's parameters meanwhile. Sleeps. */
void kernel_param_lock(struct module *mod);
void kernel_param_unlock(struct module *mod);

#endif
