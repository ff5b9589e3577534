/*
 * A register and its journal as they were known at a time. Input: "REGISTER TIME\n", the register,
 * a line "%%", the journal.
 */
#include "fuzz.h"

#include "csv/writer.h"
#include "register/table.h"

#include <fcntl.h>
#include <unistd.h>

struct state {
	size_t rows;
	struct buf written; /* header and rows, written again */
	size_t told[ERROR_NOTE + 1];
};

static void release(struct state *s)
{
	buf_release(&s->written);
	*s = (struct state){0};
}

static void write_header(const struct table *t, struct buf *out)
{
	size_t count;
	const struct table_column *columns = table_columns(t, &count);
	for (size_t i = 0; i < count; i++) {
		buf_add_text(out, i ? "," : "");
		csv_quote(out, str_of(columns[i].name));
	}
	buf_add_text(out, count == 1 && !columns[0].name[0] ? "\"\"\n" : "\n");
}

/* Values are canonical: reading them again gives the same bytes. */
static void check_values(const struct row *row)
{
	struct buf scratch = BUF_INIT;
	struct str again;
	struct error e;
	for (int i = 0; i < row->schema->column_count; i++) {
		struct value_type_of type = value_type_of(fuzz_district(), row->schema, i);
		CHECK(value_read(
		    fuzz_district(), &type, VALUE_STORED, row->values[i], &scratch, &again, &e));
		CHECK(str_equal(again, row->values[i]));
		CHECK(!row->schema->columns[i].required || row->values[i].n);
	}
	buf_release(&scratch);
}

static void write_row(const struct table *t, const struct row *row, struct buf *out)
{
	size_t count, before = out->n;
	table_columns(t, &count);
	for (size_t i = 0; i < count; i++) {
		buf_add_text(out, i ? "," : "");
		csv_quote(out, table_cell(t, row, i));
	}
	buf_add_text(out, out->n == before ? "\"\"\n" : "\n");
}

static bool read_table(struct table_spec *spec, struct state *s)
{
	struct fuzz_diag told = FUZZ_DIAG;
	struct error e = ERROR_INIT;
	struct row row;
	spec->diag = &told.diag;
	struct table *t = table_open(spec, &e);
	if (!t) {
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_DATA);
		return false;
	}
	write_header(t, &s->written);
	while (table_next(t, &row, &e) == TABLE_ROW) {
		check_values(&row);
		write_row(t, &row, &s->written);
		s->rows++;
	}
	table_close(t);
	memcpy(s->told, told.told, sizeof(told.told));
	return true;
}

/* Rows that were read and written are read again without a word, and written the same. */
static void check_round_trip(const struct schema *schema, const struct state *s)
{
	struct state again = {0};
	struct table_spec spec = {.schema = schema,
	    .directory = fuzz_district(),
	    .text_name = "again",
	    .text = buf_str(&s->written),
	    .known_by = INSTANT_NONE};
	CHECK(read_table(&spec, &again));
	CHECK(again.rows == s->rows && again.told[ERROR_ROW] == 0 && again.told[ERROR_TORN] == 0);
	CHECK(str_equal(buf_str(&again.written), buf_str(&s->written)));
	release(&again);
}

/* A row by hand: whether it is good and was recorded by `known`, in a journal also replaced later.
 */
static bool counts(const struct schema *s, const struct csv_row *header, const struct csv_row *row,
    bool journal, struct str known)
{
	struct buf scratch = BUF_INIT;
	struct str value, at = {NULL, 0};
	struct error e;
	bool good = true, given[SCHEMA_COLUMNS_MAX] = {false};
	for (size_t i = 0; good && i < header->count; i++) {
		struct str name = header->fields[i];
		bool word = journal && i < 4 &&
			    (str_equal(name, STR("at")) || str_equal(name, STR("op")) ||
				str_equal(name, STR("by")) || str_equal(name, STR("why")));
		if (word && str_equal(name, STR("at")))
			at = row->fields[i];
		int column = word ? COLUMN_NONE : schema_column(s, name);
		if (column == COLUMN_NONE)
			continue;
		struct value_type_of type = value_type_of(fuzz_district(), s, column);
		good = value_read(
		    fuzz_district(), &type, VALUE_STORED, row->fields[i], &scratch, &value, &e);
		given[column] = value.n > 0;
		if (good && column == s->recorded && str_compare(value, known) > 0)
			good = false;
	}
	for (int i = 0; i < s->column_count; i++)
		good = good && (given[i] || !s->columns[i].required);
	buf_release(&scratch);
	return good && (!journal || str_compare(at, known) > 0);
}

static size_t count_by_hand(
    const struct schema *s, const char *name, bool journal, struct str known)
{
	struct error e;
	struct csv_row row;
	enum csv_status status;
	size_t rows = 0;
	struct input *in = input_open(fuzz_path(name), &e);
	struct csv_reader *r = journal ? csv_reader_open_journal(in, &e) : csv_reader_open(in, &e);
	CHECK(r);
	while ((status = csv_reader_next(r, &row, &e)) != CSV_STATUS_END)
		if (status == CSV_STATUS_ROW && (row.ended || journal))
			rows += counts(s, csv_reader_header(r), &row, journal, known);
	csv_reader_close(r);
	return rows;
}

static void open_file(struct snapshot_file *f, const char *name)
{
	f->path = (char *)(uintptr_t) "register.csv";
	f->fd = open(fuzz_path(name), O_RDONLY | O_CLOEXEC);
	f->size = UINT64_MAX;
	CHECK(f->fd >= 0);
}

static void check(const struct schema *s, struct str time)
{
	struct snapshot snapshot = {.any_register = true};
	struct table_spec spec = {.schema = s,
	    .directory = fuzz_district(),
	    .snapshot = &snapshot,
	    .known_by = INSTANT_NONE};
	struct state now = {0}, then = {0}, end = {0};
	char known[TIME_SIZE];
	open_file(&snapshot.registers[s->id], "register.csv");
	open_file(&snapshot.journals[s->id], "journal.csv");
	bool good = read_table(&spec, &now);
	if (good)
		check_round_trip(s, &now);
	if (!time_parse(time, &spec.known_by))
		CHECK(time_parse(STR("2024-03-01T00:00:00Z"), &spec.known_by));
	time_print(spec.known_by, known);
	if (read_table(&spec, &then)) {
		CHECK(good);
		check_round_trip(s, &then);
		size_t rows = count_by_hand(s, "register.csv", false, str_of(known)) +
			      count_by_hand(s, "journal.csv", true, str_of(known));
		/* a last line without newline may be a row too */
		CHECK(then.rows >= rows && then.rows <= rows + 1);
		CHECK(time_parse(STR("9999-12-31T23:59:59Z"), &spec.known_by));
		CHECK(read_table(&spec, &end) && end.rows >= now.rows);
	}
	release(&now);
	release(&then);
	release(&end);
	close(snapshot.registers[s->id].fd);
	close(snapshot.journals[s->id].fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = fuzz_text(bytes, n), line, name;
	str_split(&rest, '\n', &line);
	str_split(&line, ' ', &name);
	if (!rest.p)
		return 0;
	fuzz_put("register.csv", fuzz_part(&rest));
	fuzz_put("journal.csv", rest.p ? rest : STR(""));
	check(fuzz_schema(name), line);
	return 0;
}
