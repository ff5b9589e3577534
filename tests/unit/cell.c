/* Cells as people write them: what is taken, what is said about it, what is refused and why. */
#include "place.h"

#include "import/cell.h"

static struct directory directory;
static struct cell_rules rules;

static const char *const verdicts[] = {"good", "changed", "refused"};

struct expectation {
	const char *text;
	const char *value; /* "!" in front: refused, with this in the message; "~": changed */
};

static enum sheet_kind kind; /* of the cells below */

/* The cell's bytes end where it ends, so that a sanitizer sees what is read behind it. */
static enum cell_verdict read_cell(
    const struct value_type_of *type, struct str text, struct buf *value, struct error *e)
{
	struct buf scratch = BUF_INIT;
	struct str copy = exact_copy(text), out = {NULL, 0};
	struct sheet_cell cell = {copy, kind};
	*e = (struct error){0};
	enum cell_verdict verdict = cell_read(&rules, type, &cell, &scratch, &out, e);
	if (verdict != CELL_REFUSED)
		buf_add_str(value, out);
	buf_release(&scratch);
	free((char *)(uintptr_t)copy.p);
	return verdict;
}

/* What was read must be read again as it is, with nothing to say. */
static void expect_settled(const struct value_type_of *type, const struct buf *value)
{
	struct buf again = BUF_INIT;
	struct error e;
	enum sheet_kind before = kind;
	kind = SHEET_TEXT;
	enum cell_verdict verdict = read_cell(type, buf_str(value), &again, &e);
	kind = before;
	if (verdict != CELL_GOOD || !str_equal(buf_str(&again), buf_str(value)))
		fail_msg("%s: '%.*s' becomes '%.*s' (%s)", type->column->name, (int)value->n,
		    value->p, (int)again.n, again.p, verdicts[verdict]);
	buf_release(&again);
}

static void expect_one(const struct value_type_of *type, const struct expectation *x)
{
	struct buf value = BUF_INIT;
	struct error e;
	const char *name = type->column->name;
	enum cell_verdict wanted = x->value[0] == '!'   ? CELL_REFUSED
				   : x->value[0] == '~' ? CELL_CHANGED
							: CELL_GOOD;
	enum cell_verdict verdict = read_cell(type, str_of(x->text), &value, &e);
	if (verdict != wanted)
		fail_msg("%s '%s' is %s, not %s (%s)", name, x->text, verdicts[verdict],
		    verdicts[wanted], e.message);
	if (wanted == CELL_REFUSED) {
		assert_int_equal(e.kind, ERROR_ROW);
		if (!strstr(e.message, x->value + 1))
			fail_msg("%s '%s': %s", name, x->text, e.message);
		return;
	}
	assert_int_equal(e.kind, wanted == CELL_CHANGED ? ERROR_NOTE : ERROR_NONE);
	if (!str_equal_text(buf_str(&value), x->value + (wanted == CELL_CHANGED)))
		fail_msg("%s '%s' became '%s'", name, x->text, buf_text(&value));
	if (wanted == CELL_CHANGED && !strstr(e.message, value.n ? buf_text(&value) : "empty"))
		fail_msg("%s '%s': %s", name, x->text, e.message);
	if (wanted == CELL_CHANGED && !strstr(e.message, x->text) && !type->column->personal)
		fail_msg("%s '%s': %s", name, x->text, e.message);
	expect_settled(type, &value);
	buf_release(&value);
}

static void expect(
    enum register_id id, const char *column, enum sheet_kind of, const struct expectation *list)
{
	const struct schema *s = schema_of(id);
	int number = schema_column(s, str_of(column));
	assert_int_not_equal(number, COLUMN_NONE);
	struct value_type_of type = value_type_of(&directory, s, number);
	kind = of;
	for (; list->text; list++)
		expect_one(&type, list);
}

#define LIST (const struct expectation[])
#define END                                                                                        \
	{                                                                                          \
		NULL, NULL                                                                         \
	}

/* --- counts and money ------------------------------------------------------------------------ */

static void counts(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "employees", SHEET_TEXT,
	    LIST{{"12", "12"}, {"0", "0"}, {"007", "7"}, {"000", "0"}, {"1,234", "1234"},
		{"1,234,567", "1234567"}, {"１，２３４", "1234"}, {"３名", "3"}, {"12人", "12"},
		{"12个", "12"}, {"3 名", "3"}, {"3位", "3"}, {"3家", "3"}, {"3户", "3"},
		{"3次", "3"}, {"３０人次", "30"}, {"1,234人", "1234"}, {"12.0", "12"},
		{"12.00", "12"}, {"0.0", "0"}, {"　5　", "5"},
		{"\xC2\xA0"
		 "5",
		    "5"},
		{"5\xE2\x80\x8B", "5"}, {" ", ""}, END});
	expect(REGISTER_UNITS, "employees", SHEET_TEXT,
	    LIST{{"约12", "!a single whole number (no estimate"}, {"12+3", "!whole number"},
		{"3-5", "!whole number"}, {"12余", "!whole number"}, {"12.5", "!whole number"},
		{"-3", "!whole number"}, {"+3", "!whole number"}, {"12万", "!whole number"},
		{"12元", "!whole number"}, {"12平方米", "!whole number"}, {"人", "!whole number"},
		{"1,23", "!whole number"}, {"1,2345", "!whole number"}, {",123", "!whole number"},
		{"1234,567", "!whole number"}, {"1,", "!whole number"}, {"1 2", "!whole number"},
		{".0", "!whole number"}, {"9223372036854775808", "!whole number"},
		{"12人人人", "!whole number"}, {"('约12')", "!employees"}, END});
}

/* What a number in words would be is said, but never taken. */
static void counts_in_words(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "employees", SHEET_TEXT,
	    LIST{{"十二", "!digits (12, "}, {"十二人", "!digits (12, "}, {"三", "!digits (3, "},
		{"一百零三", "!digits (103, "}, {"二〇", "!digits (20, "},
		{"两百", "!digits (200, "}, {"一千二百三十四", "!digits (1234, "},
		{"二十", "!digits (20, "}, {"一万零五十", "!digits (10050, "},
		{"十二万三千", "!digits (123000, "}, {"零", "!digits (0, "},
		{"几", "!whole number"}, {"十几", "!whole number"},
		{"一二三四五六七八九一二三四五", "!whole number"}, END});
}

static void areas_of_floors(void **state)
{
	(void)state;
	expect(REGISTER_SITES, "floor_m2", SHEET_TEXT,
	    LIST{{"120", "120"}, {"120㎡", "120"}, {"120平方米", "120"}, {"1,200 m2", "1200"},
		{"120m²", "120"}, {"120平米", "120"}, {"120人", "!whole number"},
		{"120亩", "!whole number"}, {"120.5", "!whole number"}, END});
}

static void numbers_of_workbooks(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "employees", SHEET_NUMBER,
	    LIST{{"12", "12"}, {"12.0", "12"}, {"12.5", "!whole number"}, {"-1", "!whole number"},
		{"1.5E+17", "!whole number"}, END});
	expect(REGISTER_UNITS, "employees", SHEET_DATE, LIST{{"1900-01-12", "!whole number"}, END});
	expect(REGISTER_UNITS, "employees", SHEET_TRUTH, LIST{{"TRUE", "!whole number"}, END});
	expect(REGISTER_VISITS, "value", SHEET_NUMBER,
	    LIST{{"12", "12.00"}, {"12.5", "12.50"}, {"12.345", "!two decimals"}, END});
}

static void money(void **state)
{
	(void)state;
	expect(REGISTER_VISITS, "value", SHEET_TEXT,
	    LIST{{"500", "500.00"}, {"500.00", "500.00"}, {"¥5", "5.00"}, {"￥1,234.5", "1234.50"},
		{"5元", "5.00"}, {"５００元", "500.00"}, {"人民币5元整", "5.00"}, {"¥ 5", "5.00"},
		{"1,234,567.89", "1234567.89"}, {"5.10元", "5.10"}, {"5.120", "5.12"},
		{"1.2万元", "~12000.00"}, {"1.23456万元", "~12345.60"}, {"３万", "~30000.00"},
		{"1,000万元", "~10000000.00"}, {"0.000001万元", "~0.01"}, END});
	expect(REGISTER_VISITS, "value", SHEET_TEXT,
	    LIST{{"5.125", "!two decimals"}, {"1.2345678万元", "!two decimals"},
		{"-5", "!two decimals"}, {"1,2.3", "!two decimals"}, {"1.234,5", "!two decimals"},
		{"5角", "!two decimals"}, {"约500元", "!two decimals"}, {"元", "!two decimals"},
		{"¥-5", "!two decimals"}, {"¥", "!two decimals"}, {"5.", "!two decimals"},
		{"$5", "!two decimals"}, {"五百元", "!two decimals"},
		{"92233720368547758.08", "!two decimals"},
		{"9223372036854775807万", "!two decimals"}, END});
}

/* --- dates ----------------------------------------------------------------------------------- */

static void dates(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "since", SHEET_TEXT,
	    LIST{{"2026-05-08", "2026-05-08"}, {"2026.5.8", "2026-05-08"},
		{"2026/5/8", "2026-05-08"}, {"2026-5-8", "2026-05-08"},
		{"2026年5月8日", "2026-05-08"}, {"20260508", "2026-05-08"},
		{"2026.05.08", "2026-05-08"}, {"２０２６．５．８", "2026-05-08"},
		{"２０２６年５月８日", "2026-05-08"}, {"2026／5／8", "2026-05-08"},
		{"2026 年 5 月 8 日", "2026-05-08"}, {"2026年5月8号", "2026-05-08"},
		{"2026年5月8", "2026-05-08"}, {"2026. 5. 8", "2026-05-08"},
		{"2024.2.29", "2024-02-29"}, {"2026-05-08 00:00:00", "2026-05-08"},
		{"2026/5/8 0:00", "2026-05-08"}, {"2026-05-08T00:00:00", "2026-05-08"},
		{"1900.1.1", "1900-01-01"}, {"2100.12.31", "2100-12-31"},
		{"2026/5/8 12:30", "~2026-05-08"}, {"2026-05-08 00:00:01", "~2026-05-08"},
		{"2026年5月8日 9:05", "~2026-05-08"}, END});
	expect(REGISTER_UNITS, "since", SHEET_TEXT,
	    LIST{{"2026-02-30", "!a day that there is"}, {"2026.2.29", "!a day that there is"},
		{"2026.13.1", "!a day that there is"}, {"2026.0.1", "!a day that there is"},
		{"2026.4.31", "!a day that there is"}, {"20261345", "!a day that there is"},
		{"5月8日", "!with its year"}, {"5/8", "!with its year"},
		{"12-31", "!with its year"}, {"26.5.8", "!four digits of the year"},
		{"26年5月8日", "!four digits of the year"},
		{"8/5/2026", "!four digits of the year"}, {"2026年", "!month and day"},
		{"2026", "!month and day"}, {"1899.12.31", "!1900 to 2100"},
		{"2101.1.1", "!1900 to 2100"}, {"22026.5.8", "!four digits of the year"}, END});
	expect(REGISTER_UNITS, "since", SHEET_TEXT,
	    LIST{{"today", "!such as"}, {"2026-05-08-1d", "!such as"}, {"2026.5/8", "!such as"},
		{"2026.5.8.1", "!such as"}, {"2026.005.8", "!such as"}, {"2026.5.008", "!such as"},
		{"2026.5.", "!such as"}, {"2026年5月8日左右", "!such as"}, {"上周", "!such as"},
		{"2026-05-08 下午3:00", "!such as"}, {"2026-05-08 晚", "!such as"},
		{"年月日", "!such as"}, {"2026年5月8日9", "!such as"}, {"202605081", "!such as"},
		{"9日", "!such as"}, END});
}

static void months(void **state)
{
	(void)state;
	static const struct expectation refused[] = {{"2026年5月", "!--month first"},
	    {"2026.5", "!--month first"}, {"2026-05", "!--month first"},
	    {"2026/5", "!--month first"}, {"202605", "!--month first"},
	    {"2026.1", "!January or October"}, END};
	static const struct expectation taken[] = {{"2026年5月", "~2026-05-01"},
	    {"2026.5", "~2026-05-01"}, {"2026-05", "~2026-05-01"}, {"2026/5", "~2026-05-01"},
	    {"202605", "~2026-05-01"}, {"2026.01", "~2026-01-01"}, {"2026-1", "~2026-01-01"},
	    {"2026年1月", "~2026-01-01"}, {"2026年", "!month and day"}, {"2026", "!month and day"},
	    {"2026年13月", "!such as"}, {"2026.1", "!January or October"}, END};
	expect(REGISTER_UNITS, "since", SHEET_TEXT, refused);
	expect(REGISTER_UNITS, "since", SHEET_NUMBER,
	    LIST{{"2026.5", "!--month first"}, {"2026.1", "!January or October"}, END});
	rules.month_first = true;
	expect(REGISTER_UNITS, "since", SHEET_TEXT, taken);
	rules.month_first = false;
}

static void serial_numbers(void **state)
{
	(void)state;
	static const struct expectation both[] = {{"46150", "~2026-05-08"},
	    {"32874", "~1990-01-01"}, {"73415", "~2100-12-31"}, {"32873", "!such as"},
	    {"73416", "!such as"}, {"4615", "!1900 to 2100"}, {"461500", "!1900 to 2100"},
	    {"20260508", "2026-05-08"}, END};
	static const struct expectation halves[] = {{"46150.5", "~2026-05-08"}, END};
	static const struct expectation not_halves[] = {
	    {"46150.5", "!four digits of the year"}, END};
	static const struct expectation of_dates[] = {{"2026-05-08", "2026-05-08"},
	    {"2026-05-08T00:00:00", "2026-05-08"}, {"2026-05-08T12:30:00", "~2026-05-08"}, END};
	static const struct expectation truth[] = {{"TRUE", "!such as"}, END};
	expect(REGISTER_UNITS, "since", SHEET_TEXT, both);
	expect(REGISTER_UNITS, "since", SHEET_NUMBER, both);
	expect(REGISTER_UNITS, "since", SHEET_NUMBER, halves);
	expect(REGISTER_UNITS, "since", SHEET_TEXT, not_halves);
	expect(REGISTER_UNITS, "since", SHEET_DATE, of_dates);
	expect(REGISTER_UNITS, "since", SHEET_TRUTH, truth);
}

/* --- words ----------------------------------------------------------------------------------- */

static void yes_and_no(void **state)
{
	(void)state;
	static const char *const yes[] = {"yes", "是", "√", "✓", "✔", "✔\xEF\xB8\x8F", "☑", "有",
	    "对", "Y", "y", "Yes", "YES", "TRUE", "true", "1", " 是 ", "　是", "ＹＥＳ", "１",
	    NULL};
	static const char *const no[] = {"no", "否", "无", "×", "✗", "✘", "N", "No", "FALSE", "0",
	    "没有", "不是", "错", "否　", NULL};
	for (size_t i = 0; yes[i]; i++)
		expect(REGISTER_UNITS, "operating", SHEET_TEXT, LIST{{yes[i], "yes"}, END});
	for (size_t i = 0; no[i]; i++)
		expect(REGISTER_UNITS, "operating", SHEET_TEXT, LIST{{no[i], "no"}, END});
	expect(
	    REGISTER_UNITS, "operating", SHEET_TRUTH, LIST{{"TRUE", "yes"}, {"FALSE", "no"}, END});
	expect(REGISTER_UNITS, "operating", SHEET_NUMBER,
	    LIST{{"1", "yes"}, {"0", "no"}, {"2", "!yes or no"}, END});
	expect(REGISTER_UNITS, "operating", SHEET_TEXT,
	    LIST{{"X", "!yes or no"}, {"v", "!yes or no"}, {"-", "!yes or no"}, {"/", "!yes or no"},
		{"是√", "!yes or no"}, {"是否", "!yes or no"}, {"□", "!yes or no"}, {"", ""}, END});
}

static void codes(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "kind", SHEET_TEXT,
	    LIST{{"enterprise", "enterprise"}, {"非公企业", "enterprise"}, {"企业", "enterprise"},
		{" 非公企业　", "enterprise"}, {"非公 企业", "enterprise"},
		{"ｅｎｔｅｒｐｒｉｓｅ", "enterprise"}, {"非公企", "!nearest is 'enterprise'"},
		{"村", "!its codes are enterprise 非公企业"}, END});
	expect(REGISTER_EVENTS, "audience", SHEET_TEXT,
	    LIST{{"骑手", "riders"}, {"骑手、职工", "employees;riders"},
		{"骑手， 职工；骑手", "employees;riders"}, {"骑手、骑士", "!nearest is 'riders'"},
		END});
	expect(REGISTER_MEETINGS, "depts", SHEET_TEXT,
	    LIST{{"组织部", "组织部"}, {"组织部、工会", "工会;组织部"}, {"组织部，", "组织部"},
		{"组织部;工会", "工会;组织部"}, {"组织部,工会", "工会;组织部"},
		{"组织部；工会", "工会;组织部"}, {" 组织部", "组织部"},
		{"组织部（东）", "组织部（东）"}, {"—", "~"}, END});
}

static void nothing(void **state)
{
	(void)state;
	static const char *const words[] = {
	    "-", "—", "——", "/", "无", "暂无", "N/A", "－", "／", " - ", "Ｎ／Ａ", NULL};
	static const struct {
		enum register_id id;
		const char *column;
	} columns[] = {{REGISTER_UNITS, "employees"}, {REGISTER_VISITS, "value"},
	    {REGISTER_UNITS, "since"}, {REGISTER_UNITS, "uscc"}, {REGISTER_ORGS, "parent"},
	    {REGISTER_ORGS, "units"}, {REGISTER_PEOPLE, "certified"}, {REGISTER_UNITS, "area"}};
	for (size_t i = 0; words[i]; i++)
		for (size_t j = 0; j < sizeof(columns) / sizeof(columns[0]); j++)
			expect(columns[j].id, columns[j].column, SHEET_TEXT,
			    LIST{{words[i], "~"}, END});
	expect(REGISTER_UNITS, "address", SHEET_TEXT,
	    LIST{{"无", "无"}, {"-", "-"}, {"—", "—"}, {"/", "/"}, {"N/A", "N/A"}, END});
	expect(REGISTER_UNITS, "employees", SHEET_EMPTY, LIST{{"", ""}, END});
	expect(REGISTER_UNITS, "employees", SHEET_TEXT, LIST{{"", ""}, {"　\t", ""}, END});
}

/* --- areas ----------------------------------------------------------------------------------- */

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

/* --- credit codes ---------------------------------------------------------------------------- */

static void credit_codes(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "uscc", SHEET_TEXT,
	    LIST{{"91360102MA35002340", "91360102MA35002340"},
		{" 91360102MA35002340　", "91360102MA35002340"},
		{"91360102ma35002340", "~91360102MA35002340"},
		{"9136 0102 MA35 0023 40", "~91360102MA35002340"},
		{"91360102-MA350023-4-0", "~91360102MA35002340"},
		{"'91360102MA35002340", "~91360102MA35002340"},
		{"９１３６０１０２ＭＡ３５００２３４０", "~91360102MA35002340"},
		{"=\"914403001922038216\"", "~914403001922038216"}, END});
	expect(REGISTER_UNITS, "uscc", SHEET_TEXT,
	    LIST{{"91360102MA35002341", "!check character 18"},
		{"91360102MA35002341", "!'0' was expected; --allow-code"},
		{"91360102MA35002350", "!check character 17"},
		{"91360102MA35OO2340", "!character 13 of credit code"},
		{"9I360102MA35002340", "!character 2 of credit code"},
		{"9136010２MA3500234信", "!character"},
		{"9136", "!has 4 characters, 18 were expected"},
		{"信用代码信用代码", "!has 8 characters"},
		{"360102000012345", "!registration number of 15 digits"},
		{"91350203M0001QKT19", "!check character 18"}, END});
	rules.allowed = (const char *const[]){"91350203M0001QKT19"};
	rules.allowed_count = 1;
	expect(REGISTER_UNITS, "uscc", SHEET_TEXT,
	    LIST{{"91350203M0001QKT19", "91350203M0001QKT19"},
		{"91350203m0001qkt19", "~91350203M0001QKT19"},
		{"91360102MA35002341", "!check character 18"}, END});
	rules.allowed_count = 0;
}

static void lost_codes(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "uscc", SHEET_TEXT,
	    LIST{{"9.14E+17", "!was lost by a spreadsheet program"}, {"9.14e+17", "!was lost"},
		{"9.14E＋17", "!was lost"}, {"914403001922038000", "!was lost"},
		{"9.14E17", "!characters"}, END});
	expect(REGISTER_UNITS, "uscc", SHEET_NUMBER,
	    LIST{{"9.14403001922038E+17", "!typed anew from its source, as text"},
		{"9144030019220382", "!was lost"}, {"360102000012345", "!registration number"},
		END});
	expect(REGISTER_PEOPLE, "phone", SHEET_NUMBER,
	    LIST{{"13800138000", "13800138000"}, {"1.38001E+17", "!was lost"}, END});
	expect(REGISTER_ORGS, "document", SHEET_TEXT,
	    LIST{{"1.38E+10", "!was lost"}, {"2E+100", "!was lost"}, {"1E+5", "1E+5"},
		{"1.E+10", "1.E+10"}, {"E+10", "E+10"}, {"1.2E+1O", "1.2E+1O"}, {"2+10", "2+10"},
		{"12E-10", "12E-10"}, END});
}

/* --- text ------------------------------------------------------------------------------------ */

static void texts(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "name", SHEET_TEXT,
	    LIST{{"　东湖（南昌）公司　", "东湖（南昌）公司"},
		{"东湖：（甲），乙", "东湖：（甲），乙"}, {"东湖\xE2\x80\x8B公司", "东湖公司"},
		{"\xEF\xBB\xBF东湖公司", "东湖公司"}, {"东湖公司\xC2\xA0", "东湖公司"},
		{"一家名字很长很长的公司\xE2\x80\x8B有限责任", "一家名字很长很长的公司有限责任"},
		{"东湖　公司", "东湖　公司"}, {"东湖  公司", "东湖  公司"},
		{"东湖\t公司", "东湖 公司"}, {"东湖\xC2\xA0公司", "东湖 公司"},
		{"“东湖”—公司", "“东湖”—公司"}, {"３号公司", "３号公司"}, {"ＡＢ公司", "ＡＢ公司"},
		{"'=东湖", "=东湖"}, {"'东湖'", "'东湖'"}, {"12345", "12345"}, {"0791", "0791"},
		{"=\"360102007001\"", "360102007001"}, END});
	expect(REGISTER_UNITS, "name", SHEET_TEXT,
	    LIST{{"东湖\x01公司", "!control character U+0001"},
		{"东湖\x7F", "!control character U+007F"},
		{"很长很长的名字东湖\xC2\x85", "!control character U+0085"}, END});
	expect(REGISTER_UNITS, "employees", SHEET_TEXT, LIST{{"1\x02", "!control character"}, END});
	expect(REGISTER_UNITS, "name", SHEET_NUMBER, LIST{{"12.5", "12.5"}, END});
	expect(REGISTER_UNITS, "name", SHEET_TRUTH, LIST{{"TRUE", "TRUE"}, END});
	expect(REGISTER_UNITS, "name", SHEET_DATE, LIST{{"2026-03-05", "~2026-03-05"}, END});
	expect(REGISTER_PEOPLE, "phone", SHEET_TEXT,
	    LIST{{"１３８００１３８０００", "13800138000"}, {"0791－8888", "0791-8888"},
		{" 0791-8888", "0791-8888"}, END});
	expect(REGISTER_UNITS, "id", SHEET_TEXT,
	    LIST{{"Ｕ００１", "U001"}, {" U1", "U1"}, {"U 1", "!A-Z a-z"}, {"单位", "!A-Z a-z"},
		END});
}

static void references(void **state)
{
	(void)state;
	expect(REGISTER_ORGS, "parent", SHEET_TEXT,
	    LIST{{"O1", "O1"}, {"Ｏ１２", "O12"}, {" 江西（南昌）党支部", "江西（南昌）党支部"},
		{"９１３６０１０２ＭＡ３５００２３４０", "91360102MA35002340"}, END});
	expect(REGISTER_ORGS, "units", SHEET_TEXT,
	    LIST{{"U2;U1", "U1;U2"}, {"U1， 甲公司、乙（东）公司", "U1;乙（东）公司;甲公司"},
		{"Ｕ１", "U1"}, {"Ｕ２，Ｕ１", "U1;U2"}, {"无、", "~"}, END});
	expect(REGISTER_UNITS, "recorded", SHEET_TEXT,
	    LIST{{"2024-06-30T08:00:00Z", "2024-06-30T08:00:00Z"}, {"2024", "!a time such as"},
		END});
}

static void faults(void **state)
{
	(void)state;
	for (int id = 0; id < REGISTER_COUNT; id++) {
		const struct schema *s = schema_of((enum register_id)id);
		for (int i = 0; i < s->column_count; i++)
			expect(s->id, s->columns[i].name, SHEET_FAULT,
			    LIST{{"#REF!", "!'#REF!', a formula that failed"}, END});
	}
}

/* What stands in a personal column is in no message. */
static void personal_cells_are_not_shown(void **state)
{
	(void)state;
	static const char *const texts_refused[] = {"1.38001E+17", "甲乙\x01丙丁"};
	const struct schema *s = schema_of(REGISTER_PEOPLE);
	struct value_type_of type = value_type_of(&directory, s, schema_column(s, STR("name")));
	struct buf value = BUF_INIT;
	struct error e;
	kind = SHEET_TEXT;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
		    read_cell(&type, str_of(texts_refused[i]), &value, &e), CELL_REFUSED);
		assert_null(strstr(e.message, "1.38"));
		assert_null(strstr(e.message, "甲乙"));
	}
	kind = SHEET_DATE;
	assert_int_equal(read_cell(&type, STR("2026-03-05"), &value, &e), CELL_CHANGED);
	assert_null(strstr(e.message, "2026"));
	buf_release(&value);
}

/* Every code and label, and every name of areas.csv that one area has alone. */
static void every_word_is_known(void **state)
{
	(void)state;
	for (int id = 0; id < REGISTER_COUNT; id++) {
		const struct schema *s = schema_of((enum register_id)id);
		for (int i = 0; i < s->column_count; i++) {
			struct value_type_of type = value_type_of(&directory, s, i);
			if (!type.codes)
				continue;
			kind = SHEET_TEXT;
			for (size_t j = 0; j < type.codes->count; j++) {
				const struct code_word *c = &type.codes->codes[j];
				expect_one(&type, &(struct expectation){c->code, c->code});
				expect_one(&type, &(struct expectation){c->label, c->code});
			}
		}
	}
}

/* --- texts made narrow ------------------------------------------------------------------------ */

static void expect_normal(const char *text, const char *normal)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	buf_add_text(&once, ">"); /* what stands there stays */
	cell_normalise(str_of(text), &once);
	assert_str(str_from(buf_str(&once), 1), normal);
	cell_normalise(str_of(normal), &twice);
	assert_str(buf_str(&twice), normal);
	buf_release(&once);
	buf_release(&twice);
}

static void normal_form(void **state)
{
	(void)state;
	expect_normal("　甲　　乙 ", "甲 乙");
	expect_normal("ＡＢｚ１２，．（）：！～", "ABz12,.():!~");
	expect_normal("、。“”—¥", "、。“”—¥");
	expect_normal("\xC2\xA0"
		      "a\t\xE2\x80\x83"
		      "b\xC2\xA0",
	    "a b");
	expect_normal("a\xE2\x80\x8D\xEF\xBB\xBF"
		      "b\xC2\xAD",
	    "ab");
	expect_normal("", "");
	expect_normal("　", "");
}

/* Made-up cells of pieces that mean something: what is taken is settled, in every column; nothing
 * is read behind the end of a cell. */
static void whatever_is_taken_is_settled(void **state)
{
	(void)state;
	static const char *const pieces[] = {"1", "2026", "5", "0", "，", ",", ".", "．", "/", "-",
	    "年", "月", "日", " ", "　", "\xC2\xA0", "\xE2\x80\x8B", "人", "万", "元", "¥", "豫章",
	    "街道", "新村", "东湖区", "是", "无", "E+17", "９", "Ａ", "（", "）", "、", ";", "'",
	    "=", "\"", "91360102MA35002340", "U1", "+", "\t", "甲", "—", ":"};
	uint64_t seed = 20261124;
	const int count = REGISTER_COUNT;
	struct buf text = BUF_INIT;
	for (int round = 0; round < 20000; round++) {
		const struct schema *s =
		    schema_of((enum register_id)random_below(&seed, (size_t)count));
		int column = (int)random_below(&seed, (size_t)s->column_count);
		struct value_type_of type = value_type_of(&directory, s, column);
		struct buf value = BUF_INIT;
		struct error e;
		text.n = 0;
		for (size_t n = random_below(&seed, 6) + 1; n > 0; n--)
			buf_add_text(
			    &text, pieces[random_below(&seed, sizeof(pieces) / sizeof(pieces[0]))]);
		kind = SHEET_TEXT;
		enum cell_verdict verdict = read_cell(&type, buf_str(&text), &value, &e);
		/* of ''= only one ' is a spreadsheet program's */
		if (verdict != CELL_REFUSED && !str_starts(buf_str(&value), STR("'")))
			expect_settled(&type, &value);
		buf_release(&value);
	}
	buf_release(&text);
}

static int open_directory(void **state)
{
	struct error e;
	if (place_make(state) != 0)
		return -1;
	place_put("areas.csv",
	    STR("code,name\n36,江西省\n3601,南昌市\n360102,东湖区\n360103,西湖区\n360102007,"
		"豫章街道\n"
		"360102100,扬子洲镇\n360102400,贤士湖管理处\n360102007001,新村社区居委会\n"
		"360102008,董家窑街道\n360102008001,新村社区居委会\n360103001,西湖街道\n"
		"360102008002,三眼井社区居委会\n360103001001,三眼井社区居委会\n"));
	if (!directory_open(&directory, place, &e))
		return -1;
	rules = (struct cell_rules){.directory = &directory};
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
	    cmocka_unit_test(counts),
	    cmocka_unit_test(counts_in_words),
	    cmocka_unit_test(areas_of_floors),
	    cmocka_unit_test(numbers_of_workbooks),
	    cmocka_unit_test(money),
	    cmocka_unit_test(dates),
	    cmocka_unit_test(months),
	    cmocka_unit_test(serial_numbers),
	    cmocka_unit_test(yes_and_no),
	    cmocka_unit_test(codes),
	    cmocka_unit_test(nothing),
	    cmocka_unit_test(areas),
	    cmocka_unit_test(areas_below_one),
	    cmocka_unit_test(areas_of_a_level),
	    cmocka_unit_test(many_areas),
	    cmocka_unit_test(credit_codes),
	    cmocka_unit_test(lost_codes),
	    cmocka_unit_test(texts),
	    cmocka_unit_test(references),
	    cmocka_unit_test(faults),
	    cmocka_unit_test(personal_cells_are_not_shown),
	    cmocka_unit_test(every_word_is_known),
	    cmocka_unit_test(normal_form),
	    cmocka_unit_test(whatever_is_taken_is_settled),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
