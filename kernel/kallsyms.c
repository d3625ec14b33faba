/* SPDX-License-Identifier: MIT */
/*
 * Names of addresses. The core's names are the host's to know (it reads the executable's symbol
 * table); a module's stand in its image, sorted by address.
 */
#include <linux/kallsyms.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "module_state.h"

/* An address, named. */
struct place {
	const char *name;
	const char *module; /* NULL: the core */
	unsigned long offset, size;
};

/* The last symbol at or below @addr. */
static const struct ferrite_symbol *search(const struct module_image *image, unsigned long addr)
{
	size_t low = 0, high = image->nr_symbols;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (image->symbols[mid].addr <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? &image->symbols[low - 1] : NULL;
}

static bool place_in_module(struct module *mod, unsigned long addr, struct place *place)
{
	const struct module_image *image = mod->image;
	const struct ferrite_symbol *s = search(image, addr), *end;

	if (!s)
		return false;
	end = image->symbols + image->nr_symbols;
	place->name = s->name;
	place->module = mod->name;
	place->offset = addr - s->addr;
	place->size = s->size;
	if (!place->size && s + 1 < end)
		place->size = s[1].addr - s->addr;
	return true;
}

/* Names stay valid while the module does; the caller holds rcu_read_lock(). */
static bool find_place(unsigned long addr, struct place *place)
{
	struct module *mod = __module_address(addr);
	const struct ferrite_symbol *s;

	if (mod)
		return place_in_module(mod, addr, place);
	s = module_host->core_symbol ? module_host->core_symbol(addr) : NULL;
	if (!s)
		return false;
	place->name = s->name;
	place->module = NULL;
	place->offset = addr - s->addr;
	place->size = s->size;
	return true;
}

/* @back: bytes to look before the address; they count in the offset that is printed. */
static int print_place(char *buffer, unsigned long addr, int back, bool with_offset)
{
	struct place place;
	int len;

	rcu_read_lock();
	if (!find_place(addr - back, &place)) {
		rcu_read_unlock();
		return sprintf(buffer, "0x%lx", addr);
	}
	len = scnprintf(buffer, KSYM_NAME_LEN, "%s", place.name);
	if (with_offset)
		len += sprintf(buffer + len, "+%#lx/%#lx", place.offset + back, place.size);
	if (place.module)
		len += sprintf(buffer + len, " [%s]", place.module);
	rcu_read_unlock();
	return len;
}

int sprint_symbol(char *buffer, unsigned long address)
{
	return print_place(buffer, address, 0, true);
}
EXPORT_SYMBOL_GPL(sprint_symbol);

int sprint_symbol_build_id(char *buffer, unsigned long address)
{
	return print_place(buffer, address, 0, true);
}
EXPORT_SYMBOL_GPL(sprint_symbol_build_id);

int sprint_symbol_no_offset(char *buffer, unsigned long address)
{
	return print_place(buffer, address, 0, false);
}
EXPORT_SYMBOL_GPL(sprint_symbol_no_offset);

int sprint_backtrace(char *buffer, unsigned long address)
{
	return print_place(buffer, address, 1, true);
}

int sprint_backtrace_build_id(char *buffer, unsigned long address)
{
	return print_place(buffer, address, 1, true);
}

int lookup_symbol_name(unsigned long addr, char *symname)
{
	struct place place;
	int err = -ERANGE;

	rcu_read_lock();
	if (find_place(addr, &place)) {
		strscpy(symname, place.name, KSYM_NAME_LEN);
		err = 0;
	}
	rcu_read_unlock();
	return err;
}

const char *kallsyms_lookup(unsigned long addr, unsigned long *symbolsize, unsigned long *offset,
			    char **modname, char *namebuf)
{
	struct place place;
	bool found;

	rcu_read_lock();
	found = find_place(addr, &place);
	if (found) {
		strscpy(namebuf, place.name, KSYM_NAME_LEN);
		if (symbolsize)
			*symbolsize = place.size;
		if (offset)
			*offset = place.offset;
		if (modname)
			*modname = (char *)place.module;
	}
	rcu_read_unlock();
	return found ? namebuf : NULL;
}

int kallsyms_lookup_size_offset(unsigned long addr, unsigned long *symbolsize,
				unsigned long *offset)
{
	struct place place;
	bool found;

	rcu_read_lock();
	found = find_place(addr, &place);
	rcu_read_unlock();
	if (found && symbolsize)
		*symbolsize = place.size;
	if (found && offset)
		*offset = place.offset;
	return found;
}

unsigned long kallsyms_lookup_name(const char *name)
{
	struct module *owner;
	unsigned long addr;

	rcu_read_lock();
	addr = (unsigned long)module_find_export(name, &owner);
	rcu_read_unlock();
	return addr;
}

void print_ip_sym(const char *loglvl, unsigned long ip)
{
	printk("%s[<%px>] %pS\n", loglvl, (void *)ip, (void *)ip);
}
