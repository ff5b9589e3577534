/* codes.csv and areas.csv of a register directory: what extends the lists, what is refused and
 * where. */
#include "place.h"

#include "register/directory.h"

#include <sys/stat.h>

/* The directory can be opened, and the word stands for the code in that column. */
static void expect_code(enum register_id id, const char *column, const char *word, const char *code)
{
	struct directory d;
	struct error e = {0};
	const struct schema *s = schema_of(id);
	if (!directory_open(&d, place, &e))
		fail_msg("%s:%d: %s", e.file, (int)e.line, e.message);
	const struct code_list *list =
	    vocabulary_list(&d.vocabulary, s, &s->columns[schema_column(s, str_of(column))]);
	assert_non_null(list);
	size_t index = code_list_find(list, str_of(word));
	if (code) {
		assert_int_not_equal(index, SIZE_MAX);
		assert_string_equal(list->codes[index].code, code);
	} else {
		assert_int_equal(index, SIZE_MAX);
	}
	directory_close(&d);
}

static void expect_refused(const char *file, const char *text, int line, const char *why)
{
	struct directory d;
	struct error e = {0};
	place_put(file, str_of(text));
	if (directory_open(&d, place, &e))
		fail_msg("'%s' was expected for '%s'", why, text);
	directory_close(&d);
	assert_int_equal(e.kind, ERROR_DATA);
	assert_string_equal(e.file, place_path(file));
	assert_int_equal(e.line, line);
	if (!strstr(e.message, why))
		fail_msg("'%s' was expected, said was '%s'", why, e.message);
}

static void extending(void **state)
{
	(void)state;
	place_put("codes.csv", STR("field,code,label,aliases,remark\n"
				   "units.kind,cooperative,合作社,农合社; 专业社,\n"
				   "units.kind,enterprise,非公企业,民企,\n"
				   "units.kind,enterprise,非公企业,民企;,\n"
				   "awards.sponsor,city,市委组织部,,\n"
				   "awards.sponsor,district,,,\n"));
	expect_code(REGISTER_UNITS, "kind", "cooperative", "cooperative");
	expect_code(REGISTER_UNITS, "kind", "专业社", "cooperative");
	expect_code(REGISTER_UNITS, "kind", "民企", "enterprise");
	expect_code(REGISTER_UNITS, "kind", "association", "association");
	expect_code(REGISTER_UNITS, "kind", "村民", NULL);
	expect_code(REGISTER_AWARDS, "sponsor", "市委组织部", "city");
	expect_code(REGISTER_AWARDS, "sponsor", "district", "district");
	/* two columns are enough */
	place_put("codes.csv", STR("code,field\ncooperative,units.kind\n"));
	expect_code(REGISTER_UNITS, "kind", "cooperative", "cooperative");
}

static void codes_are_refused(void **state)
{
	(void)state;
	expect_refused("codes.csv", "field,label\nunits.kind,合作社\n", 1, "field and code");
	expect_refused("codes.csv", "code,label\nx,合作社\n", 1, "field and code");
	expect_refused("codes.csv", "field,code\nunits.colour,red\n", 2, "names no column");
	expect_refused("codes.csv", "field,code\nunit.kind,red\n", 2, "names no column");
	expect_refused("codes.csv", "field,code\ncolour,red\n", 2, "names no column");
	expect_refused("codes.csv", "field,code\n,red\n", 2, "names no column");
	expect_refused("codes.csv", "field,code\nunits.kind,\n", 2, "the code is empty");
	expect_refused("codes.csv", "field,code,label\nunits.kind,x,合作社\nunits.kind,y,合作社\n",
	    3, "already stands for another code");
	expect_refused("codes.csv", "field,code,label,aliases\nunits.kind,x,合作社,企业;社\n", 2,
	    "already stands for another code");
	expect_refused("codes.csv", "field,code,label\nunits.kind,x\n", 2, "2 fields");
	expect_refused("codes.csv", "field,code,label\n\nunits.kind,x,x\n", 2, "blank");
	expect_refused("codes.csv", "", 0, "empty");
}

/* The codes of a list as a message names them. */
static void codes_are_printed(void **state)
{
	(void)state;
	struct directory d;
	struct error e;
	struct buf out = BUF_INIT;
	const struct schema *s = schema_of(REGISTER_AWARDS);
	struct buf codes = BUF_INIT;
	place_put("codes.csv", STR("field,code,label\nawards.sponsor,s1,部\nawards.sponsor,s2,\n"));
	assert_true(directory_open(&d, place, &e));
	const struct column *sponsor = &s->columns[schema_column(s, STR("sponsor"))];
	code_list_print(vocabulary_list(&d.vocabulary, s, sponsor), &out);
	assert_string_equal(buf_text(&out), "s1 部, s2");
	directory_close(&d);
	buf_add_text(&codes, "field,code\n");
	for (int i = 1; i <= 13; i++)
		buf_printf(&codes, "awards.sponsor,s%d\n", i);
	place_put("codes.csv", buf_str(&codes));
	assert_true(directory_open(&d, place, &e));
	out.n = 0;
	code_list_print(vocabulary_list(&d.vocabulary, s, sponsor), &out);
	assert_string_equal(buf_text(&out), "s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, …");
	directory_close(&d);
	buf_release(&codes);
	buf_release(&out);
}

static void areas(void **state)
{
	(void)state;
	struct directory d;
	struct error e;
	place_put("areas.csv", STR("代码,名称,vintage\n36,江西省,2023\n360102007,豫章街道,\n"
				   "360102007001,新村社区,\n360102008001,新村社区,\n360102009,,\n"
				   "3601,南昌市,\n360102008,豫章,\n360102008002,街道西社区,\n"
				   "360102007002,西社区,\n360103,街道西,\n"));
	assert_true(directory_open(&d, place, &e));
	assert_str(areas_code(&d.areas, STR("豫章街道")), "360102007");
	assert_str(areas_code(&d.areas, STR("新村社区")), "");
	assert_str(areas_code(&d.areas, STR("无名街道")), "");
	assert_str(areas_code(&d.areas, STR("")), "");
	assert_str(areas_code(&d.areas, STR("江西省南昌市豫章街道新村社区")), "360102007001");
	assert_str(areas_code(&d.areas, STR("南昌市新村社区")), "");
	assert_str(areas_code(&d.areas, STR("豫章新村社区")), "360102008001");
	assert_str(areas_code(&d.areas, STR("豫章街道西社区")), ""); /* two ways to read it */
	assert_str(areas_code(&d.areas, STR("豫章街道南昌市")), "");
	assert_str(areas_code(&d.areas, STR("江西省江西省")), "");
	assert_str(areas_code(&d.areas, STR("江西省新")), "");
	assert_str(areas_name(&d.areas, STR("360102008001")), "新村社区");
	assert_str(areas_unique_name(&d.areas, STR("360102008001")), "360102008001");
	assert_str(areas_unique_name(&d.areas, STR("36")), "江西省");
	directory_close(&d);
}

static void areas_are_refused(void **state)
{
	(void)state;
	expect_refused("areas.csv", "code,vintage\n36,2023\n", 1, "code and name");
	expect_refused("areas.csv", "name,vintage\n江西省,2023\n", 1, "code and name");
	expect_refused("areas.csv", "code,name\n36,江西省\n360,某市\n", 3, "not a division code");
	expect_refused("areas.csv", "code,name\n3a,江西省\n", 2, "not a division code");
	expect_refused("areas.csv", "code,name\n3/,江西省\n", 2, "not a division code");
	expect_refused("areas.csv", "code,name\n36,江西省\n36,江西\n", 3, "stands twice");
	expect_refused("areas.csv", "code,name\n36\n", 2, "1 field");
	expect_refused("areas.csv", "", 0, "empty");
}

/* What stands in the place of a file but is none. */
static void directories(void **state)
{
	(void)state;
	static const char *const names[] = {"codes.csv", "areas.csv"};
	for (size_t i = 0; i < 2; i++) {
		struct directory d;
		struct error e = {0};
		assert_int_equal(mkdir(place_path(names[i]), 0700), 0);
		assert_false(directory_open(&d, place, &e));
		directory_close(&d);
		assert_int_equal(e.kind, ERROR_SYSTEM);
		assert_string_equal(e.file, place_path(names[i]));
		place_clear(NULL);
	}
}

static void names_of_directories(void **state)
{
	(void)state;
	struct directory d;
	struct error e = {0};
	assert_true(directory_open(&d, "//", &e));
	assert_string_equal(d.path, "/");
	directory_close(&d);
	assert_true(directory_open(&d, "nothing///", &e));
	assert_string_equal(d.path, "nothing");
	char *file = directory_file(&d, "units.csv");
	assert_string_equal(file, "nothing/units.csv");
	free(file);
	directory_close(&d);
	assert_true(directory_open(&d, ".", &e));
	file = directory_file(&d, "units.csv");
	assert_string_equal(file, "units.csv");
	free(file);
	directory_close(&d);
	assert_false(directory_open(&d, "", &e));
	assert_int_equal(e.kind, ERROR_USAGE);
	directory_close(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(extending, place_clear),
	    cmocka_unit_test_setup(codes_are_refused, place_clear),
	    cmocka_unit_test_setup(codes_are_printed, place_clear),
	    cmocka_unit_test_setup(areas, place_clear),
	    cmocka_unit_test_setup(areas_are_refused, place_clear),
	    cmocka_unit_test_setup(directories, place_clear),
	    cmocka_unit_test(names_of_directories),
	};
	return cmocka_run_group_tests(tests, place_make, place_remove);
}
