/* closing_count: see closing_count.h. */
#include "figures/closing_count.h"
#include "figures/count.h"
#include "figures/coverage.h"

struct table_spec closing_spec(
    const struct closing_count *c, const struct directory *d, enum register_id id)
{
	return (struct table_spec){.schema = schema_of(id),
	    .directory = d,
	    .snapshot = c->snapshot,
	    .known_by = c->at,
	    .mode = VALUE_STORED,
	    .diag = c->diag};
}

static bool read_options(const struct closing_count *c, struct coverage_options *o, struct error *e)
{
	const struct closing_settings *s = c->settings;
	o->as_of = c->period.to;
	o->from = c->period.from;
	o->group = s->group;
	o->units = s->units;
	o->level = s->by ? area_level(str_of(s->by)) : 0;
	if (s->by && !o->level)
		return error_set(e, ERROR_USAGE,
		    _("--by '%s' is no level; province, city, district, street or community was "
		      "expected"),
		    error_quote(str_of(s->by)));
	for (size_t i = 0; i < s->due_count; i++)
		if (!coverage_read_due(o, s->due[i], e))
			return false;
	return coverage_read_work(o, s->work ? s->work : "guide", e);
}

static bool count_coverage(const struct coverage_options *o,
    const struct table_spec specs[REGISTER_COUNT], struct figures *out, struct error *e)
{
	struct coverage *c = coverage_new(o, e);
	bool good = c && coverage_read(c, specs, e);
	if (good)
		coverage_figures(c, out);
	coverage_free(c);
	return good;
}

/* One name must not stand for two figures. */
static bool names_differ(
    const struct definitions *d, const struct figures *coverage, struct error *e)
{
	for (size_t i = 0; i < d->count; i++) {
		const char *name = d->rows[i].cells[DEFINITION_FIGURE];
		if (!d->rows[i].schema)
			continue;
		for (size_t j = 0; j < coverage->count; j++) {
			if (!str_equal_text(coverage->rows[j].figure, name))
				continue;
			error_set(e, ERROR_USAGE,
			    _("'%s' is a figure of orgs-count, which is closed too; another name "
			      "was expected"),
			    error_quote(str_of(name)));
			return definition_place(d, &d->rows[i], DEFINITION_FIGURE, e);
		}
	}
	return true;
}

static bool count_definitions(const struct definitions *d, const struct coverage_options *o,
    const struct table_spec specs[REGISTER_COUNT], struct figures *out, struct error *e)
{
	const struct count_options options = {.directory = o->directory,
	    .definitions = d,
	    .time = {o->as_of, o->from, o->as_of},
	    .level = o->level};
	struct count *c = count_new(&options, e);
	bool good = c && count_read(c, specs, e);
	if (good)
		count_figures(c, out);
	count_free(c);
	return good;
}

bool closing_count_figures(const struct closing_count *c, struct figures *out, struct error *e)
{
	struct directory then =
	    *c->directory; /* shallow: its words and areas stay where they are */
	struct table_spec specs[REGISTER_COUNT];
	struct coverage_options o = {.directory = &then};
	then.today = date_at(c->at, then.zone);
	for (int i = 0; i < REGISTER_COUNT; i++)
		specs[i] = closing_spec(c, &then, (enum register_id)i);
	return read_options(c, &o, e) && count_coverage(&o, specs, out, e) &&
	       (!c->definitions || (names_differ(c->definitions, out, e) &&
				       count_definitions(c->definitions, &o, specs, out, e)));
}
