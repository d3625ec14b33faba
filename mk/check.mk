# Tests. tests/run executes every test program below and sums up; each prints lines
# "ok N - what" and "not ok N - what" (TAP), KUnit suites among them.

.PHONY: setup-run setup-check setup-bench check kunit kunit-debug lint bench format

setup-run setup-check setup-bench: setup-%:
	@tools/setup $*

$(BIN)/kunit: $(OBJ)/core.o $(HOSTED_OBJ) $(KUNIT_OBJ) $(KUNIT_HOST_OBJ) $(OBJ)/dynamic.list cli/build/percpu.lds
	@mkdir -p $(@D)
	@echo "  LD   $@"
	@$(LD) -r -o $(OBJ)/kunit-suites.o $(KUNIT_OBJ)
	@objcopy --rename-section .kunit_test_suites=kunit_test_suites $(OBJ)/kunit-suites.o
	@$(CC) $(OPT) -o $@ $(OBJ)/core.o $(OBJ)/kunit-suites.o $(HOSTED_OBJ) $(KUNIT_HOST_OBJ) $(LINK_MACHINE)

kunit: $(BIN)/kunit

check: setup-check
	@$(MAKE) --no-print-directory -s -j$(JOBS) all kunit
	@$(MAKE) --no-print-directory -s -j$(JOBS) V=debug all kunit
	@$(MAKE) --no-print-directory -s -j$(JOBS) V=tsan kunit
	@tests/run

lint: setup-check
	@tools/lint

format:
	git ls-files '*.c' '*.h' | xargs clang-format -i

bench: setup-bench
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@bench/run.sh
	@bench/checks.sh
