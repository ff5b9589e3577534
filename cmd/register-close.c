/*
 * register-close: closes a period, so that what was published about it can be shown to be still the
 * same: keeps its figures and the digests of all rows that were known; or verifies what was closed.
 *
 * Reads the registers, their journals and closed.csv of the register directory; writes closed.csv
 * and files in closed/, and prints the lines that closed.csv has got. With --verify it writes
 * nothing and prints period,register,key,figure,area,group,was,is.
 *
 *	register-close --by street -D definitions.csv 2024-06
 *	register-close --verify | grep ^2024-06,
 */
#include "cli/source.h"
#include "cli/writing.h"
#include "figures/closing.h"
#include "figures/closing_verify.h"

struct options {
	struct program program;
	struct source source;
	const char *definitions, *published, *why;
	struct closing_settings settings;
	struct text_list due;
	bool verify, again, dry_run;
	struct period period;
};

static void add_options(struct options *o)
{
	const struct option_def options[] = {
	    {'D', "definitions", OPTION_TEXT, "FILE",
		N_("also the figures of this file of definitions"), &o->definitions},
	    {'f', "file", OPTION_TEXT, "FILE",
		N_("the figures that were published; they must be the same"), &o->published},
	    {0, "by", OPTION_TEXT, "LEVEL",
		N_("also each area: province, city, district, street or community"),
		&o->settings.by},
	    {0, "group", OPTION_TEXT, "FIELD", N_("also each group of a column of units or orgs"),
		&o->settings.group},
	    {0, "due", OPTION_LIST, "L=FILTER",
		N_("which units must have an organisation of line L"), &o->due},
	    {0, "units", OPTION_TEXT, "FILTER",
		N_("which units are counted (default: operating!=no)"), &o->settings.units},
	    {0, "work", OPTION_TEXT, "KINDS",
		N_("some of guide,liaison,union,youth: work without a Party organisation "
		   "(default: guide)"),
		&o->settings.work},
	    {0, "again", OPTION_FLAG, NULL, N_("a further edition of a period that is closed"),
		&o->again},
	    {0, "why", OPTION_TEXT, "TEXT", N_("the reason, for closed.csv"), &o->why},
	    {0, "verify", OPTION_FLAG, NULL, N_("tell what is not as it was closed; write nothing"),
		&o->verify},
	    {0, "dry-run", OPTION_FLAG, NULL, N_("check everything, write nothing"), &o->dry_run},
	};
	source_add_directory_options(&o->source, &o->program);
	program_add_options(&o->program, options, sizeof(options) / sizeof(options[0]));
}

/* --- options --------------------------------------------------------------------------------- */

static bool check_options(struct options *o)
{
	const struct closing_settings *s = &o->settings;
	struct program *p = &o->program;
	if (o->verify && (o->definitions || o->published || s->by || s->group || s->units ||
			     s->work || o->due.count || o->why || o->again || o->dry_run))
		return program_usage_error(p, "%s",
		    _("--verify takes no other option but -d and --lock-timeout; it counts as the "
		      "closing did"));
	if (o->again && (!o->why || !*o->why))
		return program_usage_error(p, "%s", _("--again needs a reason: --why TEXT"));
	if (o->definitions && o->published && strcmp(o->definitions, "-") == 0 &&
	    strcmp(o->published, "-") == 0)
		return program_usage_error(
		    p, "%s", _("standard input (-) is named twice, it can be read once"));
	return writing_reason(p, o->why);
}

/* The one operand, which may only be absent with --verify. */
static bool read_period(struct options *o, char **operands)
{
	struct program *p = &o->program;
	char name[PERIOD_NAME_SIZE];
	if (!operands[0] && o->verify)
		return true;
	if (!operands[0] || operands[1])
		return program_usage_error(
		    p, _("one PERIOD was expected, such as 2024-06; see %s --help"), p->name);
	if (!period_parse(str_of(operands[0]), o->source.directory.today, &o->period) ||
	    !period_name(&o->period, name))
		return program_usage_error(p,
		    _("'%s' is no period that can be closed; 2024-06, 2024Q2, 2024H1, 2024 or "
		      "last-month was expected"),
		    error_quote(str_of(operands[0])));
	return o->verify || o->period.to < o->source.directory.today ||
	       program_usage_error(p, _("%s has not ended yet, it cannot be closed"), name);
}

/* --- closing --------------------------------------------------------------------------------- */

static void tell_result(struct options *o, const struct closing_result *r)
{
	if (r->bad)
		program_note(&o->program, NULL,
		    ngettext("nothing was closed, because %zu row cannot be read",
			"nothing was closed, because %zu rows cannot be read", r->bad),
		    r->bad);
	else if (r->differences)
		program_note(&o->program, NULL,
		    ngettext("nothing was closed, because %zu figure is not as it was published",
			"nothing was closed, because %zu figures are not as they were published",
			r->differences),
		    r->differences);
	else if (o->dry_run)
		program_note(&o->program, NULL, _("%1$zu rows and %2$zu figures would be closed"),
		    r->rows, r->figures);
	else if (o->program.verbose)
		program_note(&o->program, NULL, _("%1$zu rows and %2$zu figures closed"), r->rows,
		    r->figures);
}

static void make(struct options *o)
{
	char number[32];
	struct error e;
	struct closing_result result;
	o->settings.due = o->due.items;
	o->settings.due_count = o->due.count;
	const struct closing_request request = {.period = o->period,
	    .settings = &o->settings,
	    .definitions = o->definitions,
	    .published = o->published,
	    .by = writing_user(number),
	    .why = o->why,
	    .again = o->again,
	    .dry_run = o->dry_run};
	if (closing_make(&request, &o->source.directory, &o->program.diag, &result, &e)) {
		tell_result(o, &result);
		if (result.written || (o->dry_run && !result.bad && !result.differences))
			writing_print_keys(&o->program, buf_str(&result.lines), result.written);
	} else {
		program_tell(&o->program, &e);
	}
	closing_result_release(&result);
}

/* --- verifying ------------------------------------------------------------------------------- */

static struct output *verify(struct options *o, bool one_period)
{
	struct error e;
	struct closing_verification result;
	struct csv_writer w;
	struct program *p = &o->program;
	struct output *out = output_open(NULL, &e);
	csv_writer_init(&w, out, false);
	if (!closing_verify(&o->source.directory, &o->source.snapshot,
		one_period ? &o->period : NULL, &p->diag, &w, &result, &e))
		program_tell(p, &e);
	else if (result.editions == 0) {
		error_set(&e, one_period ? ERROR_FOUND : ERROR_NOTE, "%s",
		    one_period ? _("the period is not closed") : _("no period is closed"));
		error_at(&e, o->source.directory.path, 0, 0);
		program_tell(p, &e);
	}
	csv_writer_release(&w);
	if (result.differences)
		program_raise(p, EXIT_FOUND);
	return out;
}

int main(int argc, char **argv)
{
	int first;
	struct options o = {.definitions = NULL};
	struct program *p = &o.program;
	struct output *out = NULL;
	program_start(p, "register-close",
	    N_("[-d DIR] [-D FILE] [-f FILE] [--by LEVEL] [--group FIELD] [--due L=FILTER]…\n"
	       "[--units FILTER] [--work KINDS] [--again --why TEXT] [--dry-run] PERIOD\n"
	       "[-d DIR] --verify [PERIOD]"),
	    N_("Closes a period: keeps its figures and digests of its rows; or verifies them."));
	add_options(&o);
	bool good = program_parse(p, argc, argv, &first) && check_options(&o) &&
		    source_open(&o.source, p, REGISTER_UNITS) && read_period(&o, argv + first) &&
		    writing_directory_exists(p, &o.source);
	if (good && !o.verify) {
		writing_start();
		make(&o);
	} else if (good && source_take(&o.source, p, REGISTER_ALL, true)) {
		out = verify(&o, argv[first] != NULL);
	}
	int code = program_finish(p, out);
	source_close(&o.source);
	return code;
}
