/* SPDX-License-Identifier: MIT */
/*
 * The object that every module is linked with: its struct module and the table of its parts.
 *
 * Linux generates such a file for each module. Nothing in it depends on the module (the loader
 * fills in the name), so here it is compiled once, when ferrite is built, which saves one run
 * of the compiler in each `ferrite run`.
 */
#include <linux/module.h>

#include <ferrite/module.h>

#define LOCAL __attribute__((weak, visibility("hidden")))

extern const struct kernel_param __start___param[] LOCAL, __stop___param[] LOCAL;
extern const char ferrite_modinfo_start[] LOCAL, ferrite_modinfo_end[] LOCAL;
extern char ferrite_init_text_start[] LOCAL, ferrite_init_text_end[] LOCAL;
extern char ferrite_init_data_start[] LOCAL, ferrite_init_data_end[] LOCAL;
extern char ferrite_kunit_start[] LOCAL, ferrite_kunit_end[] LOCAL;
extern char __per_cpu_start[] LOCAL, __per_cpu_end[] LOCAL;
extern int init_module(void) LOCAL;
extern void cleanup_module(void) LOCAL;

struct module __this_module;

struct ferrite_module_parts ferrite_module = {
	.abi = FERRITE_MODULE_ABI,
	.module_size = sizeof(struct module),
	.module = &__this_module,
	.init = init_module,
	.exit = cleanup_module,
	.params_start = __start___param,
	.params_end = __stop___param,
	.modinfo_start = ferrite_modinfo_start,
	.modinfo_end = ferrite_modinfo_end,
	.kunit_start = ferrite_kunit_start,
	.kunit_end = ferrite_kunit_end,
	.init_text_start = ferrite_init_text_start,
	.init_text_end = ferrite_init_text_end,
	.init_data_start = ferrite_init_data_start,
	.init_data_end = ferrite_init_data_end,
	.percpu_start = __per_cpu_start,
	.percpu_end = __per_cpu_end,
};

/* A module of nothing but init and exit would have no .text, without which gdb 13 gives up. */
static void __used ferrite_module_text(void)
{
}
