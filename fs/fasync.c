/* SPDX-License-Identifier: MIT */
/*
 * fasync: which files asked for SIGIO, per driver's list, and sending it.
 *
 * The list hangs on the driver's pointer and is guarded by one lock for all (lists are short
 * and change seldom). A signal goes to whoever the client named with F_SETOWN, which only the
 * host knows; so the machine reports the file and the band, and the launcher signals.
 */
#include <linux/export.h>
#include <linux/fcntl.h>
#include <linux/slab.h>

#include "client.h"
#include "fs.h"

static DEFINE_SPINLOCK(fasync_lock);

struct fasync_struct *fasync_alloc(void)
{
	return kzalloc(sizeof(struct fasync_struct), GFP_KERNEL);
}
EXPORT_SYMBOL(fasync_alloc);

void fasync_free(struct fasync_struct *fa)
{
	kfree(fa);
}
EXPORT_SYMBOL(fasync_free);

static struct fasync_struct **find_entry(struct fasync_struct **fapp, struct file *filp)
{
	while (*fapp && (*fapp)->fa_file != filp)
		fapp = &(*fapp)->fa_next;
	return fapp;
}

static void set_fasync_flag(struct file *filp, bool on)
{
	spin_lock(&filp->f_lock);
	if (on)
		filp->f_flags |= FASYNC;
	else
		filp->f_flags &= ~FASYNC;
	spin_unlock(&filp->f_lock);
}

int fasync_remove_entry(struct file *filp, struct fasync_struct **fapp)
{
	struct fasync_struct **at, *gone;
	unsigned long flags;

	spin_lock_irqsave(&fasync_lock, flags);
	at = find_entry(fapp, filp);
	gone = *at;
	if (gone)
		*at = gone->fa_next;
	spin_unlock_irqrestore(&fasync_lock, flags);
	set_fasync_flag(filp, false);
	kfree(gone);
	return gone != NULL;
}

static int add_entry(int fd, struct file *filp, struct fasync_struct **fapp)
{
	struct fasync_struct *new = fasync_alloc(), *old;
	unsigned long flags;

	if (!new)
		return -ENOMEM;
	rwlock_init(&new->fa_lock);
	new->magic = FASYNC_MAGIC;
	new->fa_fd = fd;
	new->fa_file = filp;
	spin_lock_irqsave(&fasync_lock, flags);
	old = *find_entry(fapp, filp);
	if (old) {
		old->fa_fd = fd;
	} else {
		new->fa_next = *fapp;
		*fapp = new;
	}
	spin_unlock_irqrestore(&fasync_lock, flags);
	set_fasync_flag(filp, true);
	if (!old)
		return 1;
	fasync_free(new);
	return 0;
}

int fasync_helper(int fd, struct file *filp, int on, struct fasync_struct **fapp)
{
	return on ? add_entry(fd, filp, fapp) : fasync_remove_entry(filp, fapp);
}
EXPORT_SYMBOL(fasync_helper);

void kill_fasync(struct fasync_struct **fp, int sig, int band)
{
	struct fasync_struct *fa;
	unsigned long flags;

	if (!READ_ONCE(*fp))
		return;
	spin_lock_irqsave(&fasync_lock, flags);
	for (fa = *fp; fa; fa = fa->fa_next)
		client_sigio(fs_file_of(fa->fa_file)->id, band);
	spin_unlock_irqrestore(&fasync_lock, flags);
}
EXPORT_SYMBOL(kill_fasync);
