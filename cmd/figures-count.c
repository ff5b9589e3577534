/*
 * figures-count: counts rows into figures: the rows of any CSV into one figure, or the registers
 * into all figures of a file of definitions.
 *
 * With -n reads standard input or the files of -f; with -D the registers that the definitions name,
 * of the register directory or the files of -f. Writes figures, or the rows behind one (--list).
 *
 *	visits-list --period 2024-06 | figures-count -n visited --distinct unit --by street
 *	figures-count -D definitions.csv --period 2024H1 --by street
 */
#include "cli/counting.h"
#include "cli/target.h"
#include "figures/count.h"
#include "figures/count_stream.h"

#include <stdio.h>

struct options {
	struct program program;
	struct source source;
	struct counting counting;
	const char *name, *distinct, *sum, *group, *definitions;
};

static void add_options(struct options *o)
{
	const struct option_def options[] = {
	    {'n', "name", OPTION_TEXT, "NAME", N_("count rows of any CSV into the figure NAME"),
		&o->name},
	    {0, "distinct", OPTION_TEXT, "FIELD", N_("count different values, not rows"),
		&o->distinct},
	    {0, "sum", OPTION_TEXT, "FIELD", N_("add up numbers, do not count rows"), &o->sum},
	    {0, "group", OPTION_TEXT, "FIELD", N_("also each value of FIELD"), &o->group},
	    {'D', "definitions", OPTION_TEXT, "FILE",
		N_("count every figure of a file of definitions"), &o->definitions},
	};
	program_add_options(&o->program, options, sizeof(options) / sizeof(options[0]));
	counting_add_options(&o->counting, &o->source, &o->program);
}

static bool check_options(struct options *o, const char *operand)
{
	struct program *p = &o->program;
	if (operand)
		return program_usage_error(p, _("no operand was expected ('%s'); see %s --help"),
		    error_quote(str_of(operand)), p->name);
	if (!o->name == !o->definitions)
		return program_usage_error(p, "%s",
		    _("give either -n NAME, for the rows of a CSV, or -D FILE, for the registers"));
	if (o->distinct && o->sum)
		return program_usage_error(p, "%s", _("--distinct and --sum exclude each other"));
	if (o->definitions && (o->distinct || o->sum || o->group))
		return program_usage_error(p, "%s",
		    _("--distinct, --sum and --group are for -n; a definition has its own"));
	if (o->name && (o->counting.list || o->counting.files.directory || o->source.time.known_by))
		return program_usage_error(
		    p, "%s", _("--list, --listings and --known-by are for -D"));
	if (!program_check_standard_input(
		p, path_is_standard(o->definitions) + path_is_standard(o->counting.files.trace)))
		return false;
	if (o->name && !o->name[0])
		return program_usage_error(p, "%s", _("-n needs a name that is not empty"));
	if (o->name && !figure_name_is_good(o->name))
		return program_usage_error(p,
		    _("-n '%s' cannot be named in a report; letters, digits, '.', '_' and '-' were "
		      "expected"),
		    error_quote(str_of(o->name)));
	return true;
}

/* --- any CSV --------------------------------------------------------------------------------- */

/* A time option names the period of the figure: a day, or FROM/TO. */
static bool name_period(struct options *o, char period[2 * DATE_SIZE])
{
	const struct counting *c = &o->counting;
	char from[DATE_SIZE], to[DATE_SIZE];
	period[0] = '\0';
	if (c->from == DAY_NONE && o->source.time.to)
		return program_usage_error(&o->program, "%s",
		    _("--to needs --from to name a period; --as-of names a day"));
	if (c->from == DAY_NONE) {
		if (c->as_of != DAY_NONE)
			date_print(c->as_of, period);
		return true;
	}
	if (c->to == DAY_NONE)
		return program_usage_error(
		    &o->program, "%s", _("--from needs --to to name a period"));
	date_print(c->from, from);
	date_print(c->to, to);
	snprintf(period, 2 * DATE_SIZE, "%s/%s", from, to);
	return true;
}

static bool count_stream(struct options *o, struct figures *figures)
{
	static const char *const standard_input[] = {"-"};
	const struct text_list *files = &o->source.files;
	char period[2 * DATE_SIZE];
	struct error e;
	if (!name_period(o, period))
		return false;
	struct stream_options options = {.directory = &o->source.directory,
	    .name = o->name,
	    .distinct = o->distinct,
	    .sum = o->sum,
	    .group = o->group,
	    .level = o->counting.level,
	    .period = period};
	return stream_count(&options, files->count ? files->items : standard_input,
		   files->count ? files->count : 1, &o->program.diag, figures, &e) ||
	       program_tell(&o->program, &e);
}

/* --- registers ------------------------------------------------------------------------------- */

/* The register of files that are named without one: the only one that is counted. */
static bool find_main(struct options *o, const struct definitions *d, enum register_id *main_id)
{
	const struct schema *only = NULL;
	bool several = false, plain = false;
	for (size_t i = 0; i < d->count; i++) {
		several = several || (only && d->rows[i].schema && d->rows[i].schema != only);
		only = d->rows[i].schema ? d->rows[i].schema : only;
	}
	for (size_t i = 0; i < o->source.files.count; i++) {
		struct str file = str_of(o->source.files.items[i]);
		size_t sign = str_find(file, STR("="));
		plain = plain || sign == SIZE_MAX || !schema_find(str_first(file, sign));
	}
	*main_id = only ? only->id : REGISTER_UNITS;
	return !plain || !several ||
	       program_usage_error(&o->program, "%s",
		   _("the definitions count several registers; name the one of a file, such as "
		     "-f visits=FILE"));
}

/* Standard input can be read once. */
static bool refuse_two_readings(struct options *o, const struct count *c)
{
	unsigned twice = count_registers(c) & count_lookups(c);
	for (int i = 0; i < REGISTER_COUNT; i++)
		for (size_t j = 0; j < o->source.register_files[i].count; j++) {
			if (strcmp(o->source.register_files[i].items[j], "-") != 0)
				continue;
			if (strcmp(o->definitions, "-") == 0 || (twice & REGISTER_BIT(i)))
				return program_usage_error(&o->program,
				    _("%s would be read from standard input (-) beside something "
				      "else, it can be read once"),
				    schema_of((enum register_id)i)->name);
		}
	return true;
}

static bool read_registers(struct options *o, struct count *c)
{
	struct program *p = &o->program;
	struct table_spec specs[REGISTER_COUNT];
	struct error e;
	if (!refuse_two_readings(o, c) ||
	    !source_take(&o->source, p, count_registers(c) | count_lookups(c), false))
		return false;
	for (int i = 0; i < REGISTER_COUNT; i++)
		specs[i] = source_spec(&o->source, p, (enum register_id)i);
	return count_read(c, specs, &e) || program_tell(p, &e);
}

static struct count *count_definitions(struct options *o, const struct definitions *d)
{
	const struct counting *t = &o->counting;
	struct count_options options = {.directory = &o->source.directory,
	    .definitions = d,
	    .time = {t->as_of, t->from, t->to},
	    .level = t->level,
	    .list = t->list,
	    .wanted = listing_files_are_wanted(&t->files) ? &t->files.wanted : NULL};
	struct error e;
	if (t->as_of == DAY_NONE && t->from == DAY_NONE && !options.wanted) {
		program_usage_error(&o->program, "%s",
		    _("a day or a period is needed: --as-of DATE or --period PERIOD"));
		return NULL;
	}
	struct count *c = count_new(&options, &e);
	if (!c)
		program_tell(&o->program, &e);
	if (c && read_registers(o, c))
		return c;
	count_free(c);
	return NULL;
}

static bool read_definitions(struct options *o, struct definitions *d)
{
	struct error e;
	struct input *in = o->definitions ? input_open(o->definitions, &e) : NULL;
	if (!o->definitions)
		return true;
	return (in && definitions_read(d, in, &e)) || program_tell(&o->program, &e);
}

static void write_listings(struct options *o, const struct count *c)
{
	struct program *p = &o->program;
	struct listing_files *files = &o->counting.files;
	bool good = listing_files_begin(files, &o->source, p);
	for (size_t i = 0; i < count_lists(c) && good; i++) {
		const struct figure *row = count_listed(c, i);
		struct output *rows = listing_files_open(files, &o->source, row, p);
		if (rows)
			count_list(c, i, rows);
		good = rows && listing_files_close(files, &o->source, count_list_register(c, i),
				   row, count_list_value(c, i), p);
	}
	if (good)
		listing_files_end(files, p);
}

/* --- the program ----------------------------------------------------------------------------- */

static struct output *count(struct options *o, const struct definitions *d)
{
	struct figures figures;
	struct output *out = NULL;
	figures_init(&figures);
	struct count *c = o->definitions ? count_definitions(o, d) : NULL;
	if (c && listing_files_are_wanted(&o->counting.files))
		write_listings(o, c);
	else if (c || (!o->definitions && count_stream(o, &figures)))
		out = counting_output(&o->counting, &o->source, &o->program);
	if (out && o->counting.list) {
		struct output *rows = counting_list(&o->counting, out);
		count_list(c, 0, rows);
		counting_end_list(
		    &o->counting, &o->source, count_list_register(c, 0), rows, &o->program, out);
	} else if (out) {
		if (c)
			count_figures(c, &figures);
		counting_print(&o->counting, &o->source, d, &figures, &o->program, out);
	}
	count_free(c);
	figures_release(&figures);
	return out;
}

int main(int argc, char **argv)
{
	struct options o = {.name = NULL};
	struct program *p = &o.program;
	struct definitions definitions = {0};
	enum register_id main_id;
	struct output *out = NULL;
	int first;
	program_start(p, "figures-count",
	    N_("-n NAME [--distinct FIELD|--sum FIELD] [--group FIELD] [--by LEVEL] [-f FILE]… "
	       "[OPTION]…\n"
	       "-D FILE [-d DIR] [-f NAME=FILE]… --as-of DATE|--from DATE --to DATE|--period "
	       "PERIOD\n"
	       "[--by LEVEL] [--list FIGURE] [OPTION]…\n"
	       "-D FILE [-d DIR] [-f NAME=FILE]… --listings DIR --trace FILE [OPTION]…"),
	    N_("Count rows into figures."));
	add_options(&o);
	if (program_parse(p, argc, argv, &first) && check_options(&o, argv[first]) &&
	    target_is_no_input(p, "-o", o.counting.output, o.definitions) &&
	    read_definitions(&o, &definitions) && find_main(&o, &definitions, &main_id) &&
	    source_open(&o.source, p, main_id) && counting_read(&o.counting, &o.source, p))
		out = count(&o, &definitions);
	int code = program_finish(p, out);
	definitions_release(&definitions);
	counting_release(&o.counting);
	source_close(&o.source);
	return code;
}
