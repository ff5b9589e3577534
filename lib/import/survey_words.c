/* survey_words: see survey_words.h. */
#include "import/survey_words.h"

/* The longer ones first. */
static const char *const words[SURVEY_COUNT][8] = {
    [SURVEY_PARTY] = {"党组织情况", "基层党组织", "党组织", "党支部"},
    [SURVEY_UNION] = {"工会组织情况", "工会情况", "工会组织", "工会"},
    [SURVEY_YOUTH] = {"团组织情况", "共青团组织", "共青团", "团组织", "团支部"},
    [SURVEY_WOMEN] = {"妇联组织情况", "妇女组织", "妇联组织", "妇联"},
    [SURVEY_GUIDE] = {"党建工作指导员", "党建指导员", "指导员"},
};

static const char *const has[] = {"是否建立", "是否成立", "是否组建", "是否已建立", "是否已成立",
    "是否已组建", "是否已建", "是否建有", "是否有", "有无", "是否", "建立与否", "建立情况",
    "组建情况", "是否建立情况", "是否单独建立", "是否选派", "是否配备", "是否派驻"};

const struct schema *survey_schema(enum survey_of of)
{
	return schema_of(of == SURVEY_GUIDE ? REGISTER_PEOPLE : REGISTER_ORGS);
}

const char *survey_word(enum survey_of of)
{
	static const char *const names[] = {"party", "union", "youth", "women", "guide", ""};
	return names[of];
}

static bool is_has(struct str rest)
{
	for (size_t i = 0; i < sizeof(has) / sizeof(has[0]); i++)
		if (str_equal_text(rest, has[i]))
			return true;
	return false;
}

/* Columns that the rows of a survey are given by what else is known. */
static bool is_taken(const struct schema *s, int column)
{
	static const char *const names[] = {
	    "line", "role", "units", "area", "until", "recorded", "person", "org", "parent", "id"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(s->columns[column].name, names[i]) == 0)
			return true;
	return false;
}

static struct survey_meaning meaning_of(
    const struct headings *h, enum survey_of of, struct str rest)
{
	const struct survey_meaning none = {SURVEY_NONE, COLUMN_NONE};
	const struct schema *s = survey_schema(of);
	int name = schema_column(s, STR("name"));
	if (rest.n == 0)
		return (struct survey_meaning){of, of == SURVEY_GUIDE ? name : SURVEY_EITHER};
	if (is_has(rest))
		return (struct survey_meaning){of, SURVEY_HAS};
	int column = headings_find(h, s, rest);
	if (column == COLUMN_NONE && str_equal_text(rest, "名称"))
		column = name;
	if (column == COLUMN_NONE || is_taken(s, column))
		return none;
	return (struct survey_meaning){of, column};
}

struct survey_meaning survey_meaning(const struct headings *h, struct str heading)
{
	struct survey_meaning found = {SURVEY_NONE, COLUMN_NONE};
	struct buf plain = BUF_INIT, rest = BUF_INIT;
	heading_normalise(heading, &plain);
	for (int of = 0; of < SURVEY_COUNT && found.of == SURVEY_NONE; of++)
		for (size_t i = 0; words[of][i] && found.of == SURVEY_NONE; i++) {
			size_t at = str_find(buf_str(&plain), str_of(words[of][i]));
			if (at == SIZE_MAX)
				continue;
			rest.n = 0;
			buf_add(&rest, plain.p, at);
			buf_add_str(&rest, str_from(buf_str(&plain), at + strlen(words[of][i])));
			found = meaning_of(h, (enum survey_of)of, buf_str(&rest));
		}
	buf_release(&plain);
	buf_release(&rest);
	return found;
}
