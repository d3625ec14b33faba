/* SPDX-License-Identifier: MIT */
#ifndef PAIR_H
#define PAIR_H

int pair_two(void);
int pair_extra(void);

#endif
