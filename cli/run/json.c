/* SPDX-License-Identifier: MIT */
/*
 * The result of a run for programs (--json). "schema" grows by one when the meaning of a
 * member changes or one is removed; new members may be added under the same number.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "cli/command.h"
#include "run.h"

#define SCHEMA 2

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

int utf8_length(const unsigned char *p)
{
	int n = *p < 0x80 ? 1 : *p >= 0xc2 && *p < 0xe0 ? 2 : (*p & 0xf0) == 0xe0 ? 3 : 0;

	if (*p >= 0xf0 && *p < 0xf5)
		n = 4;
	for (int i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xf0 && p[1] < 0x90) ||
	    (*p == 0xf4 && p[1] > 0x8f) || (*p == 0xed && p[1] > 0x9f) ||
	    (*p == 0xef && p[1] == 0xbf && p[2] > 0xbd))
		return 0;
	return n;
}

/* Words of modules and file names may be any bytes; JSON is UTF-8. */
static json_object *text_n(const char *s, size_t len)
{
	char *copy = strndup(s, len);
	unsigned char *p = (unsigned char *)copy;
	json_object *o;

	while (p && *p) {
		int n = utf8_length(p);

		if (!n)
			*p = '?';
		p += n ? n : 1;
	}
	o = json_object_new_string(copy ? copy : "");
	free(copy);
	return o;
}

static json_object *text(const char *s)
{
	return s ? text_n(s, strlen(s)) : NULL;
}

static json_object *number(uint64_t n)
{
	return json_object_new_uint64(n);
}

static json_object *place(const struct symbol_frame *f)
{
	json_object *o;

	if (!f->known)
		return NULL;
	o = json_object_new_object();
	add(o, "function", text(f->function));
	add(o, "offset", f->inlined ? NULL : number(f->offset));
	add(o, "file", text(f->file));
	add(o, "line", f->file ? json_object_new_int(f->line) : NULL);
	add(o, "module", text(f->module));
	return o;
}

static json_object *lines(const char *s)
{
	json_object *list = json_object_new_array();

	while (*s) {
		int n = (int)strcspn(s, "\n");

		json_object_array_add(list, text_n(s, (size_t)n));
		s += n + (s[n] == '\n');
	}
	return list;
}

static json_object *stack_list(const struct finding *f)
{
	json_object *list = json_object_new_array();

	for (unsigned int i = 0; i < f->nr_stacks; i++) {
		const struct finding_stack *s = &f->stack[i];
		json_object *o = json_object_new_object(), *frames = json_object_new_array();

		add(o, "title", text(s->title));
		add(o, "comm", s->comm[0] ? text(s->comm) : NULL);
		add(o, "pid", s->pid ? json_object_new_int(s->pid) : NULL);
		for (unsigned int k = 0; k < s->nr; k++)
			json_object_array_add(frames, place(&s->frames[k]));
		add(o, "frames", frames);
		json_object_array_add(list, o);
	}
	return list;
}

static json_object *finding(struct run *run, const struct finding *f)
{
	json_object *o = json_object_new_object();

	add(o, "kind", text(f->kind_name));
	add(o, "where", place(&f->where));
	add(o, "head", text(finding_head(&run->build.arena, f)));
	add(o, "count", number(f->count));
	add(o, "linux", lines(f->linux_text));
	add(o, "notes", lines(f->notes));
	add(o, "stacks", stack_list(f));
	add(o, "step", f->step ? number(f->step) : NULL);
	add(o, "watch",
	    f->watch ? text(arena_printf(&run->build.arena, "%#llx", (unsigned long long)f->watch))
		     : NULL);
	add(o, "reproduce", text(finding_reproduce(run, f)));
	return o;
}

/* Either the ones that count, or the suppressed ones. */
static json_object *finding_list(struct run *run, bool suppressed)
{
	json_object *list = json_object_new_array();

	for (const struct finding *f = run->findings.first; f; f = f->next)
		if (suppressed == (f->suppressed != NULL))
			json_object_array_add(list, finding(run, f));
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

bool json_write(struct run *run)
{
	json_object *o = json_object_new_object();
	FILE *f = strcmp(run->opt.json, "-") == 0 ? stdout : fopen(run->opt.json, "we");
	bool bad;

	if (!f) {
		say("--json %s: %s", run->opt.json, strerror(errno));
		json_object_put(o);
		return false;
	}
	add(o, "schema", json_object_new_int(SCHEMA));
	add(o, "ferrite", text(FERRITE_VERSION));
	add(o, "status", json_object_new_int(run->status));
	add(o, "result", text(status_word(run->status)));
	add(o, "machine", text(run->opt.machine));
	add(o, "modules", module_list(run));
	add(o, "clients", client_list(run));
	add(o, "seed", run->booted ? number(run->seed) : NULL);
	add(o, "defects", finding_list(run, false));
	add(o, "suppressed", finding_list(run, true));
	if (run->have_verdict) {
		add(o, "allocations", json_object_new_int64((int64_t)run->verdict.allocations));
		add(o, "peak_bytes", json_object_new_int64((int64_t)run->verdict.peak_bytes));
		add(o, "left_bytes", json_object_new_int64((int64_t)run->verdict.left_bytes));
	}
	add(o, "seconds", json_object_new_double(run_seconds(run)));
	fputs(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PRETTY), f);
	fputc('\n', f);
	bad = fflush(f) != 0 || ferror(f);
	if (f != stdout)
		bad |= fclose(f) != 0;
	json_object_put(o);
	if (bad)
		say("--json %s: it could not be written", run->opt.json);
	return !bad;
}
