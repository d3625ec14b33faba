/* SPDX-License-Identifier: MIT */
/*
 * Addresses to names. libdw reads the DWARF; it is asked CU by CU, since not every compiler writes
 * an index of address ranges and a module has few units.
 */
#include "symbolize.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "elf_file.h"

struct function {
	uint64_t start, size;
	const char *name;
};

struct symbol_image {
	struct symbol_image *next;
	const char *module, *path;
	uint64_t base, size;
	bool opened;
	struct elf_file elf;
	struct function *functions; /* by address */
	size_t nr_functions;
	int fd;
	Dwarf *dwarf; /* NULL: no lines */
};

struct symbol_cached {
	struct symbol_cached *next;
	uint64_t pc;
	unsigned int nr;
	struct symbol_frame v[];
};

void symbolizer_init(struct symbolizer *s, struct arena *arena, const char *include,
		     const char *arch)
{
	*s = (struct symbolizer){.arena = arena, .skip = {include, arch}};
}

void symbolizer_add(struct symbolizer *s, const char *module, const char *path, uint64_t base,
		    uint64_t size)
{
	struct symbol_image *image = arena_alloc(s->arena, sizeof(*image));

	image->module = module;
	image->path = path;
	image->base = base;
	image->size = size;
	image->fd = -1;
	image->next = s->images;
	s->images = image;
}

void symbolizer_free(struct symbolizer *s)
{
	for (struct symbol_image *i = s->images; i; i = i->next) {
		if (i->dwarf)
			dwarf_end(i->dwarf);
		if (i->fd >= 0)
			close(i->fd);
		if (i->elf.base)
			elf_close(&i->elf);
		free(i->functions);
	}
	s->images = NULL;
}

/* ---- functions, from the symbol table ---- */

/* module_init() gives the author's function a second name, which he never wrote. */
static bool is_second_name(const struct function *f)
{
	return strcmp(f->name, "init_module") == 0 || strcmp(f->name, "cleanup_module") == 0;
}

/* Of several names for one address the last one is taken. */
static int by_address(const void *a, const void *b)
{
	const struct function *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (int)is_second_name(y) - (int)is_second_name(x);
}

static void read_functions(struct symbol_image *i)
{
	i->functions = calloc(i->elf.nr_sym + 1, sizeof(*i->functions));
	if (!i->functions)
		return;
	for (size_t n = 0; n < i->elf.nr_sym; n++) {
		const Elf64_Sym *sym = i->elf.sym + n;

		if (ELF64_ST_TYPE(sym->st_info) == STT_FUNC && sym->st_value)
			i->functions[i->nr_functions++] = (struct function){
				sym->st_value, sym->st_size, i->elf.str + sym->st_name};
	}
	qsort(i->functions, i->nr_functions, sizeof(*i->functions), by_address);
}

static void open_image(struct symbol_image *i)
{
	i->opened = true;
	if (elf_open(&i->elf, i->path) == 0)
		read_functions(i);
	if (!i->module)
		return;
	i->fd = open(i->path, O_RDONLY | O_CLOEXEC);
	if (i->fd >= 0)
		i->dwarf = dwarf_begin(i->fd, DWARF_C_READ);
}

static const struct function *function_at(const struct symbol_image *i, uint64_t addr)
{
	size_t low = 0, high = i->nr_functions;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (i->functions[mid].start <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low || addr - i->functions[low - 1].start > i->functions[low - 1].size)
		return NULL;
	return &i->functions[low - 1];
}

/* The core's ferrite_snprintf is snprintf to a module: see __kname(). */
static const char *core_name(const char *name)
{
	static const char *const libc[] = {"str",      "sn",  "vsn",  "sprintf",
					   "vsprintf", "mem", "sort", "bsearch"};

	if (strncmp(name, "ferrite_", 8) == 0)
		for (size_t k = 0; k < sizeof(libc) / sizeof(libc[0]); k++)
			if (strncmp(name + 8, libc[k], strlen(libc[k])) == 0)
				return name + 8;
	return name;
}

/* "read_page.constprop.0" is read_page to its author. */
static const char *plain_name(struct symbolizer *s, const struct symbol_image *i, const char *name)
{
	size_t n;

	if (!i->module)
		name = core_name(name);
	n = strcspn(name, ".");
	return name[n] && n ? arena_strndup(s->arena, name, n) : name;
}

/* ---- files ---- */

/* Take "." and ".." out of an absolute path. */
static void normalise(char *path)
{
	char *out = path, *p = path, *end;

	while (*p) {
		size_t n;

		p += *p == '/';
		n = strcspn(p, "/");
		end = p + n;
		if (n == 2 && p[0] == '.' && p[1] == '.') {
			while (out > path && *--out != '/')
				;
		} else if (n && !(n == 1 && p[0] == '.')) {
			*out++ = '/';
			memmove(out, p, n);
			out += n;
		}
		p = end;
	}
	*out = '\0';
}

/* As the reader would name it from where he stands. */
static const char *short_path(struct symbolizer *s, const char *path)
{
	static char cwd[PATH_MAX];
	char *copy = arena_strdup(s->arena, path);
	size_t n;

	if (path[0] == '/')
		normalise(copy);
	if (!cwd[0] && !getcwd(cwd, sizeof(cwd)))
		return copy;
	n = strlen(cwd);
	return strncmp(copy, cwd, n) == 0 && copy[n] == '/' ? copy + n + 1 : copy;
}

static bool is_header(const struct symbolizer *s, const char *path)
{
	char real[PATH_MAX];

	if (path[0] == '/' && strlen(path) < sizeof(real)) {
		strcpy(real, path);
		normalise(real);
		path = real;
	}
	for (int i = 0; i < 2; i++) {
		size_t n = s->skip[i] ? strlen(s->skip[i]) : 0;

		if (n && strncmp(path, s->skip[i], n) == 0 && path[n] == '/')
			return true;
	}
	return false;
}

static void set_line(struct symbolizer *s, struct symbol_frame *f, const char *path, int line)
{
	if (!path)
		return;
	f->header = is_header(s, path);
	f->file = short_path(s, path);
	f->line = line;
}

/* ---- lines and inlined functions, from DWARF ---- */

static bool unit_of(struct symbol_image *i, uint64_t addr, Dwarf_Die *unit)
{
	Dwarf_Off offset = 0, next;
	size_t header;

	while (dwarf_nextcu(i->dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
		if (dwarf_offdie(i->dwarf, offset + header, unit) && dwarf_haspc(unit, addr) == 1)
			return true;
		offset = next;
	}
	return false;
}

/* The line from which the inlined function @die was called. */
static void call_site(struct symbolizer *s, Dwarf_Die *unit, Dwarf_Die *die, struct symbol_frame *f)
{
	Dwarf_Attribute attr;
	Dwarf_Word file = 0, line = 0;
	Dwarf_Files *files;
	size_t nr;

	if (dwarf_formudata(dwarf_attr(die, DW_AT_call_file, &attr), &file) != 0 ||
	    dwarf_formudata(dwarf_attr(die, DW_AT_call_line, &attr), &line) != 0 ||
	    dwarf_getsrcfiles(unit, &files, &nr) != 0 || file >= nr)
		return;
	set_line(s, f, dwarf_filesrc(files, file, NULL, NULL), (int)line);
}

static void first_line(struct symbolizer *s, Dwarf_Die *unit, uint64_t addr, struct symbol_frame *f)
{
	Dwarf_Line *line = dwarf_getsrc_die(unit, addr);
	int number = 0;

	if (!line || dwarf_lineno(line, &number) != 0)
		return;
	set_line(s, f, dwarf_linesrc(line, NULL, NULL), number);
}

/* Scopes of the code at @addr, from the innermost outwards; how many. */
static int scopes_of(struct symbol_image *i, Dwarf_Die *unit, uint64_t addr, Dwarf_Die **scopes)
{
	Dwarf_Die *at, inner;
	int n = dwarf_getscopes(unit, addr, &at);

	if (n <= 0)
		return 0;
	/* That follows an inlined function to where it was written; the other way is wanted. */
	inner = at[0];
	free(at);
	if (!dwarf_offdie(i->dwarf, dwarf_dieoffset(&inner), &inner))
		return 0;
	n = dwarf_getscopes_die(&inner, scopes);
	return n > 0 ? n : 0;
}

static unsigned int source_frames(struct symbolizer *s, struct symbol_image *i, uint64_t addr,
				  struct symbol_frame *v, unsigned int max)
{
	unsigned int nr = 0;
	Dwarf_Die unit, *scopes;
	int n;

	if (!i->dwarf || !unit_of(i, addr, &unit))
		return 0;
	first_line(s, &unit, addr, &v[0]);
	n = scopes_of(i, &unit, addr, &scopes);
	for (int k = 0; k < n; k++) {
		int tag = dwarf_tag(&scopes[k]);

		if (tag == DW_TAG_subprogram)
			break;
		if (tag != DW_TAG_inlined_subroutine || nr + 1 == max)
			continue;
		v[nr].function = dwarf_diename(&scopes[k]);
		v[nr].inlined = true;
		nr++;
		call_site(s, &unit, &scopes[k], &v[nr]);
	}
	if (n)
		free(scopes);
	return nr + 1;
}

/* ---- the whole ---- */

static struct symbol_image *image_of(struct symbolizer *s, uint64_t pc)
{
	struct symbol_image *i = s->images;

	while (i && pc - i->base >= i->size)
		i = i->next;
	return i;
}

/*
 * The compiler may split a function and inline its first part into the rest of it: to its
 * author that is one function.
 */
static unsigned int join_parts(struct symbol_frame *v, unsigned int nr)
{
	unsigned int out = 0;

	for (unsigned int k = 0; k < nr; k++) {
		if (k + 1 < nr && v[k].function && v[k + 1].function &&
		    strcmp(v[k].function, v[k + 1].function) == 0) {
			v[k + 1].file = v[k].file;
			v[k + 1].line = v[k].line;
			v[k + 1].header = v[k].header;
			continue;
		}
		v[out++] = v[k];
	}
	return out;
}

static unsigned int look_up(struct symbolizer *s, uint64_t pc, bool returned,
			    struct symbol_frame *v, unsigned int max)
{
	uint64_t at = pc - returned;
	struct symbol_image *i = image_of(s, at);
	const struct function *function;
	unsigned int nr = 0;

	memset(v, 0, max * sizeof(*v));
	v[0].address = pc;
	if (!i)
		return 1;
	if (!i->opened)
		open_image(i);
	nr = source_frames(s, i, at - i->base, v, max);
	nr = nr ? nr : 1;
	for (unsigned int k = 0; k < nr; k++) {
		v[k].address = pc;
		v[k].module = i->module;
		v[k].known = true;
	}
	function = function_at(i, at - i->base);
	if (function) {
		v[nr - 1].function = plain_name(s, i, function->name);
		v[nr - 1].offset = pc - i->base - function->start;
	}
	return join_parts(v, nr);
}

unsigned int symbolize(struct symbolizer *s, uint64_t pc, bool returned, struct symbol_frame *v,
		       unsigned int max)
{
	struct symbol_cached **slot = &s->cache[(pc * 2 + returned) % 251], *c = *slot;

	while (c && c->pc != pc * 2 + returned)
		c = c->next;
	if (!c) {
		struct symbol_frame found[32];
		unsigned int nr = look_up(s, pc, returned, found, 32);

		c = arena_alloc(s->arena, sizeof(*c) + nr * sizeof(found[0]));
		c->pc = pc * 2 + returned;
		c->nr = nr;
		memcpy(c->v, found, nr * sizeof(found[0]));
		c->next = *slot;
		*slot = c;
	}
	max = max < c->nr ? max : c->nr;
	memcpy(v, c->v, max * sizeof(*v));
	return max;
}

const char *symbolize_called(struct symbolizer *s, uint64_t pc)
{
	struct symbol_image *i = image_of(s, pc - 1);
	struct symbol_frame v[32];
	unsigned int nr = symbolize(s, pc, true, v, 32), own = 0;
	const char *name;

	while (own + 1 < nr && v[own].header && v[own].inlined)
		own++;
	if (own)
		return v[own - 1].function;
	if (!i || !i->elf.base)
		return NULL;
	name = elf_called(&i->elf, pc - i->base);
	return name ? core_name(name) : NULL;
}
