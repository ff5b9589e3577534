/* Last lines without newline where lines are long, headers are damaged, or NAME.torn is no file. */
#include "place.h"

#include "register/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#define UNITS "id,name,kind,area,recorded\n"
#define ROW1 "U1,甲公司,enterprise,360102007,2024-01-02T00:00:00Z\n"

static struct directory directory;

static void say_nothing(struct diag *diag, const struct error *e)
{
	(void)diag;
	(void)e;
}

static struct diag diag = {say_nothing};

/* Makes a file ready for appending. */
static bool mend(enum store_kind kind, struct error *e)
{
	struct store *s = store_open(&directory, &diag, e);
	assert_non_null(s);
	bool good = store_append(s, schema_of(REGISTER_UNITS), kind, e) != NULL;
	store_close(s);
	return good;
}

static void expect_file(const char *name, const char *want)
{
	char *text = place_get(name);
	if (!text || strcmp(text, want) != 0)
		fail_msg("%s is not as expected", name);
	free(text);
}

static void expect_refused(enum store_kind kind, const char *name, const char *why)
{
	struct error e = ERROR_INIT;
	char *before = place_get(name);
	assert_false(mend(kind, &e));
	assert_string_equal(e.file, place_path(name));
	if (!strstr(e.message, why))
		fail_msg("'%s' was expected, said was '%s'", why, e.message);
	expect_file(name, before);
	free(before);
}

/* A header and a last line that do not fit into one block. */
static void long_lines(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	struct buf header = BUF_INIT, text = BUF_INIT, torn = BUF_INIT;
	buf_add_text(&header, "id,name,kind,area,");
	for (int i = 0; i < 4000; i++)
		buf_printf(&header, "a_column_with_a_long_name_%d,", i);
	buf_add_text(&header, "recorded\n");
	buf_add_text(&torn, "U2,");
	while (torn.n < 150 * 1000)
		buf_add_text(&torn, "很长");
	for (int rows = 0; rows < 2; rows++) { /* with and without a whole line between */
		text.n = 0;
		buf_add_str(&text, buf_str(&header));
		if (rows)
			buf_add_text(&text, "not,a,row\n");
		char *before = str_dup(buf_str(&text));
		buf_add_str(&text, buf_str(&torn));
		place_put("units.csv", buf_str(&text));
		if (!mend(STORE_REGISTER, &e))
			fail_msg("%s: %s", e.file, e.message);
		expect_file("units.csv", before);
		buf_add_char(&torn, '\n');
		expect_file("units.torn", buf_text(&torn));
		torn.n--;
		unlink(place_path("units.torn"));
		free(before);
	}
	/* a header alone that nothing ends */
	header.n--;
	place_put("units.csv", buf_str(&header));
	assert_true(mend(STORE_REGISTER, &e));
	buf_add_char(&header, '\n');
	expect_file("units.csv", buf_text(&header));
	buf_release(&header);
	buf_release(&text);
	buf_release(&torn);
}

static void damaged_headers(void **state)
{
	(void)state;
	place_put("units.csv", STR("id,id,name\nU1,U1,甲"));
	expect_refused(STORE_REGISTER, "units.csv", "twice");
	place_put("units.csv", STR("name,kind,area\n甲,enterprise,36"));
	expect_refused(STORE_REGISTER, "units.csv", "lacks column 'id'");
	place_put("units.journal.csv", STR("at,op,by,why,id,id\nx,y"));
	expect_refused(STORE_JOURNAL, "units.journal.csv", "twice");
	place_put("units.journal.csv", STR(""));
	expect_refused(STORE_JOURNAL, "units.journal.csv", "empty");
}

/* Where the torn bytes cannot be kept they stay where they are. */
static void torn_is_no_file(void **state)
{
	(void)state;
	static const char torn[] = UNITS ROW1 "U2,乙";
	place_put("units.csv", STR(torn));
	assert_int_equal(mkdir(place_path("units.torn"), 0700), 0);
	expect_refused(STORE_REGISTER, "units.csv", "cannot be mended");
	assert_int_equal(rmdir(place_path("units.torn")), 0);
	place_put("elsewhere", STR(""));
	assert_int_equal(symlink("elsewhere", place_path("units.torn")), 0);
	expect_refused(STORE_REGISTER, "units.csv", "cannot be mended");
	expect_file("elsewhere", "");
	assert_int_equal(unlink(place_path("units.torn")), 0);
	assert_int_equal(mkfifo(place_path("units.torn"), 0600), 0);
	int reader = open(place_path("units.torn"), O_RDONLY | O_NONBLOCK);
	assert_true(reader >= 0);
	expect_refused(STORE_REGISTER, "units.csv", "cannot be mended");
	char byte;
	assert_int_equal(read(reader, &byte, 1), 0);
	close(reader);
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
	    cmocka_unit_test_setup(long_lines, place_clear),
	    cmocka_unit_test_setup(damaged_headers, place_clear),
	    cmocka_unit_test_setup(torn_is_no_file, place_clear),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
