/* SPDX-License-Identifier: MIT */
/*
 * Red-black trees.
 *
 * Every node is red or black; the root is black; a red node's children are black; every path
 * from a node down to a missing child passes the same number of black nodes. So no path is more
 * than twice as long as another. A missing child counts as black.
 *
 * A rotation exchanges a node with one of its children without changing the order:
 *
 *            p                x
 *           / \              / \
 *          x   c    <==>    a   p         (in pictures capitals are black)
 *         / \                  / \
 *        a   b                b   c
 *
 * The colour shares a word with the parent's address, whose lowest bits are free. Trees whose nodes
 * keep a value of their subtree (rbtree_augmented.h) are told of each rotation: @p's subtree is x's
 * now, and p must be computed again. The plain tree passes callbacks that do nothing; the
 * algorithm exists once. Links are stored with WRITE_ONCE, children before parents, so that a
 * reader without the lock, who may miss nodes while a rotation runs, never meets a loop.
 * Rejected: separate mirrored cases for left and right (one index, dir, does both).
 */
#include <linux/export.h>
#include <linux/rbtree_augmented.h>

/* Child on side @dir: 0 left, 1 right. */
static struct rb_node **child(struct rb_node *n, int dir)
{
	return dir ? &n->rb_right : &n->rb_left;
}

static bool is_black(const struct rb_node *n)
{
	return !n || rb_is_black(n);
}

static void set_parent(struct rb_node *n, struct rb_node *p)
{
	n->__rb_parent_color = __rb_color(n->__rb_parent_color) | (unsigned long)p;
}

static void set_color(struct rb_node *n, unsigned long color)
{
	n->__rb_parent_color = (n->__rb_parent_color & ~1UL) | color;
}

/* Whatever pointed to @old (its parent, or the root) points to @new. */
static void change_child(struct rb_node *old, struct rb_node *new, struct rb_node *parent,
			 struct rb_root *root)
{
	if (!parent)
		WRITE_ONCE(root->rb_node, new);
	else if (parent->rb_left == old)
		WRITE_ONCE(parent->rb_left, new);
	else
		WRITE_ONCE(parent->rb_right, new);
}

/* @p goes down on side @dir; its child on the other side takes its place. Colours stay. */
static void rotate(struct rb_node *p, int dir, struct rb_root *root,
		   void (*augment)(struct rb_node *old, struct rb_node *new))
{
	struct rb_node *up = *child(p, !dir), *middle = *child(up, dir), *top = rb_parent(p);

	WRITE_ONCE(*child(p, !dir), middle);
	if (middle)
		set_parent(middle, p);
	WRITE_ONCE(*child(up, dir), p);
	set_parent(up, top);
	change_child(p, up, top, root);
	set_parent(p, up);
	augment(p, up);
}

/*
 * @node is red, and its parent may be red too. While it is: if the uncle is red, the blackness
 * of the grandparent goes down to both, and the problem goes up; else one or two rotations end it.
 */
void __rb_insert_augmented(struct rb_node *node, struct rb_root *root,
			   void (*augment)(struct rb_node *old, struct rb_node *new))
{
	struct rb_node *parent;

	while ((parent = rb_parent(node)) && rb_is_red(parent)) {
		struct rb_node *grand = rb_parent(parent);
		int dir = grand->rb_right == parent; /* the parent's side */
		struct rb_node *uncle = *child(grand, !dir);

		if (!is_black(uncle)) {
			set_color(parent, RB_BLACK);
			set_color(uncle, RB_BLACK);
			set_color(grand, RB_RED);
			node = grand;
			continue;
		}
		if (*child(parent, !dir) == node) { /* bent: straighten */
			rotate(parent, dir, root, augment);
			parent = node;
		}
		set_color(parent, RB_BLACK);
		set_color(grand, RB_RED);
		rotate(grand, !dir, root, augment);
		break;
	}
	set_color(root->rb_node, RB_BLACK);
}
EXPORT_SYMBOL(__rb_insert_augmented);

/*
 * The paths through @parent's child @node (perhaps missing) have one black node too few, and
 * @node is not red. The sibling exists: its side has at least two black nodes.
 */
static void erase_fixup(struct rb_node *node, struct rb_node *parent, struct rb_root *root,
			void (*augment)(struct rb_node *old, struct rb_node *new))
{
	while (parent && is_black(node)) {
		int dir = parent->rb_left != node; /* @node's side */
		struct rb_node *sibling = *child(parent, !dir);

		if (rb_is_red(sibling)) { /* make it black: its black child comes instead */
			set_color(sibling, RB_BLACK);
			set_color(parent, RB_RED);
			rotate(parent, dir, root, augment);
			sibling = *child(parent, !dir);
		}
		if (is_black(sibling->rb_left) && is_black(sibling->rb_right)) {
			set_color(sibling, RB_RED); /* now all of parent lacks one */
			node = parent;
			parent = rb_parent(node);
			continue;
		}
		if (is_black(*child(sibling, !dir))) { /* the near nephew is red: bring it out */
			set_color(*child(sibling, dir), RB_BLACK);
			set_color(sibling, RB_RED);
			rotate(sibling, !dir, root, augment);
			sibling = *child(parent, !dir);
		}
		set_color(sibling, rb_color(parent));
		set_color(parent, RB_BLACK);
		set_color(*child(sibling, !dir), RB_BLACK);
		rotate(parent, dir, root, augment);
		return;
	}
	if (node)
		set_color(node, RB_BLACK);
}

/*
 * @node has two children: its successor, the leftmost of the right subtree, takes its place and
 * colour. Returns the child (or none) that took the successor's place; *@parentp is its parent.
 */
static struct rb_node *replace_by_successor(struct rb_node *node, struct rb_root *root,
					    const struct rb_augment_callbacks *augment,
					    struct rb_node **parentp, bool *lost_black)
{
	struct rb_node *succ = node->rb_right, *parent, *orphan;

	while (succ->rb_left)
		succ = succ->rb_left;
	*lost_black = rb_is_black(succ);
	orphan = succ->rb_right;
	parent = rb_parent(succ);
	if (parent == node) {
		parent = succ;
	} else {
		WRITE_ONCE(parent->rb_left, orphan);
		WRITE_ONCE(succ->rb_right, node->rb_right);
		set_parent(node->rb_right, succ);
		if (orphan)
			set_parent(orphan, parent);
	}
	WRITE_ONCE(succ->rb_left, node->rb_left);
	set_parent(node->rb_left, succ);
	augment->copy(node, succ);
	augment->propagate(parent, succ);
	change_child(node, succ, rb_parent(node), root);
	succ->__rb_parent_color = node->__rb_parent_color;
	augment->propagate(succ, NULL);
	*parentp = parent;
	return orphan;
}

void __rb_erase_augmented(struct rb_node *node, struct rb_root *root,
			  const struct rb_augment_callbacks *augment)
{
	struct rb_node *orphan, *parent;
	bool lost_black;

	if (node->rb_left && node->rb_right) {
		orphan = replace_by_successor(node, root, augment, &parent, &lost_black);
	} else {
		orphan = node->rb_left ? node->rb_left : node->rb_right;
		parent = rb_parent(node);
		lost_black = rb_is_black(node);
		if (orphan)
			set_parent(orphan, parent);
		change_child(node, orphan, parent, root);
		augment->propagate(parent, NULL);
	}
	if (lost_black)
		erase_fixup(orphan, parent, root, augment->rotate);
}
EXPORT_SYMBOL(__rb_erase_augmented);

static void no_propagate(struct rb_node *node, struct rb_node *stop)
{
}
static void no_copy(struct rb_node *old, struct rb_node *new)
{
}
static const struct rb_augment_callbacks plain = {no_propagate, no_copy, no_copy};

void rb_insert_color(struct rb_node *node, struct rb_root *root)
{
	__rb_insert_augmented(node, root, no_copy);
}
EXPORT_SYMBOL(rb_insert_color);

void rb_erase(struct rb_node *node, struct rb_root *root)
{
	__rb_erase_augmented(node, root, &plain);
}
EXPORT_SYMBOL(rb_erase);

static struct rb_node *extreme(struct rb_node *n, int dir)
{
	while (n && *child(n, dir))
		n = *child(n, dir);
	return n;
}

struct rb_node *rb_first(const struct rb_root *root)
{
	return extreme(root->rb_node, 0);
}
EXPORT_SYMBOL(rb_first);

struct rb_node *rb_last(const struct rb_root *root)
{
	return extreme(root->rb_node, 1);
}
EXPORT_SYMBOL(rb_last);

/* The neighbour on side @dir: the near end of that subtree, or the first ancestor on that side. */
static struct rb_node *neighbour(const struct rb_node *node, int dir)
{
	struct rb_node *n = (struct rb_node *)node, *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (*child(n, dir))
		return extreme(*child(n, dir), !dir);
	while ((parent = rb_parent(n)) && *child(parent, dir) == n)
		n = parent;
	return parent;
}

struct rb_node *rb_next(const struct rb_node *node)
{
	return neighbour(node, 1);
}
EXPORT_SYMBOL(rb_next);

struct rb_node *rb_prev(const struct rb_node *node)
{
	return neighbour(node, 0);
}
EXPORT_SYMBOL(rb_prev);

static void take_place(struct rb_node *victim, struct rb_node *new)
{
	*new = *victim;
	if (victim->rb_left)
		set_parent(victim->rb_left, new);
	if (victim->rb_right)
		set_parent(victim->rb_right, new);
}

void rb_replace_node(struct rb_node *victim, struct rb_node *new, struct rb_root *root)
{
	take_place(victim, new);
	change_child(victim, new, rb_parent(victim), root);
}
EXPORT_SYMBOL(rb_replace_node);

void rb_replace_node_rcu(struct rb_node *victim, struct rb_node *new, struct rb_root *root)
{
	take_place(victim, new);
	smp_wmb(); /* a reader that finds @new sees its links */
	change_child(victim, new, rb_parent(victim), root);
}
EXPORT_SYMBOL(rb_replace_node_rcu);

static struct rb_node *deepest_left(struct rb_node *n)
{
	while (n && (n->rb_left || n->rb_right))
		n = n->rb_left ? n->rb_left : n->rb_right;
	return n;
}

struct rb_node *rb_first_postorder(const struct rb_root *root)
{
	return deepest_left(root->rb_node);
}
EXPORT_SYMBOL(rb_first_postorder);

struct rb_node *rb_next_postorder(const struct rb_node *node)
{
	struct rb_node *parent = node ? rb_parent(node) : NULL;

	if (parent && node == parent->rb_left && parent->rb_right)
		return deepest_left(parent->rb_right);
	return parent;
}
EXPORT_SYMBOL(rb_next_postorder);
