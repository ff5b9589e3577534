/*
 * cell: see cell.h. Most cells are good as they stand, or are a word that is known as it stands:
 * those are found out first and take no memory. All else is made narrow and read by its type.
 */
#include "base/uscc.h"
#include "csv/writer.h"
#include "import/cell_internal.h"
#include "register/batch.h"

/* --- what is said ---------------------------------------------------------------------------- */

enum cell_verdict cell_refuse(const struct cell_job *job, const char *expected)
{
	const struct column *c = job->type->column;
	error_set(job->e, ERROR_ROW, _("%s is not right %s, %s was expected"), c->name,
	    value_quote(c, job->asked->text), expected);
	return CELL_REFUSED;
}

enum cell_verdict cell_change(const struct cell_job *job, struct str value)
{
	const struct column *c = job->type->column;
	*job->out = value;
	if (value.n == 0)
		error_set(job->e, ERROR_NOTE, _("%1$s %2$s is taken for an empty cell"), c->name,
		    value_quote(c, job->asked->text));
	else if (c->personal)
		error_set(job->e, ERROR_NOTE, _("%1$s %2$s was changed"), c->name,
		    value_quote(c, job->asked->text));
	else
		error_set(job->e, ERROR_NOTE, _("%1$s %2$s is read as %3$s"), c->name,
		    value_quote(c, job->asked->text), error_quote(value));
	return CELL_CHANGED;
}

/* --- words ----------------------------------------------------------------------------------- */

struct word {
	const char *text;
	const char *value;
};

static bool find_word(const struct word *words, struct str text, struct str *out)
{
	for (; words->text; words++) {
		if (!str_equal_text(text, words->text))
			continue;
		*out = str_of(words->value);
		return true;
	}
	return false;
}

/* Marks and words of agreement, in small letters. What may mean either is not among them: X and V
 * mark a choice in some sheets and deny it in others, a hyphen is "no" or "not known". */
static bool read_yesno(struct str text, struct str *out)
{
	static const struct word words[] = {{"是", "yes"}, {"否", "no"}, {"√", "yes"},
	    {"有", "yes"}, {"无", "no"}, {"×", "no"}, {"yes", "yes"}, {"no", "no"}, {"y", "yes"},
	    {"n", "no"}, {"true", "yes"}, {"false", "no"}, {"1", "yes"}, {"0", "no"}, {"✓", "yes"},
	    {"✔", "yes"}, {"☑", "yes"}, {"✗", "no"}, {"✘", "no"}, {"对", "yes"}, {"错", "no"},
	    {"不是", "no"}, {"没有", "no"}, {NULL, NULL}};
	char small[8];
	if (text.n >= sizeof(small))
		return false;
	for (size_t i = 0; i < text.n; i++)
		small[i] = text.p[i] >= 'A' && text.p[i] <= 'Z' ? (char)(text.p[i] - 'A' + 'a')
								: text.p[i];
	return find_word(words, (struct str){small, text.n}, out);
}

/* Whether a cell says that it has nothing to say. */
bool cell_means_nothing(struct str text)
{
	enum { LONGEST = 9 };
	static const char *const words[] = {"-", "--", "---", "—", "——", "–", "－", "−", "/", "／",
	    "\\", "无", "暂无", "空", "N/A", "n/a", "NA", "#N/A", "Ｎ／Ａ", NULL};
	if (text.n == 0 || text.n > LONGEST || (text.p[0] >= '0' && text.p[0] <= '9'))
		return false;
	for (size_t i = 0; words[i]; i++)
		if (str_equal_text(text, words[i]))
			return true;
	return false;
}

/* --- by type --------------------------------------------------------------------------------- */

/* value_read, with what it makes in job->scratch, where the text that it reads stands. */
static enum cell_verdict read_value(struct cell_job *job)
{
	struct buf made = BUF_INIT;
	bool good = value_read(
	    job->rules->directory, job->type, VALUE_INPUT, job->text, &made, job->out, job->e);
	if (good && made.n && job->out->p == made.p) {
		job->scratch->n = 0;
		buf_add_str(job->scratch, buf_str(&made));
		*job->out = buf_str(job->scratch);
	}
	buf_release(&made);
	if (good && type_is_list(job->type->column->type) && cell_means_nothing(*job->out))
		return cell_change(job, STR("")); /* "无、" */
	return good ? CELL_GOOD : CELL_REFUSED;
}

static enum cell_verdict read_text(struct cell_job *job)
{
	if (cell_is_lost_number(job->text)) {
		error_set(job->e, ERROR_ROW,
		    _("%1$s %2$s was lost by a spreadsheet program that took it for a number; it "
		      "must be typed anew from its source, as text"),
		    job->type->column->name, value_quote(job->type->column, job->asked->text));
		return CELL_REFUSED;
	}
	*job->out = job->text;
	return job->asked->kind == SHEET_DATE ? cell_change(job, job->text) : CELL_GOOD;
}

static bool is_free_text(enum value_type type)
{
	return type == TYPE_TEXT || type == TYPE_LIST || type == TYPE_REF || type == TYPE_REFS;
}

static bool may_mean_nothing(const struct cell_job *job)
{
	enum value_type type = job->type->column->type;
	if (type == TYPE_TEXT || type == TYPE_YESNO || type == TYPE_ID || type == TYPE_TIME)
		return false;
	return !job->type->codes || code_list_find(job->type->codes, job->text) == SIZE_MAX;
}

static enum cell_verdict read_by_type(struct cell_job *job)
{
	switch (job->type->column->type) {
	case TYPE_TEXT:
		return read_text(job);
	case TYPE_INTEGER:
		return cell_read_integer(job);
	case TYPE_MONEY:
		return cell_read_money(job);
	case TYPE_DATE:
		return cell_read_date(job);
	case TYPE_YESNO:
		return read_yesno(job->text, job->out) ? CELL_GOOD
						       : cell_refuse(job, _("yes or no"));
	case TYPE_AREA:
		return cell_read_area(job);
	case TYPE_USCC:
		return cell_read_uscc(job);
	case TYPE_CODE:
		if (code_list_find(job->type->codes, job->text) == SIZE_MAX)
			job->text = cell_without_blanks(job->text);
		return read_value(job);
	default:
		return read_value(job);
	}
}

/* Normalised, with what a spreadsheet program put around the text taken off. */
static void prepare(struct cell_job *job)
{
	struct str text = job->asked->text;
	enum value_type type = job->type->column->type;
	job->scratch->n = 0;
	if (job->asked->kind == SHEET_TEXT)
		text = csv_plain_text(text);
	if (is_free_text(type))
		cell_clean_text(text, type == TYPE_REF || type == TYPE_REFS, job->scratch);
	else
		cell_normalise(text, job->scratch);
	job->text = buf_str(job->scratch);
}

static enum cell_verdict read_thoroughly(struct cell_job *job)
{
	const struct column *c = job->type->column;
	if (job->asked->kind == SHEET_FAULT && str_equal_text(job->asked->text, "=")) {
		error_set(job->e, ERROR_ROW,
		    _("%s is a formula that no program has computed; open the workbook in a "
		      "spreadsheet program and save it"),
		    c->name);
		return CELL_REFUSED;
	}
	if (job->asked->kind == SHEET_FAULT) {
		error_set(job->e, ERROR_ROW,
		    _("%1$s is '%2$s', a formula that failed; its value was expected"), c->name,
		    error_quote(job->asked->text));
		return CELL_REFUSED;
	}
	prepare(job);
	if (!batch_is_plain_text(str_of(c->name), c->personal, job->text, job->e))
		return CELL_REFUSED;
	if (job->text.n == 0) {
		*job->out = STR("");
		return CELL_GOOD;
	}
	if (may_mean_nothing(job) && cell_means_nothing(job->text))
		return cell_change(job, STR(""));
	return read_by_type(job);
}

/* --- cells that are good as they stand ------------------------------------------------------- */

/* One element, which is canonical. */
static bool is_one_element(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c == ';' || c == ',' || c == 0xEF ||
		    (c == 0xE3 && str_starts(str_from(text, i), STR("、"))))
			return false;
	}
	return true;
}

/* Words that are known by themselves. */
static bool read_known(const struct cell_rules *rules, const struct value_type_of *type,
    struct str text, struct str *out)
{
	size_t code;
	switch (type->column->type) {
	case TYPE_CODE:
		code = code_list_find(type->codes, text);
		if (code != SIZE_MAX)
			*out = str_of(type->codes->codes[code].code);
		return code != SIZE_MAX;
	case TYPE_YESNO:
		return read_yesno(text, out);
	case TYPE_AREA:
		*out = areas_code(&rules->directory->areas, text);
		return out->n && str_starts(*out, rules->area);
	default:
		return false;
	}
}

static bool read_at_once(const struct cell_rules *rules, const struct value_type_of *type,
    struct str text, struct str *out)
{
	enum value_type kind = type->column->type;
	*out = text;
	switch (kind) {
	case TYPE_TEXT:
		return cell_text_is_clean(text);
	case TYPE_LIST:
		return cell_text_is_clean(text) && is_one_element(text) &&
		       !cell_means_nothing(text);
	case TYPE_USCC:
		return uscc_check(text).fault == USCC_OK;
	case TYPE_REF:
	case TYPE_REFS:
		return value_is_plain_input(type, text) && !cell_means_nothing(text);
	default:
		return value_is_plain_input(type, text) || read_known(rules, type, text, out);
	}
}

/* Whether a cell of that kind may be taken for the text that it shows. */
static bool may_stand(enum sheet_kind kind, enum value_type type)
{
	if (kind == SHEET_NUMBER)
		return type == TYPE_INTEGER || type == TYPE_MONEY || type == TYPE_AREA;
	return kind == SHEET_TEXT || (kind == SHEET_DATE && type == TYPE_DATE);
}

bool cell_is_good(const struct cell_rules *rules, const struct value_type_of *type,
    const struct sheet_cell *cell, struct str *out)
{
	if (cell->kind == SHEET_EMPTY || cell->text.n == 0) {
		*out = STR("");
		return true;
	}
	return may_stand(cell->kind, type->column->type) &&
	       read_at_once(rules, type, cell->text, out);
}

enum cell_verdict cell_read(const struct cell_rules *rules, const struct value_type_of *type,
    const struct sheet_cell *cell, struct buf *scratch, struct str *out, struct error *e)
{
	if (cell_is_good(rules, type, cell, out))
		return CELL_GOOD;
	struct cell_job job = {rules, type, cell, {NULL, 0}, scratch, out, e};
	return read_thoroughly(&job);
}
