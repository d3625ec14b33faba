# PREFIX/bin/ferrite finds its parts in PREFIX/libexec/ferrite and PREFIX/share/ferrite.

PREFIX  ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0
dest    := $(DESTDIR)$(PREFIX)

.PHONY: install
install: all $(BIN)/libferrite.a
	install -d $(dest)/bin $(dest)/libexec/ferrite $(dest)/share/ferrite/build $(dest)/share/ferrite/drivers $(dest)/include $(dest)/lib/pkgconfig
	install -m 755 $(BIN)/ferrite $(dest)/bin/
	install -m 755 $(BIN)/ferrite-machine $(dest)/libexec/ferrite/
	cp -R include arch/hosted/include $(dest)/share/ferrite/
	install -m 644 $(BIN)/module_this.o $(BIN)/exports.list $(dest)/libexec/ferrite/
	install -m 644 cli/build/*.lds cli/build/*.mk $(dest)/share/ferrite/build/
	install -d $(dest)/share/ferrite/gdb
	install -m 644 tools/gdb/ferrite.py $(dest)/share/ferrite/gdb/
	install -m 644 docs/symbols.md $(dest)/share/ferrite/
	install -m 644 drivers/*.[ch] $(dest)/share/ferrite/drivers/
	cp -R include/ferrite $(dest)/include/
	install -m 644 $(BIN)/libferrite.a $(dest)/lib/
	sed -e 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|' mk/ferrite.pc.in > $(dest)/lib/pkgconfig/ferrite.pc

$(BIN)/libferrite.a: $(OBJ)/core.o $(HOSTED_OBJ)
	rm -f $@; ar rcs $@ $^
