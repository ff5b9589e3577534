/*
 * draft: rows of the registers in memory, as they stand and as they are to be. Only the rows of the
 * ids that are asked for are kept, all versions of them.
 *
 * A draft is known by its number, which stays. It either stands in the file (line > 0) or is a new
 * version of one that does.
 */
#ifndef REGISTER_DRAFT_H
#define REGISTER_DRAFT_H

#include "register/change.h"

#define DRAFT_NONE UINT32_MAX

struct draft {
	const struct schema *schema;
	uint64_t line;               /* in the file; 0: new */
	uint32_t next;               /* the next one with the same id, or DRAFT_NONE */
	uint32_t root;               /* of a new one: the draft in the file that it stands behind */
	char **was;                  /* as it stands, by field of the file; NULL: new */
	char **cells;                /* as it is to be, canonical where that is possible */
	const struct change *change; /* the first that touches it, or NULL */
	const struct change **edits; /* by field: the last that gives it a value, or NULL */
	bool touched;                /* some change is about it, be it that nothing changes */
	bool gone;
	bool progress;     /* nothing but progress (--set) has touched it */
	bool late;         /* it changes closed days, and may; see closed.h */
	enum change_op op; /* for the journal */
};

/* The header of a register's file, and which ids are kept. */
struct draft_register {
	bool open;
	bool told; /* damaged rows have been noted */
	size_t width;
	char **names;
	int fields[SCHEMA_COLUMNS_MAX]; /* by schema column; −1 when the file lacks it */
	struct intern ids;
	size_t loaded;   /* ids below this number are in memory */
	uint32_t *first; /* by number of the id: its first draft */
	size_t first_capacity;
};

struct drafts {
	const struct directory *directory;
	const struct snapshot *snapshot;
	struct diag *diag; /* hears of damaged rows, as notes */
	struct draft_register registers[REGISTER_COUNT];
	struct draft *items;
	size_t count, capacity;
};

void drafts_release(struct drafts *d);
/* The rows of that id will be asked for. */
void drafts_want(struct drafts *d, const struct schema *s, struct str id);
/* The rows will be asked for that name one of these ids in one of these columns (COLUMN_BIT). False
 * and *e when the register cannot be read. */
bool drafts_want_naming(struct drafts *d, const struct schema *s, uint64_t columns,
    const struct intern *named, struct error *e);
/* Reads what is asked for and not there yet. False and *e when a register cannot be read. */
bool drafts_load(struct drafts *d, const struct schema *s, struct error *e);

/* The first draft of an id, or DRAFT_NONE; the others follow by `next`. */
uint32_t drafts_first(const struct drafts *d, const struct schema *s, struct str id);
/* A new version of that id, which has been asked for: a copy of a draft, standing behind it. */
uint32_t drafts_copy(struct drafts *d, uint32_t from, struct str id);

/* The cell of a schema column; empty when the file lacks it. Borrowed until it is set. */
struct str draft_cell(const struct drafts *d, uint32_t draft, int column);
/* All cells by schema column, `recorded` empty. */
void draft_cells(const struct drafts *d, uint32_t draft, struct str cells[SCHEMA_COLUMNS_MAX]);
void draft_set(struct drafts *d, uint32_t draft, int field, struct str value);
/* The field of the file for a column of the schema or of the user's own, or −1. */
int draft_field(const struct drafts *d, const struct schema *s, int column, const char *name);
/* Whether a list cell has the element. */
bool list_has(struct str list, struct str element);

#endif
