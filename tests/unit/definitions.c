/* definitions: reading a file of definitions, and what is refused in one. */
#include "figures/definitions.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <unistd.h>

#define HEADER "figure,label,unit,register,when,where,measure,of,group,match,note\n"

/* An input over a text. */
static struct input *lines(const char *text)
{
	return input_of_text(str_of(text), "d.csv");
}

static void reads(void **state)
{
	(void)state;
	struct definitions d = {0};
	struct error e = ERROR_INIT;
	assert_true(definitions_read(&d,
	    lines(HEADER
		"units,单位,家,,,,,,,,\n"
		"five,五同,个,meetings,会议日期,plan=yes,rows,topics,,,\n"
		"topics,议题,个,meetings,date,\"kind=joint,dispatch\",distinct:meeting,,result,,\n"
		"guides,指导员,名,people,on,,items:units,,channel;certified,,\n"),
	    &e));
	assert_int_equal(d.count, 4);
	assert_null(d.rows[0].schema);
	assert_int_equal(d.rows[1].of, 2);
	assert_int_equal(d.rows[1].when, d.rows[2].when);
	assert_string_equal(d.rows[2].cells[DEFINITION_WHERE], "kind=joint,dispatch");
	assert_int_equal(d.rows[2].measure, MEASURE_DISTINCT);
	assert_string_equal(d.rows[2].measure_field, "meeting");
	assert_int_equal(d.rows[3].when, COLUMN_NONE);
	assert_int_equal(d.rows[3].measure, MEASURE_ITEMS);
	assert_ptr_equal(definitions_find(&d, STR("guides")), &d.rows[3]);
	assert_null(definitions_find(&d, STR("guide")));
	assert_string_equal(definitions_nearest(&d, STR("guide")), "guides");
	definitions_release(&d);
}

static void labels_need_no_more(void **state)
{
	(void)state;
	struct definitions d = {0};
	struct error e = ERROR_INIT;
	assert_true(definitions_read(&d, lines("label,figure\n单位,units\n"), &e));
	assert_string_equal(d.rows[0].cells[DEFINITION_LABEL], "单位");
	assert_string_equal(d.rows[0].cells[DEFINITION_UNIT], "");
	definitions_release(&d);
}

static void refuses(
    const char *text, enum error_kind kind, uint64_t line, uint64_t column, const char *message)
{
	struct definitions d = {0};
	struct error e = ERROR_INIT;
	assert_false(definitions_read(&d, lines(text), &e));
	assert_non_null(strstr(e.message, message));
	assert_int_equal(e.kind, kind);
	assert_string_equal(e.file, "d.csv");
	assert_int_equal(e.line, line);
	assert_int_equal(e.column, column);
	definitions_release(&d);
}

static void refuses_what_is_wrong(void **state)
{
	(void)state;
	refuses("figure,register,when,measure\n", ERROR_DATA, 1, 1, "lacks column 'where'");
	refuses("name\n", ERROR_DATA, 1, 1, "lacks column 'figure'");
	refuses(HEADER "a,b,\n", ERROR_DATA, 2, 5, "");
	refuses(HEADER "a,,,unit,on,,rows,,,,\n", ERROR_USAGE, 2, 5, "no register 'unit'");
	refuses(HEADER "a,,,visits,on,,rows,,,,\n", ERROR_USAGE, 2, 12, "never in force");
	refuses(HEADER "a,,,visits,kind,,rows,,,,\n", ERROR_USAGE, 2, 12, "when 'kind'");
	refuses(HEADER "a,,,visits,,,rows,,,,\n", ERROR_USAGE, 2, 12, "when ''");
	refuses(HEADER "a,,,visits,date,,sum:,,,,\n", ERROR_USAGE, 2, 18, "no measure 'sum:'");
	refuses(HEADER "a,,,visits,date,,rows,b,,,\n", ERROR_USAGE, 2, 23, "no figure 'b'");
	refuses(HEADER "a,,,units,on,,rows,b,,,\nb,,,units,since,,rows,,,,\n", ERROR_USAGE, 2, 20,
	    "that holds on a day");
	refuses(HEADER "a,,,units,since,,rows,b,,,\nb,,,units,on,,rows,,,,\n", ERROR_USAGE, 2, 23,
	    "holds on a day");
	refuses(HEADER "a,,,units,on,,rows,b,,,\nb,,,,,,,,,,\n", ERROR_USAGE, 2, 20,
	    "figure of orgs-count");
	refuses(HEADER "a,,,,,,,,,,\na,,,,,,,,,,\n", ERROR_USAGE, 3, 1, "twice, first in line 2");
	refuses(HEADER "a@b,,,,,,,,,,\n", ERROR_USAGE, 2, 1, "cannot be named");
	refuses(HEADER ",label,,,,,,,,,\n", ERROR_USAGE, 2, 1, "figure is empty");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads),
	    cmocka_unit_test(labels_need_no_more),
	    cmocka_unit_test(refuses_what_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
