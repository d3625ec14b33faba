/* SPDX-License-Identifier: MIT */
/*
 * Reading ELF files (x86-64, as the host's compiler writes them): objects that were just
 * compiled, modules, and the machine executable itself. The file is mapped read-only; all
 * pointers point into it and are valid until elf_close().
 */
#ifndef CLI_BASE_ELF_FILE_H
#define CLI_BASE_ELF_FILE_H

#include <elf.h>
#include <stddef.h>

struct elf_file {
	const char *base;
	size_t size;
	const Elf64_Ehdr *eh;
	const Elf64_Shdr *sh; /* section headers */
	const char *shstr;
	const Elf64_Sym *sym; /* .symtab, or NULL */
	size_t nr_sym;
	const char *str; /* its strings */
};

/* 0, or -errno (-ENOEXEC: not such a file). */
int elf_open(struct elf_file *f, const char *path);
void elf_close(struct elf_file *f);

/* Section @name; NULL when there is none. */
const Elf64_Shdr *elf_section(const struct elf_file *f, const char *name);
/* Its bytes. */
const char *elf_bytes(const struct elf_file *f, const Elf64_Shdr *sh);
/* Is @name one of the 0-separated strings of section @section? With @prefix, a beginning. */
int elf_has_string(const struct elf_file *f, const char *section, const char *name, int prefix);

/*
 * The name of the function of another file that the call before address @returns_to calls,
 * through the procedure linkage table or the global offset table. NULL: it is another kind of call.
 */
const char *elf_called(const struct elf_file *f, Elf64_Addr returns_to);

#endif
