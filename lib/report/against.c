/* against: see against.h. */
#include "report/against.h"
#include "report/nearest.h"
#include "report/relation.h"

#include <stdlib.h>

/* --- reading ---------------------------------------------------------------------------------- */

/* A name stands behind a filter's colon and as a column of a table. */
static bool name_is_good(struct str name)
{
	static const char *const taken[] = {"this", "unit"};
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if (str_equal_text(name, taken[i]))
			return false;
	for (size_t i = 0; i < name.n; i++)
		if (strchr("@[]{}|: \t", name.p[i]))
			return false;
	return name.n > 0;
}

static struct figures *set_of(struct against *a, struct str name)
{
	for (size_t i = 0; i < a->count; i++)
		if (str_equal(a->sets[i].name, name))
			return &a->sets[i].figures;
	a->sets = mem_room(a->sets, &a->capacity, a->count + 1, sizeof(*a->sets));
	struct against_set *set = &a->sets[a->count++];
	set->name = name;
	figures_init(&set->figures);
	return &set->figures;
}

bool against_read(struct against *a, const char *text, struct diag *diag, struct error *e)
{
	struct str path = str_of(text), name;
	str_split(&path, '=', &name);
	if (!path.p || path.n == 0 || !name_is_good(name))
		return error_set(e, ERROR_USAGE,
		    _("earlier figures '%s' must be given as NAME=FILE, such as prev=may.csv (not "
		      "this or unit)"),
		    error_quote(str_of(text)));
	struct figures *figures = set_of(a, name);
	struct input *in = input_open(path.p, e);
	return in && figures_read(figures, in, diag, e);
}

void against_release(struct against *a)
{
	for (size_t i = 0; i < a->count; i++)
		figures_release(&a->sets[i].figures);
	free(a->sets);
	*a = (struct against){0};
}

const struct figures *against_find(const struct against *a, struct str name, struct error *e)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; a && i < a->count; i++) {
		if (str_equal(a->sets[i].name, name))
			return &a->sets[i].figures;
		nearest_offer(&nearest, a->sets[i].name);
	}
	if (nearest.count)
		error_set(e, ERROR_USAGE,
		    _("no earlier figures '%s', the nearest given by --against are %s"),
		    error_quote(name), nearest_list(&nearest));
	else
		error_set(e, ERROR_USAGE,
		    _("no earlier figures '%s', give them by --against %s=FILE"), error_quote(name),
		    error_quote(name));
	return NULL;
}

/* --- matching --------------------------------------------------------------------------------- */

struct match {
	const struct figure *row; /* the first of the best relation */
	enum relation relation;
	size_t count;               /* how many have it */
	const struct figure *other; /* one that differs in the kind of its period alone */
	struct nearest periods;     /* of those with the best relation */
};

static void offer(struct match *m, const struct figure *row, const struct figure *base)
{
	enum relation relation = relation_of(row->period, base->period);
	if (relation == RELATION_NONE) {
		m->other = m->other ? m->other : base;
		return;
	}
	bool best = relation == RELATION_LIKE ? m->count == 0 : m->relation <= RELATION_LIKE;
	if (best) {
		*m = (struct match){.row = base, .relation = relation, .other = m->other};
		m->periods = nearest_to(row->period);
	}
	if (best || (relation == RELATION_LIKE) == (m->relation == RELATION_LIKE)) {
		m->count++;
		nearest_offer(&m->periods, base->period);
	}
}

static bool refuse_match(const struct match *m, struct str name, const struct figure *row,
    struct str text, struct error *e)
{
	if (m->count > 1)
		return error_set(e, ERROR_DATA,
		    _("'%s' could be compared with several periods of '%s': %s"), error_quote(text),
		    error_quote(name), nearest_list(&m->periods));
	if (m->other)
		return error_set(e, ERROR_DATA,
		    _("'%s' of '%s' cannot be compared with '%s' in '%s', the periods are not of "
		      "the same kind"),
		    error_quote(text), error_quote(row->period), error_quote(m->other->period),
		    error_quote(name));
	return error_set(e, ERROR_DATA, _("'%s' has no row to be compared with in '%s'"),
	    error_quote(text), error_quote(name));
}

const struct figure *against_match(const struct figures *earlier, struct str name,
    const struct figure *row, struct str text, struct error *e)
{
	struct match m = {.relation = RELATION_NONE};
	const struct figure *base = NULL;
	while ((base = figures_next_like(earlier, row, base)))
		offer(&m, row, base);
	if (m.count == 1)
		return m.row;
	refuse_match(&m, name, row, text, e);
	return NULL;
}
