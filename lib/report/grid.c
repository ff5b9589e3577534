/* grid: see grid.h. */
#include "report/grid.h"
#include "report/keys.h"

struct grid {
	const struct node *table;
	const struct definitions *definitions;
	struct keys keys; /* of the rows */
};

/* --- head ------------------------------------------------------------------------------------- */

static void print_in_brackets(struct document *d, struct str text)
{
	document_markdown(d, STR("（"));
	document_data(d, text);
	document_markdown(d, STR("）"));
}

static void print_period(struct document *d, struct str period)
{
	if (str_equal_text(period, "month"))
		period = STR("本期");
	else if (str_equal_text(period, "ytd"))
		period = STR("本年累计");
	print_in_brackets(d, period);
}

/* The figure's label, and what else tells this column from others of the figure. */
static void print_column_label(struct document *d, const struct grid *g, const struct reference *r)
{
	struct str value = r->group, field;
	document_data(d, label_of_figure(g->definitions, r->figure));
	if (r->style.form == STYLE_PERCENT)
		document_markdown(d, STR("占比"));
	if (r->group.p) {
		str_split(&value, '=', &field);
		print_in_brackets(d, label_of_value(g->definitions, r->figure, field, value));
	}
	if (r->period.p)
		print_period(d, r->period);
}

static void print_head(struct document *d, const struct grid *g)
{
	size_t count = g->table->reference_count;
	document_markdown(d, STR("| "));
	document_data(d, keys_heading(&g->keys, g->definitions, g->table->references[0].figure));
	for (size_t i = 0; i < count; i++) {
		document_markdown(d, STR(" | "));
		print_column_label(d, g, &g->table->references[i]);
	}
	document_markdown(d, STR(" |\n|---|"));
	for (size_t i = 0; i < count; i++)
		document_markdown(d, STR("---:|"));
	document_markdown(d, STR("\n"));
}

/* --- rows ------------------------------------------------------------------------------------- */

/* A percentage needs a denominator; without one the cell is as good as missing. */
static bool can_print(const struct figure *row, const struct style *style)
{
	return row && (style->form != STYLE_PERCENT || row->has_of);
}

static void print_row(
    struct document *d, const struct grid *g, struct str key, const char *name, struct diag *diag)
{
	struct buf scratch = BUF_INIT;
	document_markdown(d, STR("| "));
	document_data(
	    d, keys_label(&g->keys, g->definitions, g->table->references[0].figure, key, &scratch));
	buf_release(&scratch);
	for (size_t i = 0; i < g->table->reference_count; i++) {
		const struct reference *r = &g->table->references[i];
		const struct figure *row = keys_row(&g->keys, r, key);
		document_markdown(d, STR(" | "));
		if (can_print(row, &r->style)) {
			document_number(d, row, &r->style);
			continue;
		}
		struct error e;
		error_set(&e, ERROR_NOTE, _("'%s' has no row for '%s', the table shows —"),
		    error_quote(r->text), error_quote(key));
		error_at(&e, name, g->table->line, g->table->column);
		diag->say(diag, &e);
		document_markdown(d, STR("—"));
	}
	document_markdown(d, STR(" |\n"));
}

static void print_total(struct document *d, const struct grid *g)
{
	document_markdown(d, STR("| 合计"));
	for (size_t i = 0; i < g->table->reference_count; i++) {
		document_markdown(d, STR(" | "));
		document_number(d, g->table->references[i].row, &g->table->references[i].style);
	}
	document_markdown(d, STR(" |\n"));
}

bool grid_print(struct document *d, const struct node *table, const struct binding *b,
    const struct definitions *definitions, const char *name, struct diag *diag, struct error *e)
{
	struct grid g = {.table = table, .definitions = definitions};
	keys_init(&g.keys, b, table->by);
	keys_add(&g.keys, table->references, table->reference_count);
	if (g.keys.count == 0) {
		error_set(e, ERROR_DATA,
		    g.keys.kind == KEYS_AREAS
			? _("no figure of '%s' has rows of that area, count with --by")
			: _("no figure of '%s' has rows of that group, count with --group"),
		    error_quote(table->text));
		return error_at(e, name, table->line, table->column);
	}
	document_begin_block(d);
	print_head(d, &g);
	for (size_t i = 0; i < g.keys.count; i++)
		print_row(d, &g, g.keys.items[i], name, diag);
	print_total(d, &g);
	document_end_block(d);
	keys_release(&g.keys);
	return true;
}
