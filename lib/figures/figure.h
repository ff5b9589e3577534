/*
 * figure: rows of figures (figure,area,period,group,value,of) in memory: made by counters, read by
 * renderers. Unique by the first four columns; written sorted by the bytes of the four in turn.
 */
#ifndef FIGURES_FIGURE_H
#define FIGURES_FIGURE_H

#include "base/date.h"
#include "base/number.h"
#include "csv/input.h"
#include "csv/writer.h"

struct figure {
	struct str figure, area, period, group; /* owned by the set */
	struct fixed value;
	bool has_of;
	struct fixed of; /* the denominator of a rate */
};

struct figures {
	struct figure *rows;
	size_t count, capacity;
	struct figures_store *store; /* texts and the index; see figure.c */
};

/* Whether a template can name it: none of the signs of a placeholder is in it. */
bool figure_name_is_good(const char *name);

void figures_init(struct figures *f);
void figures_release(struct figures *f);
/* Adds a row (texts are copied). False when a row with the same key and another value or
 * denominator is there (same: nothing is added, true). */
bool figures_add(struct figures *f, const struct figure *row);
/* The row with that key, or NULL. */
const struct figure *figures_find(const struct figures *f, struct str figure, struct str area,
    struct str period, struct str group);
/* The rows with figure, area and group of `key`, whatever their period, one after another in their
 * order: the first for `after` NULL, NULL behind the last. */
const struct figure *figures_next_like(
    const struct figures *f, const struct figure *key, const struct figure *after);
void figures_sort(struct figures *f);
/* Header and rows, sorted. */
void figures_write(struct figures *f, struct csv_writer *w);
/* The same as text, appended. */
void figures_print(struct figures *f, struct buf *out);
/* "70", or of a rate "70/80"; appended. */
void figure_print_value(const struct figure *figure, struct buf *out);
/* "party.orgs,360102,2024-06-30,mode=joint", as messages name a figure; appended. The value of a
 * group that may be personal is left out: "name=…". */
void figure_print_key(const struct figure *figure, struct buf *out);
/* The days that the period of a row names: one, or the first and last. *from is DAY_NONE for one,
 * which is *to. False when it is something else. */
bool figure_days(const struct figure *figure, day *from, day *to);
bool figure_same_value(const struct figure *a, const struct figure *b);
/*
 * Reads figure rows (any order, repeated headers, columns found by name; extra columns ignored) and
 * adds them. Takes over `in`. Bad rows go to diag (ERROR_ROW). False and *e (ERROR_DATA) when it
 * cannot be read, a column is missing, or a key comes twice with different values (naming key, both
 * values and line).
 */
bool figures_read(struct figures *f, struct input *in, struct diag *diag, struct error *e);

#endif
