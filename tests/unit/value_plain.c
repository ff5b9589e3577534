/* What value_is_plain lets pass must be good and canonical to value_read, which is the oracle; and
 * it lets pass what well kept registers are made of, or it would be of no use. */
#include "unit.h"

#include "register/value.h"

#include <stdio.h>
#include <unistd.h>

static struct directory directory;

static bool is_plain(const struct value_type_of *type, struct str text)
{
	struct str cell = exact_copy(text);
	bool plain = value_is_plain(type, cell);
	free((char *)cell.p);
	return plain;
}

static bool is_plain_input(const struct value_type_of *type, struct str text)
{
	struct str cell = exact_copy(text);
	bool plain = value_is_plain_input(type, cell);
	free((char *)cell.p);
	return plain;
}

static bool is_canonical_in(enum value_mode mode, const struct value_type_of *type, struct str text)
{
	struct buf scratch = BUF_INIT;
	struct str out;
	struct error e;
	bool good = value_read(&directory, type, mode, text, &scratch, &out, &e);
	good = good && str_equal(out, text);
	buf_release(&scratch);
	return good;
}

static bool is_canonical(const struct value_type_of *type, struct str text)
{
	return is_canonical_in(VALUE_STORED, type, text);
}

static struct value_type_of type_named(const char *schema, const char *column)
{
	const struct schema *s = schema_find(str_of(schema));
	int number = schema_column(s, str_of(column));
	assert_int_not_equal(number, COLUMN_NONE);
	return value_type_of(&directory, s, number);
}

static void plain_cells(void **state)
{
	(void)state;
	static const struct {
		const char *schema, *column, *text;
	} cells[] = {
	    {"units", "id", "U1"},
	    {"units", "id", "U"},
	    {"units", "id", "U12345678"},
	    {"units", "id", "u-1.a_9"},
	    {"units", "id", "AZaz09._-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
	    {"units", "uscc", "91350100M000100Y43"},
	    {"units", "name", " 东湖 "},
	    {"units", "kind", "enterprise"},
	    {"units", "kind", "self-employed"},
	    {"sites", "kind", "casual-station"},
	    {"units", "area", "36"},
	    {"units", "area", "3601"},
	    {"units", "area", "360102"},
	    {"units", "area", "360102007"},
	    {"units", "area", "360102007001"},
	    {"units", "employees", "0"},
	    {"units", "employees", "7"},
	    {"units", "employees", "1234"},
	    {"units", "employees", "123456789"},
	    {"units", "employees", "1234567890123456"},
	    {"units", "operating", "yes"},
	    {"units", "operating", "no"},
	    {"units", "since", "2024-06-30"},
	    {"units", "since", "2024-02-28"},
	    {"units", "since", "2023-12-31"},
	    {"units", "since", "0001-01-01"},
	    {"units", "until", ""},
	    {"units", "recorded", "2024-06-30T23:59:59Z"},
	    {"orgs", "parent", "O1"},
	    {"orgs", "units", "U1"},
	    {"orgs", "units", "U1;U10;U2"},
	    {"events", "value", "5.00"},
	    {"events", "value", "0.50"},
	    {"events", "value", "123456789.99"},
	    {"events", "audience", "riders;workers"},
	    {"events", "topic", "党性教育;职业技能"},
	};
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		struct value_type_of type = type_named(cells[i].schema, cells[i].column);
		if (!is_plain(&type, str_of(cells[i].text)))
			fail_msg("'%s' is not plain in %s.%s", cells[i].text, cells[i].schema,
			    cells[i].column);
		assert_true(is_canonical(&type, str_of(cells[i].text)));
	}
}

/* Cells of all types, some of which are not canonical, to be changed at random. */
static const char *const seeds[] = {"U1", "U431177", "a.b_c-D", "2024-06-30", "2024-02-29",
    "2023-02-28", "0000-01-01", "9999-12-31", "2024-06-30T08:00:00Z", "2024-11-31T23:59:59Z",
    "360102007", "360102007001", "36", "0", "00", "12", "0012", "123456789012345678",
    "999999999999999999", "9223372036854775807", "5.00", "0.50", "5", "05.00", "5.5",
    "999999999999999.99", "99999999999999999.99", "92233720368547758.07", "92233720368547758.08",
    "yes", "no", "是", "enterprise", "self-employed", "survey", "企业", "riders;workers",
    "workers;riders", " 东湖", "东湖　", "U1;U10;U2", "U1;U2;U10", "U1;U1", ";U1", "U1;", "乙;甲",
    "91350100M000100Y43", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

/* Puts in, takes out or changes a byte, most of them neighbours of those that cells are made of. */
static void change(char *text, size_t *n, uint64_t *seed)
{
	static const char bytes[] = "0123456789/:;<=@AZ[`az{-.,_^TZ \x7F\x80\xB0\xF5\xFF";
	char byte = bytes[random_below(seed, sizeof(bytes) - 1)];
	size_t at = random_below(seed, *n + 1);
	switch (random_below(seed, 3)) {
	case 0:
		memmove(text + at + 1, text + at, *n - at);
		text[at] = byte;
		++*n;
		break;
	case 1:
		if (at < *n)
			text[at] = byte;
		break;
	default:
		if (at < *n) {
			memmove(text + at, text + at + 1, *n - at - 1);
			--*n;
		}
	}
}

static void try_everywhere(struct str text, size_t *plain_count)
{
	for (int i = 0; i < REGISTER_COUNT; i++) {
		const struct schema *s = schema_of((enum register_id)i);
		for (int column = 0; column < s->column_count; column++) {
			struct value_type_of type = value_type_of(&directory, s, column);
			if (is_plain_input(&type, text) &&
			    !is_canonical_in(VALUE_INPUT, &type, text))
				fail_msg("'%.*s' is plain as input in %s.%s, not canonical",
				    (int)text.n, text.p, s->name, s->columns[column].name);
			if (!is_plain(&type, text))
				continue;
			++*plain_count;
			if (!is_canonical(&type, text))
				fail_msg("'%.*s' is plain in %s.%s, not canonical", (int)text.n,
				    text.p, s->name, s->columns[column].name);
		}
	}
}

static void plain_cells_are_canonical(void **state)
{
	(void)state;
	enum { ROUNDS = 100 };
	uint64_t seed = 20240630;
	size_t plain_count = 0;
	for (size_t i = 0; i < ROUNDS * (sizeof(seeds) / sizeof(seeds[0])); i++) {
		char text[128];
		size_t n = strlen(seeds[i / ROUNDS]);
		memcpy(text, seeds[i / ROUNDS], n);
		for (size_t changes = i % ROUNDS ? random_below(&seed, 4) : 0; changes > 0;
		     changes--)
			change(text, &n, &seed);
		try_everywhere((struct str){text, n}, &plain_count);
	}
	assert_true(plain_count > ROUNDS);
}

static const char *const columns[] = {"id", "uscc", "name", "kind", "area", "employees", "step",
    "operating", "since", "until", "recorded", "note"};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

/* A cell that needs no quotes; many are right for their column. */
static void add_cell(struct buf *text, size_t column, uint64_t *seed)
{
	static const char *const right[COLUMNS] = {"U12345", "91350100M000100Y43", "甲",
	    "enterprise", "360102007001", "15", "survey", "yes", "2024-06-30", "2024-07-31",
	    "2024-06-30T08:00:00Z", ""};
	char cell[128];
	size_t which = random_below(seed, 4);
	snprintf(cell, sizeof(cell), "%s",
	    which == 0   ? seeds[random_below(seed, sizeof(seeds) / sizeof(seeds[0]))]
	    : which == 1 ? ""
			 : right[column]);
	size_t n = strlen(cell);
	if (which == 3)
		change(cell, &n, seed);
	for (size_t i = 0; i < n; i++)
		if (cell[i] == ',' || ((unsigned char)cell[i] >= 0x80 && which == 3))
			cell[i] = 'x';
	buf_add(text, cell, n);
}

/* The cells of blocks are judged like each alone, whatever stands beside them. */
static void rows_of_blocks(void **state)
{
	(void)state;
	enum { ROWS = 3000 };
	uint64_t seed = 4;
	struct buf text = BUF_INIT;
	struct error e;
	struct value_place places[COLUMNS];
	size_t count = 0, seen = 0, plain_count = 0;
	const struct schema *units = schema_of(REGISTER_UNITS);
	for (size_t row = 0; row <= ROWS; row++)
		for (size_t i = 0; i < COLUMNS; i++) {
			if (row == 0)
				buf_add_text(&text, columns[i]);
			else
				add_cell(&text, i, &seed);
			buf_add_char(&text, i + 1 < COLUMNS ? ',' : '\n');
		}
	for (size_t i = 0; i < COLUMNS; i++) {
		int column = schema_column(units, str_of(columns[i]));
		if (column != COLUMN_NONE)
			places[count++] =
			    (struct value_place){value_type_of(&directory, units, column), i};
	}
	struct csv_reader *r = csv_reader_open(input_of_text(buf_str(&text), "text"), &e);
	assert_non_null(r);
	struct csv_row row;
	struct csv_block b;
	while (csv_reader_next(r, &row, &e) == CSV_STATUS_ROW)
		while (csv_reader_block(r, &b))
			for (size_t i = 0; i < b.rows; i++, seen++)
				for (size_t j = 0; j < count; j++) {
					struct str cell = csv_block_field(&b, i, places[j].field);
					size_t start = random_below(&seed, i + 1);
					if (i - start >= VALUES_ROWS_MAX)
						start = i;
					bool want = cell.n ? is_plain(&places[j].type, cell)
							   : !places[j].type.column->required;
					uint64_t got = values_are_plain(
					    &places[j], 1, &b, start, i - start + 1);
					assert_int_equal(got >> (i - start) & 1, want);
					plain_count += want;
				}
	assert_true(seen > ROWS / 2 && plain_count > seen);
	csv_reader_close(r);
	buf_release(&text);
}

/* Every byte in every place of short cells, and all days of years that differ. */
static void single_bytes_and_days(void **state)
{
	(void)state;
	static const char *const texts[] = {"7", "12", "yes", "no", "1234", "U1;U2", "5.00",
	    "2024-06-30", "360102007", "2024-06-30T12:34:56Z", "survey"};
	size_t plain_count = 0;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		for (size_t at = 0; at < strlen(texts[i]); at++)
			for (int byte = 0; byte < 256; byte++) {
				char text[32];
				snprintf(text, sizeof(text), "%s", texts[i]);
				text[at] = (char)byte;
				try_everywhere((struct str){text, strlen(texts[i])}, &plain_count);
			}
	struct value_type_of since = type_named("units", "since");
	static const int years[] = {0, 1, 1900, 2000, 2023, 2024};
	for (size_t i = 0; i < sizeof(years) / sizeof(years[0]); i++)
		for (int month = 0; month < 14; month++)
			for (int day_of_month = 0; day_of_month < 33; day_of_month++) {
				char text[32];
				snprintf(text, sizeof(text), "%04d-%02d-%02d", years[i], month,
				    day_of_month);
				assert_true(!is_plain(&since, str_of(text)) ||
					    is_canonical(&since, str_of(text)));
			}
}

/* Codes of codes.csv are codes like the others, also long ones. */
static void codes_of_the_directory(void **state)
{
	(void)state;
	struct vocabulary *v = &directory.vocabulary;
	char path[TEST_PATH_SIZE], file[TEST_PATH_SIZE + 16];
	struct error e;
	assert_true(make_test_directory(path));
	snprintf(file, sizeof(file), "%s/codes.csv", path);
	FILE *f = fopen(file, "w");
	assert_non_null(f);
	fputs("field,code,label,aliases\n", f);
	for (int i = 0; i < 100; i++)
		fprintf(f, "units.kind,kind-%d,种类%d,\nunits.kind,a-code-of-many-letters-%d,,\n",
		    i, i, i);
	assert_int_equal(fclose(f), 0);
	assert_true(vocabulary_extend(v, file, &e));
	struct value_type_of kind = type_named("units", "kind");
	for (int i = 0; i < 100; i++) {
		char text[64];
		snprintf(text, sizeof(text), "kind-%d", i);
		assert_true(is_plain(&kind, str_of(text)));
		snprintf(text, sizeof(text), "种类%d", i);
		assert_false(is_plain(&kind, str_of(text)));
		snprintf(text, sizeof(text), "a-code-of-many-letters-%d", i);
		assert_false(is_plain(&kind, str_of(text)));
		assert_true(is_canonical(&kind, str_of(text)));
	}
	assert_true(is_plain(&kind, STR("enterprise")));
	assert_false(is_plain(&kind, STR("kind-100")));
	unlink(file);
	rmdir(path);
}

int main(void)
{
	struct error e;
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_cells),
	    cmocka_unit_test(plain_cells_are_canonical),
	    cmocka_unit_test(rows_of_blocks),
	    cmocka_unit_test(single_bytes_and_days),
	    cmocka_unit_test(codes_of_the_directory),
	};
	if (!directory_open(&directory, "/nonexistent", &e))
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	directory_close(&directory);
	return failed;
}
