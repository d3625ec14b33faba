/* SPDX-License-Identifier: MIT */
/* Waiting for a bit of a word, or for a variable, without a wait queue of its own. */
#ifndef LINUX_WAIT_BIT_H
#define LINUX_WAIT_BIT_H

#include <linux/wait.h>

struct wait_bit_key {
	void *flags;
	int bit_nr;
	unsigned long timeout;
};
struct wait_bit_queue_entry {
	struct wait_bit_key key;
	struct wait_queue_entry wq_entry;
};
typedef int wait_bit_action_f(struct wait_bit_key *key, int mode);

wait_queue_head_t *bit_waitqueue(void *word, int bit);
wait_queue_head_t *__var_waitqueue(void *p);
/* Wake who waits for @bit of @word to clear. The caller has cleared it and issued a barrier. */
void wake_up_bit(void *word, int bit);
void wake_up_var(void *var);
int wait_on_bit_mode(unsigned long *word, int bit, unsigned int mode, long timeout, bool lock);

#define wait_on_bit(word, bit, mode)	wait_on_bit_mode(word, bit, mode, -1, false)
#define wait_on_bit_io(word, bit, mode) wait_on_bit_mode(word, bit, mode, -1, false)
#define wait_on_bit_timeout(word, bit, mode, timeout) \
	wait_on_bit_mode(word, bit, mode, timeout, false)
#define wait_on_bit_lock(word, bit, mode)    wait_on_bit_mode(word, bit, mode, -1, true)
#define wait_on_bit_lock_io(word, bit, mode) wait_on_bit_mode(word, bit, mode, -1, true)
#define wait_var_event(var, condition)	     wait_event(*__var_waitqueue((void *)(var)), condition)
#define wait_var_event_killable(var, condition) \
	wait_event_killable(*__var_waitqueue((void *)(var)), condition)
#define wait_var_event_interruptible(var, condition) \
	wait_event_interruptible(*__var_waitqueue((void *)(var)), condition)
#define wait_var_event_timeout(var, condition, timeout) \
	wait_event_timeout(*__var_waitqueue((void *)(var)), condition, timeout)

static inline void clear_and_wake_up_bit(int bit, void *word)
{
	__atomic_fetch_and((unsigned long *)word + bit / 64, ~(1UL << (bit % 64)),
			   __ATOMIC_SEQ_CST);
	wake_up_bit(word, bit);
}

#endif
