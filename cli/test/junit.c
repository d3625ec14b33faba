/* SPDX-License-Identifier: MIT */
/*
 * --junit: the results as the XML that CI systems read. A suite is a <testsuite>, a case a
 * <testcase> with the suite as its class, one for each parameter of a parameterised case
 * (CASE/PARAMETER); what did not run is <skipped>.
 */
#include <errno.h>
#include <string.h>

#include "test.h"

/* Names and messages are the module's: any bytes. What XML cannot hold becomes '?'. */
static void escaped(FILE *f, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	while (*p) {
		int n = *p < 0x20 ? *p == '\t' || *p == '\n' : utf8_length(p);

		if (*p == '&' || *p == '<' || *p == '>' || *p == '"' || *p == '\n')
			fprintf(f, "&#%u;", *p);
		else if (n)
			fwrite(p, 1, (size_t)n, f);
		else
			fputc('?', f);
		p += n ? n : 1;
	}
}

static void attribute(FILE *f, const char *name, const char *value)
{
	fprintf(f, " %s=\"", name);
	escaped(f, value);
	fputc('"', f);
}

/* What failed, in one line: a check's if one says so, else the first that is no frame of KTAP. */
static void summary(const struct test_case *c, char *line, size_t size)
{
	const char *best = strstr(c->text, " FAILED at "), *p = c->text;

	if (best)
		while (best > c->text && best[-1] != '\n')
			best--;
	for (; !best && *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (strncmp(p, "KTAP ", 5) && strncmp(p, "# Subtest", 9) && strncmp(p, "ok ", 3))
			best = p;
	if (!best)
		best = *c->comment ? c->comment : "failed";
	snprintf(line, size, "%.*s", (int)strcspn(best, "\n"), best);
}

static void write_case(FILE *f, const struct test_case *c)
{
	fputs("    <testcase", f);
	attribute(f, "classname", c->suite);
	attribute(f, "name", c->name);
	fprintf(f, " time=\"%.3f\">", c->seconds);
	if (c->state == CASE_FAILED) {
		char line[512];

		summary(c, line, sizeof(line));
		fputs("<failure", f);
		attribute(f, "message", line);
		fputc('>', f);
		escaped(f, c->text);
		fputs("</failure>", f);
	} else if (c->state == CASE_SKIPPED || c->state == CASE_NOT_RUN) {
		fputs("<skipped", f);
		attribute(f, "message", c->comment);
		fputs("/>", f);
	} else if (*c->text) {
		fputs("<system-out>", f);
		escaped(f, c->text);
		fputs("</system-out>", f);
	}
	fputs("</testcase>\n", f);
}

struct totals {
	unsigned int tests, failed, skipped;
};

static void count(struct totals *n, const struct test_case *c)
{
	n->tests++;
	n->failed += c->state == CASE_FAILED;
	n->skipped += c->state == CASE_SKIPPED || c->state == CASE_NOT_RUN;
}

/* A parameterised case is told as its parameters, and itself only when it failed beside them. */
static void each(FILE *f, struct totals *n, const struct test_case *c)
{
	bool whole = !c->params || c->state == CASE_FAILED;

	for (const struct test_case *p = c->params; p; p = p->next) {
		whole &= p->state != CASE_FAILED;
		if (f)
			write_case(f, p);
		else
			count(n, p);
	}
	if (!whole)
		return;
	if (f)
		write_case(f, c);
	else
		count(n, c);
}

/* The cases of one suite stand together; returns the first of the next. */
static const struct test_case *write_suite(FILE *f, const struct test_case *first)
{
	struct totals n = {0};
	const struct test_case *c;
	double seconds = 0;

	for (c = first; c && strcmp(c->suite, first->suite) == 0; c = c->next) {
		each(NULL, &n, c);
		seconds += c->seconds;
	}
	fputs("  <testsuite", f);
	attribute(f, "name", first->suite);
	fprintf(f, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\" time=\"%.3f\">\n",
		n.tests, n.failed, n.skipped, seconds);
	for (const struct test_case *d = first; d != c; d = d->next)
		each(f, NULL, d);
	fputs("  </testsuite>\n", f);
	return c;
}

bool junit_write(struct tests *t)
{
	const struct test_case *c = t->cases;
	FILE *f = fopen(t->junit, "we");
	bool bad;

	if (!f) {
		say("--junit %s: %s", t->junit, strerror(errno));
		return false;
	}
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ferrite test\">\n",
	      f);
	while (c)
		c = write_suite(f, c);
	fputs("</testsuites>\n", f);
	bad = ferror(f);
	bad |= fclose(f) != 0;
	if (bad)
		say("--junit %s: it could not be written", t->junit);
	return !bad;
}
