# Compilers and flags. V chooses the variant: release (default), debug (ASan+UBSan), tsan.

V      ?= release
B      := build
OBJ    := $(B)/obj-$(V)
BIN    := $(if $(filter release,$(V)),$(B),$(B)/$(V))

CC     := gcc
JOBS   := $(shell nproc 2>/dev/null || echo 2)
LD     := ld
OPT_release := -O2
OPT_debug   := -O1 -fsanitize=address,undefined -fno-sanitize=alignment,shift-base,null,pointer-overflow,vptr,bool,enum -fno-sanitize-recover=undefined
# TSan does not see standalone fences; what it watches uses atomics with orders.
OPT_tsan    := -O1 -fsanitize=thread -Wno-tsan
OPT    := $(OPT_$(V))
ifeq ($(OPT),)
$(error V=$(V) is not a variant: use V=release, V=debug or V=tsan)
endif

CC_INCLUDE := $(shell $(CC) -print-file-name=include 2>/dev/null)
WARN       := -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wno-pointer-sign
COMMON     := -std=gnu11 -g -fno-omit-frame-pointer -fPIC $(OPT) $(WARN)

# The core: freestanding, the same sources and the same meaning of C on every host.
CORE_CFLAGS := $(COMMON) -ffreestanding -nostdinc -isystem $(CC_INCLUDE) \
	-Iarch/hosted/include -Iinclude -I. -include include/ferrite/kconfig.h \
	-fno-strict-aliasing -fwrapv -fno-delete-null-pointer-checks -fshort-wchar -fno-common \
	-fno-tree-slp-vectorize

# Host code: arch/hosted, cli, the hosts of tests and benches. It sees libc, and of the
# core only what is written for both worlds (include/ferrite, arch/arch.h).
HOST_CFLAGS := $(COMMON) -D_GNU_SOURCE -I. -pthread

.PHONY: print-core-cflags
print-core-cflags:
	@echo $(CORE_CFLAGS)
