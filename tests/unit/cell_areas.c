/* Areas as people write them in cells: codes, names, and names that several areas have. */
#include "cell_expect.h"

static void areas(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "area", SHEET_TEXT,
	    LIST{{"360102007", "360102007"}, {"３６０１０２００７", "360102007"},
		{"豫章街道", "360102007"}, {" 豫章 街道 ", "360102007"}, {"豫章", "360102007"},
		{"豫章街道办事处", "360102007"}, {"豫章街道办", "360102007"},
		{"东湖区豫章街道", "360102007"}, {"江西省南昌市东湖区豫章街道", "360102007"},
		{"江西南昌东湖豫章", "360102007"}, {"东湖区-豫章", "360102007"},
		{"贤士湖", "360102400"}, {"扬子洲", "360102100"}, {"东湖", "360102"},
		{"南昌市", "3601"}, {"豫章街道新村社区", "360102007001"},
		{"豫章街道/新村", "360102007001"}, {"董家窑新村社区居委会", "360102008001"},
		{"江西省东湖区豫章街道新村", "360102007001"}, END});
	expect(REGISTER_UNITS, "area", SHEET_NUMBER,
	    LIST{{"360102007001", "360102007001"}, {"360102007.5", "!area"}, END});
	expect(REGISTER_UNITS, "area", SHEET_TEXT,
	    LIST{{"新村社区", "!360102007001 新村社区居委会 (豫章街道), 360102008001 "
			      "新村社区居委会 (董家窑街道)"},
		{"三眼井社区居委会", "!360102008002 三眼井社区居委会 (董家窑街道), 360103001001"},
		{"西湖", "!360103001 西湖街道 (西湖区), 360103 西湖区 (南昌市); a code, or the "
			 "parent's"},
		{"扬子洲乡", "!near are 360102100 扬子洲镇"},
		{"予章街道", "!near are 360102007 豫章街道"}, {"西湖区豫章街道", "!area"},
		{"洪都大道12号3栋", "!or a name of areas.csv"},
		{"3601020", "!2, 4, 6, 9 or 12 digits"}, {"街道", "!area"}, END});
}

static void areas_below_one(void **state)
{
	(void)state;
	rules.area = STR("360103");
	expect(REGISTER_UNITS, "area", SHEET_TEXT,
	    LIST{{"三眼井", "360103001001"}, {"三眼井社区居委会", "360103001001"},
		{"西湖街道", "360103001"}, {"江西省南昌市西湖区三眼井", "360103001001"},
		{"豫章街道", "!is 360102007 豫章街道 (东湖区), an area in 360103 was expected"},
		{"东湖区豫章", "!is 360102007 豫章街道 (东湖区), an area in 360103 was expected"},
		{"新村", "!is 360102007001 新村社区居委会 (豫章街道), 360102008001"},
		{"360102007", "360102007"}, END});
	rules.area = STR("360102007");
	expect(REGISTER_UNITS, "area", SHEET_TEXT,
	    LIST{{"新村社区", "360102007001"}, {"东湖区新村社区", "360102007001"},
		{"豫章街道", "360102007"}, {"三眼井", "!360103001001"}, END});
	rules.area = STR("");
}

/* A name that areas of several levels have, in a column of one of them. */
static void areas_of_a_level(void **state)
{
	(void)state;
	rules.level = 9;
	expect(REGISTER_UNITS, "area", SHEET_TEXT,
	    LIST{{"西湖", "360103001"}, {"西湖区", "360103"}, {"南昌西湖", "360103001"},
		{"新村社区", "!360102007001"}, END});
	rules.level = 6;
	expect(REGISTER_UNITS, "area", SHEET_TEXT,
	    LIST{{"西湖", "360103"}, {"西湖街道", "360103001"}, END});
	rules.level = 12;
	expect(REGISTER_UNITS, "area", SHEET_TEXT, LIST{{"西湖", "!360103001"}, END});
	rules.level = 0;
}

/* Of many areas of one name the first dozen is shown, of near ones the nearest three. */
static void many_areas(void **state)
{
	(void)state;
	struct directory few = directory;
	struct buf text = BUF_INIT;
	struct error e;
	buf_add_text(&text, "code,name\n360102,东湖区\n360103001,东江红谷里街道\n");
	for (int i = 1; i <= 14; i++)
		buf_printf(&text, "3601020%02d,东江%d街道\n3601020%02d001,中心社区\n", i, i, i);
	buf_add_text(&text, "360102099,东江红谷街道\n360102098,东江红谷滩街道\n"
			    "360102097,东江红谷滩南街道\n360102096,西江红谷街\n");
	place_put("areas.csv", buf_str(&text));
	assert_true(directory_open(&directory, place, &e));
	expect(REGISTER_UNITS, "area", SHEET_TEXT,
	    LIST{
		{"中心", "!360102001001 中心社区 (东江1街道), 360102002001 中心社区 (东江2街道), "},
		{"中心", "!360102012001 中心社区 (东江12街道), …; a code"},
		{"东江3街道中心", "360102003001"}, {"东湖区东江14街道中心", "360102014001"},
		{"东江红谷滩街", "!near are 360102098 东江红谷滩街道 (东湖区), 360103001 "
				 "东江红谷里街道, 360102099"},
		END});
	/* near ones are looked for in the area that is asked for */
	rules.area = STR("360103");
	expect(REGISTER_UNITS, "area", SHEET_TEXT,
	    LIST{{"东江红谷滩街", "!near are 360103001 东江红谷里街道"}, END});
	rules.area = STR("");
	directory_close(&directory);
	directory = few;
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(areas),
	    cmocka_unit_test(areas_below_one),
	    cmocka_unit_test(areas_of_a_level),
	    cmocka_unit_test(many_areas),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
