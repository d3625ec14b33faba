/* SPDX-License-Identifier: MIT */
/* <generated/utsrelease.h>: what uname -r says on a machine. */
#ifndef GENERATED_UTSRELEASE_H
#define GENERATED_UTSRELEASE_H

#define UTS_RELEASE "6.1.0-ferrite"

#endif
