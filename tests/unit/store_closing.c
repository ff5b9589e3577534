/* Writing the files of closed periods: closed.csv grows and closed/ gets new files, all or none. */
#include "unit.h"

#include "register/pending.h"
#include "register/store.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLOSED "period,edition,at,by,why,what,rows,sha256,how\n"
#define LINE "2024-06,1,2024-07-01T00:00:00Z,me,,figures,1,00,\n"
#define FIGURES "closed/2024-06.figures.csv"

static char path[TEST_PATH_SIZE];
static struct directory d;

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

static unsigned mode_of(const char *name)
{
	struct stat st;
	assert_int_equal(stat(file_path(name), &st), 0);
	return st.st_mode & 07777;
}

static struct store *open_store(void)
{
	struct error e = ERROR_INIT;
	struct store *s = store_open(&d, &told.diag, &e);
	if (!s)
		fail_msg("%s: %s", e.file, e.message);
	return s;
}

static struct store_file *append_to(struct store *s, const char *name)
{
	struct error e = ERROR_INIT;
	struct store_file *f = store_append_other(s, name, &e);
	if (!f)
		fail_msg("%s: %s", e.file, e.message);
	return f;
}

/* Begins a closing and writes it, without committing. */
static struct store *begin(void)
{
	struct error e = ERROR_INIT;
	struct store *s = open_store();
	struct store_file *list = append_to(s, "closed.csv"), *figures = append_to(s, FIGURES);
	if (!store_begin(s, false, &e))
		fail_msg("%s: %s", e.file, e.message);
	store_write(list, store_file_is_new(list) ? STR(CLOSED LINE) : STR(LINE));
	store_write(figures, STR("figures\n"));
	return s;
}

static void expect_refused(const char *name, const char *why)
{
	struct error e = ERROR_INIT;
	struct store *s = open_store();
	assert_null(store_append_other(s, name, &e));
	if (!strstr(e.message, why))
		fail_msg("'%s' was expected, said was '%s'", why, e.message);
	store_close(s);
}

/* --- what is written ------------------------------------------------------------------------- */

static void test_first(void **state)
{
	struct error e;
	(void)state;
	mode_t mask = umask(0);
	struct store *s = begin();
	expect_file(
	    ".pending", "taizhang-pending 1\nappend closed.csv -\nappend " FIGURES " -\nend\n");
	assert_true(store_commit(s, &e));
	store_close(s);
	umask(mask);
	expect_file("closed.csv", CLOSED LINE);
	expect_file(FIGURES, "figures\n");
	expect_file(".pending", NULL);
	assert_int_equal(mode_of("closed"), 0700);
	assert_int_equal(mode_of(FIGURES), 0600);
	assert_int_equal(mode_of("closed.csv"), 0600);
}

static void test_shared_directory(void **state)
{
	struct error e;
	(void)state;
	mode_t mask = umask(077);
	assert_int_equal(chmod(path, 02770), 0);
	struct store *s = begin();
	assert_true(store_commit(s, &e));
	store_close(s);
	umask(mask);
	assert_int_equal(chmod(path, 0700), 0);
	assert_int_equal(mode_of("closed"), 02770);
	assert_int_equal(mode_of(FIGURES), 0660);
}

static void test_given_up(void **state)
{
	(void)state;
	put("closed.csv", CLOSED);
	store_close(begin());
	expect_file("closed.csv", CLOSED);
	expect_file(FIGURES, NULL);
	expect_file(".pending", NULL);
	assert_int_not_equal(access(file_path("closed"), F_OK), 0);
}

static void test_killed(void **state)
{
	int status;
	struct snapshot seen;
	struct error e;
	(void)state;
	put("closed.csv", CLOSED);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		begin();
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	put("closed.csv", CLOSED LINE); /* as if its lines had come to disk already */
	assert_int_equal(access(file_path(FIGURES), F_OK), 0);
	assert_true(snapshot_take(&seen, &d, 0, false, &e));
	assert_int_equal(seen.closed.size, strlen(CLOSED));
	snapshot_release(&seen);
	store_close(open_store());
	expect_file("closed.csv", CLOSED);
	expect_file(FIGURES, NULL);
	expect_file(".pending", NULL);
}

/* --- what is refused ------------------------------------------------------------------------- */

static void test_refused(void **state)
{
	struct error e = ERROR_INIT;
	(void)state;
	assert_int_equal(mkdir(file_path("elsewhere"), 0700), 0);
	put("elsewhere/2024-06.figures.csv", "kept\n");
	assert_int_equal(symlink("elsewhere", file_path("closed")), 0);
	expect_refused(FIGURES, "not a directory");
	put(".pending", "taizhang-pending 1\nappend " FIGURES " -\nend\n");
	assert_null(store_open(&d, &told.diag, &e));
	assert_non_null(strstr(e.message, "not a directory"));
	expect_file("elsewhere/2024-06.figures.csv", "kept\n");
	unlink(file_path(".pending"));
	unlink(file_path("closed"));
	assert_int_equal(rename(file_path("elsewhere"), file_path("closed")), 0);
	expect_refused(FIGURES, "there already");
	expect_file(FIGURES, "kept\n");
	put("elsewhere", CLOSED);
	assert_int_equal(symlink("elsewhere", file_path("closed.csv")), 0);
	expect_refused("closed.csv", "symbolic link");
}

static void test_names(void **state)
{
	static const char *const good[] = {"closed.csv", FIGURES, "closed/2024Q2.2.rows.csv"};
	static const char *const bad[] = {"closed", "closed/", "closed/.csv", "closed/x",
	    "closed/a/b.csv", "closed/../units.csv", "closed/a..csv", "closed/.a.csv",
	    "closed/a b.csv", "./closed/a.csv", "units.csv", "areas.csv", "/closed/a.csv"};
	static const char *const refused[] = {"append closed/../units.csv -",
	    "replace closed/a.csv .closed/a.csv.new", "replace closed.csv .closed.csv.new",
	    "append other/a.csv -"};
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(pending_is_other(str_of(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (pending_is_other(str_of(bad[i])))
			fail_msg("'%s' was taken", bad[i]);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		char text[200];
		struct error e = ERROR_INIT;
		snprintf(text, sizeof(text), "taizhang-pending 1\n%s\nend\n", refused[i]);
		put(".pending", text);
		assert_null(store_open(&d, &told.diag, &e));
		assert_non_null(strstr(e.message, "not understood"));
	}
}

static int clear(void **state)
{
	static const char *const names[] = {
	    FIGURES, "closed.csv", ".pending", ".lock", "elsewhere"};
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(file_path(names[i]));
	rmdir(file_path("closed"));
	told.text.n = 0;
	return 0;
}

int main(void)
{
	struct error e;
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_first, clear),
	    cmocka_unit_test_setup(test_shared_directory, clear),
	    cmocka_unit_test_setup(test_given_up, clear),
	    cmocka_unit_test_setup(test_killed, clear),
	    cmocka_unit_test_setup(test_refused, clear),
	    cmocka_unit_test_setup(test_names, clear),
	};
	told.diag.say = say;
	if (!make_test_directory(path) || !directory_open(&d, path, &e))
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	clear(NULL);
	rmdir(path);
	directory_close(&d);
	buf_release(&told.text);
	return failed;
}
