/* SPDX-License-Identifier: MIT */
/*
 * KASAN: accesses of instrumented modules to memory that is not theirs. The theory.
 *
 * Concepts
 *	granule	8 aligned bytes of the address space
 *	shadow	one byte a granule, saying how much of it may be touched (kasan.h: the values)
 *	poison	to say that nobody may; unpoison: the first N bytes may
 *
 *	memory   | object, 13 bytes          |red zone        | next …
 *	         |........|.....   |         |                |
 *	shadow   |   00   |   05   |    fc   |   fc   |   fc  |
 *
 *	The compiler puts a look at the shadow before each access of a module (`ferrite run
 *	--asan`); when that says no, the access is reported, and goes on. What may be touched is
 *	decided by who hands memory out: the pools call the hooks of kasan.h, the compiler does it
 *	for the variables of functions, constructors for those of modules (stack.c, globals.c).
 *	Functions of the core that a module gives its pointers to (memcpy, strlen, copy_to_user …)
 * look first: string.c stands before them, for modules only.
 *
 * Invariants
 *	- the core is not instrumented: it may touch what is poisoned, and does (free lists,
 *	  patterns, red zones);
 *	- the shadow is zero, "touch as you like", for all that no pool owns: text and data of the
 *	  core and of modules, stacks below their functions, the memory map;
 *	- a free page, a free object, what is behind the bytes that were asked for, a guard page of
 *	  vmalloc and the rest of per-CPU chunks are poisoned from the moment when their pool is
 *	  initialised until it ends. Freed objects rest in the slabs' quarantine, so that they
 *	  stay poisoned for a while; freed vmalloc addresses rest as they always do.
 *
 * Locking: none. See shadow.c.
 *
 * Failure: a host that has no room for the shadow does not create the machine. Everything
 * else reports or does nothing.
 *
 * Rejected: libasan, the compilers' own runtime: it wants to own malloc and the process's
 * start, its reports know nothing of slabs, and it ends the process at the first one. A
 * shadow in the core's memory at a base chosen at run time: inline checks need a constant.
 * Instrumenting the core: it would need an exception for each place where an allocator touches free
 * memory.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/printk.h>

#include "arch/arch.h"
#include "mm/machine/machine.h"
#include "kasan.h"
#include "report.h"

bool kasan_running;

int kasan_init(void)
{
	int err;

	if (!machine.decl->kasan)
		return 0;
	err = arch_shadow_map();
	if (err) {
		pr_emerg("kasan: the host gives no address space for the shadow at %#lx: --asan is "
			 "not possible here\n",
			 (unsigned long)KASAN_SHADOW_START);
		return err;
	}
	kasan_running = true;
	kasan_globals_reset();
	pr_info("kasan: KernelAddressSanitizer initialized\n");
	return 0;
}

void kasan_exit(void)
{
	kasan_running = false;
	arch_shadow_unmap();
	kasan_report_reset();
}

/* ---- what the hooks share ---- */

/* [addr, addr + size) is somebody's, the rest of [addr, addr + room) nobody's. */
void __kasan_alloc_bytes(const void *addr, size_t size, size_t room, u8 behind)
{
	size_t used = round_up(size, KASAN_GRANULE_SIZE);

	kasan_unpoison(addr, size);
	if (room > used)
		kasan_poison((const char *)addr + used, room - used, behind);
}

bool __kasan_slab_may_free(const void *object, bool is_object, unsigned long ip)
{
	/* An object's first granule is good, or partly so, while it lives. */
	s8 shadow = (s8)*kasan_shadow_of((unsigned long)object);

	if (is_object && shadow >= 0 && shadow < (s8)KASAN_GRANULE_SIZE)
		return true;
	return !kasan_free_expected(object, is_object, ip);
}

void __kasan_percpu(const void *addr, size_t size, size_t room, unsigned int nr_cpus, size_t stride)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpus; cpu++)
		__kasan_alloc_bytes((const char *)addr + cpu * stride, size, room, KASAN_PERCPU);
}
