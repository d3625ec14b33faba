/* SPDX-License-Identifier: MIT */
/*
 * Modules as the program that loads them sees them (embedding API; no kernel types).
 *
 * The host maps a module's code (dlopen), finds its struct module and hands an image to the
 * core, which runs its life: parameters, init, references, exit. The image and everything that
 * it points to must stay until module_image_unload() has returned.
 */
#ifndef FERRITE_MODULE_H
#define FERRITE_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct module;

/* One name of a module's or of the core's symbol table. Sorted by address in a table. */
struct ferrite_symbol {
	uintptr_t addr;
	uintptr_t size; /* 0: up to the next symbol */
	const char *name;
};

/*
 * What every module contains, made by module_this.c and the linker script cli/build/module.lds;
 * found by the dynamic symbol "ferrite_module".
 */
struct ferrite_module_parts {
	uint32_t abi;	      /* FERRITE_MODULE_ABI of the headers that it was built with */
	uint32_t module_size; /* sizeof(struct module) there */
	struct module *module;
	int (*init)(void);
	void (*exit)(void);
	const void *params_start, *params_end;	 /* struct kernel_param[] */
	const char *modinfo_start, *modinfo_end; /* "tag=text\0"… */
	void *kunit_start, *kunit_end;		 /* struct kunit_suite *[] */
	char *text_start, *text_end;
	char *init_text_start, *init_text_end; /* whole pages, only init code */
	char *init_data_start, *init_data_end; /* whole pages, only init data */
	char *percpu_start, *percpu_end;       /* first copy of the static per-CPU variables */
};

#define FERRITE_MODULE_ABI 1

struct ferrite_module_export {
	const char *name;
	void *addr;
};

struct module_image {
	const char *name; /* the KBUILD_MODNAME */
	const struct ferrite_module_parts *parts;
	uintptr_t base, size; /* of the whole mapping */
	uintptr_t shown_size; /* without the room of per-CPU copies: what /proc/modules shows */
	const struct ferrite_symbol *symbols;
	size_t nr_symbols;
	const struct ferrite_module_export *exports; /* EXPORT_SYMBOL in this module */
	size_t nr_exports;
	struct module_image **uses; /* images loaded before whose exports it is bound to */
	size_t nr_uses;
	void *host; /* the host's own */
	/* set by the core */
	struct module *module;
};

/* What the core asks of the host about code. All may be called with locks held; none sleeps. */
struct module_host_ops {
	/* Take away [start, start+len): any later access is a fault. Init memory after init. */
	void (*drop)(void *start, size_t len);
	/* The core's own symbol that covers @addr, or NULL. */
	const struct ferrite_symbol *(*core_symbol)(uintptr_t addr);
	/* The address of an exported symbol of the core, or NULL. */
	void *(*core_export)(const char *name);
};

/* Before machine_create or between machines; @ops stays. NULL: no names, no dropping. */
void module_set_host(const struct module_host_ops *ops);

/*
 * Load @image with the words of @args ("a=1 b=2", may be ""). Runs in a task that may sleep
 * (current is the module's loader). 0, or -errno with a sentence in @why.
 */
int module_image_load(struct module_image *image, const char *args, char *why, size_t why_size);

/*
 * Run its exit function and forget it: 0, -EBUSY when it has references or no exit function
 * (with a sentence in @why). After 0 the host may unmap it.
 */
int module_image_unload(struct module_image *image, char *why, size_t why_size);

#endif
