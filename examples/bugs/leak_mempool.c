/* SPDX-License-Identifier: MIT */
/* leak_mempool: a request takes an element of a memory pool; the early return keeps it. */
/* class: CWE-401 missing release of memory: element of a mempool, taken from its reserve */
#include <linux/mempool.h>
#include <linux/module.h>

struct request {
	unsigned long sector;
	char data[100];
};

static mempool_t *pool;

static int submit(unsigned long sector)
{
	struct request *r = mempool_alloc(pool, GFP_KERNEL); /* DEFECT: leak */

	r->sector = sector;
	if (sector > 100) {
#ifdef CONFIG_FIXED
		mempool_free(r, pool);
#endif
		return -EINVAL;
	}
	mempool_free(r, pool);
	return 0;
}

static int __init requests_init(void)
{
	pool = mempool_create_kmalloc_pool(2, sizeof(struct request));
	if (!pool)
		return -ENOMEM;
	pr_info("first %d, second %d\n", submit(1), submit(1000));
	return 0;
}

static void __exit requests_exit(void)
{
	mempool_destroy(pool);
}

module_init(requests_init);
module_exit(requests_exit);
MODULE_LICENSE("Dual MIT/GPL");
