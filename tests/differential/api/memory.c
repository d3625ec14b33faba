/* SPDX-License-Identifier: MIT */
/* Allocators: sizes, alignments, edge cases, page flags and references. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/gfp.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/pagemap.h>
#include <linux/percpu.h>
#include <linux/percpu_counter.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#define P(fmt, ...) pr_info("%d: " fmt "\n", __LINE__, ##__VA_ARGS__)
#define R(e)	    pr_info("%d: %s = %lld\n", __LINE__, #e, (long long)(e))

static void kmallocs(void)
{
	size_t n, was = 0, at = 0;
	void *p, *q;
	char *s;
	volatile size_t huge = SIZE_MAX / 2, zero = 0, three = 3;

	for (n = 1; n <= 20000; n++) {
		p = kmalloc(n, GFP_KERNEL);
		if (ksize(p) != was)
			P("ksize from %zu: %zu", n, was = ksize(p));
		if (n >= 8 && is_power_of_2(n) && (unsigned long)p & (n - 1))
			P("kmalloc(%zu) is not aligned", n);
		kfree(p);
	}
	for (n = 32768; n <= 4 << 20; n *= 2) {
		p = kmalloc(n - 1, GFP_KERNEL);
		P("kmalloc(%zu) ksize %zu aligned %d", n - 1, ksize(p),
		  !((unsigned long)p & (n - 1)));
		kfree(p);
	}
	p = kmalloc((4 << 20) + three, GFP_KERNEL | __GFP_NOWARN);
	P("over the limit %d", p == NULL);
	p = kmalloc(zero, GFP_KERNEL);
	R(p == ZERO_SIZE_PTR);
	R(ZERO_OR_NULL_PTR(p));
	R(ksize(p));
	q = krealloc(p, 10, GFP_KERNEL);
	P("krealloc zero %d ksize %zu", q != p, ksize(q));
	q = krealloc(q, 16, GFP_KERNEL);
	strcpy(q, "0123456789");
	s = krealloc(q, 16, GFP_KERNEL);
	P("same %d", s == q);
	q = krealloc(s, 100, GFP_KERNEL | __GFP_ZERO);
	P("grown %s %zu", (char *)q, ksize(q));
	s = krealloc(q, 20, GFP_KERNEL);
	P("shrunk same %d", s == q);
	P("to zero %d", krealloc(s, zero, GFP_KERNEL) == ZERO_SIZE_PTR);
	P("from NULL %d", (p = krealloc(NULL, 5, GFP_KERNEL)) != NULL);
	kfree(p);
	kfree(NULL);
	kfree(ZERO_SIZE_PTR);
	kfree_sensitive(NULL);
	R(kmalloc_array(huge, 4, GFP_KERNEL) == NULL);
	R(kcalloc(huge, 3, GFP_KERNEL) == NULL);
	R(kmalloc_array(0, 5, GFP_KERNEL) == ZERO_SIZE_PTR);
	P("krealloc_array %d", krealloc_array(NULL, huge, 8, GFP_KERNEL) == NULL);
	s = kcalloc(three, 7, GFP_KERNEL);
	R(memchr_inv(s, 0, 21) == NULL);
	R(ksize(s));
	kfree(s);
	s = kzalloc(5000, GFP_KERNEL);
	P("zalloc %d", memchr_inv(s, 0, 5000) == NULL);
	kfree_sensitive(s);
	s = kstrdup("hello", GFP_KERNEL);
	P("%s %zu", s, ksize(s));
	kfree(s);
	s = kstrndup("hello", 3, GFP_KERNEL);
	P("%s %zu", s, ksize(s));
	kfree(s);
	s = kmemdup("a\0b", 4, GFP_KERNEL);
	P("%*ph", 4, s);
	kfree(s);
	s = kmemdup_nul("abcdef", 2, GFP_KERNEL);
	P("%s", s);
	kfree(s);
	R(kstrdup(NULL, GFP_KERNEL) == NULL);
	R(kstrdup_const(NULL, GFP_KERNEL) == NULL);
	for (n = 1; n < 9000; n += 411)
		at += kmalloc_size_roundup(n);
	R(at);
	R(kmalloc_size_roundup(zero));
	R(kmalloc_size_roundup(9000));
	p = kvmalloc(10000, GFP_KERNEL);
	P("kvmalloc %d", is_vmalloc_addr(p));
	kvfree(p);
	p = kvmalloc(16 << 20, GFP_KERNEL);
	P("kvmalloc %d", is_vmalloc_addr(p));
	kvfree(p);
	p = kvzalloc(zero, GFP_KERNEL);
	P("kvmalloc zero %d", p == ZERO_SIZE_PTR);
	kvfree(p);
	P("kvmalloc_array %d", kvmalloc_array(huge, 4, GFP_KERNEL) == NULL);
	p = kmalloc_node(100, GFP_KERNEL, 1);
	P("node %d", page_to_nid(virt_to_page(p)));
	kfree(p);
	for (n = 0; n < 4; n++) {
		static const gfp_t gfp[] = {GFP_DMA, GFP_ATOMIC, GFP_KERNEL_ACCOUNT,
					    GFP_NOWAIT | __GFP_RECLAIMABLE};

		p = kmalloc(200, gfp[n]);
		R(n);
		R(ksize(p));
		R(PageSlab(virt_to_head_page(p)));
		kfree(p);
	}
}

struct obj {
	char name[40];
	int n;
};

struct item_like {
	u8 c[33];
} __aligned(32);

static int made;
static void ctor(void *o)
{
	((struct obj *)o)->n = 42;
	made++;
}

static void nothing(void *o)
{
}

static void caches(void)
{
	static const struct {
		unsigned int size, align;
		slab_flags_t flags;
	} t[] = {
		{1, 0, 0},
		{8, 0, 0},
		{20, 0, 0},
		{20, 16, 0},
		{20, 0, SLAB_HWCACHE_ALIGN},
		{40, 0, SLAB_HWCACHE_ALIGN},
		{100, 0, SLAB_HWCACHE_ALIGN},
		{100, 32, 0},
		{3000, 0, 0},
		{5000, 0, 0},
		{1000, 128, 0},
		{64, 0, SLAB_RECLAIM_ACCOUNT},
		{700, 0, SLAB_TYPESAFE_BY_RCU},
		{10, 4096, 0},
		{100, 0, SLAB_PANIC},
	};
	struct kmem_cache *c, *d;
	struct obj *o;
	void *bulk[10];
	int i, n;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		char name[16];

		sprintf(name, "api_%d", i);
		c = kmem_cache_create(name, t[i].size, t[i].align, t[i].flags, NULL);
		if (!c) {
			P("%d: none", i);
			continue;
		}
		o = kmem_cache_alloc(c, GFP_KERNEL);
		R(i);
		R(IS_ALIGNED((unsigned long)o, max(t[i].align, 8u)));
		R(ksize(o));
		kmem_cache_free(c, o);
		kmem_cache_destroy(c);
		/* With a constructor a cache is not merged with another: its size is its own. */
		c = kmem_cache_create(name, t[i].size, t[i].align, t[i].flags, nothing);
		o = kmem_cache_alloc(c, GFP_KERNEL);
		R(i);
		R(kmem_cache_size(c));
		R(ksize(o));
		kmem_cache_free(c, o);
		kmem_cache_destroy(c);
	}
	c = kmem_cache_create("api_ctor", sizeof(struct obj), 0, 0, ctor);
	o = kmem_cache_alloc(c, GFP_KERNEL);
	P("ctor %d made %d", o->n, made > 0);
	o->n = 7;
	kmem_cache_free(c, o);
	o = kmem_cache_alloc(c, GFP_KERNEL);
	P("kept %d", o->n);
	kmem_cache_free(c, o);
	n = kmem_cache_alloc_bulk(c, GFP_KERNEL, 10, bulk);
	P("bulk %d", n);
	kmem_cache_free_bulk(c, 10, bulk);
	P("shrink %d", kmem_cache_shrink(c));
	kmem_cache_destroy(c);
	c = kmem_cache_create_usercopy("api_user", 128, 0, 0, 16, 64, NULL);
	o = kmem_cache_zalloc(c, GFP_KERNEL);
	R(kmem_cache_size(c));
	R(memchr_inv(o, 0, 128) == NULL);
	kmem_cache_free(c, o);
	kmem_cache_destroy(c);
	c = KMEM_CACHE(obj, 0);
	d = KMEM_CACHE(item_like, 0);
	o = kmem_cache_alloc(d, GFP_KERNEL);
	R(IS_ALIGNED((unsigned long)o, 32));
	R(ksize(o));
	kmem_cache_free(d, o);
	o = kmem_cache_alloc_node(c, GFP_KERNEL, 1);
	P("node %d", page_to_nid(virt_to_page(o)));
	kmem_cache_free(c, o);
	kmem_cache_destroy(c);
	kmem_cache_destroy(d);
	kmem_cache_destroy(NULL);
}

static void pools(void)
{
	mempool_t *m = mempool_create_kmalloc_pool(3, 100);
	void *p[5];
	int i;

	P("pool min %d cur %d", m->min_nr, m->curr_nr);
	for (i = 0; i < 5; i++)
		p[i] = mempool_alloc(m, GFP_KERNEL);
	P("all %d cur %d", p[0] && p[4], m->curr_nr);
	for (i = 0; i < 5; i++)
		mempool_free(p[i], m);
	P("cur %d resize %d", m->curr_nr, mempool_resize(m, 6));
	P("cur %d min %d", m->curr_nr, m->min_nr);
	P("shrink %d cur %d", mempool_resize(m, 2), m->curr_nr);
	mempool_free(NULL, m);
	mempool_destroy(m);
	mempool_destroy(NULL);
	m = mempool_create_page_pool(2, 1);
	p[0] = mempool_alloc(m, GFP_KERNEL);
	P("page pool %d", page_count(p[0]));
	mempool_free(p[0], m);
	mempool_destroy(m);
}

static void vmallocs(void)
{
	char *p = vmalloc(1), *q = vzalloc(10000);
	struct page *pages[3], *pg;
	int i;

	R(PAGE_ALIGNED(p));
	R(PAGE_ALIGNED(q));
	R(memchr_inv(q, 0, 10000) == NULL);
	P("huge %d", __vmalloc(1UL << 50, GFP_KERNEL | __GFP_NOWARN) == NULL);
	strcpy(q + 4094, "across");
	pg = vmalloc_to_page(q + 4096);
	P("second page %s refs %d", (char *)page_address(pg), page_count(pg));
	vfree(p);
	vfree(q);
	vfree(NULL);
	for (i = 0; i < 3; i++)
		pages[i] = alloc_page(GFP_KERNEL);
	q = vmap(pages, 3, VM_MAP, PAGE_KERNEL);
	strcpy(q + 4094, "vmap");
	P("vmap %.2s %s refs %d", (char *)page_address(pages[0]) + 4094,
	  (char *)page_address(pages[1]), page_count(pages[0]));
	vunmap(q);
	for (i = 0; i < 3; i++)
		__free_page(pages[i]);
	q = vmalloc_user(5000);
	P("user %d", memchr_inv(q, 0, 5000) == NULL);
	vfree(q);
	q = vmalloc_node(5000, 1);
	P("node %d", page_to_nid(vmalloc_to_page(q)));
	vfree(q);
}

static void flags_of(const char *what, struct page *p)
{
	P("%s: refs %d maps %d order %u head %d tail %d compound %d slab %d reserved %d lru %d "
	  "locked %d dirty %d",
	  what, page_count(p), page_mapcount(p), compound_order(p), PageHead(p), PageTail(p),
	  PageCompound(p), PageSlab(p), PageReserved(p), PageLRU(p), PageLocked(p), PageDirty(p));
}

static void pages(void)
{
	unsigned long a;
	struct page *p;
	char *q;
	int i;

	for (i = 0; i <= 10; i++) {
		a = __get_free_pages(GFP_KERNEL | __GFP_ZERO, i);
		P("order %d aligned %d zero %d", i, !(a & ((PAGE_SIZE << i) - 1)),
		  memchr_inv((void *)a, 0, PAGE_SIZE << i) == NULL);
		free_pages(a, i);
	}
	P("order 11 %d", __get_free_pages(GFP_KERNEL | __GFP_NOWARN, 11) == 0);
	a = get_zeroed_page(GFP_KERNEL);
	flags_of("single", virt_to_page(a));
	free_page(a);
	free_page(0);
	p = alloc_pages(GFP_KERNEL, 2);
	flags_of("order 2", p);
	flags_of("its second", p + 1);
	split_page(p, 2);
	flags_of("split", p + 1);
	for (i = 0; i < 4; i++)
		__free_page(p + i);
	p = alloc_pages(GFP_KERNEL | __GFP_COMP, 3);
	flags_of("compound", p);
	flags_of("tail", p + 3);
	R(compound_head(p + 3) - p);
	R(page_size(p));
	R(compound_nr(p));
	R(page_shift(p));
	get_page(p + 3);
	flags_of("got", p);
	P("tryget %d", get_page_unless_zero(p));
	put_page(p);
	put_page(p + 2);
	SetPageReserved(p);
	flags_of("reserved", p);
	ClearPageReserved(p);
	lock_page(p);
	P("trylock %d", trylock_page(p));
	unlock_page(p);
	set_page_private(p, 77);
	SetPagePrivate(p);
	R(page_private(p));
	R(PagePrivate(p));
	ClearPagePrivate(p);
	set_page_private(p, 0);
	put_page(p);
	q = alloc_pages_exact(3 * PAGE_SIZE + 1, GFP_KERNEL | __GFP_ZERO);
	flags_of("exact", virt_to_page(q));
	flags_of("exact last", virt_to_page(q) + 3);
	free_pages_exact(q, 3 * PAGE_SIZE + 1);
	p = alloc_pages_node(1, GFP_KERNEL, 0);
	P("node %d zone %s", page_to_nid(p), page_zone(p)->name);
	__free_page(p);
	for (i = 0; i < 12; i++) {
		static const unsigned long s[] = {1,	 4095,	  4096,	     4097,
						  8192,	 8193,	  12288,     65536,
						  65537, 1 << 20, (4 << 20), (4 << 20) + 1};

		P("get_order %lu: %d", s[i], get_order(s[i]));
	}
	q = kmalloc(100, GFP_KERNEL);
	flags_of("kmalloc", virt_to_head_page(q));
	kfree(q);
	q = kmalloc(20000, GFP_KERNEL);
	flags_of("large kmalloc", virt_to_page(q));
	kfree(q);
	R(virt_addr_valid(&p));
	R(virt_addr_valid((void *)PAGE_OFFSET + PAGE_SIZE));
}

static DEFINE_PER_CPU(int, counter) = 5;
static DEFINE_PER_CPU(struct obj, objs);

static void percpus(void)
{
	struct percpu_counter pc;
	int __percpu *p = alloc_percpu(int);
	u64 __percpu *q = __alloc_percpu(64, 64);
	int cpu, sum = 0;

	for_each_online_cpu (cpu) {
		sum += *per_cpu_ptr(p, cpu);
		R(per_cpu(counter, cpu));
		R(IS_ALIGNED((unsigned long)per_cpu_ptr(q, cpu), 64));
		*per_cpu_ptr(p, cpu) = cpu + 1;
	}
	P("zero %d", sum);
	preempt_disable();
	this_cpu_write(counter, 10);
	this_cpu_add(counter, 5);
	R(this_cpu_read(counter));
	R(this_cpu_inc_return(counter));
	R(this_cpu_add_return(counter, 4));
	R(this_cpu_sub_return(counter, 1));
	R(this_cpu_xchg(counter, 3));
	R(this_cpu_cmpxchg(counter, 3, 9));
	R(this_cpu_cmpxchg(counter, 3, 10));
	this_cpu_or(counter, 0x10);
	this_cpu_and(counter, 0x18);
	R(this_cpu_read(counter));
	R(*this_cpu_ptr(&counter));
	__this_cpu_dec(counter);
	P("raw %d", raw_cpu_read(counter));
	this_cpu_ptr(&objs)->n = 3;
	P("struct %d", __this_cpu_read(objs.n));
	preempt_enable();
	free_percpu(p);
	free_percpu(q);
	free_percpu(NULL);
	P("init %d", percpu_counter_init(&pc, 100, GFP_KERNEL));
	percpu_counter_add(&pc, 1000);
	percpu_counter_dec(&pc);
	R(percpu_counter_sum(&pc));
	R(percpu_counter_read_positive(&pc) / 1000);
	R(percpu_counter_compare(&pc, 5));
	R(percpu_counter_compare(&pc, 999));
	percpu_counter_set(&pc, -5);
	R(percpu_counter_sum(&pc));
	R(percpu_counter_sum_positive(&pc));
	R(percpu_counter_read(&pc));
	percpu_counter_destroy(&pc);
}

static int __init memory_init(void)
{
	kmallocs();
	caches();
	pools();
	vmallocs();
	pages();
	percpus();
	return 0;
}

static void __exit memory_exit(void)
{
}

module_init(memory_init);
module_exit(memory_exit);
MODULE_LICENSE("GPL");
