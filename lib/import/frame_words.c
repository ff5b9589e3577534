/* frame_words: see frame_words.h. */
#include "import/frame_words.h"
#include "import/cell.h"

static const char *const subtotals[] = {"小计", "本页小计", "本页合计"};
static const char *const totals[] = {"合计", "总计", "共计", "累计", "总数", "总合计"};
/* The beginnings of lines that stand below a table. */
static const char *const signatures[] = {"填表人", "填报人", "制表人", "制表", "审核人",
    "审核:", "复核", "经办人:", "负责人:", "负责人签",
    "单位负责人:", "主要负责人:", "分管领导:", "联系人:", "联系电话:", "填表日期", "填报日期",
    "制表日期", "报送日期", "填表单位", "填报单位", "报送单位",
    "日期:", "备注:", "说明:", "填表说明", "注:", "注1", "单位(盖章)", "(盖章)", "盖章"};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Without blanks inside: 合　计. */
static void squeeze(struct str cell, struct buf *out)
{
	struct buf plain = BUF_INIT;
	cell_normalise(cell, &plain);
	for (size_t i = 0; i < plain.n; i++)
		if (plain.p[i] != ' ')
			buf_add_char(out, plain.p[i]);
	buf_release(&plain);
}

static bool ends_with(struct str text, const char *end)
{
	size_t n = strlen(end);
	return text.n > n && memcmp(text.p + text.n - n, end, n) == 0;
}

static enum frame_word find(struct str text, bool first)
{
	struct str bare = text;
	while (bare.n && bare.p[bare.n - 1] == ':')
		bare.n--;
	for (size_t i = 0; i < COUNT(subtotals); i++)
		if (str_equal_text(bare, subtotals[i]) || (first && ends_with(bare, "小计")))
			return WORD_SUBTOTAL;
	for (size_t i = 0; i < COUNT(totals); i++)
		if (str_equal_text(bare, totals[i]) ||
		    (first && (ends_with(bare, "合计") || ends_with(bare, "总计"))))
			return WORD_TOTAL;
	for (size_t i = 0; i < COUNT(signatures) && first; i++)
		if (str_starts(text, str_of(signatures[i])))
			return WORD_SIGNATURE;
	return WORD_OTHER;
}

static bool begins_signature(struct str cell)
{
	static const char firsts[] = "填制审复经负单主分联报日备说注盖（";
	if (cell.n && (cell.p[0] == '(' || cell.p[0] == ' '))
		return true;
	for (size_t i = 0; i + 3 < sizeof(firsts) && cell.n >= 3; i += 3)
		if (memcmp(cell.p, firsts + i, 3) == 0)
			return true;
	return str_starts(cell, STR("　"));
}

/* Most cells need not be looked at closely: the words for totals end in one of two characters. */
static bool may_be_word(struct str cell, bool first)
{
	static const char *const ends[] = {"计", "数", "：", "　"};
	char last = cell.p[cell.n - 1];
	if (last == ' ' || last == ':' || last == '\t' || last == '\xA0')
		return true;
	for (size_t i = 0; i < COUNT(ends) && cell.n >= 3; i++)
		if (memcmp(cell.p + cell.n - 3, ends[i], 3) == 0)
			return true;
	return first && begins_signature(cell);
}

enum frame_word frame_word_of(struct str cell, bool first)
{
	enum { LONGEST = 400 };
	struct buf text = BUF_INIT;
	if (cell.n == 0 || cell.n > LONGEST || !may_be_word(cell, first))
		return WORD_OTHER;
	squeeze(cell, &text);
	enum frame_word word = find(buf_str(&text), first);
	buf_release(&text);
	return word;
}
