/*
 * register-amend: changes rows of the registers. A change in the world ends a version and adds the
 * next, progress fills empty fields, errors are corrected or withdrawn; every row that is replaced
 * goes to NAME.journal.csv, where --known-by finds it.
 *
 * Reads and writes NAME.csv and NAME.journal.csv of the register directory; prints the keys of the
 * rows that the changes are about. With -f it reads register,key,op,date,field,value,why.
 *
 *     orgs-list --as-of today secretary=张示例 --fields id --no-header |
 *             xargs -I ID register-amend orgs ID --from 2024-07-01 secretary=李示例
 */
#include "cli/source.h"
#include "cli/writing.h"
#include "register/amend.h"

struct options {
	struct program program;
	struct source source;
	const char *file, *from, *end, *why, *to, *merged;
	bool set, correct, withdraw, with_references, late, dry_run;
	struct changes changes;
	size_t bad; /* rows of the file that cannot be read */
};

static void add_options(struct options *o)
{
	const struct option_def options[] = {
	    {'f', "file", OPTION_TEXT, "FILE",
		N_("make the changes of this CSV: register,key,op,date,field,value,why"), &o->file},
	    {0, "from", OPTION_TEXT, "DATE", N_("from DATE on field=value…: a change in the world"),
		&o->from},
	    {0, "end", OPTION_TEXT, "DATE", N_("in force until DATE, that day not included"),
		&o->end},
	    {0, "set", OPTION_FLAG, NULL, N_("fill empty fields: progress"), &o->set},
	    {0, "correct", OPTION_FLAG, NULL, N_("field=value… was wrong in the record"),
		&o->correct},
	    {0, "void", OPTION_FLAG, NULL, N_("withdraw a row that should not be"), &o->withdraw},
	    {0, "merge", OPTION_TEXT, "KEY",
		N_("KEY is the same, written twice: it goes, what refers to it is kept"),
		&o->merged},
	    {0, "hand-over", OPTION_TEXT, "KEY", N_("with --from: KEY takes over a guide's units"),
		&o->to},
	    {0, "late", OPTION_FLAG, NULL, N_("make changes although they change closed days"),
		&o->late},
	    {0, "why", OPTION_TEXT, "TEXT", N_("the reason, for the journal"), &o->why},
	    {0, "with-references", OPTION_FLAG, NULL,
		N_("what refers to a row that ends, ends too or drops the reference"),
		&o->with_references},
	    {0, "dry-run", OPTION_FLAG, NULL, N_("check everything, write nothing"), &o->dry_run},
	};
	source_add_directory_options(&o->source, &o->program);
	program_add_options(&o->program, options, sizeof(options) / sizeof(options[0]));
}

/* The operation that the options name. */
static bool find_op(struct options *o, enum change_op *op)
{
	int named = 0;
	const bool given[CHANGE_OPS] = {[CHANGE_FROM] = o->from && !o->to,
	    [CHANGE_END] = o->end,
	    [CHANGE_SET] = o->set,
	    [CHANGE_CORRECT] = o->correct,
	    [CHANGE_VOID] = o->withdraw,
	    [CHANGE_HAND_OVER] = o->to,
	    [CHANGE_MERGE] = o->merged};
	for (int i = 0; i < CHANGE_OPS; i++)
		if (given[i]) {
			*op = (enum change_op)i;
			named++;
		}
	if (named == 1)
		return true;
	return program_usage_error(&o->program, "%s",
	    named ? _("only one of --from, --end, --set, --correct, --void and --merge can be "
		      "given")
		  : _("one of --from, --end, --set, --correct, --void and --merge was expected"));
}

static bool read_command(struct options *o, char **operands)
{
	struct error e;
	struct change_request request = {.date = o->end ? o->end : o->from,
	    .why = o->why,
	    .other = o->merged ? o->merged : o->to};
	if (!operands[0] || !operands[1])
		return program_usage_error(&o->program,
		    _("REGISTER and KEY were expected, or -f FILE; see %s --help"),
		    o->program.name);
	if (o->late && (!o->why || !*o->why))
		return program_usage_error(
		    &o->program, "%s", _("--late needs a reason: --why TEXT"));
	request.register_name = operands[0];
	request.operands = operands + 1;
	return find_op(o, &request.op) &&
	       (changes_of_request(&o->changes, &request, &o->source.directory, &e) ||
		   program_tell(&o->program, &e));
}

static bool read_file(struct options *o, char **operands)
{
	struct error e;
	if (operands[0] || o->from || o->end || o->set || o->correct || o->withdraw || o->to ||
	    o->merged || (o->why && !o->late))
		return program_usage_error(&o->program, "%s",
		    _("with -f the file says what changes; no operands and no --from, --end, "
		      "--set, --correct, --void, --merge, --hand-over or --why; --why only with "
		      "--late"));
	return writing_reason(&o->program, o->why) &&
	       (changes_of_file(
		    &o->changes, o->file, &o->source.directory, &o->program.diag, &o->bad, &e) ||
		   program_tell(&o->program, &e));
}

static void tell_result(struct options *o, const struct amend_result *r)
{
	if (r->refused)
		program_note(&o->program, NULL,
		    ngettext("nothing was changed, because of %zu refusal",
			"nothing was changed, because of %zu refusals", r->refused),
		    r->refused);
	else if (r->same)
		program_note(&o->program, NULL,
		    ngettext("%zu change is made already", "%zu changes are made already", r->same),
		    r->same);
	if (!r->refused && o->dry_run)
		program_note(&o->program, NULL,
		    ngettext("%zu row would be changed", "%zu rows would be changed", r->changed),
		    r->changed);
	else if (!r->refused && o->program.verbose)
		program_note(&o->program, NULL,
		    ngettext("%zu row changed", "%zu rows changed", r->changed), r->changed);
}

static void run(struct options *o)
{
	char number[32];
	struct error e;
	struct amend_result result;
	const struct amend_request request = {.changes = &o->changes,
	    .by = writing_user(number),
	    .late = o->late,
	    .why = o->why,
	    .with_references = o->with_references,
	    .dry_run = o->dry_run};
	if (amend_rows(&request, &o->source.directory, &o->program.diag, &result, &e)) {
		tell_result(o, &result);
		if (!o->dry_run && !result.refused)
			writing_print_keys(&o->program, buf_str(&result.keys), result.written);
	} else {
		program_tell(&o->program, &e);
	}
	amend_result_release(&result);
}

static bool read_changes(struct options *o, char **operands)
{
	if (!(o->file ? read_file(o, operands) : read_command(o, operands)))
		return false;
	if (o->bad)
		program_note(&o->program, NULL,
		    ngettext("nothing was changed, because %zu row cannot be read",
			"nothing was changed, because %zu rows cannot be read", o->bad),
		    o->bad);
	return o->bad == 0;
}

int main(int argc, char **argv)
{
	int first;
	struct options o = {0};
	writing_start();
	program_start(&o.program, "register-amend",
	    N_("[-d DIR] REGISTER KEY… --from DATE field=value…\n"
	       "[-d DIR] REGISTER KEY… --end DATE [--with-references]\n"
	       "[-d DIR] REGISTER KEY… --set field=value…\n"
	       "[-d DIR] REGISTER KEY… --correct --why TEXT field=value…\n"
	       "[-d DIR] REGISTER KEY… --void --why TEXT\n"
	       "[-d DIR] REGISTER KEY --merge KEY --why TEXT\n"
	       "[-d DIR] people KEY --hand-over KEY --from DATE\n"
	       "[-d DIR] -f FILE [--with-references]"),
	    N_("Changes rows of the registers, keeps what they were, and prints their keys."));
	add_options(&o);
	if (program_parse(&o.program, argc, argv, &first) &&
	    source_open(&o.source, &o.program, REGISTER_UNITS) &&
	    writing_directory_exists(&o.program, &o.source) && read_changes(&o, argv + first))
		run(&o);
	changes_release(&o.changes);
	source_close(&o.source);
	return program_finish(&o.program, NULL);
}
