/* SPDX-License-Identifier: MIT */
/*
 * The address space of KASAN's shadow memory. The host gives a page of zeroes when one is first
 * touched; nothing else is promised for it, so that 16 TiB can be mapped.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "arch/hosted/include/asm/kasan.h"
#include "hosted.h"

#define SHADOW_BYTES ((size_t)(KASAN_SHADOW_END - KASAN_SHADOW_START))

static bool mapped;

int arch_shadow_map(void)
{
	void *at = (void *)KASAN_SHADOW_START;
	void *p = mmap(at, SHADOW_BYTES, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	if (p == MAP_FAILED)
		return -errno;
	if (p != at) { /* a host that does not know MAP_FIXED_NOREPLACE takes it as a wish */
		munmap(p, SHADOW_BYTES);
		return -EEXIST;
	}
	madvise(p, SHADOW_BYTES, MADV_DONTDUMP);
	mapped = true;
	return 0;
}

void arch_shadow_unmap(void)
{
	if (mapped)
		munmap((void *)KASAN_SHADOW_START, SHADOW_BYTES);
	mapped = false;
}

void host_shadow_clean(uintptr_t lo, uintptr_t hi)
{
	if (mapped)
		memset((char *)KASAN_SHADOW_OFFSET + (lo >> KASAN_SHADOW_SCALE_SHIFT), 0,
		       (hi - lo) >> KASAN_SHADOW_SCALE_SHIFT);
}
