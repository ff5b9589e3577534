/* adder: see adder.h. The work is in register/add.h. */
#include "cli/adder.h"
#include "cli/source.h"
#include "cli/target.h"
#include "cli/writing.h"
#include "register/add.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct adder {
	struct program program;
	struct source source;
	const struct schema *schema;
	/* options */
	struct text_list allowed;
	const char *why, *rejects;
	bool again, dry_run, late;
};

static void add_options(struct adder *a)
{
	const struct option_def options[] = {
	    {0, "again", OPTION_FLAG, NULL,
		N_("write rows without id even when equal ones are there"), &a->again},
	    {0, "keep-going", OPTION_FLAG, NULL,
		N_("write the good rows although others are refused"), &a->program.keep_going},
	    {0, "rejects", OPTION_TEXT, "FILE", N_("with --keep-going: put the refused rows there"),
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
	source_add_options(&a->source, &a->program, false);
	program_add_options(&a->program, options, sizeof(options) / sizeof(options[0]));
	if (schema_column(a->schema, STR("uscc")) != COLUMN_NONE)
		program_add_options(&a->program, codes, sizeof(codes) / sizeof(codes[0]));
	program_add_options(&a->program, reasons, sizeof(reasons) / sizeof(reasons[0]));
}

static bool options_agree(struct adder *a)
{
	if (a->rejects && !a->program.keep_going)
		return program_usage_error(&a->program, "%s", _("--rejects needs --keep-going"));
	if (a->allowed.count > 0 && (!a->why || !*a->why))
		return program_usage_error(
		    &a->program, "%s", _("--allow-code needs a reason: --why TEXT"));
	if (a->late && (!a->why || !*a->why))
		return program_usage_error(
		    &a->program, "%s", _("--late needs a reason: --why TEXT"));
	if (a->why && a->allowed.count == 0 && !a->late)
		return program_usage_error(
		    &a->program, "%s", _("--why is for --late and --allow-code"));
	return writing_reason(&a->program, a->why);
}

/* Files of other registers have no use here; no files and no operands: standard input. */
static bool take_source(struct adder *a, char **operands, struct batch_source *source)
{
	static const char *const standard_input[] = {"-"};
	const struct text_list *files = &a->source.register_files[a->schema->id];
	if (files->count < a->source.files.count)
		return program_usage_error(
		    &a->program, _("-f names a register other than %s"), a->schema->name);
	*source = (struct batch_source){.files = files->items, .file_count = files->count};
	source->operands = operands;
	while (operands[source->operand_count])
		source->operand_count++;
	if (source->file_count || source->operand_count)
		return true;
	if (isatty(STDIN_FILENO))
		return program_usage_error(&a->program,
		    _("nothing to add; give field=value … or -f FILE; see %s --help"),
		    a->program.name);
	source->files = standard_input;
	source->file_count = 1;
	return true;
}

__attribute__((format(printf, 2, 3))) static void note(struct adder *a, const char *format, ...)
{
	struct error e = {.kind = ERROR_NOTE};
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(e.message, sizeof(e.message), format, arguments);
	va_end(arguments);
	char *path = directory_file(&a->source.directory, a->schema->name);
	snprintf(e.file, sizeof(e.file), "%s.csv", path);
	free(path);
	program_tell(&a->program, &e);
}

static void tell_result(struct adder *a, const struct add_result *r, bool from_files)
{
	bool all_or_none = r->refused && !a->program.keep_going;
	if (r->there && !all_or_none)
		note(a,
		    ngettext("%zu row is already there, not written again",
			"%zu rows are already there, not written again", r->there),
		    r->there);
	if (a->dry_run)
		note(a, ngettext("%zu row would be added", "%zu rows would be added", r->added),
		    all_or_none ? 0 : r->added);
	else if (all_or_none && from_files)
		note(a,
		    ngettext("nothing was written, because %zu row is refused; --keep-going writes "
			     "the good ones",
			"nothing was written, because %zu rows are refused; --keep-going writes "
			"the "
			"good ones",
			r->refused),
		    r->refused);
	else if (a->program.verbose)
		note(a, ngettext("%zu row added", "%zu rows added", r->added), r->added);
}

static void run(struct adder *a, const struct batch_source *source)
{
	char number[32];
	struct error e;
	struct add_result result;
	const struct add_request request = {
	    .schema = a->schema,
	    .source = *source,
	    .allowed = a->allowed.items,
	    .allowed_count = a->allowed.count,
	    .late = a->late,
	    .why = a->why,
	    .by = writing_user(number),
	    .rejects = a->rejects,
	    .again = a->again,
	    .keep_going = a->program.keep_going,
	    .dry_run = a->dry_run,
	};
	if (add_rows(&request, &a->source.directory, &a->program.diag, &result, &e)) {
		if (result.refused)
			program_raise(&a->program, EXIT_FOUND);
		tell_result(a, &result, source->file_count > 0);
		if (!a->dry_run)
			writing_print_keys(&a->program, buf_str(&result.ids), result.written);
	} else {
		program_tell(&a->program, &e);
	}
	add_result_release(&result);
}

int adder_main(enum register_id id, int argc, char **argv)
{
	int first;
	struct batch_source source;
	struct adder a = {.schema = schema_of(id)};
	writing_start();
	program_start(&a.program, a.schema->writer,
	    N_("[-d DIR] [option…] field=value…\n[-d DIR] [option…] -f FILE [field=value…]"),
	    N_("Adds rows to a register of the directory and prints their ids."));
	add_options(&a);
	if (program_parse(&a.program, argc, argv, &first) && options_agree(&a) &&
	    source_open(&a.source, &a.program, id) &&
	    writing_directory_exists(&a.program, &a.source) &&
	    take_source(&a, argv + first, &source) &&
	    target_is_free(&a.program, &a.source, "--rejects", a.rejects))
		run(&a, &source);
	source_close(&a.source);
	return program_finish(&a.program, NULL);
}
