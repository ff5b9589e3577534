/* totals_words: see totals_words.h. */
#include "import/totals_words.h"
#include "base/utf8.h"

/* The longer ones first. */
static const char *const units[] = {"平方米", "平米", "人次", "万元", "㎡", "人", "名", "位", "家",
    "户", "个", "条", "行", "次", "场", "件", "项", "处", "元"};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static bool is_digit(struct str text, size_t at)
{
	return at < text.n && text.p[at] >= '0' && text.p[at] <= '9';
}

static size_t separator(struct str text)
{
	static const char *const wide[] = {"、", "。"};
	if (text.n && strchr(",;:()", text.p[0]))
		return 1;
	for (size_t i = 0; i < COUNT(wide); i++)
		if (str_starts(text, str_of(wide[i])))
			return strlen(wide[i]);
	return 0;
}

static struct str without_separators(struct str text)
{
	size_t n;
	while ((n = separator(text)) > 0)
		text = str_from(text, n);
	return text;
}

/* Up to a digit, or, when `separated`, to what separates. */
static size_t length_of_text(struct str text, bool separated)
{
	size_t n = 0;
	while (n < text.n && !is_digit(text, n) && !(separated && separator(str_from(text, n))))
		n += utf8_length(str_from(text, n));
	return n < text.n ? n : text.n;
}

/* 1,234 and 1.2, but of 2,12人 the 2. */
static size_t length_of_number(struct str text)
{
	size_t n = 0;
	while (is_digit(text, n))
		n++;
	while (n < text.n && text.p[n] == ',' && is_digit(text, n + 1) && is_digit(text, n + 2) &&
	       is_digit(text, n + 3) && !is_digit(text, n + 4))
		n += 4;
	if (n < text.n && text.p[n] == '.' && is_digit(text, n + 1))
		for (n++; is_digit(text, n);)
			n++;
	return n;
}

static size_t length_of_unit(struct str text)
{
	for (size_t i = 0; i < COUNT(units); i++)
		if (str_starts(text, str_of(units[i])))
			return strlen(units[i]);
	return 0;
}

bool totals_words_next(struct str *rest, struct totals_word *word)
{
	struct str text = without_separators(*rest);
	size_t label = length_of_text(text, false), number, unit, noun;
	if (label == text.n)
		return false;
	word->label = str_first(text, label);
	while (word->label.n && word->label.p[word->label.n - 1] == ':')
		word->label.n--;
	text = str_from(text, label);
	number = length_of_number(text);
	unit = length_of_unit(str_from(text, number));
	word->amount = str_first(text, number + unit);
	word->unit = str_from(word->amount, number);
	*rest = str_from(text, number + unit);
	/* what is followed by a number is the label of that one */
	noun = length_of_text(*rest, true);
	if (is_digit(*rest, noun))
		noun = 0;
	word->noun = str_first(*rest, noun);
	*rest = without_separators(str_from(*rest, noun));
	return true;
}

bool totals_words_are_plain(struct str text)
{
	struct totals_word word;
	bool plain = false;
	while (totals_words_next(&text, &word)) {
		plain = true;
		if (word.label.n || word.noun.n || word.unit.n == 0)
			return false;
	}
	return plain && text.n == 0;
}
