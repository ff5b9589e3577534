/*
 * directory: a register directory as one command sees it: its words (codes.csv), its areas
 * (areas.csv), the clock, and snapshots of its registers.
 *
 * Readers hold the lock of the directory shared only while they open the registers and note their
 * sizes; they then read up to those sizes, so that one run sees one state however long it takes.
 * lock.h has the lock itself.
 */
#ifndef REGISTER_DIRECTORY_H
#define REGISTER_DIRECTORY_H

#include "base/date.h"
#include "base/error.h"
#include "csv/input.h"
#include "register/areas.h"
#include "register/schema.h"
#include "register/vocabulary.h"

struct directory {
	char *path;
	struct vocabulary vocabulary;
	struct areas areas;
	instant now;
	int32_t zone; /* seconds east of UTC */
	day today;
	double lock_timeout; /* seconds */
};

/* Reads codes.csv and areas.csv where they exist; the directory itself need not exist. False and *e
 * otherwise. */
bool directory_open(struct directory *d, const char *path, struct error *e);
void directory_close(struct directory *d);
/* "DIR/name" or just "name" for "."; free it. */
char *directory_file(const struct directory *d, const char *name);
/* Whether the file of a register is there, perhaps compressed. */
bool directory_has(const struct directory *d, const struct schema *schema);

/*
 * Where the text of a register ends, *length being the length of the file, before or at. A power
 * cut may leave the new length of a file without the bytes: NUL, which no program writes into a
 * register. NUL behind the last line leave that line without newline, as if the write had been cut
 * off there; a last line with NUL in it loses its newline, so that it is torn. False and errno when
 * the file cannot be read.
 */
bool directory_text_end(int fd, uint64_t *length);

/* One file as it was when the snapshot was taken. */
struct snapshot_file {
	char *path;    /* "DIR/units.csv", or "DIR/units.csv.gz" */
	int fd;        /* −1: there is no such file */
	uint64_t size; /* bytes that belong to the state */
	/* A last line without newline, kept as it stood: the next writer may take it away and put a
	 * row in its place. Empty when there is none, or when no writer can come meanwhile. */
	struct buf tail;
};

/* The bytes of the state. */
struct input *snapshot_input(const struct snapshot_file *f);

struct snapshot {
	struct snapshot_file registers[REGISTER_COUNT];
	struct snapshot_file journals[REGISTER_COUNT];
	struct snapshot_file closed; /* closed.csv: what was closed; see closed.h */
	bool any_register; /* the directory holds at least one register file of any kind */
};

/* A bit for each register. */
#define REGISTER_BIT(id) (1u << (id))
#define REGISTER_ALL ((1u << REGISTER_COUNT) - 1)

/* Opens the registers whose bits are set, their journals when asked, and closed.csv, as one state.
 * A missing file is not an error. False and *e (ERROR_SYSTEM, ERROR_LOCKED, ERROR_DATA for a
 * damaged .pending) otherwise. */
bool snapshot_take(struct snapshot *s, const struct directory *d, unsigned registers, bool journals,
    struct error *e);
/* The same for a program that holds the lock exclusively. */
bool snapshot_take_locked(struct snapshot *s, const struct directory *d, unsigned registers,
    bool journals, struct error *e);
void snapshot_release(struct snapshot *s);

#endif
