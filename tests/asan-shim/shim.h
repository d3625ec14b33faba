/* SPDX-License-Identifier: MIT */
/*
 * The kernel as a plain program has it: kmalloc is malloc, a lock is a pthread lock, a proc file
 * is called by main(). With -fsanitize=address this is what people do who have no other
 * tool than ASan; tests/detection.sh runs the corpus of defects on it to compare.
 *
 * Included before everything else (-include); the <linux/…> headers that a module asks for are
 * empty files. Modules with one source and what examples/bugs/ uses, no more.
 */
#ifndef ASAN_SHIM_H
#define ASAN_SHIM_H

#include <ctype.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef unsigned int gfp_t;
typedef long long ktime_t;

#define __init
#define __exit
#define __user
#define __force
#define __rcu
#define __percpu
#define noinline __attribute__((noinline))
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))
#define container_of(p, t, m) ((t *)((char *)(p) - __builtin_offsetof(t, m)))
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define min_t(t, a, b) min((t)(a), (t)(b))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define PAGE_SIZE 4096UL
#define SZ_16K 16384
#define SZ_32K 32768
#define SZ_64M (64 << 20)

#define pr_info(...) printf(__VA_ARGS__)
#define WARN_ON(c) (c)
#define WARN_ON_ONCE(c) (c)
#define BUG_ON(c)             \
	do {                  \
		if (c)        \
			abort(); \
	} while (0)
#define ERR_PTR(e) ((void *)(long)(e))
#define PTR_ERR(p) ((long)(p))
#define IS_ERR(p) ((unsigned long)(p) >= -4095UL)
#define PTR_ERR_OR_ZERO(p) (IS_ERR(p) ? PTR_ERR(p) : 0)

/* ---- modules ---- */

#define THIS_MODULE NULL
#define MODULE_LICENSE(x) extern int shim_unused
#define module_param(name, type, perm) extern int shim_unused
#define module_init(fn) \
	int (*shim_init)(void) = fn
#define module_exit(fn) \
	void (*shim_exit)(void) = fn

/* ---- memory ---- */

#define GFP_KERNEL 0
#define GFP_ATOMIC 0
#define __GFP_COMP 0
#define __GFP_NOWARN 0
#define __GFP_NOFAIL 0
#define SLAB_HWCACHE_ALIGN 0
#define KMALLOC_MAX (4 << 20)

#define kmalloc(n, gfp) ((size_t)(n) > KMALLOC_MAX ? NULL : malloc(n))
#define kzalloc(n, gfp) calloc(1, n)
#define kcalloc(n, size, gfp) calloc(n, size)
#define kmalloc_array(n, size, gfp) malloc((n) * (size))
#define kstrdup(s, gfp) strdup(s)
#define kfree(p) free(p)
#define kvmalloc(n, gfp) malloc(n)
#define kvfree(p) free(p)
#define vmalloc(n) malloc(n)
#define vzalloc(n) calloc(1, n)
#define vfree(p) free(p)
#define alloc_percpu(type) ((type *)calloc(1, sizeof(type)))
#define free_percpu(p) free(p)
#define this_cpu_inc(x) ((x)++)

static inline void *kmemdup(const void *p, size_t n, gfp_t gfp)
{
	void *copy = malloc(n);

	return copy ? memcpy(copy, p, n) : NULL;
}

struct kmem_cache {
	size_t size;
};

static inline struct kmem_cache *kmem_cache_create(const char *name, size_t size, size_t align,
						   unsigned int flags, void (*ctor)(void *))
{
	struct kmem_cache *s = malloc(sizeof(*s));

	s->size = size;
	return s;
}

#define KMEM_CACHE(type, flags) kmem_cache_create(#type, sizeof(struct type), 0, flags, NULL)
#define kmem_cache_alloc(s, gfp) malloc((s)->size)
#define kmem_cache_zalloc(s, gfp) calloc(1, (s)->size)
#define kmem_cache_free(s, p) free(p)
#define kmem_cache_destroy(s) free(s)

/* A page is its memory. */
struct page {
	char byte[4096];
};


static inline struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	return aligned_alloc(PAGE_SIZE, PAGE_SIZE << order);
}

#define __get_free_pages(gfp, order) ((unsigned long)alloc_pages(gfp, order))
#define __get_free_page(gfp) __get_free_pages(gfp, 0)
#define free_pages(addr, order) free((void *)(addr))
#define free_page(addr) free((void *)(addr))

static inline unsigned long get_zeroed_page(gfp_t gfp)
{
	return (unsigned long)memset(alloc_pages(gfp, 0), 0, PAGE_SIZE);
}

static int shim_page_refs;
#define get_page(p) shim_page_refs++
#define put_page(p) (shim_page_refs-- > 0 ? (void)0 : free(p))

/* ---- lists, references ---- */

struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD(name) struct list_head name = {&(name), &(name)}
#define list_entry container_of
#define list_first_entry(head, type, member) list_entry((head)->next, type, member)
#define list_for_each_entry_safe(p, n, head, m)                                          \
	for (p = list_entry((head)->next, __typeof__(*p), m),                            \
	    n = list_entry(p->m.next, __typeof__(*p), m);                                \
	     &p->m != (head); p = n, n = list_entry(n->m.next, __typeof__(*n), m))

static inline void shim_list_insert(struct list_head *e, struct list_head *a, struct list_head *b)
{
	e->prev = a;
	e->next = b;
	a->next = b->prev = e;
}

#define list_add(e, head) shim_list_insert(e, head, (head)->next)
#define list_add_tail(e, head) shim_list_insert(e, (head)->prev, head)

static inline void list_del(struct list_head *e)
{
	e->prev->next = e->next;
	e->next->prev = e->prev;
	e->next = (void *)0xdead000000000100;
	e->prev = (void *)0xdead000000000122;
}

struct kref {
	int count;
};

#define kref_init(k) ((k)->count = 1)
#define kref_get(k) ((k)->count++)
#define kref_put(k, release) (--(k)->count == 0 ? (release(k), 1) : 0)

/* ---- time: the clock moves when somebody waits ---- */

#define HZ 250
#define MAX_JIFFY_OFFSET ((unsigned long)-1 >> 2)
#define time_before(a, b) ((long)((a) - (b)) < 0)

struct timer_list {
	void (*function)(struct timer_list *);
	unsigned long expires;
	struct timer_list *next;
	bool armed;
};

static unsigned long shim_jiffies;
static struct timer_list *shim_timers;
#define jiffies (shim_jiffies)

#define DEFINE_TIMER(name, fn) struct timer_list name = {.function = fn}
#define timer_setup(t, fn, flags) (*(t) = (struct timer_list){.function = fn})

static inline void shim_unlink(struct timer_list *t)
{
	struct timer_list **p = &shim_timers;

	while (*p && *p != t)
		p = &(*p)->next;
	if (*p)
		*p = t->next;
	t->armed = false;
}

static inline int mod_timer(struct timer_list *t, unsigned long expires)
{
	shim_unlink(t);
	t->expires = expires;
	t->next = shim_timers;
	t->armed = true;
	shim_timers = t;
	return 0;
}

static inline int del_timer_sync(struct timer_list *t)
{
	shim_unlink(t);
	return 0;
}

static inline void shim_pass(unsigned long ticks)
{
	struct timer_list *t;

	while (ticks--) {
		shim_jiffies++;
		for (t = shim_timers; t && t->expires > shim_jiffies;)
			t = t->next;
		if (!t)
			continue;
		shim_unlink(t);
		t->function(t);
	}
}

static inline void msleep(unsigned int ms)
{
	usleep(ms * 1000);
	shim_pass(ms / 4 + 1);
}
#define mdelay msleep
#define cpu_relax() shim_pass(1)

enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };
struct hrtimer {
	enum hrtimer_restart (*function)(struct hrtimer *);
};
#define CLOCK_MONOTONIC 1
#define HRTIMER_MODE_REL 1
#define ktime_set(s, ns) ((s) * 1000000000LL + (ns))
#define hrtimer_init(t, clock, mode) ((void)(t))
#define hrtimer_start(t, time, mode) ((void)(t))
#define hrtimer_cancel(t) ((void)(t))
#define hrtimer_forward_now(t, time) ((void)(t))

/* ---- locks, waiting, threads, work ---- */


struct mutex {
	pthread_mutex_t m;
};
typedef struct mutex spinlock_t;
#define DEFINE_MUTEX(name) struct mutex name = {PTHREAD_MUTEX_INITIALIZER}
#define DEFINE_SPINLOCK(name) spinlock_t name = {PTHREAD_MUTEX_INITIALIZER}
#define mutex_init(l) pthread_mutex_init(&(l)->m, NULL)
#define mutex_lock(l) pthread_mutex_lock(&(l)->m)
#define mutex_unlock(l) pthread_mutex_unlock(&(l)->m)
#define spin_lock mutex_lock
#define spin_unlock mutex_unlock
#define spin_lock_bh mutex_lock
#define spin_unlock_bh mutex_unlock

struct semaphore {
	pthread_mutex_t m;
};
#define sema_init(s, n) pthread_mutex_init(&(s)->m, NULL)
#define down(s) pthread_mutex_lock(&(s)->m)
#define up(s) pthread_mutex_unlock(&(s)->m)

struct completion {
	volatile int done;
};
#define DECLARE_COMPLETION(name) struct completion name
#define complete(c) ((c)->done = 1)
#define wait_for_completion(c)          \
	do {                            \
		while (!(c)->done)      \
			usleep(1000);   \
	} while (0)

struct task_struct {
	pthread_t thread;
	int (*fn)(void *);
	void *arg;
	volatile bool stop;
};
static __thread struct task_struct *shim_task;

static inline void *shim_thread(void *data)
{
	shim_task = data;
	shim_task->fn(shim_task->arg);
	return NULL;
}

static inline struct task_struct *shim_run(int (*fn)(void *), void *arg)
{
	struct task_struct *t = calloc(1, sizeof(*t));

	t->fn = fn;
	t->arg = arg;
	pthread_create(&t->thread, NULL, shim_thread, t);
	return t;
}
#define kthread_run(fn, arg, ...) shim_run(fn, arg)
#define kthread_should_stop() (shim_task->stop)
#define schedule_timeout_interruptible(n) usleep(1000)

static inline int kthread_stop(struct task_struct *t)
{
	t->stop = true;
	pthread_join(t->thread, NULL);
	free(t);
	return 0;
}

struct work_struct {
	void (*func)(struct work_struct *);
};
struct delayed_work {
	struct work_struct work;
};
#define DECLARE_WORK(name, fn) struct work_struct name = {fn}
#define DECLARE_DELAYED_WORK(name, fn) struct delayed_work name = {{fn}}
#define INIT_DELAYED_WORK(w, fn) ((w)->work.func = (fn))
#define schedule_work(w) (w)->func(w)
#define flush_work(w) ((void)(w))
#define schedule_delayed_work(w, delay) ((void)(w))
#define cancel_delayed_work_sync(w) ((void)(w))

/* ---- RCU: callbacks run when rcu_barrier or the end of the program comes ---- */

struct rcu_head {
	struct rcu_head *next;
	void (*func)(struct rcu_head *);
	void *memory;
};
static struct rcu_head *shim_rcu;

static inline void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *))
{
	head->func = func;
	head->memory = NULL;
	head->next = shim_rcu;
	shim_rcu = head;
}

static inline void rcu_barrier(void)
{
	struct rcu_head *h;

	while ((h = shim_rcu) != NULL) {
		shim_rcu = h->next;
		if (h->func)
			h->func(h);
		else
			free(h->memory);
	}
}

#define kfree_rcu(p, member)                     \
	do {                                     \
		call_rcu(&(p)->member, NULL);    \
		(p)->member.memory = (p);        \
	} while (0)
#define rcu_read_lock() ((void)0)
#define rcu_read_unlock() ((void)0)
#define rcu_dereference(p) READ_ONCE(p)
#define rcu_dereference_protected(p, c) (p)
#define rcu_assign_pointer(p, v) WRITE_ONCE(p, v)
#define RCU_INIT_POINTER(p, v) WRITE_ONCE(p, v)

/* ---- files: main() plays the client ---- */

struct file {
	int unused;
};
struct proc_ops {
	ssize_t (*proc_read)(struct file *, char *, size_t, loff_t *);
	ssize_t (*proc_write)(struct file *, const char *, size_t, loff_t *);
};
static const struct proc_ops *shim_proc;

#define proc_create(name, mode, parent, ops) (shim_proc = (ops), (void *)1)
#define remove_proc_entry(name, parent) (shim_proc = NULL)
struct seq_file {
	int unused;
};
#define seq_puts(m, s) ((void)0)
#define proc_create_single(name, mode, parent, show) ((void)(show), (void *)1)

#define copy_to_user(to, from, n) (memcpy(to, from, n), 0UL)
#define copy_from_user(to, from, n) (memcpy(to, from, n), 0UL)
#define get_user(x, p) ((x) = *(p), 0)

static inline ssize_t simple_read_from_buffer(void *to, size_t count, loff_t *pos,
					      const void *from, size_t size)
{
	size_t n = min(count, size - (size_t)*pos);

	memcpy(to, (const char *)from + *pos, n);
	*pos += n;
	return n;
}

struct file_operations {
	void *owner, *llseek;
};
#define noop_llseek NULL
struct cdev {
	int unused;
};
struct miscdevice {
	int minor;
	const char *name;
	const struct file_operations *fops;
};
#define MISC_DYNAMIC_MINOR 255
struct kobject;
struct dentry;
struct notifier_block {
	int (*notifier_call)(struct notifier_block *, unsigned long, void *);
};
#define NOTIFY_DONE 0
#define alloc_chrdev_region(dev, first, n, name) (*(dev) = 1, 0)
#define unregister_chrdev_region(dev, n) ((void)(dev))
#define cdev_init(c, fops) ((void)(c))
#define cdev_add(c, dev, n) 0
#define cdev_del(c) ((void)(c))
#define misc_register(m) ((void)(m), 0)
#define misc_deregister(m) ((void)(m))
#define kernel_kobj NULL
#define kobject_create_and_add(name, parent) ((struct kobject *)1)
#define kobject_put(k) ((void)(k))
#define debugfs_create_dir(name, parent) ((struct dentry *)1)
#define debugfs_create_u32(name, mode, dir, p) ((void)(p))
#define debugfs_remove_recursive(d) ((void)(d))
#define register_module_notifier(nb) ((void)(nb), 0)
#define unregister_module_notifier(nb) ((void)(nb))

/* ---- main: PROGRAM [read|write COUNT] ---- */

extern int (*shim_init)(void);
extern void (*shim_exit)(void);

static inline void shim_client(const char *what, size_t count)
{
	char *user = calloc(1, count ? count : 1);
	struct file file = {0};
	loff_t pos = 0;

	if (shim_proc && *what == 'r' && shim_proc->proc_read)
		while (shim_proc->proc_read(&file, user, count, &pos) > 0)
			;
	if (shim_proc && *what == 'w' && shim_proc->proc_write)
		shim_proc->proc_write(&file, user, count, &pos);
	free(user);
}

int main(int argc, char **argv)
{
	if (shim_init())
		return 1;
	if (argc > 2)
		shim_client(argv[1], strtoul(argv[2], NULL, 0));
	shim_exit();
	rcu_barrier();
	return 0;
}

#endif
