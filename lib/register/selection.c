/* selection: see selection.h. */
#include "register/selection.h"

static bool read_day(
    const char *text, const char *option, const struct directory *d, day *out, struct error *e)
{
	*out = DAY_NONE;
	if (!text || date_expression(str_of(text), d->today, out))
		return true;
	return error_set(e, ERROR_USAGE,
	    _("%s '%s' is not a date; 2024-06-30, today or 2024-06-30-90d was expected"), option,
	    error_quote(str_of(text)));
}

/* A time, or a bare date, which means the end of that day. */
static bool read_known_by(
    const char *text, const struct directory *d, instant *out, struct error *e)
{
	day date;
	*out = INSTANT_NONE;
	if (!text || time_parse(str_of(text), out))
		return true;
	if (date_expression(str_of(text), d->today, &date)) {
		*out = date_end(date, d->zone);
		return true;
	}
	return error_set(e, ERROR_USAGE,
	    _("--known-by '%s' is not a time; 2024-06-30 or 2024-06-30T08:00:00Z was expected"),
	    error_quote(str_of(text)));
}

static bool read_period(
    struct time_choice *c, const struct time_options *o, const struct directory *d, struct error *e)
{
	struct period period;
	if (!o->period)
		return true;
	if (o->from || o->to)
		return error_set(e, ERROR_USAGE, "%s",
		    _("--period sets --from and --to; give either it or them"));
	if (!period_parse(str_of(o->period), d->today, &period))
		return error_set(e, ERROR_USAGE,
		    _("--period '%s' is not a period; 2024-06, 2024Q2, 2024H1, 2024 or last-month "
		      "was "
		      "expected"),
		    error_quote(str_of(o->period)));
	c->by_period = true;
	c->from = period.from;
	c->to = period.to;
	if (c->as_of == DAY_NONE)
		c->as_of = period.to;
	return true;
}

bool time_choice_read(
    struct time_choice *c, const struct time_options *o, const struct directory *d, struct error *e)
{
	*c = (struct time_choice){.on = o->on, .as_of_given = o->as_of != NULL};
	if (!read_day(o->as_of, "--as-of", d, &c->as_of, e) ||
	    !read_day(o->from, "--from", d, &c->from, e) ||
	    !read_day(o->to, "--to", d, &c->to, e) ||
	    !read_known_by(o->known_by, d, &c->known_by, e) || !read_period(c, o, d, e))
		return false;
	if (c->from != DAY_NONE && c->to != DAY_NONE && c->from > c->to)
		return error_set(e, ERROR_USAGE, _("--from '%s' is after --to '%s'"),
		    error_quote(str_of(o->from)), error_quote(str_of(o->to)));
	return true;
}

static void set_day(char text[DATE_SIZE], day d)
{
	text[0] = '\0';
	if (d != DAY_NONE)
		date_print(d, text);
}

/* The date column that a period selects by. */
static bool choose_column(
    struct selection *s, const struct schema *schema, const char *on, struct error *e)
{
	s->on = schema->happens;
	if (!on)
		return true;
	s->on = schema_column(schema, str_of(on));
	if (s->on == COLUMN_NONE)
		return error_set(e, ERROR_USAGE, _("--on '%s' is no field of %s; nearest is '%s'"),
		    error_quote(str_of(on)), schema->name, schema_nearest(schema, str_of(on)));
	if (schema->columns[s->on].type != TYPE_DATE)
		return error_set(e, ERROR_USAGE, _("--on '%s' is not a date field of %s"),
		    error_quote(str_of(on)), schema->name);
	return true;
}

bool selection_for_reader(
    struct selection *s, const struct schema *schema, const struct time_choice *c, struct error *e)
{
	*s = (struct selection){.schema = schema};
	if (!choose_column(s, schema, c->on, e))
		return false;
	bool stock = c->by_period && schema->versioned && !c->on;
	if (c->as_of_given && schema->start == COLUMN_NONE)
		return error_set(e, ERROR_USAGE,
		    _("%s happen on a date and are not in force on a day; use --from and --to"),
		    schema->name);
	if (c->on && c->from == DAY_NONE && c->to == DAY_NONE)
		return error_set(
		    e, ERROR_USAGE, "%s", _("--on needs a period: --from, --to or --period"));
	if (stock || c->as_of_given)
		set_day(s->as_of, c->as_of);
	if (!stock) {
		set_day(s->from, c->from);
		set_day(s->to, c->to);
	}
	if (!s->from[0] && !s->to[0])
		s->on = COLUMN_NONE;
	return true;
}

static struct str text_of_day(const char text[DATE_SIZE])
{
	return (struct str){text, DATE_SIZE - 1};
}

bool selection_match(const struct selection *s, const struct row *row)
{
	if (s->as_of[0] && !row_in_force(row, text_of_day(s->as_of)))
		return false;
	if (s->on == COLUMN_NONE)
		return true;
	struct str date = row->values[s->on];
	return date.n && (!s->from[0] || str_compare(date, text_of_day(s->from)) >= 0) &&
	       (!s->to[0] || str_compare(date, text_of_day(s->to)) <= 0);
}

struct str selection_day(const struct selection *s, const struct row *row, char scratch[DATE_SIZE])
{
	day end;
	if (s->as_of[0])
		return text_of_day(s->as_of);
	if (s->on != COLUMN_NONE)
		return row->values[s->on];
	if (!s->schema->versioned)
		return row->values[s->schema->happens];
	if (!date_parse(row->values[s->schema->end], &end))
		return (struct str){NULL, 0};
	date_print(end - 1, scratch);
	return str_of(scratch);
}

uint64_t selection_columns(const struct selection *s)
{
	uint64_t bits = COLUMN_BIT(s->schema->happens);
	if (s->on != COLUMN_NONE)
		bits |= COLUMN_BIT(s->on);
	if (s->schema->start != COLUMN_NONE)
		bits |= COLUMN_BIT(s->schema->start) | COLUMN_BIT(s->schema->end);
	return bits;
}
