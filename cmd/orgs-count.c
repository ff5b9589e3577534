/*
 * orgs-count: the figures of coverage: organisations of the four lines, the units they cover, the
 * units that must have one of their own and do not, the units that guides look after.
 *
 * Reads units (id, since, until, operating, members, unionists, league, women, area), orgs (id,
 * line, mode, units, area, since, until) and people (role, units, since, until) of the register
 * directory or the files of -f; writes figures, or the rows behind one (--list).
 *
 *	orgs-count --period 2024-06 --by street | grep ^party.covered,
 */
#include "cli/counting.h"
#include "figures/coverage.h"

#include <stdlib.h>

enum {
	REGISTERS = REGISTER_BIT(REGISTER_UNITS) | REGISTER_BIT(REGISTER_ORGS) |
		    REGISTER_BIT(REGISTER_PEOPLE),
};

struct options {
	struct program program;
	struct source source;
	struct counting counting;
	const char *group, *units, *work;
	struct text_list due;
};

static void add_options(struct options *o)
{
	const struct option_def options[] = {
	    {0, "group", OPTION_TEXT, "FIELD", N_("also each group of a column of units or orgs"),
		&o->group},
	    {0, "due", OPTION_LIST, "L=FILTER",
		N_("which units must have an organisation of line L"), &o->due},
	    {0, "units", OPTION_TEXT, "FILTER",
		N_("which units are counted (default: operating!=no)"), &o->units},
	    {0, "work", OPTION_TEXT, "KINDS",
		N_("some of guide,liaison,union,youth: work without a Party organisation "
		   "(default: guide)"),
		&o->work},
	};
	counting_add_options(&o->counting, &o->source, &o->program);
	program_add_options(&o->program, options, sizeof(options) / sizeof(options[0]));
}

static bool read_time(struct options *o, struct coverage_options *c)
{
	struct program *p = &o->program;
	if (listing_files_are_wanted(&o->counting.files))
		return !o->group ||
		       program_usage_error(p, "%s",
			   _("--listings takes the groups of the trace; --group is not for it"));
	const struct time_options *given = &o->source.time;
	c->as_of = o->counting.as_of;
	c->from = o->counting.from;
	if (c->as_of == DAY_NONE)
		return program_usage_error(
		    p, "%s", _("a day or a period is needed: --as-of DATE or --period PERIOD"));
	if (given->to && given->as_of && o->counting.to != c->as_of)
		return program_usage_error(
		    p, "%s", _("--to and --as-of differ; the period ends on the day"));
	return c->from == DAY_NONE || c->from <= c->as_of ||
	       program_usage_error(
		   p, "%s", _("the period ends before it begins; --from comes before --as-of"));
}

static bool read_rules(struct options *o, struct coverage_options *c)
{
	struct error e;
	for (size_t i = 0; i < o->due.count; i++)
		if (!coverage_read_due(c, o->due.items[i], &e))
			return program_tell(&o->program, &e);
	return coverage_read_work(c, o->work ? o->work : "guide", &e) ||
	       program_tell(&o->program, &e);
}

/* A plain FILE could be any of three registers: a wrong guess would be counted in silence. */
static bool check_files(struct options *o)
{
	for (size_t i = 0; i < o->source.files.count; i++) {
		struct str file = str_of(o->source.files.items[i]);
		size_t sign = str_find(file, STR("="));
		const struct schema *s =
		    sign == SIZE_MAX ? NULL : schema_find(str_first(file, sign));
		if (s && (REGISTER_BIT(s->id) & REGISTERS))
			continue;
		return program_usage_error(&o->program,
		    _("-f '%s' is for none of the registers that are counted; units=FILE, "
		      "orgs=FILE "
		      "or people=FILE was expected"),
		    error_quote(file));
	}
	return true;
}

static void print(struct options *o, struct coverage *c, struct output *out)
{
	if (o->counting.list) {
		struct output *rows = counting_list(&o->counting, out);
		coverage_list(c, 0, rows);
		counting_end_list(
		    &o->counting, &o->source, coverage_list_register(c, 0), rows, &o->program, out);
		return;
	}
	struct figures figures;
	const struct definitions none = {0};
	figures_init(&figures);
	coverage_figures(c, &figures);
	counting_print(&o->counting, &o->source, &none, &figures, &o->program, out);
	figures_release(&figures);
}

/* NULL when an error was told. */
static struct coverage *read_registers(struct options *o, const struct coverage_options *options)
{
	struct error e;
	struct table_spec specs[REGISTER_COUNT];
	struct coverage *c = coverage_new(options, &e);
	for (int i = 0; i < REGISTER_COUNT; i++)
		specs[i] = source_spec(&o->source, &o->program, (enum register_id)i);
	if (c && coverage_read(c, specs, &e))
		return c;
	coverage_free(c);
	program_tell(&o->program, &e);
	return NULL;
}

static struct output *count(struct options *o, const struct coverage_options *options)
{
	struct output *out = NULL;
	struct coverage *c = read_registers(o, options);
	if (c)
		out = counting_output(&o->counting, &o->source, &o->program);
	if (out)
		print(o, c, out);
	coverage_free(c);
	return out;
}

static bool write_listings_of(struct options *o, struct coverage *c)
{
	struct listing_files *files = &o->counting.files;
	struct program *p = &o->program;
	bool good = listing_files_begin(files, &o->source, p);
	for (size_t i = 0; i < coverage_lists(c) && good; i++) {
		const struct figure *row = coverage_listed(c, i);
		struct output *rows = listing_files_open(files, &o->source, row, p);
		struct fixed count = {0, 0};
		if (rows)
			count.units = (int64_t)coverage_list(c, i, rows);
		good = rows && listing_files_close(
				   files, &o->source, coverage_list_register(c, i), row, count, p);
	}
	return good;
}

/* One reading of the registers for each day. */
static void write_listings(struct options *o, struct coverage_options *options)
{
	const struct figures *wanted = &o->counting.files.wanted;
	bool *here = mem_alloc(wanted->count + 1, sizeof(*here));
	bool *done = mem_alloc(wanted->count + 1, sizeof(*done));
	bool good = listing_files_begin(&o->counting.files, &o->source, &o->program);
	options->wanted = wanted;
	while (good && coverage_next_lists(options, here, done)) {
		struct coverage *c = read_registers(o, options);
		good = c && write_listings_of(o, c);
		coverage_free(c);
	}
	if (good)
		listing_files_end(&o->counting.files, &o->program);
	free(here);
	free(done);
}

int main(int argc, char **argv)
{
	struct options o = {.group = NULL};
	struct program *p = &o.program;
	struct output *out = NULL;
	int first;
	program_start(p, "orgs-count",
	    N_("[-d DIR] [-f NAME=FILE]… [-o FILE] --as-of DATE|--period PERIOD [--from DATE]\n"
	       "[--by LEVEL] [--group FIELD] [--due L=FILTER]… [--units FILTER] [--work KINDS]\n"
	       "[--list FIGURE] [OPTION]…\n"
	       "[-d DIR] [-f NAME=FILE]… --listings DIR --trace FILE [--due L=FILTER]…\n"
	       "[--units FILTER] [--work KINDS] [OPTION]…"),
	    N_("Count organisations and the units they cover."));
	add_options(&o);
	bool good = program_parse(p, argc, argv, &first);
	if (good && argv[first])
		good = program_usage_error(p, _("no operand was expected ('%s'); see %s --help"),
		    error_quote(str_of(argv[first])), p->name);
	struct coverage_options options = {.directory = &o.source.directory};
	if (good && check_files(&o) && source_open(&o.source, p, REGISTER_UNITS) &&
	    counting_read(&o.counting, &o.source, p) && read_time(&o, &options) &&
	    read_rules(&o, &options) && source_take(&o.source, p, REGISTERS, false)) {
		options.level = o.counting.level;
		options.group = o.group;
		options.units = o.units;
		options.list = o.counting.list;
		if (listing_files_are_wanted(&o.counting.files))
			write_listings(&o, &options);
		else
			out = count(&o, &options);
	}
	int code = program_finish(p, out);
	counting_release(&o.counting);
	source_close(&o.source);
	return code;
}
