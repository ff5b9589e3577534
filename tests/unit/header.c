/* Headings of sheets: the built-in table, how headings are compared, remarks, files that add. */
#include "place.h"

#include "import/header.h"
#include "base/intern.h"

static struct headings *table;

static const char *column_name(enum register_id id, int column)
{
	return column == COLUMN_NONE ? "none" : schema_of(id)->columns[column].name;
}

static void expect(enum register_id id, const char *heading, const char *column)
{
	const struct schema *s = schema_of(id);
	int found = headings_find(table, s, str_of(heading));
	if (strcmp(column_name(id, found), column) != 0)
		fail_msg("%s '%s' is %s, %s was expected", s->name, heading, column_name(id, found),
		    column);
}

static void expect_ask(enum register_id id, const char *heading, const char *column, bool ask)
{
	expect(id, heading, column);
	bool asked = headings_meaning(table, schema_of(id), str_of(heading)).ask;
	if (asked != ask)
		fail_msg("'%s': ask is %d", heading, asked);
}

static void expect_level(enum register_id id, const char *heading, size_t level)
{
	expect(id, heading, "area");
	assert_int_equal(headings_meaning(table, schema_of(id), str_of(heading)).level, level);
}

/* Every name and every label of registers.csv means its own column, whatever else the table has. */
static void names_and_labels_are_known(void **state)
{
	(void)state;
	for (int id = 0; id < REGISTER_COUNT; id++) {
		const struct schema *s = schema_of((enum register_id)id);
		for (int i = 0; i < s->column_count; i++) {
			expect(s->id, s->columns[i].name, s->columns[i].name);
			expect(s->id, s->columns[i].label, s->columns[i].name);
		}
	}
}

static bool is_of(const struct heading_row *row, const struct schema *s)
{
	return strcmp(row->register_name, "*") == 0 || strcmp(row->register_name, s->name) == 0;
}

/* Within a register a heading means one column; a row that a later one overrides would show here.
 */
static void no_heading_is_ambiguous(void **state)
{
	(void)state;
	size_t count;
	const struct heading_row *rows = headings_rows(&count);
	assert_true(count > 1000);
	for (int id = 0; id < REGISTER_COUNT; id++) {
		const struct schema *s = schema_of((enum register_id)id);
		for (size_t i = 0; i < count; i++) {
			int column = schema_column(s, str_of(rows[i].column));
			if (!is_of(&rows[i], s))
				continue;
			if (column == COLUMN_NONE && strcmp(rows[i].column, "-") != 0)
				assert_string_equal(rows[i].register_name, "*");
			if (column != COLUMN_NONE || strcmp(rows[i].column, "-") == 0)
				expect(s->id, rows[i].heading, column_name(s->id, column));
		}
	}
}

/* A heading stands once in the table for a register, in all its forms, and is no label. */
static void no_heading_stands_twice(void **state)
{
	(void)state;
	size_t count;
	const struct heading_row *rows = headings_rows(&count);
	for (int id = 0; id < REGISTER_COUNT; id++) {
		const struct schema *s = schema_of((enum register_id)id);
		struct intern seen = {0};
		struct buf heading = BUF_INIT;
		bool is_new;
		for (int i = 0; i < s->column_count; i++) {
			heading.n = 0;
			heading_normalise(str_of(s->columns[i].label), &heading);
			intern_add(&seen, buf_str(&heading), NULL);
		}
		for (size_t i = 0; i < count; i++) {
			if (!is_of(&rows[i], s))
				continue;
			heading.n = 0;
			heading_normalise(str_of(rows[i].heading), &heading);
			intern_add(&seen, buf_str(&heading), &is_new);
			if (!is_new)
				fail_msg("%s has '%s' twice", s->name, rows[i].heading);
		}
		intern_release(&seen);
		buf_release(&heading);
	}
}

static void headings_of_streets(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "企业名称", "name");
	expect(REGISTER_UNITS, "单位全称", "name");
	expect(REGISTER_UNITS, "社会信用代码", "uscc");
	expect(REGISTER_UNITS, "员工数", "employees");
	expect(REGISTER_UNITS, "从业人数", "employees");
	expect(REGISTER_UNITS, "女职工人数", "women");
	expect(REGISTER_UNITS, "工会会员人数", "unionists");
	expect(REGISTER_UNITS, "共青团员数", "league");
	expect(REGISTER_UNITS, "备注", "none");
	expect(REGISTER_UNITS, "", "none");
	expect(REGISTER_ORGS, "单位名称", "units"); /* what the organisation covers */
	expect(REGISTER_ORGS, "党组织名称", "name");
	expect(REGISTER_ORGS, "组建形式", "mode");
	expect(REGISTER_PEOPLE, "党组织名称", "org");
	expect(REGISTER_PEOPLE, "手机号码", "phone");
	expect(REGISTER_VISITS, "走访时间", "date");
	expect(REGISTER_MEETINGS, "责任部门", "depts");
	expect(REGISTER_PROBLEMS, "诉求内容", "text");
	expect(REGISTER_EVENTS, "参加人数", "headcount");
	expect(REGISTER_SITES, "建筑面积", "floor_m2");
	expect(REGISTER_AWARDS, "荣誉名称", "title");
	/* another register's heading */
	expect(REGISTER_SITES, "企业名称", "none");
}

static void only_what_tells_apart_counts(void **state)
{
	(void)state;
	static const char *const names[] = {"单 位 名 称", "　单位名称 ", "*单位名称", "单位名称：",
	    "※单位名称", "1.单位名称", "2、单位名称", "（3）单位名称", "一、单位名称",
	    "十一、单位名称", "“单位名称”", "ＮＡＭＥ", "Name", "单\xE2\x80\x8B位名称", NULL};
	for (size_t i = 0; names[i]; i++)
		expect(REGISTER_UNITS, names[i], "name");
	expect(REGISTER_UNITS, "其中：女职工数", "women");
	expect(REGISTER_UNITS, "“两新”组织名称", "name");
	/* a number alone and a word that begins with one are no numbers in front */
	expect(REGISTER_UNITS, "1.", "none");
	expect(REGISTER_UNITS, "一单位名称", "none");
	expect(REGISTER_UNITS, "3单位名称", "none");
}

static void remarks(void **state)
{
	(void)state;
	expect_ask(REGISTER_UNITS, "单位名称（全称）", "name", false);
	expect_ask(REGISTER_UNITS, "职工人数(人)", "employees", false);
	expect_ask(REGISTER_UNITS, "职工人数（单位：人）", "employees", false);
	expect_ask(REGISTER_UNITS, "职工人数（）", "employees", false);
	expect_ask(REGISTER_UNITS, "职工数(人)(必填)", "employees", false);
	expect_ask(REGISTER_UNITS, "统一社会信用代码［18位］", "uscc", false);
	expect_ask(REGISTER_UNITS, "成立日期（格式：2024-01-01（必须））", "since", true);
	expect_ask(REGISTER_UNITS, "是否实体运营（是/否）", "operating", false);
	expect_ask(REGISTER_UNITS, "纳入日期（填到日）", "since", false);
	/* not known: left out, and said */
	expect_ask(REGISTER_UNITS, "职工数（在岗）", "employees", true);
	/* with its brackets in the table: as it stands there */
	expect_ask(REGISTER_UNITS, "所属街道（社区）", "area", false);
	expect_ask(REGISTER_UNITS, "终止日期（当日起不计）", "until", false);
	expect_ask(REGISTER_VISITS, "慰问金额（元）", "value", false);
	expect_ask(REGISTER_VISITS, "慰问金额（单位：元）", "value", false);
	/* another column */
	expect(REGISTER_VISITS, "慰问金额（万元）", "none");
	expect(REGISTER_VISITS, "慰问金额（千元）", "none");
	expect(REGISTER_SITES, "面积（亩）", "none");
	expect(REGISTER_UNITS, "职工数（男）", "none");
	expect(REGISTER_UNITS, "职工数（其中新就业群体）", "none");
	expect(REGISTER_UNITS, "正式党员数（含预备党员）", "none");
	expect(REGISTER_UNITS, "职工数（上年）", "none");
	expect(REGISTER_UNITS, "正式党员数（占比）", "none");
	/* brackets that are no remark */
	expect(REGISTER_UNITS, "(单位名称)", "none");
	expect(REGISTER_UNITS, "单位名称)", "none");
}

static void what_to_ask(void **state)
{
	(void)state;
	expect_ask(REGISTER_UNITS, "党员数", "members", true);
	expect_ask(REGISTER_UNITS, "党员人数（人）", "members", true);
	expect_ask(REGISTER_UNITS, "正式党员数", "members", false);
	expect_ask(REGISTER_UNITS, "正式党员人数", "members", false);
	expect_ask(REGISTER_UNITS, "成立时间", "since", true);
	expect_ask(REGISTER_UNITS, "纳入日期", "since", false);
	expect_ask(REGISTER_ORGS, "成立时间", "since", false);
}

static void levels_of_areas(void **state)
{
	(void)state;
	expect_level(REGISTER_UNITS, "社区", 12);
	expect_level(REGISTER_UNITS, "所属社区", 12);
	expect_level(REGISTER_UNITS, "街道", 9);
	expect_level(REGISTER_UNITS, "所属街道", 9);
	expect_level(REGISTER_UNITS, "县（区）", 6);
	expect_level(REGISTER_UNITS, "所属街道社区", 0);
	expect_level(REGISTER_UNITS, "所属街道（社区）", 0);
	expect_level(REGISTER_SITES, "社区", 12);
	assert_int_equal(
	    headings_find(table, schema_of(REGISTER_MEETINGS), STR("社区")), COLUMN_NONE);
}

static void running_numbers(void **state)
{
	(void)state;
	assert_true(headings_is_number(table, STR("序号")));
	assert_true(headings_is_number(table, STR("序 号")));
	assert_true(headings_is_number(table, STR("NO.")));
	assert_true(headings_is_number(table, STR("No")));
	assert_false(headings_is_number(table, STR("编号")));
	assert_false(headings_is_number(table, STR("单位名称")));
	expect(REGISTER_UNITS, "序号", "none");
}

static void expect_normal(const char *heading, const char *normal)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	heading_normalise(str_of(heading), &once);
	assert_str(buf_str(&once), normal);
	heading_normalise(buf_str(&once), &twice);
	assert_str(buf_str(&twice), normal);
	buf_release(&once);
	buf_release(&twice);
}

static void normal_form(void **state)
{
	(void)state;
	expect_normal("*单 位名称（全称）：", "单位名称(全称)");
	expect_normal("〔备注〕【甲】[乙]", "(备注)(甲)(乙)");
	expect_normal("ＴＥＬ．", "tel.");
	expect_normal("", "");
	expect_normal("12.年产值(万元)", "年产值(万元)");
}

static void expect_file_refused(const char *text, int line, int column, const char *why)
{
	struct headings *h = headings_new();
	struct error e = {0};
	place_put("map.csv", str_of(text));
	if (headings_extend(h, place_path("map.csv"), &e))
		fail_msg("'%s' was expected for '%s'", why, text);
	headings_free(h);
	assert_int_equal(e.kind, ERROR_DATA);
	assert_string_equal(e.file, place_path("map.csv"));
	assert_int_equal(e.line, line);
	assert_int_equal(e.column, column);
	if (!strstr(e.message, why))
		fail_msg("'%s' was expected, said was '%s'", why, e.message);
}

static void files_are_refused(void **state)
{
	(void)state;
	struct headings *h = headings_new();
	struct error e = {0};
	assert_false(headings_extend(h, place_path("nothing.csv"), &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	headings_free(h);
	expect_file_refused("register,column\nunits,name\n", 1, 1, "register, column and heading");
	expect_file_refused("register,heading\nunits,x\n", 1, 1, "register, column and heading");
	expect_file_refused("column,heading\nname,x\n", 1, 1, "register, column and heading");
	expect_file_refused("register,column,heading\nunit,name,x\n", 2, 1, "no register 'unit'");
	expect_file_refused("register,column,heading\nunits,nam,x\n", 2, 7, "units has no column");
	expect_file_refused("register,column,heading\nunits,-,x\n", 2, 7, "units has no column");
	expect_file_refused("register,column,heading\n*,nam,x\n", 2, 3, "* has no column 'nam'");
	expect_file_refused("register,column,heading\nunits,name,*\n", 2, 12, "heading is empty");
	expect_file_refused(
	    "register,column,heading,level\nunits,area,x,town\n", 2, 14, "level 'town' is none");
	expect_file_refused("register,column,heading,ask\nunits,name,x,y\n", 2, 14, "ask is 'y'");
	expect_file_refused("register,column,heading\nunits,name\n", 2, 7, "2 fields");
	expect_file_refused("", 0, 0, "empty");
}

static void files_add(void **state)
{
	(void)state;
	struct error e;
	place_put("map.csv", STR("heading,column,register,level,ask,remark\n"
				 "商家,单位名称,units,,,\n"
				 "职工数（男）,employees,units,,yes,\n"
				 "党员数,members,units,,no,\n"
				 "网格,area,*,community,,\n"
				 "站号,-,*,,,\n"));
	if (!headings_extend(table, place_path("map.csv"), &e))
		fail_msg("%d: %s", (int)e.line, e.message);
	expect_ask(REGISTER_UNITS, "商家（全称）", "name", false);
	expect(REGISTER_ORGS, "商家", "none");
	expect_ask(REGISTER_UNITS, "职工数(男)", "employees", true);
	expect_ask(REGISTER_UNITS, "党员数", "members", false); /* the new meaning */
	expect_level(REGISTER_UNITS, "网格", 12);
	expect_level(REGISTER_AWARDS, "网格", 12);
	assert_true(headings_is_number(table, STR("站号")));
	expect(REGISTER_UNITS, "企业名称", "name");
}

static int make_table(void **state)
{
	table = headings_new();
	return place_clear(state);
}

static int free_table(void **state)
{
	(void)state;
	headings_free(table);
	headings_free(NULL);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(names_and_labels_are_known, make_table, free_table),
	    cmocka_unit_test_setup_teardown(no_heading_is_ambiguous, make_table, free_table),
	    cmocka_unit_test(no_heading_stands_twice),
	    cmocka_unit_test_setup_teardown(headings_of_streets, make_table, free_table),
	    cmocka_unit_test_setup_teardown(only_what_tells_apart_counts, make_table, free_table),
	    cmocka_unit_test_setup_teardown(remarks, make_table, free_table),
	    cmocka_unit_test_setup_teardown(what_to_ask, make_table, free_table),
	    cmocka_unit_test_setup_teardown(levels_of_areas, make_table, free_table),
	    cmocka_unit_test_setup_teardown(running_numbers, make_table, free_table),
	    cmocka_unit_test(normal_form),
	    cmocka_unit_test_setup(files_are_refused, place_clear),
	    cmocka_unit_test_setup_teardown(files_add, make_table, free_table),
	};
	return cmocka_run_group_tests(tests, place_make, place_remove);
}
