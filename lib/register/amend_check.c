/* amend_check: what comes of the changes, judged as the writers judge new rows; see amend.h. */
#include "register/amend_internal.h"
#include "register/rules.h"
#include "register/standing.h"

/* Whether some of these columns differ from what stands in the file. */
static bool differs(const struct amending *a, uint32_t draft, const int *columns, size_t count)
{
	const struct draft *d = &a->drafts.items[draft];
	const int *fields = a->drafts.registers[d->schema->id].fields;
	for (size_t i = 0; i < count; i++) {
		int field = columns[i] == COLUMN_NONE ? -1 : fields[columns[i]];
		const struct draft *old = d->was ? d : &a->drafts.items[d->root];
		if (field >= 0 && strcmp(d->cells[field], old->was[field]) != 0)
			return true;
	}
	return false;
}

/* Cells that were ill-typed and still are. */
static bool types_hold(struct amending *a, uint32_t draft, struct error *e)
{
	struct buf scratch = BUF_INIT;
	struct str ignored;
	const struct schema *s = a->drafts.items[draft].schema;
	bool good = true;
	for (int i = 0; i < s->column_count && good; i++) {
		struct value_type_of type = value_type_of(a->directory, s, i);
		if (i != s->recorded)
			good = value_read(a->directory, &type, VALUE_STORED,
			    draft_cell(&a->drafts, draft, i), &scratch, &ignored, e);
	}
	buf_release(&scratch);
	return good;
}

/* The row as it stood in the file; a new version: the one it comes from. */
static void cells_before(
    const struct amending *a, uint32_t draft, struct str cells[SCHEMA_COLUMNS_MAX])
{
	const struct draft *d = &a->drafts.items[draft];
	const struct draft *old = d->was ? d : &a->drafts.items[d->root];
	const int *fields = a->drafts.registers[d->schema->id].fields;
	for (int i = 0; i < SCHEMA_COLUMNS_MAX; i++)
		cells[i] = i < d->schema->column_count && fields[i] >= 0
			       ? str_of(old->was[fields[i]])
			       : (struct str){NULL, 0};
}

/* A fault that the row had before and that the change is not about does not hold it up. */
static bool row_holds(struct amending *a, uint32_t draft, struct error *e)
{
	struct str cells[SCHEMA_COLUMNS_MAX], before[SCHEMA_COLUMNS_MAX];
	struct error old;
	int column, old_column, code;
	const struct schema *s = a->drafts.items[draft].schema;
	if (!types_hold(a, draft, e))
		return false;
	code = schema_column(s, STR("uscc"));
	draft_cells(&a->drafts, draft, cells);
	cells_before(a, draft, before);
	bool code_allowed = code != COLUMN_NONE && !differs(a, draft, &code, 1);
	if (rules_hold(s, cells, code_allowed, &column, e))
		return true;
	return !rules_hold(s, before, code_allowed, &old_column, &old) && old_column == column &&
	       strcmp(old.message, e->message) == 0;
}

/* Credit codes and items are looked at only when the change is about them. */
static void cells_to_judge(
    const struct amending *a, uint32_t draft, struct str cells[SCHEMA_COLUMNS_MAX])
{
	const struct draft *d = &a->drafts.items[draft];
	const struct schema *s = d->schema;
	int code = schema_column(s, STR("uscc"));
	int item[] = {schema_column(s, STR("meeting")), schema_column(s, STR("item"))};
	int span[] = {code, s->start, s->end};
	bool corrected = d->op == CHANGE_CORRECT && differs(a, draft, span, 3);
	draft_cells(&a->drafts, draft, cells);
	if (code != COLUMN_NONE && !corrected && !differs(a, draft, &code, 1))
		cells[code] = (struct str){NULL, 0};
	if (s->id == REGISTER_MEETINGS && !differs(a, draft, item, 2))
		cells[item[0]] = cells[item[1]] = (struct str){NULL, 0};
}

static bool is_changed(const struct draft *d, const struct schema *s)
{
	return d->schema == s && d->change && !d->gone;
}

static void judge(struct amending *a, struct standing *standing, uint32_t draft)
{
	struct error e;
	struct str id, cells[SCHEMA_COLUMNS_MAX];
	int column;
	cells_to_judge(a, draft, cells);
	uint32_t content = standing_want(standing, cells);
	enum verdict verdict = standing_judge(standing, cells, content, true, &id, &column, &e);
	if (verdict == VERDICT_THERE)
		error_set(&e, ERROR_FOUND, "%s", _("a row like this stands there already"));
	if (verdict == VERDICT_NEW)
		standing_accept(standing, cells, content, id);
	else
		amend_refuse_draft(a, a->drafts.items[draft].change, draft, &e);
}

static bool judge_register(
    struct amending *a, const struct schema *s, const struct shape *shape, struct error *e)
{
	struct standing standing;
	struct str cells[SCHEMA_COLUMNS_MAX];
	standing_init(&standing, shape);
	for (uint32_t i = 0; i < a->drafts.count; i++) {
		const struct draft *d = &a->drafts.items[i];
		if (d->schema == s && d->change && d->line)
			standing_leave_out(&standing, d->line);
		if (!is_changed(d, s))
			continue;
		cells_to_judge(a, i, cells);
		standing_want(&standing, cells);
	}
	bool good = standing_load(&standing, a->directory, &a->snapshot, a->drafts.diag, e);
	for (uint32_t i = 0; i < a->drafts.count && good; i++)
		if (is_changed(&a->drafts.items[i], s))
			judge(a, &standing, i);
	standing_release(&standing);
	return good;
}

static bool check_register(struct amending *a, const struct schema *s, struct error *e)
{
	bool any = false;
	for (uint32_t i = 0; i < a->drafts.count; i++) {
		struct error fault;
		if (!is_changed(&a->drafts.items[i], s))
			continue;
		any = true;
		if (!row_holds(a, i, &fault))
			amend_refuse_draft(a, a->drafts.items[i].change, i, &fault);
	}
	if (!any)
		return true;
	struct batch none = {.schema = s, .directory = a->directory};
	struct shape shape;
	bool good = shape_make(&shape, &none, &a->snapshot, a->drafts.diag, e) &&
		    judge_register(a, s, &shape, e);
	shape_release(&shape);
	return good;
}

bool amend_check(struct amending *a, struct error *e)
{
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (!check_register(a, schema_of((enum register_id)i), e))
			return false;
	return true;
}
