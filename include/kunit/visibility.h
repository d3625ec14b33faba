/* SPDX-License-Identifier: MIT */
#ifndef _KUNIT_VISIBILITY_H
#define _KUNIT_VISIBILITY_H
#define VISIBLE_IF_KUNIT
#define EXPORT_SYMBOL_IF_KUNIT(symbol) EXPORT_SYMBOL(symbol)
#endif
