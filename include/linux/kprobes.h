/* SPDX-License-Identifier: MIT */
/*
 * Probes: as in a Linux without CONFIG_KPROBES, none can be registered, and code that asks for one
 * is told so: -ENOSYS. Documentation/trace/kprobes.rst.
 */
#ifndef _LINUX_KPROBES_H
#define _LINUX_KPROBES_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/types.h>

struct pt_regs;
struct kprobe;
typedef u8 kprobe_opcode_t;
typedef int (*kprobe_pre_handler_t)(struct kprobe *, struct pt_regs *);
typedef void (*kprobe_post_handler_t)(struct kprobe *, struct pt_regs *, unsigned long flags);

struct kprobe {
	kprobe_opcode_t *addr;
	const char *symbol_name;
	unsigned int offset;
	kprobe_pre_handler_t pre_handler;
	kprobe_post_handler_t post_handler;
	u32 flags;
};

#define __kprobes
#define nokprobe_inline inline
#define NOKPROBE_SYMBOL(fname)

static inline int register_kprobe(struct kprobe *p)
{
	return -ENOSYS;
}
static inline void unregister_kprobe(struct kprobe *p)
{
}
static inline int enable_kprobe(struct kprobe *kp)
{
	return -ENOSYS;
}
static inline int disable_kprobe(struct kprobe *kp)
{
	return -ENOSYS;
}

#endif
