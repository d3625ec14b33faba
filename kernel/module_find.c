/* SPDX-License-Identifier: MIT */
/*
 * Finding modules: by name, by address, by what they export; lists for views. Readers hold
 * rcu_read_lock() or modules_mutex (module.c).
 */
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/rculist.h>
#include <linux/string.h>

#include "module_state.h"

struct module *find_module(const char *name)
{
	struct module *mod;

	list_for_each_entry_rcu (mod, &modules, list)
		if (mod->state != MODULE_STATE_UNFORMED && strcmp(mod->name, name) == 0)
			return mod;
	return NULL;
}
EXPORT_SYMBOL_GPL(find_module);

static bool image_holds(const struct module *mod, unsigned long addr)
{
	return mod->image && addr - mod->image->base < mod->image->size;
}

struct module *__module_address(unsigned long addr)
{
	struct module *mod;

	list_for_each_entry_rcu (mod, &modules, list)
		if (image_holds(mod, addr))
			return mod;
	return NULL;
}
EXPORT_SYMBOL_GPL(__module_address);

struct module *__module_text_address(unsigned long addr)
{
	struct module *mod = __module_address(addr);
	const struct ferrite_module_parts *p = mod ? mod->image->parts : NULL;

	if (!mod || (addr >= (unsigned long)p->text_start && addr < (unsigned long)p->text_end))
		return mod;
	return within_module_init(addr, mod) ? mod : NULL;
}
EXPORT_SYMBOL_GPL(__module_text_address);

bool is_module_address(unsigned long addr)
{
	return __module_address(addr);
}

bool is_module_text_address(unsigned long addr)
{
	return __module_text_address(addr);
}

bool __is_module_percpu_address(unsigned long addr, unsigned long *can_addr)
{
	struct module *mod = __module_address(addr);
	unsigned long start, off;

	if (!mod || !mod->image->parts->percpu_start)
		return false;
	start = (unsigned long)mod->image->parts->percpu_start;
	off = (addr - start) % PERCPU_STRIDE;
	if (addr < start || addr - start >= PERCPU_STRIDE * (unsigned long)NR_CPUS ||
	    off >= mod->image->parts->percpu_end - mod->image->parts->percpu_start)
		return false;
	if (can_addr)
		*can_addr = start + off;
	return true;
}

bool is_module_percpu_address(unsigned long addr)
{
	return __is_module_percpu_address(addr, NULL);
}

unsigned long module_canonical(unsigned long addr)
{
	struct module *mod = __module_address(addr);

	return mod ? mod->va + (addr - mod->image->base) : 0;
}

void *module_find_export(const char *name, struct module **owner)
{
	struct module *mod;

	list_for_each_entry_rcu (mod, &modules, list)
		for (size_t i = 0; i < mod->image->nr_exports; i++)
			if (strcmp(mod->image->exports[i].name, name) == 0) {
				*owner = mod;
				return mod->image->exports[i].addr;
			}
	*owner = NULL;
	return module_host->core_export ? module_host->core_export(name) : NULL;
}

void *__symbol_get(const char *symbol)
{
	struct module *owner;
	void *addr;

	rcu_read_lock();
	addr = module_find_export(symbol, &owner);
	if (addr && !try_module_get(owner))
		addr = NULL;
	rcu_read_unlock();
	return addr;
}
EXPORT_SYMBOL_GPL(__symbol_get);

void __symbol_put(const char *symbol)
{
	struct module *owner;

	rcu_read_lock();
	BUG_ON(!module_find_export(symbol, &owner));
	module_put(owner);
	rcu_read_unlock();
}
EXPORT_SYMBOL(__symbol_put);

void symbol_put_addr(void *addr)
{
	rcu_read_lock();
	module_put(__module_address((unsigned long)addr));
	rcu_read_unlock();
}
EXPORT_SYMBOL_GPL(symbol_put_addr);

int module_for_each(int (*fn)(struct module *mod, void *arg), void *arg)
{
	struct module *mod;
	int result = 0;

	mutex_lock(&modules_mutex);
	list_for_each_entry (mod, &modules, list) {
		result = fn(mod, arg);
		if (result)
			break;
	}
	mutex_unlock(&modules_mutex);
	return result;
}

int module_users(struct module *mod, char *buffer, size_t size)
{
	struct module_use *use;
	int len = 0;

	buffer[0] = '\0';
	list_for_each_entry (use, &mod->source_list, source_list)
		len += scnprintf(buffer + len, size - len, "%s,", use->source->name);
	return len;
}

void print_modules(void)
{
	struct module *mod;

	printk(KERN_DEFAULT "Modules linked in:");
	rcu_read_lock();
	list_for_each_entry_rcu (mod, &modules, list)
		pr_cont(" %s%s", mod->name,
			mod->state == MODULE_STATE_COMING  ? "(+)"
			: mod->state == MODULE_STATE_GOING ? "(-)"
							   : "");
	rcu_read_unlock();
	pr_cont("\n");
}
EXPORT_SYMBOL(print_modules);
