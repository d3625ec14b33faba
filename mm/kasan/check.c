/* SPDX-License-Identifier: MIT */
/*
 * What instrumented code calls: the compilers' interface.
 *
 * GCC and clang emit calls by these names (-fsanitize=kernel-address). A build of the machine
 * process with userspace AddressSanitizer has a library with some of the same names, so ours carry
 * a prefix, and a module is linked with --wrap for each of them (cli/build/link.c).
 *
 * Small accesses are checked by the instrumented code itself, which calls a report function when
 * the shadow says no; compilers that were told to call instead use load and store.
 */
#include <asm/page.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "kasan.h"
#include "wrap.h"

/* Is there a byte that may not be touched? An address without a shadow is none of the kernel's. */
static __always_inline bool is_bad(unsigned long addr, size_t size)
{
	if (!kasan_on() || !size)
		return false;
	return unlikely(addr + size < addr || !kasan_has_shadow(addr + size - 1) ||
			addr < PAGE_SIZE) ||
	       unlikely(kasan_first_bad(addr, size));
}

bool kasan_check(const volatile void *p, size_t size, bool write, unsigned long ip)
{
	if (!is_bad((unsigned long)p, size) || current->kasan_depth)
		return true;
	kasan_report_access((unsigned long)p, size, write, ip);
	return false;
}

bool kasan_allows(const void *p, size_t size, bool write, enum kasan_use use, unsigned long ip)
{
	if (!is_bad((unsigned long)p, size) || current->kasan_depth)
		return true;
	kasan_report_use((unsigned long)p, size, write, use, ip);
	return false;
}

#define ACCESS(size)                                                                 \
	KASAN_ENTRY(void, __asan_load##size, (unsigned long addr))                   \
	{                                                                            \
		kasan_check((void *)addr, size, false, _RET_IP_);                    \
	}                                                                            \
	KASAN_ENTRY(void, __asan_store##size, (unsigned long addr))                  \
	{                                                                            \
		kasan_check((void *)addr, size, true, _RET_IP_);                     \
	}                                                                            \
	KASAN_ENTRY(void, __asan_load##size##_noabort, (unsigned long addr))         \
	{                                                                            \
		kasan_check((void *)addr, size, false, _RET_IP_);                    \
	}                                                                            \
	KASAN_ENTRY(void, __asan_store##size##_noabort, (unsigned long addr))        \
	{                                                                            \
		kasan_check((void *)addr, size, true, _RET_IP_);                     \
	}                                                                            \
	KASAN_ENTRY(void, __asan_report_load##size##_noabort, (unsigned long addr))  \
	{                                                                            \
		kasan_report_access(addr, size, false, _RET_IP_);                    \
	}                                                                            \
	KASAN_ENTRY(void, __asan_report_store##size##_noabort, (unsigned long addr)) \
	{                                                                            \
		kasan_report_access(addr, size, true, _RET_IP_);                     \
	}

ACCESS(1)
ACCESS(2)
ACCESS(4)
ACCESS(8)
ACCESS(16)

KASAN_ENTRY(void, __asan_loadN, (unsigned long addr, size_t size))
{
	kasan_check((void *)addr, size, false, _RET_IP_);
}

KASAN_ENTRY(void, __asan_storeN, (unsigned long addr, size_t size))
{
	kasan_check((void *)addr, size, true, _RET_IP_);
}

KASAN_ENTRY(void, __asan_loadN_noabort, (unsigned long addr, size_t size))
{
	kasan_check((void *)addr, size, false, _RET_IP_);
}

KASAN_ENTRY(void, __asan_storeN_noabort, (unsigned long addr, size_t size))
{
	kasan_check((void *)addr, size, true, _RET_IP_);
}

KASAN_ENTRY(void, __asan_report_load_n_noabort, (unsigned long addr, size_t size))
{
	kasan_report_access(addr, size, false, _RET_IP_);
}

KASAN_ENTRY(void, __asan_report_store_n_noabort, (unsigned long addr, size_t size))
{
	kasan_report_access(addr, size, true, _RET_IP_);
}

/* A call that does not return follows. The stack is cleaned when its thread gets a new task. */
KASAN_ENTRY(void, __asan_handle_no_return, (void))
{
}

/* ---- explicit checks, <linux/kasan-checks.h> ---- */

bool __kasan_check_read(const volatile void *p, unsigned int size)
{
	return kasan_allows((const void *)p, size, false, KASAN_REFUSED, _RET_IP_);
}
EXPORT_SYMBOL(__kasan_check_read);

bool __kasan_check_write(const volatile void *p, unsigned int size)
{
	return kasan_allows((const void *)p, size, true, KASAN_REFUSED, _RET_IP_);
}
EXPORT_SYMBOL(__kasan_check_write);
