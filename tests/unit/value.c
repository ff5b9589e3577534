/* Cells by their type: canonical forms, what is refused, order, and what a message may show. */
#include "unit.h"

#include "register/value.h"

#include <stdio.h>
#include <unistd.h>

static struct directory directory;

/* The canonical form, or "refused". Borrowed until the next call. */
static const char *canonical(
    enum register_id id, const char *column, enum value_mode mode, const char *text)
{
	static struct buf result;
	const struct schema *s = schema_of(id);
	struct buf scratch = BUF_INIT;
	struct str out;
	struct error e;
	int number = schema_column(s, str_of(column));
	assert_int_not_equal(number, COLUMN_NONE);
	struct value_type_of type = value_type_of(&directory, s, number);
	result.n = 0;
	if (value_read(&directory, &type, mode, str_of(text), &scratch, &out, &e)) {
		buf_add_str(&result, out);
	} else {
		assert_int_equal(e.kind, ERROR_ROW);
		assert_true(e.message[0] != '\0');
		buf_add_text(&result, "refused");
	}
	buf_release(&scratch);
	if (!text[0]) { /* the last call of a test gives the memory back */
		buf_release(&result);
		return "";
	}
	return buf_text(&result);
}

struct expectation {
	const char *column, *text, *stored, *input;
};

static void expect_all(enum register_id id, const struct expectation *e, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(
		    canonical(id, e[i].column, VALUE_STORED, e[i].text), e[i].stored);
		assert_string_equal(canonical(id, e[i].column, VALUE_INPUT, e[i].text), e[i].input);
	}
	canonical(id, "id", VALUE_STORED, "");
}

static void units_cells(void **state)
{
	(void)state;
	static const struct expectation e[] = {
	    {"id", "U-1.a_9", "U-1.a_9", "U-1.a_9"},
	    {"id", "AZaz09._-", "AZaz09._-", "AZaz09._-"},
	    {"id", "a/", "refused", "refused"}, /* the neighbours of the characters that may be */
	    {"id", "a:", "refused", "refused"},
	    {"id", "a@", "refused", "refused"},
	    {"id", "a[", "refused", "refused"},
	    {"id", "a`", "refused", "refused"},
	    {"id", "a{", "refused", "refused"},
	    {"id", "U 1", "refused", "refused"},
	    {"id", " U1　", "refused", "U1"},
	    {"id", "单位", "refused", "refused"},
	    {"id", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
	    {"id", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "refused",
		"refused"},
	    {"since", "2024-07-01-1d", "refused", "2024-06-30"},
	    {"since", "2024-06-30", "2024-06-30", "2024-06-30"},
	    {"since", "2024-06-31", "refused", "refused"},
	    {"name", " 东湖 ", " 东湖 ", "东湖"},
	    {"kind", "enterprise", "enterprise", "enterprise"},
	    {"kind", "非公企业", "enterprise", "enterprise"},
	    {"kind", "社团", "association", "association"},
	    {"kind", "Enterprise", "refused", "refused"},
	    {"step", "摸底", "survey", "survey"},
	    {"employees", "0012", "12", "12"},
	    {"employees", "000", "0", "0"},
	    {"employees", "-1", "refused", "refused"},
	    {"employees", "3名", "refused", "refused"},
	    {"operating", "是", "yes", "yes"},
	    {"operating", "no", "no", "no"},
	    {"operating", "Y", "refused", "refused"},
	    {"area", "360102007", "360102007", "360102007"},
	    {"area", "3601020", "refused", "refused"},
	    {"area", "豫章街道", "360102007", "360102007"},
	    {"area", "新村社区", "refused", "refused"}, /* two areas have that name */
	    {"since", "2024-02-29", "2024-02-29", "2024-02-29"},
	    {"since", "2024/2/9", "refused", "refused"},
	    {"since", "2024-03-01-1d", "refused", "2024-02-29"},
	    {"uscc", "91350100M000100Y43", "91350100M000100Y43", "91350100M000100Y43"},
	    {"uscc", "91350203M0001QKT19", "91350203M0001QKT19", "91350203M0001QKT19"},
	    {"uscc", "9.14E+17", "refused", "refused"},
	    {"uscc", "一二三四五六七八九十一二三四五六七八", "refused", "refused"},
	    {"recorded", "2024-06-30T08:00:00Z", "2024-06-30T08:00:00Z", "2024-06-30T08:00:00Z"},
	    {"recorded", "2024-06-30 08:00", "refused", "refused"},
	};
	expect_all(REGISTER_UNITS, e, sizeof(e) / sizeof(e[0]));
}

static void lists_are_sorted_without_doubles(void **state)
{
	(void)state;
	static const struct expectation orgs[] = {
	    {"units", "U1;U2", "U1;U2", "U1;U2"},
	    {"units", "U2;U10;U1;U2", "U1;U10;U2", "U1;U10;U2"}, {"units", ";U1;;", "U1", "U1"},
	    {"units", "U2， U1、U3；U1", "refused", "U1;U2;U3"},
	    {"units", "U2,U1", "refused", "U1;U2"},
	    {"parent", "O1;O2", "refused", "O1;O2"}, /* a name is looked up by who holds the rows */
	};
	static const struct expectation events[] = {
	    {"audience", "骑手;workers", "riders;workers", "riders;workers"},
	    {"audience", "骑手、nobody", "refused", "refused"},
	    {"topic", "党性教育;职业技能", "党性教育;职业技能", "党性教育;职业技能"},
	    {"topic", "乙;甲;乙", "乙;甲", "乙;甲"},
	    {"value", "5", "5.00", "5.00"},
	    {"value", "50000.5", "50000.50", "50000.50"},
	    {"value", "5万", "refused", "refused"},
	};
	expect_all(REGISTER_ORGS, orgs, sizeof(orgs) / sizeof(orgs[0]));
	expect_all(REGISTER_EVENTS, events, sizeof(events) / sizeof(events[0]));
}

/* Canonical forms stay as they are: for random lists in both modes. */
static void canonical_is_a_fixed_point(void **state)
{
	(void)state;
	static const char *const elements[] = {"U1", "U2", "U10", "O-1", "", "a.b"};
	static const char *const separators[] = {";", ",", "；", "、"};
	uint64_t seed = 12;
	for (int i = 0; i < 5000; i++) {
		char text[128] = "x", once[128];
		for (size_t n = random_below(&seed, 8); n > 0; n--) {
			strncat(text, separators[random_below(&seed, 4)], 8);
			strncat(text, elements[random_below(&seed, 6)], 8);
		}
		const char *first = canonical(REGISTER_ORGS, "units", VALUE_INPUT, text);
		snprintf(once, sizeof(once), "%s", first);
		assert_string_not_equal(once, "refused");
		assert_string_equal(canonical(REGISTER_ORGS, "units", VALUE_INPUT, once), once);
		assert_string_equal(canonical(REGISTER_ORGS, "units", VALUE_STORED, once), once);
	}
	canonical(REGISTER_ORGS, "id", VALUE_STORED, "");
}

/* Every built-in word, code, label and alias, gives the code of its list. */
static void every_built_in_word_is_understood(void **state)
{
	(void)state;
	size_t count, tried = 0;
	const struct code *codes = schema_codes(&count);
	for (size_t i = 0; i < count; i++) {
		struct str point = str_of(codes[i].field), name;
		str_split(&point, '.', &name);
		const struct schema *s = point.p ? schema_find(name) : NULL;
		if (!s)
			continue;
		assert_string_equal(
		    canonical(s->id, point.p, VALUE_STORED, codes[i].label), codes[i].code);
		assert_string_equal(
		    canonical(s->id, point.p, VALUE_INPUT, codes[i].code), codes[i].code);
		struct str aliases = str_of(codes[i].aliases), alias;
		while (aliases.n && str_split(&aliases, ';', &alias)) {
			char *copy = str_dup(alias);
			assert_string_equal(
			    canonical(s->id, point.p, VALUE_STORED, copy), codes[i].code);
			free(copy);
		}
		tried++;
	}
	assert_true(tried > 80);
	canonical(REGISTER_UNITS, "id", VALUE_STORED, "");
}

static void order_is_by_type(void **state)
{
	(void)state;
	assert_true(value_compare(TYPE_INTEGER, STR("9"), STR("10")) < 0);
	assert_true(value_compare(TYPE_MONEY, STR("9.50"), STR("10.00")) < 0);
	assert_true(value_compare(TYPE_TEXT, STR("9"), STR("10")) > 0);
	assert_true(value_compare(TYPE_INTEGER, STR(""), STR("0")) < 0);
	assert_true(value_compare(TYPE_DATE, STR("2024-01-31"), STR("2024-02-01")) < 0);
	assert_int_equal(value_compare(TYPE_MONEY, STR("5.00"), STR("5.00")), 0);
}

static void personal_values_are_not_shown(void **state)
{
	(void)state;
	const struct schema *people = schema_of(REGISTER_PEOPLE);
	const struct column *name = &people->columns[schema_column(people, STR("name"))];
	const struct column *id = &people->columns[schema_column(people, STR("id"))];
	assert_string_equal(value_quote(name, STR("张样例")), "(3 characters, personal)");
	assert_string_equal(value_quote(name, STR("张")), "(1 character, personal)");
	assert_string_equal(value_quote(id, STR("P1")), "('P1')");
}

static void expect_chinese(
    enum register_id id, const char *column, const char *value, const char *want)
{
	struct buf out = BUF_INIT;
	const struct schema *s = schema_of(id);
	struct value_type_of type = value_type_of(&directory, s, schema_column(s, str_of(column)));
	value_print_chinese(&directory, &type, str_of(value), &out);
	assert_string_equal(buf_text(&out), want);
	buf_release(&out);
}

/* What --zh shows; what is no word of the register stays as it is. */
static void shown_in_chinese(void **state)
{
	(void)state;
	expect_chinese(REGISTER_UNITS, "kind", "enterprise", "非公企业");
	expect_chinese(REGISTER_UNITS, "kind", "unheard-of", "unheard-of");
	expect_chinese(REGISTER_UNITS, "kind", "", "");
	expect_chinese(REGISTER_UNITS, "operating", "yes", "是");
	expect_chinese(REGISTER_UNITS, "operating", "no", "否");
	expect_chinese(REGISTER_UNITS, "operating", "maybe", "maybe");
	expect_chinese(REGISTER_UNITS, "area", "360102007", "豫章街道");
	expect_chinese(REGISTER_UNITS, "area", "360102007001", "360102007001");
	expect_chinese(REGISTER_UNITS, "name", "甲", "甲");
	expect_chinese(REGISTER_EVENTS, "audience", "riders;workers", "外卖骑手;专职党务工作者");
	expect_chinese(REGISTER_EVENTS, "audience", "riders;aliens", "外卖骑手;aliens");
	expect_chinese(REGISTER_EVENTS, "audience", "", "");
}

/* A directory with an areas.csv in which one name stands twice. */
static int open_directory(void **state)
{
	(void)state;
	char path[TEST_PATH_SIZE], file[2 * TEST_PATH_SIZE];
	struct error e;
	if (!make_test_directory(path))
		return -1;
	snprintf(file, sizeof(file), "%s/areas.csv", path);
	FILE *f = fopen(file, "w");
	if (!f)
		return -1;
	fputs("code,name\n360102007,豫章街道\n360102007001,新村社区\n360102008001,新村社区\n", f);
	fclose(f);
	bool good = directory_open(&directory, path, &e);
	unlink(file);
	rmdir(path);
	return good ? 0 : -1;
}

static int close_directory(void **state)
{
	(void)state;
	directory_close(&directory);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(units_cells),
	    cmocka_unit_test(lists_are_sorted_without_doubles),
	    cmocka_unit_test(canonical_is_a_fixed_point),
	    cmocka_unit_test(every_built_in_word_is_understood),
	    cmocka_unit_test(order_is_by_type),
	    cmocka_unit_test(personal_values_are_not_shown),
	    cmocka_unit_test(shown_in_chinese),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
