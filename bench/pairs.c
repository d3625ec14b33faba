/* SPDX-License-Identifier: MIT */
/*
 * pairs [--json]: nanoseconds and instructions of one allocate-and-free pair.
 *
 * ferrite's kmalloc and page allocator, with checks off, on and full, called as by a module, beside
 * glibc, jemalloc and mimalloc (this program again, as a child with LD_PRELOAD) and the floor: an
 * intrusive LIFO behind two calls, less than which no allocator can do. All take turns, several
 * times, so that a change of the machine's speed meets all alike; the figures are medians.
 */
#include <ferrite/api.h>
#include <ferrite/defect.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pairs.h"

static const char *const work_name[NR_WORKS] = {"64 B", "1 KiB", "page (4 KiB)"};
static const size_t work_bytes[NR_WORKS] = {64, 1024, 4096};
static const char *const peer_name[NR_PEERS] = {
	"ferrite",  "ferrite, checks on", "ferrite, checks full", "glibc",
	"jemalloc", "mimalloc",		  "floor (LIFO)",
};
static const char *const checks[NR_PEERS] = {"off", "on", "full"};
static const char *const preload[NR_PEERS] = {
	[JEMALLOC] = "libjemalloc.so.2",
	[MIMALLOC] = "libmimalloc.so.2.0",
};

static struct {
	double ns[ROUNDS * SAMPLES];
	unsigned int nr;
	double instructions;
} result[NR_PEERS][NR_WORKS];

#define USE(p) __asm__ __volatile__("" : : "r"(p) : "memory")

/* ---- malloc ---- */

static void malloc_64(unsigned long pairs)
{
	while (pairs--) {
		void *p = malloc(64);

		USE(p);
		free(p);
	}
}

static void malloc_1k(unsigned long pairs)
{
	while (pairs--) {
		void *p = malloc(1024);

		USE(p);
		free(p);
	}
}

static void malloc_page(unsigned long pairs)
{
	while (pairs--) {
		void *p = aligned_alloc(4096, 4096);

		USE(p);
		free(p);
	}
}

/* ---- the floor ---- */

static void *stack_top;

static __attribute__((noinline)) void *pop(void)
{
	void *p = stack_top;

	stack_top = *(void **)p;
	return p;
}

static __attribute__((noinline)) void push(void *p)
{
	*(void **)p = stack_top;
	stack_top = p;
}

static void floor_pairs(unsigned long pairs)
{
	static char memory[64][4096];
	int i;

	stack_top = NULL;
	for (i = 0; i < 64; i++)
		push(memory[i]);
	while (pairs--) {
		void *p = pop();

		USE(p);
		push(p);
	}
}

/* ---- measuring ---- */

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

void measure(const loop_fn loop[NR_WORKS], struct sample *s, bool count)
{
	int w, i;

	for (w = 0; w < NR_WORKS; w++) {
		loop[w](PAIRS / 10);
		for (i = 0; i < SAMPLES; i++) {
			double start = now_ns();

			loop[w](PAIRS);
			s->ns[w][i] = (now_ns() - start) / PAIRS;
		}
		s->instructions[w] = count ? count_instructions(loop[w]) : 0;
	}
}

static const loop_fn core_loops[NR_WORKS] = {bench_core_64, bench_core_1k, bench_core_page};
static const loop_fn malloc_loops[NR_WORKS] = {malloc_64, malloc_1k, malloc_page};
static const loop_fn floor_loops[NR_WORKS] = {floor_pairs, floor_pairs, floor_pairs};

static struct sample core_sample;
static bool core_count;

static int in_the_machine(void *unused)
{
	(void)unused;
	measure(core_loops, &core_sample, core_count);
	return 0;
}

static void silent(int level, const char *text, size_t n)
{
	if (level <= 3)
		fprintf(stderr, "%.*s\n", (int)n, text);
}

static bool all_are_modules(unsigned long pc)
{
	return pc != 0;
}

static bool turn_of_ferrite(const char *checks, bool count)
{
	static const struct ferrite_host_ops ops = {.console = silent};
	static struct ferrite_decl decl;
	char err[256], text[64];

	snprintf(text, sizeof(text), "nodes=2,mem=128M,cpus=1,checks=%s", checks);
	if (ferrite_decl_parse(&decl, text, err, sizeof(err))) {
		fprintf(stderr, "pairs: %s\n", err);
		return false;
	}
	ferrite_host_ops_set(&ops);
	if (ferrite_machine_create(&decl))
		return false;
	ferrite_defect_modules(all_are_modules);
	core_count = count;
	ferrite_run(in_the_machine, NULL);
	ferrite_defect_modules(NULL);
	ferrite_machine_destroy();
	return true;
}

/* This program again, with another malloc. */
static bool turn_of_child(enum peer peer, bool count, struct sample *s)
{
	int fd[2], status;
	ssize_t n;
	pid_t pid;

	if (pipe(fd))
		return false;
	pid = fork();
	if (pid < 0)
		return false;
	if (!pid) {
		dup2(fd[1], 3);
		if (preload[peer])
			setenv("LD_PRELOAD", preload[peer], 1);
		execl("/proc/self/exe", "pairs", "--child", count ? "1" : "0", (char *)NULL);
		_exit(127);
	}
	close(fd[1]);
	n = read(fd[0], s, sizeof(*s));
	close(fd[0]);
	return waitpid(pid, &status, 0) == pid && n == sizeof(*s);
}

static bool take_turn(enum peer peer, bool count, struct sample *s)
{
	switch (peer) {
	case OURS_OFF:
	case OURS_ON:
	case OURS_FULL:
		if (!turn_of_ferrite(checks[peer], count))
			return false;
		*s = core_sample;
		return true;
	case FLOOR:
		measure(floor_loops, s, count);
		return true;
	default:
		return turn_of_child(peer, count, s);
	}
}

static void keep(enum peer peer, const struct sample *s)
{
	int w;

	for (w = 0; w < NR_WORKS; w++) {
		memcpy(result[peer][w].ns + result[peer][w].nr, s->ns[w], sizeof(s->ns[w]));
		result[peer][w].nr += SAMPLES;
		if (s->instructions[w] > 0)
			result[peer][w].instructions = s->instructions[w];
	}
}

/* ---- telling ---- */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(enum peer peer, enum work w)
{
	unsigned int nr = result[peer][w].nr;

	if (!nr)
		return 0;
	qsort(result[peer][w].ns, nr, sizeof(double), by_value);
	return result[peer][w].ns[nr / 2];
}

static void table(void)
{
	int p, w;

	for (w = 0; w < NR_WORKS; w++) {
		double ours = median(OURS_OFF, w);

		printf("%s%s pair\n", w ? "\n" : "", work_name[w]);
		printf("  %-20s %9s %13s %16s\n", "allocator", "ns", "instructions",
		       "ferrite/this");
		for (p = 0; p < NR_PEERS; p++) {
			double ns = median(p, w);

			if (!ns) {
				printf("  %-20s %9s\n", peer_name[p], "absent");
				continue;
			}
			printf("  %-20s %9.2f %13.1f %16.2f\n", peer_name[p], ns,
			       result[p][w].instructions, ours / ns);
		}
	}
	printf("\nmedians of %d measurements of %lu pairs, in %d rounds; page: alloc_pages(order "
	       "0) "
	       "beside aligned_alloc(4096, 4096)\n",
	       ROUNDS * SAMPLES, PAIRS, ROUNDS);
}

static void json(void)
{
	int p, w, first = 1;

	printf("[");
	for (w = 0; w < NR_WORKS; w++) {
		for (p = 0; p < NR_PEERS; p++) {
			if (!median(p, w))
				continue;
			printf("%s\n {\"work\": \"%s\", \"bytes\": %zu, \"allocator\": \"%s\", "
			       "\"ns\": %.3f, \"instructions\": %.1f}",
			       first ? "" : ",", work_name[w], work_bytes[w], peer_name[p],
			       median(p, w), result[p][w].instructions);
			first = 0;
		}
	}
	printf("\n]\n");
}

int main(int argc, char **argv)
{
	struct sample s;
	int round, peer;

	if (argc > 2 && !strcmp(argv[1], "--child")) {
		measure(malloc_loops, &s, argv[2][0] == '1');
		return write(3, &s, sizeof(s)) != sizeof(s);
	}
	for (round = 0; round < ROUNDS; round++)
		for (peer = 0; peer < NR_PEERS; peer++)
			if (take_turn(peer, round == 0, &s))
				keep(peer, &s);
			else if (peer < GLIBC)
				return 125;
	if (argc > 1 && !strcmp(argv[1], "--json"))
		json();
	else
		table();
	return 0;
}
