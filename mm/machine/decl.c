/* SPDX-License-Identifier: MIT */
/*
 * The declaration of a machine, read from text.
 *
 *   text  = item { separator item }        separator: ',' or a new line; '#' starts a comment
 *   item  = COUNT 'x' SIZE                 that many nodes of that size: 2x128M
 *         | key '=' value                  for the machine, or for every node
 *         | key '.' NODE '=' value         for one node: mem, cpus, movable
 *
 *   nodes=2            1 to 64; default 1
 *   mem=128M           memory of a node; mem.1=0 makes node 1 memoryless; default 128M
 *   cpus=2             CPUs of a node; cpus.1=0 makes node 1 CPU-less; default 1
 *   distance=10:20:20:10   nodes x nodes values row by row, or one value for all pairs
 *   hole=64M+16M       physical addresses without memory: start+length; may be repeated
 *   movable=32M        how much of a node's top is ZONE_MOVABLE; default 0
 *   seed=7  sched=baton|parallel  paging=4level|5level|pae|2level  checks=on|off|full
 *   kasan=on|off       instrumented modules (ferrite run --asan); on brings checks=full
 *
 * A later item wins over an earlier one. Everything is read first, then checked as a whole, then
 * laid out; a sentence names the first thing that is wrong and what would be right.
 */
#include <linux/errno.h>
#include "decl_priv.h"

#define MIN_NODE (4ULL << 20)  /* Linux ignores smaller nodes too */
#define MIN_MEM	 (16ULL << 20) /* in which the machine can boot */
#define GRAIN	 (1ULL << 20)
#define DEF_MEM	 (128ULL << 20)

#define KEYS "nodes, mem, cpus, distance, hole, movable, seed, sched, paging, checks and kasan"

static int item_size(struct decl_parse *p, struct decl_str key, struct decl_str value,
		     uint64_t *out)
{
	if (!decl_size(value, out))
		return decl_fail(
			p, "%q is not a size for %q: write a number and K, M, G or T, as 128M",
			&value, &key);
	if (*out & (GRAIN - 1))
		return decl_fail(p, "%q of %q is not a whole number of megabytes", &value, &key);
	return 0;
}

static int item_count(struct decl_parse *p, struct decl_str key, struct decl_str value,
		      uint64_t max, uint64_t *out)
{
	if (!decl_number(value, out))
		return decl_fail(p, "%q is not a number for %q: write 0 to %u", &value, &key, max);
	if (*out > max)
		return decl_fail(p, "%q of %q is too many: at most %u", &value, &key, max);
	return 0;
}

static int set_nodes(struct decl_parse *p, struct decl_str key, struct decl_str value)
{
	uint64_t n;

	if (item_count(p, key, value, FERRITE_MAX_NODES, &n))
		return -EINVAL;
	if (!n)
		return decl_fail(p, "a machine has at least one node: %q is not possible", &value);
	p->decl->nr_nodes = n;
	return 0;
}

/* hole=START+LEN */
static int set_hole(struct decl_parse *p, struct decl_str key, struct decl_str value)
{
	struct decl_str rest = value, start = decl_cut(&rest, '+');
	struct decl_hole h;

	if (!decl_size(start, &h.start) || !decl_size(rest, &h.len) || !h.len)
		return decl_fail(p, "%q is not a hole: write START+LENGTH, as hole=64M+16M",
				 &value);
	if ((h.start | h.len) & (GRAIN - 1) || h.start < GRAIN)
		return decl_fail(p,
				 "the hole %q must start at 1M or above and be in whole megabytes",
				 &value);
	if (h.start + h.len < h.start || h.start + h.len > 1ULL << 46)
		return decl_fail(p, "the hole %q ends above 64T", &value);
	/* One place stays for the PCI hole. */
	if (p->nr_holes == DECL_MAX_HOLES - 1)
		return decl_fail(p, "more than %u holes: declare fewer",
				 (uint64_t)(DECL_MAX_HOLES - 1));
	p->hole[p->nr_holes++] = h;
	return 0;
}

struct decl_word {
	const char *word;
	int value;
};

static int set_word(struct decl_parse *p, struct decl_str key, struct decl_str value,
		    const struct decl_word *words, const char *choice, int *out)
{
	for (; words->word; words++)
		if (decl_str_is(value, words->word)) {
			*out = words->value;
			return 0;
		}
	return decl_fail(p, "%q is not a value of %q: write %s", &value, &key, choice);
}

static const struct decl_word sched_words[] = {
	{"baton", FERRITE_SCHED_BATON},
	{"parallel", FERRITE_SCHED_PARALLEL},
	{NULL, 0},
};

static const struct decl_word paging_words[] = {
	{"4level", FERRITE_PAGING_4LEVEL},
	{"5level", FERRITE_PAGING_5LEVEL},
	{"pae", FERRITE_PAGING_PAE},
	{"2level", FERRITE_PAGING_2LEVEL},
	{NULL, 0},
};

static const struct decl_word checks_words[] = {
	{"on", 1},
	{"off", 0},
	{"full", 2},
	{NULL, 0},
};

static const struct decl_word on_off_words[] = {
	{"on", 1},
	{"off", 0},
	{NULL, 0},
};

/* A key without a node. Returns 1 when there is no such key. */
static int set_machine_key(struct decl_parse *p, struct decl_str key, struct decl_str value)
{
	struct ferrite_decl *d = p->decl;
	int word = 0, ret;

	if (decl_str_is(key, "nodes"))
		return set_nodes(p, key, value);
	if (decl_str_is(key, "hole"))
		return set_hole(p, key, value);
	if (decl_str_is(key, "distance")) {
		p->distance = value;
		return 0;
	}
	if (decl_str_is(key, "seed")) {
		if (!decl_number(value, &d->seed))
			return decl_fail(p, "%q is not a seed: write a number below 2^64", &value);
		return 0;
	}
	if (decl_str_is(key, "sched")) {
		ret = set_word(p, key, value, sched_words, "baton or parallel", &word);
		d->sched = word;
		return ret;
	}
	if (decl_str_is(key, "paging")) {
		ret = set_word(p, key, value, paging_words, "4level, 5level, pae or 2level", &word);
		d->paging = word;
		return ret;
	}
	if (decl_str_is(key, "checks")) {
		ret = set_word(p, key, value, checks_words, "on, off or full", &word);
		d->checks = word != 0;
		d->redzone = word == 2;
		return ret;
	}
	if (decl_str_is(key, "kasan")) {
		ret = set_word(p, key, value, on_off_words, "on or off", &word);
		d->kasan = word;
		return ret;
	}
	return 1;
}

/* mem, cpus, movable: for all nodes (@node -1) or for one. */
static int set_node_key(struct decl_parse *p, struct decl_str key, int node, struct decl_str value)
{
	uint64_t *all, *one;
	bool *set;

	if (decl_str_is(key, "mem")) {
		all = &p->mem_all;
		one = p->mem;
		set = p->mem_set;
	} else if (decl_str_is(key, "movable")) {
		all = &p->movable_all;
		one = p->movable;
		set = p->movable_set;
	} else if (decl_str_is(key, "cpus")) {
		all = &p->cpus_all;
		one = p->cpus;
		set = p->cpus_set;
	} else {
		return decl_fail(p, "%q is not known: the keys are %s", &key, KEYS);
	}
	if (node >= 0) {
		all = &one[node];
		set[node] = true;
		if (node > p->highest_node_named)
			p->highest_node_named = node;
	}
	if (all == &p->cpus_all || one == p->cpus)
		return item_count(p, key, value, FERRITE_MAX_CPUS, all);
	return item_size(p, key, value, all);
}

/* "2x128M". */
static int parse_shape(struct decl_parse *p, struct decl_str item)
{
	struct decl_str size = item, count = decl_cut(&size, 'x');
	struct decl_str nodes = {"nodes", 5}, mem = {"mem", 3};

	if (!count.n || !size.n || count.s[0] < '0' || count.s[0] > '9')
		return decl_fail(
			p, "%q is not understood: write NODESxSIZE as in 2x128M, or key=value",
			&item);
	if (set_nodes(p, nodes, count))
		return -EINVAL;
	return item_size(p, mem, size, &p->mem_all);
}

static int parse_item(struct decl_parse *p, struct decl_str item)
{
	struct decl_str value = item, key = decl_cut(&value, '='), node, name;
	uint64_t nid;
	int ret;

	if (key.n == item.n)
		return parse_shape(p, item);
	key = decl_trim(key);
	value = decl_trim(value);
	if (!value.n)
		return decl_fail(p, "%q has no value: write %q=VALUE", &key, &key);
	node = key;
	name = decl_cut(&node, '.');
	if (name.n == key.n) {
		ret = set_machine_key(p, key, value);
		return ret == 1 ? set_node_key(p, key, -1, value) : ret;
	}
	if (!decl_number(node, &nid) || nid >= FERRITE_MAX_NODES)
		return decl_fail(p, "%q does not name a node: write %q.0 to %q.%u", &key, &name,
				 &name, (uint64_t)FERRITE_MAX_NODES - 1);
	return set_node_key(p, name, nid, value);
}

static int parse_items(struct decl_parse *p, struct decl_str text)
{
	while (text.n) {
		struct decl_str line = decl_cut(&text, '\n');

		line = decl_cut(&line, '#');
		while (line.n) {
			struct decl_str item = decl_trim(decl_cut(&line, ','));

			if (item.n && parse_item(p, item))
				return -EINVAL;
		}
	}
	return 0;
}

static int finish_memory(struct decl_parse *p)
{
	struct ferrite_decl *d = p->decl;
	uint64_t total = 0;
	int i;

	for (i = 0; i < d->nr_nodes; i++) {
		if (!p->mem_set[i])
			p->mem[i] = p->mem_all;
		if (!p->movable_set[i])
			p->movable[i] = p->movable_all < p->mem[i] ? p->movable_all : p->mem[i];
		if (p->mem[i] && p->mem[i] < MIN_NODE)
			return decl_fail(p, "node %u has %z: a node has no memory or at least %z",
					 (uint64_t)i, p->mem[i], (uint64_t)MIN_NODE);
		if (p->mem[i] > 1ULL << 46)
			return decl_fail(p, "node %u has %z: at most %z", (uint64_t)i, p->mem[i],
					 (uint64_t)1 << 46);
		if (p->movable[i] > p->mem[i])
			return decl_fail(p,
					 "node %u has %z of memory, of which %z cannot be movable",
					 (uint64_t)i, p->mem[i], p->movable[i]);
		d->movable_bytes[i] = p->movable[i];
		total += p->mem[i];
	}
	if (total < MIN_MEM)
		return decl_fail(p, "the machine has %z of memory: it needs at least %z", total,
				 (uint64_t)MIN_MEM);
	return 0;
}

static int finish_cpus(struct decl_parse *p)
{
	struct ferrite_decl *d = p->decl;
	uint64_t total = 0, k;
	int i;

	for (i = 0; i < d->nr_nodes; i++) {
		if (!p->cpus_set[i])
			p->cpus[i] = p->cpus_all;
		total += p->cpus[i];
	}
	if (!total)
		return decl_fail(p, "the machine has no CPU: give at least one node cpus.N=1");
	if (total > FERRITE_MAX_CPUS)
		return decl_fail(p, "the machine has %u CPUs: at most %u", total,
				 (uint64_t)FERRITE_MAX_CPUS);
	for (i = 0; i < d->nr_nodes; i++)
		for (k = 0; k < p->cpus[i]; k++)
			d->cpu_node[d->nr_cpus++] = i;
	return 0;
}

/* One value of the distance table; 255 is ACPI's "unreachable", below 10 is reserved there. */
static int set_distance(struct decl_parse *p, int from, int to, struct decl_str text)
{
	uint64_t v;

	text = decl_trim(text);
	if (!decl_number(text, &v))
		return decl_fail(p, "%q is not a distance: write numbers separated by ':'", &text);
	if (from == to && v != 10)
		return decl_fail(p, "the distance of node %u to itself is %u: it must be 10",
				 (uint64_t)from, v);
	if (from != to && (v <= 10 || v > 254))
		return decl_fail(p, "the distance of node %u to node %u is %u: write 11 to 254",
				 (uint64_t)from, (uint64_t)to, v);
	p->decl->distance[from][to] = v;
	return 0;
}

static int finish_distance(struct decl_parse *p)
{
	struct ferrite_decl *d = p->decl;
	struct decl_str rest = p->distance;
	size_t i, values = 1, n = d->nr_nodes;
	bool one;

	for (i = 0; i < rest.n; i++)
		values += rest.s[i] == ':';
	one = rest.n && values == 1 && n > 1;
	if (rest.n && !one && values != n * n)
		return decl_fail(p,
				 "distance has %u values: %u nodes need %u, or one for all pairs",
				 (uint64_t)values, (uint64_t)n, (uint64_t)(n * n));
	for (i = 0; i < n * n; i++) {
		d->distance[i / n][i % n] = i / n == i % n ? 10 : 20;
		if (!p->distance.n || (one && i / n == i % n))
			continue;
		if (set_distance(p, i / n, i % n, one ? p->distance : decl_cut(&rest, ':')))
			return -EINVAL;
	}
	return 0;
}

/* Bytes of @text, or a sentence when it is longer than any declaration. */
static int text_length(struct decl_parse *p, const char *text, struct decl_str *out)
{
	size_t n = 0;

	if (!text)
		return decl_fail(p, "there is no declaration: write 2x128M, for example");
	while (text[n] && n <= 65536)
		n++;
	if (n > 65536)
		return decl_fail(p, "the declaration is longer than 64K");
	*out = (struct decl_str){text, n};
	return 0;
}

int ferrite_decl_parse(struct ferrite_decl *decl, const char *text, char *err, size_t err_size)
{
	struct decl_parse p = {
		.decl = decl,
		.err = err,
		.err_size = err ? err_size : 0,
		.highest_node_named = -1,
		.mem_all = DEF_MEM,
		.cpus_all = 1,
	};
	struct decl_str s;

	*decl = (struct ferrite_decl){
		.nr_nodes = 1,
		.seed = 1,
		.sched = FERRITE_SCHED_BATON,
		.paging = FERRITE_PAGING_4LEVEL,
		.checks = true,
	};
	if (p.err_size)
		p.err[0] = 0;
	if (text_length(&p, text, &s) || parse_items(&p, s))
		return -EINVAL;
	/* KASAN's stacks are those of the checks, and its gaps between objects their red zones. */
	if (decl->kasan)
		decl->checks = decl->redzone = true;
	if (p.highest_node_named >= decl->nr_nodes)
		return decl_fail(&p, "node %u is named, but the nodes are 0 to %u: write nodes=%u",
				 (uint64_t)p.highest_node_named, (uint64_t)decl->nr_nodes - 1,
				 (uint64_t)p.highest_node_named + 1);
	if (finish_memory(&p) || finish_cpus(&p) || finish_distance(&p))
		return -EINVAL;
	return decl_build_map(&p);
}
