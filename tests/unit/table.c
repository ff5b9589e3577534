/* Registers as streams of rows: snapshots, torn tails, interrupted writes, the state at an earlier
 * time. */
#include "unit.h"

#include "register/table.h"

#include <stdio.h>
#include <unistd.h>

#define HEADER "id,name,kind,area,members,since,until,recorded\n"
#define ROW1 "U1,东湖某公司,企业,360102007,3,2024-01-01,,2024-01-02T00:00:00Z\n"
#define ROW2 "U2,\"某社团,分会\",association,360102008,,,,2024-02-02T00:00:00Z\n"

static char path[TEST_PATH_SIZE];

static const char *file_path(const char *name)
{
	static char file[2 * TEST_PATH_SIZE];
	snprintf(file, sizeof(file), "%s/%s", path, name);
	return file;
}

static void put(const char *name, struct str content)
{
	FILE *f = fopen(file_path(name), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
	assert_int_equal(fclose(f), 0);
}

static void remove_all(void)
{
	static const char *const names[] = {
	    "units.csv", "units.journal.csv", "orgs.csv", ".pending"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(file_path(names[i]));
}

/* What was told, one letter each: r bad row, t torn tail, n note. */
struct told {
	struct diag diag;
	struct buf kinds;
};

static void say(struct diag *diag, const struct error *e)
{
	struct told *told = (struct told *)diag;
	buf_add_char(&told->kinds, e->kind == ERROR_ROW    ? 'r'
				   : e->kind == ERROR_TORN ? 't'
				   : e->kind == ERROR_NOTE ? 'n'
							   : '?');
}

/* What happens between a snapshot and its reading; NULL: nothing. */
static void (*meanwhile)(void);

/* Ids and kinds of the units as "U1=enterprise ", then what was told behind '|'; or "failed". */
static void expect_units(uint64_t unchecked, const char *known_by, const char *want)
{
	struct directory d;
	struct snapshot s;
	struct error e = {0};
	struct told told = {.diag = {say}};
	struct buf log = BUF_INIT;
	const struct schema *units = schema_of(REGISTER_UNITS);
	assert_true(directory_open(&d, path, &e));
	assert_true(snapshot_take(&s, &d, REGISTER_BIT(REGISTER_UNITS), known_by != NULL, &e));
	if (meanwhile)
		meanwhile();
	struct table_spec spec = {.schema = units,
	    .directory = &d,
	    .snapshot = &s,
	    .known_by = INSTANT_NONE,
	    .unchecked = unchecked,
	    .diag = &told.diag};
	if (known_by)
		assert_true(time_parse(str_of(known_by), &spec.known_by));
	struct table *t = table_open(&spec, &e);
	struct row row;
	while (t && table_next(t, &row, &e) == TABLE_ROW) {
		buf_add_str(&log, row.values[schema_column(units, STR("id"))]);
		buf_add_char(&log, '=');
		buf_add_str(&log, row.values[schema_column(units, STR("kind"))]);
		buf_add_char(&log, ' ');
	}
	buf_printf(&log, "%s|%s", t ? "" : "failed", buf_text(&told.kinds));
	assert_string_equal(buf_text(&log), want);
	table_close(t);
	snapshot_release(&s);
	directory_close(&d);
	buf_release(&log);
	buf_release(&told.kinds);
}

static void rows_are_canonical(void **state)
{
	(void)state;
	put("units.csv", STR(HEADER ROW1 ROW2));
	expect_units(0, NULL, "U1=enterprise U2=association |");
	put("units.csv",
	    STR("录入时间,所属街道社区,单位类别,自编列,单位名称,单位编号\n,360102,民非,x,甲,U7\n"));
	expect_units(0, NULL, "U7=service |");
	expect_units(UINT64_MAX, NULL, "U7=民非 |");
}

static void bad_rows_are_left_out(void **state)
{
	(void)state;
	put("units.csv", STR(HEADER "U8,甲,nonsense,360102,,,,\n" ROW1 "U9,,企业,360102,,,,\n"
				    "U9,乙,企业,360102,x,,,\nU9,乙\n\n" ROW2));
	expect_units(0, NULL, "U1=enterprise U2=association |rrrrr");
}

static void broken_headers_fail(void **state)
{
	(void)state;
	put("units.csv", STR("id,name,kind\nU1,甲,企业\n"));
	expect_units(0, NULL, "failed|");
	put("units.csv", STR("id,单位编号,name,kind,area\n"));
	expect_units(0, NULL, "failed|");
	put("units.csv", STR(""));
	expect_units(0, NULL, "failed|");
}

static void missing_registers(void **state)
{
	(void)state;
	expect_units(0, NULL, "failed|");
	put("orgs.csv", STR("id,line,name,mode,area\n"));
	expect_units(0, NULL, "|n");
}

/* Cut at any byte: the first row is there or not, the second is a row only when it is whole; what
 * columns the program checks makes no difference to that. */
static void every_cut_is_a_row_or_torn(void **state)
{
	(void)state;
	struct str whole = STR(HEADER ROW1 ROW2);
	size_t header = sizeof(HEADER) - 1, first = header + sizeof(ROW1) - 1;
	for (size_t cut = header; cut <= whole.n; cut++) {
		put("units.csv", str_first(whole, cut));
		bool one = cut + 1 >= first, two = cut + 1 >= whole.n;
		bool torn = (cut > header && !one) || (cut > first && !two);
		char checked[64], unchecked[64];
		snprintf(checked, sizeof(checked), "%s%s|%s", one ? "U1=enterprise " : "",
		    two ? "U2=association " : "", torn ? "t" : "");
		snprintf(unchecked, sizeof(unchecked), "%s%s|%s", one ? "U1=企业 " : "",
		    two ? "U2=association " : "", torn ? "t" : "");
		expect_units(0, NULL, checked);
		expect_units(UINT64_MAX, NULL, unchecked);
	}
}

static void interrupted_writes_are_not_seen(void **state)
{
	(void)state;
	char pending[128];
	size_t old = sizeof(HEADER ROW1) - 1;
	put("units.csv", STR(HEADER ROW1 ROW2));
	snprintf(pending, sizeof(pending), "taizhang-pending 1\nappend units.csv %zu\nend\n", old);
	put(".pending", str_of(pending));
	expect_units(0, NULL, "U1=enterprise |");
	put("orgs.csv", STR("id,line,name,mode,area\n"));
	put(".pending", STR("taizhang-pending 1\nappend units.csv -\nend\n"));
	expect_units(0, NULL, "|n");
	put("units.csv", STR("")); /* created and not yet written */
	expect_units(0, NULL, "|n");
}

static void the_state_at_an_earlier_time(void **state)
{
	(void)state;
	put("units.csv", STR(HEADER ROW1 ROW2));
	put("units.journal.csv", STR("at,op,by,why,id,name,kind,area,members,since,until,recorded\n"
				     "2024-02-02T00:00:00Z,set,,,U2,某社团,service,360102008,,,,"
				     "2024-01-15T00:00:00Z\n"));
	expect_units(0, "2024-01-01T00:00:00Z", "|");
	expect_units(0, "2024-01-15T00:00:00Z", "U1=enterprise U2=service |");
	expect_units(0, "2024-02-01T23:59:59Z", "U1=enterprise U2=service |");
	expect_units(0, "2024-02-02T00:00:00Z", "U1=enterprise U2=association |");
}

static int make_directory(void **state)
{
	(void)state;
	return make_test_directory(path) ? 0 : -1;
}

static int remove_directory(void **state)
{
	(void)state;
	return rmdir(path);
}

static int clear(void **state)
{
	(void)state;
	remove_all();
	return 0;
}

/* As the next writer does: in place. */
static void set_tail_aside(void)
{
	static const char rows[] = HEADER ROW1 "U3,新,platform,360102007,,,,2024-03-01T00:00:00Z\n"
					       "U4,新,platform,360102007,,,,2024-03-01T00:00:00Z\n";
	FILE *f = fopen(file_path("units.csv"), "r+b");
	assert_non_null(f);
	assert_int_equal(ftruncate(fileno(f), sizeof(HEADER ROW1) - 1), 0);
	assert_int_equal(fwrite(rows, 1, sizeof(rows) - 1, f), sizeof(rows) - 1);
	for (int i = 0; i < 400; i++)
		fputs("U5,新,platform,360102007,,,,2024-03-01T00:00:00Z\n", f);
	assert_int_equal(fclose(f), 0);
}

/* A reader has seen the torn tail: rows that come in its place are of another state. */
static void tail_is_that_of_the_snapshot(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	static const size_t lengths[] = {1, 20, 49, 50, 100, 4095, 4096, 5000, 9000};
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		text.n = 0;
		buf_add_text(&text, HEADER ROW1 "U2,");
		for (size_t n = 3; n < lengths[i]; n++)
			buf_add_char(&text, 'x');
		put("units.csv", str_first(buf_str(&text), sizeof(HEADER ROW1) - 1 + lengths[i]));
		meanwhile = set_tail_aside;
		expect_units(0, NULL, "U1=enterprise |t");
		meanwhile = NULL;
	}
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(rows_are_canonical, clear),
	    cmocka_unit_test_teardown(bad_rows_are_left_out, clear),
	    cmocka_unit_test_teardown(broken_headers_fail, clear),
	    cmocka_unit_test_teardown(missing_registers, clear),
	    cmocka_unit_test_teardown(every_cut_is_a_row_or_torn, clear),
	    cmocka_unit_test_teardown(tail_is_that_of_the_snapshot, clear),
	    cmocka_unit_test_teardown(interrupted_writes_are_not_seen, clear),
	    cmocka_unit_test_teardown(the_state_at_an_earlier_time, clear),
	};
	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
