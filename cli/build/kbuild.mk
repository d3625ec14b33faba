# SPDX-License-Identifier: MIT
# Read one folder's Kbuild file (or Makefile) as Linux's build reads it, and print what it
# says: one line a fact, each beginning with "@ferrite". Nothing is built by make.
#
# Given on the command line: ferrite-file (the file), ferrite-config (a file with CONFIG_ values)
# and the variables that Kbuild files use: src obj srctree objtree KBUILD_EXTMOD M.

KERNELRELEASE := 6.1.0-ferrite
KERNELVERSION := 6.1.0
VERSION := 6
PATCHLEVEL := 1
SUBLEVEL := 0
ARCH := x86
SRCARCH := x86
CONFIG_MODULES := y

include $(ferrite-config)

# Functions that Kbuild files call.
comma := ,
empty :=
space := $(empty) $(empty)
squote := '
cc-option = $(1)
cc-disable-warning = -Wno-$(1)
as-instr = $(3)
cc-ifversion =

MAKECMDGOALS := modules
include $(ferrite-file)

# foo.o is made of foo-objs, foo-y and foo-m when there are any, else of foo.c.
ferrite-parts = $(strip $($(1:.o=-objs)) $($(1:.o=-y)) $($(1:.o=-m)))
ferrite-one = \
	$(info @ferrite module $(1)) \
	$(foreach p,$(or $(call ferrite-parts,$(1)),$(1)), \
		$(info @ferrite source $(p)) \
		$(info @ferrite flags $(filter-out $(ccflags-remove-y) $(CFLAGS_REMOVE_$(p)),\
			$(subdir-ccflags-y) $(ccflags-y) $(ccflags-m) $(EXTRA_CFLAGS) $(CFLAGS_MODULE) \
			$(CFLAGS_$(p)))))

ferrite-objects := $(filter %.o,$(obj-m))
$(foreach m,$(ferrite-objects),$(call ferrite-one,$(m)))
$(foreach d,$(filter %/,$(obj-m) $(obj-y)) $(addsuffix /,$(subdir-m)),$(info @ferrite folder $(d)))
$(foreach m,$(filter %.o,$(obj-y)),$(info @ferrite builtin $(m)))
$(info @ferrite subflags $(subdir-ccflags-y))

.PHONY: ferrite-print
ferrite-print: ; @:
