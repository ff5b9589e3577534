/* Writing a register directory: batches that end early, files that are refused. */
#include "unit.h"

#include "register/store.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define UNITS "id,name,kind,area,recorded\n"
#define ROW1 "U1,甲公司,enterprise,360102007,2024-01-02T00:00:00Z\n"
#define ROW2 "U2,乙公司,enterprise,360102007,2024-01-03T00:00:00Z\n"
#define JOURNAL "at,op,by,why,id,name,kind,area,recorded\n"
#define JOURNAL_ROW                                                                                \
	"2024-01-03T00:00:00Z,allow,me,真,U2,乙公司,enterprise,360102007,2024-01-03T00:00:00Z\n"

static char path[TEST_PATH_SIZE];
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

static const char *file_path(const char *name)
{
	static char files[4][2 * TEST_PATH_SIZE];
	static unsigned next;
	char *file = files[next++ % 4];
	snprintf(file, sizeof(files[0]), "%s/%s", path, name);
	return file;
}

static void put(const char *name, const char *content)
{
	FILE *f = fopen(file_path(name), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(content, 1, strlen(content), f), strlen(content));
	assert_int_equal(fclose(f), 0);
}

/* NULL: no such file. */
static void expect_file(const char *name, const char *want)
{
	char text[4096];
	FILE *f = fopen(file_path(name), "rb");
	if (!want) {
		assert_null(f);
		return;
	}
	assert_non_null(f);
	size_t n = fread(text, 1, sizeof(text) - 1, f);
	assert_int_equal(fclose(f), 0);
	text[n] = '\0';
	assert_string_equal(text, want);
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

/* units.csv cannot be appended to, and the message says why. */
static void expect_refused(const char *why)
{
	struct error e = ERROR_INIT;
	struct store *s = open_store();
	assert_null(store_append(s, schema_of(REGISTER_UNITS), STORE_REGISTER, &e));
	if (!strstr(e.message, why))
		fail_msg("'%s' was expected, said was '%s'", why, e.message);
	store_close(s);
}

static bool write_one(const char *row, struct error *e)
{
	struct store *s = open_store();
	struct store_file *f = append_to(s, STORE_REGISTER);
	assert_true(store_begin(s, true, e));
	store_write(f, str_of(row));
	bool done = store_commit(s, e);
	store_close(s);
	return done;
}

/* --- what is written ------------------------------------------------------------------------- */

static void test_one_row(void **state)
{
	struct error e;
	(void)state;
	put("units.csv", UNITS ROW1);
	assert_true(write_one(ROW2, &e));
	expect_file("units.csv", UNITS ROW1 ROW2);
	expect_file(".pending", NULL);
	expect_told("");
}

static void test_new_files(void **state)
{
	struct error e;
	struct stat st;
	(void)state;
	mode_t mask = umask(0);
	struct store *s = open_store();
	struct store_file *f = append_to(s, STORE_REGISTER), *j = append_to(s, STORE_JOURNAL);
	assert_true(store_file_is_new(f));
	assert_true(store_begin(s, false, &e));
	store_write(f, STR(UNITS ROW2));
	store_write(j, STR(JOURNAL JOURNAL_ROW));
	expect_file(".pending",
	    "taizhang-pending 1\nappend units.csv -\nappend units.journal.csv -\nend\n");
	assert_true(store_commit(s, &e));
	store_close(s);
	umask(mask);
	expect_file("units.csv", UNITS ROW2);
	expect_file("units.journal.csv", JOURNAL JOURNAL_ROW);
	expect_file(".pending", NULL);
	expect_file(".pending.new", NULL);
	static const char *const names[] = {"units.csv", "units.journal.csv", ".lock"};
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(stat(file_path(names[i]), &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
	}
}

static void test_shared_directory(void **state)
{
	struct error e;
	struct stat st;
	(void)state;
	mode_t mask = umask(077);
	assert_int_equal(chmod(path, 02770), 0);
	struct store *s = open_store();
	struct store_file *f = append_to(s, STORE_REGISTER);
	assert_true(store_begin(s, false, &e));
	store_write(f, STR(UNITS));
	assert_true(store_commit(s, &e));
	store_close(s);
	umask(mask);
	assert_int_equal(chmod(path, 0700), 0);
	assert_int_equal(stat(file_path("units.csv"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0660);
}

static void test_given_up(void **state)
{
	struct error e;
	(void)state;
	put("units.csv", UNITS ROW1);
	struct store *s = open_store();
	struct store_file *f = append_to(s, STORE_REGISTER), *j = append_to(s, STORE_JOURNAL);
	assert_true(store_begin(s, false, &e));
	for (int i = 0; i < 30000; i++) { /* more than is kept in memory */
		store_write(f, STR(ROW2));
		store_write(j, STR(JOURNAL_ROW));
	}
	store_close(s);
	expect_file("units.csv", UNITS ROW1);
	expect_file("units.journal.csv", NULL);
	expect_file(".pending", NULL);
}

/* --- what ends early ------------------------------------------------------------------------- */

/* A program that ends in the middle of a batch for register and journal. */
static void die_in_batch(void)
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct error e;
		struct store *s = open_store();
		struct store_file *f = append_to(s, STORE_REGISTER);
		struct store_file *j = append_to(s, STORE_JOURNAL);
		if (!store_begin(s, false, &e))
			_exit(1);
		for (int i = 0; i < 30000; i++) {
			store_write(f, STR(ROW2));
			store_write(j, STR(JOURNAL_ROW));
		}
		raise(SIGKILL);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static void test_killed(void **state)
{
	struct error e;
	struct stat st;
	struct snapshot seen;
	(void)state;
	put("units.csv", UNITS ROW1);
	die_in_batch();
	assert_int_equal(stat(file_path("units.csv"), &st), 0);
	assert_true((size_t)st.st_size > sizeof(UNITS ROW1)); /* or it would prove nothing */
	assert_true(snapshot_take(&seen, &d, REGISTER_ALL, true, &e));
	assert_int_equal(seen.registers[REGISTER_UNITS].size, sizeof(UNITS ROW1) - 1);
	assert_int_equal(seen.journals[REGISTER_UNITS].fd, -1);
	snapshot_release(&seen);
	store_close(open_store());
	expect_told("an interrupted write was taken back");
	expect_file("units.csv", UNITS ROW1);
	expect_file("units.journal.csv", NULL);
	expect_file(".pending", NULL);
	store_close(open_store());
	expect_told("");
	assert_int_equal(told.text.n, 0);
}

static void test_strange_pending(void **state)
{
	struct error e = ERROR_INIT;
	(void)state;
	put("areas.csv", "code,name,vintage\n");
	put(".pending", "taizhang-pending 1\nappend areas.csv -\nend\n");
	assert_null(store_open(&d, &told.diag, &e));
	assert_int_equal(e.kind, ERROR_DATA);
	assert_non_null(strstr(e.message, "neither register nor journal"));
	expect_file("areas.csv", "code,name,vintage\n");
	put("units.csv", UNITS);
	put(".pending", "taizhang-pending 1\nappend units.csv 1000\nend\n");
	assert_null(store_open(&d, &told.diag, &e));
	assert_int_equal(e.kind, ERROR_DATA);
	assert_non_null(strstr(e.message, "it is shorter"));
	expect_file("units.csv", UNITS);
	put(".pending", "taizhang-pending 1\nappend units.csv 5\n");
	assert_null(store_open(&d, &told.diag, &e));
	assert_non_null(strstr(e.message, "not understood"));
	expect_file("units.csv", UNITS);
	unlink(file_path(".pending"));
	unlink(file_path("areas.csv"));
}

/* Files may grow to `bytes`; returns what was allowed before. */
static struct rlimit limit_files(rlim_t bytes)
{
	struct rlimit before, now;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	now = before;
	now.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
	return before;
}

static void test_full_disk_one_row(void **state)
{
	struct error e = ERROR_INIT;
	(void)state;
	put("units.csv", UNITS ROW1);
	struct rlimit before = limit_files(sizeof(UNITS ROW1) + 10);
	bool done = write_one(ROW2, &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_false(done);
	assert_int_equal(e.kind, ERROR_SYSTEM);
	assert_non_null(strstr(e.message, "nothing was added"));
	expect_file("units.csv", UNITS ROW1);
	assert_true(write_one(ROW2, &e));
	expect_file("units.csv", UNITS ROW1 ROW2);
}

static void test_full_disk_batch(void **state)
{
	struct error e = ERROR_INIT;
	(void)state;
	put("units.csv", UNITS ROW1);
	struct store *s = open_store();
	struct store_file *f = append_to(s, STORE_REGISTER), *j = append_to(s, STORE_JOURNAL);
	assert_true(store_begin(s, false, &e));
	store_write(f, STR(ROW2));
	for (int i = 0; i < 30000; i++)
		store_write(j, STR(JOURNAL_ROW));
	struct rlimit before = limit_files(100000);
	bool done = store_commit(s, &e);
	store_close(s);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_false(done);
	assert_non_null(strstr(e.file, "units.journal.csv"));
	assert_non_null(strstr(e.message, "nothing was added"));
	expect_file("units.csv", UNITS ROW1);
	expect_file("units.journal.csv", NULL);
	expect_file(".pending", NULL);
}

/* --- what is refused ------------------------------------------------------------------------- */

static void test_refused(void **state)
{
	(void)state;
	put("elsewhere", UNITS);
	assert_int_equal(symlink("elsewhere", file_path("units.csv")), 0);
	expect_refused("symbolic link");
	unlink(file_path("units.csv"));
	assert_int_equal(link(file_path("elsewhere"), file_path("units.csv")), 0);
	expect_refused("hard link");
	unlink(file_path("units.csv"));
	unlink(file_path("elsewhere"));
	assert_int_equal(mkfifo(file_path("units.csv"), 0600), 0);
	expect_refused("not a plain file");
	unlink(file_path("units.csv"));
	assert_int_equal(mkdir(file_path("units.csv"), 0700), 0);
	expect_refused("not a plain file");
	rmdir(file_path("units.csv"));
	put("units.csv.gz", "");
	expect_refused("gunzip");
	unlink(file_path("units.csv.gz"));
	put("units.csv", "");
	expect_refused("empty");
}

static void test_changed_meanwhile(void **state)
{
	struct error e = ERROR_INIT;
	(void)state;
	put("units.csv", UNITS);
	struct store *s = open_store();
	append_to(s, STORE_REGISTER);
	put("units.csv", UNITS ROW1);
	assert_false(store_begin(s, true, &e));
	assert_non_null(strstr(e.message, "changed meanwhile"));
	store_close(s);
	expect_file("units.csv", UNITS ROW1);
}

static void test_locked(void **state)
{
	struct error e = ERROR_INIT;
	(void)state;
	struct store *s = open_store();
	d.lock_timeout = 0.05;
	assert_null(store_open(&d, &told.diag, &e));
	assert_int_equal(e.kind, ERROR_LOCKED);
	store_close(s);
	d.lock_timeout = 30;
}

/* A register and its journal with more rows than are kept in memory, not yet committed. */
static struct store *write_many(struct store_file **f)
{
	struct error e;
	put("units.csv", UNITS ROW1);
	struct store *s = open_store();
	*f = append_to(s, STORE_REGISTER);
	struct store_file *j = append_to(s, STORE_JOURNAL);
	assert_true(store_begin(s, false, &e));
	store_write(j, STR(JOURNAL JOURNAL_ROW));
	for (int i = 0; i < 60000; i++)
		store_write(*f, STR(ROW1));
	return s;
}

/* What was written to one file is written anew, the other one's stays. */
static void test_rewound(void **state)
{
	struct error e;
	struct store_file *f;
	(void)state;
	struct store *s = write_many(&f);
	store_rewind(f);
	store_write(f, STR(ROW2));
	assert_true(store_commit(s, &e));
	store_close(s);
	expect_file("units.csv", UNITS ROW1 ROW2);
	expect_file("units.journal.csv", JOURNAL JOURNAL_ROW);
	expect_file(".pending", NULL);
}

static void test_cancelled(void **state)
{
	struct error e;
	struct store_file *f;
	(void)state;
	struct store *s = write_many(&f);
	assert_true(store_cancel(s, &e));
	expect_file("units.csv", UNITS ROW1);
	expect_file("units.journal.csv", NULL);
	expect_file(".pending", NULL);
	store_close(s);
	expect_file("units.csv", UNITS ROW1);
}

static int clear(void **state)
{
	static const char *const names[] = {
	    "units.csv", "units.journal.csv", "units.torn", ".pending", ".lock"};
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(file_path(names[i]));
	told.text.n = 0;
	return 0;
}

int main(void)
{
	struct error e;
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_one_row, clear),
	    cmocka_unit_test_setup(test_new_files, clear),
	    cmocka_unit_test_setup(test_shared_directory, clear),
	    cmocka_unit_test_setup(test_given_up, clear),
	    cmocka_unit_test_setup(test_rewound, clear),
	    cmocka_unit_test_setup(test_cancelled, clear),
	    cmocka_unit_test_setup(test_killed, clear),
	    cmocka_unit_test_setup(test_strange_pending, clear),
	    cmocka_unit_test_setup(test_full_disk_one_row, clear),
	    cmocka_unit_test_setup(test_full_disk_batch, clear),
	    cmocka_unit_test_setup(test_refused, clear),
	    cmocka_unit_test_setup(test_changed_meanwhile, clear),
	    cmocka_unit_test_setup(test_locked, clear),
	};
	told.diag.say = say;
	signal(SIGXFSZ, SIG_IGN);
	if (!make_test_directory(path) || !directory_open(&d, path, &e))
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	clear(NULL);
	rmdir(path);
	directory_close(&d);
	buf_release(&told.text);
	return failed;
}
