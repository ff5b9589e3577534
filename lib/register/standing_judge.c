/* standing: what becomes of a row beside those that stand there; see standing.h. */
#include "register/standing_internal.h"
#include "register/resolve.h"

#include <stdio.h>

void standing_claim(struct standing *s, const struct str *cells, uint32_t content)
{
	for (uint32_t at = s->first[content]; at != EQUAL_NONE; at = s->equals[at].next) {
		struct str id = intern_text(&s->ids_text, s->equals[at].id);
		if (!s->equals[at].taken && str_equal(id, cells[s->id])) {
			s->equals[at].taken = true;
			return;
		}
	}
}

static bool take_equal(struct standing *s, uint32_t content, struct str *id)
{
	uint32_t at = s->first[content];
	while (at != EQUAL_NONE && s->equals[at].taken)
		at = s->equals[at].next;
	s->first[content] = at; /* those before it are all taken */
	if (at == EQUAL_NONE)
		return false;
	s->equals[at].taken = true;
	*id = intern_text(&s->ids_text, s->equals[at].id);
	return true;
}

/* Stands in brackets in the messages below. */
static void where(const struct span *span, char out[64])
{
	if (span->line)
		snprintf(out, 64, _("line %llu of the register"), (unsigned long long)span->line);
	else
		snprintf(out, 64, "%s", _("an earlier row of the input"));
}

/* A row with an id: the same version is there, or another one, or one that overlaps. */
static enum verdict judge_key(
    struct standing *s, const struct str *cells, uint32_t content, struct error *e)
{
	day since, until;
	char place[64];
	struct str id = cells[s->id];
	cells_days(s->schema, cells, &since, &until);
	for (const struct span *span = spans_last(&s->versions, id); span;
	     span = spans_before(&s->versions, span))
		if (span->since == since && span->owner == content)
			return VERDICT_THERE;
	const struct span *other = spans_overlap(&s->versions, id, since, until);
	if (!other)
		return VERDICT_NEW;
	where(other, place);
	if (!s->schema->versioned || other->since == since)
		error_set(e, ERROR_FOUND,
		    _("'%s' is there with other content (%s); register-amend changes rows"),
		    error_quote(id), place);
	else
		error_set(e, ERROR_FOUND,
		    _("this version of '%s' overlaps another one (%s); end that one first with "
		      "register-amend"),
		    error_quote(id), place);
	return VERDICT_REFUSED;
}

static bool code_is_free(
    const struct standing *s, const struct str *cells, int *column, struct error *e)
{
	day since, until;
	struct str code = standing_code_key(s, cells);
	if (code.n == 0)
		return true;
	cells_days(s->schema, cells, &since, &until);
	for (const struct span *span = spans_last(&s->holders, code); span;
	     span = spans_before(&s->holders, span)) {
		struct str holder = intern_text(&s->ids_text, span->owner);
		if (span->since >= until || since >= span->until || str_equal(holder, cells[s->id]))
			continue;
		*column = s->code;
		return error_set(e, ERROR_FOUND,
		    _("credit code '%s' is that of '%s', in force at the same time; a code belongs "
		      "to one unit"),
		    error_quote(code), error_quote(holder));
	}
	return true;
}

static bool item_is_free(struct standing *s, const struct str *cells, int *column, struct error *e)
{
	struct str item = standing_item_key(s, cells);
	const struct span *other = item.n ? spans_last(&s->agenda, item) : NULL;
	if (!other)
		return true;
	*column = s->item;
	return error_set(e, ERROR_FOUND,
	    _("item %s of meeting '%s' is there as '%s'; meeting and item come once"),
	    error_quote(cells[s->item]), error_quote(cells[s->meeting]),
	    error_quote(intern_text(&s->ids_text, other->owner)));
}

static bool name_is_free(struct standing *s, const struct str *cells, int *column, struct error *e)
{
	day since, until;
	char place[64];
	struct str name = standing_name_key(s, cells);
	if (name.n == 0 || cells[s->id].n)
		return true;
	cells_days(s->schema, cells, &since, &until);
	const struct span *other = spans_overlap(&s->named, name, since, until);
	if (!other)
		return true;
	where(other, place);
	*column = s->name;
	return error_set(e, ERROR_FOUND,
	    /* TRANSLATORS: column, the name in brackets, id, place */
	    _("%s %s is that of '%s' (%s), in the same street and in force at the same time; "
	      "register-amend changes rows, --again adds another one"),
	    s->schema->columns[s->name].name,
	    value_quote(&s->schema->columns[s->name], cells[s->name]),
	    error_quote(intern_text(&s->ids_text, other->owner)), place);
}

/* Of the spans of a key: one in force at the same time that stands in the register. */
static const struct span *standing_span(
    const struct spans *spans, struct str key, day since, day until)
{
	for (const struct span *span = key.n ? spans_last(spans, key) : NULL; span;
	     span = spans_before(spans, span)) {
		if (span->line && span->since < until && since < span->until)
			return span;
	}
	return NULL;
}

static bool any_since(const struct spans *spans, struct str key, day since)
{
	for (const struct span *span = key.n ? spans_last(spans, key) : NULL; span;
	     span = spans_before(spans, span))
		if (span->line && span->since == since)
			return true;
	return false;
}

bool standing_find(struct standing *s, const struct str *cells, struct standing_known *known)
{
	day since, until;
	if (s->name == COLUMN_NONE)
		return false;
	cells_days(s->schema, cells, &since, &until);
	const struct spans *spans = &s->versions;
	struct str key = cells[s->id];
	const struct span *span = standing_span(spans, key, since, until);
	if (!span && cells[s->id].n == 0) {
		spans = &s->holders;
		key = standing_code_key(s, cells);
		span = standing_span(spans, key, since, until);
	}
	if (!span && cells[s->id].n == 0) {
		spans = &s->named;
		key = standing_name_key(s, cells);
		span = standing_span(spans, key, since, until);
	}
	known->began_then = any_since(spans, key, since);
	uint64_t line = span ? span->line : 0;
	size_t number = span ? intern_find(&s->lines, standing_line_text(&line)) : INTERN_NONE;
	if (number == INTERN_NONE)
		return false;
	const char *at = s->kept.p + s->kept_at[number];
	for (int i = 0; i < s->schema->column_count; i++) {
		uint32_t n;
		memcpy(&n, at, sizeof(n));
		known->cells[i] = (struct str){at + sizeof(n), n};
		at += sizeof(n) + n;
	}
	known->id = known->cells[s->id];
	known->own = at;
	return true;
}

bool standing_own_next(const struct standing *s, const struct standing_known *known,
    const struct str *given, struct standing_own *next)
{
	for (; next->column < s->shape->count; next->column++) {
		uint32_t n;
		const char *at = known->own + next->offset;
		next->cell = s->shape->columns[next->column].cell;
		if (next->cell < s->schema->column_count)
			continue;
		memcpy(&n, at, sizeof(n));
		next->offset += sizeof(n) + n;
		struct str there = {at + sizeof(n), n};
		if (given[next->cell].n == 0 || str_equal(given[next->cell], there))
			continue;
		next->name = s->shape->columns[next->column++].name;
		return true;
	}
	return false;
}

enum verdict standing_judge(struct standing *s, const struct str *cells, uint32_t content,
    bool again, struct str *id, int *column, struct error *e)
{
	enum verdict verdict = VERDICT_NEW;
	*column = s->id;
	*id = cells[s->id];
	if (cells[s->id].n)
		verdict = judge_key(s, cells, content, e);
	else if (!again && content != STANDING_NONE && take_equal(s, content, id))
		verdict = VERDICT_THERE;
	if (verdict != VERDICT_NEW)
		return verdict;
	return code_is_free(s, cells, column, e) && item_is_free(s, cells, column, e) &&
		       (again || name_is_free(s, cells, column, e))
		   ? VERDICT_NEW
		   : VERDICT_REFUSED;
}

void standing_accept(struct standing *s, const struct str *cells, uint32_t content, struct str id)
{
	day since, until;
	struct str code = standing_code_key(s, cells), item = standing_item_key(s, cells);
	if (cells[s->id].n == 0 && code.n == 0 && item.n == 0 && s->name == COLUMN_NONE)
		return;
	cells_days(s->schema, cells, &since, &until);
	if (cells[s->id].n)
		spans_add(&s->versions, id, since, until, content, 0);
	if (code.n)
		spans_add(&s->holders, code, since, until,
		    (uint32_t)intern_add(&s->ids_text, id, NULL), 0);
	if (item.n)
		spans_add(&s->agenda, item, since, until,
		    (uint32_t)intern_add(&s->ids_text, id, NULL), 0);
	struct str name = standing_name_key(s, cells);
	if (name.n)
		spans_add(
		    &s->named, name, since, until, (uint32_t)intern_add(&s->ids_text, id, NULL), 0);
}
