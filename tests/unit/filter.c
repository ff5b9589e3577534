/* Filters: which rows of a small register a condition matches, and what is refused with which hint.
 */
#include "place.h"

#include "register/filter.h"

static struct directory directory;

#define UNITS                                                                                      \
	"id,name,kind,area,members,operating,since,until,note,floor,recorded\n"                    \
	"U1,甲公司,enterprise,360102007,3,yes,2024-01-01,,a\\b,2,\n"                            \
	"U2,\"乙,会\",association,360102007001,12,,,2024-06-01,,10,\n"                           \
	"U3,丙公司,企业,360103,,no,2024-03-01,,=,x,\n"
#define EVENTS                                                                                     \
	"id,date,kind,title,area,audience,value,headcount,topic\n"                                 \
	"E1,2024-01-05,training,一,360102,riders;workers,5.00,3,党课\n"                         \
	"E2,2024-02-05,training,二,360102,riders,12.50,,\n"                                       \
	"E3,2024-03-05,training,三,360102,,,10,党课;消防\n"

static void say_nothing(struct diag *diag, const struct error *e)
{
	(void)diag;
	fail_msg("%s", e->message);
}

static bool add(struct filter *f, const char *conditions, struct error *e)
{
	return conditions[0] == '@' ? filter_add(f, str_of(conditions + 1), e)
				    : filter_add_text(f, str_of(conditions), e);
}

/* The ids that match; @ in front: one condition, else the text of a `where`. */
static void expect_ids(
    enum register_id id, const char *text, const char *conditions, const char *want)
{
	struct error e = {0};
	struct diag diag = {say_nothing};
	struct buf ids = BUF_INIT;
	const struct schema *s = schema_of(id);
	struct table_spec spec = {.schema = s,
	    .directory = &directory,
	    .text_name = "text.csv",
	    .text = str_of(text),
	    .known_by = INSTANT_NONE,
	    .diag = &diag};
	struct filter *f = filter_new(s, &directory, NULL);
	if (!add(f, conditions, &e))
		fail_msg("%s: %s", conditions, e.message);
	struct table *t = table_open(&spec, &e);
	if (!t)
		fail_msg("%s", e.message);
	if (!filter_bind(f, t, &e))
		fail_msg("%s: %s", conditions, e.message);
	struct row row;
	while (table_next(t, &row, &e) == TABLE_ROW)
		if (filter_match(f, &row, STR("2024-06-30"))) {
			buf_add_text(&ids, ids.n ? " " : "");
			buf_add_str(&ids, row.values[schema_column(s, STR("id"))]);
		}
	if (strcmp(buf_text(&ids), want) != 0)
		fail_msg("%s: %s was expected, found was %s", conditions, want, buf_text(&ids));
	table_close(t);
	filter_free(f);
	buf_release(&ids);
}

static void expect_units(const char *conditions, const char *want)
{
	expect_ids(REGISTER_UNITS, UNITS, conditions, want);
}

static void expect_refused(const char *conditions, const char *why)
{
	struct error e = {0};
	struct filter *f = filter_new(schema_of(REGISTER_UNITS), &directory, NULL);
	if (add(f, conditions, &e))
		fail_msg("%s is taken, it should be refused: %s", conditions, why);
	assert_int_equal(e.kind, ERROR_USAGE);
	if (!strstr(e.message, why))
		fail_msg("%s: '%s' was expected, said was '%s'", conditions, why, e.message);
	filter_free(f);
}

static void values(void **state)
{
	(void)state;
	expect_units("", "U1 U2 U3");
	expect_units("   ", "U1 U2 U3");
	expect_units("kind=enterprise", "U1 U3");
	expect_units("kind=企业", "U1 U3");
	expect_units("kind!=企业", "U2");
	expect_units("id=U1,U3", "U1 U3");
	expect_units("members=", "U3");
	expect_units("members!=", "U1 U2");
	expect_units("members=,3", "U1 U3");
	expect_units("members=03", "U1");
	expect_units("  kind=enterprise   members=3 ", "U1");
	expect_units("area=360102", "U1 U2");
	expect_units("area=360102007001", "U2");
	expect_units("area=36,360102", "U1 U2 U3");
	expect_units("name~公司", "U1 U3");
	expect_units("name!~公司", "U2");
	expect_units("name~", "U1 U2 U3");
	/* an empty cell counts as what the register says, but = asks for what stands there */
	expect_units("operating=yes", "U1 U2");
	expect_units("operating=", "U2");
	expect_units("operating!=no", "U1 U2");
}

static void ranges(void **state)
{
	(void)state;
	expect_units("members=3..", "U1 U2");
	expect_units("members=..3", "U1");
	expect_units("members=4..12", "U2");
	expect_units("members=4..11", "");
	expect_units("members=..", "U1 U2");
	expect_units("members=1..2,12", "U2");
	expect_units("members=..11", "U1");
	expect_units("since=2024-02-01..", "U3");
	expect_units("since=..2024-01-01", "U1");
	expect_units("since=2024-01-31-30d..2024-01-01", "U1");
	expect_units("since=2024-01-02-1d", "U1");
	expect_units("id=U1..U3", ""); /* no type with an order: a text */
	expect_units("note=..", "");
	expect_ids(REGISTER_EVENTS, EVENTS, "value=5..12.5", "E1 E2");
	expect_ids(REGISTER_EVENTS, EVENTS, "value=..5", "E1");
	expect_ids(REGISTER_EVENTS, EVENTS, "value=5.01..", "E2");
	expect_refused("members=9..3", "is empty, its lower end comes first");
	expect_refused("since=2024-02-01..2024-01-01", "is empty, its lower end comes first");
	expect_refused("members=3..x", "a number or a range");
	expect_refused("members=x..3", "a number or a range");
	expect_refused("since=2024..", "a date");
}

/* Columns that the schema does not know: text, and numbers where both sides are. */
static void columns_of_the_input(void **state)
{
	(void)state;
	expect_units("floor=2", "U1");
	expect_units("floor=2,x", "U1 U3");
	expect_units("floor=3..", "U2");
	expect_units("floor=..9", "U1");
	expect_units("floor=2..10", "U1 U2");
	expect_units("floor=2.5..9.5", "");
	expect_units("floor=..", "");
	expect_units("floor=2..x", "");
	expect_units("floor=x..2", "");
	expect_units("floor=", "");
	expect_units("floor~1", "U2");
	struct error e = {0};
	struct diag diag = {say_nothing};
	struct table_spec spec = {.schema = schema_of(REGISTER_UNITS),
	    .directory = &directory,
	    .text_name = "text.csv",
	    .text = STR(UNITS),
	    .known_by = INSTANT_NONE,
	    .diag = &diag};
	struct filter *f = filter_new(spec.schema, &directory, NULL);
	struct table *t = table_open(&spec, &e);
	assert_true(filter_add(f, STR("kind=enterprise"), &e));
	assert_true(filter_add(f, STR("flor=2"), &e));
	assert_false(filter_bind(f, t, &e));
	assert_int_equal(e.kind, ERROR_USAGE);
	assert_non_null(strstr(e.message, "'floor'"));
	table_close(t);
	filter_free(f);
}

static void lists(void **state)
{
	(void)state;
	expect_ids(REGISTER_EVENTS, EVENTS, "audience=riders", "E1 E2");
	expect_ids(REGISTER_EVENTS, EVENTS, "audience=骑手", "E1 E2");
	expect_ids(REGISTER_EVENTS, EVENTS, "audience=workers,", "E1 E3");
	expect_ids(REGISTER_EVENTS, EVENTS, "audience!=workers", "E2 E3");
	expect_ids(REGISTER_EVENTS, EVENTS, "audience=riders audience=workers", "E1");
	expect_ids(REGISTER_EVENTS, EVENTS, "topic=消防", "E3");
	expect_ids(REGISTER_EVENTS, EVENTS, "topic~党", "E1 E3");
	struct error e = {0};
	struct filter *f = filter_new(schema_of(REGISTER_EVENTS), &directory, NULL);
	assert_false(filter_add(f, STR("topic=党课;消防"), &e));
	assert_non_null(strstr(e.message, "names several"));
	filter_free(f);
}

static void quoting(void **state)
{
	(void)state;
	expect_units("@name=乙\\,会", "U2");
	expect_units("@name=乙,会", "");
	expect_units("name~乙,会", "U2");
	expect_units("name~乙\\,会", "U2");
	expect_units("@note=a\\b", "U1");
	expect_units("@note~a\\b", "U1");
	expect_units("@note=a\\", "");
	expect_units("@note~\\", "U1");
	expect_units("note==", "U3");
	expect_units("'name=甲公司' 'kind=enterprise'", "U1");
	expect_units("name='甲公司'kind", "");
	expect_units("name~'公司'", "U1 U3");
	expect_units("@name=甲 公司", "");
	expect_units("'name=甲 公司'", "");
	expect_units("note=''", "U2");
	struct error e = {0};
	struct filter *f = filter_new(schema_of(REGISTER_UNITS), &directory, NULL);
	assert_false(
	    filter_add(f, str_first(STR("kind=a\\,b"), 7), &e)); /* its end is not the text's */
	assert_non_null(strstr(e.message, "'a\\'"));
	filter_free(f);
	expect_refused("name='甲", "is not closed");
	expect_refused("''", "is not a condition");
}

static void refused(void **state)
{
	(void)state;
	expect_refused("@members", "members=3..");
	expect_refused("@", "alone is not a condition");
	expect_refused("@nothing", "field=3..");
	expect_refused("@members>3", "is not a condition; ranges are written");
	expect_refused("@members>=3", "is not a condition; ranges are written");
	expect_refused("@members<=3", "is not a condition; ranges are written");
	expect_refused("@members<3", "is not a condition; ranges are written");
	expect_refused("@members＝3", "full-width ＝");
	expect_refused("@data/units.csv", "files are named with -f");
	expect_refused("@units.csv", "files are named with -f");
	expect_refused("@=3", "is not a condition");
	expect_refused("@~x", "is not a condition");
	expect_refused("@members!", "is not a condition");
	expect_refused("@members!3", "is not a condition");
	expect_refused("@kind=enterprises", "nearest is 'enterprise'");
	expect_refused("@members=x", "a number or a range such as 3.. or 3..9 was expected");
	expect_refused("@operating=maybe", "yes or no");
	expect_refused("@since=gestern", "a date");
	expect_refused("@area=无名街道", "a division code");
	expect_refused("@kind.line=party", "is not a reference");
	struct error e = {0};
	struct filter *f = filter_new(schema_of(REGISTER_ORGS), &directory, NULL);
	assert_false(filter_add(f, STR("units.kind=enterprise"), &e));
	assert_non_null(strstr(e.message, "steps to another register, which cannot be done here"));
	assert_false(filter_add(f, STR("parent=某 委员会"), &e));
	assert_non_null(strstr(e.message, "parent.name="));
	filter_free(f);
	filter_free(NULL);
}

/* Columns that must be checked before rows are matched. */
static void columns(void **state)
{
	(void)state;
	struct error e;
	const struct schema *s = schema_of(REGISTER_UNITS);
	struct filter *f = filter_new(s, &directory, NULL);
	assert_int_equal(filter_columns(f), 0);
	assert_true(filter_add(f, STR("kind=enterprise"), &e));
	assert_true(filter_add(f, STR("floor=2"), &e));
	assert_true(filter_columns(f) == COLUMN_BIT(schema_column(s, STR("kind"))));
	filter_free(f);
	for (int r = 0; r < REGISTER_COUNT;
	     r++) { /* what an empty cell counts as is looked up too */
		s = schema_of((enum register_id)r);
		for (int i = 0; i < s->column_count; i++) {
			const char *means = s->columns[i].empty_means;
			char condition[64];
			if (!means || means[0] != '=')
				continue;
			snprintf(condition, sizeof(condition), "%s=", s->columns[i].name);
			f = filter_new(s, &directory, NULL);
			assert_true(filter_add(f, str_of(condition), &e));
			assert_true(
			    filter_columns(f) ==
			    (COLUMN_BIT(i) | COLUMN_BIT(schema_column(s, str_of(means + 1)))));
			filter_free(f);
		}
	}
}

static int open_directory(void **state)
{
	struct error e;
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
	    cmocka_unit_test(values),
	    cmocka_unit_test(ranges),
	    cmocka_unit_test(columns_of_the_input),
	    cmocka_unit_test(lists),
	    cmocka_unit_test(quoting),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(columns),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
