/*
 * Writing a register directory while system calls fail. Whatever fails, and whether or not what
 * follows fails too: the next writer finds all of what was to be written or nothing of it; success
 * means all, and when it is all in spite of a failure, the message says so.
 */
#include "failing.h"

#include "register/store.h"

#define UNITS "id,name,kind,area,recorded\n"
#define ROW1 "U1,甲公司,enterprise,360102007,2024-01-02T00:00:00Z\n"
#define ROW2 "U2,乙公司,enterprise,360102007,2024-01-03T00:00:00Z\n"
#define JOURNAL "at,op,by,why,id,name,kind,area,recorded\n"
#define JOURNAL_ROW                                                                                \
	"2024-01-03T00:00:00Z,allow,me,真,U2,乙公司,enterprise,360102007,2024-01-03T00:00:00Z\n"
#define PENDING "taizhang-pending 1\n"

static void say_nothing(struct diag *diag, const struct error *e)
{
	(void)diag;
	(void)e;
}

static struct directory directory;
static struct diag diag = {say_nothing};

/* What must stand in units.csv and its journal; NULL: no such file. */
struct content {
	const char *units, *journal;
};

static struct content before, after;

static bool is_same(const char *name, const char *want)
{
	char *text = place_get(name);
	bool same = text && want ? strcmp(text, want) == 0 : !text && !want;
	free(text);
	return same;
}

static bool is_there(const struct content *c)
{
	return is_same("units.csv", c->units) && is_same("units.journal.csv", c->journal);
}

/* The next writer, which finds the tails of both files as they should be. */
static void next_writer(void)
{
	struct error e = ERROR_INIT;
	struct store *s = store_open(&directory, &diag, &e);
	if (!s || !store_append(s, schema_of(REGISTER_UNITS), STORE_REGISTER, &e) ||
	    !store_append(s, schema_of(REGISTER_UNITS), STORE_JOURNAL, &e))
		fail_msg("the next writer: %s: %s", e.file, e.message);
	store_close(s);
}

/* Messages of a failure after which all is there, or may be. */
static bool says_that_it_counts(const char *message)
{
	return strstr(message, "the change counts") || strstr(message, "the rows stand there") ||
	       strstr(message, "could not be cut off") ||
	       strstr(message, "the next writer finishes");
}

static void all_or_nothing(bool done, const struct error *e)
{
	next_writer();
	bool old = is_there(&before), new = is_there(&after);
	if (!old && !new)
		fail_msg("neither before nor after: %s (call %ld) failed, said was %s",
		    failing.name, failing.at, e->message);
	if (done && !new)
		fail_msg("success, but nothing is there: %s (call %ld) failed", failing.name,
		    failing.at);
	if (!done && new && !old && !says_that_it_counts(e->message))
		fail_msg("all is there, said was '%s'", e->message);
	if (failing.happened || done)
		for (int i = 0; i < 2; i++) {
			static const char *const names[] = {".pending", ".units.csv.new"};
			assert_int_not_equal(access(place_path(names[i]), F_OK), 0);
		}
}

static struct store_file *file_of(
    struct store *s, bool replace, enum store_kind kind, struct error *e)
{
	const struct schema *units = schema_of(REGISTER_UNITS);
	return replace ? store_replace(s, units, kind, e) : store_append(s, units, kind, e);
}

/* Writes texts to units.csv and, unless NULL, to the journal. */
static bool write_texts(
    const char *units, const char *journal, bool replace, bool one_row, struct error *e)
{
	struct store *s = store_open(&directory, &diag, e);
	struct store_file *f = s ? file_of(s, replace, STORE_REGISTER, e) : NULL;
	struct store_file *j = f && journal ? file_of(s, replace, STORE_JOURNAL, e) : NULL;
	bool good = f && (j || !journal) && store_begin(s, one_row, e);
	if (good) {
		store_write(f, str_of(units));
		if (j)
			store_write(j, str_of(journal));
		good = store_commit(s, e);
	}
	store_close(s);
	return good;
}

static void put_before(void)
{
	if (before.units)
		place_put("units.csv", str_of(before.units));
	if (before.journal)
		place_put("units.journal.csv", str_of(before.journal));
}

/* --- appending ------------------------------------------------------------------------------- */

static bool run_one_row(struct error *e)
{
	return write_texts(ROW2, NULL, false, true, e);
}

static void one_row(void **state)
{
	(void)state;
	before = (struct content){UNITS ROW1, NULL};
	after = (struct content){UNITS ROW1 ROW2, NULL};
	failing_sweep(
	    &(struct failing_work){"one row", put_before, run_one_row, all_or_nothing, false});
}

static bool run_batch(struct error *e)
{
	return write_texts(ROW2 ROW2, JOURNAL_ROW, false, false, e);
}

static void batch(void **state)
{
	(void)state;
	before = (struct content){UNITS ROW1, JOURNAL};
	after = (struct content){UNITS ROW1 ROW2 ROW2, JOURNAL JOURNAL_ROW};
	failing_sweep(
	    &(struct failing_work){"a batch", put_before, run_batch, all_or_nothing, false});
}

static bool run_new_files(struct error *e)
{
	return write_texts(UNITS ROW2, JOURNAL JOURNAL_ROW, false, true, e);
}

static void new_files(void **state)
{
	(void)state;
	before = (struct content){NULL, NULL};
	after = (struct content){UNITS ROW2, JOURNAL JOURNAL_ROW};
	failing_sweep(
	    &(struct failing_work){"new files", put_before, run_new_files, all_or_nothing, false});
}

static bool run_new_journal(struct error *e)
{
	return write_texts(ROW2, JOURNAL JOURNAL_ROW, false, true, e);
}

static void new_journal(void **state)
{
	(void)state;
	before = (struct content){UNITS ROW1, NULL};
	after = (struct content){UNITS ROW1 ROW2, JOURNAL JOURNAL_ROW};
	failing_sweep(&(struct failing_work){
	    "a new journal", put_before, run_new_journal, all_or_nothing, false});
}

/* More than is kept in memory before it is written. */
static char *many_rows;

static bool run_large(struct error *e)
{
	return write_texts(many_rows, JOURNAL_ROW, false, false, e);
}

static void large(void **state)
{
	(void)state;
	struct buf rows = BUF_INIT, all = BUF_INIT;
	while (rows.n < 1100 * 1024)
		buf_add_text(&rows, ROW2);
	buf_add_text(&all, UNITS);
	buf_add_str(&all, buf_str(&rows));
	buf_text(&rows);
	many_rows = rows.p;
	before = (struct content){UNITS, JOURNAL};
	after = (struct content){buf_text(&all), JOURNAL JOURNAL_ROW};
	failing_sweep(
	    &(struct failing_work){"a large batch", put_before, run_large, all_or_nothing, false});
	buf_release(&rows);
	buf_release(&all);
}

/* --- replacing ------------------------------------------------------------------------------- */

static bool run_replace(struct error *e)
{
	return write_texts(UNITS ROW2, JOURNAL JOURNAL_ROW, true, false, e);
}

static void replace(void **state)
{
	(void)state;
	before = (struct content){UNITS ROW1, JOURNAL};
	after = (struct content){UNITS ROW2, JOURNAL JOURNAL_ROW};
	failing_sweep(
	    &(struct failing_work){"replacing", put_before, run_replace, all_or_nothing, false});
	before.journal = NULL;
	failing_sweep(&(struct failing_work){
	    "replacing, new journal", put_before, run_replace, all_or_nothing, false});
}

/* --- what another program has left ----------------------------------------------------------- */

static bool run_recovery(struct error *e)
{
	struct store *s = store_open(&directory, &diag, e);
	bool good = s != NULL;
	store_close(s);
	return good;
}

static void put_half_a_batch(void)
{
	place_put("units.csv", STR(UNITS ROW1 ROW2 "U3,丙"));
	place_put("units.journal.csv", STR(JOURNAL));
	struct buf text = BUF_INIT;
	buf_printf(&text, PENDING "append units.csv %zu\nappend units.journal.csv -\nend\n",
	    sizeof(UNITS ROW1) - 1);
	place_put(".pending", buf_str(&text));
	buf_release(&text);
}

static void undoing(void **state)
{
	(void)state;
	before = after = (struct content){UNITS ROW1, NULL};
	failing_sweep(&(struct failing_work){
	    "undoing", put_half_a_batch, run_recovery, all_or_nothing, false});
}

static void put_half_a_replacement(void)
{
	place_put("units.csv", STR(UNITS ROW2));
	place_put(".units.journal.csv.new", STR(JOURNAL JOURNAL_ROW));
	place_put(".orgs.csv.new", STR("left by somebody"));
	place_put(
	    ".pending", STR(PENDING "replace units.csv .units.csv.new\n"
				    "replace units.journal.csv .units.journal.csv.new\nend\n"));
}

static void finishing(void **state)
{
	(void)state;
	before = after = (struct content){UNITS ROW2, JOURNAL JOURNAL_ROW};
	failing_sweep(&(struct failing_work){
	    "finishing", put_half_a_replacement, run_recovery, all_or_nothing, false});
}

/* --- last lines ------------------------------------------------------------------------------ */

static const char *tail_units, *tail_torn;

static void put_tail(void)
{
	place_put("units.csv", str_of(tail_units));
	if (tail_torn)
		place_put("units.torn", str_of(tail_torn));
}

static bool run_tail(struct error *e)
{
	struct store *s = store_open(&directory, &diag, e);
	bool good = s && store_append(s, schema_of(REGISTER_UNITS), STORE_REGISTER, e);
	store_close(s);
	return good;
}

/* The bytes that were torn are kept, once or (when cutting them off failed) twice. */
static void judge_torn(bool done, const struct error *e)
{
	all_or_nothing(done, e);
	char *torn = place_get("units.torn");
	assert_non_null(torn);
	if (tail_torn)
		assert_true(strncmp(torn, tail_torn, strlen(tail_torn)) == 0);
	assert_non_null(strstr(torn, "U2,乙\n"));
	free(torn);
}

static void tails(void **state)
{
	(void)state;
	before = after = (struct content){UNITS ROW1, NULL};
	tail_units = UNITS ROW1 "U2,乙";
	tail_torn = NULL;
	failing_sweep(&(struct failing_work){"a torn line", put_tail, run_tail, judge_torn, false});
	tail_torn = "U9,旧\n";
	failing_sweep(
	    &(struct failing_work){"another torn line", put_tail, run_tail, judge_torn, false});
	before = after = (struct content){UNITS ROW1 ROW2, NULL};
	tail_units = UNITS ROW1 "U2,乙公司,enterprise,360102007,2024-01-03T00:00:00Z";
	tail_torn = NULL;
	failing_sweep(
	    &(struct failing_work){"a line to end", put_tail, run_tail, all_or_nothing, false});
}

static int open_directory(void **state)
{
	struct error e;
	if (place_make(state) || !directory_open(&directory, place, &e))
		return -1;
	directory.lock_timeout = 0; /* EACCES may mean that somebody has the lock */
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
	    cmocka_unit_test(one_row),
	    cmocka_unit_test(batch),
	    cmocka_unit_test(new_files),
	    cmocka_unit_test(new_journal),
	    cmocka_unit_test(large),
	    cmocka_unit_test(replace),
	    cmocka_unit_test(undoing),
	    cmocka_unit_test(finishing),
	    cmocka_unit_test(tails),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
