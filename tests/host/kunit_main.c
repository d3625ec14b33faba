/* SPDX-License-Identifier: MIT */
/*
 * kunit [-m DECL] [-l] [GLOB]: run the core's suites, each on a machine of its own.
 *
 * A machine is made for each suite, and destroyed after it; then nothing may be left: memory that
 * was not given back, or a defect that the suite did not expect, fails the suite in an extra
 * case "machine_gone". The default runs every suite in baton mode; suites that need real
 * parallelism are run a second time with -m 'nodes=2,mem=64M,cpus=1,sched=parallel'.
 */
#include <ferrite/api.h>
#include <ferrite/decl.h>
#include <getopt.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The head of struct kunit_suite: its name. The rest is the core's business. */
struct kunit_suite {
	const char name[256];
};
extern struct kunit_suite *__start_kunit_test_suites[], *__stop_kunit_test_suites[];

/* tests/host/kunit_core.c: the freestanding half. */
int kunit_core_run(void *suite);
unsigned long kunit_core_defects(void);
void kunit_core_reset_defects(void);

static void print_line(int level, const char *text, size_t n)
{
	(void)level;
	printf("%.*s\n", (int)n, text);
}

static int run_suite(struct kunit_suite *suite, const struct ferrite_decl *decl)
{
	int failed, err = ferrite_machine_create(decl);
	unsigned long defects;
	uint64_t left;

	if (err) {
		printf("    not ok 1 machine_create # %s: %s\n", suite->name, strerror(-err));
		return 1;
	}
	kunit_core_reset_defects();
	failed = ferrite_run_named("kunit", kunit_core_run, suite);
	defects = kunit_core_defects();
	left = ferrite_machine_destroy();
	if (defects || left || kunit_core_defects() != defects) {
		printf("    # %s: %lu unexpected defects, %llu bytes left behind, %lu found at the end\n",
		       suite->name, defects, (unsigned long long)left,
		       kunit_core_defects() - defects);
		printf("    not ok 1000 machine_gone\n");
		return failed + 1;
	}
	printf("    ok 1000 machine_gone\n");
	return failed;
}

int main(int argc, char **argv)
{
	static struct ferrite_decl decl;
	static const struct ferrite_host_ops ops = { .console = print_line };
	const char *text = "nodes=2,mem=64M,cpus=2,checks=on";
	struct kunit_suite **s;
	char err[256], full[512];
	int c, failed = 0;
	bool list = false;

	setvbuf(stdout, NULL, _IOLBF, 0);
	while ((c = getopt(argc, argv, "m:l")) != -1) {
		if (c == 'm')
			text = optarg;
		else if (c == 'l')
			list = true;
		else
			return 2;
	}
	snprintf(full, sizeof(full), "%s,seed=%s", text, getenv("SEED") ? getenv("SEED") : "1");
	if (ferrite_decl_parse(&decl, full, err, sizeof(err))) {
		fprintf(stderr, "kunit: %s\n", err);
		return 2;
	}
	ferrite_host_ops_set(&ops);
	printf("# machine %s\n", full);
	for (s = __start_kunit_test_suites; s < __stop_kunit_test_suites; s++) {
		if (optind < argc && fnmatch(argv[optind], (*s)->name, 0))
			continue;
		if (list)
			printf("%s\n", (*s)->name);
		else
			failed += run_suite(*s, &decl);
	}
	return failed ? 1 : 0;
}
