/* SPDX-License-Identifier: MIT */
/* Software nodes: registering, their tree, their properties, and devices that have them. */
#include <kunit/test.h>
#include <linux/platform_device.h>
#include <linux/property.h>

static const u32 numbers[] = {1, 2, 3};
static const char *const strings[] = {"one", "two"};
static const struct property_entry properties[] = {PROPERTY_ENTRY_U8("byte", 0xfe),
						   PROPERTY_ENTRY_U64("long", 0x123456789abcdefULL),
						   PROPERTY_ENTRY_U32_ARRAY("numbers", numbers),
						   PROPERTY_ENTRY_STRING("name", "ferrite"),
						   PROPERTY_ENTRY_STRING_ARRAY("strings", strings),
						   PROPERTY_ENTRY_BOOL("flag"),
						   {}};
static const struct software_node tree[] = {{.name = "top", .properties = properties},
					    {.name = "a", .parent = &tree[0]},
					    {.name = "b", .parent = &tree[0]},
					    {}};

static void registering(struct kunit *test)
{
	const struct software_node orphan = {.name = "orphan", .parent = &orphan};
	struct fwnode_handle *node, *child;
	int n = 0;

	KUNIT_EXPECT_NULL(test, software_node_fwnode(&tree[0]));
	KUNIT_ASSERT_EQ(test, software_node_register_nodes(tree), 0);
	KUNIT_EXPECT_EQ(test, software_node_register(&tree[1]), -EEXIST);
	KUNIT_EXPECT_EQ(test, software_node_register(&orphan), -EINVAL);
	node = software_node_fwnode(&tree[0]);
	KUNIT_EXPECT_TRUE(test, is_software_node(node));
	KUNIT_EXPECT_PTR_EQ(test, to_software_node(node), &tree[0]);
	fwnode_for_each_child_node(node, child)
		KUNIT_EXPECT_PTR_EQ(test, to_software_node(child), &tree[1 + n++]);
	KUNIT_EXPECT_EQ(test, n, 2);
	child = fwnode_get_named_child_node(node, "b");
	KUNIT_EXPECT_PTR_EQ(test, to_software_node(child), &tree[2]);
	KUNIT_EXPECT_EQ(test, fwnode_count_parents(child), 1U);
	/* Held, it outlives its registration, and holds its parent. */
	software_node_unregister_nodes(tree);
	KUNIT_EXPECT_NULL(test, software_node_fwnode(&tree[2]));
	KUNIT_EXPECT_STREQ(test, fwnode_get_name(child), "b");
	node = fwnode_get_parent(child);
	KUNIT_EXPECT_STREQ(test, fwnode_get_name(node), "top");
	fwnode_handle_put(node);
	fwnode_handle_put(child);
}

static void check_values(struct kunit *test, const struct fwnode_handle *node)
{
	const char *text[3] = {0};
	u32 v[4] = {0};
	u64 wide;
	u8 byte;

	KUNIT_EXPECT_EQ(test, fwnode_property_read_u8(node, "byte", &byte), 0);
	KUNIT_EXPECT_EQ(test, byte, 0xfe);
	KUNIT_EXPECT_EQ(test, fwnode_property_read_u64(node, "long", &wide), 0);
	KUNIT_EXPECT_EQ(test, wide, 0x123456789abcdefULL);
	KUNIT_EXPECT_EQ(test, fwnode_property_count_u32(node, "numbers"), 3);
	KUNIT_EXPECT_EQ(test, fwnode_property_read_u32_array(node, "numbers", v, 3), 0);
	KUNIT_EXPECT_EQ(test, v[2], 3U);
	KUNIT_EXPECT_EQ(test, fwnode_property_read_u32_array(node, "numbers", v, 4), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, fwnode_property_read_u32(node, "absent", v), -EINVAL);
	KUNIT_EXPECT_EQ(test, fwnode_property_read_u32(node, "flag", v), -ENODATA);
	KUNIT_EXPECT_TRUE(test, fwnode_property_read_bool(node, "flag"));
	KUNIT_EXPECT_FALSE(test, fwnode_property_read_bool(node, "absent"));
	KUNIT_EXPECT_EQ(test, fwnode_property_read_string(node, "name", text), 0);
	KUNIT_EXPECT_STREQ(test, text[0], "ferrite");
	KUNIT_EXPECT_EQ(test, fwnode_property_read_string_array(node, "strings", text, 3), 2);
	KUNIT_EXPECT_STREQ(test, text[1], "two");
	KUNIT_EXPECT_EQ(test, fwnode_property_string_array_count(node, "strings"), 2);
	KUNIT_EXPECT_EQ(test, fwnode_property_match_string(node, "strings", "two"), 1);
	KUNIT_EXPECT_EQ(test, fwnode_property_match_string(node, "strings", "three"), -ENODATA);
	KUNIT_EXPECT_EQ(test, fwnode_property_match_string(node, "absent", "one"), -EINVAL);
}

static void values(struct kunit *test)
{
	struct fwnode_handle *made;

	KUNIT_ASSERT_EQ(test, software_node_register(&tree[0]), 0);
	check_values(test, software_node_fwnode(&tree[0]));
	software_node_unregister(&tree[0]);
	made = fwnode_create_software_node(properties, NULL);
	KUNIT_ASSERT_FALSE(test, IS_ERR(made));
	check_values(test, made);
	fwnode_remove_software_node(made);
	KUNIT_EXPECT_EQ(test, fwnode_property_read_bool(NULL, "flag"), false);
}

static void references(struct kunit *test)
{
	static const struct property_entry counted[] = {PROPERTY_ENTRY_U32("#cells", 2), {}};
	static const struct software_node to = {.name = "to", .properties = counted};
	const struct software_node_ref_args list[] = {SOFTWARE_NODE_REFERENCE(&to),
						      SOFTWARE_NODE_REFERENCE(&to, 7, 8)};
	const struct property_entry refs[] = {PROPERTY_ENTRY_REF_ARRAY("refs", list), {}};
	const struct software_node from = {.name = "from", .properties = refs};
	struct fwnode_reference_args args;
	struct fwnode_handle *node;

	KUNIT_ASSERT_EQ(test, software_node_register(&from), 0);
	node = software_node_fwnode(&from);
	KUNIT_EXPECT_EQ(test, fwnode_property_get_reference_args(node, "refs", NULL, 0, 0, &args),
			-ENOENT); /* it is not registered yet */
	KUNIT_ASSERT_EQ(test, software_node_register(&to), 0);
	KUNIT_EXPECT_EQ(test,
			fwnode_property_get_reference_args(node, "refs", "#cells", 0, 1, &args), 0);
	KUNIT_EXPECT_PTR_EQ(test, to_software_node(args.fwnode), &to);
	KUNIT_EXPECT_EQ(test, args.nargs, 2U);
	KUNIT_EXPECT_EQ(test, args.args[1], 8ULL);
	fwnode_handle_put(args.fwnode);
	KUNIT_EXPECT_EQ(test, fwnode_property_get_reference_args(node, "refs", NULL, 0, 2, &args),
			-ENOENT);
	KUNIT_EXPECT_EQ(test, fwnode_property_get_reference_args(node, "refs", NULL, 9, 1, &args),
			-EINVAL);
	software_node_unregister(&to);
	software_node_unregister(&from);
}

/* What platform_device_info says reaches the device, and goes with it. */
static void of_devices(struct kunit *test)
{
	struct platform_device_info info = {
		.name = "propertied", .id = PLATFORM_DEVID_NONE, .properties = properties};
	struct platform_device *pdev = platform_device_register_full(&info);
	u64 wide = 0;

	KUNIT_ASSERT_FALSE(test, IS_ERR(pdev));
	check_values(test, dev_fwnode(&pdev->dev));
	KUNIT_EXPECT_EQ(test, device_property_read_u64(&pdev->dev, "long", &wide), 0);
	KUNIT_EXPECT_EQ(test, wide, 0x123456789abcdefULL);
	KUNIT_EXPECT_EQ(test, device_add_software_node(&pdev->dev, &tree[0]), -EBUSY);
	platform_device_unregister(pdev);
	info.properties = NULL;
	pdev = platform_device_register_full(&info);
	KUNIT_ASSERT_FALSE(test, IS_ERR(pdev));
	KUNIT_EXPECT_NULL(test, dev_fwnode(&pdev->dev));
	KUNIT_EXPECT_EQ(test, device_add_software_node(&pdev->dev, &tree[0]), 0);
	KUNIT_EXPECT_TRUE(test, device_property_present(&pdev->dev, "flag"));
	device_remove_software_node(&pdev->dev);
	KUNIT_EXPECT_FALSE(test, device_property_present(&pdev->dev, "flag"));
	KUNIT_EXPECT_NULL(test, software_node_fwnode(&tree[0]));
	platform_device_unregister(pdev);
}

static struct kunit_case cases[] = {KUNIT_CASE(registering),
				    KUNIT_CASE(values),
				    KUNIT_CASE(references),
				    KUNIT_CASE(of_devices),
				    {}};

static struct kunit_suite property_suite = {.name = "property", .test_cases = cases};
kunit_test_suite(property_suite);
