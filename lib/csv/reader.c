/*
 * reader: see reader.h. There are two ways from a line to its fields. The simple one, for any line:
 * examine_line refuses bytes that no field may hold, libcsv cuts the line (cut_line). The fast one,
 * for lines without a quote: slice_line takes the fields from the separators that the scan has
 * found, and only the lines of a block with odd bytes are examined; reader_blocks.c gives whole
 * blocks of such lines. Both must agree; with TAIZHANG_SIMD=libcsv all lines take the simple one,
 * which tests/unit/reader.c and ways.c hold the other against.
 */
#include "base/intern.h"
#include "base/utf8.h"
#include "csv/reader_internal.h"

#include <stdlib.h>

/* Of a line with more fields than the header only the number of them is of use; a line of nothing
 * but commas must not become many times as large. */
static size_t fields_kept(const struct csv_reader *r)
{
	return r->header.count ? r->header.count : CSV_COLUMNS_MAX;
}

static void on_field(void *bytes, size_t n, void *context)
{
	struct csv_reader *r = context;
	if (r->end_count++ >= fields_kept(r))
		return;
	buf_add(&r->text, bytes, n);
	r->ends = mem_room(r->ends, &r->end_capacity, r->end_count, sizeof(*r->ends));
	r->ends[r->end_count - 1] = r->text.n;
}

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

static void parser_start(struct csv_reader *r)
{
	if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		mem_fail();
	csv_set_space_func(&r->parser, never);
	csv_set_term_func(&r->parser, never);
	csv_set_blk_size(&r->parser, 4096);
}

/* All of a row but its fields. */
static void tell_line(const struct input_line *line, struct csv_row *row)
{
	*row = (struct csv_row){
	    .line = line->text,
	    .number = line->number,
	    .offset = line->offset,
	    .bytes = line->bytes,
	    .ended = line->ended,
	};
}

/* The next line, borrowed until the next call. CSV_STATUS_ROW, _END or _FAILED. */
static enum csv_status next_line(struct csv_reader *r, struct csv_row *row, struct error *e)
{
	enum lines_status status = lines_next(&r->lines, &r->line, e);
	if (status != LINES_LINE)
		return status == LINES_END ? CSV_STATUS_END : CSV_STATUS_FAILED;
	tell_line(&r->line, row);
	return CSV_STATUS_ROW;
}

bool csv_reader_skip_line(struct csv_reader *r, struct csv_row *row, struct error *e)
{
	if (!lines_skip(&r->lines, &r->line, e))
		return false;
	tell_line(&r->line, row);
	return true;
}

/* Refuses the bytes that no field may hold. */
static bool examine_line(struct csv_reader *r, const struct csv_row *row, struct error *e)
{
	struct str line = row->line;
	const char *name = input_name(r->lines.in);
	if (line.n == 0) {
		error_set(e, ERROR_ROW, _("a blank line, a row was expected"));
		return error_at(e, name, row->number, 1);
	}
	const char *bad = memchr(line.p, '\0', line.n);
	if (bad) {
		error_set(e, ERROR_ROW, _("a NUL byte, text was expected"));
		return error_at(
		    e, name, row->number, utf8_count(str_first(line, (size_t)(bad - line.p))) + 1);
	}
	bad = memchr(line.p, '\r', line.n);
	if (bad) {
		error_set(
		    e, ERROR_ROW, _("a carriage return inside a line, one record is one line"));
		return error_at(
		    e, name, row->number, utf8_count(str_first(line, (size_t)(bad - line.p))) + 1);
	}
	size_t good = utf8_valid_prefix(line);
	if (good < line.n) {
		error_set(e, ERROR_ROW,
		    _("byte %02X is not UTF-8 here; convert the file first (iconv -f GB18030 -t "
		      "UTF-8)"),
		    (unsigned char)line.p[good]);
		return error_at(e, name, row->number, utf8_count(str_first(line, good)) + 1);
	}
	return true;
}

static bool quote_fault(struct csv_reader *r, const struct csv_row *row, size_t at, struct error *e)
{
	if (at >= row->line.n)
		error_set(e, ERROR_ROW,
		    _("a quote that is not closed on its line; one record is one line, line breaks "
		      "inside fields are refused"));
	else if (row->line.p[at] == '"')
		error_set(e, ERROR_ROW,
		    _("a quote inside a field that does not begin with one; quote the field and "
		      "double the quote"));
	else
		error_set(e, ERROR_ROW, _("text after a closing quote, a comma was expected"));
	csv_free(&r->parser);
	parser_start(r);
	return error_at(
	    e, input_name(r->lines.in), row->number, utf8_count(str_first(row->line, at)) + 1);
}

/* The fields of a line, by libcsv: slow, and right for all lines. */
static bool cut_line(struct csv_reader *r, struct csv_row *row, struct error *e)
{
	r->text.n = 0;
	r->end_count = 0;
	buf_reserve(&r->text, row->line.n); /* fields are no longer than their line */
	size_t done = csv_parse(&r->parser, row->line.p, row->line.n, on_field, NULL, r);
	if (done < row->line.n && csv_error(&r->parser) == CSV_ENOMEM)
		mem_fail();
	if (done < row->line.n)
		return quote_fault(r, row, done, e);
	if (csv_fini(&r->parser, on_field, NULL, r) != 0)
		return quote_fault(r, row, row->line.n, e);
	size_t kept = r->end_count < fields_kept(r) ? r->end_count : fields_kept(r);
	r->fields = mem_room(r->fields, &r->field_capacity, kept, sizeof(*r->fields));
	for (size_t i = 0, from = 0; i < kept; from = r->ends[i++])
		r->fields[i] = (struct str){r->text.p + from, r->ends[i] - from};
	row->fields = r->fields;
	row->count = r->end_count;
	return true;
}

static void drop_byte_order_mark(struct str *line)
{
	if (str_starts(*line, STR("\xEF\xBB\xBF")))
		*line = str_from(*line, 3);
}

/* The header again, perhaps quoted otherwise or behind a byte order mark. */
static bool is_header_again(const struct csv_reader *r, const struct csv_row *row)
{
	if (row->count != r->header.count)
		return false;
	for (size_t i = 0; i < row->count; i++) {
		struct str field = row->fields[i], name = r->header.fields[i];
		if (str_equal(field, name))
			continue;
		if (i > 0 || !str_starts(row->line, STR("\xEF\xBB\xBF")))
			return false;
		drop_byte_order_mark(&field);
		if (!str_equal(field, name))
			return false;
	}
	return true;
}

/* A file with a byte order mark may stand behind another; before a quoted field the mark would be a
 * fault. */
static void drop_inner_mark(struct csv_row *row)
{
	struct str line = row->line;
	drop_byte_order_mark(&line);
	if (line.n < row->line.n && line.n && line.p[0] == '"')
		row->line = line;
}

/* Keeps the header's line and fields beyond the next row. */
static void keep_header(struct csv_reader *r, const struct csv_row *row)
{
	buf_add_str(&r->header_line, row->line);
	buf_reserve(
	    &r->header_text, row->line.n); /* unquoted fields are no longer: it does not move */
	r->header = *row;
	r->header.line = buf_str(&r->header_line);
	r->header_fields = mem_alloc(row->count, sizeof(*r->header_fields));
	for (size_t i = 0; i < row->count; i++) {
		r->header_fields[i] =
		    (struct str){r->header_text.p + r->header_text.n, row->fields[i].n};
		buf_add_str(&r->header_text, row->fields[i]);
		buf_add_text(&r->plain_header, i ? "," : "");
		buf_add_str(&r->plain_header, row->fields[i]);
	}
	r->header.fields = r->header_fields;
}

/* What is often given instead of a CSV: a workbook, or columns that something else separates. */
static bool looks_like_csv(const struct csv_reader *r, struct error *e)
{
	static const char *const others[] = {"\t", ";", "，", "；"};
	struct str line = r->header.line;
	size_t at = SIZE_MAX;
	if (str_starts(line, STR("PK\x03\x04"))) {
		error_set(e, ERROR_DATA, "%s",
		    _("not a CSV but a workbook or zip file; save it as CSV (UTF-8) first"));
		return error_at(e, input_name(r->lines.in), 0, 0);
	}
	if (r->header.count > 1 || (line.n && memchr(line.p, '"', line.n)))
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]) && at == SIZE_MAX; i++)
		at = str_find(line, str_of(others[i]));
	if (at == SIZE_MAX)
		return true;
	error_set(e, ERROR_DATA, _("the header '%s' has no comma between its columns"),
	    error_quote(line));
	return error_at(
	    e, input_name(r->lines.in), r->header.number, utf8_count(str_first(line, at)) + 1);
}

/* A header may be missing and the first row stand in its place: its text is not shown. */
static bool names_differ(struct csv_reader *r, size_t first, struct error *e)
{
	struct intern seen = {0};
	bool is_new = true;
	for (size_t i = first; i < r->header.count && is_new; i++) {
		size_t number = intern_add(&seen, r->header.fields[i], &is_new);
		if (!is_new) {
			error_set(e, ERROR_DATA,
			    _("columns %1$zu and %2$zu of the header have the same name"),
			    first + number + 1, i + 1);
			error_at(e, input_name(r->lines.in), r->header.number,
			    csv_column_of(r->header.line, i));
		}
	}
	intern_release(&seen);
	return is_new;
}

static bool no_header(const struct csv_reader *r, struct error *e)
{
	error_set(e, ERROR_DATA, _("the file is empty, a header line was expected"));
	return error_at(e, input_name(r->lines.in), 0, 0);
}

static bool read_header(struct csv_reader *r, size_t first, struct error *e)
{
	struct csv_row row = {0};
	enum csv_status status = next_line(r, &row, e);
	if (status == CSV_STATUS_FAILED)
		return false;
	if (status == CSV_STATUS_END)
		return no_header(r, e);
	size_t before = row.line.n;
	drop_byte_order_mark(&row.line);
	r->spreadsheet = r->line.carriage_return || row.line.n < before;
	if (row.line.n == 0 && !row.ended)
		return no_header(r, e);
	if (!examine_line(r, &row, e) || !cut_line(r, &row, e)) {
		e->kind = ERROR_DATA;
		return false;
	}
	if (row.count > CSV_COLUMNS_MAX) {
		error_set(e, ERROR_DATA, _("the header has %zu columns, at most %d are possible"),
		    row.count, CSV_COLUMNS_MAX);
		return error_at(e, input_name(r->lines.in), row.number, 1);
	}
	keep_header(r, &row);
	r->sliced = mem_alloc(r->header.count, sizeof(*r->sliced));
	r->wanted = mem_alloc(r->header.count, sizeof(*r->wanted));
	for (size_t i = 0; i < r->header.count; i++)
		r->wanted[i] = i;
	r->wanted_count = r->header.count;
	return looks_like_csv(r, e) && names_differ(r, first, e);
}

/* The names from column `first` on must differ. */
static struct csv_reader *reader_open(struct input *in, size_t first, struct error *e)
{
	struct csv_reader *r = mem_alloc(1, sizeof(*r));
	const char *way = getenv("TAIZHANG_SIMD");
	r->lines.in = in;
	r->by_libcsv = way && strcmp(way, "libcsv") == 0;
	parser_start(r);
	if (!read_header(r, first, e)) {
		csv_reader_close(r);
		return NULL;
	}
	return r;
}

struct csv_reader *csv_reader_open(struct input *in, struct error *e)
{
	return reader_open(in, 0, e);
}

struct csv_reader *csv_reader_open_journal(struct input *in, struct error *e)
{
	return reader_open(in, JOURNAL_COLUMNS, e);
}

const struct csv_row *csv_reader_header(const struct csv_reader *r)
{
	return &r->header;
}

const char *csv_reader_name(const struct csv_reader *r)
{
	return input_name(r->lines.in);
}

bool csv_reader_is_spreadsheet(const struct csv_reader *r)
{
	return r->spreadsheet;
}

void csv_reader_want(struct csv_reader *r, const size_t *fields, size_t count)
{
	memset(r->sliced, 0, r->header.count * sizeof(*r->sliced));
	r->wanted = mem_grow(r->wanted, count, sizeof(*r->wanted));
	if (count)
		memcpy(r->wanted, fields, count * sizeof(*fields));
	r->wanted_count = count;
}

/* A line without a quote: its commas are the ends of its fields. */
static bool is_plain(const struct csv_reader *r)
{
	const struct input_line *line = &r->line;
	return line->ended && !r->by_libcsv && line->text.n &&
	       !(line->quotes && memchr(line->text.p, '"', line->text.n));
}

/* The wanted fields of a plain line. Their number is right whatever it is. */
static void slice_line(struct csv_reader *r, struct csv_row *row)
{
	const struct input_line *line = &r->line;
	row->count = line->separator_count;
	row->fields = r->sliced;
	if (row->count != r->header.count)
		return;
	const uint32_t *ends = line->separators;
	for (size_t i = 0; i < r->wanted_count; i++) {
		size_t field = r->wanted[i];
		const char *from = field ? line->block + ends[field - 1] + 1 : line->text.p;
		r->sliced[field] = (struct str){from, (size_t)(line->block + ends[field] - from)};
	}
	if (line->carriage_return && r->sliced[row->count - 1].n)
		r->sliced[row->count - 1].n--;
}

bool csv_reader_is_header(const struct csv_reader *r, struct str line)
{
	struct str header = buf_str(&r->plain_header);
	bool same = str_equal(line, header);
	drop_byte_order_mark(&line);
	return same || str_equal(line, header);
}

/* The next line and its fields, whatever their number; *again is set when it is the header. */
static enum csv_status next_cut(
    struct csv_reader *r, struct csv_row *row, bool *again, struct error *e)
{
	enum csv_status status = next_line(r, row, e);
	if (status != CSV_STATUS_ROW)
		return status;
	if (is_plain(r)) {
		if (r->line.odd && !examine_line(r, row, e))
			return CSV_STATUS_BAD;
		slice_line(r, row);
		*again = row->count == r->header.count && csv_reader_is_header(r, row->line);
		return CSV_STATUS_ROW;
	}
	drop_inner_mark(row);
	if (!examine_line(r, row, e) || !cut_line(r, row, e))
		return CSV_STATUS_BAD;
	*again = is_header_again(r, row);
	return CSV_STATUS_ROW;
}

enum csv_status csv_reader_next(struct csv_reader *r, struct csv_row *row, struct error *e)
{
	enum csv_status status;
	bool again;
	do {
		again = false;
		status = next_cut(r, row, &again, e);
	} while (again);
	if (status != CSV_STATUS_ROW)
		return status;
	if (row->count != r->header.count) {
		error_set(e, ERROR_ROW,
		    ngettext("%zu field, the header has %zu", "%zu fields, the header has %zu",
			row->count),
		    row->count, r->header.count);
		size_t first_odd = row->count > r->header.count ? r->header.count : row->count - 1;
		error_at(
		    e, input_name(r->lines.in), row->number, csv_column_of(row->line, first_odd));
		return CSV_STATUS_BAD;
	}
	return CSV_STATUS_ROW;
}

struct csv_reader *csv_reader_of_part(const struct csv_reader *whole, struct csv_extent part)
{
	struct csv_reader *r = mem_alloc(1, sizeof(*r));
	parser_start(r);
	keep_header(r, &whole->header);
	r->spreadsheet = whole->spreadsheet;
	r->sliced = mem_alloc(r->header.count, sizeof(*r->sliced));
	csv_reader_want(r, whole->wanted, whole->wanted_count);
	r->lines.in = csv_reader_input_of(part, csv_reader_name(whole));
	return r;
}

void csv_reader_close(struct csv_reader *r)
{
	if (!r)
		return;
	lines_release(&r->lines);
	csv_free(&r->parser);
	buf_release(&r->text);
	buf_release(&r->header_line);
	buf_release(&r->header_text);
	buf_release(&r->plain_header);
	free(r->header_fields);
	free(r->sliced);
	free(r->wanted);
	free(r->ends);
	free(r->fields);
	free(r);
}

uint64_t csv_column_of(struct str line, size_t field)
{
	bool quoted = false;
	size_t at = 0;
	for (; at < line.n && field > 0; at++) {
		if (line.p[at] == '"')
			quoted = !quoted;
		else if (line.p[at] == ',' && !quoted)
			field--;
	}
	return utf8_count(str_first(line, at)) + 1;
}
