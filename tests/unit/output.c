/* Files that appear whole or not at all: names, modes, compression, what is given up, signals. */
#include "place.h"

#include "csv/input.h"
#include "csv/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static struct output *open_output(const char *name)
{
	struct error e = ERROR_INIT;
	struct output *o = output_open(name, &e);
	if (!o)
		fail_msg("%s: %s", e.file, e.message);
	return o;
}

static void finish(struct output *o)
{
	struct error e = ERROR_INIT;
	if (!output_finish(o, &e))
		fail_msg("%s: %s", e.file, e.message);
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

/* How many files there are. */
static int file_count(void)
{
	int count = -2; /* . and .. */
	DIR *d = opendir(place);
	while (readdir(d))
		count++;
	closedir(d);
	return count;
}

static void whole_or_not_at_all(void **state)
{
	(void)state;
	struct output *o = open_output(place_path("out.csv"));
	assert_true(output_is_file(o));
	assert_non_null(strstr(output_path(o), "/out.csv"));
	output_str(o, STR("new\n"));
	assert_false(output_failed(o));
	expect_file("out.csv", NULL);
	finish(o);
	expect_file("out.csv", "new\n");
	o = open_output(place_path("out.csv"));
	output_str(o, STR("newer\n"));
	output_abandon(o);
	expect_file("out.csv", "new\n");
	output_abandon(NULL);
	assert_int_equal(file_count(), 1);
	o = open_output("-");
	assert_false(output_is_file(o));
	assert_null(output_path(o));
	output_abandon(o);
	struct error e = ERROR_INIT;
	assert_null(output_open("", &e));
	assert_int_equal(e.kind, ERROR_USAGE);
}

/* More at once than a signal handler remembers. */
static void many(void **state)
{
	(void)state;
	struct output *all[12];
	char name[16];
	for (int i = 0; i < 12; i++) {
		snprintf(name, sizeof(name), "%d", i);
		all[i] = open_output(place_path(name));
		output_str(all[i], str_of(name));
	}
	for (int i = 11; i >= 0; i--)
		finish(all[i]);
	for (int i = 0; i < 12; i++) {
		snprintf(name, sizeof(name), "%d", i);
		expect_file(name, name);
	}
	assert_int_equal(file_count(), 12);
}

static void modes_and_links(void **state)
{
	(void)state;
	struct stat st;
	mode_t mask = umask(027), kept;
	finish(open_output(place_path("new")));
	kept = umask(mask);
	assert_int_equal(kept, 027); /* asking for it does not change it */
	assert_int_equal(stat(place_path("new"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(chmod(place_path("new"), 0604), 0);
	assert_int_equal(symlink("new", place_path("link")), 0);
	struct output *o = open_output(place_path("link"));
	output_str(o, STR("x"));
	finish(o);
	assert_int_equal(lstat(place_path("link"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	expect_file("new", "x");
	assert_int_equal(stat(place_path("new"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0604);
}

/* Bytes that do not become fewer, in pieces larger and smaller than the buffers. */
static void compressed(void **state)
{
	(void)state;
	struct buf bytes = BUF_INIT, got = BUF_INIT;
	struct error e = ERROR_INIT;
	uint64_t seed = 7;
	while (bytes.n < 300 * 1000)
		buf_add_char(&bytes, (char)random_next(&seed));
	for (int round = 0; round < 2; round++) {
		struct output *o = open_output(place_path("out.gz"));
		for (size_t at = 0; at < bytes.n;) {
			size_t n = round ? 70001 : 999;
			n = n < bytes.n - at ? n : bytes.n - at;
			output_write(o, bytes.p + at, n);
			at += n;
		}
		finish(o);
		got.n = 0;
		struct input *in = input_open(place_path("out.gz"), &e);
		ssize_t n;
		do {
			buf_reserve(&got, 4096);
			n = input_read(in, got.p + got.n, 4096, &e);
			assert_true(n >= 0);
			got.n += (size_t)n;
		} while (n > 0);
		input_close(in);
		assert_true(str_equal(buf_str(&got), buf_str(&bytes)));
	}
	struct output *o = open_output(place_path("empty.gz"));
	finish(o);
	struct input *in = input_open(place_path("empty.gz"), &e);
	char byte;
	assert_int_equal(input_read(in, &byte, 1, &e), 0);
	input_close(in);
	assert_int_equal(chdir(place), 0);
	o = open_output(".gz"); /* a name, not an ending */
	output_str(o, STR("plain"));
	finish(o);
	assert_int_equal(chdir("/"), 0);
	expect_file(".gz", "plain");
	buf_release(&bytes);
	buf_release(&got);
}

static void devices(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	struct output *o = open_output("/dev/null");
	output_str(o, STR("x"));
	finish(o);
	o = open_output("/dev/full");
	for (int i = 0; i < 30000; i++) /* more than the buffer holds: it is told before the end */
		output_str(o, STR("xxx\n"));
	assert_true(output_failed(o));
	assert_false(output_finish(o, &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	assert_string_equal(e.file, "/dev/full");
	assert_null(output_open(place, &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	assert_null(output_open(place_path("nothing/out.csv"), &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
}

/* Staged, a file is whole beside its place; only finishing puts it there. */
static void staged(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	struct output *o = open_output(place_path("out.csv"));
	output_str(o, STR("one\n"));
	finish(o);
	o = open_output(place_path("out.csv"));
	output_str(o, STR("two\n"));
	assert_true(output_stage(o, &e));
	expect_file("out.csv", "one\n");
	assert_int_equal(file_count(), 2);
	output_abandon(o);
	assert_int_equal(file_count(), 1);
	o = open_output(place_path("out.csv.gz"));
	output_str(o, STR("three\n"));
	assert_true(output_stage(o, &e));
	assert_true(output_stage(o, &e));
	finish(o);
	assert_int_equal(file_count(), 2);
	o = open_output("/dev/full");
	output_str(o, STR("x"));
	assert_false(output_stage(o, &e));
	assert_string_equal(e.file, "/dev/full");
	assert_false(output_finish(o, &e));
}

/* A program that is about to write a file when the signal comes. Returns how it ended. */
static int end_by_signal(int number, void (*before)(int))
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct error e;
		struct sigaction action = {.sa_handler = before};
		sigaction(number, &action, NULL);
		struct output *one = output_open(place_path("one.csv"), &e);
		struct output *two = output_open(place_path("two.csv.gz"), &e);
		if (!one || !two)
			_exit(9);
		output_str(one, STR("x"));
		raise(number);
		_exit(output_finish(one, &e) && output_finish(two, &e) ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void do_nothing(int number)
{
	(void)number;
}

static void signals(void **state)
{
	(void)state;
	static const int numbers[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXFSZ, SIGALRM};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		place_clear(NULL);
		int status = end_by_signal(numbers[i], SIG_DFL);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), numbers[i]);
		assert_int_equal(file_count(), 0);
		/* what a parent has set to be ignored, or the program itself handles, stays so */
		assert_int_equal(end_by_signal(numbers[i], SIG_IGN), 0);
		assert_int_equal(file_count(), 2);
		place_clear(NULL);
		assert_int_equal(end_by_signal(numbers[i], do_nothing), 0);
		assert_int_equal(file_count(), 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(whole_or_not_at_all, place_clear),
	    cmocka_unit_test_setup(many, place_clear),
	    cmocka_unit_test_setup(modes_and_links, place_clear),
	    cmocka_unit_test_setup(compressed, place_clear),
	    cmocka_unit_test_setup(devices, place_clear),
	    cmocka_unit_test_setup(staged, place_clear),
	    cmocka_unit_test_setup(signals, place_clear),
	};
	return cmocka_run_group_tests(tests, place_make, place_remove);
}
