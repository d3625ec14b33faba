/* SPDX-License-Identifier: MIT */
/* Planted defects: what is reported between begin and end is counted here, not against the suite.
 */
#ifndef TESTS_LIB_SYNC_PLANTED_H
#define TESTS_LIB_SYNC_PLANTED_H

#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "lib/defect.h"

static unsigned int planted_seen;
static enum defect_kind planted_kind;
static char planted_text[256], planted_linux[256];

static void planted_note(const struct ferrite_defect *d)
{
	planted_seen++;
	planted_kind = d->kind;
	strscpy(planted_text, d->head, sizeof(planted_text));
	strscpy(planted_linux, d->linux_text, sizeof(planted_linux));
}

static inline void planted_begin(void)
{
	planted_seen = 0;
	planted_text[0] = planted_linux[0] = '\0';
	defect_set_sink(planted_note);
}

static inline void planted_end(void)
{
	defect_set_sink(NULL);
	defect_reset();
}

/* One finding, whose head has @text in it, or whose line of Linux's has it. */
#define EXPECT_PLANTED(test, kind, text)                                                         \
	do {                                                                                     \
		KUNIT_EXPECT_EQ(test, planted_seen, 1u);                                         \
		KUNIT_EXPECT_EQ(test, (int)planted_kind, (int)(kind));                           \
		KUNIT_EXPECT_TRUE_MSG(test,                                                      \
				      strstr(planted_text, text) || strstr(planted_linux, text), \
				      "got: %s\n%s", planted_text, planted_linux);               \
	} while (0)

/* Run @fn(@arg) in @nr threads at once; they start together. Returns when all have ended. */
struct crew {
	void (*fn)(void *arg, int me);
	void *arg;
	int me;
	struct completion *go, done;
};

static int crew_main(void *data)
{
	struct crew *c = data;

	wait_for_completion(c->go);
	c->fn(c->arg, c->me);
	complete(&c->done);
	return 0;
}

static inline void crew_run(int nr, void (*fn)(void *arg, int me), void *arg)
{
	DECLARE_COMPLETION_ONSTACK(go);
	struct crew crew[16];

	for (int i = 0; i < nr; i++) {
		crew[i] = (struct crew){.fn = fn, .arg = arg, .me = i, .go = &go};
		init_completion(&crew[i].done);
		kthread_run(crew_main, &crew[i], "crew/%d", i);
	}
	complete_all(&go);
	for (int i = 0; i < nr; i++)
		wait_for_completion(&crew[i].done);
	/* complete() may still be inside the completion's lock: let the threads get out. */
	synchronize_rcu();
}

#endif
