/* SPDX-License-Identifier: MIT */
/*
 * Instrumented modules (--asan): the compiler's and the linker's words.
 *
 * The runtime is the machine's (mm/kasan/). Checks are inline: the compiler must know where the
 * shadow is. What the runtime exports as __wrap_NAME takes the place of NAME in such modules.
 */
#include <string.h>

#include "arch/hosted/include/asm/kasan.h"
#include "build.h"
#include "cli/base/jobs.h"

#define WRAP "__wrap_"
/* Accesses in one function from which on a compiler calls instead of checking inline. */
#define INLINE_CHECKS "10000"

static const char *const config_flags[] = {
	"-DCONFIG_KASAN=1",
	"-DCONFIG_KASAN_GENERIC=1",
	"-DCONFIG_KASAN_INLINE=1",
	"-DCONFIG_KASAN_STACK=1",
	"-DCONFIG_KASAN_VMALLOC=1",
	"-DCONFIG_HAVE_ARCH_KASAN=1",
	"-DCONFIG_KASAN_KUNIT_TEST_MODULE=1",
	"-D__SANITIZE_ADDRESS__=1",
};

static const char *const gcc_params[] = {
	"asan-globals=1",
	"asan-stack=1",
	"asan-instrument-allocas=1",
	"asan-instrumentation-with-call-threshold=" INLINE_CHECKS,
};

static const char *const clang_params[] = {
	"-asan-globals=1",
	"-asan-stack=1",
	"-asan-instrument-dynamic-allocas=1",
	"-asan-instrumentation-with-call-threshold=" INLINE_CHECKS,
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

void kasan_flags(struct build *b, struct words *w)
{
	words_add(w, "-fsanitize=kernel-address");
	words_add(w, "-fsanitize-address-use-after-scope");
	if (strstr(b->cc_include, "/gcc/")) {
		words_add(w, "-DCONFIG_CC_IS_GCC=1");
		words_addf(w, "-fasan-shadow-offset=%#llx", (long long)KASAN_SHADOW_OFFSET);
		for (size_t i = 0; i < COUNT(gcc_params); i++) {
			words_add(w, "--param");
			words_add(w, gcc_params[i]);
		}
	} else {
		words_add(w, "-DCONFIG_CC_IS_CLANG=1");
		words_add(w, "-mllvm");
		words_addf(w, "-asan-mapping-offset=%#llx", (long long)KASAN_SHADOW_OFFSET);
		for (size_t i = 0; i < COUNT(clang_params); i++) {
			words_add(w, "-mllvm");
			words_add(w, clang_params[i]);
		}
	}
	/* GCC defines the last one itself. */
	for (size_t i = 0; i < COUNT(config_flags); i++)
		words_add(w, config_flags[i]);
}

int kasan_try_compiler(struct build *b)
{
	struct words w = {.arena = &b->arena};
	struct job job;

	words_add(&w, b->cc);
	kasan_flags(b, &w);
	words_add(&w, "-fsyntax-only");
	words_add(&w, "-x");
	words_add(&w, "c");
	words_add(&w, "/dev/null");
	job = (struct job){.argv = w.v};
	jobs_run(&b->arena, &job, 1);
	if (job.status == 0)
		return STATUS_CLEAN;
	job.err[strcspn(job.err, "\n")] = 0;
	say("--asan: the compiler %s does not instrument for KASAN (%s); CC=gcc or CC=clang for "
	    "x86-64 do",
	    b->cc, job.err);
	return STATUS_USAGE;
}

void kasan_link_words(struct build *b, struct words *w)
{
	for (size_t i = 0; i < b->core_exports.n; i++)
		if (strncmp(b->core_exports.v[i], WRAP, strlen(WRAP)) == 0)
			words_addf(w, "--wrap=%s", b->core_exports.v[i] + strlen(WRAP));
}

bool kasan_provides(struct build *b, const char *name)
{
	return b->asan && core_exports(b, arena_printf(&b->arena, WRAP "%s", name));
}
