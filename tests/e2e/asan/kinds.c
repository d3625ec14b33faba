/* SPDX-License-Identifier: MIT */
/* One bad access, of the kind that the parameter names. asan.sh looks for the marked lines. */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

static char *kind = "";
module_param(kind, charp, 0);
static int times = 1;
module_param(times, int, 0);

static volatile char table[10] = "123456789";
static volatile char sink;
static volatile int zero;

static void slab_past(void)
{
	volatile char *p = kzalloc(100, GFP_KERNEL);

	sink = p[100 + zero]; /* slab_past */
	kfree((void *)p);
}

static void slab_before(void)
{
	volatile char *p = kzalloc(100, GFP_KERNEL);

	sink = p[zero - 1]; /* slab_before */
	kfree((void *)p);
}

static void slab_freed(void)
{
	volatile char *p = kzalloc(100, GFP_KERNEL);

	kfree((void *)p);
	sink = p[8 + zero]; /* slab_freed */
}

static void cache_past(void)
{
	struct kmem_cache *cache = kmem_cache_create("kinds", 52, 4, 0, NULL);
	volatile char *p = kmem_cache_zalloc(cache, GFP_KERNEL);

	sink = p[52 + zero]; /* cache_past */
	kmem_cache_free(cache, (void *)p);
	kmem_cache_destroy(cache);
}

static void large_past(void)
{
	volatile char *p = kzalloc(20000, GFP_KERNEL);

	sink = p[20001 + zero]; /* large_past */
	kfree((void *)p);
}

static void large_freed(void)
{
	volatile char *p = kzalloc(20000, GFP_KERNEL);

	kfree((void *)p);
	sink = p[8000 + zero]; /* large_freed */
}

static void page_freed(void)
{
	volatile char *p = (void *)get_zeroed_page(GFP_KERNEL);

	free_page((unsigned long)p);
	sink = p[8 + zero]; /* page_freed */
}

static void vmalloc_past(void)
{
	volatile char *p = vzalloc(5000);

	sink = p[5005 + zero]; /* vmalloc_past */
	vfree((void *)p);
}

static void percpu_past(void)
{
	char __percpu *p = __alloc_percpu(12, 4);

	sink = ((volatile char *)per_cpu_ptr(p, 0))[12 + zero]; /* percpu_past */
	free_percpu(p);
}

static void global_past(void)
{
	sink = table[12 + zero]; /* global_past */
}

static void stack_past(void)
{
	volatile char local[13] = "";

	sink = local[13 + zero]; /* stack_past */
}

static noinline void alloca_past(void)
{
	volatile char local[10 + zero];

	local[zero] = 0;
	sink = local[11 + zero]; /* alloca_past */
}

static void scope(void)
{
	volatile char *p;

	{
		volatile char inner[8] = "";

		p = inner + zero;
		sink = *p;
	}
	sink = *p; /* scope */
}

static void set(void)
{
	char *p = kzalloc(100, GFP_KERNEL);

	memset(p, 1, 101 + zero); /* memset */
	kfree(p);
}

static void length(void)
{
	char *p = kmalloc(100, GFP_KERNEL);

	memset(p, 'x', 100);
	sink = strlen(p); /* strlen */
	kfree(p);
}

static void print(void)
{
	char *p = kmalloc(100, GFP_KERNEL);

	snprintf(p, 200, "%*d", 120 + zero, 1); /* snprintf */
	kfree(p);
}

static const struct {
	const char *name;
	void (*run)(void);
} kinds[] = {
	{"slab_past", slab_past},
	{"slab_before", slab_before},
	{"slab_freed", slab_freed},
	{"cache_past", cache_past},
	{"large_past", large_past},
	{"large_freed", large_freed},
	{"page_freed", page_freed},
	{"vmalloc_past", vmalloc_past},
	{"percpu_past", percpu_past},
	{"global_past", global_past},
	{"stack_past", stack_past},
	{"alloca_past", alloca_past},
	{"scope", scope},
	{"memset", set},
	{"strlen", length},
	{"snprintf", print},
};

static int __init kinds_init(void)
{
	int i, n;

	for (n = 0; n < times; n++)
		for (i = 0; i < ARRAY_SIZE(kinds); i++)
			if (!strcmp(kinds[i].name, kind))
				kinds[i].run();
	return 0;
}

static void __exit kinds_exit(void)
{
}

module_init(kinds_init);
module_exit(kinds_exit);
MODULE_LICENSE("GPL");
