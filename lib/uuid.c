/* SPDX-License-Identifier: MIT */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/random.h>
#include <linux/uuid.h>

const guid_t guid_null;
EXPORT_SYMBOL(guid_null);
const uuid_t uuid_null;
EXPORT_SYMBOL(uuid_null);

/* Which byte of the struct each pair of digits of the text is. */
const u8 guid_index[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
const u8 uuid_index[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/* Version 4 in byte @version, variant 1 in byte 8. */
static void random_bits(u8 *b, int version)
{
	get_random_bytes(b, UUID_SIZE);
	b[version] = (b[version] & 0x0f) | 0x40;
	b[8] = (b[8] & 0x3f) | 0x80;
}

void generate_random_uuid(unsigned char uuid[16])
{
	random_bits(uuid, 6);
}
EXPORT_SYMBOL(generate_random_uuid);

void generate_random_guid(unsigned char guid[16])
{
	random_bits(guid, 7);
}
EXPORT_SYMBOL(generate_random_guid);

void guid_gen(guid_t *u)
{
	generate_random_guid(u->b);
}
EXPORT_SYMBOL_GPL(guid_gen);

void uuid_gen(uuid_t *u)
{
	generate_random_uuid(u->b);
}
EXPORT_SYMBOL_GPL(uuid_gen);

static bool is_dash(int i)
{
	return i == 8 || i == 13 || i == 18 || i == 23;
}

bool uuid_is_valid(const char *uuid)
{
	for (int i = 0; i < UUID_STRING_LEN; i++)
		if (is_dash(i) ? uuid[i] != '-' : !isxdigit(uuid[i]))
			return false;
	return true;
}
EXPORT_SYMBOL(uuid_is_valid);

static int parse(const char *uuid, u8 *b, const u8 *index)
{
	int n = 0;

	if (!uuid_is_valid(uuid))
		return -EINVAL;
	for (int i = 0; i < UUID_STRING_LEN; i += 2) {
		i += is_dash(i);
		b[index[n++]] = hex_to_bin(uuid[i]) << 4 | hex_to_bin(uuid[i + 1]);
	}
	return 0;
}

int guid_parse(const char *uuid, guid_t *u)
{
	return parse(uuid, u->b, guid_index);
}
EXPORT_SYMBOL(guid_parse);

int uuid_parse(const char *uuid, uuid_t *u)
{
	return parse(uuid, u->b, uuid_index);
}
EXPORT_SYMBOL(uuid_parse);
