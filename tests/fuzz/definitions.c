/* definitions.csv. Input: the file. What is accepted is also prepared for counting. */
#include "fuzz.h"

#include "csv/writer.h"
#include "figures/count.h"

static void write_again(const struct definitions *d, struct buf *out)
{
	static const char header[] =
	    "figure,label,unit,register,when,where,measure,of,group,match,note\n";
	buf_add_text(out, header);
	for (size_t i = 0; i < d->count; i++)
		for (int j = 0; j < DEFINITION_COLUMN_COUNT; j++) {
			csv_quote(out, str_of(d->rows[i].cells[j]));
			buf_add_char(out, j + 1 < DEFINITION_COLUMN_COUNT ? ',' : '\n');
		}
}

static void look_at(const struct definitions *d, const struct definition *own)
{
	struct str name = str_of(own->cells[DEFINITION_FIGURE]);
	struct error e = {.kind = ERROR_USAGE, .message = "x"};
	CHECK(name.n > 0 && definitions_find(d, name) == own);
	CHECK(own->of == DEFINITION_NONE || own->of < d->count);
	CHECK(own->schema || own->of == DEFINITION_NONE);
	for (int j = 0; j < DEFINITION_COLUMN_COUNT; j++) {
		CHECK(!definition_place(d, own, (enum definition_column)j, &e));
		fuzz_check_error(&e);
	}
}

static void check_round_trip(const struct definitions *d)
{
	struct buf text = BUF_INIT;
	struct definitions again = {0};
	struct error e;
	write_again(d, &text);
	CHECK(definitions_read(&again, input_of_text(buf_str(&text), "again"), &e));
	CHECK(again.count == d->count);
	for (size_t i = 0; i < d->count; i++) {
		const struct definition *a = &d->rows[i], *b = &again.rows[i];
		for (int j = 0; j < DEFINITION_COLUMN_COUNT; j++)
			CHECK(strcmp(a->cells[j], b->cells[j]) == 0);
		CHECK(a->schema == b->schema && a->when == b->when && a->of == b->of &&
		      a->measure == b->measure);
	}
	definitions_release(&again);
	buf_release(&text);
}

static void count(const struct definitions *d)
{
	struct error e = ERROR_INIT;
	const struct count_options options = {.directory = fuzz_district(),
	    .definitions = d,
	    .time = {date_of(2024, 6, 30), date_of(2024, 1, 1), date_of(2024, 6, 30)},
	    .level = 9};
	struct count *c = count_new(&options, &e);
	if (c) {
		CHECK(count_registers(c) <= REGISTER_ALL && count_lookups(c) <= REGISTER_ALL);
		count_free(c);
		return;
	}
	fuzz_check_error(&e);
	CHECK(e.kind == ERROR_USAGE && e.line > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct definitions d = {0};
	struct error e = ERROR_INIT;
	if (definitions_read(&d, input_of_text(fuzz_text(bytes, n), "fuzz"), &e)) {
		for (size_t i = 0; i < d.count; i++)
			look_at(&d, &d.rows[i]);
		check_round_trip(&d);
		if (d.count)
			count(&d);
	} else {
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_DATA || e.kind == ERROR_USAGE);
	}
	definitions_release(&d);
	return 0;
}
