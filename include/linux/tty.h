/* SPDX-License-Identifier: MIT */
/*
 * Controlling terminals. A client's terminal is a device of its own system, of which the
 * machine knows nothing: every task is one without a controlling terminal, as a daemon is.
 */
#ifndef _LINUX_TTY_H
#define _LINUX_TTY_H

#include <linux/kref.h>
#include <linux/types.h>

struct tty_struct {
	struct kref kref;
	dev_t devt;
};

/* current's controlling terminal, with a reference, or NULL. Any context that may read current. */
static inline struct tty_struct *get_current_tty(void)
{
	return NULL;
}

/* The device number of @tty; 0 for NULL. */
static inline dev_t tty_devnum(struct tty_struct *tty)
{
	return tty ? tty->devt : 0;
}

/* Give a reference back. NULL is allowed. */
static inline void tty_kref_put(struct tty_struct *tty)
{
}

#endif
