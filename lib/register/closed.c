/* closed: see closed.h. */
#include "register/closed.h"
#include "base/number.h"
#include "csv/small.h"

#include <stdlib.h>

const char *const closing_columns[CLOSING_COLUMNS] = {
    "period", "edition", "at", "by", "why", "what", "rows", "sha256", "how"};

/* --- closed.csv ------------------------------------------------------------------------------ */

static bool find_columns(struct closings *c, const struct csv_reader *r, struct error *e)
{
	const struct csv_row *header = csv_reader_header(r);
	size_t *fields = c->fields;
	c->width = header->count;
	for (size_t i = 0; i < CLOSING_COLUMNS; i++) {
		fields[i] = 0;
		while (fields[i] < header->count &&
		       !str_equal_text(header->fields[fields[i]], closing_columns[i]))
			fields[i]++;
		if (fields[i] < header->count)
			continue;
		error_set(e, ERROR_DATA, _("the header lacks column '%s'"), closing_columns[i]);
		return error_at(e, csv_reader_name(r), 1, 1);
	}
	return true;
}

/* Only periods that have a name can be closed, so that a file can be named by them. */
static bool read_period(struct str text, struct period *period)
{
	char name[PERIOD_NAME_SIZE];
	return period_parse(text, 0, period) && period_name(period, name) &&
	       str_equal_text(text, name);
}

static bool read_closing(
    struct closings *c, const struct csv_reader *r, const struct csv_row *row, struct error *e)
{
	const size_t *fields = c->fields;
	struct closing closing = {.edition = 0};
	enum closing_column bad = CLOSING_COLUMNS;
	if (!read_period(row->fields[fields[CLOSING_PERIOD]], &closing.period))
		bad = CLOSING_PERIOD;
	else if (!number_parse(row->fields[fields[CLOSING_EDITION]], &closing.edition) ||
		 closing.edition < 1)
		bad = CLOSING_EDITION;
	else if (!time_parse(row->fields[fields[CLOSING_AT]], &closing.at))
		bad = CLOSING_AT;
	if (bad != CLOSING_COLUMNS) {
		error_set(e, ERROR_DATA, _("%s is not right ('%s'), so what is closed is not sure"),
		    closing_columns[bad], error_quote(row->fields[fields[bad]]));
		return error_at(
		    e, csv_reader_name(r), row->number, csv_column_of(row->line, fields[bad]));
	}
	for (size_t i = 0; i < CLOSING_COLUMNS; i++)
		closing.cells[i] = str_dup(row->fields[fields[i]]);
	c->items = mem_room(c->items, &c->capacity, c->count + 1, sizeof(*c->items));
	c->items[c->count++] = closing;
	return true;
}

bool closings_read(struct closings *c, const struct snapshot *s, struct error *e)
{
	struct csv_small f;
	*c = (struct closings){0};
	if (s->closed.fd < 0)
		return true;
	bool good = csv_small_open(&f, snapshot_input(&s->closed), NULL, 0, NULL, e) &&
		    find_columns(c, f.reader, e);
	while (good && csv_small_next(&f, e))
		good = read_closing(c, f.reader, &f.row, e);
	return csv_small_close(&f) && good;
}

void closings_release(struct closings *c)
{
	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < CLOSING_COLUMNS; j++)
			free(c->items[i].cells[j]);
	free(c->items);
	*c = (struct closings){0};
}

/* --- closed days ----------------------------------------------------------------------------- */

bool closed_days_read(struct closed_days *c, const struct snapshot *s, struct error *e)
{
	struct closings all;
	day end = DAY_NONE;
	*c = (struct closed_days){.end = ""};
	bool good = closings_read(&all, s, e);
	for (size_t i = 0; i < all.count && good; i++) {
		if (all.items[i].period.to <= end)
			continue;
		end = all.items[i].period.to;
		date_print(end, c->end);
		period_name(&all.items[i].period, c->period);
	}
	closings_release(&all);
	return good;
}

static bool is_closed(const struct closed_days *c, struct str date)
{
	return str_compare(date, str_of(c->end)) <= 0;
}

/* The cell as far as it matters on closed days. */
static struct str clipped(
    const struct closed_days *c, const struct schema *s, const struct str *cells, int column)
{
	if (column != s->end || is_closed(c, cells[column]))
		return cells[column];
	return (struct str){NULL, 0};
}

static bool is_there(const struct closed_days *c, const struct schema *s, const struct str *cells)
{
	return cells && is_closed(c, cells[s->happens]);
}

bool closed_is_late(const struct closed_days *c, const struct late_change *change)
{
	const struct schema *s = change->schema;
	if (!c->end[0])
		return false;
	bool before = is_there(c, s, change->before), after = is_there(c, s, change->after);
	if (!before || !after)
		return before || after;
	bool open = s->id == REGISTER_PROBLEMS && clipped(c, s, change->before, s->end).n == 0;
	bool progress = change->progress && open;
	for (int i = 0; i < s->column_count; i++) {
		if (i == s->recorded || (progress && i != s->end))
			continue;
		if (!str_equal(clipped(c, s, change->before, i), clipped(c, s, change->after, i)))
			return true;
	}
	return change->own_differ && !progress;
}

bool closed_refuse(const struct closed_days *c, struct error *e)
{
	return error_set(e, ERROR_FOUND,
	    /* TRANSLATORS: a period such as 2024-06, and its last day */
	    _("it would change what holds on closed days (%1$s is closed, and all days up to "
	      "%2$s); --late --why TEXT writes it all the same"),
	    c->period, c->end);
}
