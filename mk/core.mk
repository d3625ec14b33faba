# The core as one relocatable object, its export list, and what is derived from that.

$(CORE_OBJ) $(KUNIT_OBJ): $(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	@$(CC) $(CORE_CFLAGS) -MMD -MP -c $< -o $@

$(sort $(HOSTED_OBJ) $(MACHINED_OBJ) $(KUNIT_HOST_OBJ) $(CLI_OBJ)): $(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	@$(CC) $(HOST_CFLAGS) $(HOST_EXTRA) -MMD -MP -c $< -o $@
$(filter-out $(CLI_OBJ),$(HOSTED_OBJ) $(MACHINED_OBJ) $(KUNIT_HOST_OBJ)): HOST_EXTRA := -Iarch/hosted/include -Iinclude/host -iquote include

# ld -r keeps every symbol where a lint and the export list can see it.
$(OBJ)/core.o: $(CORE_OBJ)
	@echo "  LD   $@"
	@$(LD) -r -o $@ $^

# EXPORT_SYMBOL leaves C names in .ferrite.exports; arch/exports.list adds the port's.
$(OBJ)/exports.list: $(OBJ)/core.o arch/exports.list tools/exports
	@tools/exports $(OBJ)/core.o arch/exports.list > $@.tmp && mv $@.tmp $@

$(OBJ)/dynamic.list: $(OBJ)/exports.list
	@(echo '{'; sed 's/$$/;/' $<; echo '};') > $@

LINK_MACHINE = -Wl,--dynamic-list=$(OBJ)/dynamic.list -Wl,-T,cli/build/percpu.lds -pthread -ldl

$(BIN)/ferrite-machine: $(OBJ)/core.o $(HOSTED_OBJ) $(MACHINED_OBJ) $(OBJ)/dynamic.list cli/build/percpu.lds
	@echo "  LD   $@"
	@$(CC) $(OPT) -o $@ $(OBJ)/core.o $(HOSTED_OBJ) $(MACHINED_OBJ) $(LINK_MACHINE)
