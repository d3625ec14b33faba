/* SPDX-License-Identifier: MIT */
/*
 * Sets of memory nodes (at most 64: one word), and the sets of the machine's nodes by state.
 * The states are written by boot and by memory hot-plug.
 */
#ifndef __LINUX_NODEMASK_H
#define __LINUX_NODEMASK_H

#include <linux/bitmap.h>
#include <linux/minmax.h>
#include <linux/numa.h>
#include <linux/random.h>

typedef struct nodemask {
	DECLARE_BITMAP(bits, MAX_NUMNODES);
} nodemask_t;

#define nodemask_pr_args(maskp) __nodemask_pr_numnodes(maskp), __nodemask_pr_bits(maskp)
static inline unsigned int __nodemask_pr_numnodes(const nodemask_t *m)
{
	return m ? MAX_NUMNODES : 0;
}
static inline const unsigned long *__nodemask_pr_bits(const nodemask_t *m)
{
	return m ? m->bits : NULL;
}

#define node_set(node, dst) __node_set((node), &(dst))
static __always_inline void __node_set(int node, volatile nodemask_t *dst)
{
	set_bit(node, dst->bits);
}
#define node_clear(node, dst) __node_clear((node), &(dst))
static inline void __node_clear(int node, volatile nodemask_t *dst)
{
	clear_bit(node, dst->bits);
}
#define node_isset(node, mask) test_bit((node), (mask).bits)
#define node_test_and_set(node, mask) test_and_set_bit((node), (mask).bits)

#define nodes_setall(dst) bitmap_fill((dst).bits, MAX_NUMNODES)
#define nodes_clear(dst) bitmap_zero((dst).bits, MAX_NUMNODES)
#define nodes_and(d, a, b) bitmap_and((d).bits, (a).bits, (b).bits, MAX_NUMNODES)
#define nodes_or(d, a, b) bitmap_or((d).bits, (a).bits, (b).bits, MAX_NUMNODES)
#define nodes_xor(d, a, b) bitmap_xor((d).bits, (a).bits, (b).bits, MAX_NUMNODES)
#define nodes_andnot(d, a, b) bitmap_andnot((d).bits, (a).bits, (b).bits, MAX_NUMNODES)
#define nodes_complement(d, s) bitmap_complement((d).bits, (s).bits, MAX_NUMNODES)
#define nodes_equal(a, b) bitmap_equal((a).bits, (b).bits, MAX_NUMNODES)
#define nodes_intersects(a, b) bitmap_intersects((a).bits, (b).bits, MAX_NUMNODES)
#define nodes_subset(a, b) bitmap_subset((a).bits, (b).bits, MAX_NUMNODES)
#define nodes_empty(m) bitmap_empty((m).bits, MAX_NUMNODES)
#define nodes_full(m) bitmap_full((m).bits, MAX_NUMNODES)
#define nodes_weight(m) bitmap_weight((m).bits, MAX_NUMNODES)
#define nodes_shift_right(d, s, n) bitmap_shift_right((d).bits, (s).bits, (n), MAX_NUMNODES)
#define nodes_shift_left(d, s, n) bitmap_shift_left((d).bits, (s).bits, (n), MAX_NUMNODES)
#define nodes_addr(m) ((m).bits)
#define nodelist_parse(buf, mask) bitmap_parselist((buf), (mask).bits, MAX_NUMNODES)
#define nodemask_parse_user(b, l, m) bitmap_parse_user((b), (l), (m).bits, MAX_NUMNODES)
#define node_remap(n, o, w) bitmap_bitremap((n), (o).bits, (w).bits, MAX_NUMNODES)
#define nodes_remap(d, s, o, w) bitmap_remap((d).bits, (s).bits, (o).bits, (w).bits, MAX_NUMNODES)
#define nodes_onto(d, o, r) bitmap_onto((d).bits, (o).bits, (r).bits, MAX_NUMNODES)
#define nodes_fold(d, o, sz) bitmap_fold((d).bits, (o).bits, (sz), MAX_NUMNODES)

/* MAX_NUMNODES when there is none; next_node_in wraps round. */
#define first_node(src) __first_node(&(src))
static inline unsigned int __first_node(const nodemask_t *m)
{
	return find_first_bit(m->bits, MAX_NUMNODES);
}
#define next_node(n, src) __next_node((n), &(src))
static inline unsigned int __next_node(int n, const nodemask_t *m)
{
	return find_next_bit(m->bits, MAX_NUMNODES, n + 1);
}
#define next_node_in(n, src) __next_node_in((n), &(src))
static inline unsigned int __next_node_in(int node, const nodemask_t *m)
{
	unsigned int next = __next_node(node, m);

	return next == MAX_NUMNODES ? __first_node(m) : next;
}
#define first_unset_node(mask) __first_unset_node(&(mask))
static inline unsigned int __first_unset_node(const nodemask_t *m)
{
	return find_first_zero_bit(m->bits, MAX_NUMNODES);
}
static inline void init_nodemask_of_node(nodemask_t *mask, int node)
{
	nodes_clear(*mask);
	node_set(node, *mask);
}
#define nodemask_of_node(node)                                                                     \
	({                                                                                         \
		nodemask_t __m;                                                                    \
		init_nodemask_of_node(&__m, (node));                                               \
		__m;                                                                               \
	})

#define NODE_MASK_ALL ((nodemask_t){ { ~0UL } })
#define NODE_MASK_NONE ((nodemask_t){ { 0UL } })

#define for_each_node_mask(node, mask)                                                             \
	for ((node) = first_node(mask); (node) < MAX_NUMNODES; (node) = next_node((node), (mask)))

enum node_states {
	N_POSSIBLE,
	N_ONLINE,
	N_NORMAL_MEMORY,		 /* memory in ZONE_NORMAL or below */
	N_HIGH_MEMORY = N_NORMAL_MEMORY, /* no ZONE_HIGHMEM on 64 bits */
	N_MEMORY,			 /* any memory, movable or not */
	N_CPU,
	N_GENERIC_INITIATOR,
	NR_NODE_STATES
};

extern nodemask_t node_states[NR_NODE_STATES];
extern unsigned int nr_node_ids;     /* one more than the highest possible node */
extern unsigned int nr_online_nodes;

static __always_inline int node_state(int node, enum node_states state)
{
	return node_isset(node, node_states[state]);
}
static inline void node_set_state(int node, enum node_states state)
{
	__node_set(node, &node_states[state]);
}
static inline void node_clear_state(int node, enum node_states state)
{
	__node_clear(node, &node_states[state]);
}
static inline int num_node_state(enum node_states state)
{
	return nodes_weight(node_states[state]);
}
static inline void node_set_online(int nid)
{
	node_set_state(nid, N_ONLINE);
	nr_online_nodes = num_node_state(N_ONLINE);
}
static inline void node_set_offline(int nid)
{
	node_clear_state(nid, N_ONLINE);
	nr_online_nodes = num_node_state(N_ONLINE);
}

#define for_each_node_state(node, st) for_each_node_mask((node), node_states[st])
#define first_online_node first_node(node_states[N_ONLINE])
#define first_memory_node first_node(node_states[N_MEMORY])
#define next_online_node(nid) next_node((nid), node_states[N_ONLINE])
#define next_memory_node(nid) next_node((nid), node_states[N_MEMORY])
#define node_online_map node_states[N_ONLINE]
#define node_possible_map node_states[N_POSSIBLE]
#define num_online_nodes() num_node_state(N_ONLINE)
#define num_possible_nodes() num_node_state(N_POSSIBLE)
#define node_online(node) node_state((node), N_ONLINE)
#define node_possible(node) node_state((node), N_POSSIBLE)
#define for_each_node(node) for_each_node_state(node, N_POSSIBLE)
#define for_each_online_node(node) for_each_node_state(node, N_ONLINE)

/* No node has any state. Before boot and after teardown. */
void nodemask_reset(void);
/* A member of *@maskp chosen by the machine's generator; NUMA_NO_NODE if it is empty. */
int node_random(const nodemask_t *maskp);

/* A mask as a local variable: one word, on the stack. */
#define NODEMASK_ALLOC(type, name, gfp) type _##name, *name = &_##name
#define NODEMASK_FREE(m) do { } while (0)
struct nodemask_scratch {
	nodemask_t mask1;
	nodemask_t mask2;
};
#define NODEMASK_SCRATCH(x) NODEMASK_ALLOC(struct nodemask_scratch, x, GFP_KERNEL)
#define NODEMASK_SCRATCH_FREE(x) NODEMASK_FREE(x)

#endif
