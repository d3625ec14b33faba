/* SPDX-License-Identifier: MIT */
/*
 * The configuration: that of Linux 6.1 on x86-64 with SMP, NUMA and SLUB. Included before
 * every source of the core and of modules.
 */
#ifndef FERRITE_KCONFIG_H
#define FERRITE_KCONFIG_H

#define __KERNEL__ 1
#define CONFIG_64BIT 1
#define CONFIG_X86 1
#define CONFIG_X86_64 1
#define CONFIG_X86_L1_CACHE_SHIFT 6
#define CONFIG_MMU 1
#define CONFIG_SYMBOLIC_ERRNAME 1
#define CONFIG_SMP 1
#define CONFIG_NR_CPUS 64
#define CONFIG_NUMA 1
#define CONFIG_NODES_SHIFT 6
#define CONFIG_ZONE_DMA 1
#define CONFIG_ZONE_DMA32 1
#define CONFIG_ZONE_DEVICE 1
#define CONFIG_SPARSEMEM 1
#define CONFIG_SPARSEMEM_VMEMMAP 1
#define CONFIG_FLATMEM_MANUAL 0
#define CONFIG_SLUB 1
#define CONFIG_SLUB_DEBUG 1
#define CONFIG_SLUB_CPU_PARTIAL 1
#define CONFIG_HZ 250
#define CONFIG_HZ_250 1
#define CONFIG_PREEMPT_COUNT 1
#define CONFIG_DEBUG_ATOMIC_SLEEP 1
#define CONFIG_PRINTK 1
#define CONFIG_BUG 1
#define CONFIG_DEBUG_BUGVERBOSE 1
#define CONFIG_MODULES 1
#define CONFIG_MODULE_UNLOAD 1
#define CONFIG_KALLSYMS 1
#define CONFIG_PROC_FS 1
#define CONFIG_SYSFS 1
#define CONFIG_DEBUG_FS 1
#define CONFIG_BLOCK 0
#define CONFIG_HAS_IOMEM 1
#define CONFIG_HAS_IOPORT 1
#define CONFIG_HIGH_RES_TIMERS 1
#define CONFIG_KUNIT 1
#define CONFIG_STACKTRACE 1
#define CONFIG_BASE_SMALL 0
#define CONFIG_LOG_BUF_SHIFT 17
#define CONFIG_VM_EVENT_COUNTERS 1
#define CONFIG_HAVE_EFFICIENT_UNALIGNED_ACCESS 1
#define CONFIG_ARCH_HAS_REFCOUNT 1
#undef CONFIG_BLOCK
#undef CONFIG_FLATMEM_MANUAL

/*
 * IS_ENABLED(CONFIG_X) is 1 when X is defined to 1 (or CONFIG_X_MODULE is), else 0: an
 * argument is inserted before the 1 only if the option's value pastes to a known name.
 */
#define __cfg_arg_1 0,
#define __cfg_second(ignored, value, ...) value
#define __cfg_is_one(x) __cfg_paste(x)
#define __cfg_paste(value) __cfg_pick(__cfg_arg_##value)
#define __cfg_pick(arg_or_junk) __cfg_second(arg_or_junk 1, 0)

#define __is_defined(x) __cfg_is_one(x)
#define IS_BUILTIN(option) __is_defined(option)
#define IS_MODULE(option) __is_defined(option##_MODULE)
#define IS_ENABLED(option) (IS_BUILTIN(option) || IS_MODULE(option))
#define IS_REACHABLE(option) IS_ENABLED(option)

#endif
