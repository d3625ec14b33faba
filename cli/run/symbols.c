/* SPDX-License-Identifier: MIT */
/* `ferrite symbols [PATTERN]`: the rows of docs/symbols.md whose name matches. */
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "run.h"

/* "| `name` | `<linux/x.h>` | kind |" cut into its words; false for other lines. */
static bool read_row(char *line, char **name, char **header, char **kind)
{
	char *part[6], *save = NULL;
	int n = 0;

	for (char *p = strtok_r(line, "|`\n", &save); p && n < 6;
	     p = strtok_r(NULL, "|`\n", &save)) {
		p += strspn(p, " ");
		while (*p && p[strlen(p) - 1] == ' ')
			p[strlen(p) - 1] = 0;
		if (*p)
			part[n++] = p;
	}
	if (n != 3 || part[1][0] != '<')
		return false;
	*name = part[0];
	*header = part[1];
	*kind = part[2];
	return true;
}

static int print_rows(FILE *f, const char *pattern)
{
	char line[1024], *name, *header, *kind;
	int hits = 0;

	while (fgets(line, sizeof(line), f))
		if (read_row(line, &name, &header, &kind) &&
		    (!pattern || fnmatch(pattern, name, 0) == 0 || strstr(name, pattern))) {
			printf("%-40s %-28s %s\n", name, header, kind);
			hits++;
		}
	return hits;
}

int symbols_main(int argc, char **argv)
{
	struct ferrite_files files = {0};
	struct arena arena = {0};
	const char *pattern = argc > 1 ? argv[1] : NULL;
	int status;
	FILE *f;

	if (argc > 2 || (pattern && pattern[0] == '-')) {
		puts("usage: ferrite symbols [PATTERN]\n\n"
		     "Functions, macros, variables and types that modules may use, with the "
		     "header\n"
		     "of each. PATTERN is a part of the name, or a pattern such as 'kmem_*'.");
		return pattern && strcmp(pattern, "--help") == 0 ? STATUS_CLEAN : STATUS_USAGE;
	}
	status = find_files(&files, &arena);
	if (status != STATUS_CLEAN)
		return status;
	f = fopen(files.symbols, "re");
	if (!f) {
		say("%s: %s", files.symbols, strerror(errno));
		status = STATUS_FERRITE;
	} else {
		status = print_rows(f, pattern) ? STATUS_CLEAN : STATUS_CLIENT;
		fclose(f);
	}
	arena_free(&arena);
	return status;
}
