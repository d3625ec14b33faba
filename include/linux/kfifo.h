/* SPDX-License-Identifier: MIT */
/*
 * kfifo: a ring of elements, or of records (a length of 1 or 2 bytes, then bytes), with a size of
 * a power of two. One reader and one writer need no lock; more need one, or the _spinlocked forms.
 * Documentation/core-api/kfifo.rst. lib/kfifo.c has the theory. Only *_user and kfifo_alloc may
 * sleep. Every macro evaluates its arguments once.
 */
#ifndef _LINUX_KFIFO_H
#define _LINUX_KFIFO_H

#include <linux/array_size.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/scatterlist.h>
#include <linux/spinlock.h>
#include <linux/stddef.h>

/* @in and @out count elements for ever; the slot is the count & mask. */
struct __kfifo {
	unsigned int in;
	unsigned int out;
	unsigned int mask;
	unsigned int esize;
	void *data;
};

/*
 * The members after kfifo are never stored: they carry the types of an element, of what in and
 * out take, and (as an array's size) the number of bytes of a record's length.
 */
#define __STRUCT_KFIFO_COMMON(datatype, recsize, ptrtype)                                          \
	union {                                                                                    \
		struct __kfifo kfifo;                                                              \
		datatype *type;                                                                    \
		const datatype *const_type;                                                        \
		char (*rectype)[recsize];                                                          \
		ptrtype *ptr;                                                                      \
		ptrtype const *ptr_const;                                                          \
	}
#define __KFIFO_SIZE(size) ((size) < 2 || ((size) & ((size)-1)) ? -1 : (size))
#define __STRUCT_KFIFO(type, size, recsize, ptrtype)                                               \
	{                                                                                          \
		__STRUCT_KFIFO_COMMON(type, recsize, ptrtype);                                     \
		type buf[__KFIFO_SIZE(size)];                                                      \
	}
#define STRUCT_KFIFO(type, size) struct __STRUCT_KFIFO(type, size, 0, type)
#define __STRUCT_KFIFO_PTR(type, recsize, ptrtype)                                                 \
	{                                                                                          \
		__STRUCT_KFIFO_COMMON(type, recsize, ptrtype);                                     \
		type buf[0];                                                                       \
	}
#define STRUCT_KFIFO_PTR(type) struct __STRUCT_KFIFO_PTR(type, 0, type)

struct kfifo __STRUCT_KFIFO_PTR(unsigned char, 0, void);
#define STRUCT_KFIFO_REC_1(size) struct __STRUCT_KFIFO(unsigned char, size, 1, void)
#define STRUCT_KFIFO_REC_2(size) struct __STRUCT_KFIFO(unsigned char, size, 2, void)
struct kfifo_rec_ptr_1 __STRUCT_KFIFO_PTR(unsigned char, 1, void);
struct kfifo_rec_ptr_2 __STRUCT_KFIFO_PTR(unsigned char, 2, void);

#define DECLARE_KFIFO_PTR(fifo, type) STRUCT_KFIFO_PTR(type) fifo
#define DECLARE_KFIFO(fifo, type, size) STRUCT_KFIFO(type, size) fifo
/* Is the buffer elsewhere (kfifo_alloc, kfifo_init)? Else it is in the struct. */
#define __is_kfifo_ptr(fifo) (sizeof(*(fifo)) == sizeof(struct __kfifo))
#define INIT_KFIFO(fifo)                                                                           \
	(void)({                                                                                   \
		typeof(&(fifo)) __tmp = &(fifo);                                                   \
		struct __kfifo *__kfifo = &__tmp->kfifo;                                           \
		__kfifo->in = 0;                                                                   \
		__kfifo->out = 0;                                                                  \
		__kfifo->mask = __is_kfifo_ptr(__tmp) ? 0 : ARRAY_SIZE(__tmp->buf) - 1;            \
		__kfifo->esize = sizeof(*__tmp->buf);                                              \
		__kfifo->data = __is_kfifo_ptr(__tmp) ? NULL : __tmp->buf;                         \
	})
#define DEFINE_KFIFO(fifo, type, size)                                                             \
	DECLARE_KFIFO(fifo, type, size) = (typeof(fifo)) {                                         \
		.kfifo = {                                                                         \
			.in = 0, .out = 0,                                                         \
			.mask = __is_kfifo_ptr(&(fifo)) ? 0 : ARRAY_SIZE((fifo).buf) - 1,          \
			.esize = sizeof(*(fifo).buf),                                              \
			.data = __is_kfifo_ptr(&(fifo)) ? NULL : (fifo).buf,                       \
		},                                                                                 \
	}

int __kfifo_alloc(struct __kfifo *fifo, unsigned int size, size_t esize, gfp_t gfp);
void __kfifo_free(struct __kfifo *fifo);
int __kfifo_init(struct __kfifo *fifo, void *buffer, unsigned int size, size_t esize);
unsigned int __kfifo_in(struct __kfifo *fifo, const void *buf, unsigned int len);
unsigned int __kfifo_out(struct __kfifo *fifo, void *buf, unsigned int len);
unsigned int __kfifo_out_peek(struct __kfifo *fifo, void *buf, unsigned int len);
int __kfifo_from_user(struct __kfifo *fifo, const void __user *from, unsigned long len,
		      unsigned int *copied);
int __kfifo_to_user(struct __kfifo *fifo, void __user *to, unsigned long len,
		    unsigned int *copied);
unsigned int __kfifo_dma_in_prepare(struct __kfifo *fifo, struct scatterlist *sgl, int nents,
				    unsigned int len);
unsigned int __kfifo_dma_out_prepare(struct __kfifo *fifo, struct scatterlist *sgl, int nents,
				     unsigned int len);
unsigned int __kfifo_max_r(unsigned int len, size_t recsize);
unsigned int __kfifo_len_r(struct __kfifo *fifo, size_t recsize);
unsigned int __kfifo_in_r(struct __kfifo *fifo, const void *buf, unsigned int len, size_t recsize);
unsigned int __kfifo_out_r(struct __kfifo *fifo, void *buf, unsigned int len, size_t recsize);
unsigned int __kfifo_out_peek_r(struct __kfifo *fifo, void *buf, unsigned int len, size_t recsize);
void __kfifo_skip_r(struct __kfifo *fifo, size_t recsize);
int __kfifo_from_user_r(struct __kfifo *fifo, const void __user *from, unsigned long len,
			unsigned int *copied, size_t recsize);
int __kfifo_to_user_r(struct __kfifo *fifo, void __user *to, unsigned long len,
		      unsigned int *copied, size_t recsize);
unsigned int __kfifo_dma_in_prepare_r(struct __kfifo *fifo, struct scatterlist *sgl, int nents,
				      unsigned int len, size_t recsize);
void __kfifo_dma_in_finish_r(struct __kfifo *fifo, unsigned int len, size_t recsize);
unsigned int __kfifo_dma_out_prepare_r(struct __kfifo *fifo, struct scatterlist *sgl, int nents,
				       unsigned int len, size_t recsize);
void __kfifo_dma_out_finish_r(struct __kfifo *fifo, size_t recsize);

static inline unsigned int __must_check __kfifo_uint_must_check_helper(unsigned int val)
{
	return val;
}
static inline int __must_check __kfifo_int_must_check_helper(int val)
{
	return val;
}

#include <linux/kfifo_ops.h>

#endif
