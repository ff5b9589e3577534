/* check_journal: the rows that were replaced or withdrawn, as --known-by needs them; see check.h.
 * What stood in a register may be ill-typed, that may be why it was corrected; its times must be
 * right. */
#include "register/check_internal.h"

/* The field of a column behind the journal's own, or SIZE_MAX. */
static size_t find_field(const struct csv_row *header, const struct column *column)
{
	for (size_t i = JOURNAL_COLUMNS; i < header->count; i++)
		if (str_equal_text(header->fields[i], column->name) ||
		    str_equal_text(header->fields[i], column->label))
			return i;
	return SIZE_MAX;
}

static void check_times(
    struct check *c, const struct csv_row *row, size_t at_field, size_t recorded_field)
{
	instant at, recorded;
	struct str replaced = row->fields[at_field];
	if (!time_parse(replaced, &at)) {
		check_find(c, row->number, COLUMN_NONE, "ill-typed",
		    _("at is not right ('%s'), a time such as 2024-06-30T08:00:00Z was expected"),
		    error_quote(replaced));
		return;
	}
	struct str known =
	    recorded_field == SIZE_MAX ? (struct str){NULL, 0} : row->fields[recorded_field];
	if (known.n == 0)
		return;
	struct error e;
	struct str ignored;
	struct value_type_of type =
	    value_type_of(c->known->directory, c->schema, c->schema->recorded);
	if (!time_parse(known, &recorded)) {
		value_read(
		    c->known->directory, &type, VALUE_STORED, known, &c->scratch, &ignored, &e);
		check_find(c, row->number, c->schema->recorded, "ill-typed", "%s", e.message);
		return;
	}
	if (recorded > at)
		check_find(c, row->number, c->schema->recorded, "recorded-after-at",
		    _("recorded '%s' is later than '%s', when the row was replaced; --known-by "
		      "never "
		      "finds it"),
		    error_quote(known), error_quote(replaced));
}

static bool check_lines(struct check *c, struct csv_reader *r, struct error *e)
{
	struct csv_row row;
	enum csv_status status;
	const struct csv_row *header = csv_reader_header(r);
	size_t at = 0;
	while (
	    at < header->count && at < JOURNAL_COLUMNS && !str_equal(header->fields[at], STR("at")))
		at++;
	if (at == header->count || at == JOURNAL_COLUMNS) {
		check_find(c, 1, COLUMN_NONE, "missing-column", "%s",
		    _("the header of a journal must begin with at,op,by,why"));
		return true;
	}
	size_t recorded = find_field(header, &c->schema->columns[c->schema->recorded]);
	while ((status = csv_reader_next(r, &row, e)) != CSV_STATUS_END) {
		if (status == CSV_STATUS_FAILED)
			return false;
		if (status == CSV_STATUS_BAD)
			check_find(c, e->line, COLUMN_NONE, "bad-line", "%s", e->message);
		else
			check_times(c, &row, at, recorded);
	}
	return true;
}

bool check_journal(struct check *c, enum register_id id, struct error *e)
{
	const struct snapshot_file *f = &c->known->snapshot->journals[id];
	if (f->fd < 0)
		return true;
	struct csv_reader *r = csv_reader_open_journal(snapshot_input(f), e);
	c->journal = true;
	bool good = r && check_lines(c, r, e);
	c->journal = false;
	csv_reader_close(r);
	return good;
}
