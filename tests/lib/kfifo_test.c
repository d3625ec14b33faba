/* SPDX-License-Identifier: MIT */
/* kfifo: bytes, elements and records against a plain queue; scatter lists over the ring. */
#include "prop.h"

#include <linux/kfifo.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

struct queue {
	u8 data[4096];
	unsigned int len;
};

static void push(struct queue *q, const u8 *data, unsigned int n)
{
	memcpy(q->data + q->len, data, n);
	q->len += n;
}

static void drop(struct queue *q, unsigned int n)
{
	memmove(q->data, q->data + n, q->len - n);
	q->len -= n;
}

static void kfifo_bytes_random(struct kunit *test)
{
	struct queue *q = kunit_kzalloc(test, sizeof(*q), GFP_KERNEL);
	DECLARE_KFIFO_PTR(fifo, u8);
	u8 buf[100], out[100];
	struct prop p;

	KUNIT_ASSERT_NOT_NULL(test, q);
	prop_start(test, &p, 0);
	INIT_KFIFO(fifo);
	KUNIT_EXPECT_FALSE(test, kfifo_initialized(&fifo));
	KUNIT_ASSERT_EQ(test, kfifo_alloc(&fifo, 100, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, kfifo_size(&fifo), 128U);
	for (int i = 0; i < 5000; i++) {
		unsigned int n = prop_below(&p, sizeof(buf)), done;

		prandom_bytes_state(&p.rng, buf, n);
		if (prop_below(&p, 2)) {
			done = kfifo_in(&fifo, buf, n);
			KUNIT_ASSERT_EQ(test, done, min(n, 128 - q->len));
			push(q, buf, done);
		} else {
			KUNIT_ASSERT_EQ(test, kfifo_out_peek(&fifo, out, n), min(n, q->len));
			done = kfifo_out(&fifo, out, n);
			KUNIT_ASSERT_EQ(test, done, min(n, q->len));
			KUNIT_ASSERT_EQ(test, memcmp(out, q->data, done), 0);
			drop(q, done);
		}
		KUNIT_ASSERT_EQ(test, kfifo_len(&fifo), q->len);
		KUNIT_ASSERT_EQ(test, kfifo_avail(&fifo), 128 - q->len);
		KUNIT_ASSERT_EQ(test, kfifo_is_full(&fifo), q->len == 128);
		KUNIT_ASSERT_EQ(test, kfifo_is_empty(&fifo), q->len == 0);
	}
	kfifo_free(&fifo);
}

static void kfifo_elements(struct kunit *test)
{
	DEFINE_KFIFO(fifo, int, 8);
	int v = 0;

	for (int i = 0; i < 8; i++)
		KUNIT_EXPECT_EQ(test, kfifo_put(&fifo, i), 1U);
	KUNIT_EXPECT_EQ(test, kfifo_put(&fifo, 99), 0U);
	KUNIT_EXPECT_EQ(test, kfifo_peek(&fifo, &v), 1U);
	KUNIT_EXPECT_EQ(test, v, 0);
	kfifo_skip(&fifo);
	for (int i = 1; i < 8; i++) {
		KUNIT_EXPECT_EQ(test, kfifo_get(&fifo, &v), 1U);
		KUNIT_EXPECT_EQ(test, v, i);
	}
	KUNIT_EXPECT_EQ(test, kfifo_get(&fifo, &v), 0U);
	KUNIT_EXPECT_EQ(test, kfifo_esize(&fifo), 4U);
	kfifo_reset(&fifo);
	KUNIT_EXPECT_TRUE(test, kfifo_is_empty(&fifo));
}

static void kfifo_records_random(struct kunit *test)
{
	struct queue *q = kunit_kzalloc(test, sizeof(*q), GFP_KERNEL); /* length, bytes */
	struct kfifo_rec_ptr_1 fifo;
	unsigned int used = 0;
	u8 buf[64], out[64];
	struct prop p;

	KUNIT_ASSERT_NOT_NULL(test, q);
	prop_start(test, &p, 0);
	KUNIT_ASSERT_EQ(test, kfifo_alloc(&fifo, 128, GFP_KERNEL), 0);
	for (int i = 0; i < 5000; i++) {
		unsigned int n = 1 + prop_below(&p, sizeof(buf) - 1);
		u8 len = n;

		prandom_bytes_state(&p.rng, buf, n);
		if (prop_below(&p, 2)) {
			bool fits = used + n + 1 <= 128;

			KUNIT_ASSERT_EQ(test, kfifo_in(&fifo, buf, n), fits ? n : 0);
			if (fits) {
				push(q, &len, 1);
				push(q, buf, n);
				used += n + 1;
			}
			continue;
		}
		KUNIT_ASSERT_EQ(test, kfifo_peek_len(&fifo), q->len ? q->data[0] : 0U);
		n = min_t(unsigned int, n, q->len ? q->data[0] : 0);
		KUNIT_ASSERT_EQ(test, kfifo_out(&fifo, out, len), n);
		if (!q->len)
			continue;
		KUNIT_ASSERT_EQ(test, memcmp(out, q->data + 1, n), 0);
		used -= q->data[0] + 1;
		drop(q, q->data[0] + 1);
	}
	kfifo_free(&fifo);
}

static void kfifo_errors(struct kunit *test)
{
	DECLARE_KFIFO_PTR(fifo, u32);
	STRUCT_KFIFO_REC_2(1024) rec;
	u32 buf[7];

	KUNIT_EXPECT_EQ(test, kfifo_alloc(&fifo, 1, GFP_KERNEL), -EINVAL);
	KUNIT_EXPECT_EQ(test, kfifo_init(&fifo, buf, 4), -EINVAL);
	KUNIT_EXPECT_EQ(test, kfifo_init(&fifo, buf, sizeof(buf)), 0);
	KUNIT_EXPECT_EQ(test, kfifo_size(&fifo), 4U);
	INIT_KFIFO(rec);
	KUNIT_EXPECT_EQ(test, kfifo_recsize(&rec), 2UL);
	KUNIT_EXPECT_EQ(test, kfifo_avail(&rec), 1022U);
	KUNIT_EXPECT_EQ(test, kfifo_in(&rec, buf, 5), 5U);
	KUNIT_EXPECT_EQ(test, kfifo_peek_len(&rec), 5U);
	KUNIT_EXPECT_EQ(test, kfifo_len(&rec), 7U);
	kfifo_skip(&rec);
	KUNIT_EXPECT_TRUE(test, kfifo_is_empty(&rec));
}

/* Free space that wraps is two pieces, and finishing moves the counts. */
static void kfifo_dma(struct kunit *test)
{
	struct scatterlist sg[4];
	struct kfifo fifo;
	u8 buf[64];

	KUNIT_ASSERT_EQ(test, kfifo_alloc(&fifo, 64, GFP_KERNEL), 0);
	memset(buf, 0x5a, sizeof(buf));
	kfifo_in(&fifo, buf, 40);
	KUNIT_EXPECT_EQ(test, kfifo_out(&fifo, buf, 30), 30U);
	sg_init_table(sg, ARRAY_SIZE(sg));
	KUNIT_EXPECT_EQ(test, kfifo_dma_in_prepare(&fifo, sg, ARRAY_SIZE(sg), 64), 2U);
	KUNIT_EXPECT_EQ(test, sg[0].length, 24U);
	KUNIT_EXPECT_EQ(test, sg[1].length, 30U);
	KUNIT_EXPECT_TRUE(test, sg_is_last(&sg[1]));
	kfifo_dma_in_finish(&fifo, 54);
	KUNIT_EXPECT_TRUE(test, kfifo_is_full(&fifo));
	sg_init_table(sg, ARRAY_SIZE(sg));
	KUNIT_EXPECT_EQ(test, kfifo_dma_out_prepare(&fifo, sg, ARRAY_SIZE(sg), 8), 1U);
	KUNIT_EXPECT_PTR_EQ(test, sg_virt(&sg[0]), fifo.kfifo.data + 30);
	kfifo_dma_out_finish(&fifo, 8);
	KUNIT_EXPECT_EQ(test, kfifo_len(&fifo), 56U);
	kfifo_free(&fifo);
}

static void scatterlist_copies(struct kunit *test)
{
	u8 *mem = kunit_kmalloc(test, 600, GFP_KERNEL),
	   *back = kunit_kmalloc(test, 600, GFP_KERNEL);
	struct scatterlist *sg;
	struct sg_table table;
	unsigned int i;

	KUNIT_ASSERT_TRUE(test, mem && back);
	/* More than one page of entries: chained. */
	KUNIT_ASSERT_EQ(test, sg_alloc_table(&table, 300, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, sg_nents(table.sgl), 300);
	for_each_sgtable_sg((&table), sg, i) sg_set_buf(sg, mem + 2 * i, 2);
	for (i = 0; i < 600; i++)
		back[i] = i * 7;
	KUNIT_EXPECT_EQ(test, sg_copy_from_buffer(table.sgl, 300, back, 600), 600UL);
	KUNIT_EXPECT_EQ(test, memcmp(mem, back, 600), 0);
	memset(back, 0, 600);
	KUNIT_EXPECT_EQ(test, sg_pcopy_to_buffer(table.sgl, 300, back, 100, 333), 100UL);
	KUNIT_EXPECT_EQ(test, memcmp(mem + 333, back, 100), 0);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(table.sgl, 5), 3);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(table.sgl, 601), -EINVAL);
	sg_free_table(&table);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(kfifo_bytes_random),
	KUNIT_CASE(kfifo_elements),
	KUNIT_CASE(kfifo_records_random),
	KUNIT_CASE(kfifo_errors),
	KUNIT_CASE(kfifo_dma),
	KUNIT_CASE(scatterlist_copies),
	{},
};
static struct kunit_suite suite = {.name = "kfifo", .test_cases = cases};
kunit_test_suite(suite);
