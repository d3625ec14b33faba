/* SPDX-License-Identifier: MIT */
/* The subcommands of `ferrite`: one row each in ferrite.c. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

struct command {
	const char *name;
	const char *summary;
	/* argv[0] is the subcommand. Returns the exit status. */
	int (*main)(int argc, char **argv);
};

int run_main(int argc, char **argv);
int test_main(int argc, char **argv);
int symbols_main(int argc, char **argv);
int version_main(int argc, char **argv);

#define FERRITE_VERSION "0.1.0"

#endif
