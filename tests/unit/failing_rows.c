/*
 * Adding, changing and checking rows while system calls fail: all of a request is done or nothing
 * of it, and nothing is said to be done or to be right that is not.
 */
#include "failing.h"

#include "register/add.h"
#include "register/amend.h"
#include "register/check.h"
#include "register/lookup.h"
#include "register/store.h"

#define UNITS "id,uscc,name,kind,area,members,since,until,recorded\n"
#define UNIT1 "U1,,甲公司,enterprise,360102007,3,2023-01-01,,2024-01-02T00:00:00Z\n"
#define UNIT2 "U2,,乙公司,enterprise,360102007,4,2023-01-01,,2024-01-03T00:00:00Z\n"
#define ORGS "id,line,name,mode,area,units,since,until,recorded\n"
#define ORG1 "O1,party,联合支部,regional,360102007,U1;U2,2023-01-01,,2024-01-03T00:00:00Z\n"
#define VISITS "id,date,unit,area,kind,recorded\n"
#define VISIT1 "V1,2024-01-05,U1,360102007,routine,2024-01-06T00:00:00Z\n"
#define JOURNAL "at,op,by,why,id,date,unit,area,kind,recorded\n"
#define JOURNAL_ROW                                                                                \
	"2024-01-07T00:00:00Z,void,me,误,V2,2024-01-05,U1,,routine,2024-01-06T00:00:00Z\n"

static struct directory directory;

static void say_nothing(struct diag *diag, const struct error *e)
{
	(void)diag;
	(void)e;
}

static struct diag diag = {say_nothing};

static void put_registers(void)
{
	place_put("units.csv", STR(UNITS UNIT1 UNIT2));
	place_put("orgs.csv", STR(ORGS ORG1));
	place_put("visits.csv", STR(VISITS VISIT1));
	place_put("visits.journal.csv", STR(JOURNAL JOURNAL_ROW));
}

/* The next writer clears away or finishes what there is. */
static void next_writer(void)
{
	struct error e = ERROR_INIT;
	struct store *s = store_open(&directory, &diag, &e);
	if (!s)
		fail_msg("the next writer: %s: %s", e.file, e.message);
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (!store_append(s, schema_of((enum register_id)i), STORE_REGISTER, &e))
			fail_msg("the next writer: %s: %s", e.file, e.message);
	store_close(s);
}

/* How often a text stands in a file. */
static int times(const char *name, const char *text)
{
	int count = 0;
	char *content = place_get(name);
	for (const char *p = content; p && (p = strstr(p, text)); p += strlen(text))
		count++;
	free(content);
	return count;
}

static void all_or_nothing(bool done, int parts, int whole, const struct error *e)
{
	if (parts != 0 && parts != whole)
		fail_msg("%d of %d is there: %s (call %ld) failed, said was '%s'", parts, whole,
		    failing.name, failing.at, e->message);
	if (done && parts != whole)
		fail_msg("success, but nothing is there: %s (call %ld) failed", failing.name,
		    failing.at);
	if (!done && parts && !strstr(e->message, "next writer") &&
	    !strstr(e->message, "stand there") && !strstr(e->message, "cut off"))
		fail_msg("all is there, said was '%s'", e->message);
}

/* --- adding ---------------------------------------------------------------------------------- */

static char *one_visit[] = {"date=2024-02-01", "unit=甲公司", "kind=routine", NULL};

static bool add(const struct add_request *request, const char *ids, struct error *e)
{
	struct add_result result;
	bool good = add_rows(request, &directory, &diag, &result, e);
	if (good && strcmp(buf_text(&result.ids), ids) != 0)
		fail_msg("'%s' was expected, printed is '%s': %s (call %ld) failed", ids,
		    buf_text(&result.ids), failing.name, failing.at);
	add_result_release(&result);
	return good;
}

static bool run_add_one(struct error *e)
{
	const struct add_request request = {.schema = schema_of(REGISTER_VISITS),
	    .source = {.operands = one_visit, .operand_count = 3},
	    .by = "me"};
	return add(&request, "V3\n", e);
}

static void judge_add_one(bool done, const struct error *e)
{
	next_writer();
	all_or_nothing(done, times("visits.csv", "V3,2024-02-01,U1,360102007,routine,"), 1, e);
	assert_int_equal(times("visits.csv", VISIT1), 1);
}

static const char *batch_file;

static void put_batch(void)
{
	put_registers();
	place_put("in.csv", STR("date,unit,kind\n2024-02-01,U1,routine\n2024-02-01,U9,routine\n"
				"2024-02-02,U2,routine\n"));
	batch_file = place_path("in.csv");
}

static bool run_add_file(struct error *e)
{
	char *file = str_dup(str_of(place_path("in.csv")));
	char *rejects = str_dup(str_of(place_path("rejects.csv")));
	const char *const files[] = {file};
	const struct add_request request = {.schema = schema_of(REGISTER_VISITS),
	    .source = {.files = files, .file_count = 1},
	    .by = "me",
	    .keep_going = true,
	    .rejects = rejects};
	bool good = add(&request, "V3\nV4\n", e);
	free(file);
	free(rejects);
	return good;
}

static void judge_add_file(bool done, const struct error *e)
{
	next_writer();
	all_or_nothing(done,
	    times("visits.csv", "V3,2024-02-01,U1,") + times("visits.csv", "V4,2024-02-02,U2,"), 2,
	    e);
	if (done)
		assert_int_equal(times("rejects.csv", "3,"), 1);
	assert_int_equal(times("visits.csv", VISIT1), 1);
}

/* A credit code that does not conform goes to the journal too. */
static char *one_unit[] = {
    "uscc=91360102MAY000000X", "name=丙公司", "kind=enterprise", "area=360102007", NULL};

static bool run_add_allowed(struct error *e)
{
	static const char *const codes[] = {"91360102MAY000000X"};
	const struct add_request request = {.schema = schema_of(REGISTER_UNITS),
	    .source = {.operands = one_unit, .operand_count = 4},
	    .allowed = codes,
	    .allowed_count = 1,
	    .why = "证上如此",
	    .by = "me"};
	return add(&request, "U3\n", e);
}

static void judge_add_allowed(bool done, const struct error *e)
{
	next_writer();
	all_or_nothing(done,
	    times("units.csv", "U3,91360102MAY000000X,丙公司") +
		times("units.journal.csv", "U3,91360102MAY000000X,丙公司"),
	    2, e);
}

static void adding(void **state)
{
	(void)state;
	failing_sweep(
	    &(struct failing_work){"one row", put_registers, run_add_one, judge_add_one, false});
	failing_sweep(
	    &(struct failing_work){"a file", put_batch, run_add_file, judge_add_file, false});
	failing_sweep(&(struct failing_work){
	    "an allowed code", put_registers, run_add_allowed, judge_add_allowed, false});
}

/* --- changing -------------------------------------------------------------------------------- */

static bool dry_run;

static void put_changes(void)
{
	put_registers();
	place_put("changes.csv", STR("register,key,op,date,field,value,why\n"
				     "units,U1,end,2024-03-01,,,\n"
				     "visits,V1,correct,,unit,乙公司,记错\n"));
}

static bool run_amend(struct error *e)
{
	size_t bad = 0;
	struct amend_result result;
	struct changes changes = {0};
	struct amend_request request = {
	    .changes = &changes, .by = "me", .with_references = true, .dry_run = dry_run};
	char *path = str_dup(str_of(place_path("changes.csv")));
	bool good = changes_of_file(&changes, path, &directory, &diag, &bad, e);
	if (good) {
		assert_int_equal(bad, 0);
		good = amend_rows(&request, &directory, &diag, &result, e);
		if (good && result.refused)
			fail_msg("refused, when %s (call %ld) failed", failing.name, failing.at);
		if (good && !dry_run)
			assert_string_equal(buf_text(&result.keys),
			    "U1@2023-01-01\nV1\nO1@2023-01-01\n"
			    "O1@2024-03-01\n");
		amend_result_release(&result);
	}
	changes_release(&changes);
	free(path);
	return good;
}

static void judge_amend(bool done, const struct error *e)
{
	next_writer();
	int parts = times("units.csv", "U1,,甲公司,enterprise,360102007,3,2023-01-01,2024-03-01,") +
		    times("orgs.csv", "360102007,U2,2024-03-01,,") +
		    times("visits.csv", "V1,2024-01-05,U2,") +
		    times("units.journal.csv", ",end,me,,U1,") +
		    times("orgs.journal.csv", ",end,me,,O1,") +
		    times("visits.journal.csv", ",correct,me,记错,V1,2024-01-05,U1,");
	if (dry_run)
		assert_int_equal(parts, 0);
	else
		all_or_nothing(done, parts, 6, e);
	assert_int_equal(times("visits.journal.csv", JOURNAL_ROW), 1);
	assert_int_equal(times("units.csv", UNIT2), 1);
}

static void changing(void **state)
{
	(void)state;
	dry_run = false;
	failing_sweep(
	    &(struct failing_work){"changes", put_changes, run_amend, judge_amend, false});
	dry_run = true;
	failing_sweep(
	    &(struct failing_work){"a dry run", put_changes, run_amend, judge_amend, false});
}

/* --- checking -------------------------------------------------------------------------------- */

static bool told;

static void say_that_it_failed(struct diag *sink, const struct error *e)
{
	(void)sink;
	told = told || e->kind == ERROR_SYSTEM || e->kind == ERROR_DATA;
}

static void put_faults(void)
{
	put_registers();
	place_put("visits.csv", STR(VISITS "V1,2024-01-05,U7,360102007,routine,\n"));
}

static void ignore_finding(struct finding_sink *sink, const struct finding *f)
{
	(void)sink;
	(void)f;
}

/* The fault is found, or it is told that the register could not be read. */
static bool run_check(struct error *e)
{
	struct snapshot s;
	struct finding_sink ignored = {ignore_finding};
	struct diag sink = {say_that_it_failed};
	if (!snapshot_take(&s, &directory, REGISTER_ALL, true, e))
		return false;
	told = false;
	size_t faults =
	    check_registers(&directory, &s, REGISTER_ALL, date_of(2024, 6, 30), &ignored, &sink);
	if (faults != 1 && !told)
		fail_msg("%s (call %ld) failed and nothing is said", failing.name, failing.at);
	assert_true(faults <= 1); /* what refers to an unreadable register is no fault */
	snapshot_release(&s);
	return !told || error_set(e, ERROR_SYSTEM, "told");
}

static void judge_nothing(bool done, const struct error *e)
{
	(void)done;
	(void)e;
}

static void checking(void **state)
{
	(void)state;
	failing_sweep(
	    &(struct failing_work){"checking", put_faults, run_check, judge_nothing, false});
}

/* --- following references -------------------------------------------------------------------- */

static bool run_lookup(struct error *e)
{
	struct snapshot s;
	struct table_spec specs[REGISTER_COUNT] = {0};
	struct lookups *l = lookups_new();
	int name = schema_column(schema_of(REGISTER_UNITS), STR("name"));
	lookups_need(l, REGISTER_UNITS, name);
	bool good = snapshot_take(&s, &directory, lookups_registers(l), false, e);
	if (good) {
		specs[REGISTER_UNITS] = (struct table_spec){.schema = schema_of(REGISTER_UNITS),
		    .directory = &directory,
		    .snapshot = &s,
		    .known_by = INSTANT_NONE,
		    .diag = &diag};
		good = lookups_load(l, specs, e);
		if (good)
			assert_str(
			    lookup_value(l, REGISTER_UNITS, STR("U2"), STR("2024-01-01"), name),
			    "乙公司");
		snapshot_release(&s);
	}
	lookups_free(l);
	return good;
}

static void looking_up(void **state)
{
	(void)state;
	failing_sweep(
	    &(struct failing_work){"looking up", put_registers, run_lookup, judge_nothing, false});
}

static int open_directory(void **state)
{
	struct error e;
	setenv("SOURCE_DATE_EPOCH", "1717200000", 1);
	if (place_make(state) || !directory_open(&directory, place, &e))
		return -1;
	directory.lock_timeout = 0;
	return 0;
}

static int close_directory(void **state)
{
	directory_close(&directory);
	return place_remove(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(adding),
	    cmocka_unit_test(changing),
	    cmocka_unit_test(checking),
	    cmocka_unit_test(looking_up),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
