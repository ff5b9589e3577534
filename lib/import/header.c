/* header: see header.h. */
#include "import/header.h"
#include "base/intern.h"
#include "csv/small.h"
#include "import/cell.h"
#include "register/areas.h"

#include <stdlib.h>

#include "headings_data.h"

/* The first letter of a key: the register, or that the heading is left alone. */
enum { FIRST_REGISTER = 'A', NUMBER = '#' };

struct headings {
	struct intern keys; /* a letter and the heading as it is compared */
	struct heading_meaning *meanings;
	size_t capacity;
};

const struct heading_row *headings_rows(size_t *count)
{
	*count = sizeof(builtin_headings) / sizeof(builtin_headings[0]);
	return builtin_headings;
}

/* --- headings as they are compared ----------------------------------------------------------- */

/* What a heading's text has and its meaning has not; and brackets, which become round ones. */
static bool skip_mark(struct str *rest, struct buf *out)
{
	unsigned char first = (unsigned char)rest->p[0];
	if (first >= 0x80 ? first != 0xE2 && first != 0xE3 : !strchr(" *:\"[]{}", first))
		return false;
	static const struct {
		const char *mark, *stands_for;
	} marks[] = {{" ", ""}, {"*", ""}, {":", ""}, {"※", ""}, {"★", ""}, {"☆", ""}, {"▲", ""},
	    {"△", ""}, {"●", ""}, {"\"", ""}, {"“", ""}, {"”", ""}, {"‘", ""}, {"’", ""},
	    {"「", ""}, {"」", ""}, {"《", ""}, {"》", ""}, {"。", ""}, {"[", "("}, {"]", ")"},
	    {"{", "("}, {"}", ")"}, {"【", "("}, {"】", ")"}, {"〔", "("}, {"〕", ")"}, {"〈", "("},
	    {"〉", ")"}};
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (!str_starts(*rest, str_of(marks[i].mark)))
			continue;
		buf_add_text(out, marks[i].stands_for);
		*rest = str_from(*rest, strlen(marks[i].mark));
		return true;
	}
	return false;
}

static bool is_chinese_digit(struct str character)
{
	size_t at = str_find(STR("一二三四五六七八九十"), character);
	return character.n == 3 && at != SIZE_MAX && at % 3 == 0;
}

/* A number in front: "1.", "2、", "(3)", "一、". */
static struct str without_number(struct str heading)
{
	static const char *const ends[] = {".", "、", ")"};
	bool bracket = str_starts(heading, STR("("));
	struct str rest = str_from(heading, bracket ? 1 : 0);
	size_t n = 0;
	while (n < rest.n && rest.p[n] >= '0' && rest.p[n] <= '9')
		n++;
	while (is_chinese_digit(str_first(str_from(rest, n), 3)))
		n += 3;
	if (n == 0)
		return heading;
	rest = str_from(rest, n);
	for (size_t i = bracket ? 2 : 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (rest.n > strlen(ends[i]) && str_starts(rest, str_of(ends[i])))
			return str_from(rest, strlen(ends[i]));
	return heading;
}

void heading_normalise(struct str heading, struct buf *out)
{
	struct buf narrow = BUF_INIT, plain = BUF_INIT;
	cell_normalise(heading, &narrow);
	struct str rest = buf_str(&narrow);
	while (rest.n) {
		if (skip_mark(&rest, &plain))
			continue;
		char c = rest.p[0];
		buf_add_char(&plain, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
		rest = str_from(rest, 1);
	}
	buf_add_str(out, without_number(buf_str(&plain)));
	buf_release(&narrow);
	buf_release(&plain);
}

/* Cuts the remark in brackets off that the heading ends in. */
static bool cut_remark(struct str *heading, struct str *remark)
{
	size_t depth = 0, at = heading->n;
	if (at == 0 || heading->p[at - 1] != ')')
		return false;
	do {
		at--;
		depth += heading->p[at] == ')';
		depth -= heading->p[at] == '(';
	} while (depth && at > 0);
	if (depth || at == 0)
		return false;
	*remark = (struct str){heading->p + at + 1, heading->n - at - 2};
	heading->n = at;
	return true;
}

/* Remarks that make another column of it: another unit, a part of what is counted, another time. */
static bool is_telling(struct str remark)
{
	static const char *const words[] = {"万", "亿", "千", "百", "亩", "公顷", "%", "率", "比",
	    "男", "女", "其中", "预备", "含", "上年", "去年", "上月", "本月", "本年", "新增", "减",
	    "退休", "流动", NULL};
	for (size_t i = 0; words[i]; i++)
		if (str_find(remark, str_of(words[i])) != SIZE_MAX)
			return true;
	return false;
}

/* Remarks that only say how to fill it in, or in what it counts. */
static bool is_harmless(struct str remark)
{
	static const char *const whole[] = {"人", "名", "个", "位", "家", "户", "次", "人次", "元",
	    "㎡", "m2", "m²", "平方米", "平米", "全称", "全名", "公章", "盖章", "是/否", "有/无",
	    "是否", "是或否", "有或无", "当日起不计", "18位", "√", "必填", "选填", "可不填", NULL};
	static const char *const starts[] = {"填", "请", "如", "例", "格式", "按", "以", "与", "选",
	    "必", "单选", "多选", "下拉", "可多选", "yyyy", "年", "精确到", NULL};
	remark = str_from(remark, str_starts(remark, STR("单位")) ? strlen("单位") : 0);
	if (remark.n == 0)
		return true;
	for (size_t i = 0; whole[i]; i++)
		if (str_equal_text(remark, whole[i]))
			return true;
	for (size_t i = 0; starts[i]; i++)
		if (str_starts(remark, str_of(starts[i])))
			return true;
	return false;
}

/* --- the table ------------------------------------------------------------------------------- */

static void make_key(char letter, struct str heading, struct buf *key)
{
	key->n = 0;
	buf_add_char(key, letter);
	heading_normalise(heading, key);
}

static char letter_of(const struct schema *s)
{
	return (char)(FIRST_REGISTER + (int)s->id);
}

static void put(struct headings *h, char letter, struct str heading, struct heading_meaning meaning)
{
	struct buf key = BUF_INIT;
	make_key(letter, heading, &key);
	size_t number = intern_add(&h->keys, buf_str(&key), NULL);
	h->meanings = mem_room(h->meanings, &h->capacity, number + 1, sizeof(*h->meanings));
	h->meanings[number] = meaning;
	buf_release(&key);
}

/* One row of a table. False when it names no register or no column of it. */
static bool put_row(struct headings *h, struct str register_name, struct str column,
    struct str heading, struct heading_meaning meaning)
{
	bool every = str_equal_text(register_name, "*"), known = false;
	if (every && str_equal_text(column, "-")) {
		put(h, NUMBER, heading, meaning);
		return true;
	}
	for (int i = 0; i < REGISTER_COUNT; i++) {
		const struct schema *s = schema_of((enum register_id)i);
		if (!every && !str_equal_text(register_name, s->name))
			continue;
		meaning.column = schema_column(s, column);
		if (meaning.column == COLUMN_NONE)
			continue;
		put(h, letter_of(s), heading, meaning);
		known = true;
	}
	return known;
}

static void put_schema(struct headings *h, const struct schema *s)
{
	for (int i = 0; i < s->column_count; i++) {
		struct heading_meaning meaning = {i, 0, false};
		put(h, letter_of(s), str_of(s->columns[i].name), meaning);
		put(h, letter_of(s), str_of(s->columns[i].label), meaning);
	}
}

struct headings *headings_new(void)
{
	size_t count;
	const struct heading_row *rows = headings_rows(&count);
	struct headings *h = mem_alloc(1, sizeof(*h));
	for (int i = 0; i < REGISTER_COUNT; i++)
		put_schema(h, schema_of((enum register_id)i));
	for (size_t i = 0; i < count; i++)
		put_row(h, str_of(rows[i].register_name), str_of(rows[i].column),
		    str_of(rows[i].heading),
		    (struct heading_meaning){
			COLUMN_NONE, area_level(str_of(rows[i].level)), rows[i].ask});
	return h;
}

void headings_free(struct headings *h)
{
	if (!h)
		return;
	intern_release(&h->keys);
	free(h->meanings);
	free(h);
}

/* --- a file that adds to it ------------------------------------------------------------------ */

enum { REGISTER_NAME, COLUMN, HEADING, LEVEL, ASK, FIELDS };

/* Sets *wrong to the cell that *e is about. */
static bool extend_row(
    struct headings *h, const struct str cell[FIELDS], int *wrong, struct error *e)
{
	struct heading_meaning meaning = {
	    COLUMN_NONE, area_level(cell[LEVEL]), str_equal_text(cell[ASK], "yes")};
	struct buf key = BUF_INIT;
	heading_normalise(cell[HEADING], &key);
	bool empty = key.n == 0;
	buf_release(&key);
	*wrong = HEADING;
	if (empty)
		return error_set(e, ERROR_DATA, "%s", _("the heading is empty"));
	*wrong = LEVEL;
	if (cell[LEVEL].n && meaning.level == 0)
		return error_set(e, ERROR_DATA,
		    _("level '%s' is none of province, city, district, street, community"),
		    error_quote(cell[LEVEL]));
	*wrong = ASK;
	if (cell[ASK].n && !meaning.ask && !str_equal_text(cell[ASK], "no"))
		return error_set(e, ERROR_DATA, _("ask is '%s', yes or no was expected"),
		    error_quote(cell[ASK]));
	*wrong = REGISTER_NAME;
	if (!str_equal_text(cell[REGISTER_NAME], "*") && !schema_find(cell[REGISTER_NAME]))
		return error_set(e, ERROR_DATA, _("there is no register '%s'"),
		    error_quote(cell[REGISTER_NAME]));
	*wrong = COLUMN;
	if (!put_row(h, cell[REGISTER_NAME], cell[COLUMN], cell[HEADING], meaning))
		return error_set(e, ERROR_DATA, _("%s has no column '%s'"),
		    error_quote(cell[REGISTER_NAME]), error_quote(cell[COLUMN]));
	return true;
}

static bool extend_from(struct headings *h, const struct csv_small *f, struct error *e)
{
	struct str cell[FIELDS];
	int wrong;
	for (size_t i = 0; i < FIELDS; i++)
		cell[i] = str_trim(csv_small_cell(f, i));
	return extend_row(h, cell, &wrong, e) || csv_small_error_at(f, (size_t)wrong, e);
}

bool headings_extend(struct headings *h, const char *path, struct error *e)
{
	static const struct csv_small_column columns[FIELDS] = {
	    [REGISTER_NAME] = {"register", NULL, true},
	    [COLUMN] = {"column", NULL, true},
	    [HEADING] = {"heading", NULL, true},
	    [LEVEL] = {"level", NULL, false},
	    [ASK] = {"ask", NULL, false}};
	struct csv_small f;
	bool good = csv_small_open(&f, input_open(path, e), columns, FIELDS,
	    _("the header must name the columns register, column and heading (and may name level "
	      "and ask)"),
	    e);
	while (good && csv_small_next(&f, e))
		good = extend_from(h, &f, e);
	return csv_small_close(&f) && good;
}

/* --- asking ---------------------------------------------------------------------------------- */

/* The number of a key in the table, with and without its remarks; *ask: one that is not known has
 * been left out. */
static size_t find_key(const struct headings *h, struct str key, bool *ask)
{
	struct str remark;
	size_t number = intern_find(&h->keys, key);
	*ask = false;
	while (number == INTERN_NONE && cut_remark(&key, &remark) && !is_telling(remark)) {
		*ask = *ask || !is_harmless(remark);
		number = intern_find(&h->keys, key);
	}
	return number;
}

struct heading_meaning headings_meaning(
    const struct headings *h, const struct schema *s, struct str heading)
{
	struct heading_meaning meaning = {COLUMN_NONE, 0, false};
	struct buf key = BUF_INIT;
	bool ask;
	make_key(letter_of(s), heading, &key);
	size_t number = find_key(h, buf_str(&key), &ask);
	buf_release(&key);
	if (number != INTERN_NONE) {
		meaning = h->meanings[number];
		meaning.ask = meaning.ask || ask;
	}
	return meaning;
}

int headings_find(const struct headings *h, const struct schema *s, struct str heading)
{
	return headings_meaning(h, s, heading).column;
}

bool headings_is_number(const struct headings *h, struct str heading)
{
	struct buf key = BUF_INIT;
	bool ask;
	make_key(NUMBER, heading, &key);
	size_t number = find_key(h, buf_str(&key), &ask);
	buf_release(&key);
	return number != INTERN_NONE;
}
