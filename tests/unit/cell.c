/* Words, codes and texts as people write them in cells, and what holds for cells of all columns. */
#include "cell_expect.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(yes_and_no),
	    cmocka_unit_test(codes),
	    cmocka_unit_test(nothing),
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
