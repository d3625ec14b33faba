/* SPDX-License-Identifier: MIT */
/*
 * Where ferrite's own files are, found from where this program is:
 *
 *   build tree   ROOT/build/[V/]ferrite    headers in ROOT, the rest beside the program
 *   installed    PREFIX/bin/ferrite        PREFIX/libexec/ferrite, PREFIX/share/ferrite
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run.h"

static bool readable(struct arena *arena, const char *dir, const char *name)
{
	return access(arena_printf(arena, "%s/%s", dir, name), R_OK) == 0;
}

static void in_tree(struct ferrite_files *f, struct arena *arena, const char *root, const char *bin)
{
	f->include = arena_printf(arena, "%s/include", root);
	f->arch = arena_printf(arena, "%s/arch/hosted/include", root);
	f->build = arena_printf(arena, "%s/cli/build", root);
	f->this_obj = arena_printf(arena, "%s/module_this.o", bin);
	f->exports = arena_printf(arena, "%s/exports.list", bin);
	f->machine = arena_printf(arena, "%s/ferrite-machine", bin);
	f->symbols = arena_printf(arena, "%s/docs/symbols.md", root);
	f->gdb = arena_printf(arena, "%s/tools/gdb/ferrite.py", root);
}

static void installed(struct ferrite_files *f, struct arena *arena, const char *prefix)
{
	f->include = arena_printf(arena, "%s/share/ferrite/include", prefix);
	f->arch = f->include;
	f->build = arena_printf(arena, "%s/share/ferrite/build", prefix);
	f->this_obj = arena_printf(arena, "%s/libexec/ferrite/module_this.o", prefix);
	f->exports = arena_printf(arena, "%s/libexec/ferrite/exports.list", prefix);
	f->machine = arena_printf(arena, "%s/libexec/ferrite/ferrite-machine", prefix);
	f->symbols = arena_printf(arena, "%s/share/ferrite/symbols.md", prefix);
	f->gdb = arena_printf(arena, "%s/share/ferrite/gdb/ferrite.py", prefix);
}

int find_files(struct ferrite_files *files, struct arena *arena)
{
	char self[PATH_MAX], *root;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n <= 0) {
		say("/proc/self/exe cannot be read: is /proc mounted?");
		return STATUS_FERRITE;
	}
	self[n] = 0;
	*strrchr(self, '/') = 0;
	root = arena_strdup(arena, self);
	for (int up = 0; up < 2 && strrchr(root, '/'); up++) {
		*strrchr(root, '/') = 0;
		if (readable(arena, root, "cli/build/percpu.lds")) {
			in_tree(files, arena, root, self);
			return STATUS_CLEAN;
		}
		if (readable(arena, root, "share/ferrite/build/percpu.lds")) {
			installed(files, arena, root);
			return STATUS_CLEAN;
		}
	}
	say("cannot find its own files: neither a build tree nor PREFIX/share/ferrite is around "
	    "%s",
	    self);
	return STATUS_FERRITE;
}
