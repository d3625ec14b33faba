/* SPDX-License-Identifier: MIT */
/* A binary heap in the caller's array; @less orders. The caller serialises. */
#ifndef _LINUX_MIN_HEAP_H
#define _LINUX_MIN_HEAP_H

#include <linux/bug.h>
#include <linux/string.h>
#include <linux/types.h>

struct min_heap {
	void *data;
	int nr;
	int size;
};
struct min_heap_callbacks {
	int elem_size;
	bool (*less)(const void *lhs, const void *rhs);
	void (*swp)(void *lhs, void *rhs);
};

static inline void *__min_heap_at(struct min_heap *heap, const struct min_heap_callbacks *func,
				  int pos)
{
	return heap->data + (size_t)pos * func->elem_size;
}
static inline void min_heapify(struct min_heap *heap, int pos,
			       const struct min_heap_callbacks *func)
{
	for (;;) {
		int child = 2 * pos + 1;

		if (child >= heap->nr)
			return;
		if (child + 1 < heap->nr && func->less(__min_heap_at(heap, func, child + 1),
						       __min_heap_at(heap, func, child)))
			child++;
		if (!func->less(__min_heap_at(heap, func, child), __min_heap_at(heap, func, pos)))
			return;
		func->swp(__min_heap_at(heap, func, child), __min_heap_at(heap, func, pos));
		pos = child;
	}
}
static inline void min_heapify_all(struct min_heap *heap, const struct min_heap_callbacks *func)
{
	for (int i = heap->nr / 2; i >= 0; i--)
		min_heapify(heap, i, func);
}
static inline void min_heap_pop(struct min_heap *heap, const struct min_heap_callbacks *func)
{
	if (WARN_ONCE(heap->nr <= 0, "Popping an empty heap"))
		return;
	heap->nr--;
	memcpy(heap->data, __min_heap_at(heap, func, heap->nr), func->elem_size);
	min_heapify(heap, 0, func);
}
/* Replace the least element by @element. */
static inline void min_heap_pop_push(struct min_heap *heap, const void *element,
				     const struct min_heap_callbacks *func)
{
	memcpy(heap->data, element, func->elem_size);
	min_heapify(heap, 0, func);
}
static inline void min_heap_push(struct min_heap *heap, const void *element,
				 const struct min_heap_callbacks *func)
{
	int pos = heap->nr;

	if (WARN_ONCE(heap->nr >= heap->size, "Pushing on a full heap"))
		return;
	memcpy(__min_heap_at(heap, func, pos), element, func->elem_size);
	heap->nr++;
	for (; pos > 0; pos = (pos - 1) / 2) {
		void *parent = __min_heap_at(heap, func, (pos - 1) / 2);
		void *child = __min_heap_at(heap, func, pos);

		if (func->less(parent, child))
			return;
		func->swp(parent, child);
	}
}

#endif
