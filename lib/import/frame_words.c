/* frame_words: see frame_words.h. */
#include "import/frame_words.h"
#include "import/cell.h"
#include "import/totals_words.h"

static const char *const subtotals[] = {"小计", "本页小计", "本页合计"};
static const char *const totals[] = {"合计", "总计", "共计", "累计", "总数", "总合计"};
/* Only before a number. */
static const char *const sums[] = {"共"};
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

/* A word for totals with something behind it that is no name: 合计:2家, 总计12, 合计(人). */
static bool begins_with(struct str text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct str rest = str_from(text, strlen(list[i]));
		if (str_starts(text, str_of(list[i])) && rest.n &&
		    (rest.p[0] == ':' || rest.p[0] == '(' ||
			(rest.p[0] >= '0' && rest.p[0] <= '9')))
			return true;
	}
	return false;
}

/* What stands behind a word of the list; the text itself when there is none. */
static struct str behind(struct str text, const char *const *list, size_t count)
{
	size_t longest = 0;
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) > longest && str_starts(text, str_of(list[i])))
			longest = strlen(list[i]);
	return str_from(text, longest);
}

/* 共12人, but not 共1咖啡. */
static bool is_sum(struct str text)
{
	return str_starts(text, STR("共")) && totals_words_are_plain(behind(text, sums, 1));
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
	if (first && begins_with(text, subtotals, COUNT(subtotals)))
		return WORD_SUBTOTAL;
	if (first && (begins_with(text, totals, COUNT(totals)) || is_sum(text)))
		return WORD_TOTAL;
	for (size_t i = 0; i < COUNT(signatures) && first; i++)
		if (str_starts(text, str_of(signatures[i])))
			return WORD_SIGNATURE;
	return WORD_OTHER;
}

/* Characters of three bytes are compared as one number. */
static uint32_t code_at(const char *p)
{
	uint32_t a = (unsigned char)p[0], b = (unsigned char)p[1], c = (unsigned char)p[2];
	return a << 16 | b << 8 | c;
}

/* Whether one of some characters of three bytes stands there. */
static bool is_one_of(uint32_t code, const char *characters, size_t n)
{
	bool found = false;
	for (size_t i = 0; i + 3 <= n; i += 3)
		found |= code == code_at(characters + i);
	return found;
}

static bool begins_signature(struct str cell)
{
	static const char firsts[] = "填制审复经负主单分联报日备说注盖（合总共累小本　";
	if (cell.p[0] == '(' || cell.p[0] == ' ')
		return true;
	return cell.n >= 3 && (unsigned char)cell.p[0] >= 0xE3 &&
	       is_one_of(code_at(cell.p), firsts, sizeof(firsts) - 1);
}

static const char ends[] = "计数：　";
/* U+00A0 and those of `ends`; of what is cut in the middle of a character nothing is known. */
const unsigned char frame_word_ends[256] = {[' '] = FRAME_WORD_END,
    [':'] = FRAME_WORD_END,
    ['\t'] = FRAME_WORD_END,
    [0xA0] = 0xC2,
    [0xA1] = 0xAE,
    [0xB0] = 0x95,
    [0x9A] = 0xBC,
    [0x80] = 0x80};

/* Most cells need not be looked at closely: the words for totals end in one of two characters. */
static bool may_be_word(struct str cell, bool first)
{
	char last = cell.p[cell.n - 1];
	if (!frame_ends_as_word(cell))
		return first && begins_signature(cell);
	if (last == ' ' || last == ':' || last == '\t' || last == '\xA0')
		return true;
	if (cell.n >= 3 && (unsigned char)last >= 0x80 &&
	    is_one_of(code_at(cell.p + cell.n - 3), ends, sizeof(ends) - 1))
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

struct str frame_total_said(struct str cell, struct buf *scratch)
{
	scratch->n = 0;
	squeeze(cell, scratch);
	struct str text = buf_str(scratch);
	struct str rest = behind(text, subtotals, COUNT(subtotals));
	if (rest.n == text.n)
		rest = behind(text, totals, COUNT(totals));
	return rest.n == text.n ? behind(text, sums, COUNT(sums)) : rest;
}

static size_t chinese_digits(struct str text)
{
	static const char digits[] = "一二三四五六七八九十〇零";
	size_t n = 0, at;
	while (n + 3 <= text.n &&
	       (at = str_find(STR(digits), str_first(str_from(text, n), 3))) != SIZE_MAX &&
	       at % 3 == 0)
		n += 3;
	return n;
}

static size_t digits(struct str text)
{
	size_t n = 0;
	while (n < text.n && text.p[n] >= '0' && text.p[n] <= '9')
		n++;
	return n ? n : chinese_digits(text);
}

/* 一、 （一） */
static bool is_divider(struct str text)
{
	bool bracket = str_starts(text, STR("("));
	struct str rest = str_from(text, bracket);
	size_t n = chinese_digits(rest);
	rest = str_from(rest, n);
	return n && str_starts(rest, bracket ? STR(")") : STR("、"));
}

/* A year and what belongs to a date alone: 2026年5月8日, 2026.5.8, 二〇二六年五月. */
static bool is_day(struct str text)
{
	static const char *const signs[] = {"年", "月", "日", "号", ".", "-", "/"};
	size_t year = digits(text), n = year;
	if (year != 4 && year != strlen("二〇二六"))
		return false;
	for (text = str_from(text, year); text.n && n; text = str_from(text, n)) {
		n = digits(text);
		for (size_t i = 0; n == 0 && i < COUNT(signs); i++)
			if (str_starts(text, str_of(signs[i])))
				n = strlen(signs[i]);
	}
	return text.n == 0 && n != year;
}

enum frame_word frame_word_of_lone(struct str cell)
{
	struct buf text = BUF_INIT;
	enum frame_word word = WORD_OTHER;
	squeeze(cell, &text);
	struct str plain = buf_str(&text);
	if (is_divider(plain))
		word = WORD_DIVIDER;
	else if (is_day(plain) || str_find(plain, STR(":")) != SIZE_MAX ||
		 str_find(plain, STR("。")) != SIZE_MAX)
		word = WORD_SIGNATURE;
	buf_release(&text);
	return word;
}

void frame_title_of(struct str cell, struct buf *out)
{
	struct buf text = BUF_INIT;
	squeeze(cell, &text);
	struct str rest = buf_str(&text);
	while (rest.n) {
		size_t n = chinese_digits(rest);
		if (n == 0 && (rest.p[0] < '0' || rest.p[0] > '9'))
			buf_add_char(out, rest.p[0]);
		rest = str_from(rest, n ? n : 1);
	}
	buf_release(&text);
}
