/* SPDX-License-Identifier: MIT */
/*
 * What the files of the declaration's parser share.
 *
 *   decl.c       the grammar: items, keys, defaults, the checks on the whole
 *   decl_text.c  numbers, sizes, words, and the sentence that says what is wrong
 *   decl_map.c   from sizes of nodes to the firmware's memory map
 */
#ifndef MM_MACHINE_DECL_PRIV_H
#define MM_MACHINE_DECL_PRIV_H

#include <ferrite/decl.h>

/* A piece of the text, not terminated. */
struct decl_str {
	const char *s;
	size_t n;
};

struct decl_hole {
	uint64_t start;
	uint64_t len;
};

#define DECL_MAX_HOLES 32

/* What the items said, before it is made into a struct ferrite_decl. */
struct decl_parse {
	struct ferrite_decl *decl;
	char *err; /* the sentence; the first one stays */
	size_t err_size;
	bool failed;

	uint64_t mem[FERRITE_MAX_NODES];
	uint64_t movable[FERRITE_MAX_NODES];
	uint64_t cpus[FERRITE_MAX_NODES];
	bool mem_set[FERRITE_MAX_NODES]; /* by mem.N, which wins over mem */
	bool movable_set[FERRITE_MAX_NODES];
	bool cpus_set[FERRITE_MAX_NODES];
	int highest_node_named; /* by a .N key; -1: none */
	uint64_t mem_all, movable_all, cpus_all;
	struct decl_str distance;
	struct decl_hole hole[DECL_MAX_HOLES];
	int nr_holes;
};

/*
 * Record a sentence; returns -EINVAL. @format: %s a C string, %q a struct decl_str * quoted
 * and cut to a readable length, %u a uint64_t, %z a uint64_t size in K, M or G.
 */
int decl_fail(struct decl_parse *p, const char *format, ...);

bool decl_str_is(struct decl_str s, const char *word);
struct decl_str decl_trim(struct decl_str s);
/* Cut @s at the first @sep: what precedes is returned, @s becomes what follows (n 0: nothing). */
struct decl_str decl_cut(struct decl_str *s, char sep);
/* Decimal, or hexadecimal after 0x; nothing else in @s. False: not a number, or over 64 bits. */
bool decl_number(struct decl_str s, uint64_t *out);
/* A number followed by nothing (bytes), K, M, G or T, with or without a B or iB. */
bool decl_size(struct decl_str s, uint64_t *out);

/* Lay the nodes' memory into physical addresses. 0 or -EINVAL with the sentence set. */
int decl_build_map(struct decl_parse *p);

#endif
