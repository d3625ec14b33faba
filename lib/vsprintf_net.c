/* SPDX-License-Identifier: MIT */
/* Addresses of networks and points in time: %pI4 %pI6 %pIS, %pt. */
#include "lib/vsprintf.h"
#include <linux/ctype.h>
#include <linux/hex.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/kernel.h>
#include <linux/rtc.h>
#include <linux/socket.h>
#include <linux/string.h>
#include <linux/time.h>

static void part_number(struct text *part, u64 value, unsigned int base, int digits)
{
	struct printf_spec spec = {.base = base, .width = -1, .precision = digits};

	text_number(part, &spec, value, false);
}

/* h and l: in the host's order, which is backwards. %pi4: three digits each. */
static void part_ip4(struct text *part, const u8 *p, bool plain, char order)
{
	bool backwards = order == 'h' || order == 'l';

	for (int i = 0; i < 4; i++) {
		if (i)
			text_char(part, '.');
		part_number(part, p[backwards ? 3 - i : i], 10, plain ? -1 : 3);
	}
}

static void part_ip6_full(struct text *part, const u8 *p, bool plain)
{
	for (int i = 0; i < 16; i++) {
		if (i && i % 2 == 0 && plain)
			text_char(part, ':');
		text_char(part, hex_asc_hi(p[i]));
		text_char(part, hex_asc_lo(p[i]));
	}
}

/* IPv4 in its last 4 bytes: ::ffff:a.b.c.d, and what ISATAP makes of a.b.c.d. */
static bool holds_ip4(const u8 *p)
{
	static const u8 mapped[12] = {[10] = 0xff, [11] = 0xff};

	return !memcmp(p, mapped, 12) || (!(p[8] & ~2) && !p[9] && p[10] == 0x5e && p[11] == 0xfe);
}

/* RFC 5952: the longest run of zero words, the first of equals, becomes "::"; one alone stays. */
static void part_ip6_short(struct text *part, const u8 *p)
{
	int words = holds_ip4(p) ? 6 : 8, start = -1, longest = 1, i, n;
	bool colon = false;

	for (i = 0; i < words; i++) {
		for (n = 0; i + n < words && !p[2 * (i + n)] && !p[2 * (i + n) + 1]; n++)
			;
		if (n > longest) {
			longest = n;
			start = i;
		}
	}
	for (i = 0; i < words; i++) {
		if (i == start) {
			text_bytes(part, "::", 2);
			colon = false;
			i += longest - 1;
			continue;
		}
		if (colon)
			text_char(part, ':');
		part_number(part, p[2 * i] << 8 | p[2 * i + 1], 16, -1);
		colon = true;
	}
	if (words == 8)
		return;
	if (colon)
		text_char(part, ':');
	part_ip4(part, p + 12, true, 'n');
}

static void part_ip6(struct text *part, const u8 *p, bool plain, bool compressed)
{
	if (plain && compressed)
		part_ip6_short(part, p);
	else
		part_ip6_full(part, p, plain);
}

/* %pIS: a sockaddr; p port, f flow label, s scope, c short, h n b l order. */
static void part_sockaddr(struct text *part, const char *fmt, const struct sockaddr *sa, bool plain)
{
	const struct sockaddr_in6 *six = (const void *)sa;
	const struct sockaddr_in *four = (const void *)sa;
	size_t n = 0;
	bool port, flow, scope;
	const char *order;
	char options[8];

	while (isalpha(fmt[n]) && n < sizeof(options) - 1) {
		options[n] = fmt[n];
		n++;
	}
	options[n] = '\0';
	port = strchr(options, 'p');
	flow = strchr(options, 'f');
	scope = strchr(options, 's');
	order = strpbrk(options, "hnbl");
	if (sa->sa_family == AF_INET) {
		part_ip4(part, (const u8 *)&four->sin_addr, plain, order ? *order : 'n');
		if (port) {
			text_char(part, ':');
			part_number(part, be16_to_cpu(four->sin_port), 10, -1);
		}
		return;
	}
	if (port || flow || scope)
		text_char(part, '[');
	part_ip6(part, six->sin6_addr.s6_addr, plain, strchr(options, 'c'));
	if (port || flow || scope)
		text_char(part, ']');
	if (port) {
		text_char(part, ':');
		part_number(part, be16_to_cpu(six->sin6_port), 10, -1);
	}
	if (flow) {
		text_char(part, '/');
		part_number(part, be32_to_cpu(six->sin6_flowinfo & IPV6_FLOWINFO_MASK), 10, -1);
	}
	if (scope) {
		text_char(part, '%');
		part_number(part, six->sin6_scope_id, 10, -1);
	}
}

void text_ip(struct text *t, struct printf_spec *spec, const char *fmt, const void *ptr)
{
	const struct sockaddr *sa = ptr;
	bool plain = *fmt == 'I';
	char buf[80];
	struct text part = {.buf = buf, .size = sizeof(buf)};

	if (fmt[1] == '6')
		part_ip6(&part, ptr, plain, fmt[2] == 'c');
	else if (fmt[1] == '4')
		part_ip4(&part, ptr, plain, fmt[2]);
	else if (fmt[1] == 'S' && (sa->sa_family == AF_INET || sa->sa_family == AF_INET6))
		part_sockaddr(&part, fmt + 2, sa, plain);
	else if (fmt[1] == 'S')
		return text_string(t, spec, "(einval)");
	else
		return text_unknown(t, spec, plain ? "I" : "i");
	text_part(t, spec, &part);
}

/*
 * %ptR: a struct rtc_time; %ptT: a time64_t, in UTC. d the date only, t the time only; r the year
 * and the month as they are stored (from 1900, from 0); s a blank instead of the T.
 */
void text_time(struct text *t, struct printf_spec *spec, const char *fmt, const void *ptr)
{
	bool date = true, clock = true, raw = false, blank = false;
	struct tm tm;

	if (*fmt == 'R') {
		const struct rtc_time *rtc = ptr;

		tm = (struct tm){.tm_sec = rtc->tm_sec,
				 .tm_min = rtc->tm_min,
				 .tm_hour = rtc->tm_hour,
				 .tm_mday = rtc->tm_mday,
				 .tm_mon = rtc->tm_mon,
				 .tm_year = rtc->tm_year};
	} else if (*fmt == 'T') {
		time64_to_tm(*(const time64_t *)ptr, 0, &tm);
	} else {
		return text_unknown(t, spec, "t");
	}
	if (fmt[1] == 'd' || fmt[1] == 't') {
		date = fmt[1] == 'd';
		clock = fmt[1] == 't';
		fmt++;
	}
	for (fmt++; *fmt == 'r' || *fmt == 's'; fmt++) {
		raw |= *fmt == 'r';
		blank |= *fmt == 's';
	}
	if (date) {
		part_number(t, tm.tm_year + (raw ? 0 : 1900), 10, 4);
		text_char(t, '-');
		part_number(t, tm.tm_mon + !raw, 10, 2);
		text_char(t, '-');
		part_number(t, tm.tm_mday, 10, 2);
	}
	if (date && clock)
		text_char(t, blank ? ' ' : 'T');
	if (clock) {
		part_number(t, tm.tm_hour, 10, 2);
		text_char(t, ':');
		part_number(t, tm.tm_min, 10, 2);
		text_char(t, ':');
		part_number(t, tm.tm_sec, 10, 2);
	}
}
