/*
 * count_blocks: the fast way of count_stream, and what both ways share; not for others.
 *
 * The simple way, count_stream.c, looks at one row at a time and counts whatever is asked for. The
 * fast way, here, counts rows by area and group for whole blocks of rows, in several threads when
 * the file allows: the cells of a row are turned into numbers by what the same cells were found to
 * mean before, and a table of counts is added to the counter when all is read. Whatever is not
 * plain is left to the simple way, which is also the oracle of this one (TAIZHANG_SIMD=libcsv).
 */
#ifndef FIGURES_COUNT_BLOCKS_H
#define FIGURES_COUNT_BLOCKS_H

#include "base/memo.h"
#include "csv/parts.h"
#include "figures/count_stream.h"
#include "figures/counter.h"
#include "register/value.h"

/* A field that is asked for, as it stands in one file. */
struct stream_field {
	const char *name; /* as asked for; NULL: not wanted */
	size_t at;        /* in the lines of the file */
	int column;       /* of the register, or COLUMN_NONE */
	struct value_type_of type;
	size_t instead; /* the field that an empty cell counts as, or SIZE_MAX */
	struct buf scratch;
};

/* Counts of rows by area and group, not yet in the counter: a table that grows in both directions.
 */
struct cells {
	int64_t *counts;                 /* [area * stride + group] */
	size_t areas, stride;            /* how many there are room for */
	struct memo *of_area, *of_group; /* cells of the file at hand: number + 1 */
};

struct stream {
	const struct stream_options *options;
	struct diag *diag;
	struct counter counter;
	struct area_keys areas;
	struct cells cells;
	struct stream_field measure, group, area;
	/* of the file at hand */
	struct csv_reader *reader;
	const struct schema *schema; /* the register it looks like */
	bool is_register;            /* it has columns of that register only */
};

/* count_stream.c */
bool stream_is_list(const struct stream_field *f);
/* The name that groups bear: the column's when it is known. */
const char *stream_field_name(const struct stream_field *f);
/* What the cell counts as. Borrowed from the row or the field. */
struct str stream_value(const struct stream *s, struct stream_field *f, const struct csv_row *row);
/* The number of the row's area. False, after telling, for a row that cannot be counted. */
bool stream_area(struct stream *s, const struct csv_row *row, size_t *area);
/* All rows of the reader. */
bool stream_rows(struct stream *s, struct error *e);
void stream_release(struct stream *s);

/* Counts the rows of the reader that come in blocks now, if the fast way can count what is asked
 * for. */
void count_blocks(struct stream *s);
/* Counts the whole file by several threads. False, and nothing is counted, when that is not
 * possible or some row needs telling. */
bool count_parts(struct stream *s);
/* Adds the cells of `from` to the counter of `to`, which may be the same, and empties them; what
 * was noted of the file is forgotten. */
void cells_flush(struct stream *to, struct stream *from);
void cells_release(struct stream *s);

#endif
