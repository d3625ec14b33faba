/* SPDX-License-Identifier: MIT */
/* The ferrite command: finds the subcommand and calls it. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "cli/build/build.h"
#include "command.h"

static const struct command commands[] = {
	{"run", "compile kernel modules, load them into a machine, run programs that use them",
	 run_main},
	{"test", "compile kernel modules, run their KUnit suites", test_main},
	{"symbols", "list what modules may use; ferrite symbols PATTERN", symbols_main},
	{"version", "print the version", version_main},
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

int version_main(int argc, char **argv)
{
	puts("ferrite " FERRITE_VERSION " (Linux 6.1 interface)");
	return STATUS_CLEAN;
}

static void usage(FILE *out)
{
	fputs("usage: ferrite COMMAND …\n\n", out);
	for (size_t i = 0; i < NR_COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fputs("\nferrite COMMAND --help tells more about one.\n", out);
}

static int unknown_command(const char *name)
{
	const char *dot = strrchr(name, '.');

	if (dot && strcmp(dot, ".c") == 0)
		say("%s is a source, not a command: ferrite run %s", name, name);
	else
		say("no such command: %s. There are run, test, symbols and version; ferrite --help",
		    name);
	return STATUS_USAGE;
}

/*
 * A caller may have closed 0, 1 or 2. Nothing of ours may come to stand there, to be written to
 * as standard error; clients find the number closed.
 */
static void hold_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", O_RDWR | O_CLOEXEC);
}

int main(int argc, char **argv)
{
	hold_standard_descriptors();
	if (argc < 2) {
		usage(stderr);
		return STATUS_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		usage(stdout);
		return STATUS_CLEAN;
	}
	if (strcmp(argv[1], "--version") == 0)
		return version_main(0, NULL);
	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].main(argc - 1, argv + 1);
	return unknown_command(argv[1]);
}
