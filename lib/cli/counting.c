/* counting: see counting.h. */
#include "cli/counting.h"
#include "cli/target.h"
#include "cli/workbook.h"

void counting_add_options(struct counting *c, struct source *s, struct program *p)
{
	const struct option_def options[] = {
	    {'o', "output", OPTION_TEXT, "FILE",
		N_("write FILE whole or not at all (.gz compresses, .xlsx is a workbook)"),
		&c->output},
	    {0, "as-of", OPTION_TEXT, "DATE", N_("the day of what holds on a day"), &s->time.as_of},
	    {0, "from", OPTION_TEXT, "DATE", N_("first day of the period"), &s->time.from},
	    {0, "to", OPTION_TEXT, "DATE", N_("last day of the period, and the day"), &s->time.to},
	    {0, "period", OPTION_TEXT, "PERIOD", N_("2024-06, 2024Q2, 2024H1, 2024 or last-month"),
		&s->time.period},
	    {0, "known-by", OPTION_TEXT, "TIME", N_("as the registers stood at TIME"),
		&s->time.known_by},
	    {0, "by", OPTION_TEXT, "LEVEL",
		N_("also each area: province, city, district, street or community"), &c->by},
	    {0, "list", OPTION_TEXT, "FIGURE",
		N_("print the rows behind FIGURE, FIGURE@AREA or FIGURE@AREA[FIELD=VALUE]"),
		&c->list},
	    {0, "keep-going", OPTION_FLAG, NULL, N_("bad rows are left out: exit 1, not 3"),
		&p->keep_going},
	};
	source_add_options(s, p, false);
	program_add_options(p, options, sizeof(options) / sizeof(options[0]));
	listing_files_add_options(&c->files, p);
}

bool counting_read(struct counting *c, const struct source *s, struct program *p)
{
	const struct time_choice *t = &s->choice;
	if (!workbook_check(p, c->output))
		return false;
	if (c->files.directory && (c->list || c->output))
		return program_usage_error(
		    p, "%s", _("--listings writes files of its own; --list and -o are not for it"));
	if (!listing_files_read(&c->files, s, p))
		return false;
	c->level = c->by ? area_level(str_of(c->by)) : 0;
	if (c->by && !c->level)
		return program_usage_error(p,
		    _("--by '%s' is no level; province, city, district, street or community was "
		      "expected"),
		    error_quote(str_of(c->by)));
	c->as_of = t->as_of != DAY_NONE ? t->as_of : t->to;
	c->from = t->from;
	c->to = t->to != DAY_NONE || t->from == DAY_NONE ? t->to : t->as_of;
	if (c->from != DAY_NONE && c->to != DAY_NONE && c->from > c->to)
		return program_usage_error(
		    p, "%s", _("the period ends before it begins; --from comes before --as-of"));
	return true;
}

struct output *counting_output(const struct counting *c, const struct source *s, struct program *p)
{
	struct error e;
	if (p->severity >= EXIT_FAILED || !target_is_free(p, s, "-o", c->output))
		return NULL;
	struct output *out = output_open(c->output, &e);
	if (!out)
		program_tell(p, &e);
	return out;
}

void counting_print(const struct counting *c, const struct source *s,
    const struct definitions *definitions, struct figures *f, struct program *p, struct output *out)
{
	struct csv_writer w;
	if (workbook_is_wanted(c->output)) {
		workbook_figures(f, definitions, &s->directory, p, out);
	} else {
		csv_writer_init(&w, out, false);
		figures_write(f, &w);
		csv_writer_release(&w);
	}
	if (p->verbose)
		program_note(p, NULL,
		    ngettext("%zu figure counted", "%zu figures counted", f->count), f->count);
}

struct output *counting_list(struct counting *c, struct output *out)
{
	return workbook_is_wanted(c->output) ? output_to_buf(&c->rows) : out;
}

void counting_end_list(struct counting *c, const struct source *s, const struct schema *of,
    struct output *rows, struct program *p, struct output *out)
{
	struct error e;
	if (rows == out)
		return;
	output_finish(rows, &e);
	workbook_list(of, &s->directory, buf_str(&c->rows), p, out);
}

void counting_release(struct counting *c)
{
	listing_files_release(&c->files);
	buf_release(&c->rows);
}
