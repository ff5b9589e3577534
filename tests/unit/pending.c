/* .pending: what is written is read back, and nothing else is understood. */
#include "place.h"

#include "register/pending.h"

#include <sys/stat.h>

#define FIRST "taizhang-pending 1\n"

static bool read_text(struct pending *p, struct str text, struct error *e)
{
	bool exists;
	place_put(".pending", text);
	*e = ERROR_INIT;
	bool good = pending_read(p, place, &exists, e);
	assert_true(exists);
	return good;
}

static void appends(void **state)
{
	(void)state;
	struct error e;
	struct pending p = {0}, again;
	struct buf text = BUF_INIT;
	pending_add(&p, "units.csv", 1234567890123);
	pending_add(&p, "units.journal.csv", PENDING_ABSENT);
	pending_add(&p, "orgs.csv", 0);
	pending_print(&p, &text);
	assert_string_equal(buf_text(&text), FIRST "append units.csv 1234567890123\n"
						   "append units.journal.csv -\n"
						   "append orgs.csv 0\nend\n");
	assert_true(read_text(&again, buf_str(&text), &e));
	assert_int_equal(again.count, 3);
	assert_false(again.replaces);
	assert_string_equal(again.files[0].name, "units.csv");
	assert_int_equal(again.files[0].length, 1234567890123);
	assert_true(again.files[1].length == PENDING_ABSENT);
	assert_int_equal(pending_length(&again, "units.csv", UINT64_MAX), 1234567890123);
	assert_int_equal(pending_length(&again, "units.csv", 7), 7); /* it has become shorter */
	assert_int_equal(pending_length(&again, "units.journal.csv", 7), 0);
	assert_int_equal(pending_length(&again, "people.csv", 7), 7);
	assert_false(pending_replaces(&again, "units.csv"));
	pending_release(&again);
	pending_release(&p);
	buf_release(&text);
}

static void replacements(void **state)
{
	(void)state;
	struct error e;
	struct pending p = {0}, again;
	struct buf text = BUF_INIT;
	pending_add_replacement(&p, "units.csv");
	pending_add_replacement(&p, "units.journal.csv");
	pending_print(&p, &text);
	assert_string_equal(buf_text(&text),
	    FIRST "replace units.csv .units.csv.new\n"
		  "replace units.journal.csv .units.journal.csv.new\n"
		  "end\n");
	assert_true(read_text(&again, buf_str(&text), &e));
	assert_true(again.replaces);
	assert_true(pending_replaces(&again, "units.csv"));
	assert_true(pending_replaces(&again, "units.journal.csv"));
	assert_false(pending_replaces(&again, "people.csv"));
	assert_int_equal(pending_length(&again, "units.csv", 7), 7);
	pending_release(&again);
	pending_release(&p);
	buf_release(&text);
}

static void expect_refused(struct str text)
{
	struct pending p;
	struct error e;
	bool good = read_text(&p, text, &e);
	pending_release(&p);
	if (good)
		fail_msg("'%s' is understood", text.p);
	assert_int_equal(e.kind, ERROR_DATA);
	assert_string_equal(e.file, place_path(".pending"));
}

static void damaged(void **state)
{
	(void)state;
	static const char good[] =
	    FIRST "append units.csv 12\nappend units.journal.csv -\nappend orgs.csv 34567\nend\n";
	struct pending p;
	struct error e;
	assert_true(read_text(&p, STR(FIRST "end\n"), &e));
	assert_int_equal(p.count, 0);
	pending_release(&p);
	assert_true(read_text(&p, STR(good), &e));
	pending_release(&p);
	for (size_t n = 0; n < sizeof(good) - 1; n++) /* every beginning of it */
		expect_refused((struct str){good, n});
	static const char *const texts[] = {
	    "taizhang-pending 2\nend\n",
	    "taizhang-pending 1\r\nend\n",
	    FIRST "end\nend\n",
	    FIRST "end\nx",
	    FIRST "\nend\n",
	    FIRST "append\nend\n",
	    FIRST "append units.csv\nend\n",
	    FIRST "append units.csv 1 2\nend\n",
	    FIRST "append units.csv x\nend\n",
	    FIRST "append units.csv -1\nend\n",
	    FIRST "append units.csv +1\nend\n",
	    FIRST "append units.csv 99999999999999999999\nend\n",
	    FIRST "append units.csv \nend\n",
	    FIRST "append  12\nend\n",
	    FIRST "append ../units.csv 12\nend\n",
	    FIRST "remove units.csv 12\nend\n",
	    FIRST "replace units.csv 12\nend\n",
	    FIRST "replace units.csv -\nend\n",
	    FIRST "replace units.csv .orgs.csv.new\nend\n",
	    FIRST "replace units.csv .units.csv.new\nappend orgs.csv 1\nend\n",
	    FIRST "append orgs.csv 1\nreplace units.csv .units.csv.new\nend\n",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		expect_refused(str_of(texts[i]));
	expect_refused(
	    (struct str){FIRST "append a\0b 1\nend\n", sizeof(FIRST "append a\0b 1\nend\n") - 1});
}

/* A file that cannot be one of ours, and what is no file. */
static void strange(void **state)
{
	(void)state;
	struct pending p;
	struct error e = {0};
	bool exists;
	struct buf text = BUF_INIT;
	buf_add_text(&text, FIRST);
	while (text.n < 2 * 1024 * 1024)
		buf_add_text(&text, "append units.csv 1\n");
	buf_add_text(&text, "end\n");
	expect_refused(buf_str(&text));
	buf_release(&text);
	place_clear(NULL);
	assert_true(pending_read(&p, place, &exists, &e));
	assert_false(exists);
	assert_true(pending_read(&p, place_path("nothing"), &exists, &e));
	assert_false(exists);
	place_put("file", STR("x"));
	assert_true(pending_read(&p, place_path("file"), &exists, &e));
	assert_false(exists);
	assert_int_equal(mkdir(place_path(".pending"), 0700), 0);
	assert_false(pending_read(&p, place, &exists, &e));
	rmdir(place_path(".pending"));
	assert_int_equal(symlink(".pending", place_path(".pending")), 0);
	assert_false(pending_read(&p, place, &exists, &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	assert_non_null(strstr(e.message, "cannot be opened"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(appends, place_clear),
	    cmocka_unit_test_setup(replacements, place_clear),
	    cmocka_unit_test_setup(damaged, place_clear),
	    cmocka_unit_test_setup(strange, place_clear),
	};
	return cmocka_run_group_tests(tests, place_make, place_remove);
}
