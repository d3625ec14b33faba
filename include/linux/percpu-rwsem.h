/* SPDX-License-Identifier: MIT */
/* Reader/writer semaphores for rare writers. Here a plain one: same contract. */
#ifndef LINUX_PERCPU_RWSEM_H
#define LINUX_PERCPU_RWSEM_H

#include <linux/rcuwait.h>
#include <linux/rwsem.h>

struct percpu_rw_semaphore {
	struct rw_semaphore rwsem;
};
#define DEFINE_PERCPU_RWSEM(name) \
	struct percpu_rw_semaphore name = {.rwsem = __RWSEM_INITIALIZER(name.rwsem)}
#define DEFINE_STATIC_PERCPU_RWSEM(name) static DEFINE_PERCPU_RWSEM(name)
#define percpu_init_rwsem(sem)             \
	({                                 \
		init_rwsem(&(sem)->rwsem); \
		0;                         \
	})
static inline void percpu_free_rwsem(struct percpu_rw_semaphore *sem)
{
}
static inline void percpu_down_read(struct percpu_rw_semaphore *sem)
{
	down_read(&sem->rwsem);
}
static inline bool percpu_down_read_trylock(struct percpu_rw_semaphore *sem)
{
	return down_read_trylock(&sem->rwsem);
}
static inline void percpu_up_read(struct percpu_rw_semaphore *sem)
{
	up_read(&sem->rwsem);
}
static inline void percpu_down_write(struct percpu_rw_semaphore *sem)
{
	down_write(&sem->rwsem);
}
static inline void percpu_up_write(struct percpu_rw_semaphore *sem)
{
	up_write(&sem->rwsem);
}
#define percpu_rwsem_is_held(sem)     rwsem_is_held(&(sem)->rwsem)
#define percpu_rwsem_assert_held(sem) lockdep_assert_held(&(sem)->rwsem)

#endif
