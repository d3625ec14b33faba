/* SPDX-License-Identifier: MIT */
/* KUnit suites that the launcher runs (`ferrite test`): events out, one request in. */
#include <stdlib.h>
#include <string.h>

#include <ferrite/api.h>
#include <ferrite/serve.h>
#include <ferrite/test.h>

#include "machined.h"

struct test_request {
	struct ferrite_request request;
	bool list;
	unsigned int timeout;
	char globs[]; /* words, each with its \0; an empty one ends them */
};

/* Only what is used of the last member travels. */
static void send_event(const struct ferrite_test *event)
{
	struct wire_msg m = {.type = WIRE_TESTED};

	wire_send(&m, event, offsetof(struct ferrite_test, text) + strlen(event->text) + 1);
}

void test_hold(void)
{
	ferrite_tests_hold(send_event);
}

static void run_tests(struct ferrite_request *request)
{
	struct test_request *r = (struct test_request *)request;

	ferrite_tests_run(r->globs, r->list, r->timeout);
	free(r);
	ferrite_busy_end();
}

void test_request(const struct wire_msg *msg, const char *payload)
{
	struct test_request *r = calloc(1, sizeof(*r) + msg->len + 2);

	if (!r)
		abort();
	memcpy(r->globs, payload, msg->len);
	r->list = msg->arg[0] == 1;
	r->timeout = (unsigned int)msg->arg[1];
	r->request.comm = "kunit";
	r->request.run = run_tests;
	ferrite_post_busy(ferrite_request_arrived, r);
}
