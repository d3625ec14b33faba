# ferrite: Linux's memory manager, outside Linux.
#
#   make            the ferrite command and the machine process, in build/
#   make run        the main job: an unmodified driver on a declared machine (installs what is missing)
#   make check      every test; ends with "N passed, N failed"
#   make bench      speed: ours, the peer's from the same run, the ratio
#   make lint       format, layers, undefined symbols of the core, sizes
#   make install    PREFIX=/usr/local DESTDIR=
#
# V=debug builds with ASan and UBSan into build/debug/, V=tsan with TSan into build/tsan/.

.DEFAULT_GOAL := all
MAKEFLAGS += --no-builtin-rules
include mk/flags.mk
include mk/sources.mk
include mk/core.mk
include mk/cli.mk
include mk/check.mk
include mk/install.mk

.PHONY: all run clean
all: $(BIN)/ferrite $(BIN)/ferrite-machine $(BIN)/module_this.o $(BIN)/exports.list

# A second make, because the first may have started before there was a compiler to ask.
run: setup-run
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@tools/demo

clean:
	rm -rf $(B)

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)
