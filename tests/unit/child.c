/* Children: fed and read at the same time, their end told. */
#include "base/child.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
/* cmocka needs those above */
#include <cmocka.h>

static const char *const no_settings[] = {NULL};

static enum child_end run(const char *script, struct str input, struct buf *out, struct error *e)
{
	const char *const argv[] = {"sh", "-c", script, NULL};
	static const char *const settings[] = {"CHILD_TEST=x", "CHILD_GONE", NULL};
	return child_run(argv, settings, input, out, e);
}

static void assert_prints(const char *script, const char *input, const char *expected)
{
	struct buf out = BUF_INIT;
	struct error e;
	assert_int_equal(run(script, str_of(input), &out, &e), CHILD_DONE);
	assert_string_equal(buf_text(&out), expected);
	buf_release(&out);
}

static void assert_fails(const char *script, const char *expected)
{
	struct buf out = BUF_INIT;
	struct error e = ERROR_INIT;
	assert_int_equal(run(script, STR("input"), &out, &e), CHILD_FAILED);
	assert_int_equal(e.kind, ERROR_SYSTEM);
	assert_string_equal(e.message, expected);
	buf_release(&out);
}

static void what_goes_in_and_comes_out(void **state)
{
	(void)state;
	setenv("CHILD_GONE", "1", 1);
	assert_prints("cat", "abc", "abc");
	assert_prints("cat", "", "");
	assert_prints("echo $CHILD_TEST-$CHILD_GONE", "never read", "x-\n");
	assert_prints("echo note >&2; cat", "a", "a");
}

/* More than pipes hold, in all three directions, and to a child that reads nothing. */
static void nobody_waits_for_the_other(void **state)
{
	(void)state;
	enum { SIZE = 3 * 1024 * 1024 };
	char *bytes = mem_alloc(SIZE, 1);
	struct buf out = BUF_INIT;
	struct error e;
	memset(bytes, 'x', SIZE);
	struct str input = {bytes, SIZE};
	assert_int_equal(run("tee /dev/stderr", input, &out, &e), CHILD_DONE);
	assert_int_equal(out.n, SIZE);
	assert_memory_equal(out.p, bytes, SIZE);
	out.n = 0;
	assert_int_equal(run("exec 0<&-; echo done", input, &out, &e), CHILD_DONE);
	assert_string_equal(buf_text(&out), "done\n");
	buf_release(&out);
	free(bytes);
}

static void ends_are_told(void **state)
{
	(void)state;
	assert_fails("echo; echo '  not so  ' >&2; echo more >&2; exit 1", "sh failed: not so");
	assert_fails("kill -9 $$", "sh failed: ");
	static const char *const argv[] = {"no-such-program-at-all", NULL};
	struct buf out = BUF_INIT;
	struct error e;
	assert_int_equal(
	    child_run(argv, no_settings, (struct str){NULL, 0}, &out, &e), CHILD_MISSING);
	buf_release(&out);
}

/* A closed standard input, output or error must not be taken for an end of a pipe. */
static void closed_descriptors_are_no_pipes(void **state)
{
	(void)state;
	int kept = dup(STDIN_FILENO);
	close(STDIN_FILENO);
	assert_prints("cat; echo $?", "abc", "abc0\n");
	dup2(kept, STDIN_FILENO);
	close(kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_goes_in_and_comes_out),
	    cmocka_unit_test(nobody_waits_for_the_other),
	    cmocka_unit_test(ends_are_told),
	    cmocka_unit_test(closed_descriptors_are_no_pipes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
