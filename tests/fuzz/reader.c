/* Rows of CSV files. Input: a file. */
#include "fuzz.h"

#include "base/utf8.h"
#include "csv/writer.h"

#include <stdlib.h>

/* Every row, and each line once: a row, a fault, or the header again. */
struct seen {
	size_t rows, bad;
	struct buf log;
	struct buf written; /* header and rows, written again */
};

static void look_at_row(const struct csv_row *row, const struct csv_row *header)
{
	CHECK(row->count == header->count);
	CHECK(!memchr(row->line.p, '\n', row->line.n));
	uint64_t last = 0;
	for (size_t i = 0; i < row->count; i++) {
		CHECK(utf8_valid_prefix(row->fields[i]) == row->fields[i].n);
		CHECK(!row->fields[i].n || !memchr(row->fields[i].p, '\0', row->fields[i].n));
		uint64_t column = csv_column_of(row->line, i);
		CHECK(column > last && column <= utf8_count(row->line) + 1);
		last = column;
	}
}

static void write_row(struct buf *out, const struct csv_row *row)
{
	size_t before = out->n;
	for (size_t i = 0; i < row->count; i++) {
		if (i)
			buf_add_char(out, ',');
		csv_quote(out, row->fields[i]);
	}
	if (out->n == before)
		buf_add_text(out, "\"\"");
	buf_add_char(out, '\n');
}

static bool read_rows(struct input *in, struct seen *s)
{
	struct error e = ERROR_INIT;
	struct csv_reader *r = csv_reader_open(in, &e);
	struct csv_row row;
	uint64_t line = 1;
	enum csv_status status;
	if (!r) {
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_DATA);
		return false;
	}
	const struct csv_row *header = csv_reader_header(r);
	look_at_row(header, header);
	write_row(&s->written, header);
	while ((status = csv_reader_next(r, &row, &e)) != CSV_STATUS_END) {
		CHECK(status != CSV_STATUS_FAILED && row.number > line);
		line = row.number;
		if (status == CSV_STATUS_BAD) {
			fuzz_check_error(&e);
			CHECK(e.kind == ERROR_ROW && e.line == row.number);
			CHECK(e.column >= 1 && e.column <= utf8_count(row.line) + 1);
			buf_printf(&s->log, "!%llu:%llu %s\n", (unsigned long long)e.line,
			    (unsigned long long)e.column, e.message);
			s->bad++;
			continue;
		}
		look_at_row(&row, header);
		write_row(&s->written, &row);
		write_row(&s->log, &row);
		s->rows++;
	}
	CHECK(csv_reader_next(r, &row, &e) == CSV_STATUS_END);
	csv_reader_close(r);
	return true;
}

static void release(struct seen *s)
{
	buf_release(&s->log);
	buf_release(&s->written);
	*s = (struct seen){0};
}

/* What was read, written and read again is the same, and written the same. */
static void check_round_trip(const struct seen *first)
{
	struct seen again = {0};
	CHECK(read_rows(input_of_text(buf_str(&first->written), "again"), &again));
	CHECK(again.bad == 0 && again.rows == first->rows);
	CHECK(str_equal(buf_str(&again.written), buf_str(&first->written)));
	release(&again);
}

/* The file twice is its rows twice: headers may come again. */
static void check_twice(struct str file, const struct seen *first)
{
	struct seen twice = {0};
	struct buf both = BUF_INIT;
	buf_add_str(&both, file);
	if (file.p[file.n - 1] != '\n')
		buf_add_char(&both, '\n');
	buf_add_str(&both, file);
	CHECK(read_rows(input_of_text(buf_str(&both), "twice"), &twice));
	CHECK(twice.rows == 2 * first->rows && twice.bad == 2 * first->bad);
	release(&twice);
	buf_release(&both);
}

/* When only every other field is wanted, those are the same, and so are the faults. */
static void check_wanted(struct str file)
{
	struct error e = ERROR_INIT, other = ERROR_INIT;
	struct csv_reader *all = csv_reader_open(input_of_text(file, "fuzz"), &e);
	struct csv_reader *some = csv_reader_open(input_of_text(file, "fuzz"), &e);
	struct csv_row a, b;
	enum csv_status status;
	size_t count = csv_reader_header(all)->count, wanted_count = 0;
	size_t *wanted = mem_alloc(count, sizeof(*wanted));
	for (size_t i = file.n % 2; i < count; i += 2)
		wanted[wanted_count++] = i;
	csv_reader_want(some, wanted, wanted_count);
	do {
		status = csv_reader_next(all, &a, &e);
		CHECK(csv_reader_next(some, &b, &other) == status);
		if (status == CSV_STATUS_BAD)
			CHECK(e.line == other.line && e.column == other.column &&
			      strcmp(e.message, other.message) == 0);
		for (size_t i = 0; status == CSV_STATUS_ROW && i < wanted_count; i++)
			CHECK(str_equal(a.fields[wanted[i]], b.fields[wanted[i]]));
	} while (status == CSV_STATUS_ROW || status == CSV_STATUS_BAD);
	csv_reader_close(all);
	csv_reader_close(some);
	free(wanted);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct seen s = {0};
	struct str file = fuzz_text(bytes, n);
	if (read_rows(input_of_text(file, "fuzz"), &s)) {
		check_round_trip(&s);
		check_twice(file, &s);
		check_wanted(file);
	}
	release(&s);
	return 0;
}
