/*
 * lister: see lister.h. Options are read into `struct lister`; prepare_* make of them what looks at
 * rows (selection, filter, joins, fields); lister_rows.c runs them over the table.
 */
#include "cli/lister.h"
#include "cli/lister_internal.h"
#include "cli/target.h"

#include <stdlib.h>

static void add_options(struct lister *l)
{
	const struct option_def options[] = {
	    {'o', "output", OPTION_TEXT, "FILE",
		N_("write FILE whole or not at all (.gz compresses, .xlsx is a workbook)"),
		&l->output},
	    {0, "where", OPTION_LIST, "TEXT", N_("more conditions, blanks between, '…' quotes"),
		&l->where},
	    {0, "in", OPTION_LIST, "FILE[:COLUMN]",
		N_("only rows whose --match field stands in that column"), &l->in},
	    {0, "not-in", OPTION_LIST, "FILE[:COLUMN]",
		N_("only rows whose --match field does not stand there"), &l->not_in},
	    {0, "match", OPTION_TEXT, "FIELD", N_("the field of --in and --not-in (default: id)"),
		&l->match},
	    {0, "fields", OPTION_TEXT, "A,B", N_("these fields in this order"), &l->fields},
	    {0, "sort", OPTION_TEXT, "A,-B", N_("by these fields; - puts the greatest first"),
		&l->sort},
	    {0, "count", OPTION_FLAG, NULL, N_("print only the number of rows"), &l->count},
	    {0, "no-header", OPTION_FLAG, NULL, N_("no header line"), &l->no_header},
	    {0, "pretty", OPTION_FLAG, NULL, N_("aligned for a terminal"), &l->pretty},
	    {0, "zh", OPTION_FLAG, NULL, N_("header, codes and areas in Chinese"), &l->zh},
	    {0, "excel", OPTION_FLAG, NULL,
		N_("for spreadsheets: BOM, CRLF, no formulas, digits as text"), &l->excel},
	    {0, "keep-going", OPTION_FLAG, NULL, N_("bad rows are left out: exit 1, not 3"),
		&l->program.keep_going},
	};
	source_add_options(&l->source, &l->program, true);
	program_add_options(&l->program, options, sizeof(options) / sizeof(options[0]));
}

static bool tell(struct lister *l, const struct error *e)
{
	return program_tell(&l->program, e);
}

static bool prepare_filter(struct lister *l, char **operands)
{
	struct error e;
	l->lookups = lookups_new();
	l->filter = filter_new(l->schema, &l->source.directory, l->lookups);
	for (; *operands; operands++)
		if (!filter_add(l->filter, str_of(*operands), &e))
			return tell(l, &e);
	for (size_t i = 0; i < l->where.count; i++)
		if (!filter_add_text(l->filter, str_of(l->where.items[i]), &e))
			return tell(l, &e);
	return selection_for_reader(&l->selection, l->schema, &l->source.choice, &e) || tell(l, &e);
}

/* A name of --fields or --sort, found; a '-' in front of one is left to the caller. */
static bool add_field(
    struct lister *l, struct field **fields, size_t *count, size_t *capacity, struct str name)
{
	struct error e;
	if (name.n == 0)
		return program_usage_error(&l->program, "%s",
		    _("--fields and --sort take names with commas between, one of them is empty"));
	*fields = mem_room(*fields, capacity, *count + 1, sizeof(**fields));
	struct field *f = &(*fields)[(*count)++];
	return field_find(f, l->schema, &l->source.directory, l->lookups, name, &e) || tell(l, &e);
}

/* Two columns of one name could not be read again. */
static bool refuse_twice(struct lister *l)
{
	const char *last = l->columns[l->column_count - 1].name;
	for (size_t i = 0; i + 1 < l->column_count; i++)
		if (strcmp(l->columns[i].name, last) == 0)
			return program_usage_error(&l->program,
			    _("--fields names '%s' twice, each column can be printed once"),
			    error_quote(str_of(last)));
	return true;
}

static bool prepare_columns(struct lister *l)
{
	struct str rest = str_of(l->fields), name;
	while (str_split(&rest, ',', &name))
		if (!add_field(
			l, &l->columns, &l->column_count, &l->column_capacity, str_trim(name)) ||
		    !refuse_twice(l))
			return false;
	return true;
}

static bool prepare_keys(struct lister *l)
{
	struct str rest = str_of(l->sort), name;
	while (str_split(&rest, ',', &name)) {
		name = str_trim(name);
		bool descending = str_starts(name, STR("-"));
		size_t at = l->key_count;
		if (!add_field(l, &l->keys, &l->key_count, &l->key_capacity,
			str_from(name, descending ? 1 : 0)))
			return false;
		l->key_orders =
		    mem_room(l->key_orders, &l->order_capacity, at + 1, sizeof(*l->key_orders));
		l->key_orders[at] = (struct sort_key){l->keys[at].type, descending};
	}
	return true;
}

/* Standard input can be read once: by -f (of any register) or by one join. */
static bool refuse_two_inputs(struct lister *l)
{
	size_t count = 0;
	struct str file, column;
	const struct text_list *joins[] = {&l->in, &l->not_in};
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < joins[i]->count; j++) {
			join_split(joins[i]->items[j], &file, &column);
			count += str_equal(file, STR("-"));
		}
	for (int i = 0; i < REGISTER_COUNT; i++)
		for (size_t j = 0; j < l->source.register_files[i].count; j++)
			count += strcmp(l->source.register_files[i].items[j], "-") == 0;
	return count < 2 || program_usage_error(&l->program, "%s",
				_("standard input (-) is named twice, it can be read once"));
}

static bool read_joins(struct lister *l, const struct text_list *files, bool negated)
{
	struct error e;
	for (size_t i = 0; i < files->count; i++) {
		struct join *join = &l->joins[l->join_count++];
		join->negated = negated;
		if (!join_read(join, files->items[i], &l->match_field, &l->source.directory,
			&l->program.diag, &e))
			return tell(l, &e);
	}
	return true;
}

static bool prepare_joins(struct lister *l)
{
	struct error e;
	size_t count = l->in.count + l->not_in.count;
	if (l->match && count == 0)
		return program_usage_error(
		    &l->program, "%s", _("--match is for --in and --not-in"));
	if (!field_find(&l->match_field, l->schema, &l->source.directory, l->lookups,
		str_of(l->match ? l->match : "id"), &e))
		return tell(l, &e);
	l->joins = mem_alloc(count, sizeof(*l->joins));
	return refuse_two_inputs(l) && read_joins(l, &l->in, false) &&
	       read_joins(l, &l->not_in, true);
}

static bool open_table(struct lister *l)
{
	struct error e;
	struct table_spec specs[REGISTER_COUNT];
	if (!source_take(&l->source, &l->program,
		REGISTER_BIT(l->schema->id) | lookups_registers(l->lookups), false))
		return false;
	for (int i = 0; i < REGISTER_COUNT; i++)
		specs[i] = source_spec(&l->source, &l->program, (enum register_id)i);
	if (!lookups_load(l->lookups, specs, &e))
		return tell(l, &e);
	l->table = table_open(&specs[l->schema->id], &e);
	return l->table || tell(l, &e);
}

/* Without --fields: the columns of the input in their order. */
static bool bind_fields(struct lister *l)
{
	struct error e;
	size_t count;
	table_columns(l->table, &count);
	if (!filter_bind(l->filter, l->table, &e) || !field_bind(&l->match_field, l->table, &e))
		return tell(l, &e);
	for (size_t i = 0; i < l->column_count; i++)
		if (!field_bind(&l->columns[i], l->table, &e))
			return tell(l, &e);
	for (size_t i = 0; i < l->key_count; i++)
		if (!field_bind(&l->keys[i], l->table, &e))
			return tell(l, &e);
	if (l->column_count)
		return true;
	l->columns = mem_room(NULL, &l->column_capacity, count, sizeof(*l->columns));
	for (; l->column_count < count; l->column_count++)
		field_of_column(&l->columns[l->column_count], l->schema, &l->source.directory,
		    l->table, l->column_count);
	return true;
}

static bool output_is_free(struct lister *l)
{
	struct str file, column;
	const struct text_list *joins[] = {&l->in, &l->not_in};
	bool is_free = target_is_free(&l->program, &l->source, "-o", l->output);
	for (size_t i = 0; i < 2 && is_free; i++)
		for (size_t j = 0; j < joins[i]->count && is_free; j++) {
			join_split(joins[i]->items[j], &file, &column);
			char *path = str_dup(file);
			is_free = target_is_no_input(&l->program, "-o", l->output, path);
			free(path);
		}
	return is_free;
}

static bool prepare_output(struct lister *l)
{
	struct error e;
	if (!output_is_free(l))
		return false;
	l->out = output_open(l->output, &e);
	if (!l->out)
		return tell(l, &e);
	csv_writer_init(&l->writer, l->out, l->excel);
	if (workbook_is_wanted(l->output))
		l->workbook =
		    workbook_of_fields(l->out, l->schema->name, l->columns, l->column_count);
	l->texts = mem_alloc(l->column_count + l->key_count, sizeof(*l->texts));
	if (!l->count && (l->key_count || l->pretty))
		l->rows = sorter_new(l->column_count, l->key_orders, l->key_count);
	return true;
}

/* --- the program ----------------------------------------------------------------------------- */

static bool check_options(struct lister *l)
{
	if (l->pretty && l->excel)
		return program_usage_error(
		    &l->program, "%s", _("--pretty and --excel exclude each other"));
	if (!workbook_is_wanted(l->output))
		return workbook_check(&l->program, l->output);
	const char *option = l->pretty ? "--pretty" : l->excel ? "--excel" : "--count";
	if (l->pretty || l->excel || l->count)
		return program_usage_error(&l->program,
		    /* TRANSLATORS: an option such as --pretty */
		    _("%s prints plain text, -o '%s' is a workbook of rows; give one of them"),
		    option, error_quote(str_of(l->output)));
	l->zh = true;
	return true;
}

static void release(struct lister *l)
{
	for (size_t i = 0; i < l->column_count; i++)
		field_release(&l->columns[i]);
	for (size_t i = 0; i < l->key_count; i++)
		field_release(&l->keys[i]);
	for (size_t i = 0; i < l->join_count; i++)
		join_release(&l->joins[i]);
	field_release(&l->match_field);
	free(l->columns);
	free(l->keys);
	free(l->key_orders);
	free(l->joins);
	free(l->texts);
	sorter_free(l->rows);
	table_close(l->table);
	filter_free(l->filter);
	lookups_free(l->lookups);
	csv_writer_release(&l->writer);
	xlsx_writer_free(l->workbook);
	source_close(&l->source);
}

int lister_main(enum register_id id, int argc, char **argv)
{
	struct lister l = {.schema = schema_of(id)};
	int first;
	program_start(&l.program, l.schema->reader,
	    N_("[-d DIR] [-f FILE]… [-o FILE] [--as-of DATE] [--from DATE] [--to DATE] [OPTION]… "
	       "[CONDITION]…"),
	    N_("List the rows of a register that match every condition (field=value, field=a,b, "
	       "field=3..9,\nfield!=value, field~text)."));
	add_options(&l);
	if (program_parse(&l.program, argc, argv, &first) && check_options(&l) &&
	    source_open(&l.source, &l.program, id) && prepare_filter(&l, argv + first) &&
	    prepare_columns(&l) && prepare_keys(&l) && prepare_joins(&l) && open_table(&l) &&
	    bind_fields(&l) && prepare_output(&l))
		lister_rows(&l);
	int code = program_finish(&l.program, l.out);
	release(&l);
	return code;
}
