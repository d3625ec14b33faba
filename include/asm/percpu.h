/* SPDX-License-Identifier: MIT */
/*
 * Where the copies of per-CPU data are.
 *
 * One rule for every per-CPU address of the machine, static or allocated, of the core or of a
 * module: CPU n's copy of what CPU 0 sees at p is at p + n * PERCPU_STRIDE. A static variable
 * has its copies because the linker script (cli/build/percpu.lds) leaves room for them; an
 * allocated one, because every chunk of mm/percpu/ lays its units out at the same stride.
 * So the offset depends on the CPU alone, and a module's variables need no relocation.
 */
#ifndef _ASM_PERCPU_H
#define _ASM_PERCPU_H

#include <asm/arch_tls.h>

/* Bytes between the copies of two neighbouring CPUs; also the largest static image. */
#define PERCPU_STRIDE_SHIFT 16
#define PERCPU_STRIDE	    (1UL << PERCPU_STRIDE_SHIFT)

#define per_cpu_offset(cpu) ((unsigned long)(cpu) << PERCPU_STRIDE_SHIFT)

/* The running CPU's offset: one segment-relative load. */
#define __my_cpu_offset (arch_tls.percpu_offset)

/*
 * One read or write of a scalar that another CPU may look at (a statistics reader sums the
 * copies of all CPUs). Relaxed atomic accesses are ordinary moves; they only tell the
 * compiler and the race detector that the sharing is meant.
 */
#define __percpu_load(p)     __atomic_load_n((p), __ATOMIC_RELAXED)
#define __percpu_store(p, v) __atomic_store_n((p), (v), __ATOMIC_RELAXED)

#endif
