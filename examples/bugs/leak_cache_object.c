/* SPDX-License-Identifier: MIT */
/* leak_cache_object: a session is dropped without being freed, so its cache cannot go. */
/* class: CWE-401 missing release of memory; SLUB "Objects remaining in …" */
#include <linux/module.h>
#include <linux/slab.h>

struct session {
	u64 id;
	char peer[40];
};

static struct kmem_cache *sessions;
static struct session *current_session;

static int session_start(u64 id)
{
	struct session *s = kmem_cache_zalloc(sessions, GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	s->id = id;
#ifdef CONFIG_FIXED
	kmem_cache_free(sessions, current_session);
#endif
	current_session = s;
	return 0;
}

static int __init session_init(void)
{
	sessions = KMEM_CACHE(session, 0);
	if (!sessions)
		return -ENOMEM;
	current_session = kmem_cache_zalloc(sessions, GFP_KERNEL);
	if (!current_session) {
		kmem_cache_destroy(sessions);
		return -ENOMEM;
	}
	return session_start(1);
}

static void __exit session_exit(void)
{
	kmem_cache_free(sessions, current_session);
	kmem_cache_destroy(sessions); /* DEFECT: cache still in use */
}

module_init(session_init);
module_exit(session_exit);
MODULE_LICENSE("Dual MIT/GPL");
