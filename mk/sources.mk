# File lists: what is compiled for which host is decided here, never by #ifdef.

CORE_SRC    := $(sort $(shell find mm lib kernel fs init -name '*.c'))
HOSTED_SRC  := $(sort $(shell find arch/hosted -name '*.c'))
MACHINED_SRC:= $(sort $(shell find cli/machined -name '*.c')) cli/base/elf_file.c cli/base/tracer.c
CLI_SRC     := $(sort $(shell find cli -name '*.c' -not -path 'cli/machined/*' -not -name module_this.c))
KUNIT_SRC   := $(sort $(shell find tests/core tests/lib tests/mm tests/kernel tests/fs -name '*.c' 2>/dev/null))
KUNIT_HOST_SRC := $(sort $(wildcard tests/host/*.c))

obj = $(patsubst %.c,$(OBJ)/%.o,$(1))
CORE_OBJ     := $(call obj,$(CORE_SRC))
HOSTED_OBJ   := $(call obj,$(HOSTED_SRC))
MACHINED_OBJ := $(call obj,$(MACHINED_SRC))
CLI_OBJ      := $(call obj,$(CLI_SRC))
KUNIT_OBJ    := $(call obj,$(KUNIT_SRC))
KUNIT_HOST_OBJ := $(call obj,$(KUNIT_HOST_SRC))
