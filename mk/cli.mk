# The ferrite command: launcher, module build, client attachment, reports.

CLI_LIBS := $(shell pkg-config --libs json-c libdw 2>/dev/null || echo -ljson-c -ldw)

$(BIN)/ferrite: $(CLI_OBJ)
	@mkdir -p $(@D)
	$(CC) $(OPT) -o $@ $^ $(CLI_LIBS) -pthread

# What modules are built with: the object that each is linked with, and the names that they
# may use. Both stand beside the command.
$(BIN)/module_this.o: cli/build/module_this.c
	@mkdir -p $(@D)
	$(CC) $(filter-out $(OPT),$(CORE_CFLAGS)) -O2 -DMODULE '-DKBUILD_MODNAME="ferrite"' -MMD -MF $(OBJ)/module_this.d -c $< -o $@

$(BIN)/exports.list: $(OBJ)/exports.list
	@mkdir -p $(@D)
	cp $< $@

# The list of what modules may use; kept in the repository, checked by tests/e2e/modules.sh.
.PHONY: symbols
symbols: $(BIN)/exports.list
	tools/symbols $< > docs/symbols.md.tmp && mv docs/symbols.md.tmp docs/symbols.md
