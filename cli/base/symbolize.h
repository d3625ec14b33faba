/* SPDX-License-Identifier: MIT */
/*
 * Functions and source lines of code addresses in another process: the machine's executable
 * and the modules that it has mapped.
 *
 * Symbols come from the ELF symbol table. Lines and inlined functions come from DWARF, of modules
 * only: the core's lines are not the reader's concern, and its debug information is large.
 * A file is opened when the first address in it is asked for; a run without findings
 * opens none.
 */
#ifndef CLI_BASE_SYMBOLIZE_H
#define CLI_BASE_SYMBOLIZE_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

struct symbol_frame {
	const char *function; /* NULL: unknown */
	uint64_t offset;      /* from its start; 0 for an inlined one */
	uint64_t address;
	const char *file; /* relative to the working directory if it is below; NULL: unknown */
	int line;
	const char *module; /* NULL: the core, or no known code */
	bool known;	    /* @address lies in a known file */
	bool inlined;	    /* stands in the code of the next frame */
	bool header;	    /* one of ferrite's own inline functions */
};

struct symbol_image;
struct symbol_cached;

struct symbolizer {
	struct arena *arena;
	struct symbol_image *images;
	const char *skip[2]; /* folders of ferrite's own headers */
	struct symbol_cached *cache[256];
};

void symbolizer_init(struct symbolizer *s, struct arena *arena, const char *include,
		     const char *arch);
void symbolizer_free(struct symbolizer *s);
/* @path stands at @base…@base+@size. @module NULL: the core, without lines. Strings are kept. */
void symbolizer_add(struct symbolizer *s, const char *module, const char *path, uint64_t base,
		    uint64_t size);

/*
 * The functions that are active at @pc, innermost first: inlined ones, then the one whose code it
 * is. At least one, at most @max. @returned: @pc is a return address and belongs to the call before
 * it.
 */
unsigned int symbolize(struct symbolizer *s, uint64_t pc, bool returned, struct symbol_frame *v,
		       unsigned int max);

/*
 * What the module's code that @pc returns to had called, as its author wrote it: one of ferrite's inline
 * functions (kmalloc, not __kmalloc), or the function that the call names. NULL: not known.
 */
const char *symbolize_called(struct symbolizer *s, uint64_t pc);

#endif
