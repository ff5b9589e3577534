/* cell_number: counts and money as people write them: 1,234 12人 ￥5 1.2万元. */
#include "base/number.h"
#include "base/utf8.h"
#include "import/cell_internal.h"

#include <stdio.h>

/* Whether text ends in one of the words, which is cut off with a blank in front of it. */
static bool cut_word(struct str *text, const char *const *words)
{
	char last = text->n ? text->p[text->n - 1] : '0';
	if (last >= '0' && last <= '9' && last != '2') /* m2 */
		return false;
	for (; *words; words++) {
		struct str word = str_of(*words);
		if (text->n <= word.n || !str_equal(str_from(*text, text->n - word.n), word))
			continue;
		*text = str_trim(str_first(*text, text->n - word.n));
		return true;
	}
	return false;
}

/* The digits without the commas that group them by three; false when the commas stand elsewhere.
 * The text is changed where it stands. */
static bool drop_commas(struct buf *digits)
{
	size_t kept = 0;
	bool grouped = false;
	struct str rest = buf_str(digits), group;
	if (!memchr(digits->p, ',', digits->n))
		return true;
	while (str_split(&rest, ',', &group)) {
		if (group.n == 0 || group.n > 3 || (grouped && group.n != 3))
			return false;
		memmove(digits->p + kept, group.p, group.n);
		kept += group.n;
		grouped = true;
	}
	digits->n = kept;
	return true;
}

/* The place of a character in a list of Chinese characters, or −1. */
static int place_in(const char *characters, struct str character)
{
	size_t at = str_find(str_of(characters), character);
	return character.n != 3 || at == SIZE_MAX ? -1 : (int)at / 3;
}

/* The value of 十二, 一百零三, 二〇; −1 when it is no such number. */
static int64_t chinese_number(struct str text)
{
	enum { LONGEST = 36 };
	static const int64_t powers[] = {10, 100, 1000};
	int64_t total = 0, sum = 0, digit = -1;
	if (text.n == 0 || text.n > LONGEST)
		return -1;
	for (size_t at = 0; at < text.n; at += 3) {
		struct str character = str_first(str_from(text, at), 3);
		int value = place_in("零一二三四五六七八九", character);
		int power = place_in("十百千", character);
		value = str_equal(character, STR("〇"))   ? 0
			: str_equal(character, STR("两")) ? 2
							  : value;
		if (value >= 0) {
			digit = digit < 0 || sum ? value : digit * 10 + value;
		} else if (power >= 0) {
			sum += (digit < 0 ? 1 : digit) * powers[power];
			digit = -1;
		} else if (str_equal(character, STR("万"))) {
			total = (sum + (digit < 0 ? 0 : digit)) * 10000;
			sum = 0;
			digit = -1;
		} else {
			return -1;
		}
	}
	return total + sum + (digit < 0 ? 0 : digit);
}

static enum cell_verdict refuse_count(const struct cell_job *job, struct str text)
{
	int64_t value = chinese_number(text);
	if (value < 0)
		return cell_refuse(job, _("a single whole number (no estimate, sum or range)"));
	char shown[160];
	/* TRANSLATORS: what was expected instead of a number in Chinese words */
	snprintf(shown, sizeof(shown), _("digits (%lld, if that is meant)"), (long long)value);
	return cell_refuse(job, shown);
}

/* "12.0": a number of a program that knows no whole ones. */
static void cut_zero_decimals(struct str *text)
{
	size_t n = text->n;
	while (n && text->p[n - 1] == '0')
		n--;
	if (n > 1 && n < text->n && text->p[n - 1] == '.')
		text->n = n - 1;
}

enum cell_verdict cell_read_integer(struct cell_job *job)
{
	static const char *const counts[] = {
	    "人次", "人", "名", "个", "位", "家", "户", "次", "项", "条", "件", "支", "场", NULL};
	static const char *const square_metres[] = {
	    "平方米", "平米", "平方", "㎡", "m2", "m²", "M2", "M²", NULL};
	const char *name = job->type->column->name;
	bool is_area = strlen(name) > 3 && strcmp(name + strlen(name) - 3, "_m2") == 0;
	struct str text = job->text, original = text;
	int64_t number;
	cut_word(&text, is_area ? square_metres : counts);
	original = text;
	cut_zero_decimals(&text);
	struct buf digits = {(char *)(uintptr_t)text.p, text.n, text.n};
	if (text.n == 0 || !drop_commas(&digits) || !number_parse(buf_str(&digits), &number))
		return refuse_count(job, original);
	text = buf_str(&digits);
	while (text.n > 1 && text.p[0] == '0')
		text = str_from(text, 1);
	*job->out = text;
	return CELL_GOOD;
}

/* 元 and 万元 behind an amount; *tens: 10^tens yuan. */
static void cut_yuan(struct str *text, unsigned *tens)
{
	static const char *const ten_thousands[] = {"万元", "万圆", "万", NULL};
	static const char *const yuan[] = {"元整", "圆整", "元", "圆", NULL};
	*tens = cut_word(text, ten_thousands) ? 4 : 0;
	if (*tens == 0)
		cut_word(text, yuan);
}

static void cut_sign(struct str *text)
{
	static const char *const signs[] = {"¥", "￥", "人民币", "RMB", NULL};
	for (size_t i = 0; signs[i]; i++)
		if (str_starts(*text, str_of(signs[i])))
			*text = str_trim(str_from(*text, strlen(signs[i])));
}

/* Commas only stand in front of the point. */
static bool drop_money_commas(struct buf *digits)
{
	struct str text = buf_str(digits);
	size_t point = str_find(text, STR("."));
	struct str decimals = point == SIZE_MAX ? STR("") : str_from(text, point);
	struct buf whole = {digits->p, text.n - decimals.n, text.n};
	if (!drop_commas(&whole))
		return false;
	if (decimals.n)
		memmove(whole.p + whole.n, decimals.p, decimals.n);
	digits->n = whole.n + decimals.n;
	return true;
}

/* units × 10^(tens + 2 − decimals) fen, when that is whole. */
static bool fen_of(struct fixed amount, unsigned tens, int64_t *fen)
{
	unsigned scale = tens + 2;
	if (amount.units < 0)
		return false;
	for (; amount.decimals > scale; amount.decimals--, amount.units /= 10)
		if (amount.units % 10 != 0)
			return false;
	*fen = amount.units;
	for (; amount.decimals < scale; amount.decimals++)
		if (__builtin_mul_overflow(*fen, 10, fen))
			return false;
	return true;
}

enum cell_verdict cell_read_money(struct cell_job *job)
{
	struct str text = job->text;
	struct fixed amount;
	unsigned tens;
	int64_t fen;
	cut_sign(&text);
	cut_yuan(&text, &tens);
	struct buf digits = {(char *)(uintptr_t)text.p, text.n, text.n};
	if (text.n == 0 || text.p[0] == '-' || !drop_money_commas(&digits) ||
	    !fixed_parse(buf_str(&digits), &amount) || !fen_of(amount, tens, &fen))
		return cell_refuse(job, _("yuan with at most two decimals"));
	job->scratch->n = 0;
	fixed_print(job->scratch, (struct fixed){fen, 2});
	*job->out = buf_str(job->scratch);
	return tens ? cell_change(job, *job->out) : CELL_GOOD;
}
