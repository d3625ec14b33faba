/* SPDX-License-Identifier: MIT */
#include <linux/module.h>
#include <linux/no_such_bus.h>
#include <linux/list.h>
#include <linux/no_such_class.h>

MODULE_LICENSE("Dual MIT/GPL");
