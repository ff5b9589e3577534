/* survey_feed: what survey sheets told becomes rows of orgs and people; see survey.h. */
#include "import/survey_internal.h"

#include <stdlib.h>

static struct survey_feed *of_feed(struct batch_feed *feed)
{
	return (struct survey_feed *)feed; /* it stands first */
}

enum { LINES = SURVEY_GUIDE };

/* Columns that the rows have: all but those that writers make. */
static size_t fed_columns(const struct schema *s, int columns[SCHEMA_COLUMNS_MAX])
{
	size_t count = 0;
	for (int i = 0; i < s->column_count; i++)
		if (i != s->recorded && i != schema_column(s, STR("id")))
			columns[count++] = i;
	return count;
}

/* Where messages place a column: at its cell, else at the first that tells of it. */
static uint64_t position(const struct import_file *f, enum survey_of of, int column)
{
	uint64_t first = 0;
	for (size_t i = 0; i < f->survey_count; i++) {
		if (f->survey[i].of != of)
			continue;
		if (f->survey[i].column == column)
			return f->survey[i].at[0] + 1;
		first = first ? first : f->survey[i].at[0] + 1;
	}
	return first;
}

static bool give_columns(struct batch_feed *feed, struct batch *b, struct error *e)
{
	const struct survey_feed *s = of_feed(feed);
	int columns[SCHEMA_COLUMNS_MAX];
	size_t count = fed_columns(b->schema, columns);
	struct batch_feed_column fed[SCHEMA_COLUMNS_MAX];
	(void)e;
	int first = s->of_people ? SURVEY_GUIDE : 0, end = s->of_people ? SURVEY_COUNT : LINES;
	for (size_t i = 0; i < s->im->count; i++)
		for (int of = first; of < end; of++) {
			const struct import_file *f = &s->im->files[i];
			for (size_t c = 0; c < count; c++)
				fed[c] = (struct batch_feed_column){.column = columns[c],
				    .position = position(f, (enum survey_of)of, columns[c])};
			batch_feed_input(b, f->sheet.frame->label, fed, count);
		}
	return true;
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The ids of its units, sorted, ';' between; their number. */
static size_t list_units(const struct survey *s, const struct survey_item *item, struct buf *out)
{
	size_t count = 0, kept = 0;
	struct str *ids = mem_alloc(item->count, sizeof(*ids));
	for (size_t i = 0; i < item->count; i++) {
		size_t row = item->units[i], from = row ? s->id_ends[row - 1] : 0;
		ids[count] = (struct str){s->ids.p + from, s->id_ends[row] - from};
		count += ids[count].n > 0;
	}
	qsort(ids, count, sizeof(*ids), by_bytes);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && str_equal(ids[i], ids[i - 1]))
			continue;
		if (kept++)
			buf_add_char(out, ';');
		buf_add_str(out, ids[i]);
	}
	free(ids);
	return kept;
}

static void give_item(struct survey_feed *s, struct batch *b, const struct survey_item *item)
{
	struct buf units = BUF_INIT;
	struct str values[SCHEMA_COLUMNS_MAX];
	int columns[SCHEMA_COLUMNS_MAX];
	size_t count = fed_columns(b->schema, columns);
	size_t covered = list_units(s->im->survey, item, &units);
	for (size_t i = 0; i < count; i++) {
		const char *name = b->schema->columns[columns[i]].name;
		values[i] = str_of(item->values[columns[i]]);
		if (strcmp(name, "units") == 0)
			values[i] = buf_str(&units);
		else if (strcmp(name, "area") == 0)
			values[i] = buf_str(&item->area);
		else if (strcmp(name, "line") == 0 || strcmp(name, "role") == 0)
			values[i] = str_of(survey_word(item->of));
		else if (strcmp(name, "mode") == 0 && values[i].n == 0)
			values[i] = covered > 1 ? STR("joint") : STR("single");
	}
	size_t input = s->of_people ? item->file : item->file * LINES + item->of;
	if (covered) {
		s->items = mem_room(s->items, &s->capacity, b->rows.count + 1, sizeof(*s->items));
		s->items[b->rows.count] = (size_t)(item - s->im->survey->items);
		batch_feed_row(b, input, item->row, values, false);
	}
	buf_release(&units);
}

static bool give_rows(struct batch_feed *feed, struct batch *b, struct diag *diag, struct error *e)
{
	struct survey_feed *s = of_feed(feed);
	(void)diag;
	(void)e;
	for (size_t i = 0; i < s->im->survey->keys.count; i++) {
		const struct survey_item *item = &s->im->survey->items[i];
		if ((item->of == SURVEY_GUIDE) == s->of_people)
			give_item(s, b, item);
	}
	return true;
}

/* Of the cell where messages place the column (position). */
static struct str original(struct batch_feed *feed, const struct batch *b, size_t row, int column)
{
	const struct survey_feed *s = of_feed(feed);
	const struct survey_item *item = &s->im->survey->items[s->items[row]];
	(void)b;
	if (column == COLUMN_NONE)
		return STR("");
	return str_of(item->texts[column] ? item->texts[column] : item->first);
}

/* Lines, areas and modes may be made up. */
static bool is_told_of(struct batch_feed *feed, size_t row, int column)
{
	const struct survey_feed *s = of_feed(feed);
	const struct survey_item *item = &s->im->survey->items[s->items[row]];
	return item->values[column] ||
	       strcmp(survey_schema(item->of)->columns[column].name, "units") == 0;
}

static bool differs(struct batch_feed *feed, size_t row, const struct str *stands,
    const char *column, struct str now, struct error *e)
{
	const struct survey_feed *s = of_feed(feed);
	const struct schema *schema = survey_schema(s->of_people ? SURVEY_GUIDE : SURVEY_PARTY);
	struct str id = stands[schema_column(schema, STR("id"))];
	int mode = s->of_people ? COLUMN_NONE : schema_column(schema, STR("mode"));
	bool grows = strcmp(column, "units") == 0 && memchr(now.p, ';', now.n);
	(void)e;
	/* over several units it is not single any more */
	if (grows && mode != COLUMN_NONE && str_equal(stands[mode], STR("single")) &&
	    !is_told_of(feed, row, mode))
		import_change(s->im, schema, id, "mode", STR("joint"));
	return import_change(s->im, schema, id, column, now);
}

struct survey_feed survey_feed_of(struct import *im, bool of_people)
{
	return (struct survey_feed){.feed = {.begin = give_columns,
					.rows = give_rows,
					.original = original,
					.is_told = is_told_of,
					.partial = true,
					.differs = im->request->changes ? differs : NULL},
	    .im = im,
	    .of_people = of_people};
}
