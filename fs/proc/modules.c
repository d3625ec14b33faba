/* SPDX-License-Identifier: MIT */
/*
 * /proc/modules: name, bytes, references, users, state, address and taints of each module,
 * newest first. The list is held while it is printed.
 */
#include "views.h"

#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include "kernel/module_state.h"

#define USERS_MAX 512

static const struct {
	unsigned long bit;
	char letter;
} taints[] = {
	{BIT(0), 'P'},	/* licence not compatible with the GPL */
	{BIT(12), 'O'}, /* built out of the tree */
	{BIT(10), 'C'}, /* staging */
	{BIT(13), 'E'}, /* not signed */
};

static const char *state_name(const struct module *mod)
{
	switch (mod->state) {
	case MODULE_STATE_COMING:
		return "Loading";
	case MODULE_STATE_GOING:
		return "Unloading";
	default:
		return "Live";
	}
}

static void show_taints(struct seq_file *m, const struct module *mod)
{
	int i;

	if (!mod->taints && mod->state == MODULE_STATE_LIVE)
		return;
	seq_puts(m, " (");
	for (i = 0; i < ARRAY_SIZE(taints); i++) {
		if (mod->taints & taints[i].bit)
			seq_putc(m, taints[i].letter);
	}
	if (mod->state == MODULE_STATE_GOING)
		seq_putc(m, '-');
	if (mod->state == MODULE_STATE_COMING)
		seq_putc(m, '+');
	seq_putc(m, ')');
}

static int show_module(struct module *mod, void *arg)
{
	struct seq_file *m = arg;
	char users[USERS_MAX];

	if (mod->state == MODULE_STATE_UNFORMED)
		return 0;
	module_users(mod, users, sizeof(users));
	seq_printf(m, "%s %u %i %s %s 0x%016lx", mod->name,
		   mod->core_layout.size + mod->init_layout.size, module_refcount(mod),
		   users[0] ? users : "-", state_name(mod), mod->va);
	show_taints(m, mod);
	seq_putc(m, '\n');
	return 0;
}

static int modules_show(struct seq_file *m, void *v)
{
	return module_for_each(show_module, m);
}

const struct proc_view proc_view_modules = {.name = "modules", .show = modules_show};
