/* SPDX-License-Identifier: MIT */
/* boom: /proc/boom ends the machine in the way that the first letter of a write names. */
#include <linux/completion.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

struct thing {
	long first, second;
};

static const char fixed[16] = "read only";
static struct thing *volatile nothing;
static volatile int zero;
static long result;
static DEFINE_MUTEX(one);
static DEFINE_MUTEX(two);
static DECLARE_COMPLETION(both);
static atomic_t holders;

static noinline int deep(int n)
{
	volatile char pad[256];

	memset((void *)pad, n, sizeof(pad));
	return n < 100000000 ? deep(n + 1) + pad[3] : 0; /* at s */
}

static noinline int big(void)
{
	volatile char pad[18000]; /* at S */

	pad[0] = 1;
	return pad[0];
}

/* Two tasks take two mutexes in opposite order, each when the other has its first. */
static int cross(struct mutex *a, struct mutex *b)
{
	mutex_lock(a);
	if (atomic_inc_return(&holders) == 2)
		complete_all(&both);
	wait_for_completion(&both);
	mutex_lock(b); /* at x */
	mutex_unlock(b);
	mutex_unlock(a);
	return 1;
}

static noinline long access(char how, const char __user *buf)
{
	volatile char *v;

	switch (how) {
	case 'n':
		return nothing->second; /* at n */
	case 'w':
		nothing->second = 4; /* at w */
		return 1;
	case 'p':
		return *(volatile long *)0xffff800012345678ul; /* at p */
	case 'g':
		return (volatile long)((struct thing *)READ_ONCE(*(unsigned long *)fixed))->first; /* at g */
	case 'u':
		return READ_ONCE(*(const char __force *)buf); /* at u */
	case 'U':
		return *(volatile char *)0x10000; /* at U */
	case 'v':
		v = vmalloc(4096);
		v[4096 + READ_ONCE(zero)] = 1; /* at v */
		return 1;
	case 'f':
		v = vmalloc(4096);
		vfree((void *)v);
		return *v; /* at f */
	case 'r':
		*(volatile char *)fixed = 3; /* at r */
		return 1;
	}
	return 0;
}

static noinline long other(char how)
{
	switch (how) {
	case 'd':
		return 5 / zero; /* at d */
	case 'B':
		BUG(); /* at B */
	case 'P':
		panic("no more"); /* at P */
	case 'i':
		asm volatile("ud2"); /* at i */
		return 1;
	case 'j':
		((void (*)(void))READ_ONCE(nothing))(); /* at j */
		return 1;
	case 's':
		return deep(0);
	case 'S':
		return big();
	case 'l':
		while (!READ_ONCE(zero)) /* at l */
			;
		return 1;
	case 'x':
		return cross(&one, &two);
	case 'y':
		return cross(&two, &one);
	case 'c':
		init_completion(&both);
		wait_for_completion(&both); /* at c */
		return 1;
	}
	return 0;
}

static ssize_t boom_write(struct file *file, const char __user *buf, size_t n, loff_t *pos)
{
	char how;

	if (get_user(how, buf))
		return -EFAULT;
	WRITE_ONCE(result, access(how, buf) + other(how));
	return n;
}

/* Blocks until a signal comes. */
static ssize_t boom_read(struct file *file, char __user *buf, size_t n, loff_t *pos)
{
	set_current_state(TASK_INTERRUPTIBLE);
	schedule();
	return -ERESTARTSYS;
}

static const struct proc_ops boom_ops = {.proc_read = boom_read, .proc_write = boom_write};

static int __init boom_init(void)
{
	return proc_create("boom", 0666, NULL, &boom_ops) ? 0 : -ENOMEM;
}
module_init(boom_init);

static void __exit boom_exit(void)
{
	remove_proc_entry("boom", NULL);
}
module_exit(boom_exit);
MODULE_LICENSE("GPL");
