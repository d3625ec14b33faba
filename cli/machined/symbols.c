/* SPDX-License-Identifier: MIT */
/* Symbol tables of mapped files, from their .symtab (static functions included). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/elf_file.h"
#include "machined.h"

/* module_init() makes a second name; the author's own is the better one. */
static bool is_alias(const char *name)
{
	return strcmp(name, "init_module") == 0 || strcmp(name, "cleanup_module") == 0;
}

/* Of several names of one address the last one is found. */
static int by_address(const void *a, const void *b)
{
	const struct ferrite_symbol *x = a, *y = b;

	if (x->addr != y->addr)
		return x->addr < y->addr ? -1 : 1;
	return is_alias(y->name) - is_alias(x->name);
}

static bool wanted(const struct elf_file *f, const Elf64_Sym *s)
{
	int type = ELF64_ST_TYPE(s->st_info);

	return (type == STT_FUNC || type == STT_OBJECT) && s->st_shndx != SHN_UNDEF &&
	       s->st_shndx < f->eh->e_shnum && f->str[s->st_name];
}

int symbols_read(struct symbol_table *t, const char *path, uintptr_t bias)
{
	struct elf_file f;
	const Elf64_Shdr *strtab;
	int err = elf_open(&f, path);

	memset(t, 0, sizeof(*t));
	if (err)
		return err;
	strtab = elf_section(&f, ".strtab");
	if (!f.sym || !strtab) {
		elf_close(&f);
		return -ENOENT;
	}
	t->v = calloc(f.nr_sym, sizeof(*t->v));
	t->strings = malloc(strtab->sh_size);
	if (!t->v || !t->strings) {
		elf_close(&f);
		symbols_free(t);
		return -ENOMEM;
	}
	memcpy(t->strings, f.str, strtab->sh_size);
	for (size_t i = 0; i < f.nr_sym; i++)
		if (wanted(&f, &f.sym[i])) {
			t->v[t->n].addr = f.sym[i].st_value + bias;
			t->v[t->n].size = f.sym[i].st_size;
			t->v[t->n++].name = t->strings + f.sym[i].st_name;
		}
	elf_close(&f);
	qsort(t->v, t->n, sizeof(*t->v), by_address);
	return 0;
}

void symbols_free(struct symbol_table *t)
{
	free(t->v);
	free(t->strings);
	memset(t, 0, sizeof(*t));
}

const struct ferrite_symbol *symbols_find(const struct ferrite_symbol *v, size_t n, uintptr_t addr)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (v[mid].addr <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low && (!v[low - 1].size || addr - v[low - 1].addr < v[low - 1].size) ? &v[low - 1]
										     : NULL;
}
