/* binding: see binding.h. */
#include "report/binding.h"
#include "report/nearest.h"
#include "report/relation.h"

#include <stdio.h>

enum { PERIOD_SIZE = 2 * DATE_SIZE };

/* The periods that a reference accepts. */
struct wanted {
	bool any;
	char flow[PERIOD_SIZE]; /* FROM/TO */
	char stock[DATE_SIZE];  /* TO */
};

/* --- period and area -------------------------------------------------------------------------- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool period_of(
    const struct binding *b, const struct reference *r, struct period *period, struct error *e)
{
	bool month = str_equal_text(r->period, "month"), ytd = str_equal_text(r->period, "ytd");
	if ((month || ytd) && !b->has_period)
		return error_set(e, ERROR_USAGE,
		    _("'%s' needs the option --period, which says what ':%s' means"),
		    error_quote(r->text), month ? "month" : "ytd");
	if (month || ytd) {
		int year, unused;
		*period = b->period;
		date_split(period->to, &year, &unused, &unused);
		if (ytd)
			period->from = date_of(year, 1, 1);
		return true;
	}
	/* Words that depend on the clock are for the command line. */
	if (is_digit(r->period.p[0]) && date_parse(r->period, &period->from)) {
		period->to = period->from;
		return true;
	}
	if (is_digit(r->period.p[0]) && period_parse(r->period, DAY_NONE, period))
		return true;
	return error_set(e, ERROR_USAGE,
	    _("no period '%s' in '%s', write month, ytd, 2024-06, 2024Q2, 2024-06-30 or "
	      "2024-01-01/2024-06-30"),
	    error_quote(r->period), error_quote(r->text));
}

static bool wanted_of(
    const struct binding *b, const struct reference *r, struct wanted *w, struct error *e)
{
	struct period period;
	*w = (struct wanted){.any = !r->period.p};
	if (w->any)
		return true;
	if (!period_of(b, r, &period, e))
		return false;
	char from[DATE_SIZE];
	date_print(period.from, from);
	date_print(period.to, w->stock);
	snprintf(w->flow, sizeof(w->flow), "%s/%s", from, w->stock);
	return true;
}

static bool has_area(const struct figures *figures, struct str area)
{
	for (size_t i = 0; i < figures->count; i++)
		if (str_equal(figures->rows[i].area, area))
			return true;
	return false;
}

static bool find_area(const struct binding *b, struct reference *r, struct error *e)
{
	r->area_code = r->area;
	if (!r->area.p || area_is_code(r->area) || has_area(b->figures, r->area))
		return true;
	r->area_code = areas_code(b->areas, r->area);
	if (r->area_code.n)
		return true;
	if (b->areas->names.count == 0)
		return error_set(e, ERROR_USAGE,
		    _("area '%s' is no division code, and no names are known without --areas"),
		    error_quote(r->area));
	struct nearest nearest = nearest_to(r->area);
	for (size_t i = 0; i < b->areas->names.count; i++)
		nearest_offer(&nearest, intern_text(&b->areas->names, i));
	return error_set(e, ERROR_USAGE,
	    _("'%s' is not the name of exactly one area, write its code; the nearest names are %s"),
	    error_quote(r->area), nearest_list(&nearest));
}

/* --- the row ---------------------------------------------------------------------------------- */

/* The parts of a key in the order in which they are looked at. */
enum part { PART_FIGURE, PART_AREA, PART_GROUP, PART_PERIOD, PART_COUNT };

static bool part_matches(
    const struct figure *row, const struct reference *r, const struct wanted *w, enum part part)
{
	switch (part) {
	case PART_FIGURE:
		return str_equal(row->figure, r->figure);
	case PART_AREA:
		return str_equal(row->area, r->area_code);
	case PART_GROUP:
		return str_equal(row->group, r->group);
	default:
		return w->any || str_equal_text(row->period, w->flow) ||
		       str_equal_text(row->period, w->stock);
	}
}

/* How many parts of the key the row has, counted from the figure on. */
static int parts_matched(
    const struct figure *row, const struct reference *r, const struct wanted *w)
{
	int parts = 0;
	while (parts < PART_COUNT && part_matches(row, r, w, (enum part)parts))
		parts++;
	return parts;
}

static struct str part_of(const struct figure *row, int part)
{
	const struct str parts[] = {row->figure, row->area, row->group, row->period};
	return parts[part];
}

static struct str part_wanted(const struct reference *r, int part)
{
	const struct str parts[] = {r->figure, r->area_code, r->group, r->period};
	return parts[part];
}

/* Names what comes nearest to the first part of the key that no row has. */
static bool tell_missing(
    const struct binding *b, const struct reference *r, const struct wanted *w, struct error *e)
{
	static const char *const messages[PART_COUNT] = {
	    N_("no figure '%s' (in '%s'), the nearest are %s"),
	    N_("no area '%s' of the figure in '%s', the nearest are %s"),
	    N_("no group '%s' of the figure in '%s', the nearest are %s"),
	    N_("no period '%s' of the figure in '%s', the nearest are %s")};
	/* where no row has anything; a figure always has a name */
	static const char *const lacking[PART_COUNT] = {NULL,
	    N_("no area '%s' of the figure in '%s', there is only the whole; count with --by"),
	    N_("no group '%s' of the figure in '%s', it has no groups; count with --group"),
	    N_("no period '%s' of the figure in '%s', its rows have none; leave it out")};
	int part = 0;
	for (size_t i = 0; i < b->figures->count; i++) {
		int parts = parts_matched(&b->figures->rows[i], r, w);
		part = parts > part ? parts : part;
	}
	struct nearest nearest = nearest_to(part_wanted(r, part));
	for (size_t i = 0; i < b->figures->count; i++) {
		struct str text = part_of(&b->figures->rows[i], part);
		if (text.n && parts_matched(&b->figures->rows[i], r, w) == part)
			nearest_offer(&nearest, text);
	}
	if (b->figures->count == 0)
		return error_set(e, ERROR_DATA, _("no figure '%s', there are no figures at all"),
		    error_quote(r->figure));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	if (nearest.count == 0)
		return error_set(e, ERROR_DATA, _(lacking[part]), error_quote(part_wanted(r, part)),
		    error_quote(r->text));
	return error_set(e, ERROR_DATA, _(messages[part]), error_quote(part_wanted(r, part)),
	    error_quote(r->text), nearest_list(&nearest));
#pragma GCC diagnostic pop
}

static bool tell_ambiguous(
    const struct binding *b, const struct reference *r, const struct wanted *w, struct error *e)
{
	struct nearest periods = nearest_to((struct str){NULL, 0});
	for (size_t i = 0; i < b->figures->count; i++)
		if (parts_matched(&b->figures->rows[i], r, w) == PART_COUNT)
			nearest_offer(&periods, b->figures->rows[i].period);
	return error_set(e, ERROR_DATA,
	    _("'%s' is ambiguous, it has the periods %s: add :month, :ytd or the period"),
	    error_quote(r->text), nearest_list(&periods));
}

static bool check_denominator(const struct reference *r, const struct figure *row, struct error *e)
{
	bool rate = r->style.form == STYLE_PERCENT || r->growth.kind == GROWTH_POINTS;
	if (rate && !row->has_of)
		return error_set(e, ERROR_USAGE,
		    _("'%s' has no denominator and cannot be a percentage"), error_quote(r->text));
	return true;
}

bool binding_compare(const struct binding *b, struct reference *r, struct error *e)
{
	if (r->growth.kind == GROWTH_NONE)
		return true;
	const struct figures *earlier = against_find(b->against, r->growth.base, e);
	if (!earlier)
		return false;
	r->base = against_match(earlier, r->growth.base, r->row, r->text, e);
	if (!r->base || !check_denominator(r, r->base, e))
		return false;
	enum relation relation = relation_of(r->row->period, r->base->period);
	if (r->growth.named && *relation_word(relation) == '\0')
		return error_set(e, ERROR_DATA,
		    _("'%s': against '%s', '%s' is neither 同比 nor 环比, write grow or points "
		      "instead of change"),
		    error_quote(r->text), error_quote(r->base->period),
		    error_quote(r->row->period));
	return true;
}

bool binding_find(const struct binding *b, struct reference *r, struct error *e)
{
	struct wanted wanted;
	if (!find_area(b, r, e) || !wanted_of(b, r, &wanted, e))
		return false;
	const struct figure key = {.figure = r->figure, .area = r->area_code, .group = r->group};
	const struct figure *row = NULL;
	size_t found = 0;
	while ((row = figures_next_like(b->figures, &key, row)))
		if (part_matches(row, r, &wanted, PART_PERIOD)) {
			r->row = row;
			found++;
		}
	if (found == 0)
		return tell_missing(b, r, &wanted, e);
	if (found > 1 && !r->any_period)
		return tell_ambiguous(b, r, &wanted, e);
	return check_denominator(r, r->row, e) && binding_compare(b, r, e);
}
