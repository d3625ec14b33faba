/* SPDX-License-Identifier: MIT */
#include <ferrite/kconfig.h>
