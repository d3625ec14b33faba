/* SPDX-License-Identifier: MIT */
/*
 * Heap sort, list merge sort, binary search.
 *
 * sort() is a heap sort because it must not recurse nor allocate and must be n log n for every
 * input. list_sort() merges runs as a binary counter does: pending[k] is a sorted list of 2^k
 * elements (older elements in higher k), so merges are between lists of equal size and stable.
 */
#include <linux/bsearch.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/sort.h>
#include <linux/string.h>

static void swap_bytes(void *a, void *b, size_t size)
{
	u8 *x = a, *y = b;

	for (; size >= 8; size -= 8, x += 8, y += 8) {
		u64 t;

		memcpy(&t, x, 8);
		memcpy(x, y, 8);
		memcpy(y, &t, 8);
	}
	for (; size; size--, x++, y++) {
		u8 t = *x;

		*x = *y;
		*y = t;
	}
}

struct sorter {
	void *base;
	size_t size;
	cmp_r_func_t cmp;
	swap_r_func_t swap;
	const void *priv;
};

static void exchange(const struct sorter *s, size_t i, size_t j)
{
	void *a = s->base + i * s->size, *b = s->base + j * s->size;

	if (s->swap)
		s->swap(a, b, s->size, s->priv);
	else
		swap_bytes(a, b, s->size);
}

static int compare(const struct sorter *s, size_t i, size_t j)
{
	return s->cmp(s->base + i * s->size, s->base + j * s->size, s->priv);
}

/* Element @i goes down until no child is greater. */
static void sift_down(const struct sorter *s, size_t i, size_t n)
{
	size_t c;

	while ((c = 2 * i + 1) < n) {
		if (c + 1 < n && compare(s, c, c + 1) < 0)
			c++;
		if (compare(s, i, c) >= 0)
			return;
		exchange(s, i, c);
		i = c;
	}
}

void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp, swap_r_func_t swap,
	    const void *priv)
{
	struct sorter s = {base, size, cmp, swap, priv};

	for (size_t i = num / 2; i-- > 0;)
		sift_down(&s, i, num);
	for (size_t n = num; n-- > 1;) {
		exchange(&s, 0, n);
		sift_down(&s, 0, n);
	}
}
EXPORT_SYMBOL(sort_r);

/* What sort() is given, behind the three-argument forms. */
struct plain {
	cmp_func_t cmp;
	swap_func_t swap;
};

static int plain_cmp(const void *a, const void *b, const void *priv)
{
	return ((const struct plain *)priv)->cmp(a, b);
}

static void plain_swap(void *a, void *b, int size, const void *priv)
{
	((const struct plain *)priv)->swap(a, b, size);
}

void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap)
{
	struct plain p = {cmp, swap};

	sort_r(base, num, size, plain_cmp, swap ? plain_swap : NULL, &p);
}
EXPORT_SYMBOL(sort);

void *bsearch(const void *key, const void *base, size_t num, size_t size, cmp_func_t cmp)
{
	return __inline_bsearch(key, base, num, size, cmp);
}
EXPORT_SYMBOL(bsearch);

/* Singly linked by next; of equals, those of @a (the older) first. */
static struct list_head *merge(void *priv, list_cmp_func_t cmp, struct list_head *a,
			       struct list_head *b)
{
	struct list_head *head = NULL, **tail = &head;

	while (a && b) {
		struct list_head **from = cmp(priv, a, b) <= 0 ? &a : &b;

		*tail = *from;
		tail = &(*from)->next;
		*from = (*from)->next;
	}
	*tail = a ? a : b;
	return head;
}

void list_sort(void *priv, struct list_head *head, list_cmp_func_t cmp)
{
	struct list_head *pending[64] = {NULL}, *node = head->next, *all = NULL, *prev = head;

	head->prev->next = NULL;
	if (node == head)
		node = NULL;
	while (node) {
		struct list_head *run = node;
		int k = 0;

		node = node->next;
		run->next = NULL;
		for (; pending[k]; k++) {
			run = merge(priv, cmp, pending[k], run);
			pending[k] = NULL;
		}
		pending[k] = run;
	}
	for (int k = 0; k < 64; k++)
		if (pending[k])
			all = all ? merge(priv, cmp, pending[k], all) : pending[k];
	for (; all; prev = all, all = all->next) {
		prev->next = all;
		all->prev = prev;
	}
	prev->next = head;
	head->prev = prev;
}
EXPORT_SYMBOL(list_sort);
