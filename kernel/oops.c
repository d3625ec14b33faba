/* SPDX-License-Identifier: MIT */
/*
 * What the core can say about a crash: who ran, and what is at the address that it accessed.
 * The caller is the handler of a signal (cli/machined/crash.c); a second fault in here is its
 * affair, and so is a lock that the crashed code holds.
 */
#include <ferrite/crash.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/poison.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "arch/arch.h"
#include "lib/defect.h"
#include "lib/stackdepot.h"
#include "lib/step.h"
#include "lib/vsprintf.h"
#include "mm/vmalloc/vmalloc.h"

#define USER_END 0x7ffffffff000UL

void ferrite_context(struct ferrite_context *c)
{
	struct task_struct *tsk = arch_tls.task;

	memset(c, 0, sizeof(*c));
	c->pid = -1;
	if (!tsk)
		return;
	c->pid = tsk->pid;
	memcpy(c->comm, tsk->comm, sizeof(c->comm));
	c->comm[sizeof(c->comm) - 1] = '\0';
	c->cpu = arch_tls.cpu_id;
	c->client = (uintptr_t)task_user_context(tsk);
	c->step = step_now();
	c->ns = arch_time_ns();
	c->preempt_count = tsk->thread_info.preempt_count;
	c->irqs_off = tsk->thread_info.irqs_off;
}

void ferrite_crash_begin(void)
{
	struct task_struct *tsk = arch_tls.task;

	if (!tsk)
		return;
	tsk->thread_info.irqs_off = 1;
	tsk->thread_info.preempt_count += HARDIRQ_OFFSET;
}

uint64_t ferrite_canonical(uintptr_t addr)
{
	return canonical_address((const void *)addr);
}

static bool within(uintptr_t addr, uintptr_t base, uintptr_t size)
{
	return base && addr - base < size;
}

/* ---- the vmalloc window ---- */

static bool explain_freed_area(struct ferrite_defect *d, uintptr_t addr, const char *what)
{
	struct vmalloc_record r;

	if (!vmalloc_freed_at((void *)addr, &r))
		return false;
	defect_begin(d, DEFECT_USE_AFTER_FREE,
		     "%s byte %zu of a %s area of %u bytes that was freed", what,
		     (size_t)(addr - r.addr), r.what, r.size);
	defect_note(d, "freed by %s, pid %d, at %pS", defect_task_comm(r.free_pid), r.free_pid,
		    (void *)stack_depot_caller(r.free_stack));
	defect_note(d, "allocated by %s, pid %d, at %pS", defect_task_comm(r.alloc_pid),
		    r.alloc_pid, (void *)stack_depot_caller(r.alloc_stack));
	return true;
}

static void explain_vmalloc(struct ferrite_defect *d, uintptr_t addr, const char *what)
{
	struct vm_struct *vm = find_vm_area((void *)addr);
	size_t size;

	if (!vm) {
		if (explain_freed_area(d, addr, what))
			return;
		vm = find_vm_area((void *)(addr - PAGE_SIZE));
		if (!vm) {
			defect_begin(d, DEFECT_CRASH,
				     "%s vmalloc address %px, where nothing is mapped", what,
				     (void *)addr);
			return;
		}
	}
	size = get_vm_area_size(vm);
	if (addr - (uintptr_t)vm->addr < size) {
		defect_begin(d, DEFECT_CRASH, "%s vmalloc address %px, which has no page", what,
			     (void *)addr);
	} else {
		defect_begin(d, DEFECT_OVERRUN,
			     "%s guard page: %zu bytes past a vmalloc area of %zu bytes", what,
			     (size_t)(addr - (uintptr_t)vm->addr - size), size);
	}
	defect_note(d, "the area %px-%px was made by %pS", vm->addr, vm->addr + size, vm->caller);
}

/* ---- values that tell by themselves where they come from ---- */

static const struct {
	uintptr_t value;
	enum defect_kind kind;
	const char *text;
} poisons[] = {
	{(uintptr_t)LIST_POISON1, DEFECT_CRASH,
	 "the next pointer of a list entry that was deleted"},
	{(uintptr_t)LIST_POISON2, DEFECT_CRASH,
	 "the previous pointer of a list entry that was deleted"},
	{0x6b6b6b6b6b6b6b6bUL, DEFECT_USE_AFTER_FREE,
	 "a pointer that was read from a freed object"},
	{0x5a5a5a5a5a5a5a5aUL, DEFECT_CRASH,
	 "a pointer that was read from an uninitialised object"},
	{0xaaaaaaaaaaaaaaaaUL, DEFECT_USE_AFTER_FREE, "a pointer that was read from a freed page"},
};

/* How far a member may stand from the pointer that was dereferenced. */
#define MEMBER 32768

static int find_poison(uintptr_t addr)
{
	long best = MEMBER;
	int found = -1;

	for (int i = 0; i < ARRAY_SIZE(poisons); i++) {
		long far = (long)(addr - poisons[i].value);

		if ((far < 0 ? -far : far) < best) {
			best = far < 0 ? -far : far;
			found = i;
		}
	}
	return found;
}

/* Instrumented code faults at the shadow of such a value, which it computes from an eighth of it.
 */
static bool explain_poison(struct ferrite_defect *d, uintptr_t addr, const char *what)
{
	int found = find_poison(addr);

	if (found < 0) {
		addr <<= 3;
		found = find_poison(addr);
		if (found < 0)
			return false;
	}
	defect_begin(d, poisons[found].kind, "%s address 0x%lx: %s", what, (unsigned long)addr,
		     poisons[found].text);
	return true;
}

void ferrite_crash_explain(struct ferrite_defect *d, uintptr_t addr, const char *what)
{
	if (addr < PAGE_SIZE) {
		defect_begin(d, DEFECT_CRASH, "NULL pointer dereference, %s address %016lx", what,
			     (unsigned long)addr);
		return;
	}
	if (explain_poison(d, addr, what))
		return;
	if (within(addr, arch_vmalloc_base, arch_vmalloc_size)) {
		explain_vmalloc(d, addr, what);
	} else if (within(addr, arch_direct_base, arch_direct_size)) {
		defect_begin(d, DEFECT_CRASH,
			     "%s address %px: no memory has the physical address %#lx", what,
			     (void *)addr, (unsigned long)(addr - arch_direct_base));
	} else if (within(addr, arch_memmap_base, arch_direct_size / 64)) {
		defect_begin(d, DEFECT_CRASH,
			     "%s struct page %px of a page frame that does not exist", what,
			     (void *)addr);
	} else if (addr < USER_END) {
		defect_begin(d, DEFECT_USER_POINTER, "%s user address 0x%lx", what,
			     (unsigned long)addr);
	} else {
		defect_begin(d, DEFECT_CRASH, "%s address %px, where nothing is mapped", what,
			     (void *)addr);
	}
}
