/* Time options: what they mean for rows in force and rows that happened, and what is refused. */
#include "place.h"

#include "register/selection.h"

static struct directory directory;

#define UNITS                                                                                      \
	"id,name,kind,area,since,until\n"                                                          \
	"U1,甲,enterprise,36,,2024-01-01\n"                                                       \
	"U2,乙,enterprise,36,2024-01-01,\n"                                                       \
	"U3,丙,enterprise,36,2024-02-01,2024-03-01\n"
#define VISITS                                                                                     \
	"id,date,unit,kind\n"                                                                      \
	"V1,2024-01-31,U1,routine\n"                                                               \
	"V2,2024-02-29,U2,routine\n"
#define PROBLEMS                                                                                   \
	"id,raised,text,solved\n"                                                                  \
	"B1,2024-01-05,甲,2024-02-10\n"                                                           \
	"B2,2024-02-05,乙,\n"

static void say_nothing(struct diag *diag, const struct error *e)
{
	(void)diag;
	fail_msg("%s", e->message);
}

/* The ids that the options select, each with the day on which its references are followed. */
static void expect(
    enum register_id id, const char *text, struct time_options options, const char *want)
{
	struct error e = {0};
	struct diag diag = {say_nothing};
	struct buf ids = BUF_INIT;
	struct time_choice choice;
	struct selection s;
	struct table_spec spec = {.schema = schema_of(id),
	    .directory = &directory,
	    .text_name = "text.csv",
	    .text = str_of(text),
	    .known_by = INSTANT_NONE,
	    .diag = &diag};
	if (!time_choice_read(&choice, &options, &directory, &e) ||
	    !selection_for_reader(&s, spec.schema, &choice, &e))
		fail_msg("%s", e.message);
	struct table *t = table_open(&spec, &e);
	struct row row;
	assert_non_null(t);
	while (table_next(t, &row, &e) == TABLE_ROW) {
		char scratch[DATE_SIZE];
		if (!selection_match(&s, &row))
			continue;
		buf_add_text(&ids, ids.n ? " " : "");
		buf_add_str(&ids, row.values[schema_column(spec.schema, STR("id"))]);
		buf_add_char(&ids, ':');
		buf_add_str(&ids, selection_day(&s, &row, scratch));
	}
	assert_string_equal(buf_text(&ids), want);
	table_close(t);
	buf_release(&ids);
}

#define OPTIONS(...) ((struct time_options){__VA_ARGS__})

static void in_force(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, UNITS, OPTIONS(.as_of = NULL), "U1:2023-12-31 U2: U3:2024-02-29");
	expect(REGISTER_UNITS, UNITS, OPTIONS(.as_of = "2024-01-01"), "U2:2024-01-01");
	expect(REGISTER_UNITS, UNITS, OPTIONS(.as_of = "2023-12-31"), "U1:2023-12-31");
	expect(
	    REGISTER_UNITS, UNITS, OPTIONS(.as_of = "2024-02-29"), "U2:2024-02-29 U3:2024-02-29");
	expect(REGISTER_UNITS, UNITS, OPTIONS(.as_of = "2024-03-01-1d"),
	    "U2:2024-02-29 U3:2024-02-29");
	expect(REGISTER_UNITS, UNITS, OPTIONS(.period = "2024-02"), "U2:2024-02-29 U3:2024-02-29");
	expect(REGISTER_UNITS, UNITS, OPTIONS(.period = "2024Q1"), "U2:2024-03-31");
	/* another day than the period's last, and rows by when they began */
	expect(REGISTER_UNITS, UNITS, OPTIONS(.period = "2024-02", .as_of = "2024-01-02"),
	    "U2:2024-01-02");
	expect(REGISTER_UNITS, UNITS, OPTIONS(.period = "2024-02", .on = "since"), "U3:2024-02-01");
	expect(REGISTER_UNITS, UNITS, OPTIONS(.from = "2024-01-01", .on = "until"),
	    "U1:2024-01-01 U3:2024-03-01");
	expect(
	    REGISTER_UNITS, UNITS, OPTIONS(.to = "2024-01-31", .on = "纳入日期"), "U2:2024-01-01");
	expect(REGISTER_UNITS, UNITS, OPTIONS(.from = "2024-02-01"), "U3:2024-02-01");
	expect(REGISTER_PROBLEMS, PROBLEMS, OPTIONS(.as_of = "2024-02-09"),
	    "B1:2024-02-09 B2:2024-02-09");
	expect(REGISTER_PROBLEMS, PROBLEMS, OPTIONS(.as_of = "2024-02-10"), "B2:2024-02-10");
}

static void happened(void **state)
{
	(void)state;
	expect(REGISTER_VISITS, VISITS, OPTIONS(.as_of = NULL), "V1:2024-01-31 V2:2024-02-29");
	expect(REGISTER_VISITS, VISITS, OPTIONS(.from = "2024-02-01"), "V2:2024-02-29");
	expect(REGISTER_VISITS, VISITS, OPTIONS(.from = "2024-02-29"), "V2:2024-02-29");
	expect(REGISTER_VISITS, VISITS, OPTIONS(.to = "2024-01-31"), "V1:2024-01-31");
	expect(REGISTER_VISITS, VISITS, OPTIONS(.to = "2024-01-30"), "");
	expect(REGISTER_VISITS, VISITS, OPTIONS(.from = "2024-02-29", .to = "2024-02-29"),
	    "V2:2024-02-29"); /* one day */
	expect(REGISTER_VISITS, VISITS, OPTIONS(.from = "2024-01-31", .to = "2024-02-28"),
	    "V1:2024-01-31");
	expect(REGISTER_VISITS, VISITS, OPTIONS(.period = "2024-01"), "V1:2024-01-31");
	expect(
	    REGISTER_VISITS, VISITS, OPTIONS(.period = "2024-01", .on = "date"), "V1:2024-01-31");
	expect(REGISTER_PROBLEMS, PROBLEMS, OPTIONS(.period = "2024-02"), "B2:2024-02-05");
	expect(REGISTER_PROBLEMS, PROBLEMS, OPTIONS(.period = "2024-02", .on = "solved"),
	    "B1:2024-02-10");
}

static void known_by(void **state)
{
	(void)state;
	struct error e;
	struct time_choice choice;
	instant want;
	assert_true(time_choice_read(
	    &choice, &OPTIONS(.known_by = "2024-06-30T08:00:00Z"), &directory, &e));
	assert_true(time_parse(STR("2024-06-30T08:00:00Z"), &want));
	assert_int_equal(choice.known_by, want);
	assert_true(time_choice_read(&choice, &OPTIONS(.known_by = "2024-06-30"), &directory, &e));
	assert_true(time_parse(STR("2024-06-30T15:59:59Z"), &want));
	assert_int_equal(choice.known_by, want);
	assert_true(time_choice_read(&choice, &OPTIONS(.as_of = NULL), &directory, &e));
	assert_int_equal(choice.known_by, INSTANT_NONE);
	assert_int_equal(choice.as_of, DAY_NONE);
}

static void expect_refused(enum register_id id, struct time_options options, const char *why)
{
	struct error e = {0};
	struct time_choice choice;
	struct selection s;
	if (time_choice_read(&choice, &options, &directory, &e) &&
	    selection_for_reader(&s, schema_of(id), &choice, &e))
		fail_msg("'%s' was expected", why);
	assert_int_equal(e.kind, ERROR_USAGE);
	if (!strstr(e.message, why))
		fail_msg("'%s' was expected, said was '%s'", why, e.message);
}

static void refused(void **state)
{
	(void)state;
	expect_refused(
	    REGISTER_UNITS, OPTIONS(.as_of = "gestern"), "--as-of 'gestern' is not a date");
	expect_refused(REGISTER_UNITS, OPTIONS(.from = "2024"), "--from '2024' is not a date");
	expect_refused(REGISTER_UNITS, OPTIONS(.to = ""), "--to '' is not a date");
	expect_refused(REGISTER_UNITS, OPTIONS(.known_by = "2024-06"), "--known-by '2024-06'");
	expect_refused(REGISTER_UNITS, OPTIONS(.period = "2024-13"), "--period '2024-13'");
	expect_refused(REGISTER_UNITS, OPTIONS(.period = "2024", .from = "2024-01-01"),
	    "give either it or them");
	expect_refused(REGISTER_UNITS, OPTIONS(.period = "2024", .to = "2024-01-01"),
	    "give either it or them");
	expect_refused(REGISTER_VISITS, OPTIONS(.from = "2024-02-01", .to = "2024-01-31"),
	    "--from '2024-02-01' is after --to '2024-01-31'");
	expect_refused(REGISTER_VISITS, OPTIONS(.as_of = "2024-02-01"), "use --from and --to");
	expect_refused(REGISTER_VISITS, OPTIONS(.on = "date"), "--on needs a period");
	expect_refused(REGISTER_VISITS, OPTIONS(.on = "day", .period = "2024"),
	    "--on 'day' is no field of visits; nearest is");
	expect_refused(REGISTER_VISITS, OPTIONS(.on = "kind", .period = "2024"),
	    "--on 'kind' is not a date field of visits");
}

static int open_directory(void **state)
{
	struct error e;
	unsetenv("TAIZHANG_ZONE");
	return place_make(state) || !directory_open(&directory, place, &e);
}

static int close_directory(void **state)
{
	directory_close(&directory);
	return place_remove(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(in_force),
	    cmocka_unit_test(happened),
	    cmocka_unit_test(known_by),
	    cmocka_unit_test(refused),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
