/* import_internal: what the files of import share; see import.h. */
#ifndef IMPORT_IMPORT_INTERNAL_H
#define IMPORT_IMPORT_INTERNAL_H

#include "base/memo.h"
#include "base/sha256.h"
#include "import/import.h"
#include "import/totals.h"

#include <pthread.h>

/* Province, city, district, street, community, and some to spare. */
enum { IMPORT_PLACES = 8 };

/* The last cell of a column whose empty cells take the one above (--fill-down). */
struct import_above {
	bool on;
	enum sheet_kind kind;
	struct buf text;
};

/* A short word that was found in a column of few different ones, and its value. */
struct import_known {
	struct memo_key key;
	size_t n;         /* its length; 0: none */
	struct str value; /* stays as it is */
};
enum { IMPORT_KNOWN = 16, IMPORT_KNOWN_LENGTH = MEMO_TEXT_MAX };

/* A field of the rows that a file gives. */
struct import_field {
	int column; /* of the schema, or COLUMN_NONE: the user's own */
	const char *heading;
	struct value_type_of type;
	enum survey_of of;            /* of a survey column, else SURVEY_NONE */
	size_t at[IMPORT_PLACES];     /* columns of the sheet; several only of areas */
	size_t levels[IMPORT_PLACES]; /* of areas, by their headings */
	size_t at_count; /* 0: the sheet does not have it, `standard` stands in all rows */
	bool at_once;    /* one cell tells its value, and nothing else does */
	bool counts;     /* lines of totals may add it up */
	bool of_words;   /* at once, and its cells are names of codes, areas and the like */
	struct import_known known[IMPORT_KNOWN];
	struct str standard; /* where the cell is empty, see set_from.h */
	struct buf scratch;
	struct import_above above[IMPORT_PLACES];
};

struct import_file {
	struct import_sheet sheet;
	size_t input; /* number in the batch */
	char digest[SHA256_TEXT_SIZE];
	struct import_field *fields;
	size_t count;
	bool personal;               /* some field is */
	size_t closed;               /* so many columns from the first on all have headings */
	struct str *values;          /* of the row at hand */
	struct import_field *survey; /* columns that tell of organisations and guides */
	size_t survey_count;
	struct totals totals;
};

/* A sheet that is read once more, for what stood in its cells. */
struct import_again {
	struct sheet *sheet; /* or NULL */
	size_t file;
	struct sheet_row row; /* where it is */
};

struct survey;

struct import {
	struct batch_feed feed; /* first */
	struct survey *survey;
	const struct import_request *request;
	struct import_file *files;
	size_t count;
	size_t refused;
	struct import_again again;
	struct buf recorded; /* what the sheet says, by row of the batch; see changes.c */
	size_t *recorded_ends, recorded_count, recorded_capacity;
	struct buf changes; /* lines */
	size_t change_count;
	pthread_t digesting; /* of the files, while their rows are judged */
	bool is_digesting, digested;
	struct error digest_fault; /* when they are not */
};

/* The row at hand. */
struct import_work {
	struct import *im;
	struct batch *batch;
	struct diag *diag;
	struct import_file *file;
	size_t file_number;
	const struct sheet_row *row;
	struct batch_part *part; /* of import_parts.c, into which the rows go; or NULL */
	bool gave_up;            /* of a part: something is to be said */
	bool is_row;             /* not a line of totals */
	bool good;
	bool codes_conform; /* the credit codes that it has */
	bool displaced;     /* its cells may stand under headings that are not theirs */
};

/* import.c: the cell, or the one above that it takes */
struct sheet_cell import_cell(
    const struct import_work *w, const struct import_field *field, size_t at);
/* Takes a row that the frame gave. */
void import_take_row(struct import_work *w);
/* Takes what the frame gives, up to its end. False and *e: it failed. */
bool import_take_rows(struct import_work *w, struct error *e);
/* import_parts.c: the same for a large text, by several threads. */
bool import_has_parts(const struct import_work *w);
bool import_take_parts(struct import_work *w, struct error *e);
/* import_cells.c */
/* Places *e at a cell. */
void import_place(const struct import_file *f, uint64_t row, size_t at, struct error *e);
/* Whether an empty cell, one of the places of a field, takes the one above. */
bool import_is_filled(const struct import_work *w, const struct import_field *field, size_t place);
/* A field of the row at hand. False: refused, and told. */
bool import_read_field(struct import_work *w, struct import_field *field, struct str *out);
/* The area that holds for all the file's rows unless a cell says another. */
struct str import_area_of_all(const struct import_work *w, const struct import_field *field);
/* One cell; the same. */
bool import_read_cell(struct import_work *w, struct import_field *field, size_t at,
    const struct cell_rules *rules, struct buf *scratch, struct str *out);
void import_refuse(struct import_work *w, const struct import_field *field, size_t at,
    struct str text, struct error *e);
void import_note(
    struct import_work *w, const struct import_field *field, size_t at, struct error *e);

/* import_words.c: the value of a word of 1 to IMPORT_KNOWN_LENGTH bytes that is known by itself.
 * False: it is no such word. */
bool import_take_word(
    const struct import_work *w, struct import_field *field, struct str word, struct str *value);

/* import_totals.c */
/* Whether lines of totals may add up a field. */
bool import_counts(const struct import_field *field);
/* A value of such a field of the row at hand is counted; `good`: it could be read. */
void import_add_to_totals(struct import_work *w, size_t field, bool good, struct str value);
/* The row at hand is a line of totals: what it says is compared, or it is told why not. */
void import_compare_totals(struct import_work *w, bool subtotal);

/* import_rejects.c */
struct str import_original(struct batch_feed *feed, const struct batch *b, size_t row, int column);
bool import_write_rejects(
    struct batch_feed *feed, struct batch *b, const char *path, struct error *e);

/* changes.c */
void import_keep_recorded(struct import_work *w);
bool import_differs(struct batch_feed *feed, size_t row, const struct str *stands,
    const char *column, struct str now, struct error *e);
/* Notes a change. Always true. */
bool import_change(
    struct import *im, const struct schema *s, struct str id, const char *column, struct str now);

/* import_tell.c: the digests of the files begun, and had or given up */
void import_start_digests(struct import *im);
void import_end_digests(struct import *im);
bool import_tell(struct batch_feed *feed, const struct batch *b,
    const struct batch_brought *brought, struct str recorded, struct buf *out, struct error *e);

#endif
