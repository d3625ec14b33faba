/* SPDX-License-Identifier: MIT */
/* Interrupt lines as drivers use them: <linux/interrupt.h>. There is no controller to describe. */
#ifndef _LINUX_IRQ_H
#define _LINUX_IRQ_H

#include <linux/interrupt.h>
#include <linux/irqreturn.h>
#include <linux/smp.h>
#include <linux/topology.h>

#endif
