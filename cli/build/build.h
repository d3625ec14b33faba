/* SPDX-License-Identifier: MIT */
/*
 * From module source to shared objects that a machine loads.
 *
 *   words ──spec.c──► modules and their sources ──compile.c──► objects (in parallel)
 *            └ kbuild.c: a folder's Kbuild file, evaluated by GNU make
 *   objects ──group.c──► which object belongs to which module (by MODULE_LICENSE)
 *           ──missing.c─► what ferrite does not have, all at once, with its lines
 *           ──link.c────► one .so a module
 *
 * Rejected: linking with `-z defs` against a library of the exported names, so that the linker
 * lists what is missing: it stops naming lines after a few uses of one symbol, does not know
 * which module of the run exports what, and costs another linker run. Reading the objects' own
 * symbol tables is shorter than reading the linker's messages.
 */
#ifndef CLI_BUILD_BUILD_H
#define CLI_BUILD_BUILD_H

#include <stdbool.h>

#include "cli/base/arena.h"
#include "cli/base/elf_file.h"

/* Exit status of `ferrite run`, also what build_modules returns. */
enum {
	STATUS_CLEAN = 0,
	STATUS_CLIENT = 1,
	STATUS_USAGE = 2,
	STATUS_DEFECTS = 3,
	STATUS_UNSUPPORTED = 4,
	STATUS_MODULE = 5,
	STATUS_FERRITE = 125,
};

/* Where ferrite's own files are; see find_files(). */
struct ferrite_files {
	const char *include;  /* folder of the kernel headers */
	const char *arch;     /* folder with the port's asm/ headers */
	const char *build;    /* percpu.lds, module.lds, kbuild.mk */
	const char *this_obj; /* module_this.o */
	const char *exports;  /* list of the core's exported names, sorted, one a line */
	const char *machine;  /* the machine process */
	const char *symbols;  /* docs/symbols.md */
	const char *gdb;      /* ferrite.py, what gdb is to know */
};

struct build_source {
	struct build_source *next; /* of the module */
	const char *path;
	const char *dir;     /* compile in this folder; NULL: the launcher's */
	const char *modname; /* KBUILD_MODNAME that it was compiled with */
	const char *object;
	struct words flags;   /* the Kbuild file's */
	bool explicit_module; /* a Kbuild file says to which module it belongs */
	bool licensed;	      /* carries MODULE_LICENSE */
	const char *messages; /* what the compiler said */
	int status;	      /* of the compiler */
	struct elf_file elf;
	struct build_source *next_given; /* of the run, in the order given */
	struct build_module *given_as;
};

struct build_module {
	struct build_module *next;
	const char *name;  /* KBUILD_MODNAME */
	const char *given; /* the word of the command line that it came from */
	const char *so;
	bool prebuilt;
	struct build_source *sources;
	struct words params;  /* name=value words, as insmod takes them */
	struct words exports; /* EXPORT_SYMBOL in it */
	struct words needs;   /* .so files of modules whose exports it uses */
};

struct build {
	struct arena arena;
	const struct ferrite_files *files;
	const char *dir;	/* for objects and modules; exists */
	const char *cc;		/* the host's compiler: $CC or cc */
	const char *cc_include; /* the folder of its own headers */
	size_t nr_objects;
	bool verbose;
	bool asan;	     /* modules instrumented for KASAN */
	struct words config; /* CONFIG_X=m words */
	struct words core_exports;
	struct build_module *modules; /* in load order */
	struct build_source *sources; /* all, in the order given */
};

/*
 * Read the words (module sources, folders, parameters) and build every module.
 * Returns STATUS_CLEAN, or another status after saying on standard error what is wrong.
 */
int build_modules(struct build *b, char **words, int nr_words);

/* ---- the steps ---- */

int spec_read(struct build *b, char **words, int nr_words);
int kbuild_read(struct build *b, const char *dir);
int compile_sources(struct build *b);
int group_objects(struct build *b);
int report_missing(struct build *b);
int link_modules(struct build *b);

struct build_module *build_module_add(struct build *b, const char *given, const char *name);
struct build_source *build_source_add(struct build *b, struct build_module *m, const char *path);
/* "my-driver.c" → "my_driver" */
const char *build_modname(struct build *b, const char *path);
/* The compiler's words for @s up to the source's name: flags and include folders. */
void compile_flags(struct build *b, const struct build_source *s, struct words *w);
/* kasan.c: flags of instrumented sources; can the compiler do it? 0, or a status after a sentence. */
void kasan_flags(struct build *b, struct words *w);
int kasan_try_compiler(struct build *b);
/* The linker's words for such a module. Does KASAN's runtime stand for @name? */
void kasan_link_words(struct build *b, struct words *w);
bool kasan_provides(struct build *b, const char *name);
/* Does the core export the linker's name @name? */
bool core_exports(const struct build *b, const char *name);

void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
