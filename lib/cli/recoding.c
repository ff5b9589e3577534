/* recoding: see recoding.h. */
#include "cli/recoding.h"
#include "csv/writer.h"
#include "register/recode.h"

void recoding_add_options(struct recoding *r, struct program *p)
{
	const struct option_def options[] = {
	    {0, "recode", OPTION_TEXT, "FILE",
		N_("instead print the changes for register-amend -f that the renamed division "
		   "codes of FILE (old,new) make"),
		&r->file},
	    {0, "from", OPTION_TEXT, "DATE", N_("with --recode: the new codes hold from DATE on"),
		&r->from},
	    {0, "correct", OPTION_FLAG, NULL,
		N_("with --recode: the old codes were never right; all rows are corrected"),
		&r->correct},
	    {0, "why", OPTION_TEXT, "TEXT", N_("with --recode: the reason, for the journal"),
		&r->why},
	};
	program_add_options(p, options, sizeof(options) / sizeof(options[0]));
}

bool recoding_read(struct recoding *r, struct program *p, day today)
{
	day from;
	r->date[0] = 0;
	if (!r->file)
		return !(r->from || r->correct || r->why) ||
		       program_usage_error(
			   p, "%s", _("--from, --correct and --why are for --recode FILE"));
	if (!r->from == !r->correct)
		return program_usage_error(
		    p, "%s", _("--recode needs one of --from DATE and --correct"));
	if (!r->why || !*r->why)
		return program_usage_error(p, "%s", _("--recode needs a reason: --why TEXT"));
	if (r->correct)
		return true;
	if (!date_expression(str_of(r->from), today, &from))
		return program_usage_error(p,
		    _("--from '%s' is not a date; 2024-06-30, today or 2024-06-30-90d was "
		      "expected"),
		    error_quote(str_of(r->from)));
	date_print(from, r->date);
	return true;
}

static void write_row(struct csv_writer *w, const struct str *fields)
{
	for (int i = 0; i < 7; i++)
		csv_writer_field(w, fields[i]);
	csv_writer_end_row(w);
}

static void write_change(const struct recoding *r, struct csv_writer *w, const struct row *row,
    enum recode_op op, struct str code)
{
	struct buf key = BUF_INIT;
	bool from = op == RECODE_FROM;
	recode_key(row, &key);
	const struct str fields[] = {str_of(row->schema->name), buf_str(&key),
	    str_of(from ? "from" : "correct"), str_of(from ? r->date : ""), STR("area"), code,
	    str_of(r->why)};
	write_row(w, fields);
	buf_release(&key);
}

/* Rows for which there is no change: a code is told where it stands first. */
static void tell_once(
    struct program *p, struct intern *told, const struct row *row, const struct error *e)
{
	bool is_new = false;
	if (e->kind != ERROR_NONE)
		intern_add(told, row->values[row->schema->area], &is_new);
	if (is_new)
		program_tell(p, e);
}

static void recode_register(const struct recoding *r, const struct recode *table, struct program *p,
    struct table_spec spec, struct intern *told, struct csv_writer *w)
{
	struct error e;
	struct row row;
	const struct schema *s = spec.schema;
	if (s->area == COLUMN_NONE)
		return;
	spec.unchecked = ~(
	    COLUMN_BIT(schema_column(s, STR("id"))) | COLUMN_BIT(s->area) |
	    (s->versioned ? COLUMN_BIT(s->start) | COLUMN_BIT(s->end) : COLUMN_BIT(s->happens)));
	struct table *t = table_open(&spec, &e);
	enum table_status status = TABLE_FAILED;
	while (t && (status = table_next(t, &row, &e)) == TABLE_ROW) {
		struct error none;
		struct str code;
		enum recode_op op = recode_row(table, &row, str_of(r->date), &code, &none);
		if (op != RECODE_KEEP)
			write_change(r, w, &row, op, code);
		else
			tell_once(p, told, &row, &none);
	}
	table_close(t);
	if (status != TABLE_END)
		program_tell(p, &e);
}

void recoding_write(const struct recoding *r, struct program *p, struct source *source,
    unsigned registers, struct output *out)
{
	static const struct str header[] = {{"register", 8}, {"key", 3}, {"op", 2}, {"date", 4},
	    {"field", 5}, {"value", 5}, {"why", 3}};
	struct error e;
	struct recode table;
	struct intern told = {0};
	struct csv_writer w;
	csv_writer_init(&w, out, false);
	if (recode_read(&table, r->file, &e)) {
		write_row(&w, header);
		for (int id = 0; id < REGISTER_COUNT; id++)
			if (registers & REGISTER_BIT(id) && source->snapshot.registers[id].fd >= 0)
				recode_register(r, &table, p,
				    source_spec(source, p, (enum register_id)id), &told, &w);
	} else {
		program_tell(p, &e);
	}
	intern_release(&told);
	recode_release(&table);
	csv_writer_release(&w);
}
