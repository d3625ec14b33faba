/* SPDX-License-Identifier: MIT */
/* overrun_cache: an object of an own cache, written by a length that the sender chose. */
/* class: CWE-787 out-of-bounds write with an attacker's length (as CVE-2022-27666) */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

struct message {
	u32 length;
	char text[44];
};

static struct kmem_cache *messages;
static struct message *message;

static void receive(struct message *m, const char *data, u32 length)
{
	m->length = length;
#ifdef CONFIG_FIXED
	if (length > sizeof(m->text))
		length = sizeof(m->text);
#endif
	memcpy(m->text, data, length); /* DEFECT(--asan): out of bounds */
}

static int __init receive_init(void)
{
	static const char data[] = "46 letters are two more than there is room for";
	volatile u32 length = sizeof(data) - 1;

	messages = KMEM_CACHE(message, 0);
	if (!messages)
		return -ENOMEM;
	message = kmem_cache_alloc(messages, GFP_KERNEL); /* DEFECT: overrun */
	if (!message) {
		kmem_cache_destroy(messages);
		return -ENOMEM;
	}
	receive(message, data, length);
	return 0;
}

static void __exit receive_exit(void)
{
	kmem_cache_free(messages, message);
	kmem_cache_destroy(messages);
}

module_init(receive_init);
module_exit(receive_exit);
MODULE_LICENSE("Dual MIT/GPL");
