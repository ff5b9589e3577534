/* change: see change.h. */
#include "register/change.h"
#include "base/utf8.h"

#include <stdlib.h>

static const char *const op_names[CHANGE_OPS] = {
    "from", "end", "set", "correct", "void", "hand-over", "merge"};

const char *change_op_name(enum change_op op)
{
	return op_names[op];
}

static void change_release(struct change *c)
{
	for (size_t i = 0; i < c->edit_count; i++) {
		free(c->edits[i].name);
		free(c->edits[i].value);
	}
	free(c->edits);
	free(c->key.id);
	free(c->key.date);
	free(c->other.id);
	free(c->other.date);
	free(c->why);
}

void changes_release(struct changes *c)
{
	for (size_t i = 0; i < c->count; i++)
		change_release(&c->items[i]);
	free(c->items);
	*c = (struct changes){0};
}

/* --- parts ----------------------------------------------------------------------------------- */

static bool read_key(struct row_key *key, struct str text, struct error *e)
{
	day ignored;
	struct str id = str_trim(text);
	size_t sign = str_find(id, STR("@"));
	if (sign != SIZE_MAX) {
		struct str date = str_from(id, sign + 1);
		if (date.n && !date_parse(date, &ignored))
			return error_set(e, ERROR_USAGE,
			    _("'%s' is not ID@DATE, such as U1@2024-03-01"), error_quote(id));
		key->date = str_dup(date);
		id = str_first(id, sign);
	}
	if (id.n == 0)
		return error_set(e, ERROR_USAGE, "%s", _("a key is empty, an id was expected"));
	key->id = str_dup(id);
	return true;
}

static bool read_date(struct change *c, struct str text, const struct directory *d, struct error *e)
{
	day date;
	if (!date_expression(str_trim(text), d->today, &date))
		return error_set(
		    e, ERROR_USAGE, _("'%s' is not a date, such as 2024-06-30"), error_quote(text));
	date_print(date, c->date);
	return true;
}

static bool may_be_given(const struct change *c, int column, struct error *e)
{
	const struct schema *s = c->schema;
	if (column == COLUMN_NONE)
		return true;
	if (column == s->recorded)
		return error_set(
		    e, ERROR_USAGE, "%s", _("recorded is set by the program, it cannot be given"));
	if (s->columns[column].type == TYPE_ID)
		return error_set(e, ERROR_USAGE, "%s",
		    _("an id stays what it is; --void withdraws the row, the writer adds another"));
	if (c->op == CHANGE_FROM && (column == s->start || column == s->end))
		return error_set(e, ERROR_USAGE,
		    _("%s follows from the date of the change; --correct mends a wrong one"),
		    s->columns[column].name);
	return true;
}

static bool read_value(const struct change *c, const struct edit *edit, struct str value,
    const struct directory *d, struct buf *scratch, struct str *canonical, struct error *e)
{
	bool known = edit->column != COLUMN_NONE;
	bool personal = known && c->schema->columns[edit->column].personal;
	*canonical = value;
	if (utf8_valid_prefix(value) < value.n)
		return error_set(e, ERROR_ROW, _("the value of %s is not UTF-8"),
		    error_quote(str_of(edit->name)));
	if (!batch_is_plain_text(str_of(edit->name), personal, value, e))
		return false;
	if (!known)
		return true;
	struct value_type_of type = value_type_of(d, c->schema, edit->column);
	return value_read(d, &type, VALUE_INPUT, value, scratch, canonical, e);
}

static bool is_given(const struct change *c, const struct edit *edit)
{
	for (size_t i = 0; i < c->edit_count; i++) {
		const struct edit *other = &c->edits[i];
		bool both_edit = other->kind != EDIT_REPLACE && edit->kind != EDIT_REPLACE;
		if (strcmp(other->name, edit->name) == 0 && !both_edit)
			return true;
	}
	return false;
}

static bool add_edit(struct change *c, struct str name, enum edit_kind kind, struct str value,
    const struct directory *d, struct error *e)
{
	struct buf scratch = BUF_INIT;
	struct str canonical;
	struct edit edit = {.kind = kind};
	edit.column = schema_column(c->schema, name);
	bool known = edit.column != COLUMN_NONE;
	if (kind != EDIT_REPLACE && !(known && type_is_list(c->schema->columns[edit.column].type)))
		return error_set(e, ERROR_USAGE,
		    _("'%s' is no list, += and -= change the elements of lists"),
		    error_quote(name));
	if (!may_be_given(c, edit.column, e))
		return false;
	edit.name = known ? str_dup(str_of(c->schema->columns[edit.column].name)) : str_dup(name);
	bool good = !is_given(c, &edit) || error_set(e, ERROR_USAGE, _("%s is given twice"),
					       error_quote(str_of(edit.name)));
	good = good && read_value(c, &edit, value, d, &scratch, &canonical, e);
	if (good) {
		edit.value = str_dup(canonical);
		c->edits =
		    mem_room(c->edits, &c->edit_capacity, c->edit_count + 1, sizeof(*c->edits));
		c->edits[c->edit_count++] = edit;
	} else {
		free(edit.name);
	}
	buf_release(&scratch);
	return good;
}

/* A name as it stands before =, perhaps with + or - behind it. */
static enum edit_kind edit_kind_of(struct str *name)
{
	struct str trimmed = str_trim(*name);
	char last = trimmed.n ? trimmed.p[trimmed.n - 1] : '\0';
	enum edit_kind kind = last == '+' ? EDIT_ADD : last == '-' ? EDIT_REMOVE : EDIT_REPLACE;
	*name = kind == EDIT_REPLACE ? trimmed : str_trim(str_first(trimmed, trimmed.n - 1));
	return kind;
}

/* --- what an operation needs ----------------------------------------------------------------- */

static bool op_fits_register(const struct change *c, struct error *e)
{
	const struct schema *s = c->schema;
	if (c->op == CHANGE_FROM && !s->versioned)
		return error_set(e, ERROR_USAGE,
		    _("rows of %s have no versions; set fills what is empty, correct mends an "
		      "error"),
		    s->name);
	if (c->op == CHANGE_END && (s->end == COLUMN_NONE || s->id == REGISTER_PROBLEMS))
		return error_set(e, ERROR_USAGE,
		    s->end == COLUMN_NONE ? _("rows of %s do not end")
					  : _("rows of %s end by solved=DATE, with set"),
		    s->name);
	if (c->op == CHANGE_SET && s->versioned)
		return error_set(e, ERROR_USAGE,
		    _("rows of %s change from a day on (from) or are corrected (correct); set is "
		      "for rows that happened on a day"),
		    s->name);
	if (c->op == CHANGE_HAND_OVER && s->id != REGISTER_PEOPLE)
		return error_set(
		    e, ERROR_USAGE, _("hand-over moves the units of guides, rows of people"));
	if (c->op == CHANGE_MERGE && !s->versioned)
		return error_set(e, ERROR_USAGE,
		    _("units, orgs, people and sites are merged; void withdraws a row of %s that "
		      "was written twice"),
		    s->name);
	if (c->op == CHANGE_MERGE && (c->key.date || c->other.date))
		return error_set(e, ERROR_USAGE, "%s",
		    _("merge takes ids, with all their versions, and not ID@DATE"));
	return true;
}

static bool is_complete(const struct change *c, struct error *e)
{
	const char *name = op_names[c->op];
	bool dated = c->op == CHANGE_FROM || c->op == CHANGE_END || c->op == CHANGE_HAND_OVER;
	bool edits = c->op == CHANGE_FROM || c->op == CHANGE_SET || c->op == CHANGE_CORRECT;
	bool reason = c->op == CHANGE_CORRECT || c->op == CHANGE_VOID || c->op == CHANGE_MERGE;
	if (!op_fits_register(c, e))
		return false;
	if (dated != (c->date[0] != '\0'))
		return error_set(e, ERROR_USAGE,
		    dated ? _("%s needs a date") : _("%s has no date of its own"), name);
	if (edits && c->edit_count == 0)
		return error_set(e, ERROR_USAGE, _("%s needs field=value"), name);
	if (!edits && c->edit_count)
		return error_set(e, ERROR_USAGE, _("%s takes no field=value"), name);
	if (reason && !(c->why && *c->why))
		return error_set(
		    e, ERROR_USAGE, _("%s needs a reason (why), for the journal"), name);
	for (size_t i = 0; i < c->edit_count; i++)
		if (c->op == CHANGE_SET && c->edits[i].kind != EDIT_REPLACE)
			return error_set(e, ERROR_USAGE, "%s",
			    _("set fills what is empty; += and -= are for from and correct"));
	return true;
}

static struct change *new_change(struct changes *list, const struct schema *s, enum change_op op)
{
	list->items = mem_room(list->items, &list->capacity, list->count + 1, sizeof(*list->items));
	list->items[list->count] = (struct change){.schema = s, .op = op};
	return &list->items[list->count++];
}

/* --- one command ----------------------------------------------------------------------------- */

static bool add_operand_edit(
    struct change *c, struct str operand, const struct directory *d, struct error *e)
{
	size_t sign = str_find(operand, STR("="));
	struct str name = str_first(operand, sign);
	enum edit_kind kind = edit_kind_of(&name);
	if (name.n == 0)
		return error_set(e, ERROR_USAGE, _("'%s' is not field=value"),
		    error_quote(str_first(operand, sign + 1)));
	return add_edit(c, name, kind, str_from(operand, sign + 1), d, e);
}

static bool change_of_key(struct changes *list, const struct change_request *request,
    const struct schema *s, struct str key, const struct directory *d, struct error *e)
{
	struct change *c = new_change(list, s, request->op);
	if (!read_key(&c->key, key, e) ||
	    (request->date && !read_date(c, str_of(request->date), d, e)) ||
	    (request->other && !read_key(&c->other, str_of(request->other), e)) ||
	    !batch_is_good_reason(request->why, e))
		return false;
	c->why = request->why ? str_dup(str_of(request->why)) : NULL;
	for (char *const *o = request->operands; *o; o++)
		if (strchr(*o, '=') && !add_operand_edit(c, str_of(*o), d, e))
			return false;
	return is_complete(c, e);
}

/* What stands behind the sign may be personal, so it is not shown. */
static bool has_plain_sign(struct str operand, struct error *e)
{
	size_t wide = str_find(operand, STR("＝"));
	if (wide == SIZE_MAX || str_find(operand, STR("=")) != SIZE_MAX)
		return true;
	return error_set(e, ERROR_USAGE,
	    _("'%s＝…' has a full-width ＝, field=value with a plain = was expected"),
	    error_quote(str_first(operand, wide)));
}

bool changes_of_request(struct changes *c, const struct change_request *request,
    const struct directory *d, struct error *e)
{
	const struct schema *s = schema_find(str_of(request->register_name));
	bool good = true;
	if (!s)
		return error_set(e, ERROR_USAGE,
		    _("'%s' is no register; units, orgs, people, visits, meetings, problems, "
		      "events, sites or awards was expected"),
		    error_quote(str_of(request->register_name)));
	for (char *const *o = request->operands; *o && good; o++)
		good = has_plain_sign(str_of(*o), e);
	for (char *const *o = request->operands; *o && good; o++)
		if (!strchr(*o, '='))
			good = change_of_key(c, request, s, str_of(*o), d, e);
	if (good && request->op == CHANGE_MERGE && c->count > 1)
		good = error_set(e, ERROR_USAGE, "%s",
		    _("several keys are given; merge takes the one that stays"));
	if (good && c->count == 0)
		good = error_set(e, ERROR_USAGE,
		    _("no key is given; the id of a row of %s was expected"), s->name);
	if (!good && e->kind == ERROR_ROW)
		e->kind = ERROR_USAGE;
	return good;
}

/* --- a file of changes ----------------------------------------------------------------------- */

enum file_column { F_REGISTER, F_KEY, F_OP, F_DATE, F_FIELD, F_VALUE, F_WHY, FILE_COLUMNS };

static const char *const file_columns[FILE_COLUMNS] = {
    "register", "key", "op", "date", "field", "value", "why"};

static bool map_columns(struct csv_reader *r, int columns[FILE_COLUMNS], struct error *e)
{
	const struct csv_row *header = csv_reader_header(r);
	for (int c = 0; c < FILE_COLUMNS; c++)
		columns[c] = -1;
	for (size_t i = 0; i < header->count; i++) {
		int c = 0;
		while (c < FILE_COLUMNS && !str_equal_text(header->fields[i], file_columns[c]))
			c++;
		if (c == FILE_COLUMNS) {
			error_set(e, ERROR_DATA,
			    _("'%s' is no column of a file of changes: register,key,op,date,field,"
			      "value,why"),
			    error_quote(header->fields[i]));
			return error_at(e, csv_reader_name(r), 1, csv_column_of(header->line, i));
		}
		columns[c] = (int)i;
	}
	for (int c = F_REGISTER; c <= F_OP; c++)
		if (columns[c] < 0) {
			error_set(
			    e, ERROR_DATA, _("the header lacks column '%s'"), file_columns[c]);
			return error_at(e, csv_reader_name(r), 1, 1);
		}
	return true;
}

static bool find_op(struct str word, enum change_op *op, struct error *e)
{
	for (int i = 0; i < CHANGE_OPS; i++)
		if (str_equal_text(word, op_names[i])) {
			*op = (enum change_op)i;
			return true;
		}
	return error_set(e, ERROR_ROW,
	    _("op '%s' is unknown; from, end, set, correct, void, merge or hand-over was "
	      "expected"),
	    error_quote(word));
}

static bool take_field(struct change *c, struct str field, struct str value,
    const struct directory *d, struct error *e)
{
	if (c->op == CHANGE_HAND_OVER)
		return field.n == 0 ? read_key(&c->other, value, e)
				    : error_set(e, ERROR_USAGE, "%s",
					  _("hand-over has no field, the value is who takes over"));
	if (c->op == CHANGE_MERGE)
		return field.n == 0 ? read_key(&c->other, value, e)
				    : error_set(e, ERROR_USAGE, "%s",
					  _("merge has no field, the value is the id that goes"));
	if (field.n == 0)
		return value.n == 0 ||
		       error_set(e, ERROR_USAGE, "%s", _("a value without a field"));
	enum edit_kind kind = edit_kind_of(&field);
	return add_edit(c, field, kind, value, d, e);
}

static bool read_change(struct change *c, const struct str cells[FILE_COLUMNS],
    const struct directory *d, struct error *e)
{
	c->schema = schema_find(cells[F_REGISTER]);
	if (!c->schema)
		return error_set(
		    e, ERROR_ROW, _("'%s' is no register"), error_quote(cells[F_REGISTER]));
	if (!find_op(cells[F_OP], &c->op, e) || !read_key(&c->key, cells[F_KEY], e) ||
	    (cells[F_DATE].n && !read_date(c, cells[F_DATE], d, e)))
		return false;
	c->why = cells[F_WHY].n ? str_dup(cells[F_WHY]) : NULL;
	return batch_is_good_reason(c->why, e) &&
	       take_field(c, cells[F_FIELD], cells[F_VALUE], d, e) && is_complete(c, e);
}

bool changes_of_file(struct changes *c, const char *path, const struct directory *d,
    struct diag *diag, size_t *bad, struct error *e)
{
	int columns[FILE_COLUMNS];
	struct csv_row row;
	enum csv_status status = CSV_STATUS_FAILED;
	struct input *in = input_open(path, e);
	struct csv_reader *r = in ? csv_reader_open(in, e) : NULL;
	bool good = r && map_columns(r, columns, e);
	while (good && (status = csv_reader_next(r, &row, e)) != CSV_STATUS_END &&
	       status != CSV_STATUS_FAILED) {
		struct str cells[FILE_COLUMNS] = {{NULL, 0}};
		for (int i = 0; i < FILE_COLUMNS && status == CSV_STATUS_ROW; i++)
			if (columns[i] >= 0)
				cells[i] = row.fields[columns[i]];
		struct change *change = new_change(c, NULL, CHANGE_FROM);
		change->file = path;
		change->line = row.number;
		if (status == CSV_STATUS_ROW && read_change(change, cells, d, e))
			continue;
		if (status == CSV_STATUS_ROW) {
			e->kind = ERROR_ROW;
			error_at(e, csv_reader_name(r), row.number, 1);
		}
		(*bad)++;
		diag->say(diag, e);
	}
	csv_reader_close(r);
	return good && status == CSV_STATUS_END;
}
