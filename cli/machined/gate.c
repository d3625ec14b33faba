/* SPDX-License-Identifier: MIT */
/*
 * The gate: one host thread that reads what the launcher sends and posts it into the machine
 * as events, in the order of arrival. It never runs the core's code itself.
 *
 * Each message but SHUTDOWN and INTERRUPT counts as something in progress from its arrival
 * to its answer (ferrite_busy_begin/end), so that a driver's sleeps take no real time.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ferrite/api.h>
#include <ferrite/client.h>
#include <ferrite/serve.h>

#include "machined.h"

/* A message on its way to a vCPU. */
struct event {
	struct wire_msg msg;
	char payload[];
};

_Static_assert(sizeof(struct ferrite_call) == sizeof(struct wire_call), "one shape");
_Static_assert(sizeof(struct ferrite_stat) == sizeof(struct wire_stat), "one shape");

/* ---- on a vCPU, in interrupt context ---- */

static void deliver_call(void *arg)
{
	struct event *e = arg;
	struct ferrite_call call;
	char path[FERRITE_PATH_MAX];

	memcpy(&call, e->payload, sizeof(call));
	memcpy(path, e->payload + sizeof(call), call.path_len);
	path[call.path_len] = 0;
	ferrite_client_submit(e->msg.cookie, e->msg.file, &call, path);
	free(e);
}

static void deliver_interrupt(void *arg)
{
	struct event *e = arg;

	ferrite_client_interrupt(e->msg.cookie, e->msg.arg[0] == 1);
	free(e);
}

static void deliver_release(void *arg)
{
	struct event *e = arg;

	ferrite_client_release(e->msg.cookie, e->msg.file);
	free(e);
}

static void deliver_task_exit(void *arg)
{
	struct event *e = arg;

	ferrite_client_task_exit((int)e->msg.arg[0]);
	free(e);
}

/* ---- loading: mapped by the gate, run by the machine's serving task ---- */

struct load_request {
	struct ferrite_request request;
	struct loaded *module;
	char *args;
	uint64_t number;
	char why[512];
};

static void ask(struct ferrite_request *request)
{
	ferrite_post_busy(ferrite_request_arrived, request);
}

static void answer_load(uint64_t number, int result, const char *why)
{
	struct wire_msg m = {.type = WIRE_LOADED, .result = result, .arg = {number}};

	wire_send(&m, why, strlen(why));
}

static void tell_mapped(const struct load_request *r)
{
	struct wire_msg m = {.type = WIRE_MAPPED,
			     .arg = {r->number, r->module->image.base, r->module->image.size}};

	wire_send(&m, NULL, 0);
}

static void run_load(struct ferrite_request *request)
{
	struct load_request *r = (struct load_request *)request;
	int err = module_image_load(&r->module->image, r->args, r->why, sizeof(r->why));

	r->module->live = err == 0;
	answer_load(r->number, err, r->why);
	free(r->args);
	free(r);
	ferrite_busy_end();
}

static void load(const struct wire_msg *msg, const char *payload)
{
	struct load_request *r = calloc(1, sizeof(*r));
	const char *args = payload + strnlen(payload, msg->len) + 1;

	if (!r)
		abort();
	if (msg->arg[1])
		test_hold();
	r->number = msg->arg[0];
	r->args = strdup(args < payload + msg->len ? args : "");
	r->module = load_map(payload, r->why, sizeof(r->why));
	if (!r->module) {
		answer_load(r->number, -8 /* ENOEXEC */, r->why);
		free(r->args);
		free(r);
		return;
	}
	debug_module_loaded(r->module->image.name);
	tell_mapped(r);
	r->request.comm = "insmod";
	r->request.run = run_load;
	ask(&r->request);
}

static void run_shutdown(struct ferrite_request *request)
{
	teardown_modules();
	ferrite_requests_stop();
	free(request);
	ferrite_busy_end();
}

static void request_shutdown(void)
{
	struct ferrite_request *r = calloc(1, sizeof(*r));

	if (!r)
		abort();
	r->comm = "rmmod";
	r->run = run_shutdown;
	ask(r);
}

/* ---- the thread ---- */

/* The launcher is trusted, a packet's shape is checked all the same: it is cheap here. */
static bool call_is_whole(const struct wire_msg *msg, const char *payload)
{
	struct wire_call call;

	if (msg->len < sizeof(call))
		return false;
	memcpy(&call, payload, sizeof(call));
	return call.path_len == msg->len - sizeof(call) && call.path_len < FERRITE_PATH_MAX;
}

/* @poster: ferrite_post, or ferrite_post_busy for what will be answered. */
static void post(void (*fn)(void *), const struct wire_msg *msg, const char *payload,
		 void (*poster)(void (*fn)(void *), void *arg))
{
	struct event *e = malloc(sizeof(*e) + msg->len);

	if (!e)
		abort();
	e->msg = *msg;
	memcpy(e->payload, payload, msg->len);
	poster(fn, e);
}

static void dispatch(const struct wire_msg *msg, const char *payload)
{
	switch (msg->type) {
	case WIRE_LOAD:
		load(msg, payload);
		break;
	case WIRE_CALL:
		if (!call_is_whole(msg, payload))
			_exit(125);
		post(deliver_call, msg, payload, ferrite_post_busy);
		break;
	case WIRE_INTERRUPT:
		post(deliver_interrupt, msg, payload, ferrite_post);
		break;
	case WIRE_RELEASE:
		post(deliver_release, msg, payload, ferrite_post_busy);
		break;
	case WIRE_TASK_EXIT:
		post(deliver_task_exit, msg, payload, ferrite_post);
		break;
	case WIRE_TEST:
		test_request(msg, payload);
		break;
	case WIRE_WHERE:
		crash_where();
		break;
	case WIRE_EXIT:
		_exit((int)msg->arg[0]);
	case WIRE_SHUTDOWN:
		request_shutdown();
		break;
	default:
		fprintf(stderr, "ferrite-machine: unknown message %u\n", msg->type);
		_exit(125);
	}
}

static uint64_t received, dispatched;

uint64_t gate_received(void)
{
	uint64_t n = __atomic_load_n(&received, __ATOMIC_SEQ_CST);

	/* The gate waits for nobody while it deals with a message. */
	for (int i = 0; i < 1000 && __atomic_load_n(&dispatched, __ATOMIC_SEQ_CST) < n; i++)
		usleep(100);
	return n;
}

static void *gate_main(void *unused)
{
	static char payload[WIRE_PAYLOAD_MAX + 1];
	struct wire_msg msg;

	while (wire_receive(&msg, payload) >= 0) {
		__atomic_fetch_add(&received, 1, __ATOMIC_SEQ_CST);
		dispatch(&msg, payload);
		__atomic_fetch_add(&dispatched, 1, __ATOMIC_SEQ_CST);
	}
	_exit(125); /* the launcher is gone */
}

int gate_start(void)
{
	pthread_t thread;

	return pthread_create(&thread, NULL, gate_main, NULL);
}
