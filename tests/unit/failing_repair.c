/*
 * register-repair while system calls fail: no row is lost, no torn byte is lost, and running it
 * again brings the directory to the state that it would have reached at once.
 */
#include "failing.h"

#include "register/repair.h"

#define UNITS "id,name,kind,area,recorded\n"
#define ROW1 "U1,甲公司,enterprise,360102007,2024-01-02T00:00:00Z\n"
#define ROW2 "U2,乙公司,enterprise,360102007,2024-01-03T00:00:00Z\n"
#define BAD "U3,\"丙,enterprise\n"
#define TORN "U4,丁公"
#define ORGS "id,line,name,mode,area,recorded\n"
#define ORG1 "O1,party,支部,single,360102007,2024-01-03T00:00:00Z\n"

static struct directory directory;
static bool told;

static void say(struct diag *diag, const struct error *e)
{
	(void)diag;
	assert_true(e->message[0] != '\0');
	told = true;
}

static struct diag diag = {say};
static bool finishing;

static void put_damage(void)
{
	place_put("units.csv", STR(UNITS ROW1 BAD ROW2 TORN));
	place_put(".units.csv.new", STR("left behind"));
	struct buf pending = BUF_INIT;
	if (finishing) {
		place_put("orgs.csv", STR(ORGS));
		place_put(".orgs.csv.new", STR(ORGS ORG1));
		buf_add_text(&pending, "taizhang-pending 1\nreplace orgs.csv .orgs.csv.new\nend\n");
	} else {
		place_put("orgs.csv", STR(ORGS ORG1 "O2,2024"));
		buf_printf(&pending, "taizhang-pending 1\nappend orgs.csv %zu\nend\n",
		    sizeof(ORGS ORG1) - 1);
	}
	place_put(".pending", buf_str(&pending));
	buf_release(&pending);
}

static bool repair(bool write, size_t *items, struct error *e)
{
	struct repair r = {.directory = &directory,
	    .registers = REGISTER_BIT(REGISTER_UNITS) | REGISTER_BIT(REGISTER_ORGS),
	    .write = write,
	    .most = true,
	    .diag = &diag};
	told = false;
	bool good = repair_run(&r, e);
	*items = r.count;
	repair_release(&r);
	return good;
}

static bool run_repair(struct error *e)
{
	size_t items;
	bool good = repair(true, &items, e);
	return good && (!told || error_set(e, ERROR_SYSTEM, "told"));
}

static bool run_dry(struct error *e)
{
	size_t items;
	bool good = repair(false, &items, e);
	if (good && !told)
		assert_true(items >= 4);
	return good && (!told || error_set(e, ERROR_SYSTEM, "told"));
}

static void expect_file(const char *name, const char *want)
{
	char *text = place_get(name);
	if (!text || strcmp(text, want) != 0)
		fail_msg("%s holds '%s': %s (call %ld) failed", name, text ? text : "nothing",
		    failing.name, failing.at);
	free(text);
}

static void expect_sound(void)
{
	expect_file("units.csv", UNITS ROW1 ROW2);
	expect_file("orgs.csv", ORGS ORG1);
	char *torn = place_get("units.torn");
	assert_non_null(torn);
	if (!strstr(torn, BAD) || !strstr(torn, TORN "\n"))
		fail_msg(
		    "units.torn holds '%s': %s (call %ld) failed", torn, failing.name, failing.at);
	free(torn);
	static const char *const gone[] = {
	    ".pending", ".pending.new", ".units.csv.new", ".orgs.csv.new"};
	for (size_t i = 0; i < 4; i++)
		assert_int_not_equal(access(place_path(gone[i]), F_OK), 0);
}

static void judge_repair(bool done, const struct error *e)
{
	struct error again = ERROR_INIT;
	size_t items;
	(void)e;
	if (!done) {
		if (!repair(true, &items, &again) || told)
			fail_msg("again: %s %s: %s (call %ld) failed", again.file, again.message,
			    failing.name, failing.at);
	}
	expect_sound();
	assert_true(repair(false, &items, &again));
	assert_int_equal(items, 0);
}

/* A dry run leaves all as it is. */
static void judge_dry(bool done, const struct error *e)
{
	(void)done;
	(void)e;
	expect_file("units.csv", UNITS ROW1 BAD ROW2 TORN);
	assert_int_equal(access(place_path(".pending"), F_OK), 0);
	assert_int_equal(access(place_path(".units.csv.new"), F_OK), 0);
}

static void repairing(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		finishing = i;
		failing_sweep(
		    &(struct failing_work){"a repair", put_damage, run_repair, judge_repair, true});
		failing_sweep(
		    &(struct failing_work){"a dry run", put_damage, run_dry, judge_dry, true});
	}
}

static int open_directory(void **state)
{
	struct error e;
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
	    cmocka_unit_test(repairing),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
