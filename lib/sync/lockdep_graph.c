/* SPDX-License-Identifier: MIT */
/*
 * The graph of the lock checker: edges between classes, and what may be reached by them.
 *
 * An edge a -> b has up to four kinds, by how the two were taken:
 *
 *	      b: N not recursive      b: R recursive reader
 *	a: E       EN			   ER			E exclusive
 *	a: S       SN			   SR			S shared
 *
 * A path passes through a class only if not (in by *R and out by S*): a recursive reader does not
 * wait for the readers who hold the lock, so it waits for nobody there. Searches therefore visit a
 * class in one of two states, *weak* (every way in was by *R) or not, each at most once. Backwards
 * the same holds with the sides exchanged.
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "kernel/sched_priv.h"
#include "lib/sync/lockdep.h"

#define EDGES	    8192
#define EDGE_CHAINS 2048

#define EN 0x1
#define ER 0x2
#define SN 0x4
#define SR 0x8

#define STATES (2 * LOCKDEP_CLASSES) /* class * 2 + weak */

static struct lock_edge edges[EDGES]; /* 0: none */
static u32 nr_edges;
static u32 edge_chains[EDGE_CHAINS];
static u32 graph_lock;
static bool full_told;

/* Of one search; under graph_lock. */
static struct {
	u32 generation, seen[STATES];
	u32 by_edge[STATES]; /* the edge by which it was reached */
	u16 from[STATES], queue[STATES];
	unsigned int head, tail;
} search;

void lockdep_lock(void)
{
	core_lock(&graph_lock);
}

void lockdep_unlock(void)
{
	core_unlock(&graph_lock);
}

void lockdep_graph_reset(void)
{
	memset(edges, 0, (nr_edges + 1) * sizeof(edges[0]));
	memset(edge_chains, 0, sizeof(edge_chains));
	nr_edges = graph_lock = 0;
	full_told = false;
}

static bool shared(const struct held_lock *h)
{
	return h->how & (LOCK_HOW_READ | LOCK_HOW_RECURSIVE);
}

static unsigned int kind_of(const struct held_lock *prev, const struct held_lock *next)
{
	if (next->how & LOCK_HOW_RECURSIVE)
		return shared(prev) ? SR : ER;
	return shared(prev) ? SN : EN;
}

static u32 *edge_chain(unsigned int from, unsigned int to)
{
	u64 hash = ((u64)from << 16 | to) * 0x9e3779b97f4a7c15ULL;

	return &edge_chains[hash >> 53];
}

static struct lock_edge *edge_find(unsigned int from, unsigned int to)
{
	u32 i = __atomic_load_n(edge_chain(from, to), __ATOMIC_ACQUIRE);

	for (; i; i = edges[i].next_hash)
		if (edges[i].from == from && edges[i].to == to)
			return &edges[i];
	return NULL;
}

/* => graph_lock. NULL: no room. */
static struct lock_edge *edge_make(const struct held_lock *prev, const struct held_lock *next)
{
	struct lock_class *from = &lock_classes[prev->class], *to = &lock_classes[next->class];
	u32 *chain = edge_chain(prev->class, next->class);
	struct lock_edge *e;

	if (nr_edges + 1 >= EDGES)
		return NULL;
	e = &edges[++nr_edges];
	*e = (struct lock_edge){
		.from = prev->class,
		.to = next->class,
		.next_out = from->out,
		.next_in = to->in,
		.next_hash = *chain,
	};
	from->out = to->in = nr_edges;
	__atomic_store_n(chain, nr_edges, __ATOMIC_RELEASE);
	return e;
}

/* ---- searching; => graph_lock ---- */

static void search_begin(unsigned int class, bool weak)
{
	search.generation++;
	search.head = search.tail = 0;
	search.seen[class * 2 + weak] = search.generation;
	search.by_edge[class * 2 + weak] = 0;
	search.queue[search.tail++] = class * 2 + weak;
}

static void visit(unsigned int state, unsigned int from, u32 edge)
{
	if (search.seen[state] == search.generation)
		return;
	search.seen[state] = search.generation;
	search.from[state] = from;
	search.by_edge[state] = edge;
	search.queue[search.tail++] = state;
}

/*
 * The next state in order of distance; -1: there are no more. Its neighbours are put in line:
 * @forward along the edges, else against them.
 */
static int search_next(bool forward)
{
	unsigned int state, i;
	bool weak;

	if (search.head == search.tail)
		return -1;
	state = search.queue[search.head++];
	weak = state & 1;
	i = forward ? lock_classes[state / 2].out : lock_classes[state / 2].in;
	while (i) {
		const struct lock_edge *e = &edges[i];
		unsigned int kinds = e->bad ? 0 : e->kinds;

		if (weak)
			kinds &= forward ? EN | ER : EN | SN;
		if (kinds)
			visit(forward ? e->to * 2 + !(kinds & (EN | SN))
				      : e->from * 2 + !(kinds & (EN | ER)),
			      state, i);
		i = forward ? e->next_out : e->next_in;
	}
	return state;
}

/* The edges by which @state was reached, first first. */
static void note_path(unsigned int state, struct lock_trouble *t)
{
	unsigned int n = 0, at = state;

	while (search.by_edge[at]) {
		n++;
		at = search.from[at];
	}
	t->nr_path = min_t(unsigned int, n, LOCKDEP_PATH);
	for (at = state; search.by_edge[at]; at = search.from[at])
		if (--n < LOCKDEP_PATH)
			t->path[n] = edges[search.by_edge[at]];
}

/* Would prev -> next close a circle? */
static bool closes_circle(const struct held_lock *prev, const struct held_lock *next,
			  struct lock_trouble *t)
{
	int state;

	search_begin(next->class, next->how & LOCK_HOW_RECURSIVE);
	while ((state = search_next(true)) >= 0) {
		if (state / 2 != prev->class || (state & 1 && shared(prev)))
			continue;
		t->what = TROUBLE_CIRCLE;
		note_path(state, t);
		return true;
	}
	return false;
}

static unsigned int use_of(unsigned int class, enum lock_irq irq)
{
	return lock_classes[class].usage >> irq * USE_BITS;
}

/* Taken in the interrupt by one side, held with it enabled by the other. */
static bool conflict(unsigned int in, unsigned int on)
{
	return ((in & USE_IN) && (on & (USE_ON | USE_ON_READ))) ||
	       ((in & USE_IN_READ) && (on & USE_ON));
}

/* The nearest class with one of @bits; 0: none. */
static unsigned int nearest_use(unsigned int class, bool forward, enum lock_irq irq,
				unsigned int bits)
{
	int state;

	search_begin(class, false);
	while ((state = search_next(forward)) >= 0)
		if (use_of(state / 2, irq) & bits)
			return state / 2;
	return 0;
}

/* Does a path lead from a class that is taken in an interrupt over prev -> next to one that must
 * not? */
static bool irq_order(unsigned int prev, unsigned int next, struct lock_trouble *t)
{
	for (unsigned int irq = 0; irq < NR_LOCK_IRQS; irq++) {
		unsigned int safe = nearest_use(prev, false, irq, USE_IN | USE_IN_READ), unsafe;

		if (!safe)
			continue;
		unsafe = nearest_use(next, true, irq, USE_ON | USE_ON_READ);
		if (!unsafe || !conflict(use_of(safe, irq), use_of(unsafe, irq)))
			continue;
		t->what = TROUBLE_IRQ_ORDER;
		t->irq = irq;
		t->inversion = false;
		t->safe = safe;
		t->unsafe = unsafe;
		return true;
	}
	return false;
}

/* ---- learning ---- */

static void table_full(void)
{
	if (!full_told)
		pr_warn("lockdep: no room for more lock orders: further ones are not checked\n");
	full_told = true;
}

void lockdep_learn_edge(const struct held_lock *prev, const struct held_lock *next,
			struct lock_trouble *t)
{
	unsigned int kind = kind_of(prev, next);
	struct lock_edge *e = edge_find(prev->class, next->class);
	bool is_new;

	t->what = TROUBLE_NONE;
	t->nr_path = 0;
	if (e && READ_ONCE(e->kinds) & kind)
		return;
	lockdep_lock();
	e = edge_find(prev->class, next->class);
	is_new = !e;
	if (is_new)
		e = edge_make(prev, next);
	if (!e || e->kinds & kind || e->bad) {
		lockdep_unlock();
		if (!e)
			table_full();
		return;
	}
	if (closes_circle(prev, next, t) || (is_new && irq_order(prev->class, next->class, t)))
		e->bad = is_new; /* an edge of another kind remains as good as it was */
	WRITE_ONCE(e->kinds, e->kinds | kind);
	if (is_new) {
		e->stack_from = prev->stack;
		e->stack_to = next->stack;
		e->step = next->step;
		e->pid = current->pid;
	}
	lockdep_unlock();
}

static bool use_conflicts(unsigned int class, enum lock_irq irq, unsigned int bit,
			  struct lock_trouble *t)
{
	bool in = bit & (USE_IN | USE_IN_READ);
	unsigned int own = use_of(class, irq), other;

	t->irq = irq;
	if (conflict(own, own)) {
		t->what = TROUBLE_IRQ_STATE;
		return true;
	}
	other = nearest_use(class, in, irq, in ? USE_ON | USE_ON_READ : USE_IN | USE_IN_READ);
	if (!other || other == class)
		return false;
	t->safe = in ? class : other;
	t->unsafe = in ? other : class;
	if (!conflict(use_of(t->safe, irq), use_of(t->unsafe, irq)))
		return false;
	t->what = TROUBLE_IRQ_ORDER;
	t->inversion = true;
	return true;
}

void lockdep_learn_use(const struct held_lock *h, enum lock_irq irq, unsigned int bit,
		       struct lock_trouble *t)
{
	struct lock_class *c = &lock_classes[h->class];
	unsigned int nth = irq * USE_BITS + __builtin_ctz(bit);

	t->what = TROUBLE_NONE;
	t->nr_path = 0;
	lockdep_lock();
	if (!(c->usage & 1u << nth)) {
		c->use[nth] = (struct lock_use){h->stack, h->step, current->pid};
		WRITE_ONCE(c->usage, c->usage | 1u << nth);
		/* One report for a class and interrupt: what follows from it is no news. */
		if (!(c->told & 1u << irq) && use_conflicts(h->class, irq, bit, t))
			WRITE_ONCE(c->told, c->told | 1u << irq);
	}
	lockdep_unlock();
}

/* The class's module is gone: nobody passes through it any more. */
void lockdep_graph_forget(unsigned int class)
{
	lockdep_lock();
	for (u32 i = lock_classes[class].out; i; i = edges[i].next_out)
		edges[i].bad = true;
	for (u32 i = lock_classes[class].in; i; i = edges[i].next_in)
		edges[i].bad = true;
	lockdep_unlock();
}
