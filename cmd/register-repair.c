/*
 * register-repair: makes the registers readable again after a power cut, a killed program or a
 * careless hand: sets aside what can never be a row, ends a complete last line, undoes or finishes
 * an interrupted write. Says what it would do; does it with --write.
 *
 * Reads, and with --write writes, the registers and journals of DIR and NAME.torn; prints
 * file,line,offset,bytes,action,message.
 *
 *     register-repair -d donghu && register-check -d donghu
 */
#include "cli/source.h"
#include "cli/writing.h"
#include "csv/writer.h"
#include "register/repair.h"

#include <stdio.h>

static struct {
	struct source source;
	bool write, most;
} options;

static void number_field(struct csv_writer *w, uint64_t number)
{
	char text[24];
	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	csv_writer_field(w, str_of(text));
}

static void write_items(const struct repair *r, struct output *out)
{
	static const char *const header[] = {
	    "file", "line", "offset", "bytes", "action", "message"};
	struct csv_writer w;
	csv_writer_init(&w, out, false);
	for (size_t i = 0; i < sizeof(header) / sizeof(header[0]); i++)
		csv_writer_field(&w, str_of(header[i]));
	csv_writer_end_row(&w);
	for (size_t i = 0; i < r->count; i++) {
		const struct repair_item *item = &r->items[i];
		csv_writer_field(&w, str_of(item->file));
		if (item->line)
			number_field(&w, item->line);
		else
			csv_writer_field(&w, STR(""));
		number_field(&w, item->offset);
		number_field(&w, item->bytes);
		csv_writer_field(&w, str_of(repair_action_name(item->action)));
		csv_writer_field(&w, str_of(item->message));
		csv_writer_end_row(&w);
	}
	csv_writer_release(&w);
}

static void print_items(struct program *p, const struct repair *r)
{
	struct error e;
	struct output *out = output_open(NULL, &e);
	write_items(r, out);
	if (output_finish(out, &e))
		return;
	if (r->write && r->count) {
		struct error fault = e;
		/* TRANSLATORS: what went wrong with the output: "cannot be written: No space left"
		 */
		error_set(
		    &e, fault.kind, _("%s; the registers are mended all the same"), fault.message);
		error_at(&e, fault.file, 0, 0);
	}
	program_tell(p, &e);
}

static void run(struct program *p, unsigned registers)
{
	struct error e;
	struct repair r = {.directory = &options.source.directory,
	    .registers = registers,
	    .write = options.write,
	    .most = options.most,
	    .diag = &p->diag};
	if (!repair_run(&r, &e))
		program_tell(p, &e);
	if (r.count && !r.write)
		program_raise(p, EXIT_FOUND);
	print_items(p, &r);
	repair_release(&r);
}

int main(int argc, char **argv)
{
	struct program p;
	int first;
	unsigned registers;
	const struct option_def own[] = {
	    {0, "write", OPTION_FLAG, NULL, N_("do it; without this only say what would be done"),
		&options.write},
	    {0, "most", OPTION_FLAG, NULL,
		N_("also when more lines would leave a file than stay in it"), &options.most},
	};
	writing_start();
	program_start(&p, "register-repair", N_("[-d DIR] [--write] [--most] [REGISTER]…"),
	    N_("Make torn registers readable again: set aside in NAME.torn what can never be a "
	       "row.\nPrints file,line,offset,bytes,action,message."));
	source_add_directory_options(&options.source, &p);
	program_add_options(&p, own, sizeof(own) / sizeof(own[0]));
	if (program_parse(&p, argc, argv, &first) &&
	    source_read_registers(&p, argv + first, &registers) &&
	    source_open(&options.source, &p, REGISTER_UNITS) &&
	    writing_directory_exists(&p, &options.source))
		run(&p, registers);
	int code = program_finish(&p, NULL);
	source_close(&options.source);
	return code;
}
