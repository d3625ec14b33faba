/* SPDX-License-Identifier: MIT */
/* What the client service tells, as messages to the launcher. Called on vCPUs, under locks. */
#include <ferrite/api.h>
#include <ferrite/client.h>

#include "machined.h"

static void answer_reply(uint64_t cookie, int64_t result, uint64_t file, const void *payload,
			 size_t len)
{
	struct wire_msg m = {.type = WIRE_REPLY, .cookie = cookie, .file = file, .result = result};

	wire_send(&m, payload, len);
	ferrite_busy_end();
}

static void answer_released(uint64_t cookie)
{
	struct wire_msg m = {.type = WIRE_RELEASED, .cookie = cookie};

	wire_send(&m, NULL, 0);
	ferrite_busy_end();
}

static void answer_poll(uint64_t file, uint32_t mask)
{
	struct wire_msg m = {.type = WIRE_POLL, .file = file, .arg = {mask}};

	wire_send(&m, NULL, 0);
}

static void answer_sigio(uint64_t file, int band)
{
	struct wire_msg m = {.type = WIRE_SIGIO, .file = file, .arg = {(uint64_t)band}};

	wire_send(&m, NULL, 0);
}

static void answer_kill(int tid, int sig)
{
	struct wire_msg m = {.type = WIRE_KILL, .arg = {(uint64_t)tid, (uint64_t)sig}};

	wire_send(&m, NULL, 0);
}

const struct ferrite_client_ops answer_ops = {
	.reply = answer_reply,
	.released = answer_released,
	.poll = answer_poll,
	.sigio = answer_sigio,
	.kill = answer_kill,
};
