/* adder: see adder.h. The work is in adding.h. */
#include "cli/adder.h"
#include "cli/adding.h"
#include "cli/target.h"
#include "cli/writing.h"

#include <unistd.h>

struct adder {
	struct program program;
	struct source source;
	const struct schema *schema;
	struct adding_options adding;
};

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

int adder_main(enum register_id id, int argc, char **argv)
{
	int first;
	struct batch_source source;
	struct adder a = {.schema = schema_of(id)};
	writing_start();
	program_start(&a.program, a.schema->writer,
	    N_("[-d DIR] [option…] field=value…\n[-d DIR] [option…] -f FILE [field=value…]"),
	    N_("Adds rows to a register of the directory and prints their ids."));
	source_add_options(&a.source, &a.program, false);
	adding_add_options(
	    &a.adding, &a.program, schema_column(a.schema, STR("uscc")) != COLUMN_NONE);
	if (program_parse(&a.program, argc, argv, &first) &&
	    adding_options_agree(&a.adding, &a.program) && source_open(&a.source, &a.program, id) &&
	    writing_directory_exists(&a.program, &a.source) &&
	    take_source(&a, argv + first, &source) &&
	    target_is_free(&a.program, &a.source, "--rejects", a.adding.rejects))
		adding_run(&a.adding, &a.program, &a.source.directory, &a.schema, &source, 1);
	source_close(&a.source);
	return program_finish(&a.program, NULL);
}
