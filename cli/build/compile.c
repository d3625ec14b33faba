/* SPDX-License-Identifier: MIT */
/*
 * Running the host's compiler over all sources at once.
 *
 * The flags are the kernel's own where they change the meaning of C, so that a module is
 * compiled as Linux compiles it: no strict aliasing, signed overflow wraps, null checks stay.
 * An implicit declaration is only a warning at this point: what ferrite lacks is listed by
 * missing.c, with every line that uses it, not only the first.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "cli/base/jobs.h"

static const char *const kernel_flags[] = {
	"-std=gnu11",
	"-ffreestanding",
	"-nostdinc",
	"-fno-strict-aliasing",
	"-fwrapv",
	"-fno-delete-null-pointer-checks",
	"-fno-omit-frame-pointer",
	"-fno-optimize-sibling-calls",
	"-fshort-wchar",
	"-fno-common",
	"-fno-stack-protector",
	"-fPIC",
	"-g",
	"-fno-var-tracking", /* a tenth of the time; locals live in registers all the same */
	"-pipe",
	"-O2",
	"-Wall",
	"-Wno-sign-compare",
	"-Wno-pointer-sign",
	"-Wno-unused-parameter",
	"-Wno-unused-but-set-variable",
	"-Wno-format-security",
	"-Wno-attributes",
	"-Werror=implicit-int",
	"-Werror=return-type",
	"-Werror=incompatible-pointer-types",
	"-Wno-error=implicit-function-declaration",
	"-D__KERNEL__",
	"-DMODULE",
};

/*
 * Passes of GCC that cost time and gain little where a driver runs for a moment: without them it
 * takes a twelfth less. None of them decides what is inlined, what is dead or what is warned of.
 */
static const char *const gcc_flags[] = {
	"-fno-schedule-insns2",
	"-fno-gcse",
	"-fno-rerun-cse-after-loop",
	"-fno-tree-loop-optimize",
};

static void config_flag(struct words *w, const char *word)
{
	int n = (int)strcspn(word, "=");
	const char *value = word + n + 1;

	if (strcmp(value, "y") == 0)
		words_addf(w, "-D%.*s=1", n, word);
	else if (strcmp(value, "m") == 0)
		words_addf(w, "-D%.*s_MODULE=1", n, word);
	else if (strcmp(value, "n") == 0 || !*value)
		words_addf(w, "-U%.*s", n, word);
	else
		words_addf(w, "-D%s", word);
}

static bool configured(const struct build *b, const char *word)
{
	for (size_t i = 0; i < b->config.n; i++)
		if (strcmp(b->config.v[i], word) == 0)
			return true;
	return false;
}

/*
 * Variables of functions start as zeroes, as Debian configures its kernel
 * (CONFIG_INIT_STACK_ALL_ZERO); the other two choices of Linux can be given. GCC has it since 12.
 */
static void init_stack_flags(struct build *b, struct words *w)
{
	bool pattern = configured(b, "CONFIG_INIT_STACK_ALL_PATTERN=y");
	const char *gcc = strstr(b->cc_include, "/gcc/"),
		   *version = strstr(b->cc_include, "/include");

	if (configured(b, "CONFIG_INIT_STACK_NONE=y"))
		return;
	while (gcc && version > gcc && version[-1] != '/')
		version--;
	if (gcc && atoi(version) < 12)
		return;
	words_addf(w, "-ftrivial-auto-var-init=%s", pattern ? "pattern" : "zero");
	if (!pattern)
		words_add(w, "-DCONFIG_INIT_STACK_ALL_ZERO=1");
	if (!pattern && !gcc) /* clang before 16 wants to be asked twice */
		words_add(w, "-enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-"
			     "clang");
}

void compile_flags(struct build *b, const struct build_source *s, struct words *w)
{
	const struct ferrite_files *f = b->files;
	const char *base = build_modname(b, s->path);

	words_add(w, b->cc);
	for (size_t i = 0; i < sizeof(kernel_flags) / sizeof(kernel_flags[0]); i++)
		words_add(w, kernel_flags[i]);
	/* Only GCC's own headers are there; clang warns of flags that it does not have. */
	for (size_t i = 0; i < sizeof(gcc_flags) / sizeof(gcc_flags[0]); i++)
		if (strstr(b->cc_include, "/gcc/"))
			words_add(w, gcc_flags[i]);
	init_stack_flags(b, w);
	if (b->asan)
		kasan_flags(b, w);
	words_add(w, "-isystem");
	words_add(w, b->cc_include);
	words_addf(w, "-I%s", f->arch);
	words_addf(w, "-I%s", f->include);
	words_addf(w, "-I%s/uapi", f->include);
	words_add(w, "-include");
	words_addf(w, "%s/ferrite/kconfig.h", f->include);
	for (size_t i = 0; i < b->config.n; i++)
		config_flag(w, b->config.v[i]);
	words_addf(w, "-DKBUILD_MODNAME=\"%s\"", s->modname);
	words_addf(w, "-DKBUILD_BASENAME=\"%s\"", base);
	words_addf(w, "-DKBUILD_MODFILE=\"%s\"", s->modname);
	words_addf(w, "-D__KBUILD_MODNAME=kmod_%s", s->modname);
	for (size_t i = 0; i < s->flags.n; i++)
		words_add(w, s->flags.v[i]);
}

/* Folder of the compiler's own headers (stdarg.h and the like). */
static int find_compiler(struct build *b)
{
	struct words w = {.arena = &b->arena};
	struct job job;

	b->cc = getenv("CC") && *getenv("CC") ? getenv("CC") : "cc";
	words_add(&w, b->cc);
	words_add(&w, "-print-file-name=include");
	job = (struct job){.argv = w.v};
	jobs_run(&b->arena, &job, 1);
	if (job.status != 0) {
		say("the compiler %s does not run: %s", b->cc, job.err);
		return STATUS_FERRITE;
	}
	job.out[strcspn(job.out, "\n")] = 0;
	b->cc_include = job.out;
	return STATUS_CLEAN;
}

static void compile_job(struct build *b, struct build_source *s, struct job *job, int number)
{
	struct words w = {.arena = &b->arena};

	s->object =
		arena_printf(&b->arena, "%s/%d-%s.o", b->dir, number, build_modname(b, s->path));
	compile_flags(b, s, &w);
	words_add(&w, "-c");
	words_add(&w, "-o");
	words_add(&w, s->object);
	words_add(&w, s->path);
	*job = (struct job){.argv = w.v};
	if (b->verbose) {
		for (size_t i = 0; i < w.n; i++)
			fprintf(stderr, "%s%s", i ? " " : "+ ", w.v[i]);
		fputc('\n', stderr);
	}
}

static size_t count_stale(struct build *b)
{
	size_t n = 0;

	for (struct build_source *s = b->sources; s; s = s->next_given)
		n += !s->object;
	return n;
}

int compile_sources(struct build *b)
{
	size_t n = count_stale(b), i = 0;
	struct job *jobs = arena_alloc(&b->arena, (n + 1) * sizeof(*jobs));
	struct build_source **src = arena_alloc(&b->arena, (n + 1) * sizeof(*src));
	int status = STATUS_CLEAN;

	if (n && !b->cc_include)
		status = find_compiler(b);
	if (n && b->asan && status == STATUS_CLEAN)
		status = kasan_try_compiler(b);
	if (status != STATUS_CLEAN)
		return status;
	for (struct build_source *s = b->sources; s; s = s->next_given)
		if (!s->object) {
			compile_job(b, s, &jobs[i], (int)b->nr_objects++);
			src[i++] = s;
		}
	jobs_run(&b->arena, jobs, n);
	for (i = 0; i < n; i++) {
		src[i]->messages = jobs[i].err;
		src[i]->status = jobs[i].status;
		if (jobs[i].status == 0 && elf_open(&src[i]->elf, src[i]->object) != 0)
			src[i]->status = -1;
		if (src[i]->status != 0)
			status = STATUS_MODULE;
	}
	return status;
}
