/* SPDX-License-Identifier: MIT */
/*
 * uevents: what the kernel would tell udev. Nobody listens here; the environment is still made,
 * because making it runs drivers' code (dev_uevent) and the file uevent prints it.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/string.h>

static const char *const actions[] = {
	[KOBJ_ADD] = "add",   [KOBJ_REMOVE] = "remove", [KOBJ_CHANGE] = "change",
	[KOBJ_MOVE] = "move", [KOBJ_ONLINE] = "online", [KOBJ_OFFLINE] = "offline",
	[KOBJ_BIND] = "bind", [KOBJ_UNBIND] = "unbind",
};

int add_uevent_var(struct kobj_uevent_env *env, const char *format, ...)
{
	size_t room = sizeof(env->buf) - env->buflen;
	va_list args;
	int len;

	if (env->envp_idx >= (int)ARRAY_SIZE(env->envp)) {
		WARN(1, "add_uevent_var: too many keys\n");
		return -ENOMEM;
	}
	va_start(args, format);
	len = vsnprintf(&env->buf[env->buflen], room, format, args);
	va_end(args);
	if (len >= (int)room) {
		WARN(1, "add_uevent_var: buffer size too small\n");
		return -ENOMEM;
	}
	env->envp[env->envp_idx++] = &env->buf[env->buflen];
	env->buflen += len + 1;
	return 0;
}
EXPORT_SYMBOL_GPL(add_uevent_var);

static struct kset *kset_above(struct kobject *kobj)
{
	while (kobj && !kobj->kset)
		kobj = kobj->parent;
	return kobj ? kobj->kset : NULL;
}

int kobject_uevent_env(struct kobject *kobj, enum kobject_action action, char *envp_ext[])
{
	struct kset *kset = kset_above(kobj);
	const struct kset_uevent_ops *ops = kset ? kset->uevent_ops : NULL;
	struct kobj_uevent_env *env;
	int err = 0;

	if (action == KOBJ_REMOVE)
		kobj->state_remove_uevent_sent = 1;
	if (!kset)
		return -EINVAL;
	if (kobj->uevent_suppress || (ops && ops->filter && !ops->filter(kobj)))
		return 0;
	env = kzalloc(sizeof(*env), GFP_KERNEL);
	if (!env)
		return -ENOMEM;
	err = add_uevent_var(env, "ACTION=%s", actions[action]);
	for (int i = 0; !err && envp_ext && envp_ext[i]; i++)
		err = add_uevent_var(env, "%s", envp_ext[i]);
	if (!err && ops && ops->uevent)
		err = ops->uevent(kobj, env);
	if (!err && action == KOBJ_ADD)
		kobj->state_add_uevent_sent = 1;
	kfree(env);
	return err;
}
EXPORT_SYMBOL_GPL(kobject_uevent_env);

int kobject_uevent(struct kobject *kobj, enum kobject_action action)
{
	return kobject_uevent_env(kobj, action, NULL);
}
EXPORT_SYMBOL_GPL(kobject_uevent);

/* "add", "change", …: a client writes it to a uevent file. Anything else is -EINVAL. */
int kobject_synth_uevent(struct kobject *kobj, const char *buf, size_t count)
{
	if (count && (buf[count - 1] == '\n' || buf[count - 1] == '\0'))
		count--;
	for (unsigned int i = 0; i < ARRAY_SIZE(actions); i++) {
		size_t len = strlen(actions[i]);

		if (count >= len && !strncmp(buf, actions[i], len) &&
		    (count == len || buf[len] == ' '))
			return kobject_uevent(kobj, i);
	}
	return -EINVAL;
}
EXPORT_SYMBOL_GPL(kobject_synth_uevent);
