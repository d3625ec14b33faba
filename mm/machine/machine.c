/* SPDX-License-Identifier: MIT */
/* The root of all state: one object, filled by init/main.c. */
#include <linux/stddef.h>
#include "machine.h"

struct machine machine;
