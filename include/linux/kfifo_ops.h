/* SPDX-License-Identifier: MIT */
/* The operations of <linux/kfifo.h>: typed macros over the calls of lib/kfifo.c. */
#ifndef _LINUX_KFIFO_OPS_H
#define _LINUX_KFIFO_OPS_H

#define kfifo_initialized(fifo) ((fifo)->kfifo.mask)
#define kfifo_esize(fifo) ((fifo)->kfifo.esize)
#define kfifo_recsize(fifo) (sizeof(*(fifo)->rectype))
#define kfifo_size(fifo) ((fifo)->kfifo.mask + 1)
/* Neither reader nor writer may be active; _out: called by the reader. */
#define kfifo_reset(fifo)                                                                          \
	(void)({                                                                                   \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		__tmp->kfifo.in = __tmp->kfifo.out = 0;                                            \
	})
#define kfifo_reset_out(fifo)                                                                      \
	(void)({                                                                                   \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		__tmp->kfifo.out = __tmp->kfifo.in;                                                \
	})
/* Elements in use (of a record fifo: bytes). */
#define kfifo_len(fifo)                                                                            \
	({                                                                                         \
		typeof((fifo) + 1) __tmpl = (fifo);                                                \
		READ_ONCE(__tmpl->kfifo.in) - READ_ONCE(__tmpl->kfifo.out);                        \
	})
#define kfifo_is_empty(fifo)                                                                       \
	({                                                                                         \
		typeof((fifo) + 1) __tmpq = (fifo);                                                \
		READ_ONCE(__tmpq->kfifo.in) == READ_ONCE(__tmpq->kfifo.out);                       \
	})
#define kfifo_is_empty_spinlocked(fifo, lock)                                                      \
	__kfifo_spinlocked(lock, bool, kfifo_is_empty(fifo))
#define kfifo_is_empty_spinlocked_noirqsave(fifo, lock)                                            \
	__kfifo_spinlocked_plain(lock, bool, kfifo_is_empty(fifo))
#define kfifo_is_full(fifo)                                                                        \
	({                                                                                         \
		typeof((fifo) + 1) __tmpq = (fifo);                                                \
		kfifo_len(__tmpq) > __tmpq->kfifo.mask;                                            \
	})
/* Free elements; of a record fifo, the longest record that fits. */
#define kfifo_avail(fifo)                                                                          \
	__kfifo_uint_must_check_helper(({                                                          \
		typeof((fifo) + 1) __tmpq = (fifo);                                                \
		const size_t __recsize = sizeof(*__tmpq->rectype);                                 \
		unsigned int __avail = kfifo_size(__tmpq) - kfifo_len(__tmpq);                     \
		!__recsize		 ? __avail :                                               \
		__avail <= __recsize ? 0 :                                                         \
					   __kfifo_max_r(__avail - __recsize, __recsize);          \
	}))
/* Drop one element or record. */
#define kfifo_skip(fifo)                                                                           \
	(void)({                                                                                   \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		if (__recsize)                                                                     \
			__kfifo_skip_r(&__tmp->kfifo, __recsize);                                  \
		else                                                                               \
			__tmp->kfifo.out++;                                                        \
	})
/* Bytes of the next record; of a fifo of elements, all its bytes. */
#define kfifo_peek_len(fifo)                                                                       \
	__kfifo_uint_must_check_helper(({                                                          \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		!__recsize ? kfifo_len(__tmp) * sizeof(*__tmp->type) :                             \
			     __kfifo_len_r(&__tmp->kfifo, __recsize);                              \
	}))

/* A buffer of at least @size elements (rounded up to a power of two). -EINVAL below 2, -ENOMEM. */
#define kfifo_alloc(fifo, size, gfp_mask)                                                          \
	__kfifo_int_must_check_helper(({                                                           \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		__is_kfifo_ptr(__tmp) ?                                                            \
			__kfifo_alloc(&__tmp->kfifo, size, sizeof(*__tmp->type), gfp_mask) :       \
			-EINVAL;                                                                   \
	}))
#define kfifo_free(fifo)                                                                           \
	({                                                                                         \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		if (__is_kfifo_ptr(__tmp))                                                         \
			__kfifo_free(&__tmp->kfifo);                                               \
	})
/* Use @buffer of @size bytes, which stays the caller's. */
#define kfifo_init(fifo, buffer, size)                                                             \
	({                                                                                         \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		__is_kfifo_ptr(__tmp) ?                                                            \
			__kfifo_init(&__tmp->kfifo, buffer, size, sizeof(*__tmp->type)) :          \
			-EINVAL;                                                                   \
	})

/* Where element number @n stands. */
#define __kfifo_slot(tmp, n)                                                                       \
	(((typeof((tmp)->type))(__is_kfifo_ptr(tmp) ? (tmp)->kfifo.data : (void *)(tmp)->buf)) +   \
	 ((n) & (tmp)->kfifo.mask))
/* One element in: 1, or 0 if the fifo is full. */
#define kfifo_put(fifo, val)                                                                       \
	({                                                                                         \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		typeof(*__tmp->const_type) __val = (val);                                          \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		unsigned int __ret;                                                                \
		if (__recsize) {                                                                   \
			__ret = __kfifo_in_r(&__tmp->kfifo, &__val, sizeof(__val), __recsize);     \
		} else {                                                                           \
			__ret = !kfifo_is_full(__tmp);                                             \
			if (__ret) {                                                               \
				*__kfifo_slot(__tmp, __tmp->kfifo.in) = __val;                     \
				smp_store_release(&__tmp->kfifo.in, __tmp->kfifo.in + 1);          \
			}                                                                          \
		}                                                                                  \
		__ret;                                                                             \
	})
/* One element out (take: 1) or shown (take: 0): 1, or 0 if there is none. */
#define __kfifo_read_one(fifo, val, take, record)                                                  \
	__kfifo_uint_must_check_helper(({                                                          \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		typeof(__tmp->ptr) __valp = (val);                                                 \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		unsigned int __ret;                                                                \
		if (__recsize) {                                                                   \
			__ret = record(&__tmp->kfifo, __valp, sizeof(*__valp), __recsize);         \
		} else {                                                                           \
			__ret = smp_load_acquire(&__tmp->kfifo.in) != __tmp->kfifo.out;            \
			if (__ret) {                                                               \
				*(typeof(__tmp->type))__valp =                                     \
					*__kfifo_slot(__tmp, __tmp->kfifo.out);                    \
				if (take)                                                          \
					smp_store_release(&__tmp->kfifo.out,                       \
							  __tmp->kfifo.out + 1);                   \
			}                                                                          \
		}                                                                                  \
		__ret;                                                                             \
	}))
#define kfifo_get(fifo, val) __kfifo_read_one(fifo, val, 1, __kfifo_out_r)
#define kfifo_peek(fifo, val) __kfifo_read_one(fifo, val, 0, __kfifo_out_peek_r)

/* Up to @n elements, or one record of @n bytes; returns how many went in or came out. */
#define kfifo_in(fifo, buf, n)                                                                     \
	({                                                                                         \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		typeof(__tmp->ptr_const) __buf = (buf);                                            \
		unsigned long __n = (n);                                                           \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		__recsize ? __kfifo_in_r(&__tmp->kfifo, __buf, __n, __recsize) :                   \
			    __kfifo_in(&__tmp->kfifo, __buf, __n);                                 \
	})
#define __kfifo_read(fifo, buf, n, plain, record)                                                  \
	__kfifo_uint_must_check_helper(({                                                          \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		typeof(__tmp->ptr) __buf = (buf);                                                  \
		unsigned long __n = (n);                                                           \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		__recsize ? record(&__tmp->kfifo, __buf, __n, __recsize) :                         \
			    plain(&__tmp->kfifo, __buf, __n);                                      \
	}))
#define kfifo_out(fifo, buf, n) __kfifo_read(fifo, buf, n, __kfifo_out, __kfifo_out_r)
#define kfifo_out_peek(fifo, buf, n)                                                               \
	__kfifo_read(fifo, buf, n, __kfifo_out_peek, __kfifo_out_peek_r)

#define __kfifo_spinlocked(lock, type, call)                                                       \
	({                                                                                         \
		unsigned long __flags;                                                             \
		type __lret;                                                                       \
		spin_lock_irqsave(lock, __flags);                                                  \
		__lret = (call);                                                                   \
		spin_unlock_irqrestore(lock, __flags);                                             \
		__lret;                                                                            \
	})
#define __kfifo_spinlocked_plain(lock, type, call)                                                 \
	({                                                                                         \
		type __lret;                                                                       \
		spin_lock(lock);                                                                   \
		__lret = (call);                                                                   \
		spin_unlock(lock);                                                                 \
		__lret;                                                                            \
	})
#define kfifo_in_spinlocked(fifo, buf, n, lock)                                                    \
	__kfifo_spinlocked(lock, unsigned int, kfifo_in(fifo, buf, n))
#define kfifo_in_spinlocked_noirqsave(fifo, buf, n, lock)                                          \
	__kfifo_spinlocked_plain(lock, unsigned int, kfifo_in(fifo, buf, n))
#define kfifo_out_spinlocked(fifo, buf, n, lock)                                                   \
	__kfifo_spinlocked(lock, unsigned int, kfifo_out(fifo, buf, n))
#define kfifo_out_spinlocked_noirqsave(fifo, buf, n, lock)                                         \
	__kfifo_spinlocked_plain(lock, unsigned int, kfifo_out(fifo, buf, n))
#define kfifo_in_locked(fifo, buf, n, lock) kfifo_in_spinlocked(fifo, buf, n, lock)
#define kfifo_out_locked(fifo, buf, n, lock) kfifo_out_spinlocked(fifo, buf, n, lock)

/* 0 or -EFAULT; *copied: bytes. A record goes whole or not at all (0 copied: it did not fit). */
#define kfifo_from_user(fifo, from, len, copied)                                                   \
	__kfifo_int_must_check_helper(({                                                           \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		const void __user *__from = (from);                                                \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		__recsize ? __kfifo_from_user_r(&__tmp->kfifo, __from, len, copied, __recsize) :   \
			    __kfifo_from_user(&__tmp->kfifo, __from, len, copied);                 \
	}))
#define kfifo_to_user(fifo, to, len, copied)                                                       \
	__kfifo_int_must_check_helper(({                                                           \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		void __user *__to = (to);                                                          \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		__recsize ? __kfifo_to_user_r(&__tmp->kfifo, __to, len, copied, __recsize) :       \
			    __kfifo_to_user(&__tmp->kfifo, __to, len, copied);                     \
	}))

/*
 * Describe free space (in) or content (out) of @len bytes by a scatter list, let a device
 * transfer, then say with _finish how many bytes it did. Returns entries used, 0 on error.
 */
#define kfifo_dma_in_prepare(fifo, sgl, nents, len)                                                \
	({                                                                                         \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		__recsize ? __kfifo_dma_in_prepare_r(&__tmp->kfifo, sgl, nents, len, __recsize) :  \
			    __kfifo_dma_in_prepare(&__tmp->kfifo, sgl, nents, len);                \
	})
#define kfifo_dma_in_finish(fifo, len)                                                             \
	(void)({                                                                                   \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		if (__recsize)                                                                     \
			__kfifo_dma_in_finish_r(&__tmp->kfifo, len, __recsize);                    \
		else                                                                               \
			__tmp->kfifo.in += (len) / sizeof(*__tmp->type);                           \
	})
#define kfifo_dma_out_prepare(fifo, sgl, nents, len)                                               \
	({                                                                                         \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		__recsize ? __kfifo_dma_out_prepare_r(&__tmp->kfifo, sgl, nents, len, __recsize) : \
			    __kfifo_dma_out_prepare(&__tmp->kfifo, sgl, nents, len);               \
	})
#define kfifo_dma_out_finish(fifo, len)                                                            \
	(void)({                                                                                   \
		typeof((fifo) + 1) __tmp = (fifo);                                                 \
		const size_t __recsize = sizeof(*__tmp->rectype);                                  \
		if (__recsize)                                                                     \
			__kfifo_dma_out_finish_r(&__tmp->kfifo, __recsize);                        \
		else                                                                               \
			__tmp->kfifo.out += (len) / sizeof(*__tmp->type);                          \
	})

#endif
