/*
 * standing: what a register and its journal already hold that matters for rows to be added: keys,
 * equal rows, credit codes in force, items of meetings, numbers of ids. Only what the new rows ask
 * about is kept, so memory grows with them and not with the register.
 *
 * Use: standing_want for each row; standing_load; then for each row that brings an id
 * standing_claim, so that it takes the row on disk that is itself; then standing_judge for each in
 * order, and standing_accept for those that are new.
 */
#ifndef REGISTER_STANDING_H
#define REGISTER_STANDING_H

#include "register/shape.h"
#include "register/spans.h"

/* No content: of a row for which standing_want was not called, since nothing can stand there that
 * is equal to it. */
#define STANDING_NONE UINT32_MAX
/* No further row that is equal. */
#define EQUAL_NONE UINT32_MAX

/* A row on disk that is equal to a wanted one but for id and `recorded`. */
struct standing_equal {
	uint32_t id;   /* number in ids_text */
	uint32_t next; /* the next one equal to the same, or EQUAL_NONE */
	bool taken;    /* some new row is this one already */
};

struct standing {
	const struct shape *shape;
	const struct schema *schema;
	int id, code, meeting, item; /* columns, or COLUMN_NONE */
	int name, kind;              /* the same, see standing_watch_names */
	bool any_without_id;
	struct intern left_out;                           /* numbers of lines, as bytes */
	struct intern ids, contents, codes, items, names; /* what is asked about */
	struct spans versions;                            /* by id; owner: number in contents */
	struct spans holders; /* by credit code; owner: number in ids_text */
	struct spans agenda;  /* by meeting and item; owner: the same */
	struct spans named;   /* by name, kind and street; owner: the same */
	struct buf kept;      /* cells of rows that are asked about, when names are watched */
	struct intern lines;  /* numbers of those rows' lines, as bytes … */
	size_t *kept_at;      /* … and where their cells begin in kept */
	size_t kept_capacity;
	struct standing_equal *equals;
	uint32_t *first, *last; /* in equals, by number in contents */
	size_t equal_count, equal_capacity, first_capacity, last_capacity;
	struct intern ids_text;
	int64_t highest; /* number of an automatic id, and its width in digits */
	size_t width;
	uint64_t lengths[4]; /* of the contents asked about, modulo 256: a bit each */
	struct buf scratch;
};

enum verdict {
	VERDICT_NEW,
	VERDICT_THERE,   /* *id is the id it has on disk */
	VERDICT_REFUSED, /* *e (ERROR_FOUND, no place) and *column */
};

/* Whether rows are told apart by meeting and item. */
bool standing_has_items(const struct schema *schema);
void standing_init(struct standing *s, const struct shape *shape);
void standing_release(struct standing *s);
/* Also refuses a row without id that has the name of another one in the same street, of the same
 * line, role or kind, in force at the same time: a later state of what is there already must not
 * become a second one. Before any other call. */
void standing_watch_names(struct standing *s);
/* The row that a watched one is, by its id, credit code or name, among those that stand in the
 * register in force at the same time. False: there is none. */
struct standing_known {
	struct str id;                        /* borrowed */
	struct str cells[SCHEMA_COLUMNS_MAX]; /* by column of the schema; borrowed */
	bool began_then;                      /* a version of it is in force since the same day */
	const char *own; /* cells of the user's own columns, see standing_own_next */
};
bool standing_find(struct standing *s, const struct str *cells, struct standing_known *known);
/* The next column of the user's own that is filled in `given` and is another there: its name and
 * its cell in `given`. False: there are no more. *next begins as {0}. */
struct standing_own {
	const char *name;
	int cell;
	size_t column, offset; /* where to go on */
};
bool standing_own_next(const struct standing *s, const struct standing_known *known,
    const struct str *given, struct standing_own *next);
/* Returns the number of the row's content, for the functions below. References must have been
 * resolved. */
uint32_t standing_want(struct standing *s, const struct str *cells);
/* The row in that line of the register is about to be replaced: it does not stand there. */
void standing_leave_out(struct standing *s, uint64_t line);
bool standing_load(struct standing *s, const struct directory *d, const struct snapshot *snapshot,
    struct diag *diag, struct error *e);
void standing_claim(struct standing *s, const struct str *cells, uint32_t content);
/* again: rows without id are new whatever stands there. */
enum verdict standing_judge(struct standing *s, const struct str *cells, uint32_t content,
    bool again, struct str *id, int *column, struct error *e);
/* The row is added with that id: later ones are judged with it. */
void standing_accept(struct standing *s, const struct str *cells, uint32_t content, struct str id);
/* Appends the next automatic id. */
void standing_next_id(struct standing *s, struct buf *out);
/* The next ids at once, as many of `most` as are of one length, at least one. */
struct standing_numbers {
	int64_t first;
	size_t length; /* of an id, at most 21 */
	char letter;
};
size_t standing_take_numbers(struct standing *s, size_t most, struct standing_numbers *n);
/* Writes the i-th of them, `length` bytes. */
void standing_number(const struct standing_numbers *n, size_t i, char *out);
/* Makes of one of them, of so many bytes, the one behind it. */
static inline void standing_next_number(char *id, size_t length)
{
	size_t at = length - 1;
	for (; at > 1 && id[at] == '9'; at--)
		id[at] = '0';
	id[at]++;
}

#endif
