/* SPDX-License-Identifier: MIT */
/*
 * The machine's RAM and the address windows that show it.
 *
 * RAM is one memfd whose offset is the physical address, so that a page can be mapped in
 * several places. All windows are reserved PROT_NONE at bases that the host chooses (fixed
 * addresses collide with sanitizers): a stray access to a hole of memory is a fault.
 *
 *   arch_direct_base   physical 0 ... end of the declared memory, RAM ranges mapped
 *   arch_memmap_base   64 bytes a page frame, mapped where there is memory
 *   arch_vmalloc_base  vmalloc areas with their guard pages
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hosted.h"

#define WINDOW_ALIGN	  (1ull << 30)
#define PAGE_STRUCT_BYTES 64
#define VMALLOC_BYTES	  (4ull << 30)
/*
 * Checks keep their records behind the declared memory, up to four times as much of it and some
 * (mm/slab/track.c). The window is address space only: what is not touched costs nothing.
 */
#define CHECKS_FACTOR 6

uintptr_t arch_direct_base, arch_direct_size;
uintptr_t arch_memmap_base;
uintptr_t arch_vmalloc_base, arch_vmalloc_size;

static struct {
	int fd;
	void *base;
	size_t size;
} ram = {.fd = -1};

static uint64_t round_up_to(uint64_t x, uint64_t to)
{
	return (x + to - 1) / to * to;
}

static uint64_t memory_end(const struct ferrite_decl *decl)
{
	uint64_t end = 0;

	for (int i = 0; i < decl->nr_ranges; i++)
		if (decl->range[i].start + decl->range[i].len > end)
			end = decl->range[i].start + decl->range[i].len;
	return round_up_to(end, WINDOW_ALIGN);
}

/* @len bytes aligned to WINDOW_ALIGN inside one reservation: physical alignment shows through. */
int host_windows_init(const struct ferrite_decl *decl)
{
	uint64_t direct = memory_end(decl) * (decl->checks ? CHECKS_FACTOR : 1) + WINDOW_ALIGN;
	uint64_t memmap = round_up_to(direct / HOST_PAGE * PAGE_STRUCT_BYTES, WINDOW_ALIGN);
	uintptr_t at;

	ram.size = WINDOW_ALIGN + direct + memmap + VMALLOC_BYTES;
	ram.base =
		mmap(NULL, ram.size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (ram.base == MAP_FAILED)
		return -errno;
	ram.fd = memfd_create("ferrite-ram", MFD_CLOEXEC);
	if (ram.fd < 0 || ftruncate(ram.fd, (off_t)direct)) {
		int err = -errno;

		host_windows_exit();
		return err;
	}
	at = round_up_to((uintptr_t)ram.base, WINDOW_ALIGN);
	arch_direct_base = at;
	arch_direct_size = direct;
	arch_memmap_base = at + direct;
	arch_vmalloc_base = arch_memmap_base + memmap;
	arch_vmalloc_size = VMALLOC_BYTES;
	return 0;
}

void host_windows_exit(void)
{
	if (ram.base && ram.base != MAP_FAILED)
		munmap(ram.base, ram.size);
	if (ram.fd >= 0)
		close(ram.fd);
	ram.base = NULL;
	ram.fd = -1;
	arch_direct_base = arch_memmap_base = arch_vmalloc_base = 0;
}

static int show(uintptr_t va, uint64_t pa, size_t bytes)
{
	void *p = mmap((void *)va, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, ram.fd,
		       (off_t)pa);

	return p == MAP_FAILED ? -errno : 0;
}

static void hide(uintptr_t va, size_t bytes)
{
	if (mmap((void *)va, bytes, PROT_NONE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == MAP_FAILED)
		arch_panic("the host refuses to unmap a window");
}

int arch_phys_online(uint64_t pa, uint64_t len)
{
	return show(arch_direct_base + pa, pa, len);
}

void arch_phys_offline(uint64_t pa, uint64_t len)
{
	hide(arch_direct_base + pa, len);
	/* The next online must find zeroes. */
	if (fallocate(ram.fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)pa, (off_t)len))
		arch_panic("the host refuses to give RAM back");
}

int arch_kernel_map(uintptr_t va, const uint64_t *pfn, size_t nr)
{
	size_t i = 0;

	while (i < nr) {
		size_t run = 1;
		int err;

		while (i + run < nr && pfn[i + run] == pfn[i] + run)
			run++;
		err = show(va + i * HOST_PAGE, pfn[i] * HOST_PAGE, run * HOST_PAGE);
		if (err) {
			hide(va, nr * HOST_PAGE);
			return err == -ENOMEM ? err : -EINVAL;
		}
		i += run;
	}
	return 0;
}

int arch_kernel_map_range(uintptr_t va, uint64_t pa, size_t bytes)
{
	return show(va, pa, bytes);
}

void arch_kernel_unmap(uintptr_t va, size_t nr)
{
	hide(va, nr * HOST_PAGE);
}
