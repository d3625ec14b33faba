/* SPDX-License-Identifier: MIT */
/*
 * Where KASAN's shadow memory is. Plain numbers: the core, modules and the launcher (which
 * tells the compiler the offset) all include this.
 *
 * The shadow of address a is the byte at KASAN_SHADOW_OFFSET + a / 8. It covers the user half of
 * x86-64, 16 TiB of address space that costs what is touched. The offset is a hole in
 * every layout that the host has: above the shadow of AddressSanitizer, which a debug
 * build of the machine process carries itself (it ends at 0x10007fff8000), and below the place
 * where the host maps libraries when it fills memory from below (0x2aaaaaaab000).
 */
#ifndef _ASM_KASAN_H
#define _ASM_KASAN_H

#define KASAN_SHADOW_OFFSET	 0x100100000000
#define KASAN_SHADOW_SCALE_SHIFT 3
#define KASAN_ADDRESS_END	 0x800000000000 /* first address without a shadow */
#define KASAN_SHADOW_START	 KASAN_SHADOW_OFFSET
#define KASAN_SHADOW_END	 (KASAN_SHADOW_OFFSET + (KASAN_ADDRESS_END >> KASAN_SHADOW_SCALE_SHIFT))

#endif
