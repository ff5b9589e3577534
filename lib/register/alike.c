/* alike: see alike.h. */
#include "register/alike.h"
#include "base/utf8.h"

enum { KEY_MIN = 4, FIRST_MAY_DIFFER = 6, REST_MIN = 3, SHORT_NAME_MIN = 2 };

/* What a name is written with besides its words: blanks, quotes, dots and dashes. */
static bool is_mark(uint32_t code)
{
	if (code < 0x80)
		return !((code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
			 code == '&' || code == '+');
	return code == 0xA0 || code == 0xAD || code == 0xB7 || code == 0x30FB ||
	       (code >= 0x2000 && code <= 0x206F) || (code >= 0x3000 && code <= 0x3002) ||
	       (code >= 0x3008 && code <= 0x301F) || (code >= 0xFE00 && code <= 0xFE4F) ||
	       code == 0xFEFF;
}

/* Every bracket as '(' or ')'; 0 for other characters. */
static char bracket_of(uint32_t code)
{
	switch (code) {
	case '(':
	case '[':
	case 0x3010: /* 【 */
	case 0x3014: /* 〔 */
		return '(';
	case ')':
	case ']':
	case 0x3011:
	case 0x3015:
		return ')';
	default:
		return 0;
	}
}

/* Half-width, lower case, without marks; brackets stay for now. */
static void add_plain(struct str text, struct buf *out)
{
	size_t length;
	for (; text.n; text = str_from(text, length)) {
		uint32_t code = utf8_decode(text, &length);
		if (code >= 0xFF01 && code <= 0xFF5E)
			code -= 0xFF01 - '!';
		if (code >= 'A' && code <= 'Z')
			code += 'a' - 'A';
		char bracket = bracket_of(code);
		if (bracket)
			buf_add_char(out, bracket);
		else if (!is_mark(code))
			utf8_encode(out, code);
	}
}

/* Cuts `count` bytes out of the text that begins at `start` of the buffer. */
static void cut(struct buf *b, size_t at, size_t count)
{
	memmove(b->p + at, b->p + at + count, b->n - at - count);
	b->n -= count;
}

static struct str part(const struct buf *b, size_t start)
{
	return str_from(buf_str(b), start);
}

/* Takes the words away wherever they stand, unless nothing would remain. */
static void cut_all(struct buf *b, size_t start, struct str words)
{
	size_t at;
	while ((at = str_find(part(b, start), words)) != SIZE_MAX && b->n - start > words.n)
		cut(b, start + at, words.n);
}

static void cut_front(struct buf *b, size_t start, struct str words)
{
	if (b->n - start > words.n && str_starts(part(b, start), words))
		cut(b, start, words.n);
}

/* 东湖 of 东湖区; the empty str when nothing such is short for it. */
static struct str short_name(struct str name)
{
	static const char *const levels[] = {"省", "市", "区", "县", "旗"};
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		struct str level = str_of(levels[i]);
		if (name.n <= level.n || !str_equal(str_from(name, name.n - level.n), level))
			continue;
		struct str rest = str_first(name, name.n - level.n);
		return utf8_count(rest) >= SHORT_NAME_MIN ? rest : (struct str){NULL, 0};
	}
	return (struct str){NULL, 0};
}

/* (东湖区) or 东湖区 in front. */
static bool cut_area(struct buf *b, size_t start, struct str name)
{
	struct buf inside = BUF_INIT;
	if (name.n == 0)
		return false;
	buf_add_char(&inside, '(');
	buf_add_str(&inside, name);
	buf_add_char(&inside, ')');
	size_t before = b->n;
	cut_all(b, start, buf_str(&inside));
	buf_release(&inside);
	struct str key = part(b, start);
	if (str_starts(key, name) && utf8_count(str_from(key, name.n)) >= REST_MIN)
		cut(b, start, name.n);
	return b->n < before;
}

static unsigned cut_areas(const struct areas *areas, struct str area, struct buf *b, size_t start)
{
	static const struct {
		size_t digits;
		unsigned bit;
	} levels[] = {{2, ALIKE_PROVINCE}, {4, ALIKE_CITY}, {6, ALIKE_DISTRICT}};
	unsigned places = 0;
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		struct str name = area.n < levels[i].digits
				      ? (struct str){NULL, 0}
				      : areas_name(areas, str_first(area, levels[i].digits));
		/* 东湖区商会 is left whole, not 区商会 */
		bool whole = name.n && str_starts(part(b, start), name);
		if (cut_area(b, start, name) || (!whole && cut_area(b, start, short_name(name))))
			places |= levels[i].bit;
	}
	return places;
}

static void cut_brackets(struct buf *b, size_t start)
{
	size_t to = start;
	for (size_t from = start; from < b->n; from++)
		if (b->p[from] != '(' && b->p[from] != ')')
			b->p[to++] = b->p[from];
	b->n = to;
}

unsigned alike_key(const struct areas *areas, struct str area, struct str name, struct buf *out)
{
	static const char *const forms[] = {"股份有限公司", "有限责任公司", "有限公司"};
	size_t start = out->n, at;
	add_plain(name, out);
	cut_all(out, start, STR("(个体工商户)"));
	cut_front(out, start, STR("中国共产党"));
	cut_front(out, start, STR("中共"));
	unsigned places = cut_areas(areas, area, out, start);
	cut_brackets(out, start);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		cut_all(out, start, str_of(forms[i]));
	while ((at = str_find(part(out, start), STR("支部委员会"))) != SIZE_MAX)
		cut(out, start + at + strlen("支部"), strlen("委员会"));
	return places;
}

bool alike_places(unsigned a, unsigned b)
{
	return (a & b) == a || (a & b) == b;
}

/* Characters by which names of a series differ. */
static bool tells_apart(uint32_t code)
{
	static const char *const telling =
	    "零〇一二三四五六七八九十百两甲乙丙丁戊东西南北中上下左右前后大小新老男女";
	struct buf text = BUF_INIT;
	if (code >= '0' && code <= '9')
		return true;
	utf8_encode(&text, code);
	bool found = str_find(str_of(telling), buf_str(&text)) != SIZE_MAX;
	buf_release(&text);
	return found;
}

static bool all_tell_apart(struct str text)
{
	size_t length;
	for (; text.n; text = str_from(text, length))
		if (!tells_apart(utf8_decode(text, &length)))
			return false;
	return true;
}

/* Whole characters that two texts have in common in front. */
static size_t common_front(struct str a, struct str b)
{
	size_t n = 0;
	while (n < a.n && n < b.n) {
		size_t length = utf8_length(str_from(a, n));
		if (n + length > b.n || memcmp(a.p + n, b.p + n, length) != 0)
			break;
		n += length;
	}
	return n;
}

/* The same at the end. */
static size_t common_end(struct str a, struct str b)
{
	size_t n = 0, whole = 0;
	while (n < a.n && n < b.n && a.p[a.n - 1 - n] == b.p[b.n - 1 - n]) {
		n++;
		if (((unsigned char)a.p[a.n - n] & 0xC0) != 0x80)
			whole = n;
	}
	return whole;
}

static bool is_swapped(struct str a, struct str b)
{
	size_t first = utf8_length(a);
	return a.n == b.n && str_equal(str_first(a, first), str_from(b, b.n - first)) &&
	       str_equal(str_from(a, first), str_first(b, b.n - first));
}

bool alike_by_slip(struct str a, struct str b)
{
	size_t longer = utf8_count(a) > utf8_count(b) ? utf8_count(a) : utf8_count(b);
	size_t front = common_front(a, b);
	if (longer < KEY_MIN || (front == 0 && longer < FIRST_MAY_DIFFER))
		return false;
	a = str_from(a, front);
	b = str_from(b, front);
	size_t end = common_end(a, b);
	a = str_first(a, a.n - end);
	b = str_first(b, b.n - end);
	size_t count_a = utf8_count(a), count_b = utf8_count(b);
	bool slip = (count_a + count_b > 0 && count_a < 2 && count_b < 2) ||
		    (count_a == 2 && count_b == 2 && is_swapped(a, b));
	return slip && !(all_tell_apart(a) && all_tell_apart(b));
}
