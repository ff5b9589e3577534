/* adding: see adding.h. The work is in register/add.h. */
#include "cli/adding.h"
#include "cli/writing.h"
#include "register/add.h"

#include <stdio.h>
#include <stdlib.h>

struct adding {
	struct program *program;
	const struct adding_options *options;
	const struct schema *schema;
	const struct directory *directory;
};

void adding_add_options(struct adding_options *a, struct program *p, bool with_codes)
{
	const struct option_def options[] = {
	    {0, "again", OPTION_FLAG, NULL,
		N_("write rows without id even when equal ones are there"), &a->again},
	    {0, "keep-going", OPTION_FLAG, NULL,
		N_("write the good rows although others are refused"), &p->keep_going},
	    {0, "rejects", OPTION_TEXT, "FILE",
		a->rejects_always ? N_("put the refused cells there")
				  : N_("with --keep-going: put the refused rows there"),
		&a->rejects},
	    {0, "dry-run", OPTION_FLAG, NULL, N_("check everything, write nothing"), &a->dry_run},
	};
	const struct option_def codes[] = {
	    {0, "allow-code", OPTION_LIST, "CODE",
		N_("take this credit code although it does not conform"), &a->allowed},
	};
	const struct option_def reasons[] = {
	    {0, "late", OPTION_FLAG, NULL, N_("write rows although they change closed days"),
		&a->late},
	    {0, "why", OPTION_TEXT, "TEXT",
		N_("the reason for --late or --allow-code, for the journal"), &a->why},
	};
	program_add_options(p, options, sizeof(options) / sizeof(options[0]));
	if (with_codes)
		program_add_options(p, codes, sizeof(codes) / sizeof(codes[0]));
	program_add_options(p, reasons, sizeof(reasons) / sizeof(reasons[0]));
}

bool adding_options_agree(const struct adding_options *a, struct program *p)
{
	if (a->rejects && !p->keep_going && !a->rejects_always)
		return program_usage_error(p, "%s", _("--rejects needs --keep-going"));
	if (a->allowed.count > 0 && (!a->why || !*a->why))
		return program_usage_error(p, "%s", _("--allow-code needs a reason: --why TEXT"));
	if (a->late && (!a->why || !*a->why))
		return program_usage_error(p, "%s", _("--late needs a reason: --why TEXT"));
	if (a->why && a->allowed.count == 0 && !a->late && !a->more_reasons)
		return program_usage_error(p, "%s", _("--why is for --late and --allow-code"));
	return writing_reason(p, a->why);
}

static void tell_result(
    const struct adding *a, const struct add_result *r, const struct batch_source *source)
{
	struct program *p = a->program;
	bool all_or_none = r->refused && !p->keep_going;
	struct buf name = BUF_INIT;
	char *path = directory_file(a->directory, a->schema->name);
	buf_printf(&name, "%s.csv", path);
	const char *file = buf_text(&name);
	if (r->there && !all_or_none)
		program_note(p, file,
		    ngettext("%zu row is already there, not written again",
			"%zu rows are already there, not written again", r->there),
		    r->there);
	if (a->options->dry_run)
		program_note(p, file,
		    ngettext("%zu row would be added", "%zu rows would be added", r->added),
		    all_or_none ? 0 : r->added);
	else if (all_or_none && source->feed)
		program_note(p, file,
		    ngettext(
			"nothing was written, because %zu cell is refused; --keep-going writes "
			"the rows without",
			"nothing was written, because %zu cells are refused; --keep-going writes "
			"the rows without",
			r->refused),
		    r->refused);
	else if (all_or_none && source->file_count > 0)
		program_note(p, file,
		    ngettext("nothing was written, because %zu row is refused; --keep-going writes "
			     "the good ones",
			"nothing was written, because %zu rows are refused; --keep-going writes "
			"the "
			"good ones",
			r->refused),
		    r->refused);
	else if (p->verbose)
		program_note(
		    p, file, ngettext("%zu row added", "%zu rows added", r->added), r->added);
	free(path);
	buf_release(&name);
}

enum { TOGETHER_MAX = 3 };

static void tell_all(const struct adding_options *options, struct program *p,
    const struct adding *registers, const struct batch_source *sources,
    const struct add_result *results, size_t count)
{
	struct buf joined = BUF_INIT;
	struct str ids = buf_str(&results[0].ids);
	bool written = false;
	for (size_t i = 0; i < count; i++) {
		if (results[i].refused)
			program_raise(p, EXIT_FOUND);
		tell_result(&registers[i], &results[i], &sources[i]);
		if (count > 1)
			buf_add_str(&joined, buf_str(&results[i].ids));
		written = written || results[i].written;
	}
	if (!options->dry_run)
		writing_print_keys(p, count > 1 ? buf_str(&joined) : ids, written);
	buf_release(&joined);
}

void adding_run(const struct adding_options *options, struct program *p, const struct directory *d,
    const struct schema *const *schemas, const struct batch_source *sources, size_t count)
{
	char number[32];
	struct error e;
	struct add_result results[TOGETHER_MAX];
	struct add_request requests[TOGETHER_MAX];
	struct adding registers[TOGETHER_MAX];
	const char *by = writing_user(number);
	for (size_t i = 0; i < count; i++) {
		registers[i] = (struct adding){p, options, schemas[i], d};
		requests[i] = (struct add_request){
		    .schema = schemas[i],
		    .source = sources[i],
		    .allowed = options->allowed.items,
		    .allowed_count = i == 0 ? options->allowed.count : 0,
		    .late = options->late,
		    .why = options->why,
		    .by = by,
		    .rejects = options->rejects,
		    .again = options->again,
		    .keep_going = p->keep_going,
		    .dry_run = options->dry_run,
		};
	}
	if (add_rows_together(requests, count, d, &p->diag, results, &e))
		tell_all(options, p, registers, sources, results, count);
	else
		program_tell(p, &e);
	for (size_t i = 0; i < count; i++)
		add_result_release(&results[i]);
}
