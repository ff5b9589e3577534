/* importer: see importer.h. The work is in import/import.h and register/add.h. */
#include "cli/importer.h"
#include "cli/adding.h"
#include "cli/target.h"
#include "cli/understood.h"
#include "cli/writing.h"
#include "import/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct importer {
	struct program program;
	struct source source;
	struct adding_options adding;
	const struct schema *schema;
	struct headings *headings;
	struct text_list files, defaults;
	/* options */
	struct text_list maps, fill_down, left_out;
	bool changes, correct;
	const char *from;
	const char *as_of, *sheet, *encoding, *delimiter, *month, *set_from, *period;
	struct set_from *sets;
	const char *joint_path;
	struct joint joint;
	bool joint_is_new; /* the file is not there: a dry run writes it */
	char *since;       /* since=DATE of --as-of */
	char from_date[DATE_SIZE];
	char period_name[PERIOD_NAME_SIZE];
	struct import_request request;
};

/* --- options --------------------------------------------------------------------------------- */

static void add_options(struct importer *im)
{
	const struct option_def options[] = {
	    {0, "as-of", OPTION_TEXT, "DATE", N_("since, where a sheet does not say it"),
		&im->as_of},
	    {0, "changes", OPTION_FLAG, NULL,
		N_("print what differs from the rows there, for register-amend -f; write nothing"),
		&im->changes},
	    {0, "from", OPTION_TEXT, "DATE", N_("with --changes: the day from which they hold"),
		&im->from},
	    {0, "correct", OPTION_FLAG, NULL, N_("with --changes: the record was wrong"),
		&im->correct},
	    {0, "sheet", OPTION_TEXT, "NAME", N_("the sheet of a workbook, by name or number"),
		&im->sheet},
	    {0, "map", OPTION_LIST, "FILE", N_("more headings: register,column,heading"),
		&im->maps},
	    {0, "leave-out", OPTION_LIST, "HEADING", N_("do not take this column"), &im->left_out},
	    {0, "fill-down", OPTION_LIST, "FIELD",
		N_("empty cells of this column take the value above"), &im->fill_down},
	    {0, "joint", OPTION_TEXT, "FILE",
		N_("organisations that are one in several streets; a dry run makes it"),
		&im->joint_path},
	    {0, "set-from", OPTION_TEXT, "FILE", N_("values by the name of the file: file,area"),
		&im->set_from},
	    {0, "period", OPTION_TEXT, "PERIOD", N_("that the sheets are about, for sheets.csv"),
		&im->period},
	    {0, "month", OPTION_TEXT, "first", N_("a month alone means its first day"), &im->month},
	    {0, "encoding", OPTION_TEXT, "NAME", N_("of text files; else found out"),
		&im->encoding},
	    {0, "delimiter", OPTION_TEXT, "C", N_("of text files: , ; or tab; else found out"),
		&im->delimiter},
	};
	source_add_directory_options(&im->source, &im->program);
	im->adding.rejects_always = true;
	adding_add_options(&im->adding, &im->program, true);
	program_add_options(&im->program, options, sizeof(options) / sizeof(options[0]));
}

static void take_list(struct text_list *list, const char *item)
{
	list->items = mem_room(list->items, &list->capacity, list->count + 1, sizeof(*list->items));
	list->items[list->count++] = item;
}

/* An operand with '=' is a default, unless there is a file of that name. */
static bool is_default(const char *operand)
{
	return strchr(operand, '=') && access(operand, F_OK) != 0;
}

/* What stands behind the sign may be personal, so it is not shown. */
static bool is_plain_operand(struct importer *im, const char *operand)
{
	size_t sign = str_find(str_of(operand), STR("＝"));
	if (sign == SIZE_MAX || access(operand, F_OK) == 0)
		return true;
	return program_usage_error(&im->program,
	    _("'%s＝…' has a full-width ＝, field=value with a plain = was expected"),
	    error_quote(str_first(str_of(operand), sign)));
}

static bool take_operands(struct importer *im, char **operands)
{
	if (!operands[0])
		return program_usage_error(
		    &im->program, _("which register? such as: %s units FILE"), im->program.name);
	im->schema = schema_find(str_of(operands[0]));
	if (!im->schema)
		return program_usage_error(&im->program,
		    _("'%s' is no register; the first operand names one, such as units"),
		    error_quote(str_of(operands[0])));
	for (char **operand = operands + 1; *operand; operand++)
		if (!is_plain_operand(im, *operand))
			return false;
	for (char **operand = operands + 1; *operand; operand++)
		take_list(is_default(*operand) ? &im->defaults : &im->files, *operand);
	if (im->files.count == 0)
		return program_usage_error(
		    &im->program, "%s", _("no file is given; - is standard input"));
	return true;
}

static bool read_delimiter(struct importer *im, char *delimiter)
{
	const char *text = im->delimiter;
	*delimiter = '\0';
	if (!text)
		return true;
	*delimiter = strcmp(text, "tab") == 0 ? '\t' : text[0];
	if ((*delimiter == '\t' || *delimiter == ',' || *delimiter == ';') &&
	    (text[1] == '\0' || strcmp(text, "tab") == 0))
		return true;
	return program_usage_error(&im->program, _("--delimiter '%s' is not one of , ; or tab"),
	    error_quote(str_of(text)));
}

static bool read_changes(struct importer *im)
{
	day from;
	struct program *p = &im->program;
	if (!im->changes)
		return (!im->from && !im->correct) ||
		       program_usage_error(p, "%s", _("--from and --correct are for --changes"));
	if (!im->from == !im->correct)
		return program_usage_error(p, "%s",
		    _("--changes needs --from DATE (a change in the world) or --correct --why TEXT "
		      "(the record was wrong)"));
	if (im->correct && (!im->adding.why || !*im->adding.why))
		return program_usage_error(p, "%s", _("--correct needs a reason: --why TEXT"));
	if (!im->from)
		return true;
	if (!date_expression(str_of(im->from), im->source.directory.today, &from))
		return program_usage_error(
		    p, _("--from '%s' is no day"), error_quote(str_of(im->from)));
	date_print(from, im->from_date);
	return true;
}

static bool read_joint(struct importer *im)
{
	struct error e;
	const char *path = im->joint_path;
	if (!path)
		return true;
	im->joint_is_new = im->adding.dry_run && access(path, F_OK) != 0;
	if (im->joint_is_new)
		return target_is_free(&im->program, &im->source, "--joint", path);
	return joint_read(&im->joint, path, &e) || program_tell(&im->program, &e);
}

static bool read_period(struct importer *im)
{
	struct period period;
	if (!im->period)
		return true;
	if (period_parse(str_of(im->period), im->source.directory.today, &period) &&
	    period_name(&period, im->period_name))
		return true;
	return program_usage_error(&im->program,
	    _("--period '%s' is no period, such as 2024-06, 2024Q2, 2024H1 or 2024"),
	    error_quote(str_of(im->period)));
}

/* since=DATE, where the sheets and the operands do not say it. */
static bool add_since(struct importer *im)
{
	day since;
	char date[DATE_SIZE];
	struct buf operand = BUF_INIT;
	if (!im->as_of)
		return true;
	if (im->schema->start == COLUMN_NONE || !im->schema->versioned)
		return program_usage_error(&im->program,
		    _("--as-of is for registers whose rows are in force; %s happen on a day"),
		    im->schema->name);
	if (!date_expression(str_of(im->as_of), im->source.directory.today, &since))
		return program_usage_error(
		    &im->program, _("--as-of '%s' is no day"), error_quote(str_of(im->as_of)));
	date_print(since, date);
	buf_printf(&operand, "since=%s", date);
	im->since = str_dup(buf_str(&operand));
	buf_release(&operand);
	for (size_t i = 0; i < im->defaults.count; i++)
		if (str_starts(str_trim(str_of(im->defaults.items[i])), STR("since=")))
			return true;
	take_list(&im->defaults, im->since);
	return true;
}

static bool read_options(struct importer *im)
{
	struct error e;
	if (im->month && strcmp(im->month, "first") != 0)
		return program_usage_error(&im->program,
		    _("--month '%s' is unknown; --month first makes a month its first day"),
		    error_quote(str_of(im->month)));
	im->headings = headings_new();
	for (size_t i = 0; i < im->maps.count; i++)
		if (!headings_extend(im->headings, im->maps.items[i], &e))
			return program_tell(&im->program, &e);
	char delimiter;
	if (!read_delimiter(im, &delimiter) || !read_period(im) || !add_since(im) ||
	    !read_changes(im) || !read_joint(im))
		return false;
	if (im->set_from && !set_from_read(&im->sets, im->set_from, &im->source.directory,
				im->schema, im->files.items, im->files.count, &e))
		return program_tell(&im->program, &e);
	im->request = (struct import_request){
	    .files = im->files.items,
	    .file_count = im->files.count,
	    .frame = {im->schema, im->headings, {im->encoding, delimiter, im->sheet},
		im->left_out.items, im->left_out.count},
	    .cells = {.directory = &im->source.directory,
		.month_first = im->month != NULL,
		.allowed = im->adding.allowed.items,
		.allowed_count = im->adding.allowed.count},
	    .fill_down = im->fill_down.items,
	    .fill_down_count = im->fill_down.count,
	    .set_from = im->sets,
	    .joint = &im->joint,
	    .period = im->period ? im->period_name : NULL,
	    .changes = im->changes,
	    .change_op = im->correct ? "correct" : "from",
	    .change_date = im->from_date,
	    .why = im->adding.why,
	    .verbose = im->program.verbose || im->adding.dry_run,
	};
	return true;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* A dry run's result; with -v it goes to standard error. */
static void print_understood(struct importer *im, const struct import *import)
{
	struct error e;
	struct buf text = BUF_INIT;
	for (size_t i = 0; i < im->files.count; i++)
		understood_print(import_sheet(import, i), im->schema, &text);
	if (im->adding.dry_run) {
		struct output *out = output_open(NULL, &e);
		output_str(out, buf_str(&text));
		if (!output_finish(out, &e))
			program_tell(&im->program, &e);
	} else {
		fwrite(text.p, 1, text.n, stderr);
	}
	buf_release(&text);
}

static void print_changes(struct importer *im, const struct import *import)
{
	size_t count;
	struct error e;
	struct str lines = import_changes(import, &count);
	if (im->program.severity > EXIT_DONE && !im->program.keep_going)
		return;
	struct output *out = output_open(NULL, &e);
	if (!out) {
		program_tell(&im->program, &e);
		return;
	}
	output_str(out, STR("register,key,op,date,field,value,why\n"));
	output_str(out, lines);
	if (!output_finish(out, &e)) {
		program_tell(&im->program, &e);
		return;
	}
	program_note(&im->program, NULL,
	    ngettext("%zu cell differs from what stands there",
		"%zu cells differ from what stands there", count),
	    count);
}

/* Names that may be one organisation or several. */
static void tell_joint(struct importer *im)
{
	struct error e;
	size_t open = joint_open(&im->joint);
	if (im->joint_is_new && !joint_write(&im->joint, im->joint_path, &e))
		program_tell(&im->program, &e);
	if (open == 0)
		return;
	program_note(&im->program, NULL,
	    ngettext("%zu name stands in several streets and is taken for an organisation in each; "
		     "--joint FILE says which are one",
		"%zu names stand in several streets and are taken for an organisation in each; "
		"--joint FILE says which are one",
		open),
	    open);
}

static void run(struct importer *im)
{
	struct error e;
	im->adding.dry_run = im->adding.dry_run || im->changes;
	struct import *import = import_new(&im->request, &e);
	if (!import) {
		program_tell(&im->program, &e);
		return;
	}
	const struct schema *const schemas[] = {
	    im->schema, schema_of(REGISTER_ORGS), schema_of(REGISTER_PEOPLE)};
	char *since[] = {im->since};
	const struct batch_source sources[] = {
	    {.operands = (char *const *)(uintptr_t)im->defaults.items,
		.operand_count = im->defaults.count,
		.feed = import_feed(import)},
	    {.operands = since,
		.operand_count = im->since != NULL,
		.feed = import_survey_feed(import, REGISTER_ORGS)},
	    {.operands = since,
		.operand_count = im->since != NULL,
		.feed = import_survey_feed(import, REGISTER_PEOPLE)},
	};
	adding_run(&im->adding, &im->program, &im->source.directory, schemas, sources,
	    import_is_survey(import) ? 3 : 1);
	tell_joint(im);
	if (im->changes)
		print_changes(im, import);
	else if (im->adding.dry_run || im->program.verbose)
		print_understood(im, import);
	import_free(import);
}

/* Neither a file of the directory nor one that is read, nor what the ids go to. */
static bool rejects_are_free(struct importer *im)
{
	const char *option = "--rejects", *path = im->adding.rejects;
	const struct text_list *const lists[] = {&im->files, &im->maps};
	const char *const others[] = {im->set_from, im->joint_path};
	if (path && strcmp(path, "-") == 0)
		return program_usage_error(&im->program, "%s",
		    _("--rejects needs a file; standard output is for the ids"));
	bool good = target_is_free(&im->program, &im->source, option, path);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (size_t k = 0; k < lists[i]->count && good; k++)
			good = target_is_no_input(&im->program, option, path, lists[i]->items[k]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]) && good; i++)
		good = target_is_no_input(&im->program, option, path, others[i]);
	return good;
}

int importer_main(int argc, char **argv)
{
	int first;
	struct importer im = {.schema = NULL};
	writing_start();
	program_start(&im.program, "register-import",
	    N_("[-d DIR] [option…] REGISTER FILE… [field=value…]"),
	    N_("Makes rows of a register from sheets: CSV in any usual encoding, or .xlsx."));
	add_options(&im);
	bool parsed = program_parse(&im.program, argc, argv, &first);
	im.adding.more_reasons = im.correct;
	if (parsed && adding_options_agree(&im.adding, &im.program) &&
	    take_operands(&im, argv + first) &&
	    source_open(&im.source, &im.program, im.schema->id) &&
	    writing_directory_exists(&im.program, &im.source) && rejects_are_free(&im) &&
	    read_options(&im))
		run(&im);
	joint_release(&im.joint);
	set_from_free(im.sets, im.files.count);
	headings_free(im.headings);
	source_close(&im.source);
	free(im.since);
	free(im.files.items);
	free(im.defaults.items);
	return program_finish(&im.program, NULL);
}
