/* SPDX-License-Identifier: MIT */
/*
 * Per-CPU variables: definition and access.
 *
 * Names and meanings as Linux's Documentation/core-api/this_cpu_ops.rst. Where the copies are
 * is <asm/percpu.h>'s business. On the hosted port nothing else runs on this CPU between two
 * schedule points, so that the this_cpu_ operations are single by construction: they contain
 * no schedule point, no lock and no locked instruction.
 */
#ifndef _LINUX_PERCPU_DEFS_H
#define _LINUX_PERCPU_DEFS_H

#include <linux/compiler.h>
#include <asm/percpu.h>

#define PER_CPU_BASE_SECTION	       ".data..percpu"
#define PER_CPU_SHARED_ALIGNED_SECTION "..shared_aligned"
#define PER_CPU_ALIGNED_SECTION	       "..shared_aligned"
#define PER_CPU_FIRST_SECTION	       "..first"

/*
 * Every flavour goes to the one section: the linker orders by alignment well enough, and one
 * section keeps the bounds of the image (__per_cpu_start, __per_cpu_end) simple.
 */
#define __PCPU_ATTRS(sec) __percpu __attribute__((section(PER_CPU_BASE_SECTION)))

#define DECLARE_PER_CPU_SECTION(type, name, sec) extern __PCPU_ATTRS(sec) __typeof__(type) name
#define DEFINE_PER_CPU_SECTION(type, name, sec)	 __PCPU_ATTRS(sec) __typeof__(type) name

#define DECLARE_PER_CPU(type, name) DECLARE_PER_CPU_SECTION(type, name, "")
#define DEFINE_PER_CPU(type, name)  DEFINE_PER_CPU_SECTION(type, name, "")

#define __PCPU_CACHELINE __attribute__((aligned(64)))
#define __PCPU_PAGE	 __attribute__((aligned(4096)))

#define DECLARE_PER_CPU_FIRST(type, name)	   DECLARE_PER_CPU(type, name)
#define DEFINE_PER_CPU_FIRST(type, name)	   DEFINE_PER_CPU(type, name)
#define DECLARE_PER_CPU_SHARED_ALIGNED(type, name) DECLARE_PER_CPU(type, name) __PCPU_CACHELINE
#define DEFINE_PER_CPU_SHARED_ALIGNED(type, name)  DEFINE_PER_CPU(type, name) __PCPU_CACHELINE
#define DECLARE_PER_CPU_ALIGNED(type, name)	   DECLARE_PER_CPU(type, name) __PCPU_CACHELINE
#define DEFINE_PER_CPU_ALIGNED(type, name)	   DEFINE_PER_CPU(type, name) __PCPU_CACHELINE
#define DECLARE_PER_CPU_PAGE_ALIGNED(type, name)   DECLARE_PER_CPU(type, name) __PCPU_PAGE
#define DEFINE_PER_CPU_PAGE_ALIGNED(type, name)	   DEFINE_PER_CPU(type, name) __PCPU_PAGE
#define DECLARE_PER_CPU_READ_MOSTLY(type, name)	   DECLARE_PER_CPU(type, name)
#define DEFINE_PER_CPU_READ_MOSTLY(type, name)	   DEFINE_PER_CPU(type, name)
#define DECLARE_PER_CPU_DECRYPTED(type, name)	   DECLARE_PER_CPU(type, name)
#define DEFINE_PER_CPU_DECRYPTED(type, name)	   DEFINE_PER_CPU(type, name)

#define EXPORT_PER_CPU_SYMBOL(var)     EXPORT_SYMBOL(var)
#define EXPORT_PER_CPU_SYMBOL_GPL(var) EXPORT_SYMBOL_GPL(var)

/* Refuse, at compile time, what is not a pointer. */
#define __verify_pcpu_ptr(ptr)                                                   \
	do {                                                                     \
		const void __percpu *__vpp_verify = (__typeof__((ptr) + 0))NULL; \
		(void)__vpp_verify;                                              \
	} while (0)

#define SHIFT_PERCPU_PTR(ptr, off) \
	((__typeof__(*(ptr)) *)((unsigned long)(ptr) + (unsigned long)(off)))

/* CPU @cpu's copy of what @ptr names. Any context; who may touch it is the caller's matter. */
#define per_cpu_ptr(ptr, cpu) SHIFT_PERCPU_PTR((ptr), per_cpu_offset(cpu))
/* The running CPU's copy; only stable while the task cannot move (preemption off). */
#define raw_cpu_ptr(ptr)  SHIFT_PERCPU_PTR((ptr), __my_cpu_offset)
#define this_cpu_ptr(ptr) raw_cpu_ptr(ptr)
#define per_cpu(var, cpu) (*per_cpu_ptr(&(var), cpu))

/* Use a variable between get (preemption off) and put (preemption on again). */
#define get_cpu_var(var)              \
	(*({                          \
		preempt_disable();    \
		this_cpu_ptr(&(var)); \
	}))
#define put_cpu_var(var)          \
	do {                      \
		(void)&(var);     \
		preempt_enable(); \
	} while (0)
#define get_cpu_ptr(var)           \
	({                         \
		preempt_disable(); \
		this_cpu_ptr(var); \
	})
#define put_cpu_ptr(var)          \
	do {                      \
		(void)(var);      \
		preempt_enable(); \
	} while (0)

/* The operations. @pcp is the variable itself, of 1, 2, 4 or 8 bytes. */
#define raw_cpu_read(pcp)	__percpu_load(raw_cpu_ptr(&(pcp)))
#define raw_cpu_write(pcp, val) __percpu_store(raw_cpu_ptr(&(pcp)), (__typeof__(pcp))(val))

#define __raw_cpu_op_return(pcp, op, val)                                                      \
	({                                                                                     \
		__auto_type __pcp_p = raw_cpu_ptr(&(pcp));                                     \
		__typeof__(pcp) __pcp_new = (__typeof__(pcp))(__percpu_load(__pcp_p) op(val)); \
		__percpu_store(__pcp_p, __pcp_new);                                            \
		__pcp_new;                                                                     \
	})
#define raw_cpu_add(pcp, val)	     ((void)__raw_cpu_op_return(pcp, +, val))
#define raw_cpu_sub(pcp, val)	     ((void)__raw_cpu_op_return(pcp, -, val))
#define raw_cpu_and(pcp, val)	     ((void)__raw_cpu_op_return(pcp, &, val))
#define raw_cpu_or(pcp, val)	     ((void)__raw_cpu_op_return(pcp, |, val))
#define raw_cpu_inc(pcp)	     raw_cpu_add(pcp, 1)
#define raw_cpu_dec(pcp)	     raw_cpu_sub(pcp, 1)
#define raw_cpu_add_return(pcp, val) __raw_cpu_op_return(pcp, +, val)
#define raw_cpu_sub_return(pcp, val) __raw_cpu_op_return(pcp, -, val)
#define raw_cpu_inc_return(pcp)	     raw_cpu_add_return(pcp, 1)
#define raw_cpu_dec_return(pcp)	     raw_cpu_sub_return(pcp, 1)
#define raw_cpu_xchg(pcp, val)                                      \
	({                                                          \
		__auto_type __pcp_p = raw_cpu_ptr(&(pcp));          \
		__typeof__(pcp) __pcp_old = __percpu_load(__pcp_p); \
		__percpu_store(__pcp_p, (__typeof__(pcp))(val));    \
		__pcp_old;                                          \
	})
#define raw_cpu_cmpxchg(pcp, old, val)                                   \
	({                                                               \
		__auto_type __pcp_p = raw_cpu_ptr(&(pcp));               \
		__typeof__(pcp) __pcp_old = __percpu_load(__pcp_p);      \
		if (__pcp_old == (old))                                  \
			__percpu_store(__pcp_p, (__typeof__(pcp))(val)); \
		__pcp_old;                                               \
	})
#define raw_cpu_cmpxchg_double(pcp1, pcp2, o1, o2, n1, n2)                                  \
	({                                                                                  \
		bool __pcp_same = raw_cpu_read(pcp1) == (o1) && raw_cpu_read(pcp2) == (o2); \
		if (__pcp_same) {                                                           \
			raw_cpu_write(pcp1, n1);                                            \
			raw_cpu_write(pcp2, n2);                                            \
		}                                                                           \
		__pcp_same;                                                                 \
	})

/*
 * this_cpu_: safe against interrupts and preemption; __this_cpu_: the caller has excluded
 * them; raw_cpu_: the caller does not care. One implementation serves the three.
 */
#define this_cpu_read(pcp)			      raw_cpu_read(pcp)
#define this_cpu_write(pcp, val)		      raw_cpu_write(pcp, val)
#define this_cpu_add(pcp, val)			      raw_cpu_add(pcp, val)
#define this_cpu_sub(pcp, val)			      raw_cpu_sub(pcp, val)
#define this_cpu_and(pcp, val)			      raw_cpu_and(pcp, val)
#define this_cpu_or(pcp, val)			      raw_cpu_or(pcp, val)
#define this_cpu_inc(pcp)			      raw_cpu_inc(pcp)
#define this_cpu_dec(pcp)			      raw_cpu_dec(pcp)
#define this_cpu_add_return(pcp, val)		      raw_cpu_add_return(pcp, val)
#define this_cpu_sub_return(pcp, val)		      raw_cpu_sub_return(pcp, val)
#define this_cpu_inc_return(pcp)		      raw_cpu_inc_return(pcp)
#define this_cpu_dec_return(pcp)		      raw_cpu_dec_return(pcp)
#define this_cpu_xchg(pcp, val)			      raw_cpu_xchg(pcp, val)
#define this_cpu_cmpxchg(pcp, old, val)		      raw_cpu_cmpxchg(pcp, old, val)
#define this_cpu_cmpxchg_double(a, b, o1, o2, n1, n2) raw_cpu_cmpxchg_double(a, b, o1, o2, n1, n2)

#define __this_cpu_read(pcp)		  raw_cpu_read(pcp)
#define __this_cpu_write(pcp, val)	  raw_cpu_write(pcp, val)
#define __this_cpu_add(pcp, val)	  raw_cpu_add(pcp, val)
#define __this_cpu_sub(pcp, val)	  raw_cpu_sub(pcp, val)
#define __this_cpu_and(pcp, val)	  raw_cpu_and(pcp, val)
#define __this_cpu_or(pcp, val)		  raw_cpu_or(pcp, val)
#define __this_cpu_inc(pcp)		  raw_cpu_inc(pcp)
#define __this_cpu_dec(pcp)		  raw_cpu_dec(pcp)
#define __this_cpu_add_return(pcp, val)	  raw_cpu_add_return(pcp, val)
#define __this_cpu_sub_return(pcp, val)	  raw_cpu_sub_return(pcp, val)
#define __this_cpu_inc_return(pcp)	  raw_cpu_inc_return(pcp)
#define __this_cpu_dec_return(pcp)	  raw_cpu_dec_return(pcp)
#define __this_cpu_xchg(pcp, val)	  raw_cpu_xchg(pcp, val)
#define __this_cpu_cmpxchg(pcp, old, val) raw_cpu_cmpxchg(pcp, old, val)

#endif
