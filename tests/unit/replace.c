/* Replacing files of a register directory: what another program does meanwhile, owner and mode. */
#include "place.h"

#include "register/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#define UNITS "id,name,kind,area,recorded\n"
#define ROW1 "U1,甲公司,enterprise,360102007,2024-01-02T00:00:00Z\n"
#define ROW2 "U2,乙公司,enterprise,360102007,2024-01-03T00:00:00Z\n"

static struct directory directory;

static void say_nothing(struct diag *diag, const struct error *e)
{
	(void)diag;
	(void)e;
}

static struct diag diag = {say_nothing};

/* Replaces units.csv, or makes it; `meanwhile` is done before it is put in its place. */
static bool replace(void (*meanwhile)(void), struct error *e)
{
	struct store *s = store_open(&directory, &diag, e);
	assert_non_null(s);
	struct store_file *f = store_replace(s, schema_of(REGISTER_UNITS), STORE_REGISTER, e);
	bool good = f && store_begin(s, false, e);
	if (good) {
		store_write(f, STR(UNITS ROW2));
		if (meanwhile)
			meanwhile();
		good = store_commit(s, e);
	}
	store_close(s);
	return good;
}

static void expect_file(const char *name, const char *want)
{
	char *text = place_get(name);
	if (want)
		assert_string_equal(text, want);
	else
		assert_null(text);
	free(text);
}

static void expect_refused(void (*meanwhile)(void), const char *content)
{
	struct error e = ERROR_INIT;
	assert_false(replace(meanwhile, &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	if (!strstr(e.message, "changed meanwhile"))
		fail_msg("said was '%s'", e.message);
	assert_string_equal(e.file, place_path("units.csv"));
	expect_file("units.csv", content);
	expect_file(".units.csv.new", NULL);
	expect_file(".pending", NULL);
}

static void write_longer(void)
{
	place_put("units.csv", STR(UNITS ROW1 ROW1));
}

static void put_another(void)
{
	place_put("other", STR(UNITS ROW1));
	assert_int_equal(rename(place_path("other"), place_path("units.csv")), 0);
}

static void touch_seconds(void)
{
	static const struct timespec times[2] = {{1000, 0}, {1000, 0}};
	assert_int_equal(utimensat(AT_FDCWD, place_path("units.csv"), times, 0), 0);
}

static void touch_nanoseconds(void)
{
	struct stat st;
	assert_int_equal(stat(place_path("units.csv"), &st), 0);
	struct timespec times[2] = {st.st_atim, st.st_mtim};
	times[1].tv_nsec = (times[1].tv_nsec + 5000) % 1000000000;
	assert_int_equal(utimensat(AT_FDCWD, place_path("units.csv"), times, 0), 0);
}

static void take_away(void)
{
	assert_int_equal(unlink(place_path("units.csv")), 0);
}

static void put_first(void)
{
	place_put("units.csv", STR(UNITS ROW1));
}

static void changed_meanwhile(void **state)
{
	(void)state;
	place_put("units.csv", STR(UNITS ROW1));
	expect_refused(write_longer, UNITS ROW1 ROW1);
	place_put("units.csv", STR(UNITS ROW1));
	expect_refused(put_another, UNITS ROW1);
	expect_refused(touch_seconds, UNITS ROW1);
	expect_refused(touch_nanoseconds, UNITS ROW1);
	expect_refused(take_away, NULL);
	expect_refused(put_first, UNITS ROW1); /* it was not there, now it is */
}

static void undisturbed(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	struct stat st;
	assert_true(replace(NULL, &e));
	expect_file("units.csv", UNITS ROW2);
	place_put("units.csv", STR(UNITS ROW1));
	assert_int_equal(chmod(place_path("units.csv"), 0640), 0);
	assert_true(replace(NULL, &e));
	expect_file("units.csv", UNITS ROW2);
	assert_int_equal(stat(place_path("units.csv"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
}

/* Only the superuser can give files to others. */
static void owners(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	struct stat st;
	static const uid_t owners[][2] = {{65534, 65534}, {0, 65534}, {65534, 0}};
	if (geteuid() != 0)
		skip();
	for (size_t i = 0; i < 3; i++) {
		place_put("units.csv", STR(UNITS ROW1));
		assert_int_equal(chown(place_path("units.csv"), owners[i][0], owners[i][1]), 0);
		assert_int_equal(chmod(place_path("units.csv"), 0660), 0);
		assert_true(replace(NULL, &e));
		assert_int_equal(stat(place_path("units.csv"), &st), 0);
		assert_int_equal(st.st_uid, owners[i][0]);
		assert_int_equal(st.st_gid, owners[i][1]);
		assert_int_equal(st.st_mode & 07777, 0660);
		expect_file("units.csv", UNITS ROW2);
	}
}

/* The old content can be read while the new one is made. */
static void reading(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	char bytes[64];
	place_put("units.csv", STR(UNITS));
	struct store *s = store_open(&directory, &diag, &e);
	struct store_file *f = store_replace(s, schema_of(REGISTER_UNITS), STORE_REGISTER, &e);
	struct store_file *j = store_replace(s, schema_of(REGISTER_UNITS), STORE_JOURNAL, &e);
	ssize_t all = sizeof(UNITS) - 1;
	assert_int_equal(store_file_read(f, bytes, sizeof(bytes), 0), all);
	assert_int_equal(store_file_read(f, bytes, 3, 0), 3);
	assert_int_equal(store_file_read(f, bytes, sizeof(bytes), 5), all - 5);
	assert_int_equal(store_file_read(f, bytes, sizeof(bytes), (uint64_t)all), 0);
	assert_int_equal(store_file_read(f, bytes, sizeof(bytes), 1000), 0);
	assert_true(store_file_is_new(j));
	assert_int_equal(store_file_read(j, bytes, sizeof(bytes), 0), 0);
	store_close(s);
	store_close(NULL);
	expect_file("units.csv", UNITS);
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
	    cmocka_unit_test_setup(changed_meanwhile, place_clear),
	    cmocka_unit_test_setup(undisturbed, place_clear),
	    cmocka_unit_test_setup(owners, place_clear),
	    cmocka_unit_test_setup(reading, place_clear),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
