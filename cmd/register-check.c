/*
 * register-check: finds every fault of a register directory; never writes.
 *
 * Reads the registers, their journals, codes.csv and areas.csv of DIR; writes
 *register,line,column,code,message; with --duplicates register,id,other,reason,name,other_name;
 *with --recode the changes that register-amend -f reads.
 *
 *	register-check -d donghu | figures-count -n faults --group code
 */
#include "cli/recoding.h"
#include "cli/source.h"
#include "cli/target.h"
#include "csv/writer.h"
#include "register/check.h"
#include "register/duplicates.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct {
	struct source source;
	const char *output, *as_of;
	bool duplicates;
	struct recoding recoding;
} options;

static bool read_day(struct program *p, day *as_of)
{
	*as_of = options.source.directory.today;
	return !options.as_of ||
	       date_expression(str_of(options.as_of), options.source.directory.today, as_of) ||
	       program_usage_error(p,
		   _("--as-of '%s' is not a date; 2024-06-30, today or 2024-06-30-90d was "
		     "expected"),
		   error_quote(str_of(options.as_of)));
}

static void write_header(struct csv_writer *w, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		csv_writer_field(w, str_of(names[i]));
	csv_writer_end_row(w);
}

struct findings_writer {
	struct finding_sink sink;
	struct csv_writer csv;
};

static void write_finding(struct finding_sink *sink, const struct finding *f)
{
	struct csv_writer *w = &((struct findings_writer *)sink)->csv;
	const struct schema *s = schema_of(f->register_id);
	char line[24], file[64];
	snprintf(file, sizeof(file), "%s%s", s->name, f->journal ? ".journal" : "");
	snprintf(line, sizeof(line), "%llu", (unsigned long long)f->line);
	csv_writer_field(w, str_of(file));
	csv_writer_field(w, str_of(line));
	csv_writer_field(w, str_of(f->column == COLUMN_NONE ? "" : s->columns[f->column].name));
	csv_writer_field(w, str_of(f->code));
	csv_writer_field(w, str_of(f->message));
	csv_writer_end_row(w);
}

static bool require_registers(struct program *p)
{
	struct error e;
	if (options.source.snapshot.any_register)
		return true;
	error_set(&e, ERROR_SYSTEM, "%s",
	    _("no register here; name the register directory with -d DIR or TAIZHANG_DIR"));
	error_at(&e, options.source.directory.path, 0, 0);
	return program_tell(p, &e);
}

/* An interrupted write is told, the next writer mends it. */
static void tell_pending(struct program *p)
{
	char *path = directory_file(&options.source.directory, ".pending");
	if (access(path, F_OK) == 0)
		program_note(p, path, "%s",
		    _("a write was interrupted; the next writer takes it back or finishes it"));
	free(path);
}

static void check(struct program *p, unsigned registers, day as_of, struct output *out)
{
	static const char *const header[] = {"register", "line", "column", "code", "message"};
	struct findings_writer w = {.sink = {write_finding}};
	csv_writer_init(&w.csv, out, false);
	write_header(&w.csv, header, sizeof(header) / sizeof(header[0]));
	if (check_registers(&options.source.directory, &options.source.snapshot, registers, as_of,
		&w.sink, &p->diag))
		program_raise(p, EXIT_FOUND);
	csv_writer_release(&w.csv);
}

static void write_duplicates(
    struct program *p, struct csv_writer *w, enum register_id id, day as_of)
{
	struct error e;
	struct duplicate pair;
	struct table_spec spec = source_spec(&options.source, p, id);
	struct duplicates *found = duplicates_find(&spec, as_of, &e);
	if (!found) {
		program_tell(p, &e);
		return;
	}
	while (duplicates_next(found, &pair)) {
		csv_writer_field(w, str_of(schema_of(id)->name));
		csv_writer_field(w, pair.id);
		csv_writer_field(w, pair.other);
		csv_writer_field(w, str_of(pair.reason));
		csv_writer_field(w, pair.name);
		csv_writer_field(w, pair.other_name);
		csv_writer_end_row(w);
		if (pair.fault)
			program_raise(p, EXIT_FOUND);
	}
	duplicates_free(found);
}

static void find_duplicates(struct program *p, unsigned registers, day as_of, struct output *out)
{
	static const char *const header[] = {
	    "register", "id", "other", "reason", "name", "other_name"};
	struct csv_writer w;
	csv_writer_init(&w, out, false);
	write_header(&w, header, sizeof(header) / sizeof(header[0]));
	for (int id = 0; id < REGISTER_COUNT; id++)
		if (registers & REGISTER_BIT(id))
			write_duplicates(p, &w, (enum register_id)id, as_of);
	csv_writer_release(&w);
}

static struct output *run(struct program *p, unsigned registers, day as_of)
{
	struct error e;
	struct output *out = output_open(options.output, &e);
	if (!out) {
		program_tell(p, &e);
		return NULL;
	}
	tell_pending(p);
	if (options.duplicates)
		find_duplicates(p, registers, as_of, out);
	else if (options.recoding.file)
		recoding_write(&options.recoding, p, &options.source, registers, out);
	else
		check(p, registers, as_of, out);
	return out;
}

/* Which registers are looked at: of all, those that can have duplicates and are there. */
static bool choose_registers(struct program *p, unsigned *registers)
{
	if (!options.duplicates)
		return true;
	if (options.recoding.file)
		return program_usage_error(
		    p, "%s", _("only one of --duplicates and --recode can be given"));
	if (*registers == REGISTER_ALL)
		*registers = DUPLICATES_REGISTERS;
	return !(*registers & ~DUPLICATES_REGISTERS) ||
	       program_usage_error(p, "%s",
		   _("--duplicates looks at units, orgs and people; the rows of other registers "
		     "are not looked at"));
}

int main(int argc, char **argv)
{
	struct program p;
	struct output *out = NULL;
	int first;
	unsigned registers;
	day as_of;
	const struct option_def own[] = {
	    {0, "as-of", OPTION_TEXT, "DATE",
		N_("look at rows that have not ended on DATE (default: today)"), &options.as_of},
	    {0, "duplicates", OPTION_FLAG, NULL,
		N_("instead print pairs of rows in force that may be one thing written twice "
		   "(units, orgs, people)"),
		&options.duplicates},
	    {'o', "output", OPTION_TEXT, "FILE",
		N_("write FILE whole or not at all (.gz compresses)"), &options.output},
	};
	program_start(&p, "register-check",
	    N_("[-d DIR] [-o FILE] [--as-of DATE] [REGISTER]…\n"
	       "[-d DIR] [-o FILE] --duplicates [--as-of DATE] [units|orgs|people]…\n"
	       "[-d DIR] [-o FILE] --recode FILE --from DATE|--correct --why TEXT [REGISTER]…"),
	    N_("Find every fault of a register directory. Prints "
	       "register,line,column,code,message; never writes."));
	source_add_directory_options(&options.source, &p);
	program_add_options(&p, own, sizeof(own) / sizeof(own[0]));
	recoding_add_options(&options.recoding, &p);
	if (program_parse(&p, argc, argv, &first) &&
	    source_read_registers(&p, argv + first, &registers) &&
	    choose_registers(&p, &registers) && source_open(&options.source, &p, REGISTER_UNITS) &&
	    read_day(&p, &as_of) &&
	    recoding_read(&options.recoding, &p, options.source.directory.today) &&
	    source_take(&options.source, &p, REGISTER_ALL, true) && require_registers(&p) &&
	    target_is_free(&p, &options.source, "-o", options.output))
		out = run(&p, registers, as_of);
	int code = program_finish(&p, out);
	source_close(&options.source);
	return code;
}
