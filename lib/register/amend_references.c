/*
 * amend_references: rows that refer to an id which is in force no more, or was withdrawn. The
 * former are ended too, or lose the reference, when the request says so; else they are refused, as
 * are the latter always. Rows that happened on a day (visits …) may name what has ended since.
 */
#include "register/amend_internal.h"

#include <stdlib.h>

/* A reference of a draft to something that ended. */
struct dependant {
	uint32_t draft;
	int column;
	const struct ended *ended;
};

static void refuse_dependant(struct amending *a, const struct dependant *p)
{
	struct error e;
	struct buf key = BUF_INIT;
	const struct schema *s = a->drafts.items[p->draft].schema;
	amend_key(a, p->draft, &key);
	if (p->ended->date[0])
		error_set(&e, ERROR_FOUND,
		    _("%s '%s' refers to it in %s and goes on; --with-references ends it too or "
		      "takes the reference out"),
		    s->name, error_quote(buf_str(&key)), s->columns[p->column].name);
	else
		error_set(&e, ERROR_FOUND,
		    _("%s '%s' refers to it in %s; change that row first, or in the same file"),
		    s->name, error_quote(buf_str(&key)), s->columns[p->column].name);
	amend_refuse(a, p->ended->change, p->ended->id, &e);
	buf_release(&key);
}

static void list_without(struct str list, struct str element, struct buf *out)
{
	struct str one;
	while (list.n && str_split(&list, ';', &one)) {
		if (str_equal(one, element))
			continue;
		if (out->n)
			buf_add_char(out, ';');
		buf_add_str(out, one);
	}
}

static void end_dependant(struct amending *a, const struct dependant *p)
{
	struct error e;
	const char *date = p->ended->date;
	const struct schema *s = a->drafts.items[p->draft].schema;
	int order = str_compare(draft_cell(&a->drafts, p->draft, s->start), str_of(date));
	if (order < 0 || (order == 0 && !a->drafts.items[p->draft].was)) {
		amend_end(a, p->draft, date, p->ended->change);
		return;
	}
	error_set(&e, ERROR_FOUND, _("it refers to '%s', which ends on %s, and begins no earlier"),
	    error_quote(str_of(p->ended->id)), date);
	amend_refuse_draft(a, p->ended->change, p->draft, &e);
}

/* A row can only end, or go on from a day, in a file that has the columns for it. */
static bool can_follow(struct amending *a, const struct dependant *p)
{
	struct error e;
	const struct schema *s = a->drafts.items[p->draft].schema;
	const int columns[] = {s->start, s->end};
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (draft_field(&a->drafts, s, columns[i], NULL) < 0) {
			error_set(&e, ERROR_DATA,
			    _("the header of %s.csv lacks column %s; add it there first"), s->name,
			    s->columns[columns[i]].name);
			amend_refuse_draft(a, p->ended->change, p->draft, &e);
			return false;
		}
	return true;
}

/* A post ends with its organisation, an organisation with the last unit it covers; from any other
 * row the reference is taken out. */
static void follow(struct amending *a, const struct dependant *p)
{
	struct buf rest = BUF_INIT;
	const struct schema *s = a->drafts.items[p->draft].schema;
	const struct column *column = &s->columns[p->column];
	list_without(draft_cell(&a->drafts, p->draft, p->column), str_of(p->ended->id), &rest);
	bool post = s->id == REGISTER_PEOPLE && strcmp(column->name, "org") == 0;
	bool covers_nothing =
	    s->id == REGISTER_ORGS && strcmp(column->name, "units") == 0 && rest.n == 0;
	if (post || covers_nothing) {
		end_dependant(a, p);
	} else {
		uint32_t later = amend_split(a, p->draft, p->ended->date, p->ended->change);
		amend_set(a, later, p->column, buf_str(&rest), p->ended->change);
	}
	buf_release(&rest);
}

static bool depends(const struct amending *a, const struct dependant *p)
{
	const struct draft *d = &a->drafts.items[p->draft];
	const struct schema *s = d->schema;
	const char *target = s->columns[p->column].target;
	if (d->gone || !target || strcmp(target, p->ended->schema->name) != 0 ||
	    !list_has(draft_cell(&a->drafts, p->draft, p->column), str_of(p->ended->id)))
		return false;
	if (p->ended->date[0] == '\0')
		return true;
	struct str end = draft_cell(&a->drafts, p->draft, s->end);
	return s->versioned && (end.n == 0 || str_compare(end, str_of(p->ended->date)) > 0);
}

static void examine(struct amending *a, uint32_t draft, const struct ended *ended)
{
	for (int i = 0; i < a->drafts.items[draft].schema->column_count; i++) {
		struct dependant p = {draft, i, ended};
		if (!depends(a, &p))
			continue;
		if (ended->date[0] && a->request->with_references) {
			if (can_follow(a, &p))
				follow(a, &p);
		} else {
			refuse_dependant(a, &p);
		}
	}
}

/* Reads the rows that refer to the ids that ended, those from number `first` on. */
static bool load_dependants(struct amending *a, size_t first, struct error *e)
{
	bool good = true;
	for (int t = 0; t < REGISTER_COUNT && good; t++) {
		struct intern ids = {0};
		const struct schema *target = schema_of((enum register_id)t);
		for (size_t i = first; i < a->ended_count; i++)
			if (a->ended[i].schema == target)
				intern_add(&ids, str_of(a->ended[i].id), NULL);
		for (int i = 0; i < REGISTER_COUNT && good && ids.count; i++) {
			const struct schema *s = schema_of((enum register_id)i);
			good = drafts_want_naming(
				   &a->drafts, s, schema_referring(s, target), &ids, e) &&
			       drafts_load(&a->drafts, s, e);
		}
		intern_release(&ids);
	}
	return good;
}

/* A row that refers to something else which ended may end by that: again, until nothing more ends.
 */
bool amend_references(struct amending *a, struct error *e)
{
	size_t first = 0;
	while (first < a->ended_count) {
		size_t end = a->ended_count;
		if (!load_dependants(a, first, e))
			return false;
		for (; first < end; first++) {
			struct ended ended = a->ended[first]; /* the array may grow */
			bool refers[REGISTER_COUNT];
			for (int i = 0; i < REGISTER_COUNT; i++)
				refers[i] =
				    schema_referring(schema_of((enum register_id)i), ended.schema);
			for (uint32_t i = 0; i < a->drafts.count; i++)
				if (refers[a->drafts.items[i].schema->id])
					examine(a, i, &ended);
		}
	}
	return true;
}
