/* amend_edit: field=value, field+=value and field-=value on a draft; see amend.h. */
#include "register/amend_internal.h"

static struct str no_text(void)
{
	return (struct str){NULL, 0};
}

static int column_of(const struct schema *s, const char *name)
{
	return schema_column(s, str_of(name));
}

/* The edits' references as ids, by schema column. An area that nobody gives follows a unit that is
 * given. */
static bool resolve_edits(struct amending *a, uint32_t draft, const struct change *c,
    struct str cells[SCHEMA_COLUMNS_MAX], struct error *e)
{
	int fault, unit = column_of(c->schema, "unit");
	const struct schema *s = c->schema;
	draft_cells(&a->drafts, draft, cells);
	for (int i = 0; i < s->column_count; i++)
		if (s->columns[i].target)
			cells[i] = no_text();
	struct str area = s->area == COLUMN_NONE ? no_text() : cells[s->area];
	if (s->area != COLUMN_NONE)
		cells[s->area] = STR("0"); /* not to be filled in */
	bool area_given = false;
	for (size_t i = 0; i < c->edit_count; i++) {
		const struct edit *edit = &c->edits[i];
		if (edit->column == COLUMN_NONE || edit->kind != EDIT_REPLACE)
			continue;
		cells[edit->column] = str_of(edit->value);
		area_given = area_given || edit->column == s->area;
		if (edit->column == unit && edit->value[0] && !area_given &&
		    s->area != COLUMN_NONE && (c->op != CHANGE_SET || area.n == 0))
			cells[s->area] = no_text();
	}
	if (c->op == CHANGE_FROM)
		cells[s->start] = str_of(c->date);
	if (!resolver_apply(a->resolvers[s->id], cells, a->scratch, &fault, e))
		return false;
	if (s->area != COLUMN_NONE && str_equal(cells[s->area], STR("0")))
		cells[s->area] = area;
	return true;
}

/* An element to add or to take out, as an id when it is a reference. */
static bool resolve_element(struct amending *a, uint32_t draft, const struct change *c,
    const struct edit *edit, struct buf *out, struct error *e)
{
	int fault;
	struct str cells[SCHEMA_COLUMNS_MAX];
	const struct schema *s = c->schema;
	draft_cells(&a->drafts, draft, cells);
	for (int i = 0; i < s->column_count; i++)
		if (s->columns[i].target)
			cells[i] = no_text();
	if (c->op == CHANGE_FROM)
		cells[s->start] = str_of(c->date);
	cells[edit->column] = str_of(edit->value);
	bool known = edit->kind == EDIT_REMOVE &&
		     list_has(draft_cell(&a->drafts, draft, edit->column), str_of(edit->value));
	if (!known && !resolver_apply(a->resolvers[s->id], cells, a->scratch, &fault, e))
		return false;
	buf_add_str(out, cells[edit->column]);
	return true;
}

static bool without(struct str list, struct str elements, struct buf *out, struct error *e)
{
	struct str rest = elements, element;
	while (rest.n && str_split(&rest, ';', &element))
		if (!list_has(list, element))
			return error_set(
			    e, ERROR_FOUND, _("'%s' is not in the list"), error_quote(element));
	while (list.n && str_split(&list, ';', &element)) {
		if (list_has(elements, element))
			continue;
		if (out->n)
			buf_add_char(out, ';');
		buf_add_str(out, element);
	}
	return true;
}

/* The list with the edit made. */
bool amend_edit_list(struct amending *a, uint32_t draft, const struct change *c,
    const struct edit *edit, struct buf *out, struct error *e)
{
	struct buf elements = BUF_INIT, scratch = BUF_INIT;
	struct value_type_of type = value_type_of(a->directory, c->schema, edit->column);
	struct str now = draft_cell(&a->drafts, draft, edit->column), sorted;
	bool good = resolve_element(a, draft, c, edit, &elements, e);
	if (good && edit->kind == EDIT_REMOVE) {
		good = without(now, buf_str(&elements), out, e);
	} else if (good) {
		if (now.n)
			buf_add_char(&elements, ';');
		buf_add_str(&elements, now);
		good = value_read(
		    a->directory, &type, VALUE_STORED, buf_str(&elements), &scratch, &sorted, e);
		if (good)
			buf_add_str(out, sorted);
	}
	buf_release(&elements);
	buf_release(&scratch);
	return good;
}

/* Progress: what is empty is filled, a nomination becomes an award. */
static bool is_progress(const struct change *c, const struct edit *edit, struct str old,
    struct str new, struct error *e)
{
	bool stage = strcmp(edit->name, "stage") == 0 && str_equal(old, STR("nominated")) &&
		     str_equal(new, STR("awarded"));
	if (c->op != CHANGE_SET || old.n == 0 || stage)
		return true;
	const char *shown =
	    edit->column == COLUMN_NONE ? "" : value_quote(&c->schema->columns[edit->column], old);
	return error_set(e, ERROR_FOUND,
	    _("%s is filled already %s; set fills what is empty, correct mends an error"),
	    edit->name, shown);
}

bool amend_only_value(struct amending *a, uint32_t draft, int field, struct str value,
    const struct change *c, struct error *e)
{
	struct draft *d = &a->drafts.items[draft];
	const struct change *other = d->edits[field];
	const char *name = a->drafts.registers[d->schema->id].names[field];
	if (other && other != c && !str_equal_text(value, d->cells[field]))
		return error_set(e, ERROR_FOUND, _("line %llu gives %s another value"),
		    (unsigned long long)other->line, name);
	d->edits[field] = c;
	return true;
}

static bool make_edit(struct amending *a, uint32_t draft, const struct change *c,
    const struct edit *edit, const struct str *cells, bool *changed, struct error *e)
{
	struct buf made = BUF_INIT;
	int field = draft_field(&a->drafts, c->schema, edit->column, edit->name);
	bool good = true;
	if (edit->kind != EDIT_REPLACE)
		good = amend_edit_list(a, draft, c, edit, &made, e);
	else
		buf_add_str(
		    &made, edit->column == COLUMN_NONE ? str_of(edit->value) : cells[edit->column]);
	if (good && edit->kind == EDIT_REPLACE)
		good = amend_only_value(a, draft, field, buf_str(&made), c, e);
	else
		a->drafts.items[draft].edits[field] = c;
	struct str old = str_of(a->drafts.items[draft].cells[field]);
	if (good && !str_equal(old, buf_str(&made))) {
		good = is_progress(c, edit, old, buf_str(&made), e);
		*changed = true;
		if (good) {
			amend_mark(a, draft, c);
			draft_set(&a->drafts, draft, field, buf_str(&made));
		}
	}
	buf_release(&made);
	return good;
}

bool amend_edit(
    struct amending *a, uint32_t draft, const struct change *c, bool *changed, struct error *e)
{
	struct str borrowed[SCHEMA_COLUMNS_MAX], cells[SCHEMA_COLUMNS_MAX];
	const struct schema *s = c->schema;
	struct buf copies = BUF_INIT;
	bool good = resolve_edits(a, draft, c, borrowed, e);
	size_t offsets[SCHEMA_COLUMNS_MAX];
	for (int i = 0; i < s->column_count && good; i++) {
		offsets[i] = copies.n;
		buf_add_str(&copies, borrowed[i]);
	}
	for (int i = 0; i < s->column_count && good; i++)
		cells[i] = (struct str){copies.p + offsets[i], borrowed[i].n};
	for (size_t i = 0; i < c->edit_count && good; i++)
		good = make_edit(a, draft, c, &c->edits[i], cells, changed, e);
	int area = s->area;
	if (good && *changed && area != COLUMN_NONE &&
	    draft_field(&a->drafts, s, area, NULL) >= 0 &&
	    !str_equal(cells[area], draft_cell(&a->drafts, draft, area)))
		amend_set(a, draft, area, cells[area], c);
	buf_release(&copies);
	return good;
}

/* Whether none of the elements that the edit takes out is there. */
static bool is_without(struct amending *a, uint32_t draft, const struct change *c,
    const struct edit *edit, struct str list)
{
	struct error ignored;
	struct buf elements = BUF_INIT;
	bool good = resolve_element(a, draft, c, edit, &elements, &ignored);
	struct str rest = buf_str(&elements), element;
	while (good && rest.n && str_split(&rest, ';', &element))
		good = !list_has(list, element);
	buf_release(&elements);
	return good;
}

bool amend_is_so(struct amending *a, uint32_t draft, const struct change *c, bool again)
{
	struct error ignored;
	struct str cells[SCHEMA_COLUMNS_MAX];
	bool so = resolve_edits(a, draft, c, cells, &ignored);
	for (size_t i = 0; i < c->edit_count && so; i++) {
		const struct edit *edit = &c->edits[i];
		struct buf made = BUF_INIT;
		int field = draft_field(&a->drafts, c->schema, edit->column, edit->name);
		struct str old = str_of(a->drafts.items[draft].cells[field]);
		if (edit->kind == EDIT_REPLACE)
			buf_add_str(&made, edit->column == COLUMN_NONE ? str_of(edit->value)
								       : cells[edit->column]);
		bool removed =
		    again && edit->kind == EDIT_REMOVE && is_without(a, draft, c, edit, old);
		so = removed || ((edit->kind == EDIT_REPLACE ||
				     amend_edit_list(a, draft, c, edit, &made, &ignored)) &&
				    str_equal(old, buf_str(&made)));
		buf_release(&made);
	}
	return so;
}
