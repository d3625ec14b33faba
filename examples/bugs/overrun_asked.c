/* SPDX-License-Identifier: MIT */
/* overrun_asked: 100 bytes were asked for; the write to the 105th stays inside kmalloc-128. */
/* class: CWE-787 out-of-bounds write: past the asked size, inside the object (slub_debug kmalloc
 * Redzone) */
#include <linux/module.h>
#include <linux/slab.h>

struct frame {
	u8 header[100];
};

static struct frame *frame;

static int __init asked_init(void)
{
	u8 *byte;

	frame = kmalloc(sizeof(*frame), GFP_KERNEL); /* DEFECT: overrun */
	if (!frame)
		return -ENOMEM;
	byte = (u8 *)frame;
#ifdef CONFIG_FIXED
	byte += 99;
#else
	byte += 104;
#endif
	WRITE_ONCE(*byte, 1); /* DEFECT(--asan): out of bounds */
	return 0;
}

static void __exit asked_exit(void)
{
	kfree(frame);
}

module_init(asked_init);
module_exit(asked_exit);
MODULE_LICENSE("Dual MIT/GPL");
