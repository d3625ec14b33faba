/* SPDX-License-Identifier: MIT */
#include "elf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int map_file(struct elf_file *f, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = 0;
	void *p;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0) {
		err = -errno;
	} else if (!S_ISREG(st.st_mode) || (size_t)st.st_size < sizeof(Elf64_Ehdr)) {
		err = -ENOEXEC;
	} else {
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p == MAP_FAILED)
			err = -errno;
		f->base = p;
		f->size = (size_t)st.st_size;
	}
	close(fd);
	return err;
}

/* Every section lies inside the file, so that readers need no further checks. */
static int sections_fit(const struct elf_file *f)
{
	if (f->eh->e_shoff > f->size ||
	    (f->size - f->eh->e_shoff) / sizeof(Elf64_Shdr) < f->eh->e_shnum ||
	    f->eh->e_shstrndx >= f->eh->e_shnum)
		return 0;
	for (int i = 0; i < f->eh->e_shnum; i++)
		if (f->sh[i].sh_type != SHT_NOBITS &&
		    (f->sh[i].sh_offset > f->size ||
		     f->sh[i].sh_size > f->size - f->sh[i].sh_offset ||
		     f->sh[i].sh_link >= f->eh->e_shnum))
			return 0;
	return 1;
}

int elf_open(struct elf_file *f, const char *path)
{
	int err;

	memset(f, 0, sizeof(*f));
	err = map_file(f, path);
	if (err)
		return err;
	f->eh = (const void *)f->base;
	f->sh = (const void *)(f->base + f->eh->e_shoff);
	if (memcmp(f->eh->e_ident, ELFMAG, SELFMAG) != 0 || f->eh->e_machine != EM_X86_64 ||
	    f->eh->e_ident[EI_CLASS] != ELFCLASS64 || !sections_fit(f)) {
		elf_close(f);
		return -ENOEXEC;
	}
	f->shstr = f->base + f->sh[f->eh->e_shstrndx].sh_offset;
	for (int i = 0; i < f->eh->e_shnum; i++)
		if (f->sh[i].sh_type == SHT_SYMTAB) {
			f->sym = (const void *)elf_bytes(f, &f->sh[i]);
			f->nr_sym = f->sh[i].sh_size / sizeof(*f->sym);
			f->str = elf_bytes(f, &f->sh[f->sh[i].sh_link]);
		}
	return 0;
}

void elf_close(struct elf_file *f)
{
	if (f->base)
		munmap((void *)f->base, f->size);
	memset(f, 0, sizeof(*f));
}

const Elf64_Shdr *elf_section(const struct elf_file *f, const char *name)
{
	for (int i = 0; i < f->eh->e_shnum; i++)
		if (strcmp(f->shstr + f->sh[i].sh_name, name) == 0)
			return &f->sh[i];
	return NULL;
}

const char *elf_bytes(const struct elf_file *f, const Elf64_Shdr *sh)
{
	return f->base + sh->sh_offset;
}

int elf_has_string(const struct elf_file *f, const char *section, const char *name, int prefix)
{
	const Elf64_Shdr *sh = elf_section(f, section);
	const char *p, *end;

	if (!sh)
		return 0;
	for (p = elf_bytes(f, sh), end = p + sh->sh_size; p < end; p += strnlen(p, end - p) + 1)
		if (prefix ? strncmp(p, name, strlen(name)) == 0 : strcmp(p, name) == 0)
			return 1;
	return 0;
}

/* ---- calls of other files' functions ---- */

/* The @n bytes that will stand at address @addr; NULL: the file does not say. */
static const unsigned char *at_address(const struct elf_file *f, Elf64_Addr addr, size_t n)
{
	for (int i = 0; i < f->eh->e_shnum; i++) {
		const Elf64_Shdr *sh = &f->sh[i];

		if ((sh->sh_flags & SHF_ALLOC) && sh->sh_type != SHT_NOBITS &&
		    addr >= sh->sh_addr && addr - sh->sh_addr < sh->sh_size &&
		    sh->sh_size - (addr - sh->sh_addr) >= n)
			return (const unsigned char *)elf_bytes(f, sh) + (addr - sh->sh_addr);
	}
	return NULL;
}

/* Whose address the dynamic linker puts at @slot. */
static const char *slot_name(const struct elf_file *f, Elf64_Addr slot)
{
	for (int i = 0; i < f->eh->e_shnum; i++) {
		const Elf64_Shdr *sh = &f->sh[i], *sym = &f->sh[sh->sh_link], *str;
		const Elf64_Rela *r = (const void *)elf_bytes(f, sh);
		const Elf64_Sym *s;

		if (sh->sh_type != SHT_RELA || sym->sh_type != SHT_DYNSYM)
			continue;
		for (size_t n = sh->sh_size / sizeof(*r); n; n--, r++) {
			size_t index = ELF64_R_SYM(r->r_info);

			if (r->r_offset != slot || index >= sym->sh_size / sizeof(*s))
				continue;
			s = (const Elf64_Sym *)(const void *)elf_bytes(f, sym) + index;
			str = &f->sh[sym->sh_link];
			return s->st_name < str->sh_size ? elf_bytes(f, str) + s->st_name : NULL;
		}
	}
	return NULL;
}

static Elf64_Addr relative(const unsigned char *displacement, Elf64_Addr next)
{
	int32_t d;

	memcpy(&d, displacement, sizeof(d));
	return next + (Elf64_Addr)(int64_t)d;
}

/* The slot through which the stub of the procedure linkage table at @addr jumps; 0: it is none. */
static Elf64_Addr stub_slot(const struct elf_file *f, Elf64_Addr addr)
{
	static const unsigned char endbr[] = {0xf3, 0x0f, 0x1e, 0xfa};
	const unsigned char *p = at_address(f, addr, 11);

	if (p && memcmp(p, endbr, sizeof(endbr)) == 0) {
		p += sizeof(endbr);
		addr += sizeof(endbr);
	}
	if (p && p[0] == 0xf2) { /* a prefix of older linkers */
		p++;
		addr++;
	}
	return p && p[0] == 0xff && p[1] == 0x25 ? relative(p + 2, addr + 6) : 0;
}

const char *elf_called(const struct elf_file *f, Elf64_Addr returns_to)
{
	const unsigned char *p = at_address(f, returns_to - 6, 6);
	Elf64_Addr slot = 0;

	if (p && p[0] == 0xff && p[1] == 0x15)
		slot = relative(p + 2, returns_to);
	else if (p && p[1] == 0xe8)
		slot = stub_slot(f, relative(p + 2, returns_to));
	return slot ? slot_name(f, slot) : NULL;
}
