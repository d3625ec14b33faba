/* SPDX-License-Identifier: MIT */
/*
 * The log.
 *
 * A line is complete at its newline. Text without one stays in the CPU's line buffer until more
 * comes from the same CPU: KERN_CONT adds to it, any other level ends it first. Complete lines
 * go to the port at once (arch_console_write) and into a ring that the kmsg view reads.
 *
 *   ring:  | record | record | … |      records are whole: header, then the text
 *           ^tail (oldest)     ^head    both count bytes since creation; index = count % size
 *
 * The ring's lock is a flag, not a ranked spinlock: locks report their own misuse here.
 * Rejected: one buffer a task (a task may sleep in the middle of a line and never come back).
 */
#include "kernel/printk.h"
#include "arch/arch.h"
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/threads.h>

#define LINE_MAX  992 /* longer ones are cut, as Linux cuts its records */
#define RING_SIZE (1U << CONFIG_LOG_BUF_SHIFT)

int console_printk[4] = {CONSOLE_LOGLEVEL_DEFAULT, LOGLEVEL_WARNING, 1, CONSOLE_LOGLEVEL_DEFAULT};
EXPORT_SYMBOL(console_printk);

struct pending_line {
	int level;
	unsigned int len;
	char text[LINE_MAX];
};

struct record_header {
	u64 time_ns;
	u64 seq;
	u16 len;
	u8 level;
};

static struct pending_line pending[NR_CPUS];
static char ring[RING_SIZE];
static u64 head, tail, next_seq;
static bool ring_busy;

static void ring_lock(void)
{
	while (__atomic_exchange_n(&ring_busy, true, __ATOMIC_ACQUIRE))
		arch_cpu_relax();
}

static void ring_unlock(void)
{
	__atomic_store_n(&ring_busy, false, __ATOMIC_RELEASE);
}

static void ring_copy_in(const void *from, size_t n)
{
	size_t at = head % RING_SIZE, first = min_t(size_t, n, RING_SIZE - at);

	memcpy(ring + at, from, first);
	memcpy(ring, from + first, n - first);
	head += n;
}

static void ring_copy_out(u64 pos, void *to, size_t n)
{
	size_t at = pos % RING_SIZE, first = min_t(size_t, n, RING_SIZE - at);

	memcpy(to, ring + at, first);
	memcpy(to + first, ring, n - first);
}

static void ring_store(int level, const char *text, size_t len)
{
	struct record_header h = {.time_ns = arch_time_ns(), .level = level, .len = len};

	ring_lock();
	while (head + sizeof(h) + len - tail > RING_SIZE) {
		struct record_header oldest;

		ring_copy_out(tail, &oldest, sizeof(oldest));
		tail += sizeof(oldest) + oldest.len;
	}
	h.seq = next_seq++;
	ring_copy_in(&h, sizeof(h));
	ring_copy_in(text, len);
	ring_unlock();
}

int log_next(struct log_cursor *cursor, struct log_record *record, char *text, size_t size)
{
	struct record_header h;
	int found = 0;

	ring_lock();
	if (cursor->pos < tail)
		cursor->pos = tail;
	if (cursor->pos < head) {
		ring_copy_out(cursor->pos, &h, sizeof(h));
		ring_copy_out(cursor->pos + sizeof(h), text, min_t(size_t, h.len, size - 1));
		text[min_t(size_t, h.len, size - 1)] = '\0';
		*record = (struct log_record){.seq = h.seq, .time_ns = h.time_ns, .level = h.level};
		cursor->pos += sizeof(h) + h.len;
		found = 1;
	}
	ring_unlock();
	return found;
}

static void end_line(struct pending_line *line)
{
	if (!line->len)
		return;
	ring_store(line->level, line->text, line->len);
	arch_console_write(line->level, line->text, line->len);
	line->len = 0;
}

static void add_text(struct pending_line *line, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			end_line(line);
		else if (line->len < LINE_MAX)
			line->text[line->len++] = *text;
	}
}

int vprintk(const char *fmt, va_list args)
{
	char text[LINE_MAX];
	struct pending_line *line = &pending[raw_smp_processor_id()];
	const char *body;
	int level = -1, n;
	bool cont = false;

	n = vscnprintf(text, sizeof(text), fmt, args);
	for (body = text; printk_get_level(body); body = printk_skip_level(body)) {
		int c = printk_get_level(body);

		if (c == 'c')
			cont = true;
		else if (level < 0)
			level = c - '0'; /* of several the first counts */
	}
	if (level < 0)
		level = default_message_loglevel;
	if (!cont)
		end_line(line);
	if (!line->len)
		line->level = level;
	if (!line->len && *body == '\n' && !body[1] && !cont) {
		ring_store(level, "", 0);
		arch_console_write(level, "", 0);
		return n;
	}
	add_text(line, body);
	return n;
}
EXPORT_SYMBOL(vprintk);

int _printk(const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vprintk(fmt, args);
	va_end(args);
	return n;
}
EXPORT_SYMBOL(_printk);

void printk_flush(void)
{
	int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		end_line(&pending[cpu]);
}

void printk_reset(void)
{
	int cpu;

	head = tail = next_seq = 0;
	ring_busy = false;
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		pending[cpu].len = 0;
}
