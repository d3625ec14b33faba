/* SPDX-License-Identifier: MIT */
/* Asynchronous I/O: every kiocb of ferrite is synchronous, so nothing can be cancelled. */
#ifndef _LINUX_AIO_H
#define _LINUX_AIO_H

#include <linux/fs.h>
#include <linux/uio.h>

typedef int(kiocb_cancel_fn)(struct kiocb *);

static inline void kiocb_set_cancel_fn(struct kiocb *req, kiocb_cancel_fn *cancel)
{
}

#endif
