/* SPDX-License-Identifier: MIT */
/* The declaration's parser: what it makes of good text, and what it says about bad text. */
#include <ferrite/decl.h>
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/prandom.h>
#include <linux/string.h>

static struct ferrite_decl decl;
static char err[256];

#define MIB(x) ((u64)(x) << 20)
#define GIB(x) ((u64)(x) << 30)

static u64 ram_of(int nid)
{
	u64 sum = 0;
	int i;

	for (i = 0; i < decl.nr_ranges; i++)
		if (decl.range[i].type == FERRITE_MEM_RAM && decl.range[i].nid == nid)
			sum += decl.range[i].len;
	return sum;
}

static void check_map(struct kunit *test)
{
	u64 end = 0;
	int i;

	for (i = 0; i < decl.nr_ranges; i++) {
		KUNIT_EXPECT_GE(test, decl.range[i].start, end);
		KUNIT_EXPECT_GT(test, decl.range[i].len, 0ULL);
		end = decl.range[i].start + decl.range[i].len;
	}
}

static void defaults(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, ferrite_decl_parse(&decl, "", err, sizeof(err)), 0);
	KUNIT_EXPECT_EQ(test, decl.nr_nodes, 1);
	KUNIT_EXPECT_EQ(test, decl.nr_cpus, 1);
	KUNIT_EXPECT_EQ(test, decl.seed, 1ULL);
	KUNIT_EXPECT_EQ(test, (int)decl.sched, (int)FERRITE_SCHED_BATON);
	KUNIT_EXPECT_TRUE(test, decl.checks);
	KUNIT_EXPECT_STREQ(test, err, "");
	check_map(test);
}

static void first_megabyte_is_a_pc(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, ferrite_decl_parse(&decl, "2x128M", err, sizeof(err)), 0);
	KUNIT_ASSERT_EQ(test, decl.nr_ranges, 6);
	KUNIT_EXPECT_EQ(test, decl.range[0].len, 0x1000ULL);
	KUNIT_EXPECT_EQ(test, (int)decl.range[0].type, (int)FERRITE_MEM_RESERVED);
	KUNIT_EXPECT_EQ(test, decl.range[1].start, 0x1000ULL);
	KUNIT_EXPECT_EQ(test, decl.range[1].start + decl.range[1].len, 0x9fc00ULL);
	KUNIT_EXPECT_EQ(test, decl.range[2].start, 0x9fc00ULL);
	KUNIT_EXPECT_EQ(test, decl.range[3].start, 0xf0000ULL);
	KUNIT_EXPECT_EQ(test, decl.range[4].start, MIB(1));
	KUNIT_EXPECT_EQ(test, decl.range[4].len, MIB(127));
	KUNIT_EXPECT_EQ(test, decl.range[4].nid, 0);
	KUNIT_EXPECT_EQ(test, decl.range[5].start, MIB(128));
	KUNIT_EXPECT_EQ(test, decl.range[5].len, MIB(128));
	KUNIT_EXPECT_EQ(test, decl.range[5].nid, 1);
}

static void holes_move_memory_up(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, ferrite_decl_parse(&decl, "mem=100M,hole=64M+16M", err, sizeof(err)),
			0);
	check_map(test);
	KUNIT_EXPECT_EQ(test, ram_of(0), MIB(99) + 0x9ec00);
	KUNIT_EXPECT_EQ(test, decl.range[decl.nr_ranges - 1].start, MIB(80));
	KUNIT_EXPECT_EQ(test, decl.range[decl.nr_ranges - 1].len, MIB(36));
	/* Devices live from 3 to 4 GiB. */
	KUNIT_ASSERT_EQ(test, ferrite_decl_parse(&decl, "2x2G", err, sizeof(err)), 0);
	check_map(test);
	KUNIT_EXPECT_EQ(test, decl.range[decl.nr_ranges - 1].start, GIB(4));
	KUNIT_EXPECT_EQ(test, decl.range[decl.nr_ranges - 1].len, GIB(1));
	KUNIT_EXPECT_EQ(test, decl.range[decl.nr_ranges - 2].nid, 1);
}

static void nodes_of_all_kinds(struct kunit *test)
{
	static const char text[] = "# three nodes\n nodes = 3\nmem=64M # each\nmem.2=0\n"
				   "cpus=2\ncpus.1=0\ndistance=10:15:30:15:10:20:30:20:10\nseed=7\n"
				   "sched=parallel\nchecks=off\npaging=pae\nmovable.1=32M\n";

	KUNIT_ASSERT_EQ(test, ferrite_decl_parse(&decl, text, err, sizeof(err)), 0);
	KUNIT_EXPECT_EQ(test, decl.nr_nodes, 3);
	KUNIT_EXPECT_EQ(test, decl.nr_cpus, 4);
	KUNIT_EXPECT_EQ(test, decl.cpu_node[1], 0);
	KUNIT_EXPECT_EQ(test, decl.cpu_node[2], 2);
	KUNIT_EXPECT_EQ(test, ram_of(2), 0ULL);
	KUNIT_EXPECT_EQ(test, decl.distance[0][2], 30);
	KUNIT_EXPECT_EQ(test, decl.distance[2][1], 20);
	KUNIT_EXPECT_EQ(test, decl.seed, 7ULL);
	KUNIT_EXPECT_EQ(test, (int)decl.sched, (int)FERRITE_SCHED_PARALLEL);
	KUNIT_EXPECT_EQ(test, (int)decl.paging, (int)FERRITE_PAGING_PAE);
	KUNIT_EXPECT_FALSE(test, decl.checks);
	KUNIT_EXPECT_EQ(test, decl.movable_bytes[1], MIB(32));
	KUNIT_EXPECT_EQ(test, decl.movable_bytes[0], 0ULL);
}

static const struct {
	const char *text, *sentence;
} refused[] = {
	{"2x", "'2x' is not understood: write NODESxSIZE as in 2x128M, or key=value"},
	{"banana", "'banana' is not understood: write NODESxSIZE as in 2x128M, or key=value"},
	{"65x128M", "'65' of 'nodes' is too many: at most 64"},
	{"nodes=0", "a machine has at least one node: '0' is not possible"},
	{"2x12Q", "'12Q' is not a size for 'mem': write a number and K, M, G or T, as 128M"},
	{"mem=1000K", "'1000K' of 'mem' is not a whole number of megabytes"},
	{"mem=2M", "node 0 has 2M: a node has no memory or at least 4M"},
	{"mem=8M", "the machine has 8M of memory: it needs at least 16M"},
	{"cpus=0", "the machine has no CPU: give at least one node cpus.N=1"},
	{"4x64M,cpus=20", "the machine has 80 CPUs: at most 64"},
	{"mem.3=64M", "node 3 is named, but the nodes are 0 to 0: write nodes=4"},
	{"mem.64=64M", "'mem.64' does not name a node: write 'mem'.0 to 'mem'.63"},
	{"swap=64M", "'swap' is not known: the keys are nodes, mem, cpus, distance, hole, movable, "
		     "seed, sched, paging, checks and kasan"},
	{"sched=fair", "'fair' is not a value of 'sched': write baton or parallel"},
	{"checks=maybe", "'maybe' is not a value of 'checks': write on, off or full"},
	{"seed=", "'seed' has no value: write 'seed'=VALUE"},
	{"seed=-1", "'-1' is not a seed: write a number below 2^64"},
	{"hole=64M", "'64M' is not a hole: write START+LENGTH, as hole=64M+16M"},
	{"hole=0+1M", "the hole '0+1M' must start at 1M or above and be in whole megabytes"},
	{"2x64M,distance=10:20", "distance has 2 values: 2 nodes need 4, or one for all pairs"},
	{"2x64M,distance=10:9:20:10", "the distance of node 0 to node 1 is 9: write 11 to 254"},
	{"2x64M,distance=11:20:20:10", "the distance of node 0 to itself is 11: it must be 10"},
	{"mem=64M,movable=16M,movable.0=65M",
	 "node 0 has 64M of memory, of which 65M cannot be movable"},
	{"mem=99999999T", "'99999999T' is not a size for 'mem': write a number and K, M, G or T, "
			  "as 128M"},
};

static void sentences(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		KUNIT_EXPECT_EQ(test, ferrite_decl_parse(&decl, refused[i].text, err, sizeof(err)),
				-EINVAL);
		KUNIT_EXPECT_STREQ(test, err, refused[i].sentence);
	}
}

static void any_text_is_answered(struct kunit *test)
{
	static const char alphabet[] = "nodesmcpuhldtafvgix=,.:+#\n 0123456789MGKTB";
	struct rnd_state rnd;
	u64 seed = get_random_u32();
	char text[64];
	int round, i, n, accepted = 0;

	kunit_info(test, "seed %llu\n", seed);
	prandom_seed_state(&rnd, seed);
	for (round = 0; round < 20000; round++) {
		/* A good text with some letters changed, or any letters at all. */
		n = prandom_u32_state(&rnd) % sizeof(text);
		strscpy(text, "nodes=2,mem=64M,cpus.1=0,hole=32M+8M,distance=21", sizeof(text));
		for (i = 0; i < n; i++)
			if (round & 1 || prandom_u32_state(&rnd) % 16 == 0)
				text[i] =
					alphabet[prandom_u32_state(&rnd) % (sizeof(alphabet) - 1)];
		text[sizeof(text) - 1] = 0;
		memset(err, 'x', sizeof(err));
		if (ferrite_decl_parse(&decl, text, err, 24)) {
			KUNIT_EXPECT_LT(test, strnlen(err, 25), 24UL);
			KUNIT_EXPECT_GT(test, strlen(err), 0UL);
			KUNIT_EXPECT_EQ(test, err[24], 'x');
		} else {
			accepted++;
			check_map(test);
			KUNIT_EXPECT_LE(test, decl.nr_cpus, FERRITE_MAX_CPUS);
		}
	}
	KUNIT_EXPECT_GT(test, accepted, 0);
}

static void no_room_for_a_sentence(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ferrite_decl_parse(&decl, "x", NULL, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, ferrite_decl_parse(&decl, "x", err, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, ferrite_decl_parse(&decl, NULL, err, sizeof(err)), -EINVAL);
	KUNIT_EXPECT_EQ(test, ferrite_decl_parse(&decl, "x", err, 1), -EINVAL);
	KUNIT_EXPECT_STREQ(test, err, "");
}

static struct kunit_case decl_cases[] = {
	KUNIT_CASE(defaults),
	KUNIT_CASE(first_megabyte_is_a_pc),
	KUNIT_CASE(holes_move_memory_up),
	KUNIT_CASE(nodes_of_all_kinds),
	KUNIT_CASE(sentences),
	KUNIT_CASE(any_text_is_answered),
	KUNIT_CASE(no_room_for_a_sentence),
	{},
};

static struct kunit_suite decl_suite = {
	.name = "machine_decl",
	.test_cases = decl_cases,
};
kunit_test_suite(decl_suite);
