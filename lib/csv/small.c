/* small: see small.h. */
#include "csv/small.h"

static size_t find_field(const struct csv_row *header, const struct csv_small_column *column)
{
	for (size_t i = 0; i < header->count; i++)
		if (str_equal_text(header->fields[i], column->name) ||
		    (column->label && str_equal_text(header->fields[i], column->label)))
			return i;
	return SIZE_MAX;
}

bool csv_small_open(struct csv_small *f, struct input *in, const struct csv_small_column *columns,
    size_t count, const char *must, struct error *e)
{
	*f = (struct csv_small){.reader = in ? csv_reader_open(in, e) : NULL};
	bool good = f->reader != NULL;
	for (size_t i = 0; i < count && good; i++) {
		f->at[i] = find_field(csv_reader_header(f->reader), &columns[i]);
		good = f->at[i] != SIZE_MAX || !columns[i].required;
	}
	if (good || !f->reader)
		return good;
	error_set(e, ERROR_DATA, "%s", must);
	return error_at(e, csv_reader_name(f->reader), 1, 1);
}

bool csv_small_next(struct csv_small *f, struct error *e)
{
	enum csv_status status = csv_reader_next(f->reader, &f->row, e);
	f->whole = status == CSV_STATUS_END;
	if (status == CSV_STATUS_BAD)
		e->kind = ERROR_DATA;
	return status == CSV_STATUS_ROW;
}

struct str csv_small_cell(const struct csv_small *f, size_t column)
{
	return f->at[column] == SIZE_MAX ? STR("") : f->row.fields[f->at[column]];
}

bool csv_small_error_at(const struct csv_small *f, size_t column, struct error *e)
{
	return error_at(e, csv_reader_name(f->reader), f->row.number,
	    csv_column_of(f->row.line, f->at[column]));
}

bool csv_small_close(struct csv_small *f)
{
	csv_reader_close(f->reader);
	return f->whole;
}
