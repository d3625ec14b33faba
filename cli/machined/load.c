/* SPDX-License-Identifier: MIT */
/*
 * Mapping modules: dlopen, the table of parts, symbols, exports, and which others it needs.
 *
 * What was mapped stays mapped until the process ends, so that the audits after unloading
 * can still name the code that made a leak. An image is published on loaded_last before its
 * code can run and never removed; readers (the crash handler too) need no lock.
 */
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <ferrite/api.h>

#include "cli/base/elf_file.h"
#include "machined.h"

struct loaded *loaded_last;

struct loaded *load_find(uintptr_t addr)
{
	for (struct loaded *l = __atomic_load_n(&loaded_last, __ATOMIC_ACQUIRE); l; l = l->before)
		if (addr - l->image.base < l->image.size)
			return l;
	return NULL;
}

bool load_is_module(unsigned long addr)
{
	return load_find(addr);
}

/* ---- what the core asks ---- */

static struct symbol_table core_symbols;
static bool core_symbols_read;

static int core_bias(struct dl_phdr_info *info, size_t size, void *bias)
{
	*(uintptr_t *)bias = info->dlpi_addr;
	return 1; /* the first one is the executable */
}

/* Names of the core are read when the first one is asked for. */
static const struct ferrite_symbol *host_symbol(uintptr_t addr)
{
	static __thread struct ferrite_symbol named;
	static __thread char text[256];
	struct loaded *l = load_find(addr);
	const struct ferrite_symbol *s;
	uintptr_t bias = 0;

	if (l) { /* unloaded already, or the core would have found it itself */
		s = symbols_find(l->image.symbols, l->image.nr_symbols, addr);
		if (!s)
			return NULL;
		named = *s;
		snprintf(text, sizeof(text), "%s:%s", l->image.name, s->name);
		named.name = text;
		return &named;
	}
	if (!core_symbols_read) {
		core_symbols_read = true;
		dl_iterate_phdr(core_bias, &bias);
		symbols_read(&core_symbols, "/proc/self/exe", bias);
	}
	return symbols_find(core_symbols.v, core_symbols.n, addr);
}

static void *host_export(const char *name)
{
	char renamed[256];
	void *addr;

	snprintf(renamed, sizeof(renamed), "ferrite_%s", name);
	addr = dlsym(RTLD_DEFAULT, renamed);
	return addr ? addr : dlsym(RTLD_DEFAULT, name);
}

static void host_drop(void *start, size_t len)
{
	struct loaded *l = load_find((uintptr_t)start);

	if (l) {
		int i = l->init_end[0] != 0;

		l->init_start[i] = (uintptr_t)start;
		l->init_end[i] = (uintptr_t)start + len;
	}
	mprotect(start, len, PROT_NONE);
}

void load_hide(struct loaded *l)
{
	l->gone = true;
	mprotect((void *)l->image.base, l->image.size, PROT_NONE);
}

const struct module_host_ops load_host_ops = {
	.drop = host_drop,
	.core_symbol = host_symbol,
	.core_export = host_export,
};

/* ---- mapping ---- */

/* Where the dynamic linker put it: from the program headers of the mapping itself. */
static void find_range(struct loaded *l, uintptr_t bias, const struct elf_file *f)
{
	const Elf64_Phdr *ph = (const void *)(f->base + f->eh->e_phoff);
	uintptr_t end = 0;

	for (int i = 0; i < f->eh->e_phnum; i++)
		if (ph[i].p_type == PT_LOAD && ph[i].p_vaddr + ph[i].p_memsz > end)
			end = ph[i].p_vaddr + ph[i].p_memsz;
	l->image.base = bias;
	l->image.size = (end + 4095) & ~(uintptr_t)4095;
	l->image.shown_size = l->image.size;
	if (elf_section(f, ".percpu_copies"))
		l->image.shown_size -= elf_section(f, ".percpu_copies")->sh_size & ~(uintptr_t)4095;
}

static void find_text(struct ferrite_module_parts *p, uintptr_t bias, const struct elf_file *f)
{
	const Elf64_Shdr *sh = elf_section(f, ".text");

	if (!sh)
		return;
	p->text_start = (char *)bias + sh->sh_addr;
	p->text_end = p->text_start + sh->sh_size;
}

static void find_exports(struct loaded *l, const struct elf_file *f)
{
	const Elf64_Shdr *sh = elf_section(f, ".ferrite.exports");
	struct ferrite_module_export *v;
	char *names, *p;

	if (!sh || !sh->sh_size)
		return;
	names = malloc(sh->sh_size + 1);
	v = calloc(sh->sh_size, sizeof(*v));
	if (!names || !v)
		abort();
	memcpy(names, elf_bytes(f, sh), sh->sh_size);
	names[sh->sh_size] = 0;
	for (p = names; p < names + sh->sh_size; p += strlen(p) + 1)
		if (*p) {
			v[l->image.nr_exports].name = p;
			v[l->image.nr_exports++].addr = dlsym(l->handle, p);
		}
	l->image.exports = v;
}

/* DT_NEEDED names the files of the modules that it was linked against. */
static void find_uses(struct loaded *l, const struct elf_file *f)
{
	const Elf64_Shdr *sh = elf_section(f, ".dynamic"), *str = elf_section(f, ".dynstr");
	const Elf64_Dyn *d = sh ? (const void *)elf_bytes(f, sh) : NULL;
	size_t n = sh ? sh->sh_size / sizeof(*d) : 0;

	l->image.uses = calloc(n + 1, sizeof(*l->image.uses));
	if (!l->image.uses)
		abort();
	for (size_t i = 0; str && i < n; i++) {
		const char *need = elf_bytes(f, str) + d[i].d_un.d_val;

		if (d[i].d_tag != DT_NEEDED)
			continue;
		for (struct loaded *o = loaded_last; o; o = o->before)
			if (strcmp(o->path, need) == 0)
				l->image.uses[l->image.nr_uses++] = &o->image;
	}
}

static char *module_name(const char *path)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	char *name = strdup(base);

	if (name && strrchr(name, '.'))
		*strrchr(name, '.') = 0;
	return name;
}

static struct loaded *give_up(struct loaded *l, char *why, size_t size, const char *what)
{
	snprintf(why, size, "%s", what);
	free((void *)l->image.name);
	free(l->path);
	free(l);
	return NULL;
}

struct loaded *load_map(const char *path, char *why, size_t size)
{
	struct loaded *l = calloc(1, sizeof(*l));
	struct ferrite_module_parts *parts;
	struct symbol_table symbols;
	struct link_map *map;
	struct elf_file f;

	if (!l)
		abort();
	l->path = strdup(path);
	l->image.name = module_name(path);
	l->image.host = l;
	l->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!l->handle)
		return give_up(l, why, size, dlerror());
	parts = dlsym(l->handle, "ferrite_module");
	if (!parts || dlinfo(l->handle, RTLD_DI_LINKMAP, &map) != 0 || elf_open(&f, path) != 0)
		return give_up(l, why, size, "it is not a module that ferrite built");
	l->image.parts = parts;
	find_range(l, map->l_addr, &f);
	find_text(parts, map->l_addr, &f);
	find_exports(l, &f);
	find_uses(l, &f);
	elf_close(&f);
	if (symbols_read(&symbols, path, map->l_addr) == 0) {
		l->image.symbols = symbols.v;
		l->image.nr_symbols = symbols.n;
	}
	l->before = loaded_last;
	__atomic_store_n(&loaded_last, l, __ATOMIC_RELEASE);
	ferrite_text_add(l->image.base, l->image.size);
	return l;
}
