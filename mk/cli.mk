# The ferrite command: launcher, module build, client attachment, reports.

CLI_LIBS := $(shell pkg-config --libs json-c libdw 2>/dev/null || echo -ljson-c -ldw)

$(BIN)/ferrite: $(CLI_OBJ)
	@mkdir -p $(@D)
	$(CC) $(OPT) -o $@ $^ $(CLI_LIBS) -pthread
