/* SPDX-License-Identifier: MIT */
/*
 * Events of the machine. Its KTAP goes to standard output as it comes; when it ends too early, what
 * is missing follows: the case that ran failed, cases and suites after it were not run.
 */
#include <stdlib.h>
#include <string.h>

#include "test.h"

static const enum case_state end_states[] = {CASE_PASSED, CASE_FAILED, CASE_SKIPPED};

#define INDENT "    "

static void print(const char *text)
{
	if (*text)
		puts(text);
	fflush(stdout);
}

static void add_text(struct tests *t, struct test_case *c, const char *text)
{
	struct arena *arena = &t->run.build.arena;

	text += strspn(text, " ");
	c->text =
		*c->text ? arena_printf(arena, "%s\n%s", c->text, text) : arena_strdup(arena, text);
}

static void add_case(struct tests *t, const struct ferrite_test *e)
{
	struct test_case *c = arena_alloc(&t->run.build.arena, sizeof(*c));

	c->suite = arena_strdup(&t->run.build.arena, e->suite);
	c->name = arena_strdup(&t->run.build.arena, e->name);
	c->comment = c->text = "";
	*t->cases_tail = c;
	t->cases_tail = &c->next;
	if (t->list)
		printf("%s.%s\n", c->suite, c->name);
}

/* Cases run in the order in which they were listed: the first one that has not. */
static struct test_case *find_case(struct tests *t, const struct ferrite_test *e)
{
	for (struct test_case *c = t->cases; c; c = c->next)
		if (c->state <= CASE_RUNNING && strcmp(c->name, e->name) == 0 &&
		    strcmp(c->suite, e->suite) == 0)
			return c;
	return NULL;
}

static void begin_case(struct tests *t, const struct ferrite_test *e)
{
	struct test_case *c = find_case(t, e);

	t->running = c;
	t->number = e->number;
	if (!c)
		return;
	c->state = CASE_RUNNING;
	c->first = e->step;
	c->began = run_seconds(&t->run);
	t->run.grace = c->began; /* the time-out counts from here */
}

static void end_case(struct tests *t, const struct ferrite_test *e)
{
	struct test_case *c = find_case(t, e);

	t->running = NULL;
	t->number = e->number;
	if (!c)
		return;
	if (c->state == CASE_NOT_RUN)
		c->comment = "suite_init failed";
	else
		c->comment = arena_strdup(&t->run.build.arena, e->comment);
	c->state = e->status < 3 ? end_states[e->status] : CASE_FAILED;
	c->last = e->step;
	c->seconds = c->began ? run_seconds(&t->run) - c->began : 0;
	t->run.grace = run_seconds(&t->run);
}

/* A parameter of the running case is done: a case of its own, for the XML. */
static void add_param(struct tests *t, const struct ferrite_test *e)
{
	struct test_case *c = t->running, *param = arena_alloc(&t->run.build.arena, sizeof(*param));
	const char *text = c->text + c->told;

	param->suite = c->suite;
	param->name = arena_printf(&t->run.build.arena, "%s/%s", c->name, e->name);
	param->comment = arena_strdup(&t->run.build.arena, e->comment);
	param->text = text + (*text == '\n');
	param->state = e->status < 3 ? end_states[e->status] : CASE_FAILED;
	if (c->last_param)
		c->last_param->next = param;
	else
		c->params = param;
	c->last_param = param;
	add_text(t, c, e->text);
	c->told = strlen(c->text);
}

void results_event(struct tests *t, const struct ferrite_test *event, size_t len)
{
	struct ferrite_test e;

	memset(&e, 0, sizeof(e));
	memcpy(&e, event, len < sizeof(e) ? len : sizeof(e));
	e.suite[sizeof(e.suite) - 1] = e.name[sizeof(e.name) - 1] = 0;
	e.comment[sizeof(e.comment) - 1] = e.text[sizeof(e.text) - 1] = 0;
	print(e.text);
	switch (e.event) {
	case FERRITE_TEST_LISTED:
		add_case(t, &e);
		break;
	case FERRITE_TEST_PLAN:
		t->suites = e.nr;
		break;
	case FERRITE_TEST_SUITE:
		t->suite = arena_strdup(&t->run.build.arena, e.suite);
		t->number = 0;
		break;
	case FERRITE_TEST_CASE:
		begin_case(t, &e);
		break;
	case FERRITE_TEST_LINE:
		if (t->running)
			add_text(t, t->running, e.text);
		t->left |= strstr(e.text, ": test case timed out") != NULL;
		break;
	case FERRITE_TEST_PARAM:
		if (t->running)
			add_param(t, &e);
		break;
	case FERRITE_TEST_CASE_DONE:
		end_case(t, &e);
		break;
	case FERRITE_TEST_SUITE_DONE:
		t->suite = NULL;
		t->suites_done = e.number;
		break;
	case FERRITE_TEST_DONE:
		t->done = true;
		client_host_stop(t->run.host);
		break;
	default:
		break;
	}
}

/* ---- a machine that ended too early ---- */

static void fail_running(struct tests *t, const char *why)
{
	struct test_case *c = t->running;

	printf(INDENT "# %s: %s\n" INDENT "not ok %u %s\n", c->name, why, t->number, c->name);
	c->state = CASE_FAILED;
	c->last = UINT64_MAX;
	c->seconds = run_seconds(&t->run) - c->began;
	add_text(t, c, why);
	t->running = NULL;
}

/* The suite that ran, or the one of @c, with all of its cases that did not run. */
static struct test_case *skip_suite(struct tests *t, struct test_case *c, const char *why)
{
	const char *suite = c->suite;
	bool partly = t->suite;

	for (; c && strcmp(c->suite, suite) == 0; c = c->next) {
		c->comment = why;
		if (partly)
			printf(INDENT "ok %u %s # SKIP %s\n", ++t->number, c->name, why);
	}
	if (partly)
		printf("not ok %u %s\n", ++t->suites_done, suite);
	else
		printf("ok %u %s # SKIP %s\n", ++t->suites_done, suite, why);
	t->suite = NULL;
	return c;
}

void results_end(struct tests *t)
{
	struct arena *arena = &t->run.build.arena;
	const char *why = "not run: the machine had ended", *suite = t->suite;
	struct test_case *c = t->cases;

	if (t->done || t->list || !t->cases)
		return;
	if (t->running && t->run.timed_out)
		fail_running(t, arena_printf(arena, "timed out after %g s", t->run.opt.timeout));
	else if (t->running)
		fail_running(t, "the machine ended in this case");
	while (c && c->state != CASE_NOT_RUN)
		c = c->next;
	if (suite && (!c || strcmp(c->suite, suite))) {
		printf("not ok %u %s\n", ++t->suites_done, suite);
		t->suite = NULL;
	}
	while (c)
		c = skip_suite(t, c, why);
	fflush(stdout);
}

/* ---- the sum ---- */

/* What was found after the case, such as a leak, by the step at which it began. */
static void add_finding(struct tests *t, const struct finding *f)
{
	const char *place = "";

	if (f->suppressed || !f->step)
		return;
	if (f->where.file)
		place = arena_printf(&t->run.build.arena, "%s:%u: ", f->where.file, f->where.line);
	for (struct test_case *c = t->cases; c; c = c->next) {
		if (c->state == CASE_NOT_RUN || f->step <= c->first || f->step > c->last)
			continue;
		add_text(t, c,
			 arena_printf(&t->run.build.arena, "%s%s: %s", place, f->kind_name,
				      finding_head(&t->run.build.arena, f)));
		if (c->state == CASE_PASSED)
			printf("# %s.%s: %s%s: %s\n", c->suite, c->name, place, f->kind_name,
			       finding_head(&t->run.build.arena, f));
		c->state = CASE_FAILED;
		return;
	}
}

void results_count(struct tests *t)
{
	for (const struct finding *f = t->run.findings.first; f; f = f->next)
		add_finding(t, f);
	for (const struct test_case *c = t->cases; c; c = c->next)
		t->count[c->state]++;
	fflush(stdout);
}
