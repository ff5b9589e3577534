/*
 * source: where a program's rows come from: the options -d, -f, --as-of, --from, --to, --on,
 * --period, --known-by, --lock-timeout, and the one decision "files, directory or standard input"
 * for every program.
 *
 * Programs that read a directory by default (SOURCE_DIRECTORY: *-list, orgs-count, register-*,
 * figures-count -D) read DIR unless -f; the others read standard input unless -f. `-f NAME=FILE`
 * names a file for one register; a plain `-f FILE` belongs to the program's main register.
 */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include "cli/program.h"
#include "base/number.h"
#include "register/selection.h"

struct source {
	/* options */
	const char *directory_path; /* -d, else $TAIZHANG_DIR, else "." */
	struct text_list files;     /* -f */
	struct time_options time;
	const char *lock_timeout;
	/* made by source_open */
	struct directory directory;
	struct time_choice choice;
	struct snapshot snapshot;
	bool snapshot_taken;
	struct text_list register_files[REGISTER_COUNT]; /* files named for each register */
};

/* Adds -d and --lock-timeout. */
void source_add_directory_options(struct source *s, struct program *p);
/* Adds these and -f, and when asked the time options. */
void source_add_options(struct source *s, struct program *p, bool with_time);
/*
 * After program_parse: opens the directory (words, areas), reads the time options, sorts the files
 * of -f to their registers (plain ones to `main`). False when an error was told.
 */
bool source_open(struct source *s, struct program *p, enum register_id main);
/* How many of the files are standard input, after source_open at most one. */
size_t source_on_standard_input(const struct source *s);
/* Takes the snapshot of those of the registers (REGISTER_BITs) that no -f names; call once. Their
 * journals are opened for --known-by, or when `journals` says so. False when an error was told. */
bool source_take(struct source *s, struct program *p, unsigned registers, bool journals);
/* The table_spec for a register: its files, or the snapshot. unchecked is 0, mode VALUE_STORED. */
struct table_spec source_spec(struct source *s, struct program *p, enum register_id id);
/* The registers that operands name, as REGISTER_BITs; all when there are none. False when an error
 * was told. */
bool source_read_registers(struct program *p, char **operands, unsigned *registers);
void source_close(struct source *s);

#endif
