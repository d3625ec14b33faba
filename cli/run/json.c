/* SPDX-License-Identifier: MIT */
/*
 * The result of a run for programs (--json). "schema" grows by one when the meaning of a
 * member changes or one is removed; new members may be added under the same number.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "cli/command.h"
#include "run.h"

#define SCHEMA 1

static const char *status_word(int status)
{
	switch (status) {
	case STATUS_CLEAN:
		return "clean";
	case STATUS_CLIENT:
		return "client";
	case STATUS_USAGE:
		return "usage";
	case STATUS_DEFECTS:
		return "defects";
	case STATUS_UNSUPPORTED:
		return "unsupported";
	case STATUS_MODULE:
		return "module";
	default:
		return "ferrite";
	}
}

static void add(json_object *o, const char *key, json_object *value)
{
	json_object_object_add(o, key, value);
}

static json_object *text(const char *s)
{
	return s ? json_object_new_string(s) : NULL;
}

static json_object *defect_list(const struct run *run)
{
	json_object *list = json_object_new_array();

	for (const struct defect *d = run->defects; d; d = d->next) {
		json_object *o = json_object_new_object();

		add(o, "kind", text(d->kind));
		add(o, "text", text(d->text));
		add(o, "where", text(d->where));
		json_object_array_add(list, o);
	}
	return list;
}

static json_object *client_list(const struct run *run)
{
	json_object *list = json_object_new_array();

	for (int i = 0; i < run->nr_clients; i++) {
		const struct client_result *c = &run->clients[i];
		json_object *o = json_object_new_object();

		add(o, "command", text(c->name));
		add(o, "started", json_object_new_boolean(c->ended));
		add(o, "exit_code",
		    json_object_new_int(c->ended ? client_exit_code(c->wstatus) : 127));
		json_object_array_add(list, o);
	}
	return list;
}

static json_object *module_list(const struct run *run)
{
	json_object *list = json_object_new_array();

	for (const struct build_module *m = run->build.modules; m; m = m->next) {
		json_object *o = json_object_new_object();

		add(o, "name", text(m->name));
		add(o, "source", text(m->given));
		json_object_array_add(list, o);
	}
	return list;
}

void json_write(struct run *run)
{
	json_object *o = json_object_new_object();
	FILE *f = strcmp(run->opt.json, "-") == 0 ? stdout : fopen(run->opt.json, "we");

	if (!f) {
		say("--json %s: %s", run->opt.json, strerror(errno));
		json_object_put(o);
		return;
	}
	add(o, "schema", json_object_new_int(SCHEMA));
	add(o, "ferrite", text(FERRITE_VERSION));
	add(o, "status", json_object_new_int(run->status));
	add(o, "result", text(status_word(run->status)));
	add(o, "machine", text(run->opt.machine));
	add(o, "modules", module_list(run));
	add(o, "clients", client_list(run));
	add(o, "defects", defect_list(run));
	if (run->have_verdict) {
		add(o, "allocations", json_object_new_int64((int64_t)run->verdict.allocations));
		add(o, "peak_bytes", json_object_new_int64((int64_t)run->verdict.peak_bytes));
		add(o, "left_bytes", json_object_new_int64((int64_t)run->verdict.left_bytes));
	}
	add(o, "seconds", json_object_new_double(run_seconds(run)));
	fputs(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PRETTY), f);
	fputc('\n', f);
	if (f != stdout)
		fclose(f);
	json_object_put(o);
}
