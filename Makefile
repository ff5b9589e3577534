# taizhang: registers, figures, reports. `make help` lists the targets.
#
# Everything is built under $(O). User flags are appended: make CFLAGS=-g, make O=/tmp/t, make WERROR=1, make CC=clang.

VERSION   := 0.1.0
O         ?= build
PREFIX    ?= /usr/local
DESTDIR   ?=
BINDIR    := $(PREFIX)/bin
MANDIR    := $(PREFIX)/share/man
LOCALEDIR := $(PREFIX)/share/locale
DATADIR   := $(PREFIX)/share/doc/taizhang

CFLAGS   ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wformat=2 -Wvla
STANDARD := -std=c11 -pthread -D_POSIX_C_SOURCE=200809L $(shell getconf LFS_CFLAGS 2>/dev/null) # files over 2 GiB where a long has 32 bits
DEFINES  := -DTAIZHANG_VERSION='"$(VERSION)"' -DTAIZHANG_LOCALEDIR='"$(LOCALEDIR)"'
COMPILE   = $(CC) $(STANDARD) $(WARNINGS) $(if $(WERROR),-Werror) $(DEFINES) -Ilib -I$(O)/gen $(CPPFLAGS) $(CFLAGS) $(SANITIZE)
LIBS     := -lcsv -lz -ldl -pthread
# What only some link: digests are for closed periods and names of listings, zip and XML for sheets, Markdown for reports.
NEEDS_NETTLE := bin/figures-count bin/orgs-count bin/register-close bin/register-import bin/report-render replay/template fuzzer/template unit/html unit/listing_name unit/sha256
NEEDS_SHEETS := bin/register-import
NEEDS_MARKDOWN := bin/report-render

LAYERS   := base csv sheet register import figures report cli
SOURCES  := $(sort $(foreach layer,$(LAYERS),$(wildcard lib/$(layer)/*.c)))
HEADERS  := $(sort $(foreach layer,$(LAYERS),$(wildcard lib/$(layer)/*.h)))
PROGRAMS := $(sort $(patsubst cmd/%.c,%,$(wildcard cmd/*.c)))
UNITS    := $(sort $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c)))
BENCH    := $(patsubst tests/bench/%.c,$(O)/bench/%,$(wildcard tests/bench/*.c))
CELLS    := $(O)/suites/cells
DRIVERS  := $(patsubst tests/fault/library/%.c,$(O)/fault/library/%,$(wildcard tests/fault/library/*.c))
FUZZ_TARGETS := $(sort $(filter-out fuzz replay,$(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))))
MANUALS  := $(sort $(wildcard man/*.[157])) $(patsubst man/%.in,$(O)/man/%,$(wildcard man/*.in))
LANGUAGES := $(sort $(patsubst lib/po/%.po,%,$(wildcard lib/po/*.po)))
OBJECTS  := $(SOURCES:%.c=$(O)/%.o)
LIBRARY  := $(O)/libtaizhang.$(if $(SHARED),so,a)
BINARIES := $(PROGRAMS:%=$(O)/bin/%)
WRITERS  := $(filter %-add %-log register-amend register-close register-import register-repair,$(PROGRAMS))
SHIMS    := $(patsubst tests/fault/%.c,$(O)/fault/%.so,$(filter-out tests/fault/no_fsync.c,$(wildcard tests/fault/*.c)))
CATALOGS := $(if $(shell command -v msgfmt),$(LANGUAGES:%=$(O)/locale/%/LC_MESSAGES/taizhang.mo))

# Debian packages: what building needs, and what the tests need besides.
BUILD_PACKAGES := gcc libc6-dev libcsv-dev zlib1g-dev nettle-dev libzip-dev libexpat1-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
TEST_PACKAGES  := libcmocka-dev perl python3 gettext mandoc time strace
GUARD_PACKAGES := binutils valgrind
# With its header gzip files are read two to three times as fast; where it is not, by zlib. After installing it: make clean.
# Charts are drawn by gnuplot; a picture (PNG) needs a font for Chinese too.
OPTIONAL_PACKAGES := libisal-dev gnuplot-nox fonts-wqy-microhei
LINT_PACKAGES  := clang clang-format shellcheck mandoc

comma := ,

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all programs units shims checked check demo look packages test-packages guard-packages optional-packages lint-packages install uninstall lint format asan coverage fault fuzz replays mutants suites valgrind bench ratios messages help dist config clean FORCE

all: packages ## build every program (in build/bin)
	@$(MAKE) --no-print-directory programs

# A target apart from `all`, which first sees to the packages.
programs: $(LIBRARY) $(BINARIES) $(CATALOGS) $(MANUALS)

units: $(UNITS:%=$(O)/unit/%)

# The fuzz targets without libFuzzer: what runs their inputs in `make check`.
replays: $(FUZZ_TARGETS:%=$(O)/replay/%)

shims: $(SHIMS) $(WRITERS:%=$(O)/fault/no-fsync/bin/%)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

# --- packages -------------------------------------------------------------------------------------------------------

INSTALL_PACKAGES = missing=$$(dpkg-query -W -f '$${Package} $${db:Status-Status}\n' $(1) 2>/dev/null | \
	awk -v want='$(1)' '$$2 == "installed" { have[$$1] = 1 } END { n = split(want, w, " "); \
	for (i = 1; i <= n; i++) if (!(w[i] in have)) printf "%s ", w[i] }'); \
	[ -z "$$missing" ] && exit 0; \
	as=; [ "$$(id -u)" = 0 ] || { sudo -n true 2>/dev/null && as='sudo -n'; } || \
	{ echo "missing Debian packages; run:  sudo apt-get install $$missing" >&2; exit 1; }; \
	echo "installing $$missing"; \
	{ $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null 2>&1 || \
	{ $$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; }; } || \
	{ echo "could not install; run:  sudo apt-get install $$missing" >&2; exit 1; }

packages:
	@command -v dpkg-query >/dev/null || exit 0; $(call INSTALL_PACKAGES,$(BUILD_PACKAGES))

test-packages:
	@command -v dpkg-query >/dev/null || exit 0; $(call INSTALL_PACKAGES,$(BUILD_PACKAGES) $(TEST_PACKAGES))

# Without these, tests/instructions.t is skipped.
guard-packages:
	@command -v dpkg-query >/dev/null || exit 0; $(call INSTALL_PACKAGES,$(GUARD_PACKAGES))

# These may be missing: what cannot be installed is no failure.
optional-packages:
	@command -v dpkg-query >/dev/null || exit 0; ( $(call INSTALL_PACKAGES,$(OPTIONAL_PACKAGES)) ) || true

lint-packages:
	@command -v dpkg-query >/dev/null || exit 0; $(call INSTALL_PACKAGES,$(LINT_PACKAGES))

config: ## say what is found of what building and testing need
	@for p in $(BUILD_PACKAGES) $(TEST_PACKAGES); do \
		printf '%-16s %s\n' "$$p" "$$(dpkg-query -W -f '$${Version}' "$$p" 2>/dev/null || echo missing)"; done
	@for p in $(OPTIONAL_PACKAGES); do \
		printf '%-16s %s\n' "$$p" "$$(dpkg-query -W -f '$${Version}' "$$p" 2>/dev/null || echo 'missing (optional)')"; done

# --- building -------------------------------------------------------------------------------------------------------

$(O)/gen/schema_data.h: lib/register/schema.awk lib/register/registers.csv lib/register/codes.csv
	@mkdir -p $(@D)
	LC_ALL=C awk -f $^ >$@

$(O)/lib/register/schema.o: $(O)/gen/schema_data.h

$(O)/gen/headings_data.h: lib/import/headings.awk lib/import/headings.csv
	@mkdir -p $(@D)
	LC_ALL=C awk -f $^ >$@

$(O)/lib/import/header.o: $(O)/gen/headings_data.h

$(O)/gen/html_style_data.h: lib/report/html_style.awk lib/report/html.css
	@mkdir -p $(@D)
	LC_ALL=C awk -f $^ >$@

$(O)/lib/report/html.o: $(O)/gen/html_style_data.h

$(O)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(COMPILE) -MMD -MP -c $< -o $@

$(NEEDS_NETTLE:%=$(O)/%) $(O)/fault/no-fsync/bin/% $(O)/libtaizhang.so $(O)/unit/failing_%: LIBS += -lnettle

$(NEEDS_SHEETS:%=$(O)/%) $(UNITS:%=$(O)/unit/%) $(CELLS) $(O)/replay/xlsx $(O)/fuzzer/xlsx $(O)/replay/docx $(O)/fuzzer/docx $(O)/fault/no-fsync/bin/% $(O)/libtaizhang.so: LIBS += -lzip -lexpat

$(NEEDS_MARKDOWN:%=$(O)/%) $(UNITS:%=$(O)/unit/%) $(O)/replay/template $(O)/fuzzer/template $(O)/replay/docx $(O)/fuzzer/docx $(O)/fault/no-fsync/bin/% $(O)/libtaizhang.so: LIBS += -lcmark-gfm-extensions -lcmark-gfm

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(if $(SHARED),$(CC) -shared -Wl$(comma)-soname$(comma)$(@F) $(CFLAGS) $(SANITIZE) $^ $(LIBS) -o $@,ar rcs $@ $^)

$(O)/bin/%: $(O)/cmd/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) $^ $(LIBS) -o $@

# Unit tests named failing_… make system calls of the library fail (tests/unit/failing.h).
CALLS_THAT_FAIL := open close read pread write fsync ftruncate rename unlink stat lstat fstat fchmod fchown fcntl mkostemp
$(O)/unit/failing_%: WRAPPED = $(CALLS_THAT_FAIL:%=-Wl,--wrap=%)

$(O)/unit/%: $(O)/tests/unit/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) $(WRAPPED) $^ $(LIBS) -lcmocka -o $@

# Calls within a shared library are not replaced by the linker, those between objects are.
ifdef SHARED
$(O)/unit/failing_%: $(O)/tests/unit/failing_%.o $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) $(WRAPPED) $^ $(LIBS) -lcmocka -o $@
endif

$(O)/replay/%: $(O)/tests/fuzz/%.o $(O)/tests/fuzz/fuzz.o $(O)/tests/fuzz/replay.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) $^ $(LIBS) -o $@

$(O)/fuzzer/%: $(O)/tests/fuzz/%.o $(O)/tests/fuzz/fuzz.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANITIZE) -fsanitize=fuzzer $(LDFLAGS) $^ $(LIBS) -o $@

# Drivers of fault tests that call the library itself.
$(O)/fault/library/%: $(O)/tests/fault/library/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) $^ $(LIBS) -o $@

$(O)/bench/%: $(O)/tests/bench/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) $^ $(LIBS) -o $@

# What shows the cells of a file, for the suites.
$(CELLS): $(O)/tests/suites/cells.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) $^ $(LIBS) -o $@

# What the fault tests preload into the programs.
$(O)/fault/%.so: tests/fault/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(STANDARD) $(WARNINGS) $(if $(WERROR),-Werror) -O2 -g -shared -fPIC $< -o $@

# Programs in which fsync does nothing, which the fault tests must catch.
$(O)/fault/no-fsync/bin/%: $(O)/cmd/%.o $(O)/tests/fault/no_fsync.o $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) -Wl,--wrap=fsync,--wrap=fdatasync $^ $(LIBS) -o $@

$(O)/locale/%/LC_MESSAGES/taizhang.mo: lib/po/%.po
	@mkdir -p $(@D)
	msgfmt -c -o $@ $<

$(O)/man/%: man/tables.awk lib/register/registers.csv lib/register/codes.csv man/%.in
	@mkdir -p $(@D)
	LC_ALL=C awk -f $^ >$@

.SECONDARY:
-include $(OBJECTS:.o=.d) $(PROGRAMS:%=$(O)/cmd/%.d) $(wildcard $(O)/tests/*/*.d $(O)/tests/*/*/*.d)

# --- tests ----------------------------------------------------------------------------------------------------------

JOBS  ?= $(shell nproc 2>/dev/null || echo 2)
TESTS ?= $(sort $(wildcard tests/*.t)) $(UNITS:%=$(O)/unit/%)

# What the tests run.
checked: programs units replays shims $(DRIVERS) $(BENCH) $(CELLS)

check: test-packages ## build and run every test
	@$(MAKE) --no-print-directory checked
	@O='$(abspath $(O))' CMOCKA_MESSAGE_OUTPUT=TAP prove -j $(JOBS) --exec '' $(TESTS)

asan: test-packages ## run the tests under AddressSanitizer and UBSan
	@ASAN_OPTIONS=abort_on_error=0:exitcode=99 UBSAN_OPTIONS=print_stacktrace=1 $(MAKE) --no-print-directory check O='$(O)/asan' \
		SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'

# Without optimisation every condition of the source is a branch of its own. The counters of a program that is killed are lost, and
# writing them makes hundreds of system calls, so the tests that fail or kill a program at each of its calls have no place here.
coverage: test-packages ## how much of the library the tests run (SEEDS=1-20 by default); at least 95% of lines, 90% of branches
	@mkdir -p $(O)/coverage && find $(O)/coverage -name '*.gcda' -delete
	@GCOV_ERROR_FILE=/dev/null SEEDS=$(or $(SEEDS),1-20) $(MAKE) --no-print-directory check O='$(O)/coverage' CC=gcc CFLAGS='-O0 -g' \
		SANITIZE='--coverage' TESTS='$(filter-out tests/fault.t tests/memory.t tests/mutants.t,$(wildcard tests/*.t)) $(UNITS:%=$(O)/coverage/unit/%)'
	@python3 tests/coverage/report.py $(O)/coverage

UNITS_TO_BENCH ?= 1000000

# JOBS, which elsewhere is a number, here names jobs when it is given to make itself.
bench: all ## compare speed and memory with other programs (UNITS_TO_BENCH=1000000 RUNS=5 JOBS='count gz')
	@$(MAKE) --no-print-directory $(BENCH)
	@python3 tests/bench/run.py '$(abspath $(O))' $(UNITS_TO_BENCH) $(if $(filter command,$(origin JOBS)),$(JOBS))

ratios: test-packages guard-packages ## measure anew the instructions of the fast path that make check holds it to (tests/bench/ratios)
	@$(MAKE) --no-print-directory checked
	@RENEW=1 O='$(abspath $(O))' sh tests/instructions.t

fault: test-packages ## kill, fail, cut and crowd the programs; one table (hours; PARTS='crash kills' for some)
	@$(MAKE) --no-print-directory programs shims $(DRIVERS)
	@O='$(abspath $(O))' python3 tests/fault/run.py $(PARTS)

# Each is a directory of somebody else's; tests/suites/suites.py says how it is had. Without SUITES they are named.
suites: $(CELLS) ## hold the reader of sheets against public CSV suites (SUITES='csv-spectrum=DIRECTORY go=DIRECTORY')
	@PYTHONDONTWRITEBYTECODE=1 python3 tests/suites/run.py '$(CELLS)' public $(SUITES)

# AGAIN=1 tries only those again that survived the last time.
mutants: test-packages ## put 300 small faults into the library; the tests must find 85% (SEED=1 COUNT=300 ONLY=lib/csv)
	@SEED='$(SEED)' COUNT='$(COUNT)' ONLY='$(ONLY)' JOBS='$(JOBS)' python3 tests/mutants/run.py $(if $(AGAIN),--again) '$(abspath $(O))'

FUZZ_PACKAGES := clang libclang-rt-dev

fuzz: ## try the library with made-up bytes (libFuzzer): FUZZ='reader date' for some, SECONDS=60 for each; keeps what it finds in build/fuzz
	@command -v dpkg-query >/dev/null || exit 0; $(call INSTALL_PACKAGES,$(BUILD_PACKAGES) $(FUZZ_PACKAGES))
	@$(MAKE) --no-print-directory O='$(O)/fuzz' CC=clang CFLAGS='-O1 -g' \
		SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer' \
		$(foreach target,$(or $(FUZZ),$(FUZZ_TARGETS)),$(O)/fuzz/fuzzer/$(target) $(O)/fuzz/replay/$(target))
	@sh tests/fuzz/run.sh '$(abspath $(O))/fuzz' $(or $(SECONDS),60) $(or $(FUZZ),$(FUZZ_TARGETS))

# The same tests with every program under valgrind: a wrapper for each stands in the place of the program.
valgrind: test-packages ## run the tests under valgrind (slow; SEEDS=1-20 by default)
	@command -v valgrind >/dev/null || { echo 'valgrind is missing; run:  sudo apt-get install valgrind' >&2; exit 1; }
	@$(MAKE) --no-print-directory programs units $(CELLS)
	@mkdir -p $(O)/valgrind/bin
	@for d in man bench locale suites; do ln -sfn ../$$d $(O)/valgrind/$$d; done
	@for p in $(PROGRAMS); do printf '#!/bin/sh\nexec valgrind -q --error-exitcode=98 --leak-check=full --errors-for-leak-kinds=definite,indirect,possible %s "$$@"\n' \
		'$(abspath $(O))/bin/'$$p >$(O)/valgrind/bin/$$p; chmod +x $(O)/valgrind/bin/$$p; done
	@for u in $(UNITS); do CMOCKA_MESSAGE_OUTPUT=TAP valgrind -q --error-exitcode=98 --leak-check=full $(O)/unit/$$u >$(O)/valgrind/$$u.log 2>&1 || \
		{ cat $(O)/valgrind/$$u.log; exit 1; }; done
	@O='$(abspath $(O))/valgrind' SLOW=1 SEEDS=$(or $(SEEDS),1-20) prove -j $(JOBS) --exec '' $(filter-out tests/memory.t,$(wildcard tests/*.t))

# --- what a user does -----------------------------------------------------------------------------------------------

demo: all ## the sample district's figures and its report
	@PATH='$(abspath $(O))/bin':"$$PATH" sh examples/donghu/demo.sh '$(abspath $(O))/demo'

look: demo ## the sample report as a browser shows it (chromium): pictures in build/look; fails when a page is wider than the screen
	@sh tests/look.sh '$(abspath $(O))/look' '$(abspath $(O))/demo/report.html'

install: all ## install under PREFIX (and DESTDIR)
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DATADIR) $(foreach n,1 5 7,$(DESTDIR)$(MANDIR)/man$(n))
	install $(BINARIES) $(DESTDIR)$(BINDIR)
	for m in $(MANUALS); do install -m 644 $$m $(DESTDIR)$(MANDIR)/man$${m##*.}; done
	for l in $(if $(CATALOGS),$(LANGUAGES)); do install -D -m 644 $(O)/locale/$$l/LC_MESSAGES/taizhang.mo \
		$(DESTDIR)$(LOCALEDIR)/$$l/LC_MESSAGES/taizhang.mo; done
	cp -R examples $(DESTDIR)$(DATADIR)

uninstall: ## remove what install has put there
	rm -f $(PROGRAMS:%=$(DESTDIR)$(BINDIR)/%) $(foreach m,$(MANUALS),$(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(m)))/$(notdir $(m)))
	rm -f $(LANGUAGES:%=$(DESTDIR)$(LOCALEDIR)/%/LC_MESSAGES/taizhang.mo)
	rm -rf $(DESTDIR)$(DATADIR)

FORMATTED := $(SOURCES) $(HEADERS) $(wildcard cmd/*.c tests/unit/*.[ch] tests/bench/*.c tests/fuzz/*.[ch] tests/fault/*.c tests/fault/library/*.c tests/suites/*.c)

format: ## lay out the C sources
	clang-format -i $(FORMATTED)

lint: $(MANUALS) ## layout, layers, manuals, shell scripts
	clang-format --dry-run -Werror $(FORMATTED)
	sh tests/layers.sh
	mandoc -Tlint -Wwarning $$(grep -L '^\.so ' $(MANUALS))
	shellcheck -x -S warning -s sh tests/*.sh tests/*.t tests/fuzz/*.sh examples/*/*.sh .ci/run

$(O)/taizhang.pot: FORCE
	@mkdir -p $(O)
	xgettext --from-code=UTF-8 -k_ -kN_ -kngettext:1,2 -cTRANSLATORS --no-location --sort-output \
		--package-name=taizhang -o $@ $(SOURCES) $(wildcard cmd/*.c)

messages: $(O)/taizhang.pot ## bring the translations in lib/po up to date with the sources
	for po in $(LANGUAGES:%=lib/po/%.po); do msgmerge -q -U --backup=none --no-fuzzy-matching --sort-output $$po $<; done

dist: ## a source archive in $(O)
	@mkdir -p $(O)
	git archive --format=tar.gz --prefix=taizhang-$(VERSION)/ -o $(O)/taizhang-$(VERSION).tar.gz HEAD

clean: ## remove what was built
	rm -rf $(O)
