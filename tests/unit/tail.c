/* What stands at the end of registers: last lines without newline, NUL, and the time of what is
 * written next. */
#include "place.h"

#include "register/latest.h"
#include "register/store.h"

#define UNITS "id,name,kind,area,recorded\n"
#define ROW1_WITHOUT_NEWLINE "U1,甲公司,enterprise,360102007,2024-01-02T00:00:00Z"
#define ROW1 ROW1_WITHOUT_NEWLINE "\n"
#define ROW2 "U2,乙公司,enterprise,360102007,2024-01-03T00:00:00Z\n"
#define JOURNAL "at,op,by,why,id,name,kind,area,recorded\n"
#define JOURNAL_ROW                                                                                \
	"2024-01-03T00:00:00Z,allow,me,真,U2,乙公司,enterprise,360102007,2024-01-03T00:00:00Z\n"

static struct directory d;

/* What was told, as texts. */
static struct {
	struct diag diag;
	struct buf text;
} told;

static void say(struct diag *diag, const struct error *e)
{
	(void)diag;
	buf_add_text(&told.text, e->message);
}

static void put(const char *name, const char *content)
{
	place_put(name, str_of(content));
}

/* NULL: no such file. */
static void expect_file(const char *name, const char *want)
{
	char *text = place_get(name);
	if (want) {
		assert_non_null(text);
		assert_string_equal(text, want);
	} else {
		assert_null(text);
	}
	free(text);
}

static void expect_told(const char *want)
{
	if (!strstr(buf_text(&told.text), want))
		fail_msg("'%s' was expected, told was '%s'", want, buf_text(&told.text));
	told.text.n = 0;
}

static struct store *open_store(void)
{
	struct error e = ERROR_INIT;
	struct store *s = store_open(&d, &told.diag, &e);
	if (!s)
		fail_msg("%s: %s", e.file, e.message);
	return s;
}

static struct store_file *append_to(struct store *s, enum store_kind kind)
{
	struct error e = ERROR_INIT;
	struct store_file *f = store_append(s, schema_of(REGISTER_UNITS), kind, &e);
	if (!f)
		fail_msg("%s: %s", e.file, e.message);
	return f;
}

/* --- last lines ------------------------------------------------------------------------------ */

/* units.csv before and after it was opened for appending, and units.torn. */
static void expect_mended(const char *before, const char *after, const char *torn, const char *said)
{
	put("units.csv", before);
	struct store *s = open_store();
	append_to(s, STORE_REGISTER);
	store_close(s);
	expect_file("units.csv", after);
	expect_file("units.torn", torn);
	expect_told(said);
	told.text.n = 0;
}

static void test_tails(void **state)
{
	(void)state;
	static const char whole[] = UNITS ROW1 "U2,乙,enterprise,360102007,2024-01-03T00:00:00Z";
	static const char ended[] = UNITS ROW1 "U2,乙,enterprise,360102007,2024-01-03T00:00:00Z\n";
	expect_mended(UNITS ROW1, UNITS ROW1, NULL, "");
	expect_mended(whole, ended, NULL, "no newline but was complete");
	expect_mended("id,name,kind,area,recorded", UNITS, NULL, "no newline");
	/* every shorter beginning of the row is torn */
	for (size_t cut = sizeof(whole) - 2; cut > sizeof(UNITS ROW1) - 1; cut--) {
		char text[sizeof(whole)], torn[sizeof(whole) + 1];
		memcpy(text, whole, cut);
		text[cut] = '\0';
		snprintf(torn, sizeof(torn), "%s\n", text + sizeof(UNITS ROW1) - 1);
		expect_mended(text, UNITS ROW1, torn, "was torn");
		unlink(place_path("units.torn"));
	}
	expect_mended(UNITS "U2,\"乙", UNITS, "U2,\"乙\n", "was torn");
	expect_mended(UNITS "U3", UNITS, "U2,\"乙\nU3\n", "was torn");
}

/* NUL that a power cut has left in the place of bytes. */
static void expect_mended_bytes(struct str before, const char *after, struct str torn)
{
	struct store *s;
	place_put("units.csv", before);
	s = open_store();
	append_to(s, STORE_REGISTER);
	store_close(s);
	expect_file("units.csv", after);
	char *kept = place_get("units.torn");
	assert_int_equal(kept != NULL, torn.p != NULL);
	if (torn.p)
		assert_memory_equal(kept, torn.p, torn.n);
	free(kept);
	unlink(place_path("units.torn"));
	told.text.n = 0;
}

static void test_nul(void **state)
{
	static const struct str none = {NULL, 0};
	struct buf text = BUF_INIT;
	(void)state;
	/* behind a complete row and behind the header: they go, the line is ended */
	expect_mended_bytes(STR(UNITS ROW1_WITHOUT_NEWLINE "\0"), UNITS ROW1, none);
	expect_mended_bytes(STR(UNITS ROW1_WITHOUT_NEWLINE "\0\0\0\0"), UNITS ROW1, none);
	expect_mended_bytes(STR("id,name,kind,area,recorded\0\0"), UNITS, none);
	/* behind a row that is not complete, behind a newline, within the last line */
	expect_mended_bytes(STR(UNITS ROW1 "U2,\0\0"), UNITS ROW1, STR("U2,\0\0\n"));
	expect_mended_bytes(STR(UNITS ROW1 "\0\0"), UNITS ROW1, STR("\0\0\n"));
	expect_mended_bytes(STR(UNITS ROW1 "\0\0,x\n"), UNITS ROW1, STR("\0\0,x\n"));
	/* more than is read at once */
	for (size_t zeros = 4000; zeros < 8400; zeros += 50) {
		text.n = 0;
		buf_add_text(&text, UNITS ROW1_WITHOUT_NEWLINE);
		for (size_t i = 0; i < zeros; i++)
			buf_add_char(&text, '\0');
		expect_mended_bytes(buf_str(&text), UNITS ROW1, none);
	}
	buf_release(&text);
}

/* The journal of a register that has a column `by` of its own. */
static void test_journal_tail(void **state)
{
	struct error e = ERROR_INIT;
	(void)state;
	put("visits.journal.csv", "at,op,by,why,id,date,by,kind,recorded\n"
				  "2024-02-01T00:00:00Z,void,me,错,V1,2024-01-01,P1,routine,");
	struct store *s = open_store();
	struct store_file *f = store_append(s, schema_of(REGISTER_VISITS), STORE_JOURNAL, &e);
	assert_non_null(f);
	store_close(s);
	expect_told("was complete");
	unlink(place_path("visits.journal.csv"));
}

/* --- the time of what comes next ------------------------------------------------------------- */

static void expect_latest(const char *name, const char *content, const char *want)
{
	struct error e;
	struct snapshot seen;
	instant latest, expected = INSTANT_NONE;
	put(name, content);
	assert_true(snapshot_take(&seen, &d, REGISTER_ALL, true, &e));
	assert_true(latest_recorded(&seen, &latest, &e));
	snapshot_release(&seen);
	unlink(place_path(name));
	if (want)
		assert_true(time_parse(str_of(want), &expected));
	assert_int_equal(latest, expected);
}

static void test_latest(void **state)
{
	(void)state;
	expect_latest("units.csv", UNITS, NULL);
	expect_latest("units.csv", UNITS ROW2 ROW1, "2024-01-03T00:00:00Z");
	expect_latest("units.csv",
	    "编号,录入时间\r\nU1,2024-01-03T00:00:00Z\r\nU2,\"2024-01-04T00:00:00Z\"\r\n",
	    "2024-01-04T00:00:00Z");
	expect_latest("units.csv", "id,recorded,name\nU1,2024-05-03T00:00:00Z,\"甲,乙\"\n",
	    "2024-05-03T00:00:00Z");
	expect_latest("units.csv", UNITS "U1,x,enterprise,36,2024-99-03T00:00:00Z\n" ROW1,
	    "2024-01-02T00:00:00Z");
	expect_latest("units.csv", "id,id,recorded\nU1,U1,2024-06-03T00:00:00Z\n",
	    "2024-06-03T00:00:00Z"); /* damaged */
	expect_latest("units.journal.csv", JOURNAL JOURNAL_ROW, "2024-01-03T00:00:00Z");
	expect_latest("units.journal.csv", JOURNAL "\"2024-02-03T00:00:00Z\",allow,me,真,U2,,,,\n",
	    "2024-02-03T00:00:00Z");
	expect_latest("visits.journal.csv",
	    "at,op,by,why,id,date,by,kind,recorded\n"
	    "2024-02-01T00:00:00Z,void,me,错,V1,2024-01-01,P1,routine,2023-01-01T00:00:00Z\n",
	    "2024-02-01T00:00:00Z");
}

/* A file that ends one byte after a block, and one that ends with a block. */
static void test_latest_of_blocks(void **state)
{
	enum { FILE_BLOCK = 256 * 1024 };
	static char content[FILE_BLOCK + 2];
	(void)state;
	for (int more = 0; more <= 1; more++) {
		size_t n = (size_t)(FILE_BLOCK + more), end = strlen(ROW2), begin = strlen(UNITS);
		memcpy(content, UNITS, begin);
		memset(content + begin, 'x', n - begin);
		content[n - end - 1] = '\n';
		memcpy(content + n - end, ROW2, end + 1);
		expect_latest("units.csv", content, "2024-01-03T00:00:00Z");
	}
}

static void test_next(void **state)
{
	struct error e = ERROR_INIT;
	instant at, end;
	(void)state;
	assert_true(latest_next(100, INSTANT_NONE, &at, &e));
	assert_int_equal(at, 100);
	assert_true(latest_next(100, 99, &at, &e));
	assert_int_equal(at, 100);
	assert_true(latest_next(100, 100, &at, &e));
	assert_int_equal(at, 101);
	assert_true(latest_next(100, 500, &at, &e));
	assert_int_equal(at, 501);
	assert_true(time_parse(STR("9999-12-31T23:59:59Z"), &end));
	assert_false(latest_next(100, end, &at, &e));
	assert_int_equal(e.kind, ERROR_DATA);
}

static int clear(void **state)
{
	told.text.n = 0;
	return place_clear(state);
}

int main(void)
{
	struct error e;
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_tails, clear),
	    cmocka_unit_test_setup(test_nul, clear),
	    cmocka_unit_test_setup(test_journal_tail, clear),
	    cmocka_unit_test_setup(test_latest, clear),
	    cmocka_unit_test_setup(test_latest_of_blocks, clear),
	    cmocka_unit_test_setup(test_next, clear),
	};
	told.diag.say = say;
	if (place_make(NULL) != 0 || !directory_open(&d, place, &e))
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	place_remove(NULL);
	directory_close(&d);
	buf_release(&told.text);
	return failed;
}
