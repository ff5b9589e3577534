/* Filters. Input: a register's name, a blank, conditions as --where has them. */
#include "fuzz.h"

#include "register/filter.h"

static const char *const rows[REGISTER_COUNT] = {
    [REGISTER_UNITS] =
	"id,name,kind,area,members,step,operating,since,until,recorded,extra\n"
	"U1,东湖某公司,enterprise,360102002,3,survey,,2024-01-01,,2024-01-02T00:00:00Z,7\n"
	"U2,\"某社团,分会\",association,360102007001,,,no,,2024-05-01,,x\n"
	"U3,a'b\\c,service,36,12,visit,yes,2024-06-30,,,-1.5\n",
    [REGISTER_ORGS] = "id,line,name,mode,area,units,parent,since\n"
		      "O1,party,某支部,single,360102002,U1,O2,2024-01-01\n"
		      "O2,union,某工会,joint,360102,U1;U2;U3,,\n",
    [REGISTER_VISITS] = "id,date,unit,kind,value,text\nV1,2024-06-01,U1,routine,200.00,某事\n"
			"V2,2024-06-30,,condolence,0.05,\n",
};

/* One bit for each row that matches; SIZE_MAX when the filter does not fit the table. */
static size_t matching(struct filter *f, const struct schema *s)
{
	struct fuzz_diag told = FUZZ_DIAG;
	struct table_spec spec = {.schema = s,
	    .directory = fuzz_district(),
	    .text_name = "rows",
	    .text = str_of(rows[s->id]),
	    .known_by = INSTANT_NONE,
	    .diag = &told.diag};
	struct error e = ERROR_INIT;
	struct row row;
	size_t bits = SIZE_MAX, at = 0;
	struct table *t = table_open(&spec, &e);
	CHECK(t);
	if (filter_bind(f, t, &e)) {
		for (bits = 0; table_next(t, &row, &e) == TABLE_ROW; at++)
			bits |= filter_match(f, &row, STR("2024-06-30")) ? (size_t)1 << at : 0;
		CHECK(told.told[ERROR_ROW] == 0);
	} else {
		fuzz_check_error(&e);
	}
	table_close(t);
	return bits;
}

/* A condition and its negation share the rows between them. */
static void check_negation(const struct schema *s, struct str condition)
{
	struct buf text = BUF_INIT;
	struct error e = ERROR_INIT;
	struct filter *yes = filter_new(s, fuzz_district(), NULL);
	struct filter *no = filter_new(s, fuzz_district(), NULL);
	size_t at = 0;
	while (at < condition.n && condition.p[at] != '=' && condition.p[at] != '~')
		at++;
	if (filter_add(yes, condition, &e)) {
		bool negated = at > 0 && condition.p[at - 1] == '!';
		buf_add_str(&text, str_first(condition, negated ? at - 1 : at));
		buf_add_text(&text, negated ? "" : "!");
		buf_add_str(&text, str_from(condition, at));
		CHECK(filter_add(no, buf_str(&text), &e));
		CHECK(filter_columns(yes) == filter_columns(no));
		CHECK(filter_columns(yes) < COLUMN_BIT(s->column_count));
		size_t some = matching(yes, s), others = matching(no, s);
		CHECK(some == SIZE_MAX ? others == SIZE_MAX : (some & others) == 0);
	} else {
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_USAGE);
	}
	filter_free(yes);
	filter_free(no);
	buf_release(&text);
}

/* The text cut into conditions as the manual says: blanks between, '…' quotes. */
static bool add_by_hand(struct filter *f, const struct schema *s, struct str text)
{
	struct buf word = BUF_INIT;
	struct error e;
	bool good = true, started = false;
	for (size_t i = 0; good && i <= text.n; i++) {
		if (i == text.n || text.p[i] == ' ') {
			if (started) {
				check_negation(s, buf_str(&word));
				good = filter_add(f, buf_str(&word), &e);
			}
			word.n = 0;
			started = false;
			continue;
		}
		started = true;
		size_t end = text.p[i] == '\'' ? str_find(str_from(text, i + 1), STR("'")) : 0;
		if (end == SIZE_MAX)
			good = false;
		else if (text.p[i] == '\'')
			buf_add(&word, text.p + i + 1, end);
		else
			buf_add_char(&word, text.p[i]);
		i += text.p[i] == '\'' && good ? end + 1 : 0;
	}
	buf_release(&word);
	return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = fuzz_text(bytes, n), name;
	str_split(&text, ' ', &name);
	if (!text.p || memchr(text.p, '\0', text.n)) /* operands have no NUL */
		return 0;
	const struct schema *s = fuzz_schema(name);
	if (!rows[s->id])
		s = schema_of(REGISTER_UNITS);
	struct error e = ERROR_INIT;
	struct filter *whole = filter_new(s, fuzz_district(), NULL);
	struct filter *parts = filter_new(s, fuzz_district(), NULL);
	bool good = filter_add_text(whole, text, &e);
	CHECK(good == add_by_hand(parts, s, text));
	if (good)
		CHECK(matching(whole, s) == matching(parts, s));
	else
		fuzz_check_error(&e);
	filter_free(whole);
	filter_free(parts);
	return 0;
}
